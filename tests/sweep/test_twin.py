"""The columns say what the step-by-step core says, what was recorded, and what was counted."""

import json
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.sweep import twin
from mmuviz.sweep.columns import ENDINGS, NONE, Refusal, States
from mmuviz.sweep.space import STATE_SPACES, SpaceName
from tests.sweep.stepped import differing, differing_in, untraced

BEFORE, AFTER, HARDWARE = Semantics.BEFORE, Semantics.AFTER, Semantics.HARDWARE
X32, PAE, LONG = PagingMode.X32, PagingMode.PAE, PagingMode.LONG
DATA = Path(__file__).parents[1] / "data" / "vectors"
BOCHS = sorted(path.stem for path in DATA.glob("hardware-bochs-*.npz"))
STRIDE = 101
"""One state of so many: no power of two, so that every flag takes both values."""


def recorded(name):
    """The asked and the answered columns of a file."""
    with np.load(DATA / f"{name}.npz") as archive:
        columns = {one: archive[one] for one in archive.files}
    meta = json.loads(str(columns.pop("meta"))) if "meta" in columns else {"fixed": {}}
    answers = ("before_", "after_", "fault", "error_code")
    answered = {
        one: column
        for one, column in columns.items()
        if one.startswith(answers) or one.endswith("_after")
    }
    asked = {one: column for one, column in columns.items() if one not in answered}
    rows = len(columns["write"])
    fixed = {one: np.full(rows, bit, np.uint8) for one, bit in meta["fixed"].items()}
    return fixed | asked, answered


# The core.


@pytest.mark.parametrize("semantics", Semantics)
@pytest.mark.parametrize("mode", [X32, PAE])
def test_every_walk_is_the_cores(mode, semantics):
    """All 8,192 states."""
    space = STATE_SPACES[mode, SpaceName.WALK]
    assert differing(mode, SpaceName.WALK, semantics, range(len(space))) == []


@pytest.mark.parametrize("semantics", Semantics)
@pytest.mark.parametrize("key", STATE_SPACES, ids=lambda key: f"{key[0].value}-{key[1].value}")
def test_a_slice_of_every_space_is_the_cores(key, semantics):
    """Scattered states of each space, large ones thinned out more."""
    size = len(STATE_SPACES[key])
    assert differing(*key, semantics, range(5, size, max(STRIDE, size >> 10 | 1))) == []


@pytest.mark.parametrize("semantics", Semantics)
@pytest.mark.parametrize("mode", PagingMode)
def test_an_access_that_nx_forbids_is_the_cores(mode, semantics):
    """Cold accesses in the space that has fetches and NX: after exits for ever."""
    size = len(STATE_SPACES[mode, SpaceName.HARDWARE])
    numbers = [*range(5, size, size >> 9 | 1), *range(size - 1, size >> 1, -(size >> 8) | 1)]
    assert differing(mode, SpaceName.HARDWARE, semantics, numbers, access=True) == []
    if semantics is AFTER and mode is not X32:
        swept = twin.access(AFTER, STATE_SPACES[mode, SpaceName.HARDWARE].states())
        assert np.any((swept["outcome"] == 3) & (swept["shadow_leaf_reached"] == 1))


def ones(key, *names):
    """The bits of a state's number that hold the flags called so in any entry."""
    flags = STATE_SPACES[key].flags
    return sum(1 << flag.shift for flag in flags if flag.name.partition(".")[2] in names)


@pytest.mark.parametrize("key", STATE_SPACES, ids=lambda key: f"{key[0].value}-{key[1].value}")
@settings(max_examples=40)
@given(data=st.data())
def test_any_state_is_the_cores(key, data):
    """Any flags; the same with every entry present, and with every right too, which get further."""
    present, rights = ones(key, "p"), ones(key, "p", "w", "u")
    number = st.integers(0, len(STATE_SPACES[key]) - 1)
    numbers = data.draw(st.lists(number, min_size=4, max_size=24))
    drawn = [present, *(one | forced for one in numbers for forced in (0, present, rights))]
    for semantics in Semantics:
        assert differing(*key, semantics, drawn) == []


@pytest.fixture(scope="module")
def pool():
    context = multiprocessing.get_context("spawn")
    workers = os.cpu_count() or 1
    with ProcessPoolExecutor(workers, mp_context=context, initializer=untraced) as executor:
        yield executor


