"""ELF cores as QEMU's `dump-guest-memory` writes them: memory by PT_LOAD, registers by its note.

Source: captures/README.md; QEMU's note has one layout for 32-bit and 64-bit guests.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from elftools.elf.elffile import ELFFile
from elftools.elf.segments import NoteSegment

from mmuviz.core.access import Access
from mmuviz.core.cpu import CpuState
from mmuviz.core.memory import GuestMemory, RamRanges
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.sources.file_backing import FileBacking, Segment
from mmuviz.sources.opened import Opened, OpenOptions
from mmuviz.sources.problems import BadInput, NeedsRegisters
from mmuviz.sources.registers import (
    CR4_PAE,
    EFER_LMA,
    EFER_NXE,
    cpu_from,
    with_dumped_pdptrs,
    with_mode,
)

_MACHINES = {"EM_386": "386", "EM_X86_64": "x86-64"}
_HEADER_SIZE = 52  # of ELF32, the shorter one
_NOTE_SIZE = 440
_RFLAGS_AT, _CR0_AT = 8 + 17 * 8, 392
_MIB = 1 << 20
_FIRMWARE = 0xC0000000  # what QEMU keeps from here to 4 GiB is firmware and devices, not RAM
_HIGH_RAM = 1 << 32  # a guest of more than 3 GiB has the rest of its RAM from here on


@dataclass(frozen=True, slots=True)
class _Core:
    """What is read of a core before anything is decided."""

    machine: str
    segments: tuple[Segment, ...]
    notes: tuple[bytes, ...]


def load_elf(path: Path, shown: Path, options: OpenOptions) -> Opened:
    """Open the ELF core at `path`; messages and the result name it `shown`.

    Raises:
        BadInput: it is no core of an x86 guest, or not whole.
    """
    size = path.stat().st_size
    if size < _HEADER_SIZE:
        raise BadInput(
            shown,
            f"is a truncated ELF file: found {size} bytes, expected a header of {_HEADER_SIZE}",
        )
    with path.open("rb") as stream:
        core = _read(stream, size, shown)
    remarks: list[str] = []
    cpu = with_mode(_cpu(core, shown, options, remarks), options)
    try:
        backing = FileBacking(path, core.segments)
    except (OSError, ValueError) as problem:
        raise BadInput(shown, f"cannot be mapped into memory: {problem}") from problem
    cpu = with_dumped_pdptrs(cpu, backing)
    if cpu.mode is PagingMode.PAE and any(value & 1 and value & 0x20 for value in cpu.pdptrs):
        remarks.append("PDPTRs have bit 5 set: set by QEMU, reserved on a CPU.")
    ram = _ram(core.segments, options, remarks)
    scenario = Scenario(
        cpu, GuestMemory(backing), ram, Access(user=True), title=shown.name.removesuffix(".gz")
    )
    return Opened(scenario, "ELF core", shown, remarks=tuple(remarks), backing_file=shown)


def _read(stream: BinaryIO, size: int, shown: Path) -> _Core:
    try:
        elf = ELFFile(stream)
        machine = str(elf["e_machine"])
        if elf["e_type"] != "ET_CORE":
            raise BadInput(
                shown, f"is an ELF file of type {elf['e_type']}, expected a core (ET_CORE)"
            )
        if machine not in _MACHINES:
            raise BadInput(
                shown, f"is a core of machine {machine}, expected 386 (3) or x86-64 (62)"
            )
        segments, notes = [], []
        for segment in elf.iter_segments():
            header = segment.header
            end = header.p_offset + header.p_filesz
            if header.p_type in ("PT_LOAD", "PT_NOTE") and end > size:
                raise BadInput(
                    shown,
                    f"is truncated: a segment ends at byte {end:,}, the file has {size:,}",
                )
            if header.p_type == "PT_LOAD":
                segments.append(Segment(header.p_paddr, header.p_offset, header.p_filesz))
            elif isinstance(segment, NoteSegment):
                notes += [note for note in map(_qemu_note, segment.iter_notes()) if note]
    except BadInput:
        raise
    except Exception as problem:  # pyelftools raises what construct raises
        reason = " ".join(str(problem).split()) or type(problem).__name__
        raise BadInput(shown, f"is a broken or truncated ELF file: {reason}") from problem
    if not segments:
        raise BadInput(shown, "is an ELF core without memory: no PT_LOAD segment")
    return _Core(machine, tuple(segments), tuple(notes))


def _qemu_note(note: Any) -> bytes | None:  # noqa: ANN401  # pyelftools has no types
    """Return QEMU's CPU note, or None for another one."""
    body = note["n_desc"]
    data = body.encode("latin-1") if isinstance(body, str) else bytes(body)
    return data if note["n_name"] == "QEMU" and len(data) >= _NOTE_SIZE else None


def _cpu(core: _Core, shown: Path, options: OpenOptions, remarks: list[str]) -> CpuState:
    cr0 = cr3 = cr4 = None
    rflags = 0
    if core.notes:
        note = core.notes[0]
        (rflags,) = struct.unpack_from("<Q", note, _RFLAGS_AT)
        cr0, _cr1, _cr2, cr3, cr4 = struct.unpack_from("<5Q", note, _CR0_AT)
        if len(core.notes) > 1:
            remarks.append(
                f"The guest has {len(core.notes)} CPUs; the first one's registers are used."
            )
    cr0 = cr0 if options.cr0 is None else options.cr0
    cr3 = cr3 if options.cr3 is None else options.cr3
    cr4 = cr4 if options.cr4 is None else options.cr4
    if options.registers_follow:
        cr0, cr3, cr4 = cr0 or 0, cr3 or 0, cr4 or 0
    if cr0 is None or cr3 is None or cr4 is None:
        raise NeedsRegisters(shown, "has no QEMU note with registers; give --cr0, --cr3 and --cr4")
    efer = options.efer
    if efer is None:
        efer = EFER_LMA if core.machine == "EM_X86_64" and cr4 & CR4_PAE else 0
        if cr4 & CR4_PAE:
            efer |= EFER_NXE
            remarks.append("EFER is not in a core: NXE is taken to be 1; --efer says otherwise.")
    return cpu_from(cr0, cr3, cr4, efer, rflags)


def _ram(segments: tuple[Segment, ...], options: OpenOptions, remarks: list[str]) -> RamRanges:
    """Guess what was RAM: all of a whole dump; up to the last kept page of a trimmed one."""
    if options.ram is not None:
        return RamRanges((range(options.ram),))
    spans = merged([(one.gpa, one.gpa + one.size) for one in segments])
    if spans[0][0] == 0 and spans[0][1] >= _MIB:
        return RamRanges(tuple(range(start, end) for start, end in spans))
    last = spans[-1][1]
    ranges = [range(_whole_mib(max((end for _, end in spans if end <= _FIRMWARE), default=last)))]
    if last > max(_HIGH_RAM, ranges[0].stop):
        ranges.append(range(_HIGH_RAM, _whole_mib(last)))
    size = sum(span.stop - span.start for span in ranges)
    remarks.append(
        f"The file keeps parts of memory only: RAM is taken to be {size // _MIB} MiB; "
        "--ram SIZE says otherwise."
    )
    return RamRanges(tuple(ranges))


def _whole_mib(size: int) -> int:
    return -(-size // _MIB) * _MIB


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that touch or overlap; ascending."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
