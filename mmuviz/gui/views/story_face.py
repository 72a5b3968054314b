"""What every face of the Claims page is to it: one part of the story, under the page's heading."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mmuviz.gui.theme import Theme


class StoryFace(QWidget):
    """A part of the story.

    Attributes:
        title: the page's heading while it is shown.
        subtitle: the line below.
        entrance: what gets the keyboard when the face is shown.
        aside: what stands at the end of that line; None for nothing.

    Signals:
        opening_wished: a built-in scenario is to be opened at its telling step (Opening).
        scenario_wished: a scenario that is no file is to be walked (Opened).
    """

    title = ""
    subtitle = ""
    entrance: QWidget
    aside: QWidget | None = None

    opening_wished = Signal(object)
    scenario_wished = Signal(object)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        raise NotImplementedError
