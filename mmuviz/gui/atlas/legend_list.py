"""The legend: a swatch, words and a count for each group; a click shows the group alone."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from mmuviz.gui import paint
from mmuviz.gui.atlas.swatches import Swatches
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.control import RING
from mmuviz.gui.widgets.row_table import RIGHT
from mmuviz.present.atlas_legend import Legend, LegendRow

_SWATCH, _GAP, _PAD = 28.0, 12.0, 4.0


class LegendList(QWidget):
    """All groups, and below them how many states these are.

    Signals:
        group_chosen: a group is to be shown alone, or all again (its number).
    """

    group_chosen = Signal(int)

    def __init__(self, swatches: Swatches, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._swatches = swatches
        self._legend = Legend((), "", 0)
        self.rows: list[LegendButton] = []
        self.sum = _Sum(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.sum)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        for row in self.rows:
            row.set_theme(theme)
        self.sum.set_theme(theme)

    def show_legend(self, legend: Legend, alone: int | None) -> None:
        """Show the groups; `alone` is the number of the one that the map shows alone."""
        if legend is not self._legend:
            self._legend = legend
            self._fit(len(legend.rows))
            self.sum.show_sum(legend.direction, legend.shown)
        for button, row in zip(self.rows, legend.rows, strict=True):
            button.show_row(row, alone)

    def _fit(self, wanted: int) -> None:
        """Have a button for each group; those that stay keep the keyboard."""
        while len(self.rows) > wanted:
            gone = self.rows.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.rows) < wanted:
            place = len(self.rows)
            button = LegendButton(self._swatches, self)
            button.set_theme(self._theme)
            button.clicked.connect(partial(self._on_clicked, place))
            self._column.insertWidget(place, button)
            self.rows.append(button)

    def _on_clicked(self, place: int, _checked: object = None) -> None:
        self.group_chosen.emit(self._legend.rows[place].number)


class LegendButton(QAbstractButton):
    """A group."""

    def __init__(self, swatches: Swatches, parent: QWidget) -> None:
        """Start without a group."""
        super().__init__(parent)
        self._theme = Theme()
        self._swatches = swatches
        self._row: LegendRow | None = None
        self._away = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_row(self, row: LegendRow, alone: int | None) -> None:
        """Show a group; `alone` is the number of the one that is shown alone."""
        self._row = row
        self._away = alone not in (None, row.number)
        self.setChecked(alone == row.number)
        words = " ".join(filter(None, (row.letter, row.title, row.note)))
        self.setAccessibleName(f"{words}: {row.count:,} states")
        does = "Show all groups again" if alone == row.number else "Show this group alone"
        self.setAccessibleDescription(does)
        self.setToolTip(does)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Whether long words take more lines in less width: yes."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of swatch or words, whichever is higher."""
        theme = self._theme
        high = sum(rect.height() for rect in self._words(width))
        return round(max(high, theme.px(_SWATCH)) + 2 * theme.px(_PAD))

    def sizeHint(self) -> QSize:
        """As high as it is at the width it has."""
        width = max(self.width(), round(self._theme.px(160)))
        return QSize(round(self._theme.px(160)), self.heightForWidth(width))

    @property
    def _title_kind(self) -> FontKind:
        """The type of the title: codes are figures, all else are words."""
        is_code = self._row is not None and self._row.title[:1].isdigit()
        return FontKind.MONO_STRONG if is_code else FontKind.STRONG

    def _words(self, width: float) -> tuple[QRectF, QRectF]:
        """Return where title and note stand, the title at the top; an empty note has no height."""
        theme, row = self._theme, self._row
        if row is None:
            return QRectF(), QRectF()
        left = theme.px(RING + _SWATCH + _GAP)
        count = theme.width(FontKind.MONO, f"{row.count:,}")
        room = max(width - left - count - theme.px(_GAP + RING), 1)
        texts = ((self._title_kind, row.title), (FontKind.CAPTION, row.note))
        title, note = (
            theme.metrics(kind).boundingRect(QRectF(0, 0, room, 1000), paint.WRAP, text).height()
            if text
            else 0
            for kind, text in texts
        )
        return QRectF(left, 0, room, title), QRectF(left, title, room, note)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw swatch, words and count; a ring where the keyboard is."""
        if self._row is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, row = self._theme, self._row
        ring, side = theme.px(RING), theme.px(_SWATCH)
        whole = QRectF(self.rect())
        body = whole.adjusted(ring, 1, -ring, -1)
        if self.underMouse() or self.isChecked():
            painter.fillRect(whole, theme.tint(Role.ACCENT))
        if self.isChecked():
            painter.fillRect(QRectF(0, 0, theme.px(3), self.height()), theme.color(Role.ACCENT))
        swatch = QRectF(body.left(), body.center().y() - side / 2, side, side)
        self._swatches.draw(painter, swatch, row.number, theme)
        role = Role.MUTED if self._away else Role.TEXT
        paint.text(painter, body, f"{row.count:,}", theme, FontKind.MONO, role, RIGHT)
        title, note = self._words(self.width())
        down = (self.height() - title.height() - note.height()) / 2
        for rect, text, kind, ink in (
            (title, row.title, self._title_kind, role),
            (note, row.note, FontKind.CAPTION, Role.MUTED),
        ):
            painter.setFont(theme.font(kind))
            painter.setPen(theme.color(ink))
            painter.drawText(rect.translated(0, down), paint.WRAP, text)
        if self.hasFocus():
            paint.focus_ring(painter, body.adjusted(1, 3, -1, -3), theme)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter too; go up and down with the arrows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


class _Sum(QWidget):
    """A line, which way an arrow goes, and how many states there are in all."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = Theme()
        self._direction, self._shown = "", 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_sum(self, direction: str, shown: int) -> None:
        self._direction, self._shown = direction, shown
        self.setAccessibleName(f"{shown:,} states in all. {direction}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        height = self._theme.metrics(FontKind.MONO).height() + self._theme.px(14)
        return QSize(round(self._theme.px(160)), round(height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme, ring = self._theme, self._theme.px(RING)
        body = QRectF(self.rect()).adjusted(ring, theme.px(4), -ring, 0)
        line = QRectF(body.left(), body.top(), body.width(), 1)
        painter.fillRect(line, theme.color(Role.BORDER))
        left = body.adjusted(theme.px(_SWATCH + _GAP), 0, 0, 0)
        paint.text(painter, left, self._direction, theme, FontKind.CAPTION, Role.MUTED)
        paint.text(painter, body, f"{self._shown:,}", theme, FontKind.MONO, Role.TEXT, RIGHT)
