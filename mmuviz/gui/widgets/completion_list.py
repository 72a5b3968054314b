"""The list under a field of what may stand there: a word, and what it means."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.row_table import Index
from mmuviz.sweep.filter_completion import Completion

_PAD, _GAP = 8.0, 16.0
_MEANING = Qt.ItemDataRole.AccessibleDescriptionRole


class CompletionList(QListView):
    """Shows words in the order given; a `QCompleter` opens and steers it.

    Attributes:
        words: the item model.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._column = 0.0
        self.words = QStandardItemModel(self)
        self.setAccessibleName("What may stand here")
        self.setFrameShape(QFrame.Shape.Box)
        self.setUniformItemSizes(True)

    @property
    def theme(self) -> Theme:
        """The look of the items."""
        return self._theme

    def serve(self, completer: QCompleter) -> None:
        """Be the popup of `completer`, which would rather have it drawn by its own delegate."""
        completer.setPopup(self)
        self.setItemDelegate(_Delegate(self))

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's colours and sizes."""
        self._theme = theme
        self.setPalette(theme.palette())
        self.setFont(theme.font(FontKind.MONO))

    def show_words(self, offered: Sequence[Completion]) -> int:
        """List `offered`, and return the width that it takes, in pixels."""
        theme = self._theme
        self.words.clear()
        for one in offered:
            item = QStandardItem(one.word)
            item.setEditable(False)
            item.setData(one.meaning, _MEANING)
            self.words.appendRow(item)
        self._column = max((theme.width(FontKind.MONO, one.word) for one in offered), default=0)
        side = max((theme.width(FontKind.CAPTION, one.meaning) for one in offered), default=0)
        bar = self.verticalScrollBar().sizeHint().width()
        return round(self._column + side + theme.px(_GAP + 2 * _PAD)) + bar + 2 * self.frameWidth()

    def draw_item(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        """Draw a word and its meaning: tint and bar where it is the one that Enter takes."""
        theme, px = self._theme, self._theme.px
        if index.row() == self.currentIndex().row():
            painter.fillRect(rect, theme.tint(Role.ACCENT))
            painter.fillRect(
                QRectF(rect.left(), rect.top(), px(3), rect.height()), theme.color(Role.ACCENT)
            )
        area = rect.adjusted(px(_PAD), 0, -px(_PAD), 0)
        paint.text(painter, area, str(index.data()), theme, FontKind.MONO)
        area.setLeft(area.left() + self._column + px(_GAP))
        paint.text(painter, area, str(index.data(_MEANING)), theme, FontKind.CAPTION, Role.MUTED)


class _Delegate(QStyledItemDelegate):
    """Lets the list draw."""

    def __init__(self, words: CompletionList) -> None:
        super().__init__(words)
        self._list = words

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """As high as a row."""
        theme = self._list.theme
        return QSize(1, round(theme.metrics(FontKind.BODY).height() + theme.px(6)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw an item."""
        painter.save()
        self._list.draw_item(painter, QRectF(option.rect), index)
        painter.restore()
