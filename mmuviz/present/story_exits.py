"""How before and after come from an access to its end, as a chain of boxes for a projector."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from mmuviz.core.shadow.guest import Ending
from mmuviz.core.storyline import Edge, Slide
from mmuviz.core.trace import Semantics
from mmuviz.present.exit_diagram import diagram
from mmuviz.present.exit_items import Box, End, Fold, Item, Lane, Message, Way
from mmuviz.present.exit_tally import answer_text
from mmuviz.present.program_table import operation_text
from mmuviz.present.run_frame import VERSIONS, Moment, RunRecord
from mmuviz.present.wording import amount

_LINES = 3
"""Lines of a box: the last ones tell what comes of it."""


@dataclass(frozen=True, slots=True)
class ExitBox:
    """A station on the way.

    Attributes:
        title: `vmexit 1`, `#PF 0x5`, `∞`.
        lines: what happens there.
        told: it has happened by the slide's place.
        is_end: the chain ends there.
        wrong: it is an end that the bare processor does not come to.
    """

    title: str
    lines: tuple[str, ...]
    told: bool = True
    is_end: bool = False
    wrong: bool = False

    @property
    def heading(self) -> str:
        """`vmexit 1`, `✗ #PF 0x7`; an end that is not told yet is a question."""
        if self.is_end and not self.told:
            return "?"
        return f"✗ {self.title}" if self.wrong else self.title

    @property
    def said(self) -> tuple[str, ...]:
        """What happens there, once it is told."""
        return self.lines if self.told else ()


@dataclass(frozen=True, slots=True)
class ExitChain:
    """One version's way.

    Attributes:
        version: whose.
        summary: what it costs, `2 vmexits`; empty before all is told.
        boxes: the stations in time order.
    """

    version: Semantics
    summary: str
    boxes: tuple[ExitBox, ...]


@dataclass(frozen=True, slots=True)
class ExitChains:
    """Both ways from one access.

    Attributes:
        access: what the guest does.
        chains: before's and after's.
        truth: what the bare processor comes to; empty where it is not known.
    """

    access: str
    chains: tuple[ExitChain, ...]
    truth: str


def exit_chains(slide: Slide) -> ExitChains:
    """Return what an exits slide shows."""
    record = RunRecord(slide.scenario)
    until = _step(record, slide)
    number = slide.operation
    right = record.executed(Semantics.HARDWARE, number)
    count = len(record.operations)
    which = f"Operation {number + 1} of {count}: " if count > 1 else ""
    return ExitChains(
        which + operation_text(record.operations[number]),
        tuple(_chain(record, number, version, until) for version in VERSIONS),
        "" if right is None else answer_text(right),
    )


def _step(record: RunRecord, slide: Slide) -> int:
    """Return the step of the run at which the slide's place is come to."""
    number, left = slide.operation, slide.step or 0
    if slide.place is Edge.END:
        return record.last_step_of(number)
    step = record.starts[number] - 1
    for phase in record.phases_of(slide.semantics, number):
        if left > 0:
            step = record.moments.index(Moment(number, phase.place)) + 1
        left -= len(phase.events)
    return step


def _chain(record: RunRecord, number: int, version: Semantics, until: int) -> ExitChain:
    items = diagram(record, number, version).items
    wrong = record.unlike_hardware(version, number)
    boxes = tuple(
        replace(box, told=step <= until, wrong=wrong and box.is_end and step <= until)
        for step, box in _stations(items)
    )
    executed = record.executed(version, number)
    cost = ""
    if executed is not None and all(box.told for box in boxes):
        endless = executed.result.ending is Ending.LIVELOCK
        cost = "no end of vmexits" if endless else amount(executed.result.vmexits, "vmexit")
    return ExitChain(version, cost, boxes)


def _stations(items: Iterable[Item]) -> list[tuple[int, ExitBox]]:
    """Group the items of a diagram: a box a vmexit, and how it ends; with the step of each."""
    found: list[tuple[int, ExitBox]] = []
    folded, count = False, 0
    for item in items:
        match item:
            case Message(way=Way.FAULT, words=words, number=count) if not folded:
                found.append((item.step, ExitBox(f"vmexit {count}", (words,))))
            case Box(lines=lines) if found and not folded:
                step, box = found[-1]
                said = tuple(line.words for line in lines[-_LINES:])
                found[-1] = step, replace(box, lines=(*box.lines, *said))
            case Fold():
                folded = True
                title = f"vmexit {count + 1}, {count + 2}, …"
                found.append((item.step, ExitBox(title, ("all the same",))))
            case Message(target=Lane.GUEST, words=words):
                title, _, more = words.removeprefix("inject ").partition(", ")
                found.append((item.step, ExitBox(title, (more,) if more else (), is_end=True)))
            case End(sign=sign, words=words) if sign or not _ended(found):
                found.append((item.step, ExitBox(sign or "the end", (words,), is_end=True)))
            case _:  # what the processor finds, and statistics: too much for a projector
                pass
    return found


def _ended(found: list[tuple[int, ExitBox]]) -> bool:
    return bool(found) and found[-1][1].is_end
