"""Recorded guest programs: each operation agrees, and no change goes unseen."""

import gzip
import json
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.access import Access
from mmuviz.core.operation import Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.sources import program_file
from mmuviz.sources.open_file import open_file
from mmuviz.sources.opened import GUEST_PROGRAM, Opened, OpenOptions
from mmuviz.sources.problems import BadInput, NeedsProgram
from mmuviz.sources.program_file import read_programs
from mmuviz.sources.recorded import read_recorded
from mmuviz.sources.scenario_file import load
from mmuviz.sources.scenario_text import dump_text
from mmuviz.sources.tally import joined

DATA = Path(__file__).parents[1] / "data" / "vectors"
ROWS = {"x32": 6052, "pae": 6290, "long": 6234, "directed": 146}


def data(name):
    return DATA / f"sequences-{name}.jsonl.gz"


def lines(name):
    return gzip.decompress(data(name).read_bytes()).decode().splitlines()


@pytest.mark.parametrize("name", ROWS)
def test_every_operation_of_every_program_agrees(name):
    """All columns, the audit and the architecture's opinion among them, and the final memory."""
    recorded = read_recorded(data(name))
    tally = joined(recorded.replay())

    assert (tally.rows, tally.values) == (ROWS[name], 0)
    assert recorded.rows == tally.rows
    assert recorded.mode is (None if name == "directed" else PagingMode(name))


def test_a_sample_is_some_of_the_programs():
    """One in twenty, each as a whole."""
    tally = joined(read_recorded(data("pae")).replay(sample=20))
    assert 0 < tally.rows < ROWS["pae"] / 10
    assert not tally.values


def test_a_directed_program_has_a_note():
    """One for each effect in the findings."""
    programs = read_programs(data("directed"))
    assert len(programs) == 18
    assert all(program.scenario.notes for program in programs)


def test_a_program_opens_as_a_scenario():
    """The id is its title, the note its notes, and its first access is asked about."""
    opened = open_file(data("directed"), OpenOptions(program="pdpte-not-present-alias"))
    scenario = opened.scenario
    assert (opened.kind, opened.path, opened.text) == ("guest program", data("directed"), None)
    assert scenario.title == "pdpte-not-present-alias"
    assert scenario.notes.startswith("PDPTE 1 has P=0")
    assert scenario.access == Access(0, user=True)
    assert len(scenario.operations) == 4
    assert all(isinstance(one, Touch) for one in scenario.operations)


def test_several_programs_are_to_choose_from(tmp_path):
    """Whoever opens them sees what there is; one alone needs no name."""
    with pytest.raises(NeedsProgram) as refusal:
        open_file(data("directed"))
    first = refusal.value.programs[0]
    assert len(refusal.value.programs) == 18
    assert (first.name, first.mode, first.operations) == ("extra-vmexit", "PAE", 1)
    assert first.note.startswith("user read of a supervisor page")
    assert "holds 18 guest programs, expected --program with one of extra-vmexit, " in str(
        refusal.value
    )
    with pytest.raises(NeedsProgram, match=r", pae-100019 and 80 more$"):
        open_file(data("pae"))
    with pytest.raises(BadInput, match='found no program "x", expected one such as "extra-vm'):
        open_file(data("directed"), OpenOptions(program="x"))
    one = tmp_path / "one.jsonl"
    one.write_text(lines("directed")[3])
    assert open_file(one).scenario.title == "p-bit-regression"
    with pytest.raises(BadInput, match='found no program "x"'):
        open_file(one, OpenOptions(program="x"))
    other = tmp_path / "no.toml"
    other.write_text('version = 1\nmode = "pae"\n')
    with pytest.raises(BadInput, match="holds no guest programs to choose from"):
        open_file(other, OpenOptions(program="x"))


@pytest.mark.parametrize("name", ROWS)
def test_every_program_is_saved_as_a_scenario(name):
    """Registers, memory and operations read back as they were."""
    for program in read_programs(data(name))[:20]:
        opened = Opened(program.scenario, GUEST_PROGRAM, data(name))
        text = dump_text(opened, program.scenario, Semantics.AFTER)
        assert load(Path("some.toml"), text, open_file).scenario == program.scenario


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_one_changed_value_is_found(data_):
    """In any column of any operation, and in the final memory."""
    text = data_.draw(st.sampled_from(lines("directed")))
    program = json.loads(text)
    recording = program[data_.draw(st.sampled_from(["before", "after"]))]
    places = [(op, key) for op in recording["ops"] if op for key in op]
    places += [(recording["final"], key) for key in recording["final"]]
    where, key = data_.draw(st.sampled_from(places))
    if isinstance(where[key], str):
        where[key] = hex(int(where[key], 16) ^ 0x8)
    else:
        where[key] = 99 if where[key] is None else where[key] + 1
    if recording["ops"][-1] is None or recording["ops"][-1].get("outcome") in (4, 5):
        return  # what a dead machine left is not recorded
    assert replayed(json.dumps(program)).values >= 1


