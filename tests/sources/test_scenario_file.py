"""Reading scenario files: what they say, and every way in which they can be wrong."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.access import Access
from mmuviz.core.memory import GuestMemory, RamRanges
from mmuviz.core.operation import LoadCr3, SetWp, TableWrite, Touch
from mmuviz.core.scenario import Label, Scenario
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.trace import Semantics
from mmuviz.sources.opened import ExpectedEnding, Opened
from mmuviz.sources.problems import BadInput
from mmuviz.sources.scenario_file import load
from mmuviz.sources.scenario_question import resolve_address, written_address
from mmuviz.sources.scenario_text import dump_text

FILE = Path("some.toml")
HASH = "ab" * 32
GOOD = """\
version = 1
title = "A title"
notes = '''
Two
lines.'''
mode = "pae"
ram = ["8M", "0x1000000-0x1001000"] # two ranges

[registers]
cr3 = 0x1000
wp = 1

[[map]] # the path
address = "0x40607238"
pdpte = "P -> 0x2000"
pde = "PWU -> 0x3000"
pte = "0x407067"

[[map]]
address = "0x40608000"
pte = 0x408067 # by the tables of the map above

[words]
"0x7018" = "0x5067"

[[label]]
name = "here"
address = "0x40607000"
meaning = "a page"

[access]
address = "here + 0x238"
kind = "write"
privilege = "user"
semantics = "before"

[expect.after]
outcome = "mapped"
error_code = 0
accessed = ["PTE", "PDE"]
gva_to_gpa = "0x407238"

[expect.before]
gva_to_gpa = "unmapped"

[[operation]] # a guest program
kind = "access"
address = "here + 0x238"
access = "write"
privilege = "user"
expect = { before = "injected 0x7, 2 vmexits", after = "done" }

[[operation]]
kind = "table_write"
address = "0xc0003038"
value = "P W U -> 0x5000"

[[operation]]
kind = "set_wp"
wp = false

[[operation]]
kind = "load_cr3"
cr3 = "0x1000"
"""


class Kept:
    """A dump's backing: two pages are kept."""

    def word(self, gpa: int) -> int | None:
        """A directory at 0x1000 of which one entry is set."""
        if gpa >= 0x3000:
            return None
        return 0x2021 if gpa == 0x1000 else 0

    def extents(self) -> list[tuple[int, int]]:
        """The two pages."""
        return [(0x1000, 0x3000)]


BACKING = Kept()


def dump(path: Path) -> Opened:
    """A dump as the other readers open it: PAE, with a PDPTE that QEMU marked."""
    scenario = Scenario(memory=GuestMemory(BACKING), ram=RamRanges((range(16 << 20),)))
    cpu = replace(scenario.cpu, pae=True, cr3=0x1000, pdptrs=(0x2021, 0, 0, 0))
    labels = (Label("k", 0xC0000000),)
    scenario = replace(scenario, cpu=cpu, labels=labels)
    return Opened(scenario, "ELF core", path, backing_file=path, backing_sha256=HASH)


def broken(path: Path) -> Opened:
    """A dump that cannot be read."""
    raise BadInput(path, "it is a directory")


def read(text: str) -> Opened:
    return load(FILE, text, dump)


