"""The rule behind a lesson's question: every question has one, with where it stands."""

from dataclasses import replace

import pytest

from mmuviz.core.events import Anchor
from mmuviz.core.lessons.fact import Subject, Topic
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.present.lesson_rule import lesson_rule
from mmuviz.resources import tutorials
from mmuviz.sources.lesson_file import lesson_files, read_lesson

LESSONS = [read_lesson(path) for path in lesson_files(tutorials() / "lessons")]
ASKED = [question for lesson in LESSONS for question in lesson.questions]


def test_every_question_that_ships_has_a_rule():
    """A sentence, and a section."""
    for question in ASKED:
        rule, source = lesson_rule(question)
        assert rule.endswith((".", "?"))
        assert source
        assert ".md" not in source, "a file that nobody has"


@pytest.mark.parametrize("topic", [topic for topic in Topic if topic is not Topic.BIT])
@pytest.mark.parametrize("semantics", Semantics)
def test_every_subject_has_a_rule(topic, semantics):
    """Of whomever; what the processor has not is not asked of it."""
    if semantics is Semantics.HARDWARE and topic in (Topic.VMEXITS, Topic.TRANSLATION):
        return
    subject = Subject(topic, semantics, anchor=Anchor.USER)
    assert all(lesson_rule(replace(ASKED[0], subject=subject)))


def test_the_bits_are_those_of_the_mode():
    """How 32-bit paging cuts an address, and how long mode does."""
    found = {
        question.scenario.cpu.mode: lesson_rule(question)[0]
        for question in ASKED[::-1]
        if question.subject.topic in (Topic.INDEX, Topic.PATH)
    }
    assert "bits 31:22 choose the PDE and bits 21:12 choose the PTE" in found[PagingMode.X32]
    assert "bits 47:39 choose the PML4E" in found[PagingMode.LONG]


def test_a_check_is_told_as_its_walker_makes_it():
    """Hardware judges c over the path, before has none."""
    said = {
        who: lesson_rule(replace(ASKED[0], subject=Subject(Topic.CHECK, who, 1, Anchor.USER)))[0]
        for who in Semantics
    }
    assert said[Semantics.BEFORE] == "c: no such check before the change."
    assert said[Semantics.HARDWARE].endswith("U taken from the path.")
    assert said[Semantics.AFTER] == "c: a user access, U clear."
