"""Read a file of answers to a worksheet, as text or JSON. What is garbled is said, never raised."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.exercises.marking import Given
from mmuviz.core.exercises.spec import SheetSpec
from mmuviz.sources.answer_text import text_of
from mmuviz.sources.answer_values import printable, read_answer

_LARGEST: Final = 1 << 20  # bytes
_QUESTION: Final = re.compile(r"\[?question\s+(\d{1,9})\]?:?", re.IGNORECASE)
_PAGE_FAULT: Final = re.compile(r"^(\s*result\s*:\s*)#PF\b", re.IGNORECASE)
_TWICE: Final = Given(trouble="answered twice")
_PARTS: Final = {part.value: part for part in Part}
_MOST_TROUBLES: Final = 20


@dataclass(slots=True)
class Answers:
    """The answers in a file.

    Attributes:
        name: whose they are; may be empty.
        given: by question and part.
        troubles: what of the file cannot be used, a line each.
    """

    name: str = ""
    given: dict[int, dict[Part, Given]] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)

    def complain(self, trouble: str) -> None:
        """Note a trouble, but no flood of them."""
        if len(self.troubles) < _MOST_TROUBLES:
            self.troubles.append(trouble)


def read_answers(path: Path, spec: SheetSpec) -> Answers:
    """Read the answers to a sheet. A file that cannot be read has none, and a line why."""
    answers = Answers()
    try:
        if not path.is_file():  # a pipe would be waited for
            raise ValueError("it is no file")
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise ValueError("larger than 1 MiB")
        text, said = text_of(data)
        if said:
            answers.complain(said)
        if text.lstrip().startswith("{"):
            _read_json(text, spec, answers)
        else:
            _read_text(text, spec, answers)
    except OSError as problem:
        answers.complain(f"it cannot be read: {(problem.strerror or str(problem)).lower()}")
    except RecursionError:
        answers.complain("it is nested too deep")
    except ValueError as problem:
        answers.complain(f"it cannot be used: {problem}")
    return answers


def answers_in(text: str, spec: SheetSpec) -> Answers:
    """Read the answers to a sheet out of a text, as `read_answers` does out of a file."""
    answers = Answers()
    _read_text(text, spec, answers)
    return answers


def read_typed(spec: SheetSpec, part: Part, text: str) -> Given | None:
    """Read what is typed as an answer to a part, as a line of a file is; None where it is none."""
    answer = _without_remark(f"{part.value}: {text}").partition(":")[2].strip()
    return read_answer(spec.mode, part, answer) if answer else None


def _without_remark(line: str) -> str:
    """Return what is read of a line: nothing behind a `#`, but for the `#PF` that is a result."""
    return _PAGE_FAULT.sub(r"\1fault", line).partition("#")[0].strip()


def _read_text(text: str, spec: SheetSpec, answers: Answers) -> None:
    """Read `question N` lines, each with `part: answer` lines below it."""
    number = None
    for line_number, line in enumerate(text.splitlines(), 1):
        line = _without_remark(line)  # noqa: PLW2901  # the same line without its remark
        if heading := _QUESTION.fullmatch(line):
            number = int(heading[1])
            _check_number(number, spec, f"line {line_number}: ", answers)
        elif line:
            name, colon, value = line.partition(":")
            name = name.strip().lower()
            if not colon or (name != "name" and (number is None or name not in _PARTS)):
                answers.complain(
                    f"line {line_number}: found {printable(line)}, expected question N, or one of "
                    f"{', '.join(part.value for part in spec.parts)} and a colon"
                )
            elif name == "name":
                answers.name = _name(value)
            else:
                assert number is not None, "a part without a question is complained of"
                _answer(answers, spec, number, _PARTS[name], value)


def _read_json(text: str, spec: SheetSpec, answers: Answers) -> None:
    """Read `{"name": ..., "answers": {"1": {"path": [1, 3, 7], "result": "0x407238"}}}`."""
    root = json.loads(text)
    if isinstance(name := root.get("name", ""), str):
        answers.name = _name(name)
    questions = root.get("answers")
    if not isinstance(questions, dict):
        answers.complain('expected "answers": {"1": {...}}')
        return
    for key, parts in questions.items():
        if not (key.isascii() and key.isdecimal() and len(key) < 10):
            answers.complain(f"found question {printable(key)}, expected its number")
        elif not isinstance(parts, dict):
            answers.complain(f"question {key}: expected its parts between braces")
        elif _check_number(int(key), spec, "", answers):
            for part, value in parts.items():
                if part in _PARTS:
                    _answer(answers, spec, int(key), _PARTS[part], _as_text(value))
                else:
                    answers.complain(f"question {key}: found {printable(part)}, expected a part")


def _check_number(number: int, spec: SheetSpec, where: str, answers: Answers) -> bool:
    """Complain of a question that the sheet has not."""
    if 1 <= number <= spec.count:
        return True
    answers.complain(f"{where}found question {number}, expected 1 to {spec.count}")
    return False


def _answer(answers: Answers, spec: SheetSpec, number: int, part: Part, text: str) -> None:
    """Keep an answer. An empty one is none; a second one makes both worthless."""
    if text.strip():
        parts = answers.given.setdefault(number, {})
        parts[part] = _TWICE if part in parts else read_answer(spec.mode, part, text.strip())


def _as_text(value: object) -> str:
    """Return a JSON value as somebody would have typed it."""
    match value:
        case None:
            return "none"
        case bool() | float() | dict():
            return json.dumps(value)
        case list():
            return " ".join(str(each) for each in _flat(value)) or "none"
        case _:
            return str(value)


def _flat(values: list[object]) -> Iterator[object]:
    """Yield what stands in a list; a list in a list is nothing that anybody expects."""
    return (json.dumps(each) if isinstance(each, list | dict) else each for each in values)


def _name(text: str) -> str:
    """Return a name, short, and without what a terminal would obey."""
    return printable(text.strip())[1:-1]