def problems(text: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


def test_everything_is_read() -> None:
    """A file with one of each says what it says."""
    opened = read(GOOD)
    scenario = opened.scenario
    assert scenario.title == "A title"
    assert scenario.notes == "Two\nlines."
    assert scenario.ram.ranges == (range(8 << 20), range(0x1000000, 0x1001000))
    assert scenario.cpu.pdptrs == (0, 0x2001, 0, 0)
    assert scenario.cpu.wp
    assert dict(scenario.memory.words) == {
        0x1008: 0x2001, 0x2018: 0x3007, 0x3038: 0x407067, 0x3040: 0x408067, 0x7018: 0x5067,
    }  # fmt: skip
    assert scenario.access == Access(0x40607238, write=True, user=True)
    assert scenario.labels == (Label("here", 0x40607000, "a page"),)
    assert opened.semantics is Semantics.BEFORE
    assert opened.expect[Semantics.AFTER].accessed == ("PDE", "PTE")
    assert opened.expect[Semantics.BEFORE].gva_to_gpa == "unmapped"
    assert scenario.operations == (
        Touch(Access(0x40607238, write=True, user=True)),
        TableWrite(0xC0003038, 0x5007),
        SetWp(False),
        LoadCr3(0x1000),
    )
    assert opened.expected_operations == (
        {
            Semantics.BEFORE: ExpectedEnding(Ending.INJECTED, 7, 2),
            Semantics.AFTER: ExpectedEnding(Ending.DONE),
        },
        *({},) * 3,
    )
    assert (opened.kind, opened.path, opened.text) == ("scenario", FILE, GOOD)


def changed(*pairs: tuple[str, str]) -> str:
    text = GOOD
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version = 1\n", "\n", 'version   found no version, expected version = 1 as the first'),
        ("version = 1", "version = 2", "line 1  version   found version 2, expected 1, the one"),
        ("version = 1", 'version = "x"', 'line 1  version   found "x", expected a number such'),
        ('mode = "pae"', 'mode = "pea"', 'line 6  mode   found "pea", expected one of x32, pae'),
        ('mode = "pae"', "", "mode   found no mode, expected one of x32, pae, long"),
        ('title = "A', 'titel = "A', 'line 2  titel   found the unknown key "titel", expected "ti'),
        ('title = "A', 'zzz = "A', 'found the unknown key "zzz", expected one of version, title'),
        ('title = "A title"', "title = 3", "title   found 3, expected a text in quotes"),
        ('ram = ["8M", "0x1000000-0x1001000"]', "ram = 3", "ram   found 3, expected whole pages"),
        ('"8M", ', '"8Q", ', 'line 7  ram   found "8Q", expected whole pages'),
        ('"8M", ', '"8M", "4M", ', "ram   found ranges that overlap, expected ranges apart"),
        ("0x1001000", "0x1000100", 'found "0x1000000-0x1000100", expected whole pages'),
        ("cr3 = 0x1000", "cr3 = true", "line 10  registers.cr3   found true, expected a number"),
        ("cr3 = 0x1000", "cr3 = -1", "registers.cr3   found -1, expected a number of at most 64"),
        ("wp = 1", "wp = 2", "line 11  registers.wp   found 2, expected true or false"),
        ("wp = 1", "maxphyaddr = 20", "registers.maxphyaddr   found 20, expected 32 to 52"),
        ("wp = 1", "pdptrs = [1]", "registers.pdptrs   found [1], expected four numbers"),
        ("wp = 1", 'pdptrs = [1, "x", 0, 0]', 'registers.pdptrs   found "x", expected a number'),
        ("P -> 0x2000", "P bit5 -> 0x2000", "registers   found the PDPTE 0x2021 in memory, pres"),
        ("PWU ->", "PQU ->", 'line 16  map 1.pde   found "PQU -> 0x3000", expected letters of P'),
        ("P -> 0x2000", "P W -> 0x2000", "map 1.pdpte   found \"P W -> 0x2000\", expected letters"),
        ("PWU ->", "P bit64 ->", "expected a bit below 64"),
        ("0x3000", "0x3001", "map 1.pde   found the frame 0x3001, expected a multiple of 0x1000"),
        ("PWU -> 0x3000", "PS -> 0x3000", "found the frame 0x3000, expected a multiple of 0x2000"),
        ("0x3000", "0x30000000000000", "expected an address of at most 52 bits"),
        ("0x3000", "there", 'found "there" after ->, expected a frame\'s address'),
        ("0x407067", "0x1" + "0" * 16, "expected a value of 64 bits"),
        ("0x408067 #", "-1 #", "map 2.pte   found -1, expected a number of at most 64 bits"),
        ("0x40608000", "0x40607000", "line 21  map 2.pte   found 0x408067 for the entry at 0x303"),
        ("0x40608000", "0x80608000", "map 2.pte   found a PTE with no table to stand in"),
        ('"0x40608000"', '"0x40608000"\nroot = 0x4001', "map 2.root   found 0x4001, expected bits"),
        ('"0x40607238"', '"0x140607238"', "map 1.address   found \"0x140607238\", expected a num"),
        ('address = "0x40608000"\n', "", "line 19  map 2.address   found no address, expected"),
        ("0x3000", "0x900000", "map 1.pte   found an entry at 0x900038, outside RAM, expected"),
        ('"0x7018"', '"0x7019"', 'found the address "0x7019", expected a multiple of 8'),
        ('"0x7018"', '"what"', 'line 24  words.what   found the address "what", expected'),
        ('"0x5067"', '"no"', 'words.0x7018   found "no", expected a number such as'),
        ("[words]", "[[words]]", "found [{'0x7018': '0x5067'}], expected a table [words]"),
        ("[[label]]", "[label]", "found a table, expected tables [[label]]"),
        ('name = "here"\n', "", "label 1.name   found no name, expected a name and an address"),
        ('name = "here"', 'name = ""', "label 1.name   found an empty name, expected a name"),
        ("[access]", '[[label]]\nname = "here"\naddress = 1\n[access]', '"here" a second time'),
        ('"here + 0x238"', '"her + 0x238"', 'access.address   found "her + 0x238", expected a'),
        ('"here + 0x238"', '"here + x"', 'access.address   found "here + x", expected a number'),
        ('"here + 0x238"', '"0x100000000"', "expected an address of 32 bits in PAE mode"),
        ('"here + 0x238"', "1.5", "access.address   found 1.5, expected a number such as"),
        ('kind = "write"', 'kin = "write"', 'the unknown key "kin", expected "kind"'),
        ('"before"\n', '"befor"\n', "access.semantics   found \"befor\", expected one of before"),
        ("[expect.before]", "[expect.befor]", 'line 43  expect.befor   found the unknown key'),
        ('gva_to_gpa = "unmapped"', "error_code = 4", 'the unknown key "error_code", expected'),
        ("error_code = 0", "error_code = 32", "expected a number of at most 5 bits"),
        ('["PTE", "PDE"]', '["PDPTR"]', "expected a list of names out of PDE, PTE"),
        ('"0x407238"', '"nowhere"', 'expect.after.gva_to_gpa   found "nowhere", expected a num'),
        ('kind = "set_wp"\n', "", "line 58  operation 3.kind   found no kind, expected one of ac"),
        ('"set_wp"', '"set_pw"', 'line 59  operation 3.kind   found "set_pw", expected one of ac'),
        ("wp = false", "wp = 2", "line 60  operation 3.wp   found 2, expected true or false"),
        ("wp = false\n", "", "operation 3.wp   found no wp, expected wp for kind set_wp"),
        ("wp = false", 'cr3 = "0x0"', 'operation 3.cr3   found the unknown key "cr3", expected'),
        ('cr3 = "0x1000"\n', 'cr3 = "x"\n', 'operation 4.cr3   found "x", expected a number such'),
        ("0xc0003038", "0xc0003034", "operation 2.address   found 0xc0003034, expected the addre"),
        ("0xc0003038", "0x1c0003038", "expected an address of 32 bits in PAE mode"),
        ('value = "P W U -> 0x5000"\n', "", "operation 2.value   found no value, expected addres"),
        ('"P W U -> 0x5000"', '"P Q"', 'line 56  operation 2.value   found "P Q", expected lette'),
        ('"P W U -> 0x5000"', "-1", "operation 2.value   found -1, expected a number of at most 6"),
        ('access = "write"', "access = 1", "operation 1.access   found 1, expected one of read"),
        ('2 vmexits"', '2 exits"', 'operation 1.expect.before   found "injected 0x7, 2 exits", e'),
        ('after = "done"', 'after = "fine"', 'expect.after   found "fine", expected "injected 0x7'),
        ('after = "done"', "after = 1", "operation 1.expect.after   found 1, expected a text in q"),
        ("{ before", "{ befor", 'operation 1.expect.befor   found the unknown key "befor"'),
        ("version = 1", "version = 1\noper = 1", 'the unknown key "oper", expected "operation"'),
    ],
)  # fmt: skip
def test_each_mistake_is_named(old: str, new: str, said: str) -> None:
    """One mistake gives one problem that names line, field, what was found and expected."""
    found = problems(changed((old, new)))
    assert any(said in problem for problem in found), found


