"""Saving: what is written reads back as it was, and what was not changed stays as it stood."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.cpu import CpuState
from mmuviz.core.operation import LoadCr3, Operation, SetWp
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics
from mmuviz.sources.opened import Opened
from mmuviz.sources.scenario_file import load
from mmuviz.sources.scenario_text import dump_text, save
from tests.strategies import cpus, scenarios

FILE = Path("some.toml")


def no_dump(path: Path) -> Opened:
    """No scenario here names a dump."""
    raise AssertionError(path)


def opened_of(scenario: Scenario, semantics: Semantics = Semantics.AFTER) -> Opened:
    """Write a scenario that had no file, and read it back."""
    return load(FILE, dump_text(Opened(Scenario(), "scenario"), scenario, semantics), no_dump)


@given(scenarios(), st.sampled_from(Semantics))
def test_new_text_reads_back_the_same(scenario: Scenario, semantics: Semantics) -> None:
    """A scenario that had no file survives being saved."""
    opened = opened_of(scenario, semantics)
    assert opened.scenario == scenario
    assert opened.semantics is semantics


@given(scenarios(), scenarios(), st.sampled_from(Semantics))
def test_any_change_reads_back_the_same(old: Scenario, new: Scenario, semantics: Semantics) -> None:
    """However a scenario was changed since it was read, saving keeps all of it."""
    opened = opened_of(old)
    again = load(FILE, dump_text(opened, new, semantics), no_dump)
    assert again.scenario == new
    assert again.semantics is semantics


@given(scenarios(), st.sampled_from(PagingMode).flatmap(cpus))
def test_another_processor_reads_back_the_same(old: Scenario, cpu: CpuState) -> None:
    """Whatever the new mode has no room for was cut before."""
    new = old.with_cpu(cpu)
    opened = opened_of(old)
    assert load(FILE, dump_text(opened, new, Semantics.AFTER), no_dump).scenario == new


@given(scenarios())
def test_nothing_changed_nothing_written(scenario: Scenario) -> None:
    """Saving what was read gives the text that was read."""
    opened = opened_of(scenario)
    assert dump_text(opened, opened.scenario, opened.semantics) == opened.text


@given(st.data())
def test_changed_entries_read_back(data: st.DataObject) -> None:
    """Edits of single entries, the common case, keep everything else."""
    old = data.draw(scenarios())
    new = old
    for address in list(old.memory.words)[:3]:
        new = new.with_entry(address, data.draw(st.integers(0, 0xFFFF)))
    opened = opened_of(old)
    assert load(FILE, dump_text(opened, new, opened.semantics), no_dump).scenario == new
    assert replace(opened).scenario == old


HAND = """\
# A file made by hand.
version = 1
title = 'Mine'  # by me
mode = "pae"
ram = "8M"

# registers first
[registers]
cr3 = "0x1000"  # the root

[[map]]  # user code
address = "0x40607238"
pdpte = "P -> 0x2000"
pde = "P W U -> 0x3000"  # the directory
pte = "P W U -> 0x407000"

[[map]]
address = "0x40608000"
pte = "P -> 0x408000"

[words]  # loose ones
"0x7018" = "0x5067"
"0x3040" = 0x409001  # over the map

[[label]]  # the first
name = "code"
address = 0x40607000
meaning = "text"

[[label]]  # the second
name = "data"
address = "0x40608000"

