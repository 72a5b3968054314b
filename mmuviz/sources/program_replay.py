"""Replay recorded guest programs through both versions, and say where they differ."""

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor

from mmuviz.core.bits import PAGE_MASK, bit_range
from mmuviz.core.operation import Operation, TableWrite, Touch
from mmuviz.core.shadow.audit import audit
from mmuviz.core.shadow.guest import Guest
from mmuviz.core.shadow.lookup import leaf_of
from mmuviz.core.shadow.program import execute
from mmuviz.core.trace import Semantics, record
from mmuviz.sources.program_file import RecordedProgram
from mmuviz.sources.row_access import OUTCOMES
from mmuviz.sources.tally import Place, Tally, compared, joined, sample_rows

_Columns = Mapping[str, int | None]


def replay_programs(
    programs: tuple[RecordedProgram, ...], *, sample: int = 1, executor: Executor | None = None
) -> Iterator[Tally]:
    """Replay programs, or the fixed part of them that `sample_rows` chooses, one by one."""
    chosen = [programs[number] for number in sample_rows(len(programs), sample)]
    run = map if executor is None else executor.map
    yield from run(replay_program, chosen)


def replay_program(program: RecordedProgram) -> Tally:
    """Run one program under both versions; a row is an operation, or the final memory."""
    return joined(row for semantics in program.recordings for row in _rows(program, semantics))


def _rows(program: RecordedProgram, semantics: Semantics) -> Iterator[Tally]:
    recording = program.recordings[semantics]
    guest = Guest(semantics, program.scenario)
    for number, operation in enumerate(program.scenario.operations):
        expected = recording.results[number]
        where = _place(program, semantics, f"operation {number + 1}", number + 1)
        if guest.ending is not None:
            yield compared(where, expected or {}, {})
        elif expected is None:
            yield compared(where, {"outcome": None}, {"outcome": 0})
        else:
            yield compared(where, expected, _run(guest, operation, expected))
    yield compared(
        _place(program, semantics, "final memory", None),
        {f"{gpa:#x}": value for gpa, value in recording.final.items()},
        {f"{gpa:#x}": value for gpa, value in _memory(guest)},
    )


def _place(program: RecordedProgram, semantics: Semantics, part: str, number: int | None) -> Place:
    text = f"{program.name}, {semantics.value}, {part}"
    return Place(text, number, program.name, semantics)


def _run(guest: Guest, operation: Operation, expected: _Columns) -> dict[str, int | None]:
    """Run an operation and return what a file says of it."""
    got: dict[str, int | None] = {}
    gva = None
    if isinstance(operation, Touch | TableWrite):
        access = operation.access
        gva = access.gva
        hardware = record(Semantics.HARDWARE, guest.vcpu.scenario(access))
        got["arch_error_code"] = hardware.result.error_code
    result = execute(guest, operation).result
    got["outcome"] = OUTCOMES.get(result.ending)
    if gva is not None:
        got |= {
            "error_code": result.error_code,
            "vmexits": result.vmexits,
            "pf_fixed": result.pf_fixed,
            "first_exit_error_code": result.first_exit_code,
            "host_asserts": result.host_asserts,
        }
    if guest.ending is not None:  # nobody can look at a dead machine
        return got | {key: expected[key] for key in ("shadow_leaf", "audit") if key in expected}
    if gva is not None:
        leaf = leaf_of(guest.vcpu, gva)
        got["shadow_leaf"] = None if leaf is None else leaf & PAGE_MASK
    return got | {"audit": audit(guest)}


def _memory(guest: Guest) -> Iterator[tuple[int, int]]:
    """Yield address and entry of all memory that is not zero."""
    size = guest.vcpu.cpu.mode.entry_size
    for base, word in guest.vcpu.memory.words.items():
        for gpa in range(base, base + 8, size):
            value = word >> (gpa - base) * 8 & bit_range(8 * size - 1, 0)
            if value:
                yield gpa, value
