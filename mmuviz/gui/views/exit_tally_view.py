"""The foot of the exit diagram: the same numbers for both versions, and the claim they bear on."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, semantics_role
from mmuviz.gui.widgets.link import Link
from mmuviz.present.exit_claim import Bearing
from mmuviz.present.exit_tally import TallyColumn
from mmuviz.present.run_frame import VERSIONS
from mmuviz.present.wording import signed

_CLAIM, _LEAST_CLAIM, _WANTED_CLAIM = 0.28, 230.0, 330.0
_HEAD, _MARGIN, _GAP, _WIDEST = 108.0, 20.0, 26.0, 190.0


class ExitTally(QWidget):
    """A row a version, a column a number; what differs is strong, with ≠ before its title.

    The claim stands at the right, or below where the width does not do.
    """

    def __init__(self, claims: QAction, parent: QWidget | None = None) -> None:
        """Start empty; `claims` shows the view that the claim leads to."""
        super().__init__(parent)
        self._theme = Theme()
        self._columns: tuple[TallyColumn, ...] = ()
        self._bearing = Bearing("", "")
        self.link = Link("", "", self)
        self.link.clicked.connect(claims.trigger)
        self.setAccessibleName("In the end")

    @property
    def _row(self) -> float:
        return self._theme.metrics(FontKind.BODY).height() + self._theme.px(10)

    def show_tally(self, columns: tuple[TallyColumn, ...], bearing: Bearing, theme: Theme) -> None:
        """Show the numbers and what they say."""
        self._columns, self._bearing, self._theme = columns, bearing, theme
        said = "; ".join(
            f"{column.title}: before {column.values[0]}, after {column.values[1]}"
            for column in columns
        )
        self.setAccessibleDescription(f"{said}. {bearing.title}. {bearing.text}")
        lines = [bearing.text, *said.split("; ")]
        if any(any(column.wrong) for column in columns):
            lines.append("A red bar: a bare processor gives the guest something else.")
        self.setToolTip("\n".join(lines))
        self.link.setText(f"{bearing.title} →")
        self.link.setAccessibleName(f"{bearing.title}: show the claims")
        self.link.setToolTip("Show the claims and their counts")
        self.link.set_theme(theme)
        self._arrange()
        self.update()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Put the claim where there is room."""
        self._arrange()

    @property
    def _claim(self) -> QRectF:
        """Where the claim stands."""
        px, width = self._theme.px, self.width()
        spare = width - px(_MARGIN + _HEAD) - sum(self._needs())
        if spare < px(_LEAST_CLAIM):
            top = 3 * self._row + px(14)
            lines = 3 * self._theme.metrics(FontKind.CAPTION).height()
            return QRectF(0, top, width, self.link.sizeHint().height() + lines + px(8))
        claim = min(max(width * _CLAIM, px(_WANTED_CLAIM)), spare)
        return QRectF(width - claim, 0, claim, 3 * self._row + px(20))

    def _arrange(self) -> None:
        claim = self._claim
        self.setFixedHeight(round(claim.bottom()))
        left = claim.left() + self._theme.px(_MARGIN) - self.link.overhang
        width = min(self.link.sizeHint().width(), self.width() - left)
        top = claim.top() + self._theme.px(6)
        size = self.link.sizeHint()
        self.link.setGeometry(round(left), round(top), round(width), size.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw table and claim."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px, row = self._theme, self._theme.px, self._row
        painter.fillRect(self.rect(), theme.color(Role.SUNKEN))
        tops = [px(10) + number * row for number in range(3)]
        first = QRectF(px(_MARGIN), tops[0], px(_HEAD), row)
        paint.text(painter, first, "In the end", theme, FontKind.STRONG)
        for number, version in enumerate(VERSIONS):
            place = QRectF(px(_MARGIN), tops[number + 1], px(_HEAD), row)
            paint.text(
                painter, place, signed(version), theme, FontKind.BODY, semantics_role(version)
            )
        claim, left = self._claim, px(_MARGIN + _HEAD)
        needs = self._needs()
        spare = (claim.left() or self.width()) - left - sum(needs)
        for column, need in zip(self._columns, needs, strict=True):
            width = need + max(spare, 0) / len(needs)
            self._draw_column(painter, column, left, width, tops, row)
            left += width
        self._draw_claim(painter, claim)

    def _needs(self) -> list[float]:
        """Return the least width of each column; the longest text is cut."""
        theme, px = self._theme, self._theme.px
        return [
            min(
                max(
                    theme.width(FontKind.STRONG, column.title),
                    *(theme.width(FontKind.MONO_STRONG, value) for value in column.values),
                )
                + px(_GAP),
                px(_WIDEST),
            )
            for column in self._columns
        ]

    def _draw_column(  # noqa: PLR0913, PLR0917  # a column's whole place
        self,
        painter: QPainter,
        column: TallyColumn,
        left: float,
        width: float,
        tops: list[float],
        row: float,
    ) -> None:
        theme, px = self._theme, self._theme.px
        differs = column.differs
        if differs:
            sign = QRectF(left, tops[0], px(16), row)
            paint.text(painter, sign, "≠", theme, FontKind.STRONG, Role.CURRENT)
        place = QRectF(left + px(18), tops[0], width - px(24), row)
        kind = FontKind.STRONG if differs else FontKind.BODY
        paint.text(painter, place, column.title, theme, kind, Role.TEXT if differs else Role.MUTED)
        for number, value in enumerate(column.values):
            cell = QRectF(place.left(), tops[number + 1], place.width(), row)
            kind = FontKind.MONO_STRONG if differs else FontKind.MONO
            ink = Role.TEXT if differs else Role.MUTED
            if column.wrong[number]:
                bar = QRectF(cell.left() - px(8), cell.top() + px(4), px(3), row - px(8))
                painter.fillRect(bar, theme.color(Role.FAIL))
                kind, ink = FontKind.MONO_STRONG, Role.TEXT
            paint.text(painter, cell, value, theme, kind, ink)

    def _draw_claim(self, painter: QPainter, claim: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        painter.setPen(theme.pen(Role.BORDER, 1))
        if claim.left():
            painter.drawLine(
                QPointF(claim.left(), px(10)), QPointF(claim.left(), claim.bottom() - px(10))
            )
        painter.setFont(theme.font(FontKind.CAPTION))
        painter.setPen(theme.color(Role.MUTED))
        text = claim.adjusted(px(_MARGIN), 0, -px(12), 0)
        text.setTop(self.link.geometry().bottom() - px(3))
        painter.drawText(text, Qt.TextFlag.TextWordWrap, self._bearing.text)
