"""A walk as one JSON object: fields and version are described in docs/cli.md."""

from mmuviz.core.bits import Pte
from mmuviz.core.entry import flags_of
from mmuviz.core.events import EntryRead, EntryWritten
from mmuviz.core.trace import Trace
from mmuviz.present.answer import gva_to_gpa
from mmuviz.present.wording import rights_text

VERSION = 1

Json = str | int | bool | list["Json"] | dict[str, "Json"] | None


def walk_record(trace: Trace) -> dict[str, Json]:
    """Return the walk as plain data, addresses and entries in hexadecimal."""
    result, access = trace.result, trace.scenario.access
    return {
        "version": VERSION,
        "semantics": trace.semantics.value,
        "gva": f"{access.gva:#x}",
        "access": access.kind,
        "privilege": access.privilege,
        "outcome": result.outcome.value,
        "gpa": _hex(result.gpa),
        "gfn": _hex(result.gfn),
        "error_code": result.error_code,
        "level": result.level.number if result.level else None,
        "ptep": _hex(result.ptep),
        "inherited_ar": None if result.inherited_ar is None else rights_text(result.inherited_ar),
        "accessed": _accessed(trace),
        "may_set": [level.name for level, _address in result.may_set],
        "written": [
            {"address": _hex(event.address), "old": _hex(event.old), "new": _hex(event.new)}
            for event in trace.events
            if isinstance(event, EntryWritten)
        ],
        "entries": [_entry(trace, event) for event in trace.events if isinstance(event, EntryRead)],
        "gva_to_gpa": _translation(trace),
    }


def _hex(value: int | None) -> str | None:
    return None if value is None else f"{value:#x}"


def _accessed(trace: Trace) -> list[Json]:
    """Name the levels whose A is set in memory after the walk, root first."""
    reads = [event for event in trace.events if isinstance(event, EntryRead)]
    reads = [read for read in reads if read.level.has_rights]
    memory = {read.address: read.value or 0 for read in reads}
    memory |= {e.address: e.new for e in trace.events if isinstance(e, EntryWritten)}
    return [read.level.name for read in reads if memory[read.address] & Pte.A]


def _entry(trace: Trace, read: EntryRead) -> Json:
    flags = flags_of(trace.scenario.cpu.mode, read.level)
    value = read.value
    return {
        "name": read.level.name,
        "level": read.level.number,
        "index": read.index,
        "table": _hex(read.table),
        "address": _hex(read.address),
        "value": _hex(value),
        "flags": None if value is None else "".join(f.letter for f in flags if value & f.bit),
        "source": read.source.value,
    }


def _translation(trace: Trace) -> Json:
    told = gva_to_gpa(trace)
    if told is None:
        return None
    return {"status": told.status, "gpa": _hex(told.gpa), "wrong": told.wrong}
