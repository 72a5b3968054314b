"""What differs in the end: a row a result, a column an opinion; and the error codes as cards."""

from collections.abc import Sequence
from dataclasses import dataclass

from mmuviz.core.bits import PFERR_LETTERS, Pferr
from mmuviz.core.compare_ends import End
from mmuviz.core.comparison import Comparison
from mmuviz.core.events import Anchor
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.trace import Semantics
from mmuviz.present.compare_banner import ENDINGS
from mmuviz.present.exit_words import leaf_text
from mmuviz.present.wording import amount, entry_name, name

NOT_APPLICABLE = "–"
MAY = "±"
_ALWAYS = Pferr.P | Pferr.W | Pferr.U


@dataclass(frozen=True, slots=True)
class Value:
    """A cell of the table.

    Attributes:
        text: what it says.
        wrong: it is other than what the processor does.
        alone: it differs from what all the others say.
    """

    text: str
    wrong: bool = False
    alone: bool = False

    @property
    def judged(self) -> str:
        """The text, after a cross where it is wrong."""
        return f"✗ {self.text}" if self.wrong else self.text


@dataclass(frozen=True, slots=True)
class EndRow:
    """A result.

    Attributes:
        title: what it is.
        values: one an opinion, in their order.
        differs: not all say the same.
        tip: what the result means.
    """

    title: str
    values: tuple[Value, ...]
    differs: bool
    tip: str


@dataclass(frozen=True, slots=True)
class CodeCard:
    """The code that the guest gets from one opinion.

    Attributes:
        semantics: whose.
        text: `0x5`; or what comes instead of a fault.
        bits: (letter, set, wrong) of the code's bits; empty without a fault.
        causes: where the bits come from, a line each.
        wrong: it is not what the processor answers.
    """

    semantics: Semantics
    text: str
    bits: tuple[tuple[str, bool, bool], ...]
    causes: tuple[str, ...]
    wrong: bool


def end_rows(comparison: Comparison, whole: Comparison) -> tuple[EndRow, ...]:
    """Return the table of `comparison`; `whole` is of all three, and knows what is right."""
    truth = whole.ends[Semantics.HARDWARE]
    ends = tuple(comparison.ends.values())
    rows = [
        _judged(
            "outcome",
            "What the guest notices of its access",
            ends,
            [ENDINGS[end.ending] for end in ends],
            [end.answer[0] for end in ends],
            truth.answer[0],
        ),
        _judged(
            "error code",
            "The code that the guest's fault handler gets",
            ends,
            [_code(end) for end in ends],
            [end.error_code for end in ends],
            truth.error_code,
        ),
        _plain(
            "walk ended at",
            "The last entry that the walk has read",
            [entry_name(end.last) if end.last else "no walk" for end in ends],
        ),
        *_bit_rows(comparison, whole),
        _plain("vmexits", "How often the processor left the guest", _counts(ends, "vmexits")),
        _plain("pf_fixed", "KVM's count of faults that it fixed", _counts(ends, "pf_fixed")),
        _plain(
            "shadow leaf",
            "The level-1 shadow entry that the access leaves behind",
            [_leaf(end) for end in ends],
        ),
    ]
    return tuple(rows)


def _code(end: End) -> str:
    return "none" if end.error_code is None else f"{end.error_code:#x}"


def _leaf(end: End) -> str:
    if end.leaf is None:
        return NOT_APPLICABLE
    return leaf_text(end.leaf)


def _counts(ends: Sequence[End], field: str) -> list[str]:
    values = [getattr(end, field) for end in ends]
    return [NOT_APPLICABLE if value is None else str(value) for value in values]


def _plain(title: str, tip: str, texts: list[str]) -> EndRow:
    """Return a row of which nobody is wrong."""
    said = [text for text in texts if text != NOT_APPLICABLE]
    differs = len(set(said)) > 1
    values = tuple(Value(text, alone=differs and _alone(text, said)) for text in texts)
    return EndRow(title, values, differs, tip)


def _alone(text: str, said: list[str]) -> bool:
    return len(said) > 2 and said.count(text) == 1


def _judged(  # noqa: PLR0913, PLR0917  # a row, and what it is measured by
    title: str,
    tip: str,
    ends: Sequence[End],
    texts: list[str],
    answers: Sequence[object],
    truth: object,
) -> EndRow:
    """Return a row that is right or wrong by what the processor does."""
    differs = len(set(answers)) > 1
    values = tuple(
        Value(text, wrong=answer != truth, alone=differs and list(answers).count(answer) == 1)
        for text, answer, _ in zip(texts, answers, ends, strict=True)
    )
    return EndRow(title, values, differs, tip)