def test_all_mistakes_at_once() -> None:
    """Every mistake is reported, in the file's order, and no consequence of another."""
    found = problems(
        changed(("PWU ->", "Q ->"), ('kind = "write"', 'kind = "wriet"'), ('"8M", ', '"8Q", '))
    )
    assert [problem.split("  ")[0] for problem in found] == ["line 7", "line 16", "line 33"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("version = 1\nmode = \n", 2),
        ("version = 1\nx = 'a", 2),
        ("a = 1\na = 2\n", 2),
        ("a = " + "9" * 9999, 1),
    ],
)
def test_broken_toml_names_its_line(text: str, line: int) -> None:
    """What is no TOML says so, with the line."""
    (found,) = problems(text)
    assert found.startswith(f"line {line}  found no TOML: ")


def test_deep_nesting_is_refused() -> None:
    """A text made to exhaust the parser is bad input like any other."""
    with pytest.raises(BadInput, match="nested too deeply"):
        read("a = " + "[" * 5000)


DUMP = f"""\
version = 1
[memory]
file = "x.core.gz"
sha256 = "{HASH}"
[words]
"0x2008" = "0x5001"
"""


def test_a_dump_gives_what_the_file_leaves_out() -> None:
    """Registers, RAM and labels are the dump's; opening it is no load of CR3."""
    opened = load(Path("folder/some.toml"), DUMP, dump)
    assert opened.scenario.cpu.pdptrs == (0x2021, 0, 0, 0)
    assert opened.scenario.ram.size == 16 << 20
    assert opened.scenario.labels == (Label("k", 0xC0000000),)
    assert opened.scenario.memory.words == {0x2008: 0x5001}
    assert opened.scenario.memory.read(0x1000, 8) == 0x2021
    assert opened.backing_file == Path("folder/x.core.gz")
    assert opened.backing_sha256 == HASH


