"""The panel beside a guest program: why the operation that is shown came out as it did."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mmuviz.core.trace import Semantics
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, semantics_role
from mmuviz.gui.views.program_why_picture import WhyPicture
from mmuviz.gui.widgets.ground import Ground, Hairline
from mmuviz.present.program_decisions import Decision
from mmuviz.present.program_why import Why
from mmuviz.present.run_frame import VERSIONS
from mmuviz.present.wording import sign_of


class ProgramWhy(QScrollArea):
    """Shows a `Why`, and offers to swap two operations where that tells something.

    Signals:
        swap_wished: two operations are to change places (their numbers, from 0).
    """

    swap_wished = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay the parts out."""
        super().__init__(parent)
        self._swap: tuple[int, int] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Why")
        self._body = Ground(self)
        self.setWidget(self._body)
        self.title, self.strong, self.detail = (QLabel(self._body) for _ in range(3))
        self.picture = WhyPicture(self._body)
        self.decisions = {version: _DecisionView(version, self._body) for version in VERSIONS}
        self.line = Hairline(self._body)
        self.swap_words = QLabel("Put the operations the other way round", self._body)
        self.swap = QPushButton("Swap and run", self._body)
        self.swap.clicked.connect(self._on_swap)
        self._column = QVBoxLayout(self._body)
        for part in (self.title, self.picture, self.strong, self.detail):
            self._column.addWidget(part)
        for view in self.decisions.values():
            self._column.addWidget(view)
        self._column.addWidget(self.line)
        row = QHBoxLayout()
        row.addWidget(self.swap_words, 1)
        row.addWidget(self.swap)
        self._column.addLayout(row)
        self._column.addStretch(1)
        for label in (self.title, self.strong, self.detail, self.swap_words):
            label.setWordWrap(True)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        margin = round(theme.px(24))
        self._column.setContentsMargins(margin, round(theme.px(14)), margin, round(theme.px(12)))
        self._column.setSpacing(round(theme.px(10)))
        self._body.set_theme(theme)
        self.title.setFont(theme.font(FontKind.HEADING))
        self.strong.setFont(theme.font(FontKind.STRONG))
        self.swap_words.setFont(theme.font(FontKind.STRONG))
        muted(self.detail, theme)
        self.picture.set_theme(theme)
        for view in self.decisions.values():
            view.set_theme(theme)

    def show_why(self, why: Why) -> None:
        """Show what is said of an operation."""
        self.title.setText(why.title)
        self.picture.show_why(why)
        for label, words in ((self.strong, why.strong), (self.detail, why.detail)):
            label.setText(words)
            label.setVisible(bool(words))
        for decision in why.decisions:
            self.decisions[decision.version].show_decision(decision)
        self._swap = why.swap
        for part in (self.line, self.swap_words, self.swap):
            part.setVisible(why.swap is not None)
        self.verticalScrollBar().setValue(0)

    def _on_swap(self) -> None:
        if self._swap is not None:
            self.swap_wished.emit(*self._swap)


class _DecisionView(QWidget):
    """A version's sign, its decision in its colour, and what follows."""

    def __init__(self, version: Semantics, parent: QWidget) -> None:
        super().__init__(parent)
        self._version = version
        self.sign = _Sign(version, self)
        self.title, self.detail = QLabel(self), QLabel(self)
        words = QVBoxLayout()
        for label in (self.title, self.detail):
            label.setWordWrap(True)
            words.addWidget(label)
        words.setSpacing(2)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(words, 1)

    def set_theme(self, theme: Theme) -> None:
        self._row.setSpacing(round(theme.px(6)))
        self.sign.set_theme(theme)
        self.title.setFont(theme.font(FontKind.STRONG))
        palette = self.title.palette()
        palette.setColor(self.title.foregroundRole(), theme.color(semantics_role(self._version)))
        self.title.setPalette(palette)
        muted(self.detail, theme)

    def show_decision(self, decision: Decision) -> None:
        self.title.setText(f"{decision.version.value}: {decision.title}")
        self.detail.setText(decision.detail)


class _Sign(QWidget):
    """The sign of a version."""

    def __init__(self, version: Semantics, parent: QWidget) -> None:
        super().__init__(parent)
        self._version = version
        self._theme = Theme()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        height = self._theme.metrics(FontKind.STRONG).height()
        return QSize(round(self._theme.px(18)), round(height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        sign, role = sign_of(self._version), semantics_role(self._version)
        paint.text(painter, QRectF(self.rect()), sign, self._theme, FontKind.STRONG, role)


def muted(label: QLabel, theme: Theme) -> None:
    """Set a label in the body's font and muted ink."""
    label.setFont(theme.font(FontKind.BODY))
    palette = label.palette()
    palette.setColor(label.foregroundRole(), theme.color(Role.MUTED))
    label.setPalette(palette)
