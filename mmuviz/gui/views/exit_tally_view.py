"""The foot of the exit diagram: the same numbers for both versions, and the claim they bear on."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, semantics_role
from mmuviz.present.exit_claim import Bearing
from mmuviz.present.exit_tally import TallyColumn
from mmuviz.present.run_frame import VERSIONS

_SIGNS = ("◇", "◆")
_CLAIM = 0.28
_HEAD, _MARGIN = 108.0, 20.0


class ExitTally(QWidget):
    """A row a version, a column a number; what differs is strong, with ≠ before its title."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._columns: tuple[TallyColumn, ...] = ()
        self._bearing = Bearing("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("In the end")

    def sizeHint(self) -> QSize:
        """Three rows high."""
        row = self._theme.metrics(FontKind.BODY).height() + self._theme.px(10)
        return QSize(400, round(3 * row + self._theme.px(20)))

    def show_tally(self, columns: tuple[TallyColumn, ...], bearing: Bearing, theme: Theme) -> None:
        """Show the numbers and what they say."""
        self._columns, self._bearing, self._theme = columns, bearing, theme
        said = "; ".join(
            f"{column.title}: before {column.values[0]}, after {column.values[1]}"
            for column in columns
        )
        self.setAccessibleDescription(f"{said}. {bearing.title}. {bearing.text}")
        self.setToolTip(f"{bearing.title}\n{bearing.text}")
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw table and claim."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px = self._theme, self._theme.px
        painter.fillRect(self.rect(), theme.color(Role.SUNKEN))
        claim = max(self.width() * _CLAIM, min(px(330), self.width() * 0.4))
        row = theme.metrics(FontKind.BODY).height() + px(10)
        tops = [px(10) + number * row for number in range(3)]
        first = QRectF(px(_MARGIN), tops[0], px(_HEAD), row)
        paint.text(painter, first, "In the end", theme, FontKind.STRONG)
        for number, version in enumerate(VERSIONS):
            words = f"{_SIGNS[number]}  {version.value}"
            place = QRectF(px(_MARGIN), tops[number + 1], px(_HEAD), row)
            paint.text(painter, place, words, theme, FontKind.BODY, semantics_role(version))
        left = px(_MARGIN + _HEAD)
        room = self.width() - claim - left - px(16)
        for column, width in zip(self._columns, self._widths(room), strict=True):
            self._draw_column(painter, column, left, width, tops, row)
            left += width
        self._draw_claim(painter, QRectF(self.width() - claim, 0, claim - px(16), self.height()))

    def _widths(self, room: float) -> list[float]:
        """Share the width out by what the columns need."""
        theme, px = self._theme, self._theme.px
        needs = [
            max(
                theme.width(FontKind.STRONG, column.title),
                *(theme.width(FontKind.MONO_STRONG, value) for value in column.values),
            )
            + px(30)
            for column in self._columns
        ]
        spare = room - sum(needs)
        if spare >= 0:
            return [need + spare / len(needs) for need in needs]
        return [*needs[:-1], max(needs[-1] + spare, px(60))] if needs else []

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

    def _draw_claim(self, painter: QPainter, rect: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        painter.setPen(theme.pen(Role.BORDER, 1))
        painter.drawLine(
            QPointF(rect.left(), rect.top() + px(10)), QPointF(rect.left(), rect.bottom() - px(10))
        )
        title = rect.adjusted(px(20), px(10), 0, 0)
        title.setHeight(theme.metrics(FontKind.STRONG).height() + px(6))
        role = {True: Role.PASS, False: Role.FAIL, None: Role.TEXT}[self._bearing.good]
        paint.text(painter, title, self._bearing.title, theme, FontKind.STRONG, role)
        painter.setFont(theme.font(FontKind.CAPTION))
        painter.setPen(theme.color(Role.MUTED))
        text = QRectF(title.left(), title.bottom(), title.width(), rect.bottom() - title.bottom())
        painter.drawText(text, Qt.TextFlag.TextWordWrap, self._bearing.text)
