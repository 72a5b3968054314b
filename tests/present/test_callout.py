"""What a lesson points at on the path: the entry and its bit, as long as the walk stands there."""

from dataclasses import replace

from mmuviz.core.events import Anchor
from mmuviz.core.lessons.target import Stage, Target
from mmuviz.core.trace import Semantics, record
from mmuviz.present.callout import callout
from mmuviz.present.lesson_page import PointBlock
from mmuviz.present.lesson_screens import Place, answer_place, point_place, screens
from mmuviz.resources import tutorials
from mmuviz.sources.lesson_file import lesson_files, read_lesson

LESSONS = [read_lesson(path) for path in lesson_files(tutorials() / "lessons")]


def pointed(name):
    """The callouts of a lesson, in their order."""
    shown = screens(next(one for one in LESSONS if one.name.startswith(name)))
    return [
        callout(point_place(block, screen.opening.scenario))
        for screen in shown
        for block in screen.blocks
        if isinstance(block, PointBlock)
    ]


def test_a_check_points_at_its_bit():
    """The first sentence, and the entry that the address selects."""
    collected, decides, *_ = pointed("11")
    assert (decides.level, decides.index, decides.letter) == (1, 7, "P")
    assert decides.words == "This decides: absent, so there is no translation"
    assert (collected.level, collected.index, collected.letter) == (2, 3, "U"), "what it takes"
    assert collected.words == "U = 0 is remembered"


def test_what_is_no_entry_is_not_pointed_at():
    """A judgement over the path, an exit behind it, a place of which nothing is said."""
    assert None in pointed("10")
    scenario = LESSONS[1].pages[0].scenario
    target = Target(Semantics.AFTER, Anchor.PRESENT, 1)
    judged = Target(Semantics.HARDWARE, Anchor.JUDGE)
    assert callout(Place(scenario, Semantics.HARDWARE, target=judged, say="Here.")) is None
    assert callout(Place(scenario, Semantics.AFTER)) is None
    assert callout(Place(scenario, Semantics.AFTER, target=target)) is None
    assert callout(Place(scenario, Semantics.AFTER, Stage.EXITS, target, say="Here.")) is None
    assert callout(Place(scenario, Semantics.AFTER, at_end=True, say="Here.")) is None


def test_an_entry_that_is_read_is_pointed_at_as_a_whole():
    """So is one that takes both rights from the path, or none."""
    assert {one.letter for one in pointed("01")} == {""}
    target = Target(Semantics.HARDWARE, Anchor.COLLECT, 2)
    scenario = LESSONS[1].pages[0].scenario
    assert callout(Place(scenario, Semantics.HARDWARE, target=target, say="Both.")).letter == ""


def test_words_without_an_end_are_whole():
    """And without Markdown's signs."""
    scenario = LESSONS[1].pages[0].scenario
    target = Target(Semantics.AFTER, Anchor.PRESENT, 1)
    said = callout(Place(scenario, Semantics.AFTER, target=target, say="*P* of `pte`: 3.5\nhere"))
    assert said.words == "P of pte: 3.5 here"
    said = callout(Place(scenario, Semantics.AFTER, target=target, say="Is it there? It is."))
    assert said.words == "Is it there?"


def test_it_stands_as_long_as_the_walk_is_there():
    """Another step, another walk, another state: not there."""
    _, decides, *_ = pointed("11")
    trace = record(decides.semantics, decides.scenario)
    assert decides.is_at(trace, decides.step)
    assert not decides.is_at(trace, decides.step - 1)
    assert not decides.is_at(record(Semantics.AFTER, decides.scenario), decides.step)
    cpu = replace(decides.scenario.cpu, wp=not decides.scenario.cpu.wp)
    other = record(decides.semantics, replace(decides.scenario, cpu=cpu))
    assert not decides.is_at(other, decides.step)


def test_from_the_end_what_decided_is_pointed_at():
    """The last place of the same walk, beside the answer; behind the walk there is none."""
    order = next(one for one in LESSONS if one.name.startswith("11"))
    screen = next(one for one in screens(order) if one.asked)
    question = screen.asked.question
    place = answer_place(question, screen.blocks)
    assert callout(place).letter == "P"
    assert callout(place).step == place.step
    assert callout(answer_place(question)) is None
    judged = Target(Semantics.HARDWARE, Anchor.JUDGE)
    nowhere = Place(place.scenario, Semantics.HARDWARE, target=judged, say="Here.")
    assert callout(replace(place, decides=nowhere)) is None
