"""Questions need the rules of their level and no others, and are marked part by part."""

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.cpu import CpuState
from mmuviz.core.exercises.answer import failing_ideas, right_answer
from mmuviz.core.exercises.dice import Dice
from mmuviz.core.exercises.difficulty import ABSENT, DIFFICULTIES, LARGE, PAGE, PDPTE, Part
from mmuviz.core.exercises.draft import Frames
from mmuviz.core.exercises.drill import begin
from mmuviz.core.exercises.make import make_questions
from mmuviz.core.exercises.marking import UNANSWERED, Given, mark_question
from mmuviz.core.exercises.slips import Slip
from mmuviz.core.exercises.spec import MOST, SheetSpec
from mmuviz.core.models.path import read_path
from mmuviz.core.models.wrong import WRONG_MODELS
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics

AFTER, HARDWARE = Semantics.AFTER, Semantics.HARDWARE
KINDS = list(product(DIFFICULTIES, PagingMode, range(1, 5)))
NAMES = {model.name for model in WRONG_MODELS}


def specs(most=12):
    """Any sheet, short."""
    return st.builds(
        lambda kind, seed, count: SheetSpec(kind[1], kind[2], seed, count, kind[0]),
        st.sampled_from(KINDS),
        st.integers(0, (1 << 64) - 1),
        st.integers(1, most),
    )


def needed(question):
    return {idea.model.name for idea in question.ideas}


def flags_of_path(question):
    """Access, CR0.WP and the low bits of the entries on the path."""
    scenario, gva = question.scenario, question.scenario.access.gva
    seen = []
    for table in question.tables[: len(scenario.cpu.mode.levels)]:
        entries = dict(table.entries)
        seen.append(entries[table.level.select(gva)] & 0xFFF)
    return (scenario.access.write, scenario.access.user, scenario.cpu.wp, *seen)


@settings(max_examples=25)
@given(specs())
def test_a_question_needs_what_its_level_says(spec):
    """A rule of the level, or what it is to reach; nothing else makes a difference."""
    level = spec.difficulty
    for question in make_questions(spec):
        rules = needed(question) - level.given
        assert rules <= {*level.needs, *level.may}
        is_large = question.answer.levels[-1] == 2 and question.answer.values[Part.RESULT]
        free = {PAGE, ABSENT, LARGE} & set(level.needs)
        assert rules & {*level.needs} or free
        if is_large:
            assert spec.level == 4
        if spec.level == 1:
            assert not rules


@pytest.mark.parametrize(("semantics", "mode", "level"), KINDS)
def test_the_needs_of_a_level_take_turns(semantics, mode, level):
    """In as many questions as a level has needs, each is needed once at least."""
    targets = DIFFICULTIES[semantics][level - 1].targets(mode)
    questions = list(make_questions(SheetSpec(mode, level, 5, 2 * len(targets), semantics)))
    rules = Counter(name for question in questions for name in needed(question))
    for name in NAMES.intersection(targets):
        assert rules[name] >= 2
    pages = [question for question in questions if question.answer.values[Part.RESULT]]
    assert len(pages) >= 2 * sum(target in {PAGE, LARGE} for target in targets)
    if LARGE in targets:
        assert sum(question.answer.levels[-1] == 2 for question in pages) >= 2


@pytest.mark.parametrize(("semantics", "mode", "level"), KINDS)
def test_no_two_are_alike(semantics, mode, level):
    """Access, CR0.WP and the path's flags differ; with two levels, in the longest sheet too."""
    count = MOST if mode is PagingMode.X32 else 20
    questions = list(make_questions(SheetSpec(mode, level, 1, count, semantics)))
    assert len(set(map(flags_of_path, questions))) == len(questions) == count


@settings(max_examples=20)
@given(specs(8))
def test_a_longer_sheet_begins_like_a_shorter_one(spec):
    """And the same spec makes the same questions."""
    longer = list(make_questions(replace(spec, count=spec.count + 2)))
    assert list(map(seen, make_questions(spec))) == list(map(seen, longer[: spec.count]))


def seen(question):
    scenario = question.scenario
    return question.tables, scenario.cpu, scenario.access


@settings(max_examples=25)
@given(specs())
def test_what_is_printed_is_the_memory(spec):
    """Every entry that the walk reads is printed, and no word besides what is printed is set."""
    size = spec.mode.entry_size
    for question in make_questions(spec):
        cpu = question.scenario.cpu
        entries = {
            (cpu.root_table if table.address is None else table.address) + index * size: value
            for table in question.tables
            for index, value in table.entries
        }
        assert len(entries) == sum(len(table.entries) for table in question.tables)
        for address, value in entries.items():
            assert question.scenario.entry(address) == value
        kept = sum(word != 0 for word in question.scenario.memory.words.values())
        assert kept <= len(entries)
        levels = [table.level.number for table in question.tables]
        assert set(question.answer.levels) <= set(levels)


