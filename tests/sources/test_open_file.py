"""Any file, by its content: what opens, what is refused in one sentence, what stays unread."""

import errno
import gzip
import hashlib
import io
import os
import stat
from pathlib import Path

import pytest

from mmuviz.cli.main import run
from mmuviz.core.memory import Frame
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Semantics, record
from mmuviz.sources import open_file as opening
from mmuviz.sources.file_backing import FileBacking, Segment
from mmuviz.sources.open_file import open_file
from mmuviz.sources.opened import OpenOptions
from mmuviz.sources.problems import BadInput
from mmuviz.sources.scenario_text import dump_text
from mmuviz.sources.unpack import first_bytes
from tests.sources import elf_files as elf

CORE = elf.elf_core([(0, elf.memory(elf.PAE_WORDS))])
RAW = elf.memory(elf.PAE_WORDS)
X32 = elf.memory({0x1000: 0x2067, 0x2000: 0x4067})
PAE = OpenOptions(cr3=0x1000, mode="pae")


def refused(path, options=None):
    """Return the sentence that opening `path` ends with."""
    with pytest.raises(BadInput) as refusal:
        open_file(path, options)
    assert refusal.value.path == path
    assert "\n" not in str(refusal.value)
    return refusal.value.summary


def file_of(tmp_path, content, name="guest"):
    """Write `content` to a file."""
    path = tmp_path / name
    path.write_bytes(content)
    return path


def gone():
    """Return how many unpacked files there are."""
    return len(list(Path(os.environ["TMPDIR"]).glob("mmuviz-*")))


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path, monkeypatch):
    """Unpack into a folder of the test's own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)


@pytest.mark.parametrize("name", ["guest.core", "guest.toml", "guest.gz", "guest"])
def test_the_name_does_not_matter(tmp_path, name):
    """An ELF core is one whatever it is called, packed or not."""
    assert open_file(file_of(tmp_path, CORE, name)).kind == "ELF core"
    assert open_file(file_of(tmp_path, gzip.compress(CORE), name)).kind == "ELF core"


@pytest.mark.parametrize(
    ("mode", "content"),
    [("x32", X32), ("pae", RAW), ("long", elf.memory(elf.LONG_WORDS))],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_raw_dump_opens_with_its_registers(tmp_path, mode, content, pack):
    """CR3 and the mode are enough; all of the file is RAM, packed or not."""
    path = file_of(tmp_path, pack(content))

    dump = open_file(path, OpenOptions(cr3=0x1000, mode=mode))

    assert dump.kind == "raw dump"
    assert dump.scenario.cpu.wp
    assert record(Semantics.HARDWARE, dump.scenario).result.gpa == 0x4000
    assert dump.scenario.frame(0x5000) is Frame.OUTSIDE
    assert dump.backing_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_mode_of_a_raw_dump_may_come_from_its_registers(tmp_path):
    """CR4 and EFER decide where no mode is given."""
    path = file_of(tmp_path, RAW)

    by_cr4 = open_file(path, OpenOptions(cr0=elf.PG, cr3=0x1000, cr4=elf.PAE, ram=0x9000))
    by_both = open_file(path, OpenOptions(cr3=0x1000, cr4=elf.PAE, efer=1 << 10))
    flat = open_file(path, OpenOptions(cr3=0x1000, cr4=0))

    assert (by_cr4.scenario.cpu.mode, by_cr4.scenario.cpu.wp) == (PagingMode.PAE, False)
    assert by_cr4.scenario.cpu.nxe
    assert by_cr4.scenario.frame(0x8000) is Frame.NOT_KEPT
    assert by_both.scenario.cpu.mode is PagingMode.LONG
    assert (flat.scenario.cpu.mode, flat.scenario.cpu.nxe) == (PagingMode.X32, False)


def test_a_dump_of_sparse_gigabytes_opens_by_what_the_walk_reads(tmp_path, monkeypatch):
    """100 GB with registers: opening reads the head and the PDPTRs, a walk reads its entries."""
    path = file_of(tmp_path, RAW)
    os.truncate(path, 100 << 30)
    read = []
    word = FileBacking.word
    monkeypatch.setattr(FileBacking, "word", lambda self, gpa: read.append(gpa) or word(self, gpa))

    dump = open_file(path, PAE)
    opened = list(read)
    record(Semantics.AFTER, dump.scenario)

    assert opened == [0x1000, 0x1008, 0x1010, 0x1018]
    assert set(read[4:]) == {0x2000, 0x3000}
    assert dump.backing_sha256 is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (gzip.compress(b""), "unpacks to nothing"),
        (RAW, "is taken for a raw dump: a raw dump holds no registers; give --cr3 and --mode"),
        (gzip.compress(RAW), "is taken for a raw dump: a raw dump holds no registers"),
        (gzip.compress(CORE)[:-30], "is a broken or truncated gzip file: "),
        (b"\x1f\x8b\x08" + bytes(20), "is a broken or truncated gzip file: "),
        (gzip.compress(CORE)[:10] + b"\xff" * 40, "is a broken or truncated gzip file: "),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "is taken for a raw dump: "),
        (b"a" * 5000 + b"\xff", "is not UTF-8 at byte 5000"),
    ],
    ids=[
        "empty", "packed empty", "raw", "packed raw", "cut", "head alone", "broken", "picture",
        "text",
    ],  # of its own each: what gzip packs holds the time, and workers must agree on the names
)  # fmt: skip
def test_what_cannot_be_opened_is_told_in_one_sentence(tmp_path, content, said):
    """In the library, and by the command line with status 2 and nothing on the output."""
    path = file_of(tmp_path, content)
    out, err = io.StringIO(), io.StringIO()

    summary = refused(path)
    status = run(["walk", str(path), "--address", "0"], out, err)

    assert summary.startswith(said)
    assert (status, out.getvalue()) == (2, "")
    assert err.getvalue() == f"mmuviz: {path}: {summary}\n"


def test_a_sparse_raw_file_without_registers_is_refused_at_once(tmp_path):
    """100 GB of nothing: the sentence says which registers to give."""
    path = file_of(tmp_path, b"")
    os.truncate(path, 100 << 30)

    assert refused(path).startswith("is taken for a raw dump: ")


def test_folders_devices_and_missing_files_are_refused(tmp_path):
    """Each by what it is."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    assert refused(tmp_path) == "is a folder, expected a file"
    assert refused(pipe) == "is a device or a pipe, expected an ordinary file"
    assert refused(tmp_path / "nowhere") == "does not exist"
    assert refused(tmp_path / ("x" * 300)) == "cannot be read: File name too long"


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    """Root may read anything, so the refusal is the system's, played."""
    path = file_of(tmp_path, CORE)

    def refuse(*_args, **_named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)

    assert refused(path) == "cannot be read: permission denied"


