"""The rule that a lesson's question is about, and where it stands: a hint, or to look it up."""

from typing import Final

from mmuviz.core.lessons.fact import Topic
from mmuviz.core.lessons.question import SELECTS, Question
from mmuviz.core.paging import PagingMode
from mmuviz.core.predict.question import Asks
from mmuviz.core.trace import Semantics
from mmuviz.present.predict_words import BEHIND, RULES, SOURCES, check_meaning
from mmuviz.present.wording import address_bits, listed

_BEFORE, _AFTER, _HARDWARE = Semantics.BEFORE, Semantics.AFTER, Semantics.HARDWARE
_OUTCOME: Final = {
    _BEFORE: "The walk stops at the first absent entry. It judges no rights.",
    _AFTER: (
        "At each level P, then W, then U of the entry are checked, before the next one is read. "
        "The first check that refuses ends the walk."
    ),
    _HARDWARE: (
        "The path is read to its end, or to the first absent entry. Only then W and U of all its "
        "entries are judged, together."
    ),
}
_CODE: Final = {
    _BEFORE: (
        "walk_addr makes no code. Where a fault is injected, it has the code that the processor "
        "raised."
    ),
    _AFTER: RULES[Asks.CODE, _AFTER],
    _HARDWARE: RULES[Asks.CODE, _HARDWARE],
}
_FLAGS: Final = {
    _BEFORE: (
        "walk_addr sets A in each present entry as it comes to it, whatever the rights say. It "
        "sets no D."
    ),
    _AFTER: f"{RULES[Asks.KEPT, _AFTER]} It sets no D.",
    _HARDWARE: RULES[Asks.BITS, _HARDWARE],
}
_TRANSLATION: Final = {
    _BEFORE: "gva_to_gpa walks, and says unmapped where the walk stopped at an absent entry.",
    _AFTER: (
        "gva_to_gpa does not look at what the walk returned. Where that failed the result is "
        "undefined; in PAE mode it is an address made of the PDPTR."
    ),
}
_GPA: Final = (
    "An access that is made goes to the frame of the last entry plus the offset. A large page has "
    "a longer offset."
)


def lesson_rule(question: Question) -> tuple[str, str]:
    """Return the rule, and where it stands."""
    semantics, topic = question.subject.semantics, question.subject.topic
    source = SOURCES[semantics]
    if topic in SELECTS:
        source = "Intel SDM vol. 3A, 4.3 to 4.5"
    elif topic is Topic.TRANSLATION:
        source = "gva_to_gpa, around walk_addr"
    elif topic in {Topic.VMEXITS, Topic.ENDING} and semantics is not _HARDWARE:
        source = BEHIND
    return _rule(question), source


def _rule(question: Question) -> str:
    subject, mode = question.subject, question.scenario.cpu.mode
    rule = _OUTCOME[subject.semantics]
    match subject.topic:
        case Topic.INDEX | Topic.PATH | Topic.OFFSET:
            rule = _selects(mode)
        case Topic.ERROR_CODE:
            rule = _CODE[subject.semantics]
        case Topic.GPA:
            rule = f"{rule} {_GPA}"
        case Topic.ACCESSED | Topic.DIRTY:
            rule = _FLAGS[subject.semantics]
        case Topic.CHECK:
            assert subject.anchor is not None, "a check has its anchor"
            rule = check_meaning(subject.anchor, mode, subject.semantics)
        case Topic.VMEXITS | Topic.ENDING if subject.semantics is not _HARDWARE:
            rule = RULES[Asks.EXIT, subject.semantics]
        case Topic.TRANSLATION:
            rule = _TRANSLATION[subject.semantics]
        case _:
            pass
    return rule


def _selects(mode: PagingMode) -> str:
    """Say how an address is cut."""
    parts = [f"bits {address_bits(level)} choose the {level.name}" for level in mode.levels]
    return (
        f"Of the address {listed(parts)}; the bits below are the offset in the page. A large page "
        "needs no PTE, and has those bits in its offset too."
    )
