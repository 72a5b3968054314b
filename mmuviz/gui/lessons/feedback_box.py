"""What is said to an answer: right or not, the idea behind it, and the way to see it.

The rule stands below the board of the idea, in the window beside.
"""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from mmuviz.gui import paint
from mmuviz.gui.lessons.markdown_text import MarkdownText
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.link import Link
from mmuviz.present.lesson_feedback import Feedback

_BAR, _DISC = 5.0, 10.0
_SMALLEST = "Open the smallest state where this idea fails"


class FeedbackBox(QWidget):
    """A frame with a bar at the left: green for right, red for wrong.

    Signals:
        smallest_wished: the smallest state that catches the idea is to be opened.
    """

    smallest_wished = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._theme = Theme()
        self._role = Role.PASS
        self.headline = _label(self)
        self.behind = _label(self)
        self.idea, self.text = _label(self), _label(self)
        self.why = MarkdownText("", self)
        self.times = _label(self)
        self.link = Link(_SMALLEST, "in the window beside", self, wraps=True)
        self.link.clicked.connect(self.smallest_wished)
        self.column = QVBoxLayout(self)
        for part in (
            self.headline,
            self.behind,
            self.idea,
            self.text,
            self.why,
        ):
            self.column.addWidget(part)
        self.column.addWidget(self.link)
        self.column.addWidget(self.times)
        self.setVisible(False)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts, colours and sizes."""
        self._theme = theme
        px = theme.px
        left = round(px(_BAR + 16))
        self.column.setContentsMargins(left, round(px(14)), round(px(14)), round(px(12)))
        self.column.setSpacing(round(px(6)))
        fonts = {
            self.headline: FontKind.HEADING,
            self.behind: FontKind.CAPTION,
            self.times: FontKind.CAPTION,
            self.idea: FontKind.STRONG,
            self.text: FontKind.BODY,
        }
        for label, kind in fonts.items():
            label.setFont(theme.font(kind))
        for label in (self.behind, self.times):
            _ink(label, theme, Role.MUTED)
        _ink(self.headline, theme, self._role)
        self.headline.setIndent(round(px(2 * _DISC + 8)))
        self.headline.setMinimumHeight(round(px(2 * _DISC + 2)))
        self.why.set_theme(theme)
        self.link.set_theme(theme)
        self.update()

    def show_feedback(self, said: Feedback | None) -> None:
        """Show what is said; nothing while there is no answer."""
        self.setVisible(said is not None)
        if said is None:
            return
        self._role = Role.PASS if said.right else Role.FAIL
        self.headline.setText(said.headline)
        self.behind.setText("The idea behind it")
        self.idea.setText(said.idea)
        self.text.setText(said.text)
        self.why.set_text(said.why)
        for part in (self.behind, self.idea, self.text):
            part.setVisible(bool(said.idea))
        self.link.setVisible(said.model is not None)
        words = (said.headline, said.idea, said.text, self.why.text, said.rule, said.source)
        self.setAccessibleName("Answer: " + " ".join(filter(None, words)))
        self.set_theme(self._theme)

    def show_times(self, words: str) -> None:
        """Say how often the idea came up lately; nothing where that is empty."""
        self.times.setText(words)
        self.times.setVisible(bool(words))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, frame, bar and disc."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px = self._theme, self._theme.px
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.pen(Role.BORDER))
        painter.setBrush(theme.brush(Role.SURFACE))
        painter.drawRect(rect)
        painter.fillRect(QRectF(0, 0, px(_BAR), self.height()), theme.color(self._role))
        place = self.headline.geometry()
        what = paint.Disc.PASSED if self._role is Role.PASS else paint.Disc.REFUSED
        half = theme.metrics(FontKind.HEADING).height() / 2
        top = place.top() + max(half, px(_DISC) + 1)
        if place.height() < 3 * half:
            top = place.center().y() + 0.5
        paint.disc(painter, QPointF(place.left() + px(_DISC), top), px(_DISC), what, theme)


def _label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label


def _ink(label: QLabel, theme: Theme, role: Role) -> None:
    palette = label.palette()
    palette.setColor(label.foregroundRole(), theme.color(role))
    label.setPalette(palette)
