"""What stands below the tables: writes, write protection, the flood count, what comes next."""

from dataclasses import dataclass

from mmuviz.core.bits import Pte
from mmuviz.core.shadow.emulate import FLOOD
from mmuviz.core.shadow.events import PageFreed, PageTaken
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.shadow.pages import Spte, is_link, linked
from mmuviz.core.shadow.program import run_program
from mmuviz.core.trace import Semantics
from mmuviz.present.program_table import result_text
from mmuviz.present.run_frame import RunFrame
from mmuviz.present.shadow_moment import ShadowMoment
from mmuviz.present.shadow_words import frame_of
from mmuviz.present.wording import listed

_DEAD = (Ending.HOST_BUG, Ending.HOST_HANG, Ending.NOT_KEPT)


@dataclass(frozen=True, slots=True)
class Written:
    """Something that the step changed.

    Attributes:
        what: `guest memory 0x12000`, `S3 entry 0`, `reverse map of 0x80`.
        change: `80067 → 80003`.
    """

    what: str
    change: str


@dataclass(frozen=True, slots=True)
class Foot:
    """The four columns.

    Attributes:
        written: what this step changed, guest memory first.
        protection: sentences on what write protection took away.
        flood_title: whose writes are counted.
        flood: how many came in a row, as many as there are boxes at the most.
        boxes: from how many on a page is zapped.
        flood_words: what that means.
        again: what the same access would meet now; empty where nothing can be said.
    """

    written: tuple[Written, ...]
    protection: tuple[str, ...]
    flood_title: str
    flood: int
    boxes: int
    flood_words: str
    again: str


def shadow_foot(frame: RunFrame, version: Semantics) -> Foot:
    """Return what stands below the tables of a run at a step, as `version` has it."""
    moment = ShadowMoment(frame, version)
    gfn, count = moment.now.last_write
    return Foot(
        _written(moment),
        _protection(moment),
        f"Flood count for gfn {gfn:#x}" if count else "Flood count",
        min(count, FLOOD),
        FLOOD,
        _flood(count),
        _again(moment),
    )


def _written(moment: ShadowMoment) -> tuple[Written, ...]:
    found = [
        Written(f"guest memory {gpa:#x}", f"{old:x} → {moment.entry(gpa):x}")
        for gpa, old in moment.written.items()
    ]
    for event in moment.latest:
        if isinstance(event, PageTaken) and not event.found:
            found.append(Written(f"page S{event.page}", f"taken for gfn {event.gfn:#x}"))
        elif isinstance(event, PageFreed):
            found.append(Written(f"page S{event.page}", "freed"))
    for (page, index), change in moment.changed.items():
        found.append(
            Written(f"S{page} entry {index}", f"{_shown(change.old)} → {_shown(change.new)}")
        )
    old, new = moment.earlier.rmap, moment.now.rmap
    for frame in sorted(set(old) | set(new)):
        before, after = old.get(frame, 0), new.get(frame, 0)
        if before != after:
            noun = "entry" if after == 1 else "entries"
            found.append(Written(f"reverse map of {frame:#x}", f"{before} → {after} {noun}"))
    return tuple(found)


def _shown(value: int) -> str:
    """Return a shadow entry as a list shows it: a link by the page it leads to."""
    if not is_link(value):
        return f"{value:x}"
    return f"S{linked(value)}{', large' if value & Spte.LARGE else ''}"


def _protection(moment: ShadowMoment) -> tuple[str, ...]:
    state = moment.now
    said = []
    for page in state.cached:
        for index, value in sorted(page.slots.items()):
            if page.role.level > 1 or not value & Pte.P:
                continue
            shadow = state.shadowing(frame_of(value))
            if value & Spte.GUEST_W and not value & Pte.W and shadow is not None:
                name = f"W of S{page.number} entry {index}"
                said.append(f"{name}: withheld, S{shadow.number} shadows what it maps.")
    if not said:
        said.append("Nothing: no leaf maps a shadowed table.")
    tables = {page.gfn for page in state.cached if not page.role.metaphysical}
    if tables:
        said.append(f"Protected frames: {', '.join(f'{gfn:#x}' for gfn in sorted(tables))}.")
    names = [f"S{page.number}" for page in state.cached if page.role.metaphysical]
    if names:
        verb = "protects" if len(names) == 1 else "protect"
        said.append(f"Metaphysical {listed(names)} {verb} nothing.")
    return tuple(said)


def _flood(count: int) -> str:
    if not count:
        return "No write has been emulated: none has met a shadowed table."
    if count >= FLOOD:
        return "Flooded: each further write to it zaps its pages whole."
    left = FLOOD - count
    which = "The next write" if left == 1 else "The third write"
    return f"{which} in a row would zap its pages whole, with all their entries."


def _again(moment: ShadowMoment) -> str:
    frame, version = moment.frame, moment.version
    executed = frame.executed(version)
    done = executed is not None and frame.done(version) == len(frame.phases(version))
    if moment.access is None or executed is None or not done:
        return ""
    if executed.result.ending in _DEAD:
        return ""
    operations = frame.record.operations[: frame.operation + 1]
    again = run_program(version, frame.record.scenario, (*operations, operations[-1]))
    result = again[-1].result
    return f"{result_text(result)}{'' if result.vmexits else ', no vmexit'}."
