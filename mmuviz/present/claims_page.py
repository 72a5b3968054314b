"""The claims page as rows: each claim or defect, its numbers as far as they are counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mmuviz.core.claims.counts import Item, What
from mmuviz.core.claims.survey import space_of
from mmuviz.core.paging import PagingMode
from mmuviz.present.claims import CLAIMS, DEFECTS, Claim, Verdict
from mmuviz.present.claims_record import WHAT, Results

MODES = (PagingMode.PAE, PagingMode.X32, PagingMode.LONG)
"""The columns of numbers, in order; the first is the biggest."""

UNKNOWN = "…"
"""Where a number is still being counted."""

NONE = "–"
"""Where there is nothing to count."""


_ON_NUMBERS = {Verdict.BORNE_OUT, Verdict.IN_PART, Verdict.NOT}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A row of the page.

    Attributes:
        claim: sentence, verdict, and what shows it.
        numbers: by mode: the number with thousands marked, UNKNOWN, NONE, or empty where the
            item is not counted by mode.
        caption: what the numbers count; empty where there are none.
    """

    claim: Claim
    numbers: tuple[str, ...]
    caption: str

    @property
    def is_open(self) -> bool:
        """Whether the verdict is one on numbers, and none of them is known yet."""
        known = any(number not in (UNKNOWN, NONE, "") for number in self.numbers)
        return self.claim.verdict in _ON_NUMBERS and not known

    @property
    def verdict_text(self) -> str:
        """The verdict in words, as far as there is something to judge."""
        return "not counted yet" if self.is_open else self.claim.verdict_text

    @property
    def remark(self) -> str:
        """What stands below the verdict; may be empty."""
        return "" if self.is_open else self.claim.remark


def claim_rows(results: Results, modes: Sequence[PagingMode] = MODES) -> tuple[ClaimRow, ...]:
    """Return the four claims, their numbers in the order of `modes`."""
    return tuple(_row(claim, results, modes) for claim in CLAIMS)


def defect_rows(results: Results, modes: Sequence[PagingMode] = MODES) -> tuple[ClaimRow, ...]:
    """Return what the change brought in, and what it left."""
    return tuple(_row(claim, results, modes) for claim in DEFECTS)


def programs_sentence(results: Results) -> str:
    """Say what the recorded programs say of the fourth claim; *strong* is marked."""
    tally = results.programs.get(Item.CODES)
    if tally is None:
        return "Guest programs, with stale and shared shadows, are still to be run."
    return (
        f"In {tally.programs} random programs, with stale and shared shadows: before gives "
        f"*{tally.before_wrong}* wrong codes, *{tally.after_right_of_those}* of them right in "
        f"after. But *{tally.before_right_of_those}* that were right are wrong in after."
    )


def _row(claim: Claim, results: Results, modes: Sequence[PagingMode]) -> ClaimRow:
    item = claim.item
    if item is Item.SHARED:
        tally = results.programs.get(Item.SHARED)
        first = UNKNOWN if tally is None else f"{tally.new_livelocks:,}"
        return ClaimRow(claim, (first, *("",) * (len(modes) - 1)), _shared_caption(results))
    numbers = tuple(_number(results, item, mode, What.COUNT) for mode in modes)
    counted = any(space_of(item, mode) is not None for mode in modes)
    return ClaimRow(claim, numbers, _caption(item, results, modes) if counted else "")


def _number(results: Results, item: Item, mode: PagingMode, what: What) -> str:
    """Return a number as text."""
    if space_of(item, mode) is None:
        return "" if item is Item.SECOND else NONE
    count = results.counts.get((item, mode))
    return UNKNOWN if count is None else f"{count.numbers.get(what, 0):,}"


def _shared_caption(results: Results) -> str:
    tally = results.programs.get(Item.SHARED)
    if tally is None:
        return "new livelocks in the operations of guest programs"
    return (
        f"new livelocks in {tally.operations:,} operations; "
        f"{tally.spurious_before} had been spurious faults"
    )


def _caption(item: Item, results: Results, modes: Sequence[PagingMode]) -> str:
    """Say what the numbers of an item count, and over what."""
    sizes = _joined(_size(item, mode) for mode in modes)
    before, run, leaf = (
        _all(results, item, what, modes) for what in (What.BEFORE, What.LIVELOCKS, What.LEAF)
    )
    captions = {
        Item.ACCESSED: f"accesses where before set a wrong A; in the leaf: {leaf}",
        Item.CODES: f"wrong codes of after; before: {before}",
        Item.ORDER: f"walk states of {sizes}",
        Item.TRANSLATION: "wrong in PAE mode, else undefined; same spaces",
        Item.NO_EXECUTE: f"by rule: of {sizes} fetches, NXE 1; run, {run} exit for ever",
        Item.SECOND: f"of {_size(item, PagingMode.PAE)} pairs, 0 exits before",
        Item.HANG: f"accesses; before: {before}",
    }
    return captions.get(item, WHAT[item])


def _size(item: Item, mode: PagingMode) -> str:
    space = space_of(item, mode)
    return "none" if space is None else f"{len(space):,}"


def _all(results: Results, item: Item, what: What, modes: Sequence[PagingMode]) -> str:
    """Return a number of every mode, or the one that they all are."""
    counted = [mode for mode in modes if space_of(item, mode) is not None]
    numbers = [_number(results, item, mode, what) for mode in counted]
    return numbers[0] if len(set(numbers)) == 1 else _joined(numbers)


def _joined(numbers: Iterable[str]) -> str:
    return " · ".join(numbers)


def columns() -> tuple[tuple[str, str], ...]:
    """Return the head of each column of numbers: the mode, and how many accesses it has."""
    return tuple((mode.title, f"of {_size(Item.ACCESSED, mode)}") for mode in MODES)