def test_registers_of_the_file_override_the_dump() -> None:
    """A new CR3 reads the PDPTRs from memory; what the file leaves out stays."""
    opened = read(DUMP + '[registers]\ncr3 = "0x2000"\n')
    assert opened.scenario.cpu.cr3 == 0x2000
    assert opened.scenario.cpu.pdptrs == (0, 0x5001, 0, 0)


def test_a_map_goes_through_the_loaded_registers() -> None:
    """Where the registers are given, a map that sets no PDPTE goes through them."""
    opened = read(DUMP + '[[map]]\naddress = 0\npde = "P -> 0x1000"\npte = 0x7001\n')
    assert opened.scenario.memory.words == {0x2000: 0x1001, 0x1000: 0x7001, 0x2008: 0x5001}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            HASH,
            "cd" * 32,
            "line 4  memory.sha256   found abababababab… for x.core.gz, expected cdcd",
        ),
        (HASH, "xyz", 'memory.sha256   found "xyz", expected 64 hexadecimal digits'),
        ('file = "x.core.gz"\n', "", "memory.file   found no name of a dump, expected"),
        ("x.core.gz", "x\\u0000", "memory.file   found no name of a dump, expected"),
        ('file = "x.core.gz"\n', "file = 3\n", "memory.file   found 3, expected a text"),
        ('"x.core.gz"', '"some.toml"', "memory.file   found this scenario file itself"),
        ("0x2008", "0x5008", "found an entry at 0x5008, which the dump does not keep"),
    ],
)
def test_mistakes_about_the_dump(old: str, new: str, said: str) -> None:
    """A wrong hash or name is said, shortly."""
    found = problems(DUMP.replace(old, new))
    assert any(said in problem for problem in found), found


def test_an_unreadable_dump_is_one_problem() -> None:
    """What the dump's reader says stands behind the field that names the dump."""
    with pytest.raises(BadInput, match=r'memory\.file   found "x\.core\.gz": it is a'):
        load(FILE, DUMP, broken)


def test_a_dump_without_a_hash_cannot_be_the_one() -> None:
    """A reader that gives no hash does not pass for the right dump."""
    with pytest.raises(BadInput, match=r"found no hash… for x\.core\.gz"):
        load(FILE, DUMP, lambda path: replace(dump(path), backing_sha256=None))


def test_edits_of_a_dump_are_saved_as_changed_words_only() -> None:
    """The text names the dump and its hash; saved again, it still reads back the same."""
    opened = dump(Path("x.core.gz"))
    edited = opened.scenario.with_entry(0x2000, 0x7067).with_entry(0x1000, 0)
    text = dump_text(opened, edited, Semantics.HARDWARE)
    assert "[map]" not in text
    assert 'cr3 = "0x1000"' in text
    again = read(text)
    assert again.scenario == edited
    assert again.semantics is Semantics.HARDWARE
    more = replace(edited.with_pdptr(1, 0x1001), labels=(), access=Access(4, fetch=True))
    more = replace(more, cpu=replace(more.cpu, nxe=True))
    assert read(dump_text(again, more, Semantics.AFTER)).scenario == more
    assert read(dump_text(opened, more, Semantics.AFTER)).scenario == more


def test_a_dump_without_a_hash_is_named_alone() -> None:
    """Where there is no hash, none is written."""
    opened = replace(dump(Path("x.core.gz")), backing_sha256=None)
    text = dump_text(opened, opened.scenario, Semantics.AFTER)
    assert "sha256" not in text
    assert read(text).scenario == opened.scenario


def test_labels_resolve() -> None:
    """A name may hold a plus; an address may be a number."""
    labels = (Label("a+b", 0x1000),)
    assert resolve_address("a+b", labels) == 0x1000
    assert resolve_address(" a+b + 8 ", labels) == 0x1008
    assert resolve_address("0x20", labels) == 0x20
    assert resolve_address("b7f61238", labels) == 0xB7F61238
    assert resolve_address("80001000", labels) == 0x80001000
    assert resolve_address("g", labels) is None
    assert written_address("4096", labels) == 4096
    assert written_address("a+b + 16", labels) == 0x1010
    assert written_address("b7f61238", labels) is None


@given(st.data())
def test_whatever_stands_there_is_read_or_refused(data: st.DataObject) -> None:
    """A text cut up and put together anew is a scenario or bad input, never a traceback."""
    text = data.draw(st.sampled_from((GOOD, DUMP)))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        stop = start + data.draw(st.integers(0, 12))
        middle = data.draw(
            st.one_of(
                st.sampled_from(('"', "[", "]]", "-1", "{}", "1e9", "nan", "[[1]]", "true", "''")),
                st.sampled_from(GOOD.splitlines(keepends=True)),
                st.text(max_size=3),
            )
        )
        text = text[:start] + middle + text[stop:]
    try:
        opened = read(text)
    except BadInput:
        return
    assert dump_text(opened, opened.scenario, opened.semantics) == opened.text
