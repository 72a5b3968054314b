"""What is said of a set that was handed in: points, what was right, the ideas behind the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.exercises.marking import UNANSWERED, PartMark, QuestionMark
from mmuviz.core.exercises.spec import SheetSpec
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import record
from mmuviz.present.answer import reason
from mmuviz.present.idea_board import IdeaBoard, idea_board
from mmuviz.present.lesson_feedback import Feedback
from mmuviz.present.marked import SLIPS, Marked
from mmuviz.present.misconceptions import MISCONCEPTIONS, explain
from mmuviz.present.sheet_page import value_text
from mmuviz.present.sheet_words import heading
from mmuviz.present.student import Given
from mmuviz.present.wording import amount

ASKED = "exercise"
"""What the student's own record says was asked."""


@dataclass(frozen=True, slots=True)
class PartRow:
    """What became of an answer.

    Attributes:
        part: what was asked.
        said: what was answered, or why nobody can read it.
        right: whether it has its point.
        truth: the right answer.
        note: the slip that a wrong answer comes of; empty where none is known.
    """

    part: str
    said: str
    right: bool
    truth: str
    note: str


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """What became of a question.

    Attributes:
        number: its number.
        score: its points.
        most: the points of a right answer.
        rows: a row a part.
        told: what is said of it, an idea each; one piece where no idea is behind it.
        scenario: the question as the Walk view opens it.
    """

    number: int
    score: int
    most: int
    rows: tuple[PartRow, ...]
    told: tuple[Feedback, ...]
    scenario: Scenario

    @property
    def boards(self) -> tuple[IdeaBoard, ...]:
        """Each idea that what is wrong may come of, beside the truth."""
        return tuple(board for one in self.told for board in one.boards)


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a set.

    Attributes:
        headline: the points, and that the time was up.
        parts: the points of each part over the whole set.
        ideas: the ideas to look at again, the most frequent first; may be empty.
        note: what was handed in when the time was up; empty where it was not.
        questions: what became of each.
    """

    headline: str
    parts: str
    ideas: str
    note: str
    questions: tuple[QuestionReport, ...]


def report(spec: SheetSpec, marked: Marked, *, in_time: bool) -> Report:
    """Return what is said of a set.

    Args:
        spec: what the set is made of.
        marked: its marks.
        in_time: it was handed in before the time was up, or has none.
    """
    ideas = [f"{count} × {title}" for title, count in marked.ideas.most_common()]
    points = f"{marked.score} of {amount(marked.max_score, 'point')}"
    return Report(
        points if in_time else f"{points}; the time was up",
        " · ".join(_of_part(part, marked) for part in spec.parts),
        f"Ideas to look at again: {'; '.join(ideas)}" if ideas else "",
        "" if in_time else "The set was handed in as it stood.",
        tuple(_question(spec, mark) for mark in marked.questions),
    )


def _of_part(part: Part, marked: Marked) -> str:
    marks = [mark for each in marked.questions for mark in each.marks if mark.part is part]
    return f"{part.value} {sum(mark.score for mark in marks)} of {len(marks)}"


def _question(spec: SheetSpec, mark: QuestionMark) -> QuestionReport:
    question = mark.question
    title = f"Question {question.number} of {heading(spec)}, seed {spec.seed}"
    most = len(mark.marks)
    return QuestionReport(
        question.number,
        mark.score,
        most,
        tuple(_row(mark, each) for each in mark.marks),
        tuple(_told(mark, f"{mark.score} of {amount(most, 'point')}.")),
        replace(question.scenario, title=title),
    )


def _row(question: QuestionMark, mark: PartMark) -> PartRow:
    mode = question.question.scenario.cpu.mode
    said = mark.given.trouble or value_text(mode, mark.part, mark.given.value)
    truth = value_text(mode, mark.part, mark.right)
    return PartRow(
        mark.part.value, said, bool(mark.score), truth, SLIPS[mark.slip] if mark.slip else ""
    )


def _told(mark: QuestionMark, points: str) -> Iterator[Feedback]:
    """Yield what is said: the points, the idea behind what is wrong, and what the walk comes to."""
    question, all_right = mark.question, mark.score == len(mark.marks)
    why = f"Why: {reason(record(question.semantics, question.scenario))}."
    if not mark.ideas:
        yield Feedback(all_right, points, "", why=why)
    for place, idea in enumerate(mark.ideas):
        words = MISCONCEPTIONS[idea.model.name]
        rule = f"The rule: {words.rule}"
        perhaps = f"{points} Perhaps for this idea:" if len(mark.ideas) > 1 else points
        yield Feedback(
            False,
            "Or for this one:" if place else perhaps,
            "",
            words.title,
            f"{words.wrong} {explain(idea.model, question.scenario)}",
            words.rule,
            words.source,
            rule if place else f"{why}\n\n{rule}",
            idea.model,
            (idea_board(idea.model, question.semantics, question.scenario),),
        )


def for_record(marked: Marked, time: str) -> Iterator[Given]:
    """Yield what the student's own record keeps: a row a question of which something is answered.

    Args:
        marked: the marks.
        time: when it was handed in, ISO 8601 with the zone.
    """
    for mark in marked.questions:
        if all(each.given == UNANSWERED for each in mark.marks):
            continue
        yield Given(
            time,
            mark.question.semantics.value,
            ASKED,
            mark.score == len(mark.marks),
            tuple(idea.model.name for idea in mark.ideas),
            tuple(idea.model.name for idea in mark.question.ideas),
        )