@pytest.mark.full
@pytest.mark.parametrize(
    "key",
    [key for key in STATE_SPACES if key[1] is not SpaceName.ACCESS_ALL],
    ids=lambda key: f"{key[0].value}-{key[1].value}",
)
def test_every_state_is_the_cores(key, pool):
    """All states of all spaces but the 2^24, by all three semantics."""
    assert everywhere(pool, key, 1 << 12, 1) == []


@pytest.mark.full
@pytest.mark.parametrize(
    "key",
    [key for key in STATE_SPACES if key[1] in {SpaceName.ACCESS_ALL, SpaceName.HARDWARE}],
    ids=lambda key: f"{key[0].value}-{key[1].value}",
)
def test_a_large_slice_of_accesses_is_the_cores(key, pool):
    """One of 61: 275,037 of the 2^24 accesses of long mode, and those that NX forbids."""
    assert everywhere(pool, key, 61 << 12, 61, access=True) == []


def everywhere(pool, key, share, stride, *, access=None):
    """What differs in one state of so many, each worker a share at a time."""
    size = len(STATE_SPACES[key])
    tasks = [
        (*key, range(start, min(start + share, size), stride), access)
        for start in range(0, size, share)
    ]
    return [one for found in pool.map(differing_in, tasks) for one in found]


# The recorded files.


@pytest.mark.parametrize("version", [BEFORE, AFTER])
@pytest.mark.parametrize("mode", PagingMode)
def test_every_recorded_walk(mode, version):
    """Level, code and A of every row of walk-*; what returned 1 is what is mapped."""
    asked, answered = recorded(f"walk-{mode.value}")
    found = twin.walk(version, States(mode, asked))
    assert agreeing(found, answered, f"{version.value}_") >= {"level", "pde_a", "pte_a"}
    if version is AFTER:
        assert np.array_equal(found["outcome"] == 0, answered["after_ret"])
        assert np.array_equal(found["error_code"], answered["after_error_code"])


@pytest.mark.parametrize("version", [BEFORE, AFTER])
@pytest.mark.parametrize("mode", PagingMode)
def test_every_recorded_access(mode, version):
    """Every row of access-*, and every column that the twin has."""
    asked, answered = recorded(f"access-{mode.value}")
    found = twin.access(version, States(mode, asked))
    assert agreeing(found, answered, f"{version.value}_") == {
        one for one in found if not one.startswith("all_")
    }


def agreeing(found, answered, prefix):
    """The names of the columns that were recorded too; all of them agree."""
    names = {one for one in found if prefix + one in answered}
    assert [one for one in names if not np.array_equal(found[one], answered[prefix + one])] == []
    return names


@pytest.mark.parametrize("name", BOCHS)
def test_every_recorded_answer_of_a_processor(name):
    """Fault, code, A and D of every row of Bochs, reserved bits, NX, SMEP and SMAP included."""
    mode = PagingMode(name.split("-")[2])
    asked, answered = recorded(name)
    found = twin.walk(HARDWARE, States(mode, asked))
    code = found["error_code"]
    assert np.array_equal(found["outcome"] != 0, answered["fault"])
    assert np.array_equal(np.where(code == NONE, 0, code), answered["error_code"])
    for one in answered:
        bit = one.removesuffix("_after")
        if one.endswith("_after") and bit in found:
            assert np.array_equal(found[bit], answered[one]), one
    assert {"pte_a", "pte_d", "pde_a", "pde_d"} <= {one.removesuffix("_after") for one in answered}


@pytest.mark.parametrize("key", [(PAE, SpaceName.WALK), (LONG, SpaceName.ACCESS)])
@pytest.mark.parametrize("rows", [0, 1, twin.BLOCK, twin.BLOCK + 3])
def test_a_result_has_a_byte_a_state(key, rows):
    """However many there are, and also where the result is the same in every state."""
    states = STATE_SPACES[key].states(np.zeros(rows, np.uint32))
    for semantics in Semantics:
        for found in (twin.walk(semantics, states), twin.access(semantics, states)):
            assert {len(column) for column in found.values()} == {rows}
            assert {name for name, column in found.items() if column.dtype != np.uint8} <= {
                "shadow_leaf"
            }


# FINDINGS.


