"""The claims page as data: rows, captions, verdicts that the numbers bear, records."""

from dataclasses import replace

import pytest

from mmuviz.core.claims.counts import Item, What
from mmuviz.core.claims.programs import ProgramTally
from mmuviz.core.claims.survey import Count, space_of
from mmuviz.core.events import Anchor, Jumped
from mmuviz.core.paging import PagingMode
from mmuviz.present.claims import CLAIMS, DEFECTS, Verdict, step_of
from mmuviz.present.claims_page import (
    MODES,
    NONE,
    UNKNOWN,
    claim_rows,
    columns,
    defect_rows,
    programs_sentence,
)
from mmuviz.present.claims_record import (
    Results,
    count_record,
    programs_record,
    progress_record,
    with_record,
)
from mmuviz.present.netbsd import QUOTE, REMARKS

PAE, X32, LONG = MODES
NUMBERS = {
    Item.ACCESSED: (7488, 16320, 7488),
    Item.EXITS: (7776, 14112, 7776),
    Item.CODES: (3072, 9216, 3072),
    Item.ORDER: (192, 576, 184704),
    Item.TRANSLATION: (2560, 5632, 950272),
    Item.NO_EXECUTE: (4992, None, 1146),
    Item.SECOND: (3472, None, None),
    Item.HANG: (544, 608, 0),
}
PROGRAMS = ProgramTally(300, 7966, 13, 9, 232, 229, 37, 34)


def records():
    """What a whole run writes."""
    for item, numbers in NUMBERS.items():
        for mode, number in zip(MODES, numbers, strict=True):
            if number is None:
                continue
            found = {What.COUNT: number}
            if item in (Item.CODES, Item.HANG):
                found[What.BEFORE] = 0 if item is Item.CODES else number
            if item is Item.ACCESSED:
                found[What.LEAF] = 9408 if mode is X32 else 5184
            if item is Item.NO_EXECUTE:
                found[What.LIVELOCKS] = 4352 if mode is PAE else 616
            yield count_record(Count(item, mode, len(space_of(item, mode)), found))
    yield programs_record(Item.CODES, PROGRAMS)
    yield programs_record(Item.SHARED, PROGRAMS)


@pytest.fixture
def results():
    """All that there is to know."""
    found = Results()
    for record in (progress_record(1, 2), *records()):
        found = with_record(found, record)
    return found


def by_item(results, modes=MODES):
    rows = (*claim_rows(results, modes), *defect_rows(results, modes))
    return {row.claim.item: row for row in rows}


def test_the_page(results):
    """Numbers as drawn."""
    rows = by_item(results)
    assert {item: row.numbers for item, row in rows.items()} == {
        Item.ACCESSED: ("7,488", "16,320", "7,488"),
        Item.SIMPLER: (NONE, NONE, NONE),
        Item.EXITS: ("7,776", "14,112", "7,776"),
        Item.CODES: ("3,072", "9,216", "3,072"),
        Item.ORDER: ("192", "576", "184,704"),
        Item.TRANSLATION: ("2,560", "5,632", "950,272"),
        Item.NO_EXECUTE: ("4,992", NONE, "1,146"),
        Item.SHARED: ("37", "", ""),
        Item.SECOND: ("3,472", "", ""),
        Item.HANG: ("544", "608", "0"),
    }
    assert {item: row.caption for item, row in rows.items()} == {
        Item.ACCESSED: "accesses where before set a wrong A; in the leaf: 5,184 · 9,408 · 5,184",
        Item.SIMPLER: "",
        Item.EXITS: "accesses with 2 exits before, 1 after",
        Item.CODES: "wrong codes of after; before: 0",
        Item.ORDER: "walk states of 8,192 · 8,192 · 1,048,576",
        Item.TRANSLATION: "wrong in PAE mode, else undefined; same spaces",
        Item.NO_EXECUTE: "by rule: of 65,536 · none · 34,816 fetches, NXE 1; "
        "run, 4,352 · 616 exit for ever",
        Item.SHARED: "new livelocks in 7,966 operations; 34 had been spurious faults",
        Item.SECOND: "of 131,072 pairs, 0 exits before",
        Item.HANG: "accesses; before: 544 · 608 · 0",
    }
    assert programs_sentence(results) == (
        "In 300 random programs, with stale and shared shadows: before gives *13* wrong codes, "
        "*9* of them right in after. But *229* that were right are wrong in after."
    )


def test_a_verdict_on_numbers_waits_for_the_first_one(results):
    """History and what cannot be counted do not wait; what is counted says all at once."""
    first = with_record(Results(), next(records()))
    (item, _mode), *_ = first.counts
    for row in by_item(Results()).values():
        on_numbers = row.claim.verdict in {Verdict.BORNE_OUT, Verdict.IN_PART, Verdict.NOT}
        assert row.is_open == on_numbers
        assert row.verdict_text == ("not counted yet" if on_numbers else row.claim.verdict_text)
        assert row.remark == ("" if on_numbers else row.claim.remark)
    row = by_item(first)[item]
    assert (row.is_open, row.verdict_text) == (False, row.claim.verdict_text)
    assert not any(row.is_open for row in by_item(results).values())


