"""The wrong idea behind an answer: a box with a red bar, and the way to where it fails."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.link import Link
from mmuviz.present.predict_panel import IdeaBox

_BAR, _PAD = 4.0, 12.0
_WORD, _SHORT = "Open the smallest state where this idea fails", "Open where it fails"


def wrapped(
    text: str,
    theme: Theme,
    kind: FontKind = FontKind.BODY,
    role: Role = Role.TEXT,
    parent: QWidget | None = None,
) -> QLabel:
    """Return a label that breaks its lines."""
    label = QLabel(text, parent)
    label.setWordWrap(True)
    label.setFont(theme.font(kind))
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, theme.color(role))
    label.setPalette(palette)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label


class Box(QWidget):
    """Labels over a ground, a bar at their left where the box has a role."""

    def __init__(self, theme: Theme, role: Role | None, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme, self._role = theme, role
        self.column = QVBoxLayout(self)
        left = round(theme.px(_PAD + (_BAR if role else 0)))
        top = round(theme.px(9))
        self.column.setContentsMargins(left, top, round(theme.px(_PAD)), top)
        self.column.setSpacing(round(theme.px(4)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame and its bar."""
        painter = QPainter(self)
        theme, rect = self._theme, QRectF(self.rect())
        painter.fillRect(rect, theme.color(Role.SURFACE))
        painter.setPen(theme.pen(Role.BORDER, 1))
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        if self._role is not None:
            bar = QRectF(0, 0, theme.px(_BAR), rect.height())
            painter.fillRect(bar, theme.color(self._role))


class IdeaView(Box):
    """An idea, where it goes wrong here, and a link.

    Signals:
        fails_wished: the smallest state where it fails is to be opened (WrongModel).
    """

    fails_wished = Signal(object)

    def __init__(self, idea: IdeaBox, theme: Theme, parent: QWidget | None = None) -> None:
        """Tell of `idea`."""
        super().__init__(theme, Role.FAIL, parent)
        self._idea = idea
        self.link = Link(_WORD, idea.title, self)
        self.link.set_theme(theme)
        self.link.clicked.connect(self._on_clicked)
        times = wrapped(idea.times, theme, FontKind.CAPTION, Role.MUTED, self)
        words = (
            wrapped(idea.caption, theme, FontKind.CAPTION, Role.FAIL, self),
            wrapped(idea.title, theme, FontKind.HEADING, parent=self),
            wrapped(idea.text, theme, parent=self),
        )
        for part in (*words, self.link, times):
            self.column.addWidget(part)
        over = round(self.link.overhang)  # what the link reaches over its word
        for label in (*words, times):
            label.setContentsMargins(over, 0, 0, 0)
        margins = self.column.contentsMargins()
        margins.setLeft(margins.left() - over)
        self.column.setContentsMargins(margins)

    def fit(self, width: int) -> None:
        """Take the short word where there is little room."""
        room = width - self._theme.px(2 * _PAD + _BAR)
        wide = self._theme.width(FontKind.STRONG, f"{_WORD} →") + 2 * self.link.overhang
        self.link.setText(f"{_WORD if wide <= room else _SHORT} →")
        self.link.updateGeometry()

    def _on_clicked(self) -> None:
        self.fails_wished.emit(self._idea.model)
