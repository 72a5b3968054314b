"""The field of an operation as it is shown and typed: an address, an entry, a bit, a register."""

import re
from dataclasses import replace

from mmuviz.core.operation import LoadCr3, Operation, SetWp, TableWrite, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.gui.widgets.address_edit import address_problem
from mmuviz.sources.entry_text import entry_text, parse_address, parse_entry
from mmuviz.sources.scenario_question import resolve_address

_NUMBER = re.compile(r"0x[0-9a-f_]+|[0-9][0-9a-f_]*", re.IGNORECASE)
HINTS = {
    Touch: "hexadecimal, a label, or label + 0x238",
    TableWrite: "an address = an entry: P W U -> 0x5000, or its hexadecimal value",
    SetWp: "0 or 1",
    LoadCr3: "the guest-physical address of the root table",
}
"""What is expected, by the type of the operation."""


def value_text(operation: Operation, scenario: Scenario) -> str:
    """What a table write writes: `P W U -> 0x5000`; empty for other operations."""
    if not isinstance(operation, TableWrite):
        return ""
    mode = scenario.cpu.mode
    return entry_text(operation.value, mode, mode.level(1)) or "0"


def field_text(operation: Operation, scenario: Scenario) -> str:
    """What stands in the editor of an operation's field."""
    match operation:
        case Touch(access):
            return f"{access.gva:#x}"
        case TableWrite(gva):
            return f"{gva:#x} = {value_text(operation, scenario)}"
        case SetWp(wp):
            return str(int(wp))
        case LoadCr3(cr3):  # pragma: no branch  # there is no other
            return f"{cr3:#x}"


def typed(operation: Operation, text: str, scenario: Scenario) -> Operation:
    """Return the operation with what was typed over its field.

    Raises:
        ValueError: it is no such field; the message says what was found and expected.
    """
    match operation:
        case Touch(access):
            return Touch(replace(access, gva=_address(text, scenario)))
        case TableWrite():
            return _table_write(text, scenario)
        case SetWp():
            if text.strip() not in ("0", "1"):
                raise ValueError(f'found "{text}", expected {HINTS[SetWp]}')
            return SetWp(text.strip() == "1")
        case LoadCr3():  # pragma: no branch  # there is no other
            return LoadCr3(_cr3(text, scenario.cpu.mode))


def _address(text: str, scenario: Scenario) -> int:
    problem = address_problem(text.strip(), scenario)
    gva = resolve_address(text, scenario.labels)
    if problem or gva is None:
        raise ValueError(problem)
    return gva


def _table_write(text: str, scenario: Scenario) -> TableWrite:
    where, equals, entry = text.partition("=")
    if not equals:
        raise ValueError(f'found "{text}", expected {HINTS[TableWrite]}')
    gva, mode = _address(where, scenario), scenario.cpu.mode
    if gva % mode.entry_size:
        size = mode.entry_size
        raise ValueError(f"found {gva:#x}, expected an entry's address: a multiple of {size}")
    entry = entry.strip()
    if _NUMBER.fullmatch(entry):  # hexadecimal as everywhere in the window
        entry = f"{int(entry, 16):#x}"
    return TableWrite(gva, parse_entry(entry, mode, mode.level(1)))


def _cr3(text: str, mode: PagingMode) -> int:
    cr3, bits = parse_address(text.strip()), mode.address_bits
    if cr3 is None or cr3 < 0 or cr3 >> bits:
        raise ValueError(f'found "{text}", expected a hexadecimal number of {bits} bits')
    return cr3
