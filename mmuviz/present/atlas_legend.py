"""The legend of the atlas: a row for each group of states, what they have in common, how many."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mmuviz.core.trace import Semantics
from mmuviz.present.atlas_words import QUANTITY_NAMES, direction, group_title, mark_letter
from mmuviz.present.wording import listed
from mmuviz.sweep.agreement import agreed
from mmuviz.sweep.colouring import Colouring, Group, Sort
from mmuviz.sweep.survey import Quantity, Survey


@dataclass(frozen=True, slots=True)
class LegendRow:
    """A group in words, as the legend lists it and the map draws it.

    Attributes:
        number: the number of the group: what its cells hold.
        sort: whether it stands out, or what ground it is.
        letter: what doubles its colour, and stands in its blocks; empty for ground.
        place: which mark it is, for its colour; -1 for ground.
        title: its value, or the two values.
        note: what all its states have in common, in a few words; may be empty.
        count: how many states.
        smallest: the number of its smallest state.
    """

    number: int
    sort: Sort
    letter: str
    place: int
    title: str
    note: str
    count: int
    smallest: int


@dataclass(frozen=True, slots=True)
class Legend:
    """All groups in words.

    Attributes:
        rows: the marks by their letters, then the ground that faults, then the other.
        direction: in which order a row tells two values: `hardware → after`; may be empty.
        shown: how many states there are in all rows.
    """

    rows: tuple[LegendRow, ...]
    direction: str
    shown: int


def legend(survey: Survey, colouring: Colouring) -> Legend:
    """Return the legend of a map."""
    ground = [
        group
        for sort in (Sort.FAULT, Sort.ALLOW)
        for group in colouring.groups
        if group.sort is sort
    ]
    words = _Words(survey, colouring)
    rows = [
        LegendRow(
            group.number,
            group.sort,
            mark_letter(group.place) if group.sort is Sort.MARK else "",
            group.place,
            group_title(survey.space, colouring.lens, group, colouring.quantities),
            words.note(group),
            group.count,
            group.smallest,
        )
        for group in (*colouring.marks, *ground)
    ]
    return Legend(tuple(rows), direction(colouring.lens), colouring.shown)


_TOLD_BY_ALLOWED: Final = (Quantity.OUTCOME, Quantity.ERROR_CODE, Quantity.CHECK)
"""Quantities that are the same wherever both allow."""


class _Words:
    """What can be said of all states of a group."""

    def __init__(self, survey: Survey, colouring: Colouring) -> None:
        self._lens = colouring.lens
        states = survey.states
        self._asks = {name: agreed(colouring, states[name]) for name in ("user", "write", "fetch")}
        self._faults: Mapping[Semantics, Mapping[int, int]] = {}
        self._allows: Mapping[Semantics, Mapping[int, int]] = {}
        if self._lens.against is not None:
            pair = self._lens.pair
            self._faults = {one: agreed(colouring, survey.faults(one)) for one in pair}
            self._allows = {one: agreed(colouring, survey.allowed(one)) for one in pair}

    def note(self, group: Group) -> str:
        """`user read`; of the ground of a comparison, `both fault, same code`."""
        if group.values:
            return self._access(group.number)
        quantity = self._lens.quantity
        both = self._both(group.number)
        if both == "both allow" and quantity in _TOLD_BY_ALLOWED:
            return both
        if quantity is Quantity.ERROR_CODE and any(
            self._allows[one].get(group.number) for one in self._lens.pair
        ):
            return f"{both}, no code"
        what = "code" if quantity is Quantity.ERROR_CODE else QUANTITY_NAMES[quantity]
        return f"{both}, same {what if quantity else 'in all'}"

    def _both(self, number: int) -> str:
        """Say what becomes of the access, as far as it is the same in all states."""
        pair = self._lens.pair
        for facts, one, two in (
            (self._faults, "faults", "both fault"),
            (self._allows, "allows", "both allow"),
        ):
            who = [semantics.value for semantics in pair if facts[semantics].get(number)]
            if who:
                return two if len(who) == len(pair) else f"{who[0]} {one}"
        refused = all(self._allows[semantics].get(number) == 0 for semantics in pair)
        return "neither allows" if refused else f"{pair[0].value} does not allow"

    def _access(self, number: int) -> str:
        """`user read`, `supervisor`, `write`: as far as all states ask the same."""
        user, write, fetch = (self._asks[name].get(number) for name in ("user", "write", "fetch"))
        kind = ""
        if write or fetch:
            kind = "write" if write else "fetch"
        elif write == 0:
            kind = "read" if fetch == 0 else listed(["read", "fetch"]).replace("and", "or")
        who = "" if user is None else "user" if user else "supervisor"
        return f"{who} {kind}".strip()
