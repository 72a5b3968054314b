"""A wrong idea beside the truth, entry by entry: where exactly the two part, as plain data.

The rows are made of what the two walks do (core/models), not of words written for a state.
"""

from dataclasses import dataclass, replace
from itertools import zip_longest

from mmuviz.core.exercises.answer import said_address
from mmuviz.core.models.account import Account, Look, Verdict
from mmuviz.core.models.path import Path, read_path
from mmuviz.core.models.truth import account_of
from mmuviz.core.models.wrong import WrongModel
from mmuviz.core.predict.question import Answer, Asks, Question, Way
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace, record
from mmuviz.present.idea_result import FALSE, Result, right_result, said_result
from mmuviz.present.idea_rows import Row, Sign, code_rows, flag_rows, look_row, rights_row
from mmuviz.present.misconceptions import MISCONCEPTIONS
from mmuviz.present.predict_words import answer_text

_TITLES = {
    Semantics.AFTER: ("After the change", "walk_addr, level by level"),
    Semantics.HARDWARE: ("The processor", "whole path, then rights"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One of the two walks.

    Attributes:
        title: whose it is.
        manner: how it goes, in a few words.
        semantics: by whose rules; None for an idea.
        rows: an entry each, root first; then what follows.
        result: what comes out.
    """

    title: str
    manner: str
    semantics: Semantics | None
    rows: tuple[Row, ...]
    result: Result


@dataclass(frozen=True, slots=True)
class IdeaBoard:
    """A wrong idea beside the truth.

    Attributes:
        idea: what somebody who has the idea would do.
        truth: what happens, with as many rows.
        parts: the first row in which the two differ, from 0.
        rule: what is right.
        source: where that stands.
    """

    idea: Column
    truth: Column
    parts: int
    rule: str
    source: str

    @property
    def spoken(self) -> str:
        """All of it, as a screen reader says it."""
        lines = [f"The two part at {self.idea.rows[self.parts].name}."]
        for column in (self.idea, self.truth):
            rows = [f"{row.name}: {row.text}" for row in column.rows]
            said = "; ".join([*rows, column.result.spoken])
            lines.append(f"{column.title}, {column.manner}: {said}.")
        return " ".join([*lines, self.rule])


def idea_board(model: WrongModel, semantics: Semantics, scenario: Scenario) -> IdeaBoard:
    """Return the board of an idea that fails in a state.

    Args:
        model: the idea.
        semantics: of whose walk it says something wrong: that of *after* or of hardware.
        scenario: the state.
    """
    return _board(model, record(semantics, scenario))


def decision_board(
    model: WrongModel, question: Question, answer: Answer, trace: Trace
) -> IdeaBoard:
    """Return the board of an idea behind the wrong answer to a decision of a walk.

    It shows no more of the walk than the answer has revealed.

    Args:
        model: the idea.
        question: what was asked.
        answer: what the idea answers.
        trace: the whole walk.
    """
    board = _board(model, trace, question)
    if question.asks not in (Asks.CHECK, Asks.BIT):
        return board
    in_words = question.asks is Asks.CHECK
    said, right = (answer_text(question, one, trace.scenario) for one in (answer, question.right))
    told, rows = board.idea.rows, board.truth.rows
    if question.right is Way.ON and question.level is not None:
        shown = trace.scenario.cpu.mode.levels.index(question.level) + 1
        hidden = [replace(row, sign=Sign.OPEN, text="not shown yet") for row in rows[shown:]]
        rows = (*rows[:shown], *hidden[:1])  # how many there are tells where the walk ends
        told = told[: len(rows)]
    idea = Result(said[0], (), FALSE, right=False, in_words=in_words)
    truth = Result(right[0], (), right[1] or "what happens", right=True, in_words=in_words)
    return replace(
        board,
        idea=replace(board.idea, rows=told, result=idea),
        truth=replace(board.truth, rows=rows, result=truth),
    )


def _board(model: WrongModel, trace: Trace, question: Question | None = None) -> IdeaBoard:
    scenario, semantics = trace.scenario, trace.semantics
    path = read_path(scenario)
    assert path is not None, "an idea that fails has something to say"
    at = question.level.number if question and question.level else None
    said, right = model.account(path, semantics, at), account_of(trace, path)
    pairs = _pairs(said, right, path, semantics, question.bit if question else 0)
    words = MISCONCEPTIONS[model.name]
    there = said_address(scenario.cpu.mode, path, said.effect)
    idea, truth = (tuple(pair[side] for pair in pairs) for side in (0, 1))
    title, manner = _TITLES[semantics]
    result = right_result(right, said, path, trace.result.gpa, semantics)
    return IdeaBoard(
        Column("Your idea", words.short, None, idea, said_result(said, right, path, there)),
        Column(title, manner, semantics, truth, result),
        next(place for place, (one, other) in enumerate(pairs) if one != other),
        words.rule,
        words.source,
    )


def _pairs(
    said: Account, right: Account, path: Path, semantics: Semantics, bit: int
) -> list[tuple[Row, Row]]:
    """Return the rows of both; what follows the walk only where the walk itself is the same."""
    same_code = said.effect.error_code == right.effect.error_code
    pairs = []
    for mine, theirs in zip_longest(said.looks, right.looks):
        one, other = mine or _left_out(theirs), theirs or _left_out(mine)
        pairs.append(
            (
                look_row(one, path, semantics, marks=same_code),
                look_row(other, path, semantics, marks=same_code),
            )
        )
    if said.judged or right.judged:
        pairs.append((rights_row(said.judged, path), rights_row(right.judged, path)))
    if all(one == other for one, other in pairs):
        follow = flag_rows if same_code else code_rows
        pairs += follow(said.effect, right.effect, path, bit)
    return pairs


def _left_out(look: Look) -> Look:
    """Return an entry that only one of the two reads: *after* knows no page of 1 GiB."""
    return Look(look.step, Verdict.LEFT_OUT)