COUNTS = {
    PAE: {
        "any": 13440, "outcome": 0, "injected": 116864, "a": 7488, "pde_a": 6144, "pte_a": 2112,
        "exits": 7776, "error_code": 3072, "leaf": 10368, "leaf alone": 1104,
        "hangs": 544, "livelocks": 32,
    },
    X32: {
        "any": 28032, "outcome": 0, "injected": 108928, "a": 16320, "pde_a": 12288, "pte_a": 6336,
        "exits": 14112, "error_code": 9216, "leaf": 18816, "leaf alone": 1776,
        "hangs": 608, "livelocks": 96,
    },
    LONG: {
        "any": 13440, "outcome": 0, "injected": 51328, "a": 7488, "pde_a": 6144, "pte_a": 2112,
        "exits": 7776, "error_code": 3072, "leaf": 10368, "leaf alone": 1104,
        "hangs": 0, "livelocks": 576,
    },
}  # fmt: skip
"""FINDINGS, "all" of PAE and x32, "long exhaustive", and the old behaviour that both share."""


@pytest.mark.parametrize("mode", PagingMode)
def test_accesses_differ_as_often_as_was_counted(mode):
    """Before against after, and both against the processor, over the complete space."""
    states = STATE_SPACES[mode, SpaceName.ACCESS].states()
    was, now, right = (twin.access(semantics, states) for semantics in Semantics)
    unlike = {one: was[one] != now[one] for one in was if not one.startswith("all_")}
    leaf = unlike.pop("shadow_leaf") | unlike.pop("shadow_leaf_reached")
    accessed = {one: column for one, column in unlike.items() if one.endswith("_a")}
    rest = np.logical_or.reduce(list(unlike.values()))
    injected = was["outcome"] == 1
    assert {
        "any": np.sum(rest | leaf),
        "outcome": np.sum(unlike["outcome"]),
        "injected": np.sum(injected),
        "a": np.sum(np.logical_or.reduce(list(accessed.values()))),
        "pde_a": np.sum(unlike["pde_a"]),
        "pte_a": np.sum(unlike["pte_a"]),
        "exits": np.sum((was["vmexits"] == 2) & (now["vmexits"] == 1)),
        "error_code": np.sum(unlike["error_code"]),
        "leaf": np.sum(leaf),
        "leaf alone": np.sum(leaf & ~rest),
        "hangs": np.sum(was["outcome"] == 5),
        "livelocks": np.sum(was["outcome"] == 3),
    } == COUNTS[mode]
    assert not np.any((rest | leaf) & ~injected), "every difference is a fault in both"
    assert np.array_equal(unlike["vmexits"], unlike["pf_fixed"])
    assert np.array_equal(was["error_code"][injected], right["error_code"][injected])
    assert np.array_equal(injected, right["outcome"] == 1)
    assert ENDINGS[5].value == "host_hang"


@pytest.mark.parametrize(("mode", "count"), [(PAE, 192), (X32, 576), (LONG, 184704)])
def test_walks_after_says_p_where_a_lower_entry_is_absent(mode, count):
    """After against the processor over the walk space: only P, only where an upper one refuses."""
    states = STATE_SPACES[mode, SpaceName.WALK].states()
    before, after, right = (twin.walk(semantics, states) for semantics in Semantics)
    unlike = after["error_code"] != right["error_code"]
    assert np.sum(unlike) == count
    assert np.all(after["error_code"][unlike] == right["error_code"][unlike] + 1)
    assert np.all(right["checks"][unlike] == Refusal.PRESENT)
    assert np.all(after["level"][unlike] > right["level"][unlike])
    assert np.array_equal(after["outcome"] == 0, right["outcome"] == 0)
    assert np.array_equal(before["level"], right["level"]), "both go on to where it ends"


@pytest.mark.full
def test_the_findings_hold_with_every_upper_entry():
    """All 2^24 cold accesses of long mode: outcomes never differ, all wrong codes are after's."""
    space, wrong = STATE_SPACES[LONG, SpaceName.ACCESS_ALL], 0
    for start in range(0, len(space), 1 << 20):
        states = space.states(np.arange(start, start + (1 << 20), dtype=np.uint32))
        was, now, right = (twin.access(semantics, states) for semantics in Semantics)
        assert np.array_equal(was["outcome"], now["outcome"])
        assert np.array_equal(was["outcome"] == 1, right["outcome"] == 1)
        assert np.array_equal(was["error_code"], right["error_code"])
        unlike = now["error_code"] != right["error_code"]
        assert np.all(now["error_code"][unlike] == right["error_code"][unlike] + 1)
        wrong += int(np.sum(unlike))
    assert wrong == 2_955_264
