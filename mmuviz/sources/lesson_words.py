"""Read the words of a lesson: edits such as `pde.u = 0`, goals such as `outcome = access_error`.

A closed vocabulary (docs/lessons.md): what is not in it is an error, and nothing is evaluated.
"""

import re
from typing import Final

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.entry import FLAGS
from mmuviz.core.events import Anchor
from mmuviz.core.lessons.expectation import Compares, Expectation, Says
from mmuviz.core.lessons.fact import Subject, Topic, Verdict
from mmuviz.core.lessons.setting import (
    AccessSetting,
    AddressSetting,
    CpuSetting,
    EntrySetting,
    Reload,
    Setting,
)
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.sources.entry_text import EntryTextError, parse_entry, parse_number
from mmuviz.sources.lesson_values import parse_value
from mmuviz.sources.scenario_file import FLAGS as REGISTERS
from mmuviz.sources.scenario_question import KINDS, PRIVILEGES

CHECKS: Final = {anchor.value: anchor for anchor in (
    Anchor.PRESENT, Anchor.WRITE, Anchor.USER, Anchor.RESERVED, Anchor.FETCH, Anchor.SUPERVISOR,
)}  # fmt: skip
"""The checks that refuse, by their letters on the screen."""

_LEVELS: Final = {"pml4e": 4, "pdpte": 3, "pdptr": 3, "pde": 2, "pte": 1}
_BITS: Final = {flag.letter.lower(): flag.bit for flag in FLAGS} | {"ps": Pte.PS, "nx": Pte.NX}
_WHO: Final = {semantics.value: semantics for semantics in Semantics}
_GOALS: Final = tuple(
    topic for topic in Topic if topic not in {Topic.CHECK, Topic.BIT, Topic.INDEX, Topic.OFFSET}
)
_TOPICS: Final = {topic.value: topic for topic in _GOALS}
_ENTRY: Final = re.compile(r"(\w+)(?:\.(\w+))?\s*=\s*(.*)")
_COMPARE: Final = re.compile(r"(\w+) and (\w+) (differ|agree) in (\w+)")
_CHECK: Final = re.compile(
    r"(?:(\w+) )?check (\w)(?: (?:at|of) (\w+))? (passes|refuses|is not reached)"
)
_BIT: Final = re.compile(r"(?:(\w+) )?([ad]) of (\w+) = (\w+)")
_SAYS: Final = re.compile(r"(?:(\w+) )?(\w+) = (.*)")


class WordsError(ValueError):
    """Words that are not in the vocabulary.

    Attributes:
        expected: what should stand there.
    """

    def __init__(self, expected: str) -> None:
        """Keep what was expected."""
        super().__init__(f"expected {expected}")
        self.expected = expected


def parse_setting(text: str, mode: PagingMode) -> Setting:
    """Read an edit, which is a condition too: `pde.u = 0`, `wp = 1`, `access = user write`.

    Raises:
        WordsError: it is none.
    """
    text = " ".join(text.split())
    if text == "reload cr3":
        return Reload(text)
    match = _ENTRY.fullmatch(text)
    if match is None:
        raise WordsError('an edit such as "pde.u = 0", "wp = 1", "access = user write"')
    name, part, value = match[1].lower(), match[2], match[3]
    if name in _LEVELS:
        return _entry(text, name, part, value, mode)
    if part is None and name == "access":
        return AccessSetting(text, _access(value))
    if part is None and name == "gva":
        return AddressSetting(text, _number(value, mode.address_bits))
    if part is None and name == "cr3":
        return CpuSetting(text, name, _number(value, 64))
    if part is None and name in REGISTERS:
        return CpuSetting(text, name, _number(value, 1))
    known = [*level_words(mode), *REGISTERS, "cr3", "access", "gva"]
    raise WordsError("one of " + ", ".join(known))


def _entry(text: str, name: str, part: str | None, value: str, mode: PagingMode) -> Setting:
    if name not in level_words(mode):
        raise WordsError("one of " + ", ".join(level_words(mode)))
    number, register = _LEVELS[name], name == "pdptr"
    if part is None:
        try:
            entry = parse_entry(value, mode, mode.level(number))
        except EntryTextError as error:
            raise WordsError(error.expected) from None
        return EntrySetting(text, number, register, (1 << 8 * mode.entry_size) - 1, entry)
    if part == "frame":
        frame = _number(value, 52)
        if frame & ~mode.frame_mask:
            raise WordsError("the address of a frame, a multiple of 0x1000")
        return EntrySetting(text, number, register, mode.frame_mask, frame)
    bit = _BITS.get(part.lower())
    if bit is None:
        raise WordsError(f"{name}.frame, or a flag: {', '.join(_BITS)}")
    return EntrySetting(text, number, register, bit, bit if _number(value, 1) else 0)


