"""The walker's fields, the timeline's words, the listings and the frame."""

from pathlib import Path

import pytest

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.cpu import CpuState
from mmuviz.core.events import Anchor
from mmuviz.core.operation import Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.shadow.events import Answer, Answered
from mmuviz.core.shadow.program import run_program
from mmuviz.core.trace import Semantics, record
from mmuviz.present.frame import Frame
from mmuviz.present.listing import (
    FUNCTIONS,
    change,
    lines_at,
    lines_of,
    listing,
    listing_picture,
    lit_lines,
)
from mmuviz.present.run_frame import VERSIONS
from mmuviz.present.timeline import timeline
from mmuviz.present.walker import walker_picture
from mmuviz.sources.program_file import read_programs
from tests.present.walks import guest, small_space

P, W, U, A = Pte.P, Pte.W, Pte.U, Pte.A
ALL = P | W | U | A
HIT = guest(PagingMode.PAE, (P, ALL, ALL), Access(write=True, user=True))
REFUSED = guest(PagingMode.PAE, (P, ALL, P | U | A), Access(write=True, user=True))


def frame(scenario, semantics, step=None):
    trace = record(semantics, scenario)
    return Frame(trace, len(trace.events) if step is None else step)


def fields(shown):
    picture = walker_picture(shown.trace.semantics, shown.walker, shown.translated)
    return {field.name: field.value for field in picture.fields}, picture


def test_fields_are_unset_before_the_first_step():
    """At step 0 nothing is written."""
    values, picture = fields(frame(HIT, Semantics.AFTER, 0))

    assert set(values.values()) == {"unset"}
    assert picture.title == "guest_walker"


def test_fields_after_a_hit():
    """level, table_gfn, ptep, inherited_ar and gfn as the walk left them."""
    values, picture = fields(frame(HIT, Semantics.AFTER))

    assert values["level"] == "1"
    assert values["ptep"] == "0x3000"
    assert values["inherited_ar"] == "W 1 and U 1"
    assert values["gfn"] == "0x4"
    assert picture.remark == "gva_to_gpa, a call apart, gives 0x4000"


def test_ptep_of_a_register_is_no_address():
    """A PDPTR is a register."""
    values, _ = fields(frame(HIT, Semantics.AFTER, 1))

    assert values["ptep"] == "the register"


def test_before_has_no_error_code():
    """The struct before the change lacks the field."""
    values, _ = fields(frame(REFUSED, Semantics.BEFORE))

    assert values["error_code"] == "no such field"
    assert fields(frame(REFUSED, Semantics.AFTER))[0]["error_code"] == "P W U"


def test_hardware_shows_what_it_collected():
    """W and, U and, NX or, the frame and the code."""
    values, picture = fields(frame(REFUSED, Semantics.HARDWARE))
    assert picture.title == "collected over the path"
    assert (values["W and"], values["U and"], values["NX or"]) == ("0", "1", "0")
    assert values["error_code"] == "P W U"
    assert fields(frame(HIT, Semantics.HARDWARE, 0))[0]["W and"] == "unset"
    assert picture.remark == ""


@pytest.mark.parametrize(
    ("scenario", "semantics", "text", "wrong"),
    [
        (guest(PagingMode.PAE, (P, 0, 0)), Semantics.AFTER, "made of the PDPTR", True),
        (guest(PagingMode.PAE, (0, 0, 0)), Semantics.AFTER, "UNMAPPED", False),
        (guest(PagingMode.X32, (0, 0)), Semantics.AFTER, "undefined", True),
        (guest(PagingMode.X32, (0, 0)), Semantics.BEFORE, "UNMAPPED", False),
    ],
)
def test_gva_to_gpa_is_told_as_what_it_is(scenario, semantics, text, wrong):
    """A wrong and an undefined answer are a defect, and said to be."""
    _, picture = fields(frame(scenario, semantics))

    assert text in picture.remark
    assert picture.wrong is wrong


