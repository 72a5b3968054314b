"""How far the counting has come: a thin line, words, and a button that stops it or starts anew."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from mmuviz.gui.counting import Counting
from mmuviz.gui.theme import FontKind, Role, Theme

STOP, AGAIN = "Stop", "Count again"
_LINE = (150.0, 4.0)


class CountingBar(QWidget):
    """Follows a counting.

    Signals:
        stop_wished: the counting is to end.
        start_wished: it is to begin anew.
    """

    stop_wished = Signal()
    start_wished = Signal()

    def __init__(self, counting: Counting, parent: QWidget | None = None) -> None:
        """Follow `counting`."""
        super().__init__(parent)
        self._theme = Theme()
        self._counting = counting
        self.line = _Line(self)
        self.words = QLabel(self)
        self.words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.button = QPushButton(STOP, self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        for part in (self.line, self.words, self.button):
            self._row.addWidget(part)
        self.button.clicked.connect(self._on_clicked)
        counting.changed.connect(self._show)
        counting.progressed.connect(self._show)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts and sizes."""
        self._theme = theme
        self._row.setSpacing(round(theme.px(10)))
        for part in (self.words, self.button):
            part.setFont(theme.font(FontKind.CAPTION))
        self.line.set_theme(theme)
        self._show()

    def _on_clicked(self) -> None:
        if self._counting.is_running:
            self.stop_wished.emit()
        else:
            self.start_wished.emit()

    def _show(self) -> None:
        """Say where the counting stands."""
        counting = self._counting
        running = counting.is_running
        if counting.problem:
            words = counting.problem
        elif running:
            words = f"counting, {counting.share:.0%}"
        elif counting.is_done:
            words = f"counted by this program in {max(1, round(counting.seconds))} s"
        else:
            words = "stopped; what has a dotted dash is not counted"
        self.words.setText(words)
        palette = self.words.palette()
        role = Role.FAIL if counting.problem else Role.MUTED
        palette.setColor(self.words.foregroundRole(), self._theme.color(role))
        self.words.setPalette(palette)
        self.line.set_share(counting.share)
        self.line.setVisible(running)
        self.button.setVisible(not counting.is_done)
        self.button.setText(STOP if running else AGAIN)


class _Line(QWidget):
    """The thin line, filled as far as it has come."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = Theme()
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("progress of the counting")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def set_share(self, share: float) -> None:
        if share != self._share:
            self._share = share
            self.setAccessibleDescription(f"{share:.0%}")
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(*(round(self._theme.px(side)) for side in _LINE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        painter.fillRect(rect, self._theme.color(Role.BORDER))
        rect.setWidth(rect.width() * self._share)
        painter.fillRect(rect, self._theme.color(Role.ACCENT))
