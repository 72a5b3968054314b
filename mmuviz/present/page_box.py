"""The end of the path: the page, or why there is none."""

from dataclasses import dataclass

from mmuviz.core.bits import PAGE_MASK
from mmuviz.core.cursor import reads_until
from mmuviz.core.events import Anchor
from mmuviz.core.memory import Frame
from mmuviz.core.result import Outcome
from mmuviz.core.trace import Semantics, Trace


@dataclass(frozen=True, slots=True)
class PageBox:
    """What the box says.

    Attributes:
        title: `Page 0x5e75`.
        text: `gpa 0x5e75238`, `not reached`, ...
        remark: what kind of frame it is; may be empty.
        reached: the walk has arrived.
    """

    title: str
    text: str
    remark: str
    reached: bool


_REMARKS = {
    Frame.KNOWN: "",
    Frame.NOT_KEPT: "its content is not kept",
    Frame.OUTSIDE: "outside RAM: a device",
}


def page_box(trace: Trace, step: int) -> PageBox:
    """Return the box at `step`."""
    scenario, result = trace.scenario, trace.result
    ended = step == len(trace.events)
    arrived = ended or any(
        event.anchor in (Anchor.LEAF, Anchor.LARGE) and getattr(event, "holds", False)
        for event in trace.events[:step]
    )
    if result.gpa is not None and arrived and (ended or trace.semantics is not Semantics.HARDWARE):
        title = f"Page {result.gpa >> 12:#x}"
        remark = _REMARKS[scenario.frame(result.gpa)]
        return PageBox(title, f"gpa {result.gpa:#010x}", remark, reached=True)
    if ended and result.outcome is Outcome.NOT_KEPT:
        return PageBox("Page unknown", "the table is not kept", "", reached=False)
    frame = _leaf_frame(trace, step)
    if frame is None:
        return PageBox("Page", "not reached", "", reached=False)
    refused = trace.semantics is Semantics.HARDWARE and result.outcome is Outcome.ACCESS_ERROR
    text = "found, not given" if refused and ended else "not reached"
    return PageBox(f"Page {frame >> 12:#x}", text, "", reached=False)


def _leaf_frame(trace: Trace, step: int) -> int | None:
    """Return the frame that a present level-1 entry names, though the walk was refused there."""
    reads = reads_until(trace, step)
    if not reads or reads[-1].level.number != 1 or not (reads[-1].value or 0) & 1:
        return None
    return (reads[-1].value or 0) & trace.scenario.cpu.mode.frame_mask & ~PAGE_MASK
