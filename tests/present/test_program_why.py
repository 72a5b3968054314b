"""What explains an operation: every cause is read off the run, and nothing is made up."""

import pytest
from hypothesis import given

from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.present.program_case import Case
from mmuviz.present.program_causes import cause
from mmuviz.present.program_decisions import decision
from mmuviz.present.program_picture import program_picture
from mmuviz.present.program_verdict import Wrong, wrong
from mmuviz.present.program_why import why
from mmuviz.present.run_frame import VERSIONS, RunRecord
from tests.core.paths import P, W, path
from tests.present.programs import case, recorded
from tests.strategies import scenarios

BEFORE, AFTER, _ = Semantics


@pytest.mark.parametrize(
    ("name", "number", "title", "strong"),
    [
        (
            "shared-pt-ro-first",
            2,
            "two entries, one shadow",
            "Operation 1 came through PDE 0, which has W 0.",
        ),
        (
            "shared-pt-kernel-first",
            2,
            "two entries, one shadow",
            "Operation 1 came through PDE 0, which has U 0.",
        ),
        (
            "shared-pt-rw-first",
            2,
            "two entries, one shadow",
            "Operation 1 came through PDE 1, which has W 1.",
        ),
        (
            "pdpte-not-present-alias",
            2,
            "two entries, one shadow",
            "Operation 1 came through PDPTR 0, which has P 1.",
        ),
        (
            "x32-100081",
            9,
            "a shadow that is out of date",
            "PDE 101 had U 0 when operation 2 built the leaf; now it has U 1.",
        ),
        (
            "x32-pde-half-stale",
            5,
            "a shadow that is out of date",
            "PDE 0 had P 1 when operation 2 built the leaf; now it has P 0.",
        ),
        (
            "pdpte-not-present-alias",
            3,
            "the code is about the shadow",
            "The shadow has a leaf that refuses; PDPTR 1 of the guest is absent.",
        ),
        (
            "p-bit-regression",
            1,
            "an entry refuses above an absent one",
            "after's walk stops at PDE 0, which refuses; PTE 0 below it is absent.",
        ),
        (
            "livelock-user-own-table",
            1,
            "a user writes the table that maps it",
            "The page that is written, gfn 0x12, is a page table on its own path.",
        ),
        (
            "nx-fetch-pae",
            1,
            "the walk does not know NX",
            "PTE 0 has NX: no instruction may be fetched.",
        ),
        (
            "wp0-kernel-write-trick",
            1,
            "the WP=0 trick",
            "CR0.WP is 0: the kernel writes a page that is read-only.",
        ),
        (
            "wp0-kernel-write-trick",
            3,
            "the WP=0 trick, taken back",
            "The leaf had W and no U, for a write of the kernel under WP 0.",
        ),
        (
            "pae-100054",
            19,
            "what the WP=0 trick left",
            "The leaf has W and remembers: no write. A kernel write under WP 0 gave it that W.",
        ),
        (
            "pt-write-emulated",
            8,
            "one version has the table shadowed",
            "Operation 7 was refused; before built its shadow all the same.",
        ),
        (
            "extra-vmexit",
            1,
            "one exit too many",
            "before mends a fault that it cannot mend, and asks the processor again.",
        ),
        (
            "pae-100000",
            8,
            "A is set before the rights are known",
            "before's walk sets A in PTE 1 on its way.",
        ),
        (
            "pae-100000",
            17,
            "the first write",
            "The leaf remembers W and has not got it: D of the guest's entry was clear.",
        ),
    ],
)
def test_a_cause(name, number, title, strong):
    """The fact that decides is named: operation, entry, bit."""
    found = cause(case(name, number))
    assert found is not None
    assert (found.title, found.strong) == (f"Why: {title}", strong)


def test_a_reserved_bit_is_no_cause_of_these():
    """The processor looks at it; neither version does, and nothing here explains that."""
    reserved = path(PagingMode.PAE, (P, P | W | 1 << 45, P | W), user=True)
    found = Case(RunRecord(reserved), 0)
    assert [wrong(found, version) for version in VERSIONS] == [Wrong.CODE, Wrong.CODE]
    assert cause(found).title == "Why: A is set before the rights are known"


@given(scenarios())
def test_nothing_is_beyond_words(scenario):
    """Any guest has a picture, and any of its operations has reasons."""
    record = RunRecord(scenario)
    picture = program_picture(record)
    assert len(picture.rows) == len(record.operations)
    for number in range(len(record.operations)):
        shown = why(Case(record, number))
        assert shown.title
        assert all(decision.title for decision in shown.decisions)


