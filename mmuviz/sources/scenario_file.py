"""Read a scenario file: TOML, version 1 (docs/scenario-format.md)."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from mmuviz.core.cpu import CpuState
from mmuviz.core.memory import Backing
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics
from mmuviz.sources.fields import Fields
from mmuviz.sources.opened import RAW_DUMP, SCENARIO, Opened
from mmuviz.sources.problems import BadInput, Problem
from mmuviz.sources.registers import with_dumped_pdptrs
from mmuviz.sources.scenario_memory import read_memory, read_ram
from mmuviz.sources.scenario_operations import read_operations
from mmuviz.sources.scenario_question import (
    read_access,
    read_expectations,
    read_labels,
    read_semantics,
)
from mmuviz.sources.toml_lines import key_lines

VERSION = 1
NUMBERS = {"cr3": 64, "maxphyaddr": 6}
FLAGS = ("wp", "pg", "pse", "smep", "smap", "nxe", "ac")
MODES = tuple(mode.value for mode in PagingMode)
_TOP = (
    "version", "title", "notes", "mode", "ram", "registers", "memory", "map", "words", "label",
    "access", "expect", "operation",
)  # fmt: skip
_HASH = re.compile(r"[0-9a-f]{64}")
_NARROWEST, _WIDEST = 32, 52

OpenDump = Callable[[Path], Opened]


@dataclass(frozen=True, slots=True)
class _Base:
    """What a file starts from: nothing, or a dump."""

    scenario: Scenario
    file: Path | None = None
    sha256: str | None = None
    remarks: tuple[str, ...] = ()
    raw: bool = False


def load(path: Path, text: str, open_dump: OpenDump) -> Opened:
    """Read a scenario file.

    Args:
        path: the file, for messages and for what it names beside itself.
        text: its text.
        open_dump: opens the dump that `[memory]` names. It is not to open scenario files.

    Raises:
        BadInput: with each thing that is wrong, by line and field.
    """
    fields = Fields(parse_toml(path, text), key_lines(text), [])
    fields.only(*_TOP)
    _check_version(fields)
    base = _base(path, fields, open_dump)
    cpu = _cpu(fields, base.scenario.cpu, hand_made=base.file is None or base.raw)
    if base.raw:
        cpu = _with_raw_root(fields, cpu, base.scenario.memory.backing)
    start = replace(
        base.scenario,
        cpu=cpu,
        ram=read_ram(fields, base.scenario.ram),
        title=base.scenario.title if (title := fields.text("title")) is None else title,
        notes=base.scenario.notes if (notes := fields.text("notes")) is None else notes,
        labels=read_labels(fields) if "label" in fields else base.scenario.labels,
    )
    scenario = read_memory(fields, start, dump=base.file is not None)
    operations, expected_operations = read_operations(fields, scenario)
    scenario = replace(scenario, access=read_access(fields, scenario), operations=operations)
    semantics = read_semantics(fields)
    expect = read_expectations(fields, cpu.mode)
    if fields.problems:
        raise _bad(path, fields.problems)
    return Opened(
        scenario,
        SCENARIO,
        path,
        semantics or Semantics.AFTER,
        expect,
        base.remarks,
        base.file,
        base.sha256,
        text,
        expected_operations,
    )


def _bad(path: Path, problems: list[Problem]) -> BadInput:
    problems = sorted(problems, key=lambda problem: problem.line or 0)
    count = "one thing is" if len(problems) == 1 else f"{len(problems)} things are"
    return BadInput(path, f"{count} wrong in this scenario file", tuple(problems))


def parse_toml(path: Path, text: str) -> dict[str, object]:
    """Parse a text as TOML.

    Raises:
        BadInput: it is none; where it says why, the one problem names the line.
    """
    try:
        return tomllib.loads(text)
    except ValueError as error:  # TOMLDecodeError, or a number of too many digits
        place = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        found = str(error).partition(" (at ")[0]
        problem = Problem(f"no TOML: {found[0].lower()}{found[1:]}", "TOML 1.0", line)
        raise BadInput(path, "this is no well-formed TOML", (problem,)) from None
    except RecursionError:
        raise BadInput(path, "this TOML is nested too deeply") from None


def _check_version(fields: Fields) -> None:
    if "version" not in fields:
        fields.problem("version", "no version", f"version = {VERSION} as the first line")
    elif fields.number("version", 16) not in (VERSION, None):
        found = f"version {fields.table['version']}"
        fields.problem("version", found, f"{VERSION}, the one this program reads")


def _base(path: Path, fields: Fields, open_dump: OpenDump) -> _Base:
    """Open the dump that `[memory]` names, and compare its hash."""
    if "memory" not in fields:
        return _Base(Scenario())
    memory = fields.sub("memory")
    memory.only("file", "sha256")
    name, sha256 = memory.text("file"), memory.text("sha256")
    if sha256 is not None and not _HASH.fullmatch(sha256):
        memory.problem("sha256", f'"{sha256}"', "64 hexadecimal digits in lower case")
        sha256 = None
    if not name or "\0" in name:
        if name is not None or "file" not in memory:
            memory.problem("file", "no name of a dump", "the dump's file name")
        raise _bad(path, fields.problems)
    file = path.parent / name
    if file.absolute() == path.absolute():
        memory.problem("file", "this scenario file itself", "the dump's file name")
        raise _bad(path, fields.problems)
    try:
        dump = open_dump(file)
    except BadInput as error:
        memory.problem("file", f'"{name}": {error.summary}', "a dump that can be read")
        raise _bad(path, fields.problems) from error
    if sha256 is not None and dump.backing_sha256 != sha256:
        found = f"{(dump.backing_sha256 or 'no hash')[:12]}… for {name}"
        memory.problem("sha256", found, f"{sha256[:12]}…, the dump that was saved with this file")
        raise _bad(path, fields.problems)
    raw = dump.kind == RAW_DUMP
    return _Base(dump.scenario, file, dump.backing_sha256, dump.remarks, raw)


def _with_raw_root(fields: Fields, cpu: CpuState, backing: Backing) -> CpuState:
    """See that CR3 is given, which a raw dump does not hold; PDPTRs are what stands there."""
    registers = fields.sub("registers")
    if "cr3" not in registers:
        registers.problem("cr3", "no CR3", "its value: a raw dump does not hold it")
    return cpu if "pdptrs" in registers else with_dumped_pdptrs(cpu, backing)


def _cpu(fields: Fields, cpu: CpuState, *, hand_made: bool) -> CpuState:
    mode = fields.choice("mode", MODES)
    if mode is not None:
        cpu = replace(cpu, pae=mode != "x32", lma=mode == "long")
    elif hand_made and "mode" not in fields:
        fields.problem("mode", "no mode", "one of " + ", ".join(MODES))
    registers = fields.sub("registers")
    registers.only(*NUMBERS, *FLAGS, "pdptrs")
    given: dict[str, int | bool] = {}
    for name, bits in NUMBERS.items():
        number = registers.number(name, bits)
        if number is not None:
            given[name] = number
    for name in FLAGS:
        flag = registers.flag(name)
        if flag is not None:
            given[name] = flag
    width = given.get("maxphyaddr", _WIDEST)
    if not _NARROWEST <= width <= _WIDEST:
        registers.problem("maxphyaddr", str(width), f"{_NARROWEST} to {_WIDEST}")
    return replace(cpu, **given)  # type: ignore[arg-type]  # the names are CpuState's, by type
