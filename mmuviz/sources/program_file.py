"""Read recorded guest programs: what a guest did, and what came of it under both versions.

A line of the file is a JSON object, a program; the file may be packed with gzip.
Source: vectors/README, "sequences".
"""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mmuviz.core.access import Access
from mmuviz.core.cpu import CpuState
from mmuviz.core.load import LoadFault, load_cr3
from mmuviz.core.memory import GuestMemory, RamRanges
from mmuviz.core.operation import LoadCr3, Operation, SetWp, TableWrite, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics
from mmuviz.sources.fields import Fields, shown
from mmuviz.sources.problems import BadInput, NeedsProgram, Problem, ProgramSummary

MAX_BYTES = 256 << 20
"""What a packed file may unpack to; the largest recorded one has 2 MB."""

MOST_PROBLEMS = 20
MAX_RAM_PAGES = 1 << 24
_MODES = {mode.value: mode for mode in PagingMode}
_VERSIONS = (Semantics.BEFORE, Semantics.AFTER)
_KNOWN = ("id", "note", "mode", "ram_pages", "entry_size", "regs", "table_gfns", "mem", "ops")


@dataclass(frozen=True, slots=True)
class Recording:
    """What was recorded of a program under one version.

    Attributes:
        results: one object of columns an operation; None after the machine died.
        final: guest-physical address to entry, all that is not zero in the end.
    """

    results: tuple[Mapping[str, int | None] | None, ...]
    final: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class RecordedProgram:
    """A guest program.

    Attributes:
        name: its id, which is the scenario's title.
        scenario: the guest before the first operation, and all that it does; its notes say what
            the program shows, where somebody said so.
        recordings: what came of it, by version.
    """

    name: str
    scenario: Scenario
    recordings: Mapping[Semantics, Recording]


def read_programs(path: Path) -> tuple[RecordedProgram, ...]:
    """Read every program of a file.

    Raises:
        BadInput: it is no file of guest programs; every line that is wrong is named.
    """
    problems: list[Problem] = []
    programs: list[RecordedProgram] = []
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except (ValueError, RecursionError) as error:
            problems.append(Problem(f"text that is no JSON ({error})", "a JSON object", number))
            continue
        if not isinstance(said, dict):
            problems.append(Problem(shown(said), "a JSON object", number))
            continue
        wrong: list[Problem] = []
        program = _program(Fields(said, {}, wrong))
        problems += (replace(problem, line=number) for problem in wrong)
        if program is not None and not wrong:
            programs.append(program)
    if problems:
        more = f", {len(problems)} things are wrong" if len(problems) > MOST_PROBLEMS else ""
        summary = f"guest programs that cannot be read{more}"
        raise BadInput(path, summary, tuple(problems[:MOST_PROBLEMS]))
    if not programs:
        raise BadInput(path, "a file of guest programs without a program")
    return tuple(programs)


def open_program(path: Path, name: str | None) -> Scenario:
    """Return one program of a file: the one called `name`, or the only one there is.

    Raises:
        NeedsProgram: nobody says which of several.
        BadInput: there is none of this name, or the file cannot be read.
    """
    programs = read_programs(path)
    if name is None and len(programs) > 1:
        raise NeedsProgram(path, tuple(_summary(program.scenario) for program in programs))
    for program in programs:
        if name in (None, program.name):
            return program.scenario
    raise BadInput(path, f'found no program "{name}", expected one such as "{programs[0].name}"')


def _summary(scenario: Scenario) -> ProgramSummary:
    return ProgramSummary(
        scenario.title, scenario.notes, scenario.cpu.mode.title, len(scenario.operations)
    )


