"""A worksheet and its key as Markdown, and the file that answers are written into."""

from collections.abc import Iterator, Mapping

from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.exercises.spec import GENERATOR, HEAD, SheetSpec
from mmuviz.present.sheet_page import KeyText, QuestionText, SheetText, TableText
from mmuviz.present.sheet_words import blank_hint, command


def sheet_markdown(spec: SheetSpec, sheet: SheetText) -> str:
    """Return a sheet. Its head holds the spec, from which it can be made again."""
    lines = [
        *_head(spec),
        f"# {sheet.heading}",
        "",
        sheet.subject,
        "",
        "Name: ______________________",
        "",
        "For each question, say:",
        "",
        *(f"- **{part}**: {meaning}" for part, meaning in sheet.asked),
        "",
        " ".join(sheet.given),
    ]
    for question in sheet.questions:
        lines += _question(question)
    return "\n".join(lines) + "\n"


def _head(spec: SheetSpec) -> Iterator[str]:
    yield "---"
    yield f"{HEAD}: {GENERATOR}"
    yield from (f"{field}: {value}" for field, value in spec.fields.items())
    yield "---"
    yield ""


def _question(question: QuestionText) -> Iterator[str]:
    yield from ("", f"## {question.title}", "", f"{question.access} {question.registers}", "")
    for table in question.tables:
        yield from _table(table)
    yield from (f"- {part}:" for part, _hint in question.blanks)


def _table(table: TableText) -> Iterator[str]:
    yield from (f"**{table.title}** {table.where}", "", f"| {' | '.join(table.head)} |")
    yield f"|{'|'.join(['--:', *[':--'] * (len(table.head) - 1)])}|"
    for index, *cells in table.rows:
        yield f"| {index} | {' | '.join(f'`{cell}`' for cell in cells)} |"
    yield ""


def key_markdown(spec: SheetSpec, sheet: SheetText, key: tuple[KeyText, ...]) -> str:
    """Return the key of a sheet."""
    lines = [f"# Key: {sheet.heading}", "", f"Made by `{command(spec)}`."]
    for question in key:
        lines += ["", f"## {question.title}", "", question.access, ""]
        lines += (f"- {part}: {answer}" for part, answer in question.answers)
        lines += ["", f"Why: {question.why}"]
        if question.ideas:
            lines += ["", "Wrong ideas that fail here:", ""]
            lines += (f"- *{title}.* {sentence}" for title, sentence in question.ideas)
    return "\n".join(lines) + "\n"


def answer_template(
    spec: SheetSpec, name: str = "", typed: Mapping[tuple[int, Part], str] | None = None
) -> str:
    """Return the file that answers are written into.

    Args:
        spec: the sheet's.
        name: whose answers they are.
        typed: what is written there already, by question and part.
    """
    texts = typed or {}
    lines = [
        f"# Answers to: {command(spec)}",
        "# Write after the colons. What stands behind a # is not read.",
        *(f"# {part.value}: {blank_hint(part)}" for part in spec.parts),
        "",
        _line("name", name),
    ]
    for number in range(1, spec.count + 1):
        lines += ["", f"question {number}"]
        lines += (_line(part.value, texts.get((number, part), "")) for part in spec.parts)
    return "\n".join(lines) + "\n"


def _line(field: str, text: str) -> str:
    """Return a field and what is written behind its colon; a line stays one."""
    return " ".join([f"{field}:", *text.split()])