def _bit_rows(comparison: Comparison, whole: Comparison) -> list[EndRow]:
    """Return A of each entry that has one, and D of those that may map the page."""
    rows = []
    ends = tuple(comparison.ends.values())
    truth = whole.ends[Semantics.HARDWARE].entries
    right = {entry.read.level: bits for entry, bits in zip(whole.entries, truth, strict=True)}
    for number, entry in enumerate(comparison.entries):
        level = entry.read.level
        if not level.has_rights:
            continue
        for letter, field in (("A", "accessed"), ("D", "dirty"))[: 1 + entry.is_leaf]:
            bits = [end.entries[number] for end in ends]
            values = [getattr(bit, field) for bit in bits]
            may = [bit.may and field == "accessed" for bit in bits]
            known = {value for value in values if value is not None}
            wanted = getattr(right[level], field)
            title = f"{name(level, entry.read.index)}  {letter}"
            cells = tuple(
                Value(
                    _bit(value, may=open_),
                    wrong=None not in (value, wanted) and value != wanted,
                    alone=len(known) > 1 and values.count(value) == 1 and value is not None,
                )
                for value, open_ in zip(values, may, strict=True)
            )
            tip = f"{letter} of {name(level, entry.read.index)} in guest memory afterwards"
            if any(may):
                tip += "; ± the processor may set it or not"
            rows.append(EndRow(title, cells, len(known) > 1, tip))
    return rows


def _bit(value: bool | None, *, may: bool) -> str:  # noqa: FBT001  # the thing shown
    if may:
        return MAY
    return NOT_APPLICABLE if value is None else str(int(value))


def code_cards(comparison: Comparison, truth: End) -> tuple[CodeCard, ...]:
    """Return a card an opinion."""
    bits = _ALWAYS
    for end in comparison.ends.values():
        bits |= end.error_code or 0
    letters = [(letter, bit) for bit, letter in PFERR_LETTERS if bits & bit]
    return tuple(_card(who, end, letters, truth) for who, end in comparison.ends.items())


def _card(who: Semantics, end: End, letters: list[tuple[str, int]], truth: End) -> CodeCard:
    wrong = end.answer != truth.answer
    code = end.error_code
    if code is None:
        return CodeCard(who, ENDINGS[end.ending], (), _instead(who, end), wrong)
    right = code if truth.error_code is None else truth.error_code
    bits = tuple((letter, bool(code & bit), bool((code ^ right) & bit)) for letter, bit in letters)
    return CodeCard(who, f"{code:#x}", bits, _causes(who, end, code), wrong)


def _instead(who: Semantics, end: End) -> tuple[str, ...]:
    """Say what comes instead of a fault, in a line or two."""
    exits = f"after {amount(end.vmexits or 0, 'vmexit')}"
    return {
        Ending.DONE: ("no fault",) if who is Semantics.HARDWARE else ("no fault,", exits),
        Ending.EMULATE: ("KVM does the access itself,", exits),
        Ending.LIVELOCK: (f"{end.vmexits} vmexits, and no end:", "the access is tried for ever"),
        Ending.HOST_BUG: ("the host's own check fails,", "the machine is dead"),
        Ending.HOST_HANG: ("zapping a root never ends,", "the machine is dead"),
        Ending.GP: ("the address is not canonical",),
        Ending.NOT_KEPT: ("the file does not hold", "what is read next"),
        Ending.PAGING_OFF: ("no walk: gpa = gva",),
    }[end.ending]


def _causes(who: Semantics, end: End, code: int) -> tuple[str, ...]:
    if who is Semantics.BEFORE:
        if end.reason is Anchor.MMIO:
            return ("the processor's own code,", "P added: the shadow is MMIO")
        return ("the processor's own code,", "passed on unchanged")
    if who is Semantics.AFTER:
        first = "P from access_error" if code & Pferr.P else "P = 0 from not_present"
        flags = ((Pferr.W, "W"), (Pferr.U, "U"))
        words = {"W": "write_fault", "U": "user_fault"}
        rest = [letter for bit, letter in flags if code & bit]
        because = " and ".join(words[letter] for letter in rest)
        return (f"{first},", f"{' and '.join(rest)} because of {because}") if rest else (first,)
    first = "P: the path refuses" if code & Pferr.P else "P = 0: no translation"
    if code & Pferr.RSVD:
        first = "P, RSVD: a reserved bit is set"
    words = {"W": "a write", "U": "CPL = 3", "I": "a fetch"}
    bits = ((Pferr.W, "W"), (Pferr.U, "U"), (Pferr.I, "I"))
    rest = [f"{letter}: {words[letter]}" for bit, letter in bits if code & bit]
    return (f"{first},", ", ".join(rest)) if rest else (first,)