def _lines(path: Path) -> Iterator[str]:
    """Return the lines of a file, unpacked where it is packed."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        with gzip.open(path) if packed else path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise BadInput(path, f"unpacks to more than {MAX_BYTES} bytes, which are all it may")
        return iter(content.decode("utf-8").splitlines())
    except UnicodeDecodeError as error:
        raise BadInput(path, "not a text file: no guest programs") from error
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInput(path, f"cannot be read ({reason})") from error


def _program(fields: Fields) -> RecordedProgram | None:
    """Read a program; None where something that all else needs is wrong."""
    versions = [version.value for version in _VERSIONS]
    fields.only(*_KNOWN, *versions)
    mode = fields.choice("mode", tuple(_MODES))
    pages = fields.number("ram_pages", 32) or 0
    if mode is None or not 0 < pages <= MAX_RAM_PAGES:
        if "mode" not in fields:
            fields.problem("mode", "nothing", "one of " + ", ".join(_MODES))
        if not 0 < pages <= MAX_RAM_PAGES:
            fields.problem("ram_pages", f"{pages}", f"1 to {MAX_RAM_PAGES} pages")
        return None
    operations = tuple(_operations(fields))
    size = _MODES[mode].entry_size
    words = _words(fields.sub("mem"), size)
    scenario = _scenario(fields, _MODES[mode], pages, words)
    recordings = {
        version: _recording(fields.sub(version.value), len(operations), size)
        for version in _VERSIONS
    }
    name = fields.text("id") or ""
    accesses = (one.access for one in operations if isinstance(one, Touch | TableWrite))
    scenario = replace(
        scenario,
        access=next(accesses, scenario.access),
        title=name,
        notes=fields.text("note") or "",
        operations=operations,
    )
    return RecordedProgram(name, scenario, recordings)


def _scenario(fields: Fields, mode: PagingMode, pages: int, words: Mapping[int, int]) -> Scenario:
    """Return the guest with its registers, the PDPTRs loaded from memory."""
    registers = fields.sub("regs")
    cr0, cr3, cr4, efer = (registers.number(key, 64) or 0 for key in ("cr0", "cr3", "cr4", "efer"))
    cpu = CpuState(
        cr3=cr3,
        wp=bool(cr0 >> 16 & 1),
        pae=bool(cr4 >> 5 & 1),
        pse=bool(cr4 >> 4 & 1),
        lma=mode is PagingMode.LONG,
        nxe=bool(efer >> 11 & 1),
    )
    if cpu.mode is not mode:
        registers.problem("cr4", f"{cr4:#x}, {cpu.mode.title} paging", f"{mode.title} paging")
    scenario = Scenario(cpu, GuestMemory(words=words), RamRanges((range(pages << 12),)))
    loaded = load_cr3(scenario, cr3)
    if isinstance(loaded, LoadFault):
        registers.problem("cr3", loaded.reason, "a CR3 that can be loaded")
        return scenario
    return loaded


def _words(fields: Fields, size: int) -> dict[int, int]:
    """Return memory as 64-bit words."""
    words: dict[int, int] = {}
    for gpa, value in _entries(fields, size):
        words[gpa & ~7] = words.get(gpa & ~7, 0) | value << (gpa & 4) * 8
    return words


def _entries(fields: Fields, size: int) -> Iterator[tuple[int, int]]:
    """Yield address and entry."""
    for key, said in fields.table.items():
        gpa, value = fields.as_number(key, key, 52), fields.as_number(key, said, 8 * size)
        if gpa is not None and value is not None:
            if gpa % size:
                fields.problem(key, key, f"an address of entries of {size} bytes")
            yield gpa, value


def _operations(fields: Fields) -> Iterator[Operation]:
    for op in fields.subs("ops"):
        kind = op.choice("op", ("access", "ptwrite", "set_wp", "load_cr3"))
        gva, value = op.number("gva", 64), op.number("value", 64)
        write, user, fetch = (bool(op.flag(key)) for key in ("write", "user", "fetch"))
        needs = {"access": ("gva",), "ptwrite": ("gva", "value")}.get(kind or "", ("value",))
        for key in needs:
            if key not in op:
                op.problem(key, "nothing", "a number")
        if kind == "access" and write and fetch:
            op.problem("fetch", "1 beside write 1", "a write or a fetch")
        elif kind == "access":
            yield Touch(Access(gva or 0, write=write, user=user, fetch=fetch))
        elif kind == "ptwrite":
            yield TableWrite(gva or 0, value or 0)
        elif kind == "set_wp":
            yield SetWp(bool(value))
        else:
            yield LoadCr3(value or 0)


def _recording(fields: Fields, count: int, size: int) -> Recording:
    """Read what came of the operations under one version."""
    said = fields.table.get("ops")
    results: list[Any] = said if isinstance(said, list) else []
    wanted = f"a list of {count} results"
    if len(results) != count:
        fields.problem("ops", f"{len(results)} results", wanted)
    for number, result in enumerate(results):
        if result is not None and not _is_result(result):
            fields.problem(f"ops {number + 1}", shown(result), "numbers by column, or null")
            return Recording((), {})
    final = fields.sub("final")
    return Recording(tuple(results), dict(_entries(final, size)))


def _is_result(result: object) -> bool:
    return isinstance(result, dict) and all(
        value is None or type(value) is int for value in result.values()
    )
