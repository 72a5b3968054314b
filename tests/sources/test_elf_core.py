"""ELF cores: registers from the notes, memory by the segments, one sentence for what is wrong."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.memory import Frame
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Semantics, record
from mmuviz.sources.elf_core import merged
from mmuviz.sources.open_file import open_file
from mmuviz.sources.opened import OpenOptions
from mmuviz.sources.problems import BadInput
from tests.sources import elf_files as elf

PAE_CORE = elf.elf_core([(0, elf.memory(elf.PAE_WORDS))])


def opened(tmp_path, content, **options):
    """Open `content` as a file that no name gives away."""
    path = tmp_path / "guest.txt"
    path.write_bytes(content)
    return open_file(path, OpenOptions(**options))


def refused(tmp_path, content, **options):
    """Return the sentence that opening `content` ends with."""
    with pytest.raises(BadInput) as refusal:
        opened(tmp_path, content, **options)
    assert str(refusal.value).startswith(str(tmp_path / "guest.txt"))
    return refusal.value.summary


def test_registers_come_from_the_note(tmp_path):
    """CR0, CR3, CR4 and RFLAGS are the note's; the PDPTRs are what memory holds at CR3."""
    note = elf.cpu_note(cr0=elf.PG, cr3=0x1000, cr4=elf.PAE | elf.PSE, rflags=1 << 18)

    core = opened(tmp_path, elf.elf_core([(0, elf.memory(elf.PAE_WORDS))], [note]))

    cpu = core.scenario.cpu
    assert (cpu.mode, cpu.cr3, cpu.wp, cpu.pse, cpu.ac) == (
        PagingMode.PAE,
        0x1000,
        False,
        True,
        True,
    )
    assert cpu.pdptrs == (0x2001, 0, 0, 0)
    assert core.kind == "ELF core"


def test_a_walk_reads_the_file(tmp_path):
    """The walk goes through tables in the dump and ends at the page they name."""
    core = opened(tmp_path, PAE_CORE)

    result = record(Semantics.AFTER, core.scenario).result

    assert result.outcome is Outcome.MAPPED
    assert result.gfn == 4


@pytest.mark.parametrize("wide", [False, True])
def test_both_word_sizes_open(tmp_path, wide):
    """A 32-bit guest's core may be ELF32 or ELF64; the note has one layout."""
    content = elf.elf_core([(0, elf.memory(elf.PAE_WORDS))], wide=wide)

    assert opened(tmp_path, content).scenario.cpu.mode is PagingMode.PAE


def test_long_mode_is_seen_by_machine_and_pae(tmp_path):
    """An x86-64 core whose CR4.PAE is set is in long mode: EFER is not in the file."""
    content = elf.elf_core([(0, elf.memory(elf.LONG_WORDS))], machine=elf.EM_X86_64)

    core = opened(tmp_path, content)

    assert core.scenario.cpu.mode is PagingMode.LONG
    assert record(Semantics.HARDWARE, core.scenario).result.gpa == 0x4000
    assert any("EFER is not in a core" in remark for remark in core.remarks)


def test_without_pae_there_is_nothing_to_say_of_efer(tmp_path):
    """32-bit paging has no NX: no remark, NXE off."""
    content = elf.elf_core([(0, elf.memory({}, 1 << 20))], [elf.cpu_note(cr4=0)])

    core = opened(tmp_path, content)

    assert core.scenario.cpu.mode is PagingMode.X32
    assert not core.scenario.cpu.nxe
    assert core.remarks == ()


def test_what_the_user_says_overrides_the_note(tmp_path):
    """Each register, the mode and the size of RAM."""
    core = opened(
        tmp_path, PAE_CORE, cr0=elf.PG, cr3=0x2000, cr4=elf.PSE, efer=0, ram=0x5000, mode="x32"
    )

    cpu = core.scenario.cpu
    assert (cpu.mode, cpu.cr3, cpu.wp, cpu.nxe) == (PagingMode.X32, 0x2000, False, False)
    assert core.scenario.frame(0x5000) is Frame.OUTSIDE
    assert core.remarks == ()


def test_known_not_kept_and_outside_are_three_things(tmp_path):
    """Kept bytes are known, the rest of RAM is not kept, beyond RAM is outside."""
    kept = elf.memory(elf.PAE_WORDS)
    core = opened(tmp_path, elf.elf_core([(0, kept), (0x80000, kept)]))

    frames = [core.scenario.frame(gpa) for gpa in (0x1000, 0x9000, 0x80000, 1 << 20)]

    assert frames == [Frame.KNOWN, Frame.NOT_KEPT, Frame.KNOWN, Frame.OUTSIDE]
    assert any("RAM is taken to be 1 MiB" in remark for remark in core.remarks)


def test_a_whole_dump_says_what_was_ram(tmp_path):
    """Where all from 0 on is kept, RAM is what the segments say, and nothing is guessed."""
    core = opened(
        tmp_path, elf.elf_core([(0, elf.memory(elf.PAE_WORDS, 1 << 20))], [elf.cpu_note()])
    )

    assert core.scenario.frame((1 << 20) - 8) is Frame.KNOWN
    assert core.scenario.frame(1 << 20) is Frame.OUTSIDE
    assert not any("RAM" in remark for remark in core.remarks)


