"""The questions of a predicted walk in words, what may be answered, and the rule behind each."""

from typing import Final

from mmuviz.core.bits import PFERR_LETTERS, pferr_text
from mmuviz.core.events import Anchor, EntryRead
from mmuviz.core.paging import PagingMode
from mmuviz.core.predict.question import Answer, Asks, Bits, More, Question, Way
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace
from mmuviz.present.flow_columns import columns, judged_columns
from mmuviz.present.wording import entry_hex, entry_name, flag_letters, listed, name

Text = tuple[str, str]
"""A text and what stands small beside it."""

_SAME: Final = {Anchor.PDPTR_PRESENT: Anchor.PRESENT}
SOURCES: Final = {
    Semantics.BEFORE: "walk_addr before the change",
    Semantics.AFTER: "walk_addr after the change",
    Semantics.HARDWARE: "Intel SDM vol. 3A, 4.6 to 4.8",
}
BEHIND: Final = "page_fault, and the loop around it"
_WAYS: Final[dict[Semantics, dict[Way, Text]]] = {
    Semantics.BEFORE: {
        Way.ON: ("It goes on", "the entry is present"),
        Way.NOT_PRESENT: ("It stops", "the entry is absent"),
    },
    Semantics.AFTER: {
        Way.ON: ("It passes", "the walk goes on"),
        Way.NOT_PRESENT: ("Jump to not_present", "an entry is absent"),
        Way.ACCESS_ERROR: ("Jump to access_error", "the rights refuse"),
    },
    Semantics.HARDWARE: {
        Way.ON: ("It goes on", "no fault here"),
        Way.NOT_PRESENT: ("Page fault with P = 0", "there is no translation"),
        Way.ACCESS_ERROR: ("Page fault with P = 1", "the rights refuse"),
    },
}
_MORE: Final = {
    More.NONE: ("No", "this vmexit is the last one"),
    More.SOME: ("Yes", "it leaves again, and then comes to an end"),
    More.ENDLESS: ("Yes, without end", "it leaves again and again"),
}
_EXIT: Final = "walk_addr is done. Does the access leave the guest once more?"
_QUESTIONS: Final = {
    (Asks.CHECK, Semantics.HARDWARE): "The path is complete. What do its rights say?",
    (Asks.CODE, Semantics.AFTER): "Which error code does walk_addr make?",
    (Asks.CODE, Semantics.HARDWARE): "Which error code does the processor raise?",
    (Asks.BITS, Semantics.HARDWARE): "Which A and D bits does the processor set?",
    (Asks.KEPT, Semantics.AFTER): "walk_addr returns 0. In which entries has it set A?",
    (Asks.EXIT, Semantics.BEFORE): _EXIT,
    (Asks.EXIT, Semantics.AFTER): _EXIT,
}
"""What is asked of the walk as a whole."""

RULES: Final[dict[tuple[Asks, Semantics], str]] = {
    (Asks.CODE, Semantics.AFTER): (
        "P is 1 where a present entry refused: access_error. W and U tell of the access, not of "
        "the entries."
    ),
    (Asks.CODE, Semantics.HARDWARE): (
        "P is 1 where a translation exists, and its rights refuse. W and U tell of the access, "
        "not of the entries."
    ),
    (Asks.BITS, Semantics.HARDWARE): (
        "An access that is made sets A in every entry that it used, and a write D in the one that "
        "maps the page. A refused one sets neither there; whether it sets A above, the manual "
        "leaves open."
    ),
    (Asks.KEPT, Semantics.AFTER): (
        "walk_addr sets A in an entry as soon as its checks have passed, and takes it back "
        "nowhere. The entry that refuses keeps A as it was."
    ),
    (Asks.EXIT, Semantics.BEFORE): (
        "walk_addr judges no rights. Where no entry is absent page_fault builds the shadow first; "
        "what the rights refuse shows when the access is tried again."
    ),
    (Asks.EXIT, Semantics.AFTER): (
        "Where walk_addr refuses, page_fault injects its error code at once. Else it builds the "
        "shadow, and the access is tried again."
    ),
}


