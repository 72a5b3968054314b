"""Run a generator to its end for what it returns; its events are not kept."""

from collections import deque
from collections.abc import Generator
from typing import TypeVar

_Result = TypeVar("_Result")


def drain(events: Generator[object, None, _Result]) -> _Result:
    """Return what `events` returns."""
    kept: list[_Result] = []

    def whole() -> Generator[object, None, None]:
        kept.append((yield from events))

    deque(whole(), maxlen=0)
    return kept[0]
