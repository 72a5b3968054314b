"""What every face of the Exits page is to it: one way to show the same run."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mmuviz.gui.theme import Theme
from mmuviz.present.run_frame import RunFrame


class Face(QWidget):
    """A way to show a run, under the page's heading and above its timeline.

    Attributes:
        by_operation: its steps are whole operations.

    Signals:
        step_wished: a step was pointed at (int).
        edit_wished: the scenario is to be another one (undo text, Scenario).
        face_wished: another face is to be shown (its word).
    """

    by_operation = False

    step_wished = Signal(int)
    edit_wished = Signal(str, object)
    face_wished = Signal(str)

    def heading(self, frame: RunFrame) -> tuple[str, str]:
        """Return the title and the line below it."""
        raise NotImplementedError

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        raise NotImplementedError

    def show_run(self, frame: RunFrame) -> None:
        """Show `frame`; called only while the face is the one on screen."""
        raise NotImplementedError
