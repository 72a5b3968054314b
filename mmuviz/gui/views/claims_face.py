"""The claims face of the Claims page: the claims, and the numbers as they are counted."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmuviz.gui.counting import Counting
from mmuviz.gui.theme import Theme
from mmuviz.gui.views.claims_board import ClaimsBoard
from mmuviz.gui.views.counting_bar import CountingBar
from mmuviz.gui.views.story_face import StoryFace
from mmuviz.gui.widgets.scroller import Scroller
from mmuviz.present import claims


class ClaimsFace(StoryFace):
    """The board; the counting starts when it is first shown."""

    title = claims.TITLE
    subtitle = claims.SUBTITLE

    def __init__(self, parent: QWidget | None = None) -> None:
        """Wait with the counting."""
        super().__init__(parent)
        self.counting = Counting(self)
        self.bar = CountingBar(self.counting, self)
        self.aside = self.bar
        self.board = ClaimsBoard(self)
        self.area = Scroller(self.board, self.title, self)
        self._begun = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)
        self.entrance = self.area
        self.setTabOrder(self.bar.button, self.area)
        self.setTabOrder(self.area, self.board.links[0])
        self.counting.changed.connect(self._show)
        self.bar.stop_wished.connect(self.counting.stop)
        self.bar.start_wished.connect(self.counting.start)
        self.board.opening_wished.connect(self.opening_wished)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self.bar.set_theme(theme)
        self.board.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        """Count, the first time."""
        super().showEvent(event)
        if not self._begun:
            self._begun = True
            self.counting.start()

    def _show(self) -> None:
        self.board.show_results(self.counting.results)