def level_words(mode: PagingMode) -> tuple[str, ...]:
    """Return what the entries of a mode are called: PAE has PDPTRs, and PDPTEs in memory."""
    numbers = [level.number for level in mode.levels]
    return tuple(
        word
        for word, number in _LEVELS.items()
        if number in numbers and (word != "pdptr" or mode is PagingMode.PAE)
    )


def parse_level(word: str, mode: PagingMode) -> int:
    """Return the number of the level whose entries are called so.

    Raises:
        WordsError: the mode has none.
    """
    if word.lower() not in level_words(mode):
        raise WordsError("one of " + ", ".join(level_words(mode)))
    return _LEVELS[word.lower()]


def _number(text: str, bits: int) -> int:
    number = parse_number(text)
    if number is None or not 0 <= number < 1 << bits:
        raise WordsError("0 or 1" if bits == 1 else f"a number of at most {bits} bits")
    return number


def _access(text: str) -> Access:
    privilege, _, kind = text.partition(" ")
    if privilege not in PRIVILEGES or kind not in KINDS:
        raise WordsError(f"one of {', '.join(PRIVILEGES)}, then one of {', '.join(KINDS)}")
    return Access(0, write=kind == "write", user=privilege == "user", fetch=kind == "fetch")


def parse_goal(text: str, mode: PagingMode, semantics: Semantics) -> Expectation:
    """Read a goal of a task.

    Args:
        text: its words.
        mode: the paging mode of the start.
        semantics: of whom it speaks, where it does not say.

    Raises:
        WordsError: it is none.
    """
    text = " ".join(text.split())
    if match := _COMPARE.fullmatch(text):
        topic = _topic(match[4])
        one, other = (_subject(topic, _who(word, semantics)) for word in match.group(1, 2))
        return Compares(text, one, other, match[3] == "agree")
    if match := _CHECK.fullmatch(text):
        subject = check_subject(match[2], match[3], mode, _who(match[1], semantics))
        return Says(text, subject, Verdict(match[4]).value)
    if match := _BIT.fullmatch(text):
        level = parse_level(match[3], mode)
        bit = Pte.A if match[2] == "a" else Pte.D
        return _says(
            text, Subject(Topic.BIT, _who(match[1], semantics), level, bit=bit), match[4], mode
        )
    match = _SAYS.fullmatch(text)
    if match and match[2] in _TOPICS:
        subject = _subject(_TOPICS[match[2]], _who(match[1], semantics))
        return _says(text, subject, match[3], mode)
    if match and match[1] and match[2] not in _LEVELS:
        _who(match[1], semantics)
        _topic(match[2])
    return parse_setting(text, mode)


def check_subject(letter: str, level: str | None, mode: PagingMode, who: Semantics) -> Subject:
    """Return the check of a letter: at a level, or over the whole path for hardware's b, c, x, s.

    Raises:
        WordsError: there is no such check.
    """
    anchor = CHECKS.get(letter)
    if anchor is None:
        raise WordsError("a check: one of " + ", ".join(CHECKS))
    judged = who is Semantics.HARDWARE and anchor not in {Anchor.PRESENT, Anchor.RESERVED}
    if judged is (level is not None):
        raise WordsError(
            f"no level: hardware judges {letter} once" if judged else f"check {letter} at a level"
        )
    number = parse_level(level, mode) if level else None
    if number == 3 and mode is PagingMode.PAE:
        anchor = Anchor.PDPTR_PRESENT
    return Subject(Topic.CHECK, who, number, anchor)


def _says(text: str, subject: Subject, value: str, mode: PagingMode) -> Says:
    try:
        return Says(text, subject, parse_value(subject, value, mode))
    except ValueError as error:
        raise WordsError(str(error)) from None


def _subject(topic: Topic, who: Semantics) -> Subject:
    try:
        return Subject(topic, who)
    except ValueError:
        raise WordsError(f"before or after: hardware has no {topic.value}") from None


def _who(word: str | None, semantics: Semantics) -> Semantics:
    if word is None:
        return semantics
    if word not in _WHO:
        raise WordsError("one of " + ", ".join(_WHO))
    return _WHO[word]


def _topic(word: str) -> Topic:
    if word not in _TOPICS:
        raise WordsError("one of " + ", ".join(_TOPICS))
    return _TOPICS[word]
