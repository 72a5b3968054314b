"""The panel of the lessons at the left, the live window at the right of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from mmuviz.gui.theme import Theme

_DRAWN, _SHARE, _CRAMPED, _CRAMPED_SHARE = 500.0, 0.3, 700.0, 0.45


class Beside(QSplitter):
    """Shares the width out as it was drawn, until the user moves the line between.

    Signals:
        fitted: the width, or the text size, is another one.
    """

    fitted = Signal()

    def __init__(self, live: QWidget, parent: QWidget) -> None:
        """Show `live` alone, until there is a panel."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = Theme()
        self._user_sized = False
        self.setHandleWidth(1)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Mid)  # the hairline between
        self.setChildrenCollapsible(False)
        self.addWidget(live)
        self.splitterMoved.connect(self._on_moved)

    def set_theme(self, theme: Theme) -> None:
        """Share out for the text size of `theme`."""
        self._theme = theme
        self.share_out()

    @property
    def is_cramped(self) -> bool:
        """Whether both have little room: what can be done by keys alone makes way."""
        return self.width() < self._theme.px(_CRAMPED)

    def _on_moved(self, _position: int, _index: int) -> None:
        self._user_sized = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width out."""
        super().resizeEvent(event)
        self.share_out()

    def share_out(self) -> None:
        """Give panel and window their shares, unless the user has moved the line."""
        self.fitted.emit()
        if self._user_sized or self.count() == 1:
            return
        width, share = self.width(), _CRAMPED_SHARE if self.is_cramped else _SHARE
        panel = min(self._theme.px(_DRAWN), width * share)
        self.setSizes([round(panel), max(round(width - panel), 1)])
