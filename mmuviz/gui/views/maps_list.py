"""The list of the Maps view: drawn rows that a click or Enter walks to."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from mmuviz.core.tables import Rights
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.maps_model import MapsModel
from mmuviz.present.maps_picture import MapsPicture, Style

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_KINDS = {
    Style.ADDRESS: FontKind.MONO,
    Style.AMOUNT: FontKind.BODY,
    Style.RIGHTS: FontKind.MONO,
    Style.WORDS: FontKind.BODY,
}
_BAR = 4.0
_INDENT = 20.0
_GAP = 28.0


class MapsList(QTableView):
    """Shows the lines of a picture.

    Signals:
        walk_wished: the linear address of a line is to be walked (int).
    """

    walk_wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._hovered = -1
        self.maps = MapsModel(self)
        self.setModel(self.maps)
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalHeader(_Header(self))
        self.setAccessibleName("Maps")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._walk)
        self.selectionModel().currentRowChanged.connect(self._on_row_changed)

    @property
    def theme(self) -> Theme:
        """The look of the rows."""
        return self._theme

    @property
    def hovered(self) -> int:
        """The number of the row under the pointer; -1 for none."""
        return self._hovered

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's sizes."""
        self._theme = theme
        height = theme.metrics(FontKind.BODY).height() + theme.px(8)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(round(height))
        head = theme.metrics(FontKind.CAPTION).height() + theme.px(10)
        self.horizontalHeader().setFixedHeight(round(head))
        self._fit()
        self.viewport().update()

    def show_picture(self, picture: MapsPicture) -> None:
        """Show the lines of `picture`."""
        self.maps.show_lines(picture.columns, picture.lines)
        self._fit()
        self.show_current(picture.current)

    def show_current(self, row: int | None) -> None:
        """Mark the row of the current address, and bring it into view."""
        self.maps.mark(row)
        if row is None:
            self.scrollToTop()
            row = 0
        else:
            index = self.maps.index(row, 0)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.setCurrentIndex(self.maps.index(row, 0))

    def _fit(self) -> None:
        """Make each column as wide as its longest text; the last one takes the rest."""
        theme = self._theme
        self.horizontalHeader().setMinimumSectionSize(1)
        for number in range(self.maps.columnCount()):
            column = self.maps.column(number)
            kind = _KINDS[column.style]
            text = max((theme.width(kind, cell) for cell in self.maps.longest(number)), default=0)
            if column.style is Style.RIGHTS:
                text = max(text, 4 * letter_pitch(theme))
            width = max(text, theme.width(FontKind.CAPTION, column.title)) + theme.px(_GAP)
            if not number:
                width += theme.px(_INDENT)
            self.setColumnWidth(number, round(width))

    def _on_row_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.viewport().update()  # the frame goes round the whole row, not round one cell

    def _walk(self, index: QModelIndex) -> None:
        self.walk_wished.emit(self.maps.line(index.row()).start)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Wash the row under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def viewportEvent(self, event: QEvent) -> bool:
        """Take the wash away when the pointer leaves the rows, to the headings or elsewhere."""
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk on Enter; Home and End go to the first and the last row."""
        key, index = event.key(), self.currentIndex()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._walk(index)
        elif key == Qt.Key.Key_Home:
            self.setCurrentIndex(self.maps.index(0, 0))
        elif key == Qt.Key.Key_End:
            self.setCurrentIndex(self.maps.index(self.maps.rowCount() - 1, 0))
        else:
            super().keyPressEvent(event)


def letter_pitch(theme: Theme) -> float:
    """Return how far apart the letters of the rights stand."""
    return theme.width(FontKind.MONO, "w") + theme.px(7)


class _Delegate(QStyledItemDelegate):
    """Draws a cell and its part of the row's ground."""

    def __init__(self, table: MapsList) -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the cell."""
        theme, table = self._table.theme, self._table
        rect = QRectF(option.rect)
        line, column = table.maps.line(index.row()), table.maps.column(index.column())
        marked = index.row() == table.maps.marked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter, rect, index, marked=marked)
        left = 0.0 if index.column() else theme.px(_INDENT)
        area = rect.adjusted(left, 0, -theme.px(_GAP), 0)
        words = line.cells[index.column()]
        if column.style is Style.RIGHTS and line.rights is not None:
            _draw_rights(painter, area, line.rights, theme)
        else:
            kind = _KINDS[column.style]
            if marked and not index.column():
                kind = FontKind.MONO_STRONG
            role = Role.MUTED if column.quiet and not marked else Role.TEXT
            align = _RIGHT if column.style is Style.AMOUNT else _LEFT
            paint.text(painter, area, words, theme, kind, role, align)
        painter.restore()

    def _draw_ground(
        self,
        painter: QPainter,
        rect: QRectF,
        index: QModelIndex | QPersistentModelIndex,
        *,
        marked: bool,
    ) -> None:
        theme, table = self._table.theme, self._table
        if marked:
            painter.fillRect(rect, theme.tint(Role.CURRENT))
        elif index.row() == table.hovered:
            painter.fillRect(rect, theme.color(Role.SUNKEN))
        if marked and not index.column():
            bar = QRectF(rect.left(), rect.top(), theme.px(_BAR), rect.height())
            painter.fillRect(bar, theme.color(Role.CURRENT))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.brush(Role.CURRENT))
            tip = QPointF(rect.left() + theme.px(15), rect.center().y())
            painter.drawPolygon(paint.arrow_head(tip, QPointF(1, 0), theme.px(8)))
        if table.hasFocus() and index.row() == table.currentIndex().row():
            self._draw_focus(painter, rect, index.column())

    def _draw_focus(self, painter: QPainter, rect: QRectF, column: int) -> None:
        """Draw this cell's part of the frame round the row of the keyboard."""
        painter.setPen(self._table.theme.pen(Role.FOCUS, 2))
        top, bottom = rect.top() + 1, rect.bottom() - 1
        painter.drawLine(QPointF(rect.left(), top), QPointF(rect.right(), top))
        painter.drawLine(QPointF(rect.left(), bottom), QPointF(rect.right(), bottom))
        if not column:
            painter.drawLine(QPointF(rect.left() + 1, top), QPointF(rect.left() + 1, bottom))
        if column == self._table.maps.columnCount() - 1:
            painter.drawLine(QPointF(rect.right() - 1, top), QPointF(rect.right() - 1, bottom))


