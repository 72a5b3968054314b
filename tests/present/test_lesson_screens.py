"""Lessons cut into screens: one thing is asked at a time, and the window does not tell it."""

from dataclasses import replace

import pytest

from mmuviz.core.events import Anchor, Check, Composed, EntryWritten, Judged
from mmuviz.core.lessons.fact import Subject, Topic
from mmuviz.core.lessons.lesson import Lesson, Page, Point, Task, Text
from mmuviz.core.lessons.progress import Progress
from mmuviz.core.lessons.question import SELECTS
from mmuviz.core.lessons.target import Stage, Target
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, record
from mmuviz.present.lesson_list import lesson_row
from mmuviz.present.lesson_page import PointBlock, QuestionBlock, TaskBlock, TextBlock
from mmuviz.present.lesson_screens import answer_place, screens, tells
from mmuviz.present.run_frame import RunRecord
from mmuviz.present.telling import target_moment
from mmuviz.resources import tutorials
from mmuviz.sources.lesson_file import lesson_files, read_lesson
from mmuviz.sources.lesson_words import parse_goal, parse_setting

LESSONS = [read_lesson(path) for path in lesson_files(tutorials() / "lessons")]
ORDER = next(lesson for lesson in LESSONS if lesson.name.startswith("11"))
SHADOW = next(lesson for lesson in LESSONS if lesson.name.startswith("09"))
ADDRESS = LESSONS[0]


def by_name(argument):
    return pytest.mark.parametrize(argument, LESSONS, ids=lambda lesson: lesson.name)


@by_name("lesson")
def test_every_block_is_on_one_screen_in_its_order(lesson):
    """Nothing is lost, nothing is asked twice."""
    shown = screens(lesson)
    asked = [screen.asked for screen in shown if screen.asked is not None]
    blocks = [block for screen in shown for block in screen.blocks]

    assert [screen.number for screen in shown] == list(range(1, len(shown) + 1))
    assert [screen.item for screen in shown if screen.asked] == list(range(1, len(asked) + 1))
    assert tuple(screen.id for screen in shown if screen.asked) == lesson.ids
    assert {screen.id for screen in shown if not screen.asked} <= {""}
    assert [one.question for one in asked if isinstance(one, QuestionBlock)] == [*lesson.questions]
    assert [one.task for one in asked if isinstance(one, TaskBlock)] == [*lesson.tasks]
    authored = [
        one for page in lesson.pages for one in page.blocks if isinstance(one, Text | Point)
    ]
    assert len(blocks) == len(authored)


@by_name("lesson")
def test_the_window_stands_at_the_state_that_is_asked_about(lesson):
    """And shows none of the exits that are to be counted."""
    for screen in screens(lesson):
        if isinstance(screen.asked, QuestionBlock):
            asked = screen.asked.question
            if asked.subject.topic in SELECTS:  # the window would show the address cut already
                assert asked.truth != asked.subject.truth(screen.opening.scenario)
            else:
                assert screen.opening.scenario == asked.scenario
            assert screen.opening.stage is Stage.WALK
            assert not screen.opening.at_end
        elif screen.asked is not None:
            assert screen.opening.scenario == screen.asked.task.scenario
        for block in screen.blocks:
            if isinstance(block, PointBlock):
                assert block.target.step(screen.opening.scenario) == block.step


def test_places_of_another_state_come_before_the_question():
    """The first lesson points at one address, then asks about another."""
    first, second = screens(ADDRESS)[1:3]

    assert [type(block) for block in first.blocks] == [TextBlock, PointBlock, PointBlock]
    assert first.asked is None
    assert first.progress == ""
    assert first.opening.target == first.blocks[1].target
    assert second.blocks == ()
    assert second.progress == "question 1 of 4"
    assert second.opening.target is None
    assert second.state == "32-bit · user read of 0xc07238 · CR0.WP 0"
    assert second.entries == (), "they would name the indices that are asked for"


def test_a_question_has_what_it_needs():
    """The entries on the path: the window stands before they are read."""
    screen = next(one for one in screens(ORDER) if one.asked)

    assert screen.entries[1].split() == [
        "PDE",
        "3",
        "00003023",
        "P",
        "W",
        "·",
        "·",
        "·",
        "A",
        *"····",
    ]
    assert screen.title == "The processor"


def test_places_behind_the_walk_come_before_the_question():
    """They show how many exits there are."""
    shown = screens(SHADOW)
    behind = next(one for one in shown if one.opening.stage is Stage.EXITS)

    assert behind.asked is None
    assert shown[behind.number].asked is not None


def test_where_the_answer_is_shown():
    """At the check that is asked about; behind the walk for exits; else at the end."""
    questions = [*ORDER.questions]
    check = next(one for one in questions if one.truth == "refuses")
    unreached = next(one for one in questions if one.truth == "is not reached")
    exits = next(one for one in SHADOW.questions if one.subject.topic is Topic.VMEXITS)

    assert answer_place(check).target == Target(Semantics.AFTER, Anchor.WRITE, 2)
    assert answer_place(unreached).target is None
    assert answer_place(unreached).at_end
    assert answer_place(questions[0]).semantics is Semantics.HARDWARE
    assert answer_place(exits).stage is Stage.EXITS


def made(*blocks):
    """A lesson of one page."""
    return Lesson("a", "A", "About a.", (Page("", Scenario(), blocks),))


def task(scenario, *goals):
    mode = scenario.cpu.mode
    met = tuple(parse_goal(goal, mode, Semantics.HARDWARE) for goal in goals)
    return Task("Do it", "", scenario, met, (parse_setting("wp = 1", mode),))