@settings(max_examples=25)
@given(specs())
def test_the_key_has_full_marks_and_a_wrong_part_loses_its_point(spec):
    """Answers as the key has them; then each part spoiled in turn."""
    for question in make_questions(spec):
        right = {part: Given(question.answer.values[part]) for part in question.parts}
        assert mark_question(question, right).score == len(question.parts)
        for part in question.parts:
            for spoiled in (Given(-1), UNANSWERED):
                marked = mark_question(question, right | {part: spoiled})
                assert marked.score == len(question.parts) - 1
                assert not marked.ideas


@settings(max_examples=25)
@given(specs())
def test_an_idea_is_known_by_its_answers(spec):
    """Whoever answers as a wrong idea does is told of it."""
    for question in make_questions(spec):
        right = {part: Given(question.answer.values[part]) for part in question.parts}
        for idea in question.ideas:
            said = {part: Given(value) for part, value in idea.wrong.items()}
            marked = mark_question(question, right | said)
            assert marked.score == len(question.parts) - len(idea.wrong)
            assert idea.model.name in {each.model.name for each in marked.ideas}


def test_nothing_answered_has_no_points():
    """And no idea behind it."""
    (question,) = make_questions(SheetSpec(PagingMode.PAE, 3, 1, 1))
    marked = mark_question(question, {})
    assert (marked.score, marked.ideas) == (0, ())
    assert [mark.given for mark in marked.marks] == [UNANSWERED] * 5


def test_what_the_manual_leaves_open_counts_either_way():
    """A of an entry passed on the way to a fault."""
    question = next(
        question
        for question in make_questions(SheetSpec(PagingMode.PAE, 3, 1, 50))
        if question.answer.either
    )
    answer = question.answer
    assert answer.accepts(Part.ACCESSED, answer.either)
    assert answer.accepts(Part.ACCESSED, frozenset())
    assert not answer.accepts(Part.ACCESSED, answer.either | {9})
    assert not answer.accepts(Part.ACCESSED, None)
    idea = next((each for each in question.ideas if Part.ACCESSED in each.wrong), None)
    if idea is not None:
        said = idea.wrong[Part.ACCESSED] - answer.either
        marked = mark_question(question, {Part.ACCESSED: Given(said)})
        assert idea.model.name in {each.model.name for each in marked.ideas}


def test_an_idea_about_the_other_walk_fails_by_itself_or_not_at_all():
    """Where both walks say the same; where they do not, only an idea about this walk can."""
    table, leaf = 0x2000, 0x2000
    scenario = Scenario(CpuState(cr3=0x1000), access=Access(user=True))
    scenario = scenario.with_entry(0x1000, table | Pte.P)
    names = {idea.model.name for idea in failing_ideas(AFTER, scenario)}
    assert names == {"last-entry-present", "whole-path-first"}
    names = {idea.model.name for idea in failing_ideas(HARDWARE, scenario)}
    assert names == {"level-by-level", "absent-is-judged", "code-describes-page"}
    allowed = scenario.with_entry(leaf, 0x5000 | Pte.P | Pte.U)
    assert next(idea.model.name for idea in failing_ideas(AFTER, allowed)) == "leaf-alone"


def with_result(mode, level, wanted):
    """The first question of a kind that reaches a page of the level `wanted`."""
    return next(
        question
        for question in make_questions(SheetSpec(mode, level, 3, 40))
        if question.answer.values[Part.RESULT] and question.answer.levels[-1] == wanted
    )


def slip(question, part, said):
    """The slip in an answer that is otherwise right; it has no point."""
    marked = mark_question(question, {part: Given(said)})
    (mark,) = [mark for mark in marked.marks if mark.part is part]
    assert mark.score == 0
    return mark.slip


@pytest.mark.parametrize("mode", PagingMode)
def test_a_path_may_slip(mode):
    """Turned round, cut short, gone too far, split as another mode splits; or just wrong."""
    question = with_result(mode, 1, 1)
    right, gva = question.answer.values[Part.PATH], question.scenario.access.gva
    assert slip(question, Part.PATH, right[::-1]) is Slip.REVERSED
    assert slip(question, Part.PATH, right[:-1]) is Slip.TOO_SHORT
    assert slip(question, Part.PATH, (*right, 5)) is Slip.TOO_LONG
    other = PagingMode.X32 if mode is PagingMode.PAE else PagingMode.PAE
    split = tuple(level.select(gva) for level in other.levels)
    assert slip(question, Part.PATH, split) is Slip.OTHER_SPLIT
    assert slip(question, Part.PATH, (1, 2, 3, 4, 5, 6)) is None


