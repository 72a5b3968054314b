"""Write a walk to a file or a folder, in the format that its name says."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize

from mmuviz.core.trace import Trace
from mmuviz.gui.export_pdf import pages_parts, table_parts
from mmuviz.gui.export_steps import SECONDS, animation_parts, folder_parts
from mmuviz.gui.look import fitting_scale
from mmuviz.gui.theme import Theme
from mmuviz.present.export_kinds import GIF, PDF, document, kind_of
from mmuviz.present.frame import Frame
from mmuviz.sources.replacing import replacing


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written, and how.

    Attributes:
        trace: the walk.
        step: the step of what shows a single one; None: the last.
        theme: `light` or `dark`; empty: the reader's own in a page, light elsewhere.
        size: width and height of a picture, in pixels.
        compact: a hand-out is one table.
        seconds: how long an animation shows a step.
    """

    trace: Trace
    step: int | None = None
    theme: str = ""
    size: tuple[int, int] = (1440, 900)
    compact: bool = False
    seconds: float = SECONDS


def parts(path: Path, wish: Wish) -> Generator[float]:
    """Write `path` a part at a time, and yield how far it has come, 0 to 1.

    Who gives it up in between (`close`) finds what was there before.

    Raises:
        OSError: its name says no format, or it cannot be written.
    """
    kind = kind_of(path)
    text = document(kind, wish.trace, wish.step, wish.theme)
    frames = [Frame(wish.trace, step) for step in range(len(wish.trace.events) + 1)]
    theme = Theme(wish.theme == "dark", fitting_scale(*wish.size))
    if text is not None:
        with replacing(path) as stream:
            stream.write(text.encode())
        yield 1.0
    elif kind == PDF:
        yield from (table_parts if wish.compact else pages_parts)(path, frames)
    elif kind == GIF:
        yield from animation_parts(path, frames, theme, QSize(*wish.size), wish.seconds)
    else:
        yield from folder_parts(path, frames, theme, QSize(*wish.size))