def test_most_wrong_answers_are_explained():
    """Of all that goes wrong in a hundred programs, by a fact of the run."""
    told = silent = 0
    for name in [f"x32-{number}" for number in range(100001, 100101)]:
        try:
            record = recorded(name)
        except KeyError:
            continue
        for number in range(1, len(record.operations) + 1):
            found = case(name, number)
            if any(wrong(found, version) for version in VERSIONS):
                told += cause(found) is not None
                silent += cause(found) is None
            assert why(found).decisions
    assert told > 50
    assert silent == 0


def test_the_tables_of_a_shared_leaf():
    """Both entries, the one below, one leaf that two slots lead to, and what it remembers."""
    shown = why(case("shared-pt-ro-first", 2))
    assert [(entry.name, entry.note) for entry in shown.upper] == [
        ("PDE 0", "op 1"),
        ("PDE 1", "op 2"),
    ]
    assert shown.lower.name == "PTE 0"
    assert shown.below == "page table gfn 0x12"
    assert shown.key == "key: gfn 0x12, level 1. Rights are not in it."
    (leaf,) = shown.leaves
    assert leaf.versions == VERSIONS
    assert len(leaf.links) == 2
    assert leaf.remembered == (("W", False), ("U", True))
    assert shown.letter == "W"
    assert shown.swap == (0, 1)


def test_the_tables_of_a_shared_frame():
    """Two large entries: nothing below them, and a page that stands for no table."""
    shown = why(case("shared-large-frame", 2))
    assert [entry.name for entry in shown.upper] == ["PDE 0", "PDE 1"]
    assert shown.lower is None
    assert "metaphysical" in shown.key


def test_other_tables():
    """No walk, no leaf, an absent register, NX, a leaf of its own in each version."""
    assert why(case("pdpte-mmio-not-present-host-bug", 2)).upper == ()
    absent = why(case("pdpte-not-present-alias", 4))
    assert [(entry.name, entry.bits) for entry in absent.upper] == [("PDPTR 2", (("P", False),))]
    assert (absent.leaves, absent.key) == ((), "")
    nx = why(case("nx-fetch-long", 2))
    assert nx.lower.bits[-1] == ("X", True)
    assert nx.leaves[0].real[-1] == ("X", True)
    assert [leaf.versions for leaf in why(case("pt-write-emulated", 8)).leaves] == [
        (BEFORE,),
        (AFTER,),
    ]
    plain = why(case("shared-pt-ro-first", 1))
    assert plain.title == "Operation 1: user read 0x0"
    assert (plain.strong, plain.swap) == ("", None)


@pytest.mark.parametrize(
    ("name", "number", "version", "title", "part"),
    [
        ("shared-pt-ro-first", 1, BEFORE, "fixed, so try again", "next try goes through"),
        ("shared-pt-ro-first", 2, BEFORE, "no check, not fixed, so inject", "spurious"),
        ("shared-pt-ro-first", 2, AFTER, "check passes, not fixed, so try again", "8 repairs"),
        ("shared-pt-ro-first", 4, AFTER, "no exit", "not asked"),
        ("shared-pt-rw-first", 3, BEFORE, "no exit, so nobody is asked", "allows it"),
        ("livelock-user-own-table", 1, AFTER, "fixed, and undone by the fix itself", "zaps"),
        ("p-bit-regression", 1, BEFORE, "an absent entry, so inject", "0x4"),
        ("p-bit-regression", 1, AFTER, "its walk refuses, so inject 0x5", "makes the code"),
        ("host-hang-root", 2, AFTER, "the host hangs", "no end"),
        ("host-bug-rmap", 4, BEFORE, "the host hits BUG_ON", "reverse map"),
        ("pdpte-mmio-not-present-host-bug", 2, AFTER, "the host hits BUG_ON", "outside RAM"),
        ("pdpte-mmio-not-present-host-bug", 3, AFTER, "the machine is dead", "operation 2"),
        (
            "pt-write-emulated",
            6,
            AFTER,
            "a write to a shadowed table, so emulate",
            "Write 3 in a row",
        ),
        ("pae-100040", 36, AFTER, "the roots are taken anew", "stay in the cache"),
        ("long-100041", 15, BEFORE, "a write to a shadowed table, so emulate", "refuses it"),
    ],
)
def test_a_decision(name, number, version, title, part):
    """How page_fault decided, and what follows."""
    said = decision(case(name, number), version)
    assert said.title == title
    assert part in said.detail


def test_mmio_is_emulated_or_refused():
    """Whichever the leaf, or the walk, allows."""
    titles = {
        decision(case(name, number), BEFORE).title
        for name in ("pae-100040", "pae-100000", "pae-100051")
        for number in range(1, len(recorded(name).operations) + 1)
    }
    assert "the leaf is marked MMIO, so emulate" in titles
    assert "MMIO whose leaf refuses, so inject" in titles
