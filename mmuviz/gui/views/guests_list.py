"""The list of the guest kernels: a title and how much differs, an item each."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.row_table import Index

_WIDTH = 260.0
_LEFT, _PAD = 20.0, 8.0
_SUMMARY = Qt.ItemDataRole.UserRole


class GuestsList(QListWidget):
    """Shows titles, one of them chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName("Guest kernels")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    @property
    def theme(self) -> Theme:
        """The look of the items."""
        return self._theme

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's sizes."""
        self._theme = theme
        self.setFixedWidth(round(theme.px(_WIDTH)))
        self.scheduleDelayedItemsLayout()

    def add(self, title: str, summary: str) -> None:
        """Append an item."""
        item = QListWidgetItem(title, self)
        item.setData(_SUMMARY, summary)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, summary)


class _Delegate(QStyledItemDelegate):
    """Draws an item: bar and tint where it is chosen, a frame where it has the keyboard."""

    def __init__(self, guests: GuestsList) -> None:
        super().__init__(guests)
        self._list = guests

    def _title(self, title: str, top: float) -> QRectF:
        """Return the place of a wrapped title in an item that starts at `top`."""
        theme, px = self._list.theme, self._list.theme.px
        width = self._list.viewport().width() - px(_LEFT + _PAD)
        room = QRectF(px(_LEFT), top + px(_PAD), width, 10_000)
        return theme.metrics(FontKind.STRONG).boundingRect(room, paint.WRAP, title)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words."""
        theme = self._list.theme
        words = self._title(index.data(), 0).bottom()
        caption = theme.metrics(FontKind.CAPTION).height()
        return QSize(1, round(words + caption + theme.px(_PAD)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw an item."""
        theme, px, rect = self._list.theme, self._list.theme.px, QRectF(option.rect)
        painter.save()
        if index.row() == self._list.currentRow():
            painter.fillRect(rect, theme.tint(Role.ACCENT))
            bar = QRectF(rect.left(), rect.top(), px(4), rect.height())
            painter.fillRect(bar, theme.color(Role.ACCENT))
            if self._list.hasFocus():
                painter.setPen(theme.pen(Role.FOCUS, 2))
                painter.drawRect(rect.adjusted(1, 1, -1, -1))
        title = self._title(index.data(), rect.top())
        painter.setFont(theme.font(FontKind.STRONG))
        painter.setPen(theme.color(Role.TEXT))
        painter.drawText(title, paint.WRAP, index.data())
        below = QRectF(title.left(), title.bottom(), rect.right() - title.left(), rect.height())
        painter.setFont(theme.font(FontKind.CAPTION))
        painter.setPen(theme.color(Role.MUTED))
        painter.drawText(below, paint.WRAP, index.data(_SUMMARY))
        painter.restore()
