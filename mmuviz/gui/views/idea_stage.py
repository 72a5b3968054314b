"""Where the algorithm stands, and a wrong idea beside the truth instead of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mmuviz.gui.theme import Theme
from mmuviz.gui.widgets.stack import Stack
from mmuviz.present.idea_board import IdeaBoard

if TYPE_CHECKING:
    from mmuviz.gui.views.idea_view import IdeaView


class IdeaStage(Stack):
    """Shows the algorithm until there is a board, and again when that is closed.

    Attributes:
        idea: the view of the board; None until there is a first one.

    Signals:
        board_shown: a board stands there now, or none (the view; None).
    """

    board_shown = Signal(object)

    def __init__(self, algorithm: QWidget, parent: QWidget) -> None:
        """Show `algorithm`."""
        super().__init__(parent)
        self._theme = Theme()
        self._algorithm = algorithm
        self._told: dict[str, tuple[IdeaBoard, ...]] = {}
        self.idea: IdeaView | None = None
        self.addWidget(algorithm)

    def set_theme(self, theme: Theme) -> None:
        """Draw the board in `theme`."""
        self._theme = theme
        if self.idea is not None:
            self.idea.set_theme(theme)

    def tell(self, by: str, boards: tuple[IdeaBoard, ...]) -> None:
        """Show the boards of one or more ideas; none: the algorithm.

        Args:
            by: who tells it. What one told of before does not come again: the reader may have
                closed it, and another may have told something since.
            boards: what is told.
        """
        if boards == self._told.get(by, ()):
            return
        self._told[by] = boards
        if not boards:
            self.close_board()
            return
        if self.idea is None:
            from mmuviz.gui.views.idea_view import IdeaView  # noqa: PLC0415  # the start is quick

            self.idea = IdeaView(self)
            self.idea.set_theme(self._theme)
            self.idea.back_wished.connect(self.close_board)
            self.addWidget(self.idea)
        self.idea.show_boards(boards)
        self.setCurrentWidget(self.idea)
        self.board_shown.emit(self.idea)

    def close_board(self) -> None:
        """Show the algorithm; what has the keyboard in the board hands it to the window."""
        if self.idea is not None and self.idea.isAncestorOf(self.window().focusWidget()):
            self.setFocus()
        self.setCurrentWidget(self._algorithm)
        self.board_shown.emit(None)
