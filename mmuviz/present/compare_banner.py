"""The first divergence of a comparison in one sentence, with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from mmuviz.core.compare import Course, Row
from mmuviz.core.compare_ends import End
from mmuviz.core.comparison import Comparison
from mmuviz.core.events import Anchor, Judged
from mmuviz.core.paging import Level
from mmuviz.core.result import Outcome
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.trace import Semantics
from mmuviz.present.compare_words import POINTS, refusal
from mmuviz.present.wording import code_text, listed, name, table_noun

ENDINGS = {
    Ending.DONE: "allowed",
    Ending.EMULATE: "emulated",
    Ending.INJECTED: "#PF",
    Ending.LIVELOCK: "livelock",
    Ending.HOST_BUG: "host BUG_ON",
    Ending.HOST_HANG: "host hangs",
    Ending.GP: "#GP",
    Ending.NOT_KEPT: "not kept",
    Ending.PAGING_OFF: "paging off",
}
_BY_MOST = "{} read on"
_TWO = 2


@dataclass(frozen=True, slots=True)
class Banner:
    """What the comparison comes to, on top.

    Attributes:
        diverges: there is a divergence.
        title: where it is, or that there is none.
        text: why, in a sentence or two.
        step: the step of the first divergence; None without one.
    """

    diverges: bool
    title: str
    text: str
    step: int | None


def banner(comparison: Comparison) -> Banner:
    """Return the banner of `comparison`."""
    who = [one.value for one in comparison.shown]
    if len(who) == 1:
        text = f"Choose more than {who[0]} to see where the opinions part."
        return Banner(False, "One opinion alone", text, None)
    if not comparison.divergences:
        text = f"{listed(who)} go the same way, and the guest gets the same answer."
        return Banner(False, "No divergence", text, None)
    step = comparison.divergences[0]
    row = comparison.rows[step - 1]
    return Banner(True, f"First divergence: {where(row)}", _reason(comparison, row), step)


def where(row: Row) -> str:
    """`PDE 3, check c`, `the rights of the path`, `the answer to the guest`."""
    if row.level is None:
        return {
            Anchor.NON_CANONICAL: "before the walk",
            Anchor.JUDGE: "the rights of the path",
        }.get(row.anchor, "the answer to the guest")
    letter, _ = POINTS[row.anchor]
    return f"{name(row.level, row.index or 0)}, check {letter}"


def _reason(comparison: Comparison, row: Row) -> str:
    match row.anchor:
        case Anchor.NON_CANONICAL:
            return (
                "hardware raises #GP before it walks. walk_addr would go on, but no access with "
                "such an address ever gets to it."
            )
        case Anchor.WRITE | Anchor.USER:
            return _after_refuses(comparison, row)
        case Anchor.RESERVED:
            return (
                f"hardware faults on a reserved bit at once. {_others(comparison)} "
                f"{_verb(comparison, 'look')} at no reserved bit."
            )
        case Anchor.LEAF | Anchor.LARGE:
            return _another_page(comparison, row)
        case Anchor.JUDGE:
            return _judgement(comparison, row)
        case _:
            return _answers(comparison)


def _others(comparison: Comparison, one: Semantics = Semantics.HARDWARE) -> str:
    return listed([who.value for who in comparison.shown if who is not one])


def _verb(comparison: Comparison, verb: str) -> str:
    """Return the verb for the opinions other than the one: two look, one looks."""
    return verb if len(comparison.shown) > _TWO else f"{verb}s"


def _after_refuses(comparison: Comparison, row: Row) -> str:
    """Say what after refuses, and what the others find by reading on."""
    assert row.level is not None, "b and c are checks of a level"
    table = table_noun(row.level)
    others = [who for who in comparison.shown if who is not Semantics.AFTER]
    names = listed([who.value for who in others])
    trace = comparison.traces[others[-1]]
    verb = "reads" if len(others) == 1 else "read"
    level = trace.result.level
    if trace.result.outcome is Outcome.NOT_PRESENT and level is not None:
        entry = name(level, level.select(comparison.scenario.access.gva))
        finds = verb.replace("read", "find")
        return (
            f"after refuses at the {table} and never reads {_below(comparison, row)}. {names} "
            f"{verb} on and {finds} {entry} absent, so no translation exists and P must be 0."
        )
    first = f"after refuses here, before it looks at A. {_rest(comparison, others)}"
    return f"{first}{_hidden(trace.result.outcome)}"


def _hidden(outcome: Outcome) -> str:
    return " The file does not keep what comes next." if outcome is Outcome.NOT_KEPT else ""


def _rest(comparison: Comparison, others: Sequence[Semantics]) -> str:
    parts = []
    if Semantics.BEFORE in others:
        parts.append("before has no such check and goes on: its refusal comes after a vmexit")
    if Semantics.HARDWARE in others:
        end = comparison.ends[Semantics.HARDWARE]
        refuses = end.ending is Ending.INJECTED
        also = "refuses too, but only when it has the whole path"
        parts.append(f"hardware {also if refuses else 'goes on'}")
    return f"{'; '.join(parts)}."


def _below(comparison: Comparison, row: Row) -> str:
    assert row.level is not None, "b and c are checks of a level"
    below: Level = comparison.scenario.cpu.mode.level(row.level.number - 1)
    return f"the {below.name}"


def _another_page(comparison: Comparison, row: Row) -> str:
    maps = [who for who, cell in row.cells.items() if cell.course is Course.MAPS]
    if maps == [Semantics.HARDWARE]:
        return (
            "hardware maps a 1 GiB page here. KVM of 2007 knows none, and takes the frame for a "
            "page directory."
        )
    width = comparison.scenario.cpu.maxphyaddr
    return (
        f"All find the page, but not at the same address: hardware takes the high bits that its "
        f"MAXPHYADDR of {width} allows, KVM of 2007 those of 36 bits."
    )


def _judgement(comparison: Comparison, row: Row) -> str:
    judged = next(
        event for event in row.cells[Semantics.HARDWARE].events if isinstance(event, Judged)
    )
    failed = next(check for check in judged.checks if check.holds)
    others = _others(comparison)
    if failed.anchor in (Anchor.FETCH, Anchor.SUPERVISOR):
        bit = "NX" if failed.anchor is Anchor.FETCH else "SMEP and SMAP"
        know = _verb(comparison, "know")
        return f"hardware refuses: {refusal(failed)}. {others} {know} nothing of {bit}."
    return (
        f"hardware refuses: {refusal(failed)}. The walk of before judges nothing; what it has "
        "found is refused behind it, after a vmexit."
    )


def _answers(comparison: Comparison) -> str:
    told = [f"{who.value}: {answer_text(end)}" for who, end in comparison.ends.items()]
    return f"The walks agree; what the guest gets does not. {'; '.join(told)}."


def answer_text(end: End) -> str:
    """`#PF with 0x5 (P | U)`, `allowed`, `livelock`."""
    words = ENDINGS[end.ending]
    return words if end.error_code is None else f"{words} with {code_text(end.error_code)}"
