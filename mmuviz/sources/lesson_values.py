"""Read a value of a lesson: what a goal expects, and what somebody answers to a question."""

from typing import Final

from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.lessons.fact import Fate, Subject, Topic, Value, Verdict
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.shadow.guest import Ending
from mmuviz.sources.answer_values import read_answer
from mmuviz.sources.entry_text import parse_number

_PARTS: Final = {
    Topic.PATH: Part.PATH,
    Topic.GPA: Part.RESULT,
    Topic.ERROR_CODE: Part.CODE,
    Topic.ACCESSED: Part.ACCESSED,
    Topic.DIRTY: Part.DIRTY,
}
_WORDS: Final = {
    Topic.OUTCOME: tuple(outcome.value for outcome in Outcome),
    Topic.CHECK: tuple(verdict.value for verdict in Verdict),
    Topic.BIT: tuple(fate.value for fate in Fate),
}


def parse_value(subject: Subject, text: str, mode: PagingMode) -> Value:
    """Read a value of a subject's topic.

    Raises:
        ValueError: with what was expected.
    """
    topic, text = subject.topic, text.strip()
    if topic in _PARTS:
        given = read_answer(mode, _PARTS[topic], text)
        if given.trouble:
            raise ValueError(given.trouble.partition(", expected ")[2] or given.trouble)
        return given.value
    if topic in _WORDS:
        if text not in _WORDS[topic]:
            raise ValueError("one of " + ", ".join(_WORDS[topic]))
        return text
    if topic is Topic.ENDING:
        return _ending(text)
    # Places are hexadecimal wherever the program shows them, so nobody means decimal by 238.
    is_place = topic is Topic.OFFSET
    number = parse_number(f"0x{text.removeprefix('0x')}" if is_place else text)
    if topic is Topic.TRANSLATION:
        if text not in {"unmapped", "undefined"} and number is None:
            raise ValueError("an address in hexadecimal, unmapped or undefined")
        return text if number is None else f"{number:#x}"
    if number is None:
        raise ValueError("a hexadecimal number" if is_place else "a number")
    return number


def _ending(text: str) -> str:
    """Read `injected 0x7`, `done`."""
    word, _, code = text.partition(" ")
    number = parse_number(code)
    words = [ending.value for ending in Ending]
    if (
        word not in words
        or (word == Ending.INJECTED.value) is (number is None)
        or (code and number is None)
    ):
        others = [ending for ending in words if ending != Ending.INJECTED.value]
        raise ValueError(f"injected and its code, or one of {', '.join(others)}")
    return word if number is None else f"{word} {number:#x}"
