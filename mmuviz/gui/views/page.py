"""What every view that has a tab of its own is to the window."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mmuviz.gui.theme import Theme
from mmuviz.present.frame import Frame


class Page(QWidget):
    """A view that fills the window below the question.

    Signals:
        walk_wished: the walk of a linear address is to be shown (int).
    """

    walk_wished = Signal(object)  # object: a linear address is wider than Qt's int

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        raise NotImplementedError

    def show_frame(self, frame: Frame) -> None:
        """Show `frame`; called only while the page is the one on screen."""
        raise NotImplementedError