def test_a_bomb_stops_at_the_limit_and_leaves_nothing(tmp_path):
    """Unpacking ends at --max-size; the temporary file is gone."""
    path = file_of(tmp_path, gzip.compress(CORE + bytes(8 << 20)))

    said = refused(path, OpenOptions(max_size=1 << 20))

    assert said == "unpacks to more than 1,048,576 bytes; --max-size SIZE allows more"
    assert gone() == 0


def test_no_place_to_unpack_to_is_no_fault_of_the_file(tmp_path, monkeypatch):
    """A temporary folder that is gone, and a disk that is full: said as that, nothing left."""
    path = file_of(tmp_path, gzip.compress(CORE))

    def fail(error):
        def failing(*_args, **_named):
            raise OSError(error, os.strerror(error))

        return failing

    with monkeypatch.context() as patch:
        patch.setattr("tempfile.mkstemp", fail(errno.EACCES))
        assert refused(path) == "cannot be unpacked to a temporary file: Permission denied"
    full = type("Full", (io.FileIO,), {"write": fail(errno.ENOSPC)})
    monkeypatch.setattr("os.fdopen", full)
    assert refused(path) == "cannot be unpacked to a temporary file: No space left on device"
    assert gone() == 0


def test_the_command_line_refuses_folders_bombs_and_machines(tmp_path):
    """Status 2, one sentence, nothing on the output."""
    bomb = file_of(tmp_path, gzip.compress(CORE + bytes(8 << 20)), "bomb")
    sparse = file_of(tmp_path, b"", "sparse")
    os.truncate(sparse, 100 << 30)
    foreign = file_of(tmp_path, elf.elf_core([(0, b"x")], machine=elf.EM_ARM), "foreign")
    short = file_of(tmp_path, CORE[:-50], "short")

    for path, said in (
        (tmp_path, "is a folder, expected a file"),
        (bomb, "unpacks to more than 1,048,576 bytes; --max-size SIZE allows more"),
        (sparse, "is taken for a raw dump: "),
        (foreign, "is a core of machine EM_ARM, expected 386 (3) or x86-64 (62)"),
        (short, "is truncated: a segment ends at byte "),
    ):
        out, err = io.StringIO(), io.StringIO()
        status = run(["walk", str(path), "--address", "0", "--max-size", "1M"], out, err)
        assert (status, out.getvalue()) == (2, "")
        assert err.getvalue().startswith(f"mmuviz: {path}: {said}")
        assert err.getvalue().count("\n") == 1


