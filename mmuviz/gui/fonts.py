"""Load the fonts that ship with the program."""

from PySide6.QtGui import QFontDatabase

from mmuviz.resources import asset

FILES = ("Inter.ttf", "JetBrainsMono.ttf", "DejaVuSans.ttf")


def load_fonts() -> None:
    """Make the shipped fonts known to Qt; once, after the application exists.

    Raises:
        OSError: a font file cannot be read.
    """
    for name in FILES:
        path = asset(f"fonts/{name}")
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise OSError(f"the font {path.name} cannot be read")
