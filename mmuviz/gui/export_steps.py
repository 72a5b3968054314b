"""A walk as pictures, a step each: a folder of PNG and SVG files, or an animated GIF."""

from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize

from mmuviz.gui.export_image import SUFFIXES, export_image, pixels
from mmuviz.gui.theme import Theme
from mmuviz.gui.walk_stage import WalkStage
from mmuviz.present.frame import Frame
from mmuviz.sources.gif_file import gif_parts
from mmuviz.sources.replacing import new_folder

SECONDS: Final = 1.5
_LAST: Final = 3
"""The last picture, the result, stays as long as so many others."""


def folder_parts(
    path: Path, frames: Sequence[Frame], theme: Theme, size: QSize
) -> Generator[float]:
    """Make the folder `path` with `step-00.png`, `step-00.svg` and so on; yield how far it is.

    Raises:
        OSError: there is something at `path`, or it cannot be written.
    """
    digits = max(len(str(frames[-1].step)), 2)
    with new_folder(path) as folder:
        for number, stage in enumerate(_stages(frames, theme, size), 1):
            for suffix in SUFFIXES:
                export_image(stage, folder / f"step-{frames[number - 1].step:0{digits}}{suffix}")
            yield number / len(frames)


def animation_parts(
    path: Path, frames: Sequence[Frame], theme: Theme, size: QSize, seconds: float
) -> Generator[float]:
    """Write an animated GIF, a picture a step for `seconds`; yield how far it has come.

    Raises:
        OSError: it cannot be written.
    """
    stay = [seconds] * (len(frames) - 1) + [_LAST * seconds]
    pictures = (pixels(stage) for stage in _stages(frames, theme, size))
    yield from gif_parts(path, (size.width(), size.height()), pictures, stay)


def _stages(frames: Sequence[Frame], theme: Theme, size: QSize) -> Iterator[WalkStage]:
    """Yield one stage again and again, with one frame after the other on it."""
    stage = WalkStage(theme, size)
    try:
        for frame in frames:
            stage.show_frame(frame)
            yield stage
    finally:
        stage.close()
        stage.deleteLater()