[access]
address = "code + 0x238"
"""


def hand() -> Opened:
    return load(FILE, HAND, no_dump)


def saved(new: Scenario, semantics: Semantics = Semantics.AFTER) -> str:
    """Save a change of the file made by hand; the text reads back as the change."""
    text = dump_text(hand(), new, semantics)
    assert load(FILE, text, no_dump).scenario == new
    return text


def test_a_flag_is_changed_in_its_map() -> None:
    """A cleared U changes one word of the text; comments and order stay."""
    new = hand().scenario.with_entry(0x2018, 0x3003)
    assert saved(new) == HAND.replace('"P W U -> 0x3000"', '"P W -> 0x3000"')


def test_a_leaf_may_name_another_frame_in_its_map() -> None:
    """Nothing stands in the old frame, so no path is lost."""
    new = hand().scenario.with_entry(0x3038, 0x501007)
    assert saved(new) == HAND.replace("P W U -> 0x407000", "P W U -> 0x501000")


def test_a_table_named_elsewhere_goes_to_the_words() -> None:
    """The map keeps the path by which its lower entries were placed."""
    text = saved(hand().scenario.with_entry(0x2018, 0x5007))
    assert '0x2018 = "0x5007"' in text
    assert '"P W U -> 0x3000"  # the directory' in text


def test_words_are_changed_and_dropped_in_place() -> None:
    """A word that says what the map says anyhow is not needed any more."""
    text = saved(hand().scenario.with_entry(0x3040, 0x408001).with_entry(0x7018, 0x6067))
    assert "0x3040" not in text
    assert '"0x7018" = "0x6067"' in text


def test_words_outside_ram_are_left_out() -> None:
    """No walk reads them, and no file may hold them."""
    new = replace(hand().scenario, ram=replace(hand().scenario.ram, ranges=(range(0x4000),)))
    text = dump_text(hand(), new, Semantics.AFTER)
    assert "0x7018" not in text
    new = replace(new, ram=replace(new.ram, ranges=(range(0x3000),)))
    text = dump_text(hand(), new, Semantics.AFTER)
    assert load(FILE, text, no_dump).scenario.ram == new.ram


def test_another_cr3_leaves_the_maps_where_they_are() -> None:
    """Each map then names the root it started from."""
    old = hand().scenario
    new = replace(old, cpu=replace(old.cpu, cr3=0x5000))
    text = saved(new)
    assert text.count('root = "0x1000"') == 2
    assert "# user code" in text
    again = load(FILE, text, no_dump)
    assert dump_text(again, replace(new, cpu=old.cpu), Semantics.AFTER).count("root") == 3


def test_another_mode_makes_words_of_the_maps() -> None:
    """Paths of PAE mean nothing in 32-bit mode; the bytes stay."""
    old = hand().scenario
    new = replace(old, cpu=replace(old.cpu, pae=False))
    text = saved(new)
    assert "[[map]]" not in text
    assert 'mode = "x32"' in text


def test_labels_are_changed_one_by_one() -> None:
    """A renamed label, a new one, fewer, none: the others keep their comments."""
    old = hand().scenario
    code, data = old.labels
    assert saved(replace(old, labels=(code, replace(data, gva=0x5)))) == HAND.replace(
        '"0x40608000"\n\n[access]', '"0x5"\n\n[access]'
    )
    text = saved(replace(old, labels=(replace(code, name="x"), data, replace(data, name="y"))))
    assert "# the second" in text
    assert "# the first" in saved(replace(old, labels=(code,)))
    assert "label = []" in saved(replace(old, labels=()))


PROGRAM = """\
version = 1
mode = "pae"

# what it does
[[operation]]  # the first
kind = "access"
address = "here"  # a read
expect = { before = "done", after = "done" }

# the second
[[operation]]
kind = "table_write"
address = 0x1000
value = "P -> 0x5000"

# the third
[[operation]]
kind = "set_wp"
wp = true

# the end
[[label]]
name = "here"
address = 0x1238
"""
FIRST, SECOND, THIRD = (f"{part}\n\n" for part in PROGRAM.split("\n\n")[1:4])
NEW = '[[operation]]\nkind = "load_cr3"\ncr3 = "0x1000"\n\n'


def test_operations_are_changed_one_by_one() -> None:
    """Those that stay keep lines, expectations and the comments above them."""
    old = load(FILE, PROGRAM, no_dump)
    first, second, third = old.scenario.operations
    new, above = LoadCr3(0x1000), "# what it does\n"

    def saved_as(*operations: Operation) -> str:
        scenario = replace(old.scenario, operations=operations)
        text = dump_text(old, scenario, Semantics.AFTER)
        assert load(FILE, text, no_dump).scenario == scenario
        return text

    whole = FIRST + SECOND + THIRD
    assert saved_as(first, second, third) == PROGRAM
    assert saved_as(first, new, second, third) == PROGRAM.replace(SECOND, NEW + SECOND)
    assert saved_as(first, second, third, new) == PROGRAM.replace(THIRD, THIRD + NEW)
    assert saved_as(new, first, second, third) == PROGRAM.replace(above, above + NEW)
    assert saved_as(first, third) == PROGRAM.replace(SECOND, "")
    assert saved_as(first, second) == PROGRAM.replace(THIRD, "")
    assert saved_as(first, new, third) == PROGRAM.replace(SECOND, f"# the second\n{NEW}")
    assert saved_as() == PROGRAM.replace(f"{whole}# the end\n", above)


def test_operations_follow_labels_and_survive_any_spelling() -> None:
    """A label that moved leaves the operation where it was; a plain array is written as tables."""
    old = load(FILE, PROGRAM, no_dump)
    moved = replace(old.scenario, labels=(replace(old.scenario.labels[0], gva=8),))
    text = dump_text(old, moved, Semantics.AFTER)
    assert load(FILE, text, no_dump).scenario == moved
    assert 'address = "0x1238"  # a read\nexpect = {' in text

    plain = 'version = 1\nmode = "x32"\noperation = [{ kind = "set_wp", wp = 1 }]\n'
    old = load(FILE, plain, no_dump)
    assert dump_text(old, old.scenario, Semantics.AFTER) == plain
    more = replace(old.scenario, operations=(*old.scenario.operations, SetWp(False)))
    assert load(FILE, dump_text(old, more, Semantics.AFTER), no_dump).scenario == more


def test_the_access_and_the_top_are_changed_in_place() -> None:
    """Only what changed is rewritten."""
    old = hand().scenario
    text = saved(replace(old, access=replace(old.access, write=True), title="Yours"))
    assert 'address = "code + 0x238"' in text
    assert 'kind = "write"' in text
    assert 'title = "Yours"  # by me' in text
    assert 'semantics = "before"' in saved(old, Semantics.BEFORE)
    assert saved(old) == HAND


def test_an_edited_pdpte_is_not_reloaded_by_saving() -> None:
    """The registers are written where memory does not say the same any more."""
    text = saved(hand().scenario.with_entry(0x1008, 0))
    assert '"0x2001"' in text
    assert 'pdptrs = ["0x0", "0x2001", "0x0", "0x0"]' in text


def test_registers_that_no_cpu_loads_are_written() -> None:
    """QEMU's bit 5 in memory as in the register: reading would refuse to load it."""
    new = hand().scenario.with_entry(0x1008, 0x2021).with_pdptr(1, 0x2021)
    assert '"0x2021"' in saved(new)