@pytest.mark.parametrize("semantics", Semantics)
def test_each_listing_has_exactly_its_semantics_anchors(semantics):
    """Every step of every state stands on a line, and every line with an anchor is stood on."""
    space = [*small_space(PagingMode.X32), *small_space(PagingMode.PAE)][::7]
    far = Access(gva=1 << 62)
    space.append(guest(PagingMode.LONG, (ALL, ALL, ALL, ALL), far))
    seen = set()
    for scenario in space:
        trace = record(semantics, scenario)
        for step in range(1, len(trace.events) + 1):
            assert lines_of(semantics, trace, step)
            seen.add(trace.events[step - 1].anchor)

    inside = {Anchor.WRITE, Anchor.USER, Anchor.FETCH, Anchor.SUPERVISOR}
    named = frozenset().union(*(line.anchors for line in listing(semantics)))
    assert seen | (inside if semantics is Semantics.HARDWARE else set()) == named


def test_a_refusing_line_shows_its_jump():
    """At check b the arrow leads to access_error; after it the jump itself does."""
    trace = record(Semantics.AFTER, REFUSED)
    at = next(step for step, event in enumerate(trace.events, 1) if getattr(event, "holds", False))
    shown = listing_picture(trace, at)

    assert (shown.refuses, shown.current, shown.jump) == (True, (10, 11), (11, 19))
    assert listing_picture(trace, at + 1).jump == (11, 19)
    assert listing_picture(trace, at + 2).current == (19,)
    assert listing_picture(trace, 0).current == ()
    assert listing_picture(trace, 0).jump is None


def test_hardware_jumps_from_its_judgement():
    """The judgement that refuses leads to fault(code)."""
    trace = record(Semantics.HARDWARE, REFUSED)
    at = next(step for step, event in enumerate(trace.events, 1) if event.anchor is Anchor.JUDGE)

    assert listing_picture(trace, at).refuses
    assert listing_picture(trace, at).jump is not None


def test_the_outside_has_no_line_in_walk_addr():
    """With paging off walk_addr is not called: no line is lit and no jump drawn."""
    scenario = guest(PagingMode.X32, (ALL, ALL), cpu=CpuState(cr3=0x1000, pg=False))
    shown = listing_picture(record(Semantics.AFTER, scenario), 1)

    assert shown.current == ()
    assert shown.jump is None


def test_the_change_lines_checks_up_by_their_letters():
    """Check a stands beside check a, whatever its text became; b and c are new."""
    pairs = [(row.before and row.before.letter, row.after and row.after.letter) for row in change()]

    assert ("e", "e") in pairs
    assert (None, "b") in pairs or ("", "b") in pairs
    assert any(row.same for row in change())
    assert not all(row.same for row in change())


def test_both_sides_of_the_change_are_lit():
    """The side that is not walked lights the lines of the same anchor."""
    trace = record(Semantics.AFTER, HIT)
    read = next(step for step, event in enumerate(trace.events, 1) if event.anchor is Anchor.READ)

    lit = lit_lines(trace, read)
    assert lit[Semantics.AFTER] == frozenset({8})
    assert lit[Semantics.BEFORE] == frozenset({8})
    assert lit_lines(trace, 0) == {Semantics.AFTER: frozenset()}


@pytest.mark.parametrize("semantics", Semantics)
def test_the_timeline_names_every_step_once(semantics):
    """The steps are numbered through, each with a word and a tip."""
    for scenario in (HIT, REFUSED, guest(PagingMode.PAE, (P, P, P)), guest(PagingMode.X32, (0, 0))):
        trace = record(semantics, scenario)
        steps = [step for group in timeline(trace) for step in group.steps]
        assert [step.number for step in steps] == list(range(1, len(trace.events) + 1))
        assert all(step.word and step.tip for step in steps)


