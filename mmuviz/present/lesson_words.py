"""What is asked in a lesson, and the answers, in words."""

from typing import Final

from mmuviz.core.bits import pferr_text
from mmuviz.core.lessons.fact import Subject, Topic, Value, reads
from mmuviz.core.lessons.question import Question
from mmuviz.core.lessons.target import Stage, Target
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.trace import Semantics, record
from mmuviz.present.wording import amount, entry_hex, entry_name, flag_letters, listed, name, signed

WALKER: Final = {
    Semantics.BEFORE: "walk_addr before the change",
    Semantics.AFTER: "walk_addr after the change",
    Semantics.HARDWARE: "the processor",
}
"""Who walks, in a sentence."""

_OUTCOMES: Final = {
    Outcome.MAPPED: "the page is found, and the access allowed",
    Outcome.NOT_PRESENT: "an entry is absent",
    Outcome.ACCESS_ERROR: "an entry refuses",
}
_ENDINGS: Final = {
    Ending.DONE: "the access is made",
    Ending.INJECTED: "the guest gets a page fault",
    Ending.EMULATE: "KVM makes the access in the guest's place",
    Ending.LIVELOCK: "the guest exits again and again, for the same access",
}
_TRANSLATIONS: Final = {"unmapped": "no address", "undefined": "nobody can say which address"}
_PROMPTS: Final = {
    Topic.OUTCOME: "mapped, not_present or access_error",
    Topic.ERROR_CODE: "an error code, in hexadecimal or as letters with | between, or none",
    Topic.GPA: "a physical address in hexadecimal, or fault",
    Topic.PATH: "the index of each entry, root first, with spaces between",
    Topic.INDEX: "a number, in decimal or as 0x and hexadecimal",
    Topic.OFFSET: "a number in hexadecimal, with or without 0x",
    Topic.ACCESSED: "the entries by name, with spaces between, or none",
    Topic.DIRTY: "the entries by name, with spaces between, or none",
    Topic.CHECK: "passes, refuses or is not reached",
    Topic.VMEXITS: "a number",
    Topic.ENDING: "done, injected and its code, emulate or livelock",
    Topic.TRANSLATION: "an address in hexadecimal, unmapped or undefined",
}
"""No examples: the one in a prompt was the right answer of some question."""


def prompt(question: Question) -> str:
    """What may be typed as an answer."""
    return _PROMPTS[question.subject.topic]


def value_text(subject: Subject, value: Value, scenario: Scenario) -> str:
    """An answer, short: `0x5`, `PDE 3 and PTE 7`, `fault`, `2 vmexits`."""
    topic = subject.topic
    match value:
        case None:
            return "no fault" if topic is Topic.ERROR_CODE else "fault"
        case frozenset():
            return _entries(value, scenario.cpu.mode, scenario.access.gva)
        case tuple():
            return " ".join(str(index) for index in value)
        case int() if topic is Topic.VMEXITS:
            return amount(value, "vmexit")
        case int() if topic is not Topic.INDEX:
            return f"{value:#x}"
        case _:
            return str(value)


def value_detail(subject: Subject, value: Value) -> str:
    """What an answer means, where that is not plain; else empty."""
    if subject.topic is Topic.ERROR_CODE and isinstance(value, int):
        return pferr_text(value) if value else "nothing set"
    if subject.topic is Topic.OUTCOME:
        meant = (words for outcome, words in _OUTCOMES.items() if outcome.value == value)
        if subject.semantics is Semantics.BEFORE and value == Outcome.MAPPED.value:
            return "the page is found; nothing is judged"
        return next(meant, "")
    if subject.topic is Topic.ENDING:
        word = str(value).partition(" ")[0]
        return next((words for ending, words in _ENDINGS.items() if ending.value == word), "")
    if subject.topic is Topic.TRANSLATION:
        return _TRANSLATIONS.get(str(value), "")
    return ""


def _entries(numbers: frozenset[int], mode: PagingMode, gva: int) -> str:
    levels = [level for level in mode.levels if level.number in numbers]
    return listed([name(level, level.select(gva)) for level in levels]) or "none"


def target_text(target: Target, scenario: Scenario) -> str:
    """`◆ after · PDE 3 · c`, `◇ before · vmexit 2`."""
    words = [signed(target.semantics)]
    mode = scenario.cpu.mode
    if target.level is not None:
        level = mode.level(target.level)
        words.append(name(level, level.select(scenario.access.gva)))
    often = f" {target.occurrence}" if target.stage is Stage.EXITS else ""
    return " · ".join([*words, f"{target.anchor.value}{often}"])


def path_text(scenario: Scenario) -> tuple[str, ...]:
    """`PDE 3     00003007  P W U · · A`: a line for each entry that is read, root first."""
    mode = scenario.cpu.mode
    read = reads(record(Semantics.HARDWARE, scenario))
    return tuple(
        f"{entry_name(one):<9} {entry_hex(one.value or 0)}  "
        f"{flag_letters(one.value or 0, mode, one.level)}"
        for one in read
    )


def scenario_text(scenario: Scenario) -> str:
    """`PAE · user read of 0x40607238 · CR0.WP 1`: what the window shows beside a page."""
    access, cpu = scenario.access, scenario.cpu
    return (
        f"{cpu.mode.title} · {access.privilege} {access.kind} of {access.gva:#x} · "
        f"CR0.WP {int(cpu.wp)}"
    )