@pytest.mark.parametrize(
    ("goals", "who"),
    [
        (("wp = 1", "outcome = mapped"), Semantics.HARDWARE),
        (("before and after differ in vmexits",), Semantics.BEFORE),
        (("wp = 1",), Semantics.AFTER),
    ],
)
def test_a_task_starts_at_the_end_of_whose_walk_it_speaks(goals, who):
    """The first goal that says of whom; else after."""
    (screen,) = screens(made(task(Scenario(), *goals)))

    assert screen.opening.semantics is who
    assert screen.opening.at_end
    assert screen.progress == "task 1 of 1"


def test_text_alone_stands_at_the_start_of_after():
    """Nothing is asked on its page."""
    (screen,) = screens(made(Text("Words.")))

    assert (screen.opening.semantics, screen.opening.at_end) == (Semantics.AFTER, False)
    assert (screen.title, screen.item) == ("", 0)


def test_a_row_of_the_list_tells_how_far_one_is():
    """What an older edition of the lesson had more is not counted."""
    row = lesson_row(11, ORDER, Progress())
    assert (row.number, row.title, row.told, row.begun) == (11, ORDER.title, "0 of 8", False)
    assert row.summary == ORDER.summary
    assert row.meaning == "Not begun: 0 of 8 answered rightly"

    row = lesson_row(11, ORDER, Progress(2, frozenset({*ORDER.ids[:2], "gone"})))
    assert (row.told, row.begun, row.done) == ("2 of 8", True, False)
    assert row.meaning == "Begun: 2 of 8 answered rightly"

    row = lesson_row(11, ORDER, Progress(8, frozenset(ORDER.ids)))
    assert row.done
    assert row.meaning == "Done: all 8 answered rightly"


def test_a_place_behind_the_walk_is_a_moment_of_the_run():
    """The second exit of before comes in the second try; what is not come to is the end."""
    scenario = next(
        page.scenario
        for page in SHADOW.pages
        if page.title == "A refused access, before the change"
    )
    record = RunRecord(scenario)

    def moment(occurrence):
        target = Target(Semantics.BEFORE, Anchor.VMEXIT, None, occurrence, Stage.EXITS)
        return target_moment(record, target)

    first, second = (record.moments[moment(number) - 1].place for number in (1, 2))
    assert first[0] + 1 == second[0]
    assert moment(9) == len(record.moments)


@by_name("lesson")
def test_a_place_has_its_step(lesson):
    """Where the window stands; 0 for what is behind the walk."""
    for screen in screens(lesson):
        place = screen.opening
        last = len(record(place.semantics, place.scenario).events)
        if place.stage is Stage.EXITS:
            assert place.step == 0
        elif place.at_end:
            assert place.step == last
        elif place.target is None:
            assert place.step == 0
        else:
            assert place.step == place.target.step(place.scenario)


def test_where_the_walk_tells_the_answer():
    """An index at once, a code where it is made, a check where it is judged; else at the end."""
    for lesson in LESSONS:
        for question in lesson.questions:
            events = record(question.subject.semantics, question.scenario).events
            told, topic = question.told_at, question.subject.topic
            if topic in SELECTS:
                assert told == 0
            elif topic is Topic.CHECK and question.truth != "is not reached":
                event = events[told - 1]
                assert isinstance(event, Check | Judged)
            elif topic in (Topic.ACCESSED, Topic.DIRTY) and told < len(events):
                assert isinstance(events[told - 1], EntryWritten)
            elif topic is Topic.ERROR_CODE and told < len(events):
                assert isinstance(events[told - 1], Composed)
                assert not any(isinstance(one, Composed) for one in events[: told - 1])
            else:
                assert told == len(events)


def test_the_judgement_tells_of_each_of_its_checks():
    """Hardware judges all at once."""
    lesson = next(one for one in LESSONS if one.name.startswith("03"))
    (question, *_) = lesson.questions
    subject = Subject(Topic.CHECK, Semantics.HARDWARE, anchor=Anchor.USER)
    asked = replace(question, subject=subject)
    events = record(Semantics.HARDWARE, asked.scenario).events
    assert asked.truth == "refuses"
    assert isinstance(events[asked.told_at - 1], Judged)


@by_name("lesson")
def test_a_place_that_tells_the_answer_comes_with_it(lesson):
    """The window starts before it; a place in another walk, or behind it, tells nothing."""
    for screen in screens(lesson):
        places = [block for block in screen.blocks if isinstance(block, PointBlock)]
        if not isinstance(screen.asked, QuestionBlock):
            assert not any(tells(point, screen.asked) for point in places)
            continue
        told = screen.asked.question.told_at
        assert screen.opening.step < told or not told
        for point in places:
            if tells(point, screen.asked):
                assert point.target != screen.opening.target
                assert point.step >= screen.asked.question.decided_at


def test_a_page_that_is_only_read_shows_whose_walk_comes_next():
    """The first lessons are the processor's; where nothing comes it is after."""
    assert screens(ADDRESS)[0].opening.semantics is Semantics.HARDWARE
    (alone,) = screens(made(Text("Read.")))
    assert alone.opening.semantics is Semantics.AFTER


def test_a_place_that_tells_is_no_start():
    """At the A bit that is asked for the answer is seen; where an entry is read it is not."""
    flags = next(one for one in LESSONS if one.name.startswith("05"))
    question = next(flags.questions)
    bit, read = (
        Point(Target(Semantics.HARDWARE, anchor, 1), "Here.")
        for anchor in (Anchor.ACCESSED, Anchor.READ)
    )
    page = Page("", question.scenario, (bit, question))

    (screen,) = screens(replace(flags, pages=(page,)))
    assert [tells(point, screen.asked) for point in screen.blocks] == [True]
    assert screen.opening.target is None
    (screen,) = screens(replace(flags, pages=(replace(page, blocks=(bit, read, question)),)))
    assert screen.opening.target == read.target
