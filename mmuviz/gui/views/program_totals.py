"""The sums of a guest program, and the sentence that says who is right."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from mmuviz.core.trace import Semantics
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, semantics_role
from mmuviz.gui.widgets.ground import Ground
from mmuviz.present.program_picture import ProgramPicture, Total
from mmuviz.present.wording import sign_of

_CENTER = Qt.AlignmentFlag.AlignCenter
_WIDTH = 208.0
_PLACES = {Semantics.BEFORE: 144.0, Semantics.AFTER: 184.0}


class ProgramTotals(QScrollArea):
    """The table of sums above the verdict."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Statistics")
        self._body = Ground(self)
        self.setWidget(self._body)
        self.table = _Table(self._body)
        self.verdict, self.reason = QLabel(self._body), QLabel(self._body)
        self.reason.setWordWrap(True)
        self._column = QVBoxLayout(self._body)
        self._column.addWidget(self.table)
        self._column.addWidget(self.verdict)
        self._column.addWidget(self.reason)
        self._column.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._column.setContentsMargins(0, 0, 0, round(theme.px(4)))
        self._column.setSpacing(round(theme.px(4)))
        bar = self.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(round(theme.px(_WIDTH)) + bar)
        self._body.set_theme(theme)
        self.table.set_theme(theme)
        self.verdict.setFont(theme.font(FontKind.HEADING))
        self.reason.setFont(theme.font(FontKind.CAPTION))
        muted = self.reason.palette()
        muted.setColor(self.reason.foregroundRole(), theme.color(Role.MUTED))
        self.reason.setPalette(muted)

    def show_picture(self, picture: ProgramPicture) -> None:
        """Show the sums of `picture`."""
        self.table.show_totals(picture.totals)
        self.verdict.setText(picture.verdict)
        self.reason.setText(picture.reason)


class _Table(QWidget):
    """The sums, drawn; those that differ on amber."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = Theme()
        self._totals: tuple[Total, ...] = ()
        self.setAccessibleName("In the end")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._fit()

    def show_totals(self, totals: tuple[Total, ...]) -> None:
        self._totals = totals
        said = (f"{total.name}: before {total.before}, after {total.after}" for total in totals)
        self.setAccessibleDescription("; ".join(said))
        self._fit()
        self.update()

    def _row(self) -> float:
        return self._theme.metrics(FontKind.BODY).height() + self._theme.px(7)

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        height = self._row() * (len(self._totals) + 1) + self._theme.px(6)
        return QSize(round(self._theme.px(_WIDTH)), round(height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, row = self._theme, self._row()
        left = theme.px(8)
        head = QRectF(left, 0, self.width() - left, row)
        paint.text(painter, head, "In the end", theme, FontKind.STRONG)
        for version in _PLACES:
            sign, role = sign_of(version), semantics_role(version)
            paint.text(painter, self._cell(version, 0), sign, theme, FontKind.STRONG, role, _CENTER)
        line = QRectF(left, row, self.width() - left, 1)
        painter.fillRect(line, theme.color(Role.BORDER_STRONG))
        for number, total in enumerate(self._totals):
            self._draw(painter, total, row * (number + 1) + theme.px(5))

    def _cell(self, version: Semantics, top: float) -> QRectF:
        half = self._theme.px(24)
        return QRectF(self._theme.px(_PLACES[version]) - half, top, 2 * half, self._row())

    def _draw(self, painter: QPainter, total: Total, top: float) -> None:
        theme = self._theme
        rect = QRectF(0, top, self.width(), self._row() - theme.px(2))
        if total.differs:
            painter.fillRect(rect, theme.tint(Role.CURRENT))
        name = rect.adjusted(theme.px(8), 0, 0, 0)
        kind, figure = FontKind.BODY, FontKind.MONO
        if total.differs:
            kind, figure = FontKind.STRONG, FontKind.MONO_STRONG
        role = Role.TEXT if total.differs else Role.MUTED
        paint.text(painter, name, total.name, theme, kind, role)
        for version, said in zip(_PLACES, (total.before, total.after), strict=True):
            cell = self._cell(version, rect.top())
            cell.setHeight(rect.height())
            paint.text(painter, cell, said, theme, figure, role, _CENTER)