def test_the_unpacked_file_lives_as_long_as_the_scenario(tmp_path):
    """It is there while a walk may read it, private, and goes with the last use."""
    dump = open_file(file_of(tmp_path, gzip.compress(CORE)))
    (unpacked,) = Path(os.environ["TMPDIR"]).glob("mmuviz-*")

    assert stat.S_IMODE(unpacked.stat().st_mode) == 0o600
    assert record(Semantics.AFTER, dump.scenario).result.outcome is Outcome.MAPPED
    assert list(dump.scenario.memory.backing.extents()) == [(0, 0x5000)]

    del dump
    assert gone() == 0


def test_a_text_that_is_far_too_long_is_no_scenario(tmp_path):
    """A log file of gigabytes is not read to its end."""
    path = file_of(tmp_path, b"# a comment\n")
    with path.open("ab") as stream:
        stream.write(b"#" * 5000)
    os.truncate(path, 17 << 20)

    assert refused(path) == "is a text of more than 16 MiB, expected a scenario"


def test_a_character_cut_by_the_head_is_still_text(tmp_path):
    """The first 4096 bytes may end within a character."""
    path = file_of(tmp_path, b"#" * 4095 + "é\n".encode() + b"mmuviz = 9\n")

    with pytest.raises(BadInput, match="version"):
        open_file(path)


def test_text_that_is_no_utf8_is_a_raw_dump(tmp_path):
    """A stray byte in a short file makes it binary."""
    assert refused(file_of(tmp_path, b"abc\xff def")).startswith("is taken for a raw dump")


def test_a_scenario_names_a_dump_not_a_scenario(tmp_path):
    """The file that `[dump]` names has to be a dump."""
    dump = open_file(file_of(tmp_path, CORE))
    text = dump_text(dump, dump.scenario, Semantics.AFTER, tmp_path / "case.toml")
    (tmp_path / "case.toml").write_text(text, "utf-8")
    (tmp_path / "guest").write_text(text, "utf-8")

    with pytest.raises(BadInput) as refusal:
        open_file(tmp_path / "case.toml")
    assert 'found "guest": is a text file, expected a dump' in str(refusal.value)


def test_edits_of_a_dump_are_saved_as_changed_words_only(tmp_path):
    """The scenario names file and hash, holds one word, and walks as the edited dump did."""
    dump = open_file(file_of(tmp_path, CORE))
    edited = dump.scenario.with_entry(0x3000, 0x4065)
    case = tmp_path / "case.toml"
    case.write_text(dump_text(dump, edited, Semantics.AFTER, case), "utf-8")

    again = open_file(case)

    text = case.read_text("utf-8")
    assert hashlib.sha256(CORE).hexdigest() in text
    assert text.count("0x3000") == 1
    assert "0x2000" not in text
    for semantics in Semantics:
        assert record(semantics, again.scenario).result == record(semantics, edited).result


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (RAW, PAE),
        (RAW, OpenOptions(cr3=0x1000, cr4=elf.PAE, efer=0, ram=0x9000)),
        (gzip.compress(RAW), PAE),
        (CORE, OpenOptions(efer=0, cr0=elf.PG, ram=1 << 21)),
        (elf.elf_core([(0, RAW)], notes=()), OpenOptions(cr0=elf.PG, cr3=0x1000, cr4=elf.PAE)),
    ],
    ids=["raw", "raw by registers", "raw packed", "core, overridden", "core without a note"],
)  # fmt: skip
def test_what_the_user_said_of_a_dump_is_saved_with_it(tmp_path, content, options):
    """Registers and RAM that the dump does not hold come back from the scenario file."""
    dump = open_file(file_of(tmp_path, content), options)
    edited = dump.scenario.with_entry(0x3000, 0x4065)
    case = tmp_path / "case.toml"
    case.write_text(dump_text(dump, edited, Semantics.AFTER, case), "utf-8")

    again = open_file(case).scenario

    assert (again.cpu, again.ram) == (edited.cpu, edited.ram)
    assert record(Semantics.AFTER, again).result == record(Semantics.AFTER, edited).result


