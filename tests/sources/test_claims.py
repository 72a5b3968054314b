"""The counted spaces and programs against what was recorded."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from mmuviz.core.claims.programs import ProgramTally, count_program
from mmuviz.core.claims.rule import judge
from mmuviz.core.claims.space import SPACES, SpaceKind
from mmuviz.core.claims.survey import Survey
from mmuviz.core.drain import drain
from mmuviz.core.fixed_path import FIXED_PATHS
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.resources import asset
from mmuviz.sources.fixed_path import asked_rows
from mmuviz.sources.program_file import read_programs
from mmuviz.sources.vectors import read_vectors

DATA = Path(__file__).parents[1] / "data" / "vectors"
FILES = {
    SpaceKind.WALK: "walk-{}.npz",
    SpaceKind.ACCESS: "access-{}.npz",
    SpaceKind.PAIR: "access2-{}.npz",
    SpaceKind.FETCH: "hardware-bochs-{}-nx.npz",
}


def chosen_rows(space, file):
    """Which rows of a file are states of the space, in the space's order."""
    keep = np.ones(file.rows, bool)
    if "sample" in file.inputs:
        keep &= file.inputs["sample"] == 0
    if space.kind is SpaceKind.FETCH:
        keep &= (file.inputs["fetch"] == 1) & (file.inputs["nxe"] == 1)
    number = np.zeros(file.rows, np.int64)
    for column in space.columns:
        width = 2 if column == "leaf_kind" else 1
        number = number << width | file.inputs[column]
    return number, keep


def question(row):
    """What a row asks, but for how its memory is kept."""
    scenario = row.scenario
    return scenario.cpu, scenario.memory.words, scenario.access, row.second


@pytest.mark.parametrize("space", SPACES.values(), ids=lambda one: f"{one.mode.value}-{one.kind}")
def test_a_space_is_the_recorded_one(space):
    """Every state but those that a file leaves out; some of them in all that they ask."""
    file = read_vectors(DATA / FILES[space.kind].format(space.mode.value))
    numbers, keep = chosen_rows(space, file)
    states = set(numbers[keep].tolist())
    missing = len(space) - len(states)
    assert states <= set(space.numbers())
    assert missing == (1 << 14 if file.path.name == "access-pae.npz" else 0)
    places = np.flatnonzero(keep)[:: len(space) >> 9 | 1]
    inputs = {name: column[places].astype(np.uint64) for name, column in file.inputs.items()}
    recorded = asked_rows(FIXED_PATHS[space.mode], inputs, len(places))
    made = space.rows(numbers[places].tolist())
    for here, there in zip(made, recorded, strict=True):
        assert question(here) == question(there)


@pytest.mark.parametrize("mode", PagingMode)
def test_the_counts_are_those_of_the_recorded_rows(mode):
    """What the historical code did in some thousand states, counted by NumPy."""
    space = SPACES[mode, SpaceKind.ACCESS]
    file = read_vectors(DATA / f"access-{mode.value}.npz")
    numbers, keep = chosen_rows(space, file)
    places = np.flatnonzero(keep)[3::53]
    out = {name: column[places].astype(int) for name, column in file.outputs.items()}
    counts = drain(Survey(space).run(Semantics.BEFORE, Semantics.AFTER, numbers[places].tolist()))
    found = {count.item.value: next(iter(count.numbers.values())) for count in counts}
    names = [name.removeprefix("before_") for name in out if name.endswith("_a")]
    wrong_a = sum(
        out[f"before_{name}"] > out[f"after_{name}"] for name in set(names) if name[0] == "p"
    )
    assert found == {
        "1": int((np.asarray(wrong_a) > 0).sum()),
        "3": int(((out["before_vmexits"] == 2) & (out["after_vmexits"] == 1)).sum()),
        "4": int((out["before_error_code"] != out["after_error_code"]).sum()),
        "f": int((out["after_outcome"] == 5).sum()),
    }
    assert all(found[item] > 0 for item in "134")


@pytest.mark.parametrize("mode", [PagingMode.PAE, PagingMode.LONG])
def test_the_rule_of_no_execute_is_the_recorded_processors(mode):
    """By rule: of all fetches with NXE 1, those that NX alone forbids, by code and in number."""
    space = SPACES[mode, SpaceKind.FETCH]
    file = read_vectors(DATA / f"hardware-bochs-{mode.value}-nx.npz")
    numbers, keep = chosen_rows(space, file)
    codes = np.where(file.outputs["fault"] == 1, file.outputs["error_code"].astype(int), -1)[keep]
    by_rule = Counter()
    for row, code in zip(space.rows(numbers[keep].tolist()), codes.tolist(), strict=True):
        ruling = judge(row)
        assert (-1 if ruling.error_code is None else ruling.error_code) == code
        by_rule[ruling.no_execute and ruling.refused_at is None] += 1
    assert by_rule[True] == (4992 if mode is PagingMode.PAE else 1146)


def test_the_programs_are_shipped_as_they_were_recorded():
    """The program counts over the files that the tests verify."""
    names = sorted(path.name for path in DATA.glob("sequences-*.jsonl.gz"))
    assert sorted(path.name for path in asset("programs").iterdir()) == names
    for name in names:
        assert asset(f"programs/{name}").read_bytes() == (DATA / name).read_bytes()


def test_what_the_programs_say():
    """FINDINGS, operation by operation; hardware in after's place is never wrong."""
    tally, bare = ProgramTally(), ProgramTally()
    for mode in PagingMode:
        for program in read_programs(asset(f"programs/sequences-{mode.value}.jsonl.gz")):
            asked = program.scenario, program.scenario.operations
            tally += count_program(*asked, Semantics.BEFORE, Semantics.AFTER)
            if program.name.endswith("3"):
                bare += count_program(*asked, Semantics.BEFORE, Semantics.HARDWARE)
    assert tally == ProgramTally(
        programs=300,
        operations=7966,
        before_wrong=13,
        after_right_of_those=9,
        after_wrong=232,
        before_right_of_those=229,
        new_livelocks=37,
        spurious_before=34,
        before_spurious=54,
        after_spurious=0,
    )
    assert (bare.programs, bare.after_wrong, bare.new_livelocks) == (30, 0, 0)
