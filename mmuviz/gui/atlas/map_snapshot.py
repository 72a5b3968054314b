"""Make a picture of a map without a window: for the command line."""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is loaded

from PySide6.QtCore import QSize

from mmuviz.gui.app import make_application
from mmuviz.gui.atlas.map_export import save_map
from mmuviz.gui.theme import Theme
from mmuviz.present.atlas_map import MapPicture


def take(picture: MapPicture, out: Path, theme: str, size: tuple[int, int]) -> None:
    """Write a picture of a map to `out`.

    Args:
        picture: the map.
        out: a .png or .svg file.
        theme: `light` or `dark`.
        size: width and height in pixels; a PNG is twice as fine.

    Raises:
        OSError: the file cannot be written, or has another suffix.
    """
    make_application()
    save_map(out, picture, Theme(theme == "dark"), QSize(*size))
