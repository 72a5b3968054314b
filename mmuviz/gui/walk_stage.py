"""The Walk view without a window round it, to be pictured step by step."""

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QVBoxLayout

from mmuviz.gui.actions import ACTIONS, make_actions
from mmuviz.gui.theme import FontKind, Theme
from mmuviz.gui.views.question_bar import QuestionBar
from mmuviz.gui.views.walk_page import WalkPage
from mmuviz.gui.widgets.ground import Ground, Hairline
from mmuviz.present.frame import Frame


class WalkStage(Ground):
    """The question, and the walk below it, as the window shows them.

    It is laid out, but never shown: the user's own window stays the active one.
    """

    def __init__(self, theme: Theme, size: QSize) -> None:
        """Set up a view of `size` pixels."""
        super().__init__(None)
        self._is_laid_out = False
        self.setPalette(theme.palette())
        self.setFont(theme.font(FontKind.BODY))
        actions = make_actions(self, {spec.name: _nothing for spec in ACTIONS})
        self._question, self._walk = QuestionBar(self), WalkPage(actions, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._question)
        column.addWidget(Hairline(self))
        column.addWidget(self._walk, 1)
        self.resize(size)
        self.set_theme(theme)
        self._question.set_theme(theme)
        self._walk.set_theme(theme)

    def show_frame(self, frame: Frame) -> None:
        """Show `frame`; with the first one the stage is laid out."""
        self._question.show_frame(frame)
        self._walk.show_frame(frame)
        if not self._is_laid_out:
            self._is_laid_out = True
            self.grab()
            QCoreApplication.sendPostedEvents()  # what the layout has put off


def _nothing() -> None:
    """Do nothing: nobody presses a button on a picture."""
