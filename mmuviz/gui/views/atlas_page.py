"""The Atlas view: every state of a mode at once. Its parts are made when it is first shown."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmuviz.gui.theme import Theme
from mmuviz.gui.views.page import Page
from mmuviz.present.frame import Frame

if TYPE_CHECKING:
    from mmuviz.gui.atlas.board import AtlasBoard


class AtlasPage(Page):
    """Holds the board, whose parts load NumPy: the window starts without.

    Signals:
        state_wished: a state is to be walked (Opened, and against whom it is compared or None).
        export_failed: a file could not be written (Path, OSError).
    """

    asks = False
    steps = False

    state_wished = Signal(object, object)
    export_failed = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Wait until it is shown."""
        super().__init__(parent)
        self._theme = Theme()
        self._board: AtlasBoard | None = None
        self._remembered = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def board(self) -> "AtlasBoard":
        """All that is shown; made when it is asked for first."""
        if self._board is None:
            from mmuviz.gui.atlas.board import AtlasBoard  # noqa: PLC0415  # loads NumPy

            self._board = AtlasBoard(self)
            self._board.restore(self._remembered)
            self._board.state_wished.connect(self.state_wished)
            self._board.exporter.failed.connect(self.export_failed)
            self._board.set_theme(self._theme)
            self._column.addWidget(self._board)
        return self._board

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        if self._board is not None:
            self._board.set_theme(theme)

    def show_frame(self, frame: Frame) -> None:
        """Be there; the atlas is the same whatever is walked."""
        self.board.show_walked(frame.scenario)

    def settle(self) -> None:
        """Wait for the rules."""
        self.board.finder.settle()

    def remembered(self) -> str:
        """Return what is asked, for the next start."""
        return self._remembered if self._board is None else self._board.remembered()

    def restore(self, text: str) -> None:
        """Ask what was asked when the program ended, once the view is shown."""
        self._remembered = text

    def leave(self) -> None:
        """End what runs beside the window."""
        if self._board is not None:
            self._board.leave()