@pytest.mark.parametrize("mode", PagingMode)
def test_an_address_may_slip(mode):
    """No offset, a frame number, flags and all, the small offset of a large page; or just wrong."""
    question = with_result(mode, 4, 2)
    right, gva = question.answer.values[Part.RESULT], question.scenario.access.gva
    mask = mode.level(2).offset_mask
    entry = read_path(question.scenario).leaf.entry
    assert slip(question, Part.RESULT, right & ~mask) is Slip.NO_OFFSET
    assert slip(question, Part.RESULT, right >> 12) is Slip.FRAME_NUMBER
    assert slip(question, Part.RESULT, entry + (gva & mask)) is Slip.FLAGS_KEPT
    assert slip(question, Part.RESULT, entry) is Slip.FLAGS_KEPT
    assert slip(question, Part.RESULT, right & ~mask | gva & 0xFFF) is Slip.SMALL_OFFSET
    assert slip(question, Part.RESULT, right + (1 << 40)) is None
    assert slip(question, Part.RESULT, None) is None


def test_there_is_no_address_to_slip_where_the_access_faults():
    """An address is wrong there, and nobody knows how it came to be."""
    question = next(
        question
        for question in make_questions(SheetSpec(PagingMode.PAE, 1, 3, 9))
        if question.answer.values[Part.RESULT] is None
    )
    assert slip(question, Part.RESULT, 0x1000) is None


def test_no_idea_is_about_more_than_p_w_and_u():
    """With paging off there is no walk to be wrong about."""
    scenario = Scenario(CpuState(pg=False))
    assert failing_ideas(HARDWARE, scenario) == ()
    assert right_answer(HARDWARE, scenario).levels == ()


def test_an_idea_that_allows_says_where():
    """The physical address, of a small page and of a large one."""
    cpu = CpuState(cr3=0x1000, pse=True, wp=True)
    scenario = Scenario(cpu, access=Access(0x00401234, write=True, user=True))
    large = scenario.with_entry(0x1004, 0x800000 | Pte.P | Pte.U | Pte.PS)
    large = large.with_cpu(replace(cpu, wp=False))
    (idea,) = [
        each for each in failing_ideas(HARDWARE, large) if each.model.name == "wp-frees-user"
    ]
    assert idea.wrong[Part.RESULT] == 0x801234
    small = scenario.with_entry(0x1004, 0x2000 | Pte.P | Pte.U)
    small = small.with_entry(0x2004, 0x5000 | Pte.P | Pte.U | Pte.W)
    idea = failing_ideas(HARDWARE, small)[0]
    assert (idea.model.name, idea.wrong[Part.RESULT]) == ("leaf-alone", 0x5234)


def test_pdptes_are_asked_about_in_pae_mode_alone():
    """Elsewhere there is no such rule to need."""
    for levels in DIFFICULTIES.values():
        assert [PDPTE in level.targets(PagingMode.PAE) for level in levels] == [False] * 3 + [True]
        assert not any(PDPTE in level.targets(PagingMode.LONG) for level in levels)


def test_a_frame_is_given_out_once():
    """63 large ones in 256 MiB, and then the small ones that are left."""
    level = PagingMode.X32.level(2)
    frames = Frames(Dice("frames"), [4 << 20])
    large = {frames.large(level) for _ in range(62)}
    assert large == {number << 22 for number in range(2, 64)}
    assert frames.small() not in large


def test_dice_fall_the_same_way_everywhere():
    """`Random.random` of a text is the same on every Python; so is what is made of it."""
    dice = Dice("mmuviz")
    assert [dice.below(100) for _ in range(5)] == [88, 55, 72, 74, 15]
    assert Dice("other").below(1 << 30) != Dice("mmuviz").below(1 << 30)
    assert sorted(dice.shuffled("abcd")) == list("abcd")
    assert {dice.pick("ab") for _ in range(50)} == {"a", "b"}
    assert not dice.chance(0)
    assert dice.chance(1)


def test_a_drill_keeps_what_is_written():
    """Question by question; it is the sheet's set, and a value."""
    spec = SheetSpec(PagingMode.PAE, 2, 7, 3)
    start = begin(spec)
    assert start.questions == tuple(make_questions(spec))
    assert (start.at, start.is_first, start.is_last) == (0, True, False)
    one = start.type(Part.PATH, "1 2 3").type(Part.RESULT, "  ")
    assert (one.text(Part.PATH), one.text(Part.RESULT)) == ("1 2 3", "  ")
    assert start.text(Part.PATH) == ""
    last = one.go(9)
    assert (last.at, last.is_last, last.question.number, last.text(Part.PATH)) == (2, True, 3, "")
    assert last.go(-4) == one