def question_text(question: Question, trace: Trace) -> str:
    """Return what is asked, in a sentence."""
    if question.level is None:
        if question.asks is Asks.BIT:
            return f"Error code: what is {dict(PFERR_LETTERS)[question.bit]}?"
        return _QUESTIONS[question.asks, question.semantics]
    entry = name(question.level, question.level.select(trace.scenario.access.gva))
    if question.asks is Asks.ACCESSED:
        return f"Check d of {entry}: what becomes of its A?"
    if question.semantics is Semantics.HARDWARE:
        return f"The processor has read {entry}. What follows?"
    return f"Check {_letter(question, trace)} of {entry}: what follows?"


def answer_text(question: Question, answer: Answer, scenario: Scenario) -> Text:
    """Return an answer as it is offered."""
    match answer:
        case Way():
            return _WAYS[question.semantics][answer]
        case More():
            return _MORE[answer]
        case Bits():
            return bits_text(answer, scenario), ""
        case bool() if question.asks is Asks.ACCESSED:
            return (
                ("It is set", "0 → 1, in memory") if answer else ("No write", "it stays as it is")
            )
        case bool():
            return f"{dict(PFERR_LETTERS)[question.bit]} = {answer:d}", ""
        case code:
            return f"{code:#x}", pferr_text(code) if code else "nothing set"


def bits_text(bits: Bits, scenario: Scenario) -> str:
    """`A of PDE 3 and PTE 7; D of PTE 7`, `none`."""
    mode, gva = scenario.cpu.mode, scenario.access.gva

    def names(numbers: frozenset[int]) -> str:
        levels = [level for level in mode.levels if level.number in numbers]
        return listed([name(level, level.select(gva)) for level in levels])

    pairs = (("A", bits.accessed), ("D", bits.dirty))
    found = [f"{letter} of {names(numbers)}" for letter, numbers in pairs if numbers]
    return "; ".join(found) or "None"


def rule_of(question: Question, mode: PagingMode) -> Text:
    """Return the rule that a question is about, and where it stands."""
    semantics = question.semantics
    source = SOURCES[semantics]
    match question.asks:
        case Asks.CHECK if question.anchor is Anchor.JUDGE:
            rule = (
                "W and U must be 1 in every entry of the path, taken together. The supervisor "
                "needs no U, and W only with CR0.WP = 1."
            )
        case Asks.CHECK | Asks.ACCESSED:
            rule = check_meaning(question.anchor, mode, semantics)
        case Asks.EXIT:
            rule = RULES[Asks.EXIT, semantics]
            source = BEHIND
        case asks:
            rule = RULES[Asks.CODE if asks is Asks.BIT else asks, semantics]
    return rule, source


def check_meaning(anchor: Anchor, mode: PagingMode, semantics: Semantics) -> str:
    """Return what a check asks, in a sentence."""
    known = (*columns(mode, semantics), *judged_columns(semantics))
    return next(one.meaning for one in known if one.anchor is _SAME.get(anchor, anchor))


def situation(trace: Trace, step: int) -> tuple[str, ...]:
    """Return what is known at a step: the access, and the entry that is looked at."""
    scenario = trace.scenario
    cpu, access = scenario.cpu, scenario.access
    said = f"{cpu.mode.title} · {access.privilege} {access.kind} · CR0.WP {cpu.wp:d}"
    reads = [event for event in trace.events[:step] if isinstance(event, EntryRead)]
    if not reads or reads[-1].value is None:
        return (said,)
    read, value = reads[-1], reads[-1].value
    letters = flag_letters(value, cpu.mode, read.level)
    return said, f"{entry_name(read)} = {entry_hex(value)}  {letters}"


def _letter(question: Question, trace: Trace) -> str:
    anchor = _SAME.get(question.anchor, question.anchor)
    letters = {
        one.anchor: one.letter for one in columns(trace.scenario.cpu.mode, question.semantics)
    }
    return letters[anchor]