def replayed(text):
    """Replay programs that stand in a text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "programs"
        path.write_text(text)
        return joined(read_recorded(path).replay())


def changed(**changes):
    program = json.loads(lines("directed")[0])
    program.update(changes)
    return program


def op(**said):
    return changed(ops=[said])


BROKEN = {
    "no text": (b"\xff\xfe{\x00" + b'{"ops"', "not a vector file"),
    "no object": ([[], '"ops"'], "line 1"),
    "mode": (changed(mode="arm"), r'line 1  mode   found "arm", expected one of x32, pae, long'),
    "no mode": ({"ops": []}, "mode   found nothing, expected one of x32"),
    "ram": (changed(ram_pages=0), "ram_pages   found 0, expected 1 to"),
    "much ram": (changed(ram_pages=1 << 30), "found 1073741824, expected 1 to 16777216 pages"),
    "unknown": (changed(colour="red"), 'found the unknown key "colour"'),
    "registers": (changed(regs={"cr3": "0x10000"}), "cr4   found 0x0, 32-bit paging, expected PAE"),
    "root": (changed(regs={"cr3": "0x90000000", "cr4": "0x20"}), "cr3   found #GP"),
    "memory": (changed(mem={"0x3": "0x1"}), "found 0x3, expected an address of entries of 8 bytes"),
    "words": (changed(mem={"here": "there"}), 'found "here", expected a number'),
    "value": (changed(mem={"0x8": "x"}), 'found "x", expected a number'),
    "op": (op(op="jump"), 'ops 1.op   found "jump", expected one of access, ptwrite'),
    "address": (op(op="access"), "ops 1.gva   found nothing, expected a number"),
    "both": (op(op="access", gva="0x0", write=1, fetch=1), "expected a write or a fetch"),
    "few": (changed(before={"ops": []}), "before.ops   found 0 results, expected a list of 1"),
    "result": (changed(before={"ops": [3]}), "before.ops 1   found 3, expected numbers by column"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_line_and_field(name, tmp_path):
    """What was found, what was expected."""
    content, message = BROKEN[name]
    path = tmp_path / "broken"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(BadInput) as refused:
        read_recorded(path) if name == "no text" else read_programs(path)
    assert re.search(message, str(refused.value)), str(refused.value)


def test_broken_lines_packings_and_sizes(tmp_path, monkeypatch):
    """Every line that is wrong is named, up to twenty."""
    path = tmp_path / "file"
    path.write_text('\n{"ops": \n' + "{}\n" * 30)
    with pytest.raises(BadInput, match="61 things are wrong") as refused:
        read_programs(path)
    assert len(refused.value.problems) == 20
    assert "line 2  found text that is no JSON" in str(refused.value)
    path.write_text("\n")
    with pytest.raises(BadInput, match="without a program"):
        read_programs(path)
    path.write_bytes(gzip.compress(b"{}")[:-4])
    with pytest.raises(BadInput, match="cannot be read"):
        read_programs(path)
    path.write_bytes(b"\xff{}")
    with pytest.raises(BadInput, match="not a text file"):
        read_programs(path)
    with pytest.raises(BadInput, match="No such file"):
        read_programs(tmp_path / "none")
    monkeypatch.setattr(program_file, "MAX_BYTES", 100)
    with pytest.raises(BadInput, match="more than 100 bytes"):
        read_programs(data("pae"))


def test_results_after_the_end_of_the_machine():
    """They are found, and so is an end that came too early."""
    program = json.loads(next(line for line in lines("directed") if "host-bug" in line))
    late = json.loads(json.dumps(program))
    number = next(n for n, op in enumerate(program["before"]["ops"]) if op["outcome"] == 4)
    late["ops"].append(late["ops"][0])
    for version in ("before", "after"):
        late[version]["ops"].append({"outcome": 0})
    assert replayed(json.dumps(late)).values == 2

    program["before"]["ops"][0] = None
    tally = replayed(json.dumps(program))
    assert number > 0
    assert tally.first[0].row.text.endswith("before, operation 1")
