"""What stands below the map: how many states differ, by which rule, and each kind of difference."""

from dataclasses import dataclass
from typing import Final

from mmuviz.present.atlas_found import Found, RuleText
from mmuviz.present.atlas_legend import Legend, LegendRow
from mmuviz.present.atlas_state import smallest_text
from mmuviz.present.atlas_words import QUANTITY_NAMES, space_title, states_text
from mmuviz.present.text_row import TextRow
from mmuviz.present.wording import amount
from mmuviz.sweep.colouring import Lens, Sort
from mmuviz.sweep.space import StateSpace

GROUP, STATES, EXAMPLE, RULE = "group", "states", "smallest example", "its own rule"
COLUMNS: Final = ("", GROUP, STATES, EXAMPLE, RULE)
SEARCHING: Final = "working out the rule…"


@dataclass(frozen=True, slots=True)
class GroupRow(TextRow):
    """A group that stands out.

    Attributes:
        legend: its row of the legend.
    """

    legend: LegendRow


def group_rows(
    space: StateSpace, legend: Legend, found: Found, *, searching: bool
) -> tuple[GroupRow, ...]:
    """Return the groups that stand out, in the legend's order.

    Args:
        space: the space.
        legend: its groups in words.
        found: what is known of their rules.
        searching: the others are being worked out.
    """
    rows = []
    for row in legend.rows:
        if row.sort is Sort.MARK:
            title = f"{row.title}  {row.note}" if row.note else row.title
            unknown = "…" if searching else ""
            rule = found.groups[row.letter].said if row.letter in found.groups else unknown
            example = smallest_text(space, row.smallest)
            tip = f"{rule}\nA double click or Enter opens the smallest example".strip()
            rows.append(GroupRow((row.letter, title, f"{row.count:,}", example, rule), tip, row))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class FootWords:
    """All that is said below the map.

    Attributes:
        title: how many states, in bold.
        detail: what they are, beside it; may be empty.
        rule: where they are, in signs, or that it is being worked out; may be empty.
        note: how far the rule is proved; may be empty.
        copied: the rule as a filter with what it is the rule of; empty while there is none.
        rows: the groups that stand out.
        smallest: the number of the smallest state of these; None: there is none.
    """

    title: str
    detail: str
    rule: str
    note: str
    copied: str
    rows: tuple[GroupRow, ...]
    smallest: int | None


def foot_words(  # noqa: PLR0913  # what is seen, and what is known of it
    space: StateSpace,
    lens: Lens,
    legend: Legend,
    found: Found,
    *,
    searching: bool,
    alone: int | None = None,
) -> FootWords:
    """Say what stands below the map.

    Args:
        space: the space.
        lens: through what it is looked at.
        legend: its groups in words.
        found: what is known of their rules.
        searching: the others are being worked out.
        alone: the number of the one group that is shown; None: all are.
    """
    rows = group_rows(space, legend, found, searching=searching)
    waiting = SEARCHING if searching else ""
    for row in legend.rows:
        if row.number == alone:
            return _one_group(space, lens, row, found, rows, waiting)
    sizes = [(_size(space, row.legend.smallest), row.legend.smallest) for row in rows]
    smallest = min(sizes)[1] if sizes else None
    if lens.against is None:
        title = f"{states_text(legend.shown)} in {amount(len(legend.rows), 'group')}"
        return FootWords(title, "", "", "", "", rows, smallest)
    if not rows:
        return FootWords(same_text(space, lens, legend), "", "", "", "", (), None)
    count = sum(row.legend.count for row in rows)
    title, verb = states_text(count), "differs" if count == 1 else "differ"
    rule, detail = found.whole, found.gist or _kinds(legend, rows)
    if rule is None:
        return FootWords(f"{title} {verb}", detail, waiting, "", "", rows, smallest)
    if not rule.text:
        return FootWords(f"{title} {verb}", detail, "", rule.remark, "", rows, smallest)
    copied = _copied(space, lens, rule, title)
    return FootWords(f"{title}, one rule", detail, rule.text, rule.remark, copied, rows, smallest)


def _one_group(  # noqa: PLR0913, PLR0917  # as above
    space: StateSpace,
    lens: Lens,
    row: LegendRow,
    found: Found,
    rows: tuple[GroupRow, ...],
    waiting: str,
) -> FootWords:
    """Say of one group what else is said of all; of ground no rule is looked for."""
    number = states_text(row.count)
    title = f"{number}: {row.title}"
    rule = found.groups.get(row.letter)
    if rule is None or not rule.text:
        words = "" if not row.letter else waiting if rule is None else rule.remark
        return FootWords(title, row.note, words, "", "", rows, row.smallest)
    copied = _copied(space, lens, rule, f"{row.title}, {number}")
    return FootWords(title, row.note, rule.text, rule.remark, copied, rows, row.smallest)


def _copied(space: StateSpace, lens: Lens, rule: RuleText, number: str) -> str:
    """Return a rule as it is copied: a filter, and what it is the rule of."""
    what = f"what {lens.semantics.value} does"
    if lens.against is not None:
        first, second = lens.pair
        what = f"where {second.value} differs from {first.value}"
    return f"{rule.expression}\n# {space_title(space)}, {what}: {number}; {rule.remark}\n"


def _size(space: StateSpace, number: int) -> int:
    """Return how many flags of a state are set."""
    return sum(flag.of(number) != 0 for flag in space.flags)


def _kinds(legend: Legend, rows: tuple[GroupRow, ...]) -> str:
    """`hardware → after: 2 → 3, 4 → 5`: the kinds of difference, where they are few."""
    titles = [row.legend.title for row in rows]
    kinds = ", ".join(titles) if len(titles) <= _FEW else f"{len(titles)} kinds of difference"
    return f"{legend.direction}: {kinds}"


_FEW: Final = 4


def same_text(space: StateSpace, lens: Lens, legend: Legend) -> str:
    """Say that nothing differs: `hardware and after never differ in outcome: 0 of 8,192 states`.

    Args:
        space: the space.
        lens: a comparison.
        legend: its groups, of which none stands out.
    """
    first, second = lens.pair
    what = "in anything" if lens.quantity is None else f"in {QUANTITY_NAMES[lens.quantity]}"
    return (
        f"{first.value} and {second.value} never differ {what}: "
        f"0 of {states_text(legend.shown)} of the {space_title(space)}"
    )
