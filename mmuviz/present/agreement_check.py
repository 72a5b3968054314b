"""A sweep through the Unicorn engine as one more row of the conformance lab.

It reads what `present/agreement` writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from mmuviz.core.paging import PagingMode
from mmuviz.core.second_opinion import Verdict
from mmuviz.present.second_opinion import ENGINE
from mmuviz.present.verify_record import Check, Counted, Difference, Holds, Recorded

_SPACES: Final = {
    "walk": "the flags of a walk",
    "access": "with D and what the leaf maps",
    "hardware": "with D, NX and fetches",
}
_NOT_SAME: Final = {
    Verdict.OPEN: "left open by the manual",
    Verdict.LIMIT: "known limits of the engine",
    Verdict.DIFFERS: "differ",
}


@dataclass(frozen=True, slots=True)
class Sweep:
    """A space of states that the engine can be asked about.

    Attributes:
        mode: the paging mode.
        space: the name of the space.
    """

    mode: PagingMode
    space: str

    @property
    def title(self) -> str:
        """`Unicorn, PAE, walk`."""
        return f"{ENGINE}, {self.mode.title}, {self.space}"

    @property
    def about(self) -> str:
        """Which flags vary."""
        return _SPACES[self.space]

    @property
    def arguments(self) -> tuple[str, ...]:
        """What asks for it on the command line of `verify`."""
        return ("--against", "unicorn", "--mode", self.mode.value, "--space", self.space)


SWEEPS: Final = tuple(Sweep(mode, space) for mode in PagingMode for space in _SPACES)


def with_agreement(check: Check, record: Mapping[str, Any]) -> Check:
    """Return a check with a record of a sweep that was read.

    Raises:
        LookupError: a field is missing.
        TypeError: a field is of another type.
        ValueError: it names no mode.
    """
    kind = record["kind"]
    if kind == "space":
        mode, states = PagingMode(record["mode"]), int(record["states"])
        title = f"{record['engine']} against hardware's rules, {mode.title}"
        recorded = Recorded(title, Holds.SPACE, mode, states, str(record["space"]))
        return replace(check, recorded=recorded, counted=Counted(of=int(record["of"])))
    if kind == "progress":
        return replace(check, counted=Counted(int(record["done"]), int(record["of"])))
    if kind == "difference":
        return replace(check, differences=(*check.differences, _difference(record)))
    if kind == "point":
        return replace(check, notes=(*check.notes, _point_text(record)))
    states, differ = int(record["states"]), int(record["differ"])
    limits = [f"– {sentence}." for sentence in record["limits"]]
    return replace(
        check,
        counted=replace(check.counted, done=states, values=differ, bad_rows=differ),
        notes=(*check.notes, "", "Known limits:", *limits),
        failure=str(record["problem"] or ""),
        is_complete=not record["problem"],
    )


def _difference(record: Mapping[str, Any]) -> Difference:
    """Return a state that differs: what the engine says is what is recorded."""
    number = int(record["state"])
    differing = tuple(
        (str(point["title"]), point["engine"], point["hardware"])
        for point in record["points"]
        if point["verdict"] == Verdict.DIFFERS.value
    )
    return Difference(None, f"state {number}", {}, differing, number)


def _point_text(record: Mapping[str, Any]) -> str:
    """Say of one point in how many states both agree, and what the others are."""
    counts = {verdict: int(record[verdict.value]) for verdict in Verdict}
    others = "".join(
        f", {counts[verdict]:,} {words}" for verdict, words in _NOT_SAME.items() if counts[verdict]
    )
    return f"{record['title']}: {counts[Verdict.SAME]:,} agree{others}"
