"""The drawn table graph: zoom, pan, a card under the keyboard."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsScene, QGraphicsView, QWidget

from mmuviz.gui.paint import level_badge, text
from mmuviz.gui.theme import FontKind, Role, Theme, level_role
from mmuviz.gui.views.tables_items import CardItem, WireItem
from mmuviz.present.table_picture import Card, TablePicture

_CARD = (252.0, 48.0)
_GAP = (76.0, 18.0)
_HEAD = 44.0
_STUB = 64.0
_ZOOMS = (0.25, 3.0)
_STEP = 1.2
_LEGIBLE = 0.75
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class TablesView(QGraphicsView):
    """All cards of a picture in columns, root on the left.

    Signals:
        card_chosen: a table was clicked on, or the keyboard moved to a card (Card).
        card_entered: Enter was pressed on a card, or a fold was clicked on (Card).
    """

    card_chosen = Signal(object)
    card_entered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._picture = TablePicture()
        self._cards: list[CardItem] = []
        self._current: CardItem | None = None
        self._pressed: QPointF | None = None
        self._zoom = 1.0
        self._fits = True
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Table graph")

    @property
    def zoom(self) -> float:
        """How much larger than drawn; 1.0 as drawn."""
        return self._zoom

    @property
    def current(self) -> Card | None:
        """The card that the keyboard is on."""
        return self._current.card if self._current else None

    def card_item(self, spot: tuple[object, str]) -> CardItem | None:
        """Return the item of the card that is at `spot`."""
        return next((item for item in self._cards if item.card.spot == spot), None)

    def show_picture(self, picture: TablePicture, theme: Theme) -> None:
        """Draw `picture`; the keyboard stays on its card, else on the selected one."""
        spot = self._current.card.spot if self._current else None
        self._picture, self._theme = picture, theme
        self._current = None
        self._cards = []
        self.scene().clear()
        self.setBackgroundBrush(theme.brush(Role.SURFACE))
        self._add_cards()
        for wire in picture.wires:
            start, end = self._cards[wire.source].rect, self._cards[wire.target].rect
            self.scene().addItem(
                WireItem(
                    QPointF(start.right(), start.center().y()),
                    QPointF(end.left(), end.center().y()),
                    theme,
                    level=wire.level,
                    walked=wire.walked,
                    second=wire.second,
                )
            )
        selected = next((item for item in self._cards if item.card.selected), None)
        old = self.card_item(spot) if spot else None
        if old is None or not old.card.folded:
            old = selected or old
        self._set_current(old or (self._cards[0] if self._cards else None))
        self._set_scene_rect()
        if self._fits:
            self.fit()
        else:
            self._see_current()

    def _add_cards(self) -> None:
        px = self._theme.px
        width, height = map(px, _CARD)
        across, down = (px(side + gap) for side, gap in zip(_CARD, _GAP, strict=True))
        for number, card in enumerate(self._picture.cards):
            corner = QPointF(px(_STUB) + card.column * across, px(_HEAD) + card.row * down)
            rect = QRectF(corner.x(), corner.y(), width, height)
            item = CardItem(card, number, rect, self._theme)
            item.setToolTip(f"{card.title}: {card.caption}")
            self._cards.append(item)
            self.scene().addItem(item)
        if self._cards:
            root = self._cards[0].rect
            end = QPointF(root.left(), root.center().y())
            walked = self._cards[0].card.walked
            start = QPointF(px(34), end.y())
            self.scene().addItem(
                WireItem(start, end, self._theme, level=0, walked=walked, second=False)
            )

    def _set_scene_rect(self) -> None:
        px = self._theme.px
        rect = self.scene().itemsBoundingRect()
        self.setSceneRect(QRectF(0, 0, rect.right() + px(20), rect.bottom() + px(24)))

    def drawForeground(self, painter: QPainter, _rect: QRectF | QRect) -> None:
        """Draw the names of the columns and where the root comes from."""
        theme = self._theme
        px = theme.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, (level, name) in enumerate(self._picture.columns):
            left = px(_STUB) + number * px(_CARD[0] + _GAP[0])
            level_badge(
                painter, QRectF(left, px(8), px(20), px(20)), str(level), level_role(level), theme
            )
            words = QRectF(left + px(28), px(6), px(_CARD[0] - 28), px(24))
            text(painter, words, name, theme, FontKind.STRONG)
        if self._cards:
            middle = self._cards[0].rect.center().y()
            words = QRectF(px(4), middle - px(12), px(30), px(24))
            text(painter, words, "CR3", theme, FontKind.STRONG)

    # Zoom.

    def fit(self) -> None:
        """Show as much as can be read, no larger than drawn."""
        self._fit(_LEGIBLE)

    def fit_all(self) -> None:
        """Show everything, however small it gets."""
        self._fit(_ZOOMS[0])

    def _fit(self, smallest: float) -> None:
        room, needed = self.viewport().size(), self.sceneRect()
        if needed.isEmpty():
            return
        across, down = room.width() / needed.width(), room.height() / needed.height()
        fitting = min(across, down)
        if fitting < smallest:  # it scrolls down in any case, so it need fit across only
            fitting = max(across, smallest)
        self._set_zoom(min(fitting, 1.0))
        self._fits = True
        self._see_current()

    def zoom_in(self) -> None:
        """One step larger."""
        self._zoom_by(_STEP)
        self._see_current()

    def zoom_out(self) -> None:
        """One step smaller."""
        self._zoom_by(1 / _STEP)
        self._see_current()

    def _see_current(self) -> None:
        """Keep the card of the keyboard in sight."""
        if self._current:
            self.ensureVisible(self._current.rect)

    def _zoom_by(self, factor: float) -> None:
        self._set_zoom(min(max(self._zoom * factor, _ZOOMS[0]), _ZOOMS[1]))
        self._fits = False

    def _set_zoom(self, zoom: float) -> None:
        self.scale(zoom / self._zoom, zoom / self._zoom)
        self._zoom = zoom

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        turned = event.angleDelta().y()
        if turned:
            self._zoom_by(_STEP ** (turned / 120))
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew, until somebody zooms."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()

    # Mouse and keys.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click or a drag begins."""
        self._pressed = event.position() if event.button() is Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the card, unless the picture was dragged."""
        super().mouseReleaseEvent(event)
        start, self._pressed = self._pressed, None
        if start is None:
            return
        moved = (event.position() - start).manhattanLength()
        item = self.itemAt(event.position().toPoint())
        if moved < QApplication.startDragDistance() and isinstance(item, CardItem):
            card = item.card
            self._set_current(item)
            (self.card_entered if card.folded else self.card_chosen).emit(card)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, enter, zoom."""
        key = Qt.Key(event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif key in _ARROWS:
            self._move(*_ARROWS[key])
        elif key in _ENTER and self._current:
            self.card_entered.emit(self._current.card)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key == Qt.Key.Key_0:
            self.fit_all()
        else:
            event.ignore()

    def _move(self, columns: int, rows: int) -> None:
        """Go to the next card in the column, or to the nearest of the next column."""
        if self._current is None:
            return
        here = self._current.card
        items = [
            item
            for item in self._cards
            if item.card.column == here.column + columns
            and (columns or (item.card.row - here.row) * rows > 0)
        ]
        if items:
            self._set_current(min(items, key=lambda item: abs(item.card.row - here.row)))
            self.ensureVisible(self._current.rect)
            self.card_chosen.emit(self._current.card)

    def _set_current(self, item: CardItem | None) -> None:
        for one in (self._current, item):
            if one is not None:
                one.set_current(current=one is item and self.hasFocus())
        self._current = item

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._set_current(self._current)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._set_current(self._current)
