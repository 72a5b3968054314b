"""Read the operations of a scenario file, and what its author expects of each."""

import re
from collections.abc import Mapping

from mmuviz.core.access import Access
from mmuviz.core.operation import LoadCr3, Operation, SetWp, TableWrite, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.trace import Semantics
from mmuviz.sources.entry_text import EntryTextError, parse_entry
from mmuviz.sources.fields import Fields, shown
from mmuviz.sources.opened import ExpectedEnding
from mmuviz.sources.scenario_question import (
    KINDS,
    PRIVILEGES,
    SEMANTICS,
    read_address,
)

KEYS: Mapping[str, tuple[str, ...]] = {
    "access": ("address", "access", "privilege"),
    "table_write": ("address", "value"),
    "set_wp": ("wp",),
    "load_cr3": ("cr3",),
}
"""What each kind of operation says, beside `kind` and `expect`."""

_NEEDED = ("address", "value", "wp", "cr3")
_ENDINGS = tuple(ending.value for ending in Ending)
_EXPECTED = re.compile(r"(\w+)(?: (0x[0-9a-f]+))?(?:, (\d) vmexits?)?")


def read_operations(
    fields: Fields, scenario: Scenario
) -> tuple[tuple[Operation, ...], tuple[Mapping[Semantics, ExpectedEnding], ...]]:
    """Read `[[operation]]`: what the guest does, and what is expected, in the file's order."""
    operations: list[Operation] = []
    expected: list[Mapping[Semantics, ExpectedEnding]] = []
    for item in fields.subs("operation"):
        operation = read_operation(item, scenario)
        if operation is not None:
            operations.append(operation)
            expected.append(_expectations(item))
    return tuple(operations), tuple(expected)


def read_operation(item: Fields, scenario: Scenario) -> Operation | None:
    """Read one `[[operation]]`; None, and a problem noted, where it is none.

    Args:
        item: its table.
        scenario: gives the labels and the paging mode.
    """
    if "kind" not in item:
        item.problem("kind", "no kind", "one of " + ", ".join(KEYS))
    kind = item.choice("kind", tuple(KEYS))
    if kind is None:
        return None
    known = KEYS[kind]
    item.only("kind", *known, "expect")
    missing = [key for key in known if key in _NEEDED and key not in item]
    for key in missing:
        item.problem(key, f"no {key}", f"{' and '.join(known)} for kind {kind}")
    if missing:
        return None
    if kind == "access":
        return _touch(item, scenario)
    if kind == "table_write":
        return _table_write(item, scenario)
    if kind == "set_wp":
        return SetWp(bool(item.flag("wp")))
    return LoadCr3(item.number("cr3", 64) or 0)


def _touch(item: Fields, scenario: Scenario) -> Touch:
    access = item.choice("access", KINDS)
    user = item.choice("privilege", PRIVILEGES) == "user"
    gva = read_address(item, scenario)
    return Touch(Access(gva, write=access == "write", user=user, fetch=access == "fetch"))


def _table_write(item: Fields, scenario: Scenario) -> TableWrite:
    gva, mode = read_address(item, scenario), scenario.cpu.mode
    if gva % mode.entry_size:
        expected = f"the address of an entry, a multiple of {mode.entry_size}"
        item.problem("address", f"{gva:#x}", expected)
    return TableWrite(gva, _value(item, mode))


def _value(item: Fields, mode: PagingMode) -> int:
    """Read an entry whose level nobody knows: the letters are the same in all of them."""
    value = item.table["value"]
    if not isinstance(value, str):
        return item.as_number("value", value, mode.entry_size * 8) or 0
    try:
        return parse_entry(value, mode, mode.level(1))
    except EntryTextError as error:
        item.problem("value", error.found, error.expected)
        return 0


def _expectations(item: Fields) -> dict[Semantics, ExpectedEnding]:
    """Read `expect = { before = "injected 0x7, 2 vmexits", after = "done" }`."""
    table = item.sub("expect")
    table.only(*SEMANTICS)
    found = {
        semantics: _expected(table, semantics.value)
        for semantics in Semantics
        if semantics.value in table
    }
    return {semantics: one for semantics, one in found.items() if one is not None}


def _expected(table: Fields, key: str) -> ExpectedEnding | None:
    text = table.text(key)
    if text is None:
        return None
    match = _EXPECTED.fullmatch(text)
    if match is None or match[1] not in _ENDINGS:
        expected = f'"injected 0x7, 2 vmexits", or one of {", ".join(_ENDINGS)}'
        table.problem(key, shown(text), expected)
        return None
    ending, code, exits = match.groups()
    return ExpectedEnding(
        Ending(ending),
        None if code is None else int(code, 16),
        None if exits is None else int(exits),
    )
