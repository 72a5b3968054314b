"""Read what a scenario file asks and what it expects: labels, access, semantics, answers."""

from collections.abc import Callable

from mmuviz.core.access import Access
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Label, Scenario
from mmuviz.core.trace import Semantics
from mmuviz.sources.entry_text import parse_address, parse_number
from mmuviz.sources.fields import Fields, shown
from mmuviz.sources.opened import Expectation

KINDS = ("read", "write", "fetch")
PRIVILEGES = ("user", "supervisor")
SEMANTICS = tuple(semantics.value for semantics in Semantics)
OUTCOMES = tuple(outcome.value for outcome in Outcome)
_CODE_BITS = 5
_NO_TRANSLATION = ("unmapped", "undefined")


def read_labels(fields: Fields) -> tuple[Label, ...]:
    """Read `[[label]]`: named addresses, in the file's order."""
    found: dict[str, Label] = {}
    for item in fields.subs("label"):
        item.only("name", "address", "meaning")
        name, gva = item.text("name"), item.number("address", 64)
        meaning = item.text("meaning") or ""
        for key in ("name", "address"):
            if key not in item:
                item.problem(key, f"no {key}", "a name and an address for each label")
        if name in found:
            item.problem("name", f'"{name}" a second time', "a name of its own for each label")
        elif name == "":
            item.problem("name", "an empty name", "a name")
        elif name is not None and gva is not None:
            found[name] = Label(name, gva, meaning)
    return tuple(found.values())


def read_access(fields: Fields, scenario: Scenario) -> Access:
    """Read `[access]`; the scenario's own where the file has none."""
    if "access" not in fields:
        return scenario.access
    item = fields.sub("access")
    item.only("address", "kind", "privilege", "semantics")
    gva = read_address(item, scenario) if "address" in item else scenario.access.gva
    kind = item.choice("kind", KINDS) or "read"
    user = item.choice("privilege", PRIVILEGES) == "user"
    return Access(gva, write=kind == "write", user=user, fetch=kind == "fetch")


def read_address(item: Fields, scenario: Scenario) -> int:
    """Read `address`: a number, a label, or `label + 0x238`."""
    value, bits = item.table["address"], scenario.cpu.mode.address_bits
    gva = written_address(value, scenario.labels) if isinstance(value, str) else value
    if gva is None:
        expected = 'a number, a label of this file, or "label + 0x238"'
        item.problem("address", shown(value), expected)
        return 0
    number = item.as_number("address", gva, 65)
    if number is not None and number >> bits:
        expected = f"an address of {bits} bits in {scenario.cpu.mode.title} mode"
        item.problem("address", shown(value), expected)
    return number or 0


def resolve_address(text: str, labels: tuple[Label, ...]) -> int | None:
    """Return the address that a user means: a label, `label + offset`, a number; else None.

    Numbers are hexadecimal, with or without 0x.
    """
    return _resolved(text.strip(), labels, parse_address)


def written_address(text: str, labels: tuple[Label, ...]) -> int | None:
    """Return the address that a scenario file means: its numbers are decimal without 0x."""
    return _resolved(text.strip(), labels, parse_number)


def _resolved(
    text: str, labels: tuple[Label, ...], parse: Callable[[str], int | None]
) -> int | None:
    known = {label.name: label.gva for label in labels}
    if text in known:
        return known[text]
    name, plus, offset_text = text.rpartition("+")
    if plus and name.strip() in known:
        offset = parse(offset_text.strip())
        return None if offset is None else known[name.strip()] + offset
    return parse(text)


def read_semantics(fields: Fields) -> Semantics | None:
    """Read which semantics to show first."""
    access = fields.table.get("access")
    if not isinstance(access, dict):
        return None
    word = fields.sub("access").choice("semantics", SEMANTICS)
    return None if word is None else Semantics(word)


def read_expectations(fields: Fields, mode: PagingMode) -> dict[Semantics, Expectation]:
    """Read `[expect.before]`, `[expect.after]` and `[expect.hardware]`."""
    tables = fields.sub("expect")
    tables.only(*SEMANTICS)
    return {
        semantics: _expectation(tables.sub(semantics.value), mode, semantics)
        for semantics in Semantics
        if semantics.value in tables
    }


def _expectation(item: Fields, mode: PagingMode, semantics: Semantics) -> Expectation:
    known = ["outcome", "accessed"]
    if semantics is not Semantics.BEFORE:  # its walk makes no code
        known.append("error_code")
    if semantics is not Semantics.HARDWARE:  # it is KVM that has a gva_to_gpa
        known.append("gva_to_gpa")
    item.only(*known)
    return Expectation(
        item.choice("outcome", OUTCOMES),
        item.number("error_code", _CODE_BITS),
        _accessed(item, mode),
        _translation(item),
    )


def _accessed(item: Fields, mode: PagingMode) -> tuple[str, ...] | None:
    if "accessed" not in item:
        return None
    names = [level.name for level in mode.levels if level.has_rights]
    value = item.table["accessed"]
    if not isinstance(value, list) or not all(name in names for name in value):
        item.problem("accessed", shown(value), "a list of names out of " + ", ".join(names))
        return None
    return tuple(name for name in names if name in value)


def _translation(item: Fields) -> str | None:
    value = item.table.get("gva_to_gpa")
    if value is None or value in _NO_TRANSLATION:
        return value
    number = item.as_number("gva_to_gpa", value, 52)
    return None if number is None else f"{number:#x}"