def _draw_rights(painter: QPainter, area: QRectF, rights: Rights, theme: Theme) -> None:
    """Draw u r w x as the path draws its flags: a letter, or a dot where it is denied."""
    if rights.reserved:
        paint.text(painter, area, str(rights), theme, FontKind.MONO, Role.FAIL)
        return
    pitch = letter_pitch(theme)
    for number, letter in enumerate(str(rights)):
        cell = QRectF(area.left() + number * pitch, area.top(), pitch, area.height())
        denied = letter == "-"
        role = Role.BORDER_STRONG if denied else Role.TEXT
        kind = FontKind.MONO if denied else FontKind.MONO_STRONG
        paint.text(painter, cell, "·" if denied else letter, theme, kind, role)


class _Header(QHeaderView):
    """Headings in small muted type over a hairline."""

    def __init__(self, table: MapsList) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setStretchLastSection(True)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's own signature
        """Draw a heading."""
        theme, column = self._table.theme, self._table.maps.column(logicalIndex)
        left = 0.0 if logicalIndex else theme.px(_INDENT)
        area = QRectF(rect).adjusted(left, 0, -theme.px(_GAP), 0)
        painter.save()
        painter.fillRect(rect, theme.color(Role.SURFACE))
        align = _RIGHT if column.style is Style.AMOUNT else _LEFT
        paint.text(painter, area, column.title, theme, FontKind.CAPTION, Role.MUTED, align)
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, theme.color(Role.BORDER))
        painter.restore()
