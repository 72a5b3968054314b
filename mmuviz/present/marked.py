"""What a marking says: points, what is wrong, the idea behind it, and the same for machines."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.exercises.marking import (
    UNANSWERED,
    Given,
    PartMark,
    QuestionMark,
    mark_question,
)
from mmuviz.core.exercises.question import Question
from mmuviz.core.exercises.slips import Slip
from mmuviz.present.misconceptions import MISCONCEPTIONS, explain
from mmuviz.present.sheet_page import value_text
from mmuviz.present.wording import Line, Span, Style, amount

_CSV_HEAD: Final = ("file", "name", "score", "max_score")
SLIPS: Final = {
    Slip.REVERSED: "the root comes first",
    Slip.OTHER_SPLIT: "the address is split as in another paging mode",
    Slip.TOO_SHORT: "the walk goes on",
    Slip.TOO_LONG: "the walk ends before",
    Slip.NO_OFFSET: "the offset in the page is missing",
    Slip.FRAME_NUMBER: "that is a frame number, not an address",
    Slip.FLAGS_KEPT: "the flags of the entry are no part of the address",
    Slip.SMALL_OFFSET: "the page is a large one, and so is the offset",
}
"""The mistakes in reckoning, in words."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked file of answers.

    Attributes:
        file: its name.
        name: whose answers they are; may be empty.
        troubles: what of the file could not be used, a line each.
        questions: one mark a question.
    """

    file: str
    name: str
    troubles: tuple[str, ...]
    questions: tuple[QuestionMark, ...]

    @property
    def score(self) -> int:
        """The points."""
        return sum(question.score for question in self.questions)

    @property
    def max_score(self) -> int:
        """The points of a file without a fault."""
        return sum(len(question.marks) for question in self.questions)

    @property
    def ideas(self) -> Counter[str]:
        """How often each wrong idea alone explains what is wrong, by its title."""
        names = [mark.ideas[0].model.name for mark in self.questions if len(mark.ideas) == 1]
        return Counter(MISCONCEPTIONS[name].title for name in names)


def mark_answers(
    file: str,
    name: str,
    troubles: Iterable[str],
    questions: Iterable[Question],
    given: Mapping[int, Mapping[Part, Given]],
) -> Marked:
    """Mark a file of answers: the one way, for files and for what is typed in the window.

    Args:
        file: its name.
        name: whose answers they are.
        troubles: what of the file could not be used.
        questions: those of the sheet.
        given: the answers by question and part.
    """
    marks = tuple(mark_question(each, given.get(each.number, {})) for each in questions)
    return Marked(file, name, tuple(troubles), marks)


def marked_lines(marked: Marked) -> list[Line]:
    """Return the report of one file."""
    whose = f"  {marked.name}" if marked.name else ""
    total = f"{marked.score} of {amount(marked.max_score, 'point')}"
    lines: list[Line] = [(Span(f"{marked.file}{whose}  {total}", Style.STRONG),)]
    lines += ((Span(f"  {trouble}", Style.FAIL),) for trouble in marked.troubles)
    for question in marked.questions:
        if question.score < len(question.marks):
            lines.append(
                (Span(f"  {_title(question)}  {question.score} of {len(question.marks)}"),)
            )
            lines += ((Span(f"    {line}"),) for line in _told(question))
    if marked.ideas:
        lines.append((Span("  ideas to look at again"),))
        lines += ((Span(f"    {count} × {title}"),) for title, count in marked.ideas.most_common())
    return lines


def _title(question: QuestionMark) -> str:
    return f"Question {question.question.number}"


def _told(question: QuestionMark) -> Iterable[str]:
    if all(mark.given == UNANSWERED for mark in question.marks):
        yield "not answered"
        return
    for mark in question.marks:
        if not mark.score:
            yield f"{mark.part.value}: {_fault(question, mark)}"
    yield from _ideas(question)


def _fault(question: QuestionMark, mark: PartMark) -> str:
    """`0x5 (P | U); right is 0x4 (U)`, with the slip where one is known."""
    mode = question.question.scenario.cpu.mode
    said = mark.given.trouble or value_text(mode, mark.part, mark.given.value)
    slip = f" ({SLIPS[mark.slip]})" if mark.slip else ""
    return f"{said}; right is {value_text(mode, mark.part, mark.right)}{slip}"


def _ideas(question: QuestionMark) -> list[str]:
    """Name the idea behind what is wrong; two or three where one cannot tell them apart."""
    scenario = question.question.scenario
    found = [
        f"{MISCONCEPTIONS[idea.model.name].title}. {explain(idea.model, scenario)}"
        for idea in question.ideas
    ]
    if len(found) == 1:
        return [f"The idea behind it: {found[0]}"]
    return [f"Perhaps the idea behind it: {each}" for each in found]


def marked_record(marked: Marked) -> dict[str, object]:
    """Return the marking in the form that autograders read (docs/exercises.md)."""
    tests = [
        {
            "name": f"{_title(question)}: {mark.part.value}",
            "score": mark.score,
            "max_score": 1,
            "output": "" if mark.score else "\n".join([_fault(question, mark), *_ideas(question)]),
        }
        for question in marked.questions
        for mark in question.marks
    ]
    return {
        "score": marked.score,
        "output": "\n".join(marked.troubles),
        "tests": tests,
        "extra_data": {
            "file": marked.file,
            "name": marked.name,
            "max_score": marked.max_score,
            "ideas": dict(marked.ideas),
        },
    }


def csv_text(all_marked: Sequence[Marked]) -> str:
    """Return a class as a table of comma-separated values."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(csv_rows(all_marked))
    return out.getvalue()


def csv_rows(all_marked: Sequence[Marked]) -> list[list[str]]:
    """Return a class as the rows of a table, the head first."""
    questions = all_marked[0].questions
    numbers = [f"question {mark.question.number}" for mark in questions]
    rows = [[*_CSV_HEAD, *numbers, "ideas", "troubles"]]
    for marked in all_marked:
        ideas = [f"{title} ({count})" for title, count in marked.ideas.most_common()]
        rows.append(
            [
                _cell(marked.file),
                _cell(marked.name),
                str(marked.score),
                str(marked.max_score),
                *(str(question.score) for question in marked.questions),
                "; ".join(ideas),
                _cell("; ".join(_notes(marked))),
            ]
        )
    return rows


def _notes(marked: Marked) -> Iterable[str]:
    """Yield what is wrong with a file; a row of noughts must tell why."""
    yield from marked.troubles
    if all(mark.given == UNANSWERED for each in marked.questions for mark in each.marks):
        yield "no answer" if marked.troubles else "empty"
    if not marked.name:
        yield "no name"


def _cell(text: str) -> str:
    """Return what a student wrote so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
