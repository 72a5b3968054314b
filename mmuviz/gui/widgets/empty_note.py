"""What stands where a list would be: one heading, one sentence, and the way on."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from mmuviz.gui.theme import FontKind, Role, Theme


class EmptyNote(QWidget):
    """A dashed frame round the words.

    Signals:
        way_wished: the button was pressed.
    """

    way_wished = Signal()

    def __init__(self, way: str, parent: QWidget | None = None) -> None:
        """Offer `way` on the button."""
        super().__init__(parent)
        self._theme = Theme()
        self.heading = QLabel(self)
        self.advice = QLabel(self)
        self.advice.setWordWrap(True)
        self.way = QPushButton(way, self)
        self.way.clicked.connect(self.way_wished)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.heading)
        self._column.addWidget(self.advice)
        self._column.addWidget(self.way, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        self._last: QWidget | None = None

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts and sizes."""
        self._theme = theme
        margin = round(theme.px(24))
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(round(theme.px(10)))
        self.heading.setFont(theme.font(FontKind.HEADING))
        self.advice.setFont(theme.font(FontKind.BODY))
        self.update()

    def append(self, part: QWidget) -> None:
        """Put another part below the button, inside the frame."""
        self._last = part
        self._column.insertWidget(self._column.count() - 1, part)

    def show_words(self, heading: str, advice: str, *, with_way: bool) -> None:
        """Say `heading` and `advice`."""
        self.heading.setText(heading)
        self.advice.setText(advice)
        self.way.setVisible(with_way)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame round the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        last = self._last or (self.advice if self.way.isHidden() else self.way)
        bottom = last.geometry().bottom() + theme.px(24)
        frame = QRectF(0, 0, self.width(), bottom).adjusted(1, 1, -1, 0)
        painter.setPen(theme.dashed(Role.BORDER_STRONG, 1, (4, 3)))
        painter.drawRoundedRect(frame, theme.px(4), theme.px(4))
