"""A worksheet and its key as plain data, of which Markdown and PDF are made."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from mmuviz.core.bits import Pte
from mmuviz.core.exercises.answer import Answer, Value
from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.exercises.question import PrintedTable, Question
from mmuviz.core.exercises.spec import SheetSpec
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.trace import record
from mmuviz.present.answer import reason
from mmuviz.present.misconceptions import MISCONCEPTIONS, explain
from mmuviz.present.sheet_words import asked, blank_hint, given, heading, subject
from mmuviz.present.wording import code_text, entry_hex, name

_FLAGS: Final = (("P", Pte.P), ("W", Pte.W), ("U", Pte.U), ("A", Pte.A), ("D", Pte.D))


@dataclass(frozen=True, slots=True)
class TableText:
    """A printed table.

    Attributes:
        level: the number of its level.
        title: `Page directory`.
        where: `at 0x00007000`, the address between backticks; or that it is in registers.
        head: the columns.
        rows: the cells.
    """

    level: int
    title: str
    where: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question as it is printed. Code is between backticks.

    Attributes:
        title: `Question 3`.
        access: what happens, a sentence.
        registers: the registers that matter, a sentence.
        tables: the tables, root first.
        blanks: each part that is asked, and what may be written there.
    """

    title: str
    access: str
    registers: str
    tables: tuple[TableText, ...]
    blanks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SheetText:
    """A whole sheet.

    Attributes:
        heading: `PAE paging, level 2`.
        subject: what it is about.
        asked: each part, and what it means.
        given: what is given on the whole sheet.
        questions: the questions.
    """

    heading: str
    subject: str
    asked: tuple[tuple[str, str], ...]
    given: tuple[str, ...]
    questions: tuple[QuestionText, ...]


@dataclass(frozen=True, slots=True)
class KeyText:
    """The key of a question.

    Attributes:
        title: `Question 3`.
        access: what happens, a sentence.
        answers: each part that is asked, and its answer.
        why: what the walk comes to.
        ideas: title and sentence of each wrong idea that fails here.
    """

    title: str
    access: str
    answers: tuple[tuple[str, str], ...]
    why: str
    ideas: tuple[tuple[str, str], ...]


def sheet_text(spec: SheetSpec, questions: Iterable[Question]) -> SheetText:
    """Return a sheet."""
    flags = spec.difficulty.spells_flags
    return SheetText(
        heading(spec),
        subject(spec),
        tuple(asked(spec)),
        tuple(given(spec)),
        tuple(_question(question, flags=flags) for question in questions),
    )


def key_text(questions: Iterable[Question]) -> tuple[KeyText, ...]:
    """Return the key of a sheet's questions."""
    return tuple(_key(question) for question in questions)


def _question(question: Question, *, flags: bool) -> QuestionText:
    return QuestionText(
        f"Question {question.number}",
        access_sentence(question),
        _registers(question),
        tuple(_table(table, flags=flags) for table in question.tables),
        tuple((part.value, blank_hint(part)) for part in question.parts),
    )


def access_sentence(question: Question) -> str:
    """`User mode writes to 0x40607238.`, the address between backticks."""
    access, mode = question.scenario.access, question.scenario.cpu.mode
    who = "User mode" if access.user else "The supervisor"
    does = "writes to" if access.write else "reads from"
    return f"{who} {does} `{access.gva:#0{2 + mode.address_bits // 4}x}`."


def _registers(question: Question) -> str:
    cpu = question.scenario.cpu
    said = [f"CR3 is `{cpu.cr3:#010x}`", f"CR0.WP is {int(cpu.wp)}"]
    if cpu.mode is PagingMode.X32:
        said.append(f"CR4.PSE is {int(cpu.pse)}")
    return f"{', '.join(said)}."


def _table(table: PrintedTable, *, flags: bool) -> TableText:
    level = table.level
    where = "in registers" if table.address is None else f"at `{table.address:#010x}`"
    rows = [
        (str(index), entry_hex(value), *([_flags(level, value)] if flags else []))
        for index, value in table.entries
    ]
    head = (level.name, "value", "flags") if flags else (level.name, "value")
    return TableText(level.number, level.table_name, where, head, tuple(rows))


def _flags(level: Level, value: int) -> str:
    """`P W · A ·`; of a PDPTR `P` alone."""
    shown = _FLAGS if level.has_rights else _FLAGS[:1]
    return " ".join(letter if value & bit else "·" for letter, bit in shown)


def _key(question: Question) -> KeyText:
    answer, scenario = question.answer, question.scenario
    return KeyText(
        f"Question {question.number}",
        access_sentence(question),
        tuple((part.value, _answer(question, answer, part)) for part in question.parts),
        reason(record(question.semantics, scenario)),
        tuple(
            (MISCONCEPTIONS[idea.model.name].title, explain(idea.model, scenario))
            for idea in question.ideas
        ),
    )


def _answer(question: Question, answer: Answer, part: Part) -> str:
    """A part's answer as a student would write it, and what else counts."""
    mode = question.scenario.cpu.mode
    text = value_text(mode, part, answer.values[part])
    if part is Part.PATH:
        gva = question.scenario.access.gva
        levels = [mode.level(number) for number in answer.levels]
        return f"{text}  ({', '.join(name(level, level.select(gva)) for level in levels)})"
    if part is Part.ACCESSED and answer.either:
        return (
            f"{text}  ({value_text(mode, part, answer.either)}: either, the manual leaves it open)"
        )
    return text


def value_text(mode: PagingMode, part: Part, value: Value) -> str:
    """An answer as it stands in an answer file: `1 3 7`, `0x00407238`, `PDE PTE`, `none`."""
    match value:
        case tuple():
            return " ".join(map(str, value))
        case frozenset():
            names = [level.name for level in mode.levels if level.number in value]
            return " ".join(names) or "none"
        case int():
            return code_text(value) if part is Part.CODE else f"{value:#010x}"
        case _:
            return "none" if part is Part.CODE else "fault"
