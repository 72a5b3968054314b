"""Write a storyline to a file or a folder, in the format that its name says."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, QSizeF
from PySide6.QtGui import QImage, QPainter

from mmuviz.core.storyline import Storyline
from mmuviz.gui.export_image import SUFFIXES, export_drawing
from mmuviz.gui.export_story_pdf import outline_parts, slides_parts
from mmuviz.gui.theme import Theme
from mmuviz.gui.views import story_slide
from mmuviz.gui.views.presenter_layout import projector_theme
from mmuviz.present.export_kinds import GIF, PDF, kind_of
from mmuviz.present.export_story import story_document
from mmuviz.present.story_spot import Spot
from mmuviz.sources.gif_file import gif_parts
from mmuviz.sources.replacing import new_folder, replacing

_A_LOOK: Final = 3.0
_A_WORD: Final = 0.35
"""Seconds to look at a picture, and to read a word of its caption."""


@dataclass(frozen=True, slots=True)
class StoryWish:
    """What is to be written, and how.

    Attributes:
        storyline: the lecture.
        theme: `light` or `dark`; empty: the reader's own in a page, light elsewhere.
        size: width and height of a picture, in pixels.
        compact: a hand-out is one table.
        notes: with what the lecturer says, where it is text or paper.
        seconds: how long an animation shows a slide; None: as long as it takes to read.
    """

    storyline: Storyline
    theme: str = ""
    size: tuple[int, int] = (1440, 900)
    compact: bool = False
    notes: bool = False
    seconds: float | None = None


def story_parts(path: Path, wish: StoryWish) -> Generator[float]:
    """Write `path` a part at a time, and yield how far it has come, 0 to 1.

    Who gives it up in between (`close`) finds what was there before.

    Raises:
        OSError: its name says no format, or it cannot be written.
    """
    kind = kind_of(path)
    text = story_document(kind, wish.storyline, wish.theme, notes=wish.notes)
    if text is not None:
        with replacing(path) as stream:
            stream.write(text.encode())
        yield 1.0
    elif kind == PDF and wish.compact:
        yield from outline_parts(path, wish.storyline)
    elif kind == PDF:
        yield from slides_parts(path, wish.storyline, notes=wish.notes)
    elif kind == GIF:
        yield from gif_parts(path, wish.size, _pixels(wish), _stay(wish))
    else:
        yield from _folder(path, wish)


def _spots(wish: StoryWish) -> list[Spot]:
    return [Spot(wish.storyline, number) for number in range(len(wish.storyline.slides))]


def _theme(wish: StoryWish) -> Theme:
    return projector_theme(Theme(wish.theme == "dark"))


def _stay(wish: StoryWish) -> list[float]:
    """Return how long each slide stays."""
    if wish.seconds is not None:
        return [wish.seconds] * len(wish.storyline.slides)
    captions = (slide.caption.split() for slide in wish.storyline.slides)
    return [round(_A_LOOK + _A_WORD * len(words), 1) for words in captions]


def _pixels(wish: StoryWish) -> Iterator[bytes]:
    size = QSize(*wish.size)
    for spot in _spots(wish):
        image = QImage(size, QImage.Format.Format_RGBX8888)
        painter = QPainter(image)
        story_slide.fill(painter, spot, _theme(wish), QSizeF(size))
        painter.end()
        yield bytes(image.constBits())


def _folder(path: Path, wish: StoryWish) -> Generator[float]:
    """Make the folder with `slide-01.png`, `slide-01.svg` and so on."""
    size, spots = QSize(*wish.size), _spots(wish)
    digits = max(len(str(len(spots))), 2)
    with new_folder(path) as folder:
        for number, spot in enumerate(spots, 1):
            draw = partial(story_slide.fill, spot=spot, theme=_theme(wish), size=QSizeF(size))
            for suffix in SUFFIXES:
                export_drawing(draw, size, folder / f"slide-{number:0{digits}}{suffix}", finer=1)
            yield number / len(spots)
