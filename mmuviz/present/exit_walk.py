"""A walk inside an exit diagram: folded into one line, or entry by entry with its checks."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mmuviz.core.events import Anchor, Check, Composed, EntryRead, EntryWritten, Jumped, Returned
from mmuviz.core.shadow.events import AnyEvent
from mmuviz.core.trace import Semantics
from mmuviz.present.exit_items import BoxLine, Mark
from mmuviz.present.wording import code_sum, entry_hex, entry_name

_LETTERS = {
    Anchor.PDPTR_PRESENT: "a",
    Anchor.PRESENT: "a",
    Anchor.WRITE: "b",
    Anchor.USER: "c",
    Anchor.ACCESSED: "d",
}
_PRESENT = (Anchor.PDPTR_PRESENT, Anchor.PRESENT)
_FOLDS = "A click or Enter shows its steps, or folds them."


def walk_lines(
    version: Semantics, step: int, events: tuple[AnyEvent, ...], *, unfolded: bool
) -> tuple[BoxLine, ...]:
    """Return the lines of a walk of KVM; the first one unfolds and folds it.

    Args:
        version: by whose rules it walks.
        step: the step of the run at which it happens.
        events: its events; the first one reads an entry.
        unfolded: entry by entry.
    """
    lines = [_line(step, read, group) for read, group in _groups(events)]
    if not unfolded:
        said = "\n".join(line.words for line in lines)
        lines = [BoxLine(step, *_folded(version, events, said), mark=_mark(events))]
    first = lines[0]
    first = replace(first, unfolds=True, unfolded=unfolded, tip=f"{first.tip}\n{_FOLDS}")
    return first, *lines[1:]


def refuses(events: Iterable[AnyEvent]) -> bool:
    """Whether a walk jumps out of its loop."""
    return any(isinstance(event, Jumped) for event in events)


def _folded(
    version: Semantics, events: tuple[AnyEvent, ...], tip: str
) -> tuple[str, str, tuple[AnyEvent, ...]]:
    """Say in one line where a walk ends and why."""
    read = next(event for event in reversed(events) if isinstance(event, EntryRead))
    name = entry_name(read)
    jump = next((event for event in events if isinstance(event, Jumped)), None)
    if read.value is None:
        words = f"{name} is not kept in the file"
    elif jump is not None:
        words = f"{name}  {_letter(jump.cause)} → {jump.anchor.value}"
    elif _absent(events):
        words = f"ends at {name}, absent"
    else:
        how = "no checks, reaches" if version is Semantics.BEFORE else "allowed, reaches"
        written = sum(isinstance(event, EntryWritten) for event in events)
        words = f"{how} {name}{', sets A' if written else ''}"
    return f"walk: {words}", tip, events


def _mark(events: Iterable[AnyEvent]) -> Mark:
    found = tuple(events)
    if refuses(found):
        return Mark.REFUSED
    if any(isinstance(event, EntryWritten) for event in found):
        return Mark.WRITTEN
    if _absent(found) or any(
        isinstance(event, EntryRead) and event.value is None for event in found
    ):
        return Mark.NOTE
    return Mark.PASSED


def _absent(events: Iterable[AnyEvent]) -> bool:
    return any(
        isinstance(event, Check) and event.holds and event.anchor in _PRESENT for event in events
    )


def _letter(cause: Anchor | None) -> str:
    return _LETTERS[cause] if cause else ""


def _groups(
    events: tuple[AnyEvent, ...],
) -> Iterator[tuple[EntryRead | None, tuple[AnyEvent, ...]]]:
    """Cut a walk into its lines: an entry, the check that refused it, and what is after."""
    read: EntryRead | None = None
    group: list[AnyEvent] = []
    for event, following in zip(events, (*events[1:], None), strict=True):
        asked = any(isinstance(earlier, Check) for earlier in group)
        after = isinstance(event, Composed | Returned) and read is not None
        if group and (
            isinstance(event, EntryRead) or after or (isinstance(following, Jumped) and asked)
        ):
            yield read, tuple(group)
            group = []
        if isinstance(event, EntryRead):
            read = event
        elif after:
            read = None
        group.append(event)
    yield read, tuple(group)


def _line(step: int, read: EntryRead | None, group: tuple[AnyEvent, ...]) -> BoxLine:
    if read is None:
        return _code_line(step, group)
    letters = "".join(
        f" {_LETTERS[event.anchor]}"
        for event in group
        if isinstance(event, Check | EntryWritten) and event.anchor in _LETTERS
    )
    words = f"walk: {entry_name(read)} {letters}".rstrip()
    jump = next((event for event in group if isinstance(event, Jumped)), None)
    if jump is not None:
        words += f" → {jump.anchor.value}"
    elif read.value is None:
        words += " is not kept in the file"
    elif _absent(group):
        words += ": absent"
    elif any(isinstance(event, EntryWritten) for event in group):
        words += ": A 0 → 1"
    value = "not kept" if read.value is None else entry_hex(read.value)
    return BoxLine(step, words, f"{words}\n{entry_name(read)} = {value}", group, mark=_mark(group))


def _code_line(step: int, group: tuple[AnyEvent, ...]) -> BoxLine:
    """What the walk hands back."""
    code = next(event.error_code for event in reversed(group) if isinstance(event, Returned))
    words = "result 1" if code is None else f"error_code = {code_sum(code)}"
    return BoxLine(step, words, f"The walk hands back: {words}", group)