def test_firmware_alone_is_still_ram(tmp_path):
    """A core that keeps nothing but high memory takes that as the end of RAM."""
    core = opened(tmp_path, elf.elf_core([(0xFFFC0000, bytes(0x1000))]))

    assert any("RAM is taken to be 4096 MiB" in remark for remark in core.remarks)


def test_ram_above_4_gib_is_not_lost(tmp_path):
    """A trimmed core of a big guest: what is kept above 4 GiB is RAM, the gap below is not."""
    kept = elf.memory({}, 0x1000)
    loads = [(0x1000, kept), (0xFFFC0000, kept), (0x1_0000_0000, kept)]
    core = opened(tmp_path, elf.elf_core(loads, machine=elf.EM_X86_64))

    frames = [core.scenario.frame(gpa) for gpa in (0x1000, 0xFFFC0000, 1 << 32, (1 << 32) + 0x1000)]

    assert frames == [Frame.KNOWN, Frame.OUTSIDE, Frame.KNOWN, Frame.NOT_KEPT]
    assert any("RAM is taken to be 2 MiB" in remark for remark in core.remarks)


def test_bit_5_of_a_pdptr_is_remarked(tmp_path):
    """QEMU sets A in PDPTEs, a processor would refuse to load such a value."""
    core = opened(tmp_path, elf.elf_core([(0, elf.memory({0x1000: 0x2021}))]))

    assert "PDPTRs have bit 5 set: set by QEMU, reserved on a CPU." in core.remarks


def test_the_first_of_several_cpus_is_taken_and_said(tmp_path):
    """Two notes are two CPUs; other notes, and short ones, are not QEMU's."""
    notes = [
        elf.cpu_note(name=b"CORE\0"),
        elf.cpu_note(size=8),
        elf.cpu_note(cr3=0x1000),
        elf.cpu_note(cr3=0x2000),
    ]

    core = opened(tmp_path, elf.elf_core([(0, elf.memory(elf.PAE_WORDS))], notes))

    assert core.scenario.cpu.cr3 == 0x1000
    assert any("2 CPUs" in remark for remark in core.remarks)


def test_no_note_asks_for_registers(tmp_path):
    """Without QEMU's note the registers have to be given, and then it opens."""
    content = elf.elf_core([(0, elf.memory(elf.PAE_WORDS))], notes=())

    said = refused(tmp_path, content)

    assert said == "has no QEMU note with registers; give --cr0, --cr3 and --cr4"
    assert opened(tmp_path, content, cr0=elf.PG, cr3=0x1000, cr4=elf.PAE).scenario.cpu.cr3 == 0x1000


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            elf.elf_core([(0, b"x")], kind=elf.EXECUTABLE),
            "is an ELF file of type ET_EXEC, expected a core (ET_CORE)",
        ),
        (
            elf.elf_core([(0, b"x")], machine=elf.EM_ARM),
            "is a core of machine EM_ARM, expected 386 (3) or x86-64 (62)",
        ),
        (
            elf.elf_core([(0, b"x")], machine=0x1234),
            "is a core of machine 4660, expected 386 (3) or x86-64 (62)",
        ),
        (elf.elf_core([]), "is an ELF core without memory: no PT_LOAD segment"),
    ],
)
def test_what_is_no_core_of_a_pc_is_refused(tmp_path, content, said):
    """Type, machine and contents are named with what was expected."""
    assert refused(tmp_path, content) == said


def test_a_truncated_core_is_refused(tmp_path):
    """The segment that ends behind the file is told, with both sizes."""
    content = elf.elf_core([(0, b"x" * 100)])[:-50]

    said = refused(tmp_path, content)

    assert said.startswith("is truncated: a segment ends at byte ")
    assert said.endswith(f"the file has {len(content):,}")


def test_less_than_a_header_is_refused_by_its_size(tmp_path):
    """Not by what the parser stumbles on."""
    said = refused(tmp_path, PAE_CORE[:4])

    assert said == "is a truncated ELF file: found 4 bytes, expected a header of 52"


@pytest.mark.parametrize("length", [5, 6, 20, 51, 60])
def test_a_cut_header_is_refused(tmp_path, length):
    """Whatever part of the header is missing, it is one sentence."""
    assert "ELF file" in refused(tmp_path, PAE_CORE[:length])


def test_a_core_that_cannot_be_mapped_is_refused(tmp_path, monkeypatch):
    """Mapping may fail for want of address space."""

    def fail(*_args, **_named):
        raise OSError("Cannot allocate memory")

    monkeypatch.setattr("mmap.mmap", fail)

    assert refused(tmp_path, PAE_CORE) == "cannot be mapped into memory: Cannot allocate memory"


def test_spans_that_touch_are_one():
    """Touching and overlapping spans join, others stay."""
    assert merged([(8, 9), (0, 4), (4, 6), (5, 7), (1, 2)]) == [(0, 7), (8, 9)]


@settings(max_examples=300)
@given(data=st.data())
def test_damage_opens_or_is_refused(tmp_path_factory, data):
    """A core with bytes changed or cut away opens, or ends in BadInput: never in anything else."""
    whole = len(PAE_CORE)
    content = bytearray(PAE_CORE[: data.draw(st.just(whole) | st.integers(8, whole))])
    headers = min(len(content), 600) - 1
    for _ in range(data.draw(st.integers(0, 6))):
        content[data.draw(st.integers(4, headers))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.core"
    path.write_bytes(content)
    with suppress(BadInput):
        core = open_file(path)
        for semantics in Semantics:
            record(semantics, core.scenario)