def test_the_timeline_marks_refusals_and_writes():
    """The refusing check and the written entry carry a mark."""
    refused = [s for g in timeline(record(Semantics.AFTER, REFUSED)) for s in g.steps if s.mark]
    assert [(step.word, step.mark) for step in refused] == [("b", "refused")]

    written = record(Semantics.BEFORE, guest(PagingMode.X32, (P, P | A)))
    marked = [step for group in timeline(written) for step in group.steps if step.mark]
    assert [(step.word, step.mark) for step in marked] == [("d ✎", "written")]


def test_a_frame_knows_its_scenario_and_last_step():
    """A frame carries the whole walk."""
    shown = frame(HIT, Semantics.AFTER, 2)

    assert shown.scenario is HIT
    assert shown.last_step == len(shown.trace.events)
    assert shown.station == 0


VECTORS = Path(__file__).parents[1] / "data" / "vectors"


@pytest.fixture(scope="module")
def seen_in_runs():
    """The points that runs of both versions come to, in page_fault and in gva_to_gpa."""
    space = [*small_space(PagingMode.X32), *small_space(PagingMode.PAE)][::5]
    programs = [
        *read_programs(VECTORS / "sequences-directed.jsonl.gz"),
        *read_programs(VECTORS / "sequences-pae.jsonl.gz")[:20],
    ]
    runs = [(one.scenario, one.scenario.operations) for one in programs]
    runs += [(scenario, (Touch(scenario.access),)) for scenario in space]
    seen = {(who, name): set() for who in VERSIONS for name in FUNCTIONS}
    for version in VERSIONS:
        for scenario, operations in runs:
            for executed in run_program(version, scenario, operations):
                inside = ""
                for event in executed.events:
                    if event.anchor is Anchor.VMEXIT:
                        inside = "page_fault"
                    if inside:
                        seen[version, inside].add(event.anchor)
                    if isinstance(event, Answered):
                        inside = "gva_to_gpa" if event.answer is Answer.EMULATE else ""
                    if event.anchor is Anchor.GVA_TO_GPA:
                        inside = ""
    return seen


@pytest.mark.parametrize("function", ["page_fault", "gva_to_gpa"])
@pytest.mark.parametrize("version", VERSIONS)
def test_each_listing_of_the_change_has_exactly_its_runs_anchors(seen_in_runs, version, function):
    """Whatever a run does there stands on a line, and every line with an anchor is stood on."""
    named = frozenset().union(*(line.anchors for line in listing(version, function)))
    called = frozenset().union(*(line.anchors for line in listing(version)))
    seen = seen_in_runs[version, function]

    assert seen <= named
    assert seen - called == named - called
    if function == "page_fault":
        assert seen == named, "the walk comes to all of its points too"


def test_the_functions_of_the_change_differ():
    """Each has a row that changed, and a line that stayed."""
    for function in FUNCTIONS:
        assert {row.same for row in change(function)} == {True, False}


def test_points_light_the_function_that_they_belong_to():
    """A walk belongs to page_fault, but to gva_to_gpa where it ends in it."""
    both = {version: {Anchor.PRESENT} for version in VERSIONS}
    assert lines_at("walk_addr", both) == dict(zip(VERSIONS, [{10}, {9}], strict=True))
    assert lines_at("page_fault", both) == {version: {2} for version in VERSIONS}
    assert lines_at("gva_to_gpa", both) == {version: set() for version in VERSIONS}
    own = {Semantics.AFTER: {Anchor.PRESENT, Anchor.GVA_TO_GPA}}
    assert lines_at("gva_to_gpa", own)[Semantics.AFTER] == {2, 3, 4}
    assert lines_at("page_fault", own)[Semantics.AFTER] == set()
    answers = {Semantics.BEFORE: {Anchor.NOT_FIXED}, Semantics.AFTER: {Anchor.REFUSED}}
    assert lines_at("page_fault", answers) == dict(zip(VERSIONS, [{11, 12}, {3, 4}], strict=True))