def test_a_raw_dump_in_a_scenario_written_by_hand(tmp_path):
    """Mode and CR3 have to be there; PDPTRs are what the dump holds at CR3."""
    file_of(tmp_path, RAW)
    case = tmp_path / "case.toml"
    top, memory = "version = 1\n", '[memory]\nfile = "guest"\n'
    case.write_text(top + memory, "utf-8")

    with pytest.raises(BadInput) as refusal:
        open_file(case)
    assert [problem.field for problem in refusal.value.problems] == ["mode", "registers.cr3"]

    case.write_text(f'{top}mode = "pae"\n{memory}[registers]\ncr3 = "0x1000"\n', "utf-8")
    assert open_file(case).scenario.cpu.pdptrs == (0x2001, 0, 0, 0)


def test_a_big_dump_is_hashed_when_a_scenario_names_it(tmp_path, monkeypatch):
    """Opened alone it is not, so that gigabytes open at once."""
    monkeypatch.setattr(opening, "_HASH_AT_ONCE", 1000)
    path = file_of(tmp_path, CORE)
    assert open_file(path).backing_sha256 is None
    case = tmp_path / "case.toml"
    sha256 = hashlib.sha256(CORE).hexdigest()
    case.write_text(f'version = 1\n[memory]\nfile = "guest"\nsha256 = "{sha256}"\n', "utf-8")

    assert open_file(case).backing_sha256 == sha256
    dump = opening.with_hash(open_file(path))
    assert dump.backing_sha256 == sha256
    assert opening.with_hash(dump) is dump


def test_a_changed_dump_is_noticed(tmp_path):
    """The hash tells that the file is not the one the edits were made on."""
    path = file_of(tmp_path, CORE)
    dump = open_file(path)
    case = tmp_path / "case.toml"
    case.write_text(dump_text(dump, dump.scenario, Semantics.AFTER, case), "utf-8")
    path.write_bytes(CORE[:-1] + b"\1")

    with pytest.raises(BadInput) as refusal:
        open_file(case)
    assert "sha256" in str(refusal.value)


def test_first_bytes_of_what_is_no_gzip(tmp_path):
    """Said as a broken file."""
    with pytest.raises(BadInput, match="is a broken or truncated gzip file"):
        first_bytes(file_of(tmp_path, b"\x1f\x8b"), 4)


def test_words_at_the_edges_of_segments(tmp_path):
    """Before the first, in a gap, over an end: not kept. Of two that overlap the later start."""
    path = file_of(tmp_path, bytes(range(64)))
    backing = FileBacking(
        path, [Segment(0x100, 0, 16), Segment(0x200, 16, 0), Segment(0x108, 32, 12)]
    )

    words = {gpa: backing.word(gpa) for gpa in (0, 0x100, 0x108, 0x110, 0x200)}

    assert words == {
        0: None,
        0x100: int.from_bytes(bytes(range(8)), "little"),
        0x108: int.from_bytes(bytes(range(32, 40)), "little"),
        0x110: None,
        0x200: None,
    }
    assert list(backing.extents()) == [(0x100, 0x110), (0x108, 0x114)]


def test_a_raw_dump_that_cannot_be_mapped_is_refused(tmp_path, monkeypatch):
    """Mapping may fail for want of address space."""

    def fail(*_args, **_named):
        raise OSError("Cannot allocate memory")

    monkeypatch.setattr("mmap.mmap", fail)

    said = refused(file_of(tmp_path, RAW), PAE)
    assert said == "cannot be mapped into memory: Cannot allocate memory"


def test_a_hash_is_of_the_file_as_it_lies_there(tmp_path):
    """Packed bytes, not what they unpack to."""
    path = file_of(tmp_path, gzip.compress(CORE))

    assert opening.file_sha256(path) == hashlib.sha256(path.read_bytes()).hexdigest()