def test_before_anything_is_counted():
    """Every row stands, its numbers to come."""
    rows = by_item(Results())
    assert rows[Item.CODES].numbers == (UNKNOWN,) * 3
    assert rows[Item.CODES].caption == "wrong codes of after; before: …"
    assert rows[Item.SHARED].numbers == (UNKNOWN, "", "")
    assert rows[Item.SHARED].caption == "new livelocks in the operations of guest programs"
    assert rows[Item.NO_EXECUTE].numbers == (UNKNOWN, NONE, UNKNOWN)
    assert "still to be run" in programs_sentence(Results())


def test_the_heads_of_the_columns():
    """Each mode, and how many accesses are counted over."""
    assert columns() == (("PAE", "of 131,072"), ("32-bit", "of 131,072"), ("long", "of 65,536"))


def test_one_mode(results):
    """The command line can ask for one."""
    rows = by_item(results, [X32])
    assert rows[Item.HANG].numbers == ("608",)
    assert rows[Item.HANG].caption == "accesses; before: 608"
    assert (rows[Item.SECOND].numbers, rows[Item.SECOND].caption) == (("",), "")
    assert (rows[Item.NO_EXECUTE].numbers, rows[Item.NO_EXECUTE].caption) == ((NONE,), "")


def test_the_numbers_bear_the_verdicts(results):
    """A verdict is written down; that it is so is counted."""
    verdicts = {claim.item: claim.verdict for claim in (*CLAIMS, *DEFECTS)}
    counts = results.counts
    for item in (Item.ACCESSED, Item.EXITS):
        assert verdicts[item] is Verdict.BORNE_OUT
        assert all(counts[item, mode].numbers[What.COUNT] for mode in MODES)
    assert verdicts[Item.CODES] is Verdict.NOT
    for mode in MODES:
        numbers = counts[Item.CODES, mode].numbers
        assert numbers[What.COUNT] > numbers[What.BEFORE] == 0
    assert verdicts[Item.HANG] is Verdict.AS_BEFORE
    for mode in MODES:
        numbers = counts[Item.HANG, mode].numbers
        assert numbers[What.COUNT] == numbers[What.BEFORE]
    mended = {claim.item for claim in DEFECTS if claim.since}
    assert mended == {Item.TRANSLATION, Item.NO_EXECUTE}
    assert {item for item, verdict in verdicts.items() if verdict is Verdict.MENDED} == mended
    claims = {claim.item: claim for claim in (*CLAIMS, *DEFECTS)}
    assert claims[Item.TRANSLATION].verdict_text == "mended 24 Jan"
    assert claims[Item.EXITS].verdict_text == "borne out"


def test_records_that_are_none(results):
    """A child process of another program."""
    with pytest.raises(KeyError):
        with_record(results, {})
    with pytest.raises(ValueError, match="z"):
        with_record(results, {"kind": "count", "item": "z", "mode": "pae"})
    with pytest.raises(KeyError):
        with_record(results, {"kind": "programs", "item": "d", "programs": "many"})
    assert with_record(results, progress_record(1, 2)) == results


def test_programs_that_were_run_for_one_item_say_nothing_of_another(results):
    """No number that was not counted."""
    codes = replace(results, programs={Item.CODES: results.programs[Item.CODES]})
    assert by_item(codes)[Item.SHARED].numbers == (UNKNOWN, "", "")
    assert "*13*" in programs_sentence(codes)
    shared = replace(results, programs={Item.SHARED: results.programs[Item.SHARED]})
    assert by_item(shared)[Item.SHARED].numbers == ("37", "", "")
    assert "still to be run" in programs_sentence(shared)


def test_what_is_not_known_is_marked():
    """The mail names a guest and says no more."""
    assert "netbsd" in QUOTE
    assert {remark.known for remark in REMARKS} == {True, False}
    assert all(remark.text.endswith(".") for remark in REMARKS)


def test_the_step_that_tells():
    """The last one at the anchor."""
    events = [Jumped(anchor, None, None) for anchor in (Anchor.READ, Anchor.PRESENT, Anchor.READ)]
    assert step_of(events, Anchor.READ) == 3
    assert step_of(events, Anchor.VMEXIT) == 0


def test_sentences():
    """Each has a detail, which is one or two sentences."""
    for claim in (*CLAIMS, *DEFECTS):
        assert claim.detail.endswith(".")
        assert not claim.sentence.endswith(".")
    assert set(Item) == {claim.item for claim in (*CLAIMS, *DEFECTS)}
    assert {PagingMode.PAE, X32, LONG} == set(PagingMode)
