"""Write the operations of a scenario into a text; those that stayed keep what is said there."""

from collections.abc import Iterator, MutableMapping, Sequence
from difflib import SequenceMatcher
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table, Whitespace

from mmuviz.core.operation import LoadCr3, Operation, SetWp, TableWrite, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.sources.entry_text import entry_text
from mmuviz.sources.fields import Fields
from mmuviz.sources.scenario_operations import read_operation

Doc = MutableMapping[str, Any]
Lead = list[tuple[Any, Any]]
"""Blank lines and comments above a table, which tomlkit keeps in the end of the one before it."""


def update_operations(doc: Doc, old: tuple[Operation, ...], new: Scenario) -> None:
    """Bring the operations of a text from `old` to those of `new`.

    One that stayed keeps its lines, its expectations and the comments above it. A changed one is
    a new one, of which nobody has said yet what to expect.

    Args:
        doc: the text, its labels and its mode changed already.
        old: the operations that stand in it.
        new: the scenario to write.
    """
    written = doc.get("operation", ())
    if new.operations == old:
        for table, operation in zip(written, old, strict=True):
            _update(table, operation, new)
        return
    if not new.operations:
        del doc["operation"]
        return
    if not isinstance(written, AoT):  # none, or written as a plain array
        doc.pop("operation", None)
        written, old = tomlkit.aot(), ()
    tables = list(written)
    leads = [[(None, Whitespace(""))], *(_cut_lead(table) for table in tables)]
    end = leads.pop()
    array = tomlkit.aot()
    for number, place in enumerate(_places(old, new.operations)):
        operation = new.operations[number]
        kept = place is not None and old[place] == operation
        table = tables[place] if place is not None and kept else tomlkit.table()
        _update(table, operation, new)
        if number:
            blank: Lead = [(None, Whitespace("\n"))]
            array[-1].value.body.extend(blank if not place else leads[place])
        array.append(table)
        array[-1].trivia.indent = "" if number or tables else "\n"
    array[-1].value.body.extend(end)
    doc["operation"] = array


def _cut_lead(table: Table) -> Lead:
    """Take the comments and blank lines off the end of a table."""
    body = table.value.body
    lead: Lead = []
    while body and body[-1][0] is None:
        lead.insert(0, body.pop())
    return lead


def _places(old: Sequence[Operation], new: Sequence[Operation]) -> Iterator[int | None]:
    """Yield for each of `new` which of `old` it is, or stands in for; None for an added one."""
    for _, start, stop, first, last in SequenceMatcher(None, old, new, False).get_opcodes():
        for number in range(last - first):
            yield start + number if start + number < stop else None


def _update(table: Doc, operation: Operation, scenario: Scenario) -> None:
    """Write `operation`, but for a table that says it already, be it by label or in flags."""
    if table and read_operation(Fields(table, {}, []), scenario) == operation:
        return
    for key, value in _fields(operation, scenario.cpu.mode).items():
        table[key] = value


def _fields(operation: Operation, mode: PagingMode) -> dict[str, str | bool]:
    match operation:
        case Touch(access):
            return {
                "kind": "access",
                "address": f"{access.gva:#x}",
                "access": access.kind,
                "privilege": access.privilege,
            }
        case TableWrite(gva, value):
            text = entry_text(value, mode, mode.level(1))
            return {"kind": "table_write", "address": f"{gva:#x}", "value": text}
        case SetWp(wp):
            return {"kind": "set_wp", "wp": wp}
        case LoadCr3(cr3):  # pragma: no branch  # there is no other
            return {"kind": "load_cr3", "cr3": f"{cr3:#x}"}
