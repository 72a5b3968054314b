"""A table of drawn rows: one washed by the pointer, one framed for the keyboard."""

from PySide6.QtCore import (
    QAbstractItemModel,
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

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
INDENT = 20.0
GAP = 28.0

Index = QModelIndex | QPersistentModelIndex


class RowTable(QTableView):
    """Shows the rows of a model; a subclass draws the cells.

    Signals:
        row_entered: Enter was pressed on a row (its number).
    """

    row_entered = Signal(int)

    def __init__(self, name: str, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        """Show `model`; `name` is what a screen reader says."""
        super().__init__(parent)
        self._theme = Theme()
        self._hovered = -1
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setHorizontalHeader(_Header(self))
        self.setAccessibleName(name)
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
        self.horizontalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setFixedHeight(round(head))
        self.viewport().update()

    # What a subclass draws.

    def draw_cell(self, painter: QPainter, area: QRectF, index: Index) -> None:
        """Draw the content of a cell into `area`, which leaves room to the next column."""
        raise NotImplementedError

    def draw_ground(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Draw a cell's part of the row's ground."""
        if index.row() == self._hovered:
            painter.fillRect(rect, self._theme.color(Role.SUNKEN))

    def is_amount(self, column: int) -> bool:  # noqa: ARG002  # a subclass looks at it
        """Whether the heading of a column stands right, above its figures."""
        return False

    def draw_row(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Draw a cell, and its part of what runs through the whole row."""
        left = 0.0 if index.column() else self._theme.px(INDENT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw_ground(painter, rect, index)
        if self.hasFocus() and index.row() == self.currentIndex().row():
            self._draw_focus(painter, rect, index.column())
        self.draw_cell(painter, rect.adjusted(left, 0, -self._theme.px(GAP), 0), index)
        painter.restore()

    def _draw_focus(self, painter: QPainter, rect: QRectF, column: int) -> None:
        """Draw this cell's part of the frame round the row of the keyboard."""
        painter.setPen(self._theme.pen(Role.FOCUS, 2))
        left, right = rect.left() + 1, rect.right() - 1
        for y in (rect.top() + 1, rect.bottom() - 1):
            painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
        for x, at_end in ((left, not column), (right, column == self.model().columnCount() - 1)):
            if at_end:
                painter.drawLine(QPointF(x, rect.top() + 1), QPointF(x, rect.bottom() - 1))

    # Pointer and keyboard.

    def _on_row_changed(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self.viewport().update()  # the frame goes round the whole row, not round one cell

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
        """Enter acts on the row; Home and End go to the first and the last row."""
        key, index = event.key(), self.currentIndex()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.row_entered.emit(index.row())
        elif key == Qt.Key.Key_Home:
            self.setCurrentIndex(self.model().index(0, 0))
        elif key == Qt.Key.Key_End:
            self.setCurrentIndex(self.model().index(self.model().rowCount() - 1, 0))
        else:
            super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    """Lets the table draw."""

    def __init__(self, table: RowTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell."""
        self._table.draw_row(painter, QRectF(option.rect), index)


class _Header(QHeaderView):
    """Headings in small muted type over a hairline."""

    def __init__(self, table: RowTable) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setStretchLastSection(True)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  # Qt's own signature
        """Draw a heading."""
        theme, table = self._table.theme, self._table
        title = table.model().headerData(logicalIndex, Qt.Orientation.Horizontal)
        left = 0.0 if logicalIndex else theme.px(INDENT)
        area = QRectF(rect).adjusted(left, 0, -theme.px(GAP), 0)
        painter.save()
        painter.fillRect(rect, theme.color(Role.SURFACE))
        align = RIGHT if table.is_amount(logicalIndex) else LEFT
        paint.text(painter, area, title, theme, FontKind.CAPTION, Role.MUTED, align)
        line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, theme.color(Role.BORDER))
        painter.restore()