def test_inline_tables_and_dotted_keys() -> None:
    """Any spelling of TOML can be edited."""
    text = (
        'version = 1\nmode = "x32"\nregisters.cr3 = 0x1000\nwords = { "0x1000" = 0x2007 }\n'
        'access = { address = "0x0", kind = "read" }\n'
    )
    old = load(FILE, text, no_dump)
    new = replace(old.scenario, cpu=replace(old.scenario.cpu, wp=True))
    new = replace(new.with_entry(0x1000, 0x2005), access=replace(new.access, user=True))
    assert load(FILE, dump_text(old, new, Semantics.AFTER), no_dump).scenario == new


def test_saving_replaces_the_file_at_once(tmp_path: Path) -> None:
    """The file is new, or the old one is still whole; nothing else is left behind."""
    path = tmp_path / "a.toml"
    save(path, "one é\n")
    path.chmod(0o600)
    save(path, "two\n")
    assert path.read_text(encoding="utf-8") == "two\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_save_leaves_the_old_file(tmp_path: Path) -> None:
    """Text that cannot be written as UTF-8 changes nothing."""
    path = tmp_path / "a.toml"
    save(path, "one\n")
    with pytest.raises(UnicodeEncodeError):
        save(path, "\udc80")
    assert path.read_text(encoding="utf-8") == "one\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_large_page_ends_the_path() -> None:
    """A new text's map stops at a large page, and at an entry that names no table."""
    large = Scenario().with_entry(0, 0x400083)
    large = replace(large, cpu=replace(large.cpu, pse=True))
    assert "pte" not in dump_text(Opened(Scenario(), "scenario"), large, Semantics.AFTER)
    assert opened_of(large).scenario == large
    assert "pte" in dump_text(Opened(Scenario(), "scenario"), hand().scenario, Semantics.AFTER)
    absent = Scenario().with_entry(0, 2)
    assert opened_of(absent).scenario == absent


def test_a_text_without_an_access_gets_none() -> None:
    """What was left to its default stays so."""
    text = 'version = 1\nmode = "x32"\n'
    old = load(FILE, text, no_dump)
    assert dump_text(old, old.scenario, Semantics.AFTER) == text
    assert 'semantics = "before"' in dump_text(old, old.scenario, Semantics.BEFORE)


def test_a_dump_is_named_from_where_the_text_is_saved(tmp_path: Path) -> None:
    """Beside the dump by its name alone, elsewhere in full."""
    core = tmp_path / "x.core"
    dump = Opened(Scenario(), "ELF core", core, backing_file=core)
    beside, elsewhere = tmp_path / "a.toml", tmp_path / "sub" / "a.toml"
    text = dump_text(dump, Scenario(), Semantics.AFTER, beside)
    assert 'file = "x.core"' in text
    assert f'file = "{core}"' in dump_text(dump, Scenario(), Semantics.AFTER)
    saved_there = load(beside, text, lambda path: replace(dump, backing_file=path))
    assert saved_there.backing_file == core
    assert dump_text(saved_there, saved_there.scenario, Semantics.AFTER, beside) == text
    moved = dump_text(saved_there, saved_there.scenario, Semantics.AFTER, elsewhere)
    assert f'file = "{core}"' in moved
