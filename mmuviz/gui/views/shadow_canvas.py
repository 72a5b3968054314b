"""The guest's tables beside the shadow, scrolled: follows the step, tells an entry in full."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QToolTip, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import Role, Theme
from mmuviz.gui.views.shadow_layout import Band, Columns, bands, columns
from mmuviz.gui.views.shadow_paint import PairPainter
from mmuviz.gui.views.shadow_roots import draw_roots
from mmuviz.present.shadow_picture import ShadowPicture
from mmuviz.present.shadow_rows import PairRow

_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ShadowCanvas(QWidget):
    """The bands of a picture, as high as they need.

    Signals:
        row_entered: the keyboard is on another row (its place, QRectF).
    """

    row_entered = Signal(QRectF)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._picture: ShadowPicture | None = None
        self._columns = columns(0, self._theme)
        self._roots = QRectF()
        self._bands: tuple[Band, ...] = ()
        self._hovered: QRectF | None = None
        self._current = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Guest tables and shadow pages")

    @property
    def columns(self) -> Columns:
        """Where the columns stand."""
        return self._columns

    @property
    def places(self) -> list[tuple[PairRow, QRectF, Band]]:
        """Every row with its strip and its band, from the top."""
        pairs = self._picture.pairs if self._picture else ()
        return [
            (row, rect, band)
            for pair, band in zip(pairs, self._bands, strict=True)
            for row, rect in zip(pair.rows, band.rows, strict=True)
        ]

    def show_picture(self, picture: ShadowPicture, theme: Theme, width: int) -> None:
        """Draw `picture` in `width` pixels, more where they are not enough."""
        self._theme, self._picture = theme, picture
        self._columns = columns(width, theme)
        self._roots, self._bands, height = bands(picture, self._columns, theme)
        self._current = min(self._current, len(self.places) - 1)
        self.setAccessibleDescription(picture.spoken)
        self.resize(round(self._columns.width), round(height))
        self.update()

    @property
    def changed_rect(self) -> QRectF:
        """What this step changed, all of it; else the end of the path; else nothing."""
        found = QRectF()
        for row, rect, band in self.places:
            if row.changed:
                found = found.united(rect.united(_top_of(band)) if found.isNull() else rect)
        if found.isNull():
            found = next((rect for row, rect, _ in reversed(self.places) if row.on_path), QRectF())
        return found

    def full_at(self, position: QPointF) -> str:
        """Return an entry in full, where one is at `position`."""
        for row, rect, band in self.places:
            if not rect.contains(position):
                continue
            if row.guest is not None and band.guest.contains(position):
                return row.guest.full
            if row.slot is not None and band.page.contains(position):
                return row.slot.full
        return ""

    def event(self, event: QEvent) -> bool:
        """Tell the entry under the pointer in full."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.full_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Wash the row under the pointer."""
        at = event.position()
        hovered = next((rect for _, rect, _ in self.places if rect.contains(at)), None)
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Be quiet again."""
        self._hovered = None
        self.update()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the keyboard on what changed."""
        super().focusInEvent(event)
        places = self.places
        if self._current < 0 and places:
            numbers = [number for number, (row, _, _) in enumerate(places) if row.changed]
            self._go_to(numbers[0] if numbers else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from row to row."""
        step = _KEYS.get(Qt.Key(event.key()))
        places = self.places
        if step is None or not places:
            super().keyPressEvent(event)
            return
        self._go_to(min(max(self._current + step, 0), len(places) - 1))
        row, rect, band = places[self._current]
        corner = QPoint(round(band.page.left()), round(rect.bottom()))
        QToolTip.showText(self.mapToGlobal(corner), _spoken(row), self)

    def _go_to(self, number: int) -> None:
        self._current = number
        row, rect, _ = self.places[number]
        self.setAccessibleDescription(_spoken(row))
        self.row_entered.emit(rect)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every band that is to be seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self._theme.color(Role.SURFACE))
        if self._picture is None:
            return
        theme, seen = self._theme, QRectF(event.rect())
        if self._roots.intersects(seen):
            draw_roots(painter, theme, self._columns, self._picture.roots, self._roots)
        pen = PairPainter(painter, theme, self._columns)
        for pair, band in zip(self._picture.pairs, self._bands, strict=True):
            if not band.rect.intersects(seen):
                continue
            for row, rect in zip(pair.rows, band.rows, strict=True):
                if row.changed:
                    pen.wash(rect, band, Role.CURRENT)
                elif rect == self._hovered:
                    pen.wash(rect, band, Role.SUNKEN)
            pen.pair(pair, band)
        if self.hasFocus() and self._current >= 0:
            _, rect, band = self.places[self._current]
            off = theme.px(6)
            for card in (band.guest, band.page):  # not across the relation between them
                half = QRectF(card.left(), rect.top(), card.width(), rect.height())
                paint.focus_ring(painter, half.adjusted(off, off / 2, -off, -off / 2), theme)


def _top_of(band: Band) -> QRectF:
    """Return the first line of a band: its name is to be seen with its rows."""
    return QRectF(band.page.left(), band.page.top(), 1, 1)


def _spoken(row: PairRow) -> str:
    """Return both sides of a row in full."""
    return "\n".join(side.full for side in (row.guest, row.slot) if side is not None)


class ShadowScroll(QScrollArea):
    """Scrolls the canvas, which is as wide as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.canvas = ShadowCanvas()
        self._picture: ShadowPicture | None = None
        self._theme = Theme()
        self.setWidget(self.canvas)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)  # the theme's surface
        self.canvas.row_entered.connect(self.see)

    def sizeHint(self) -> QSize:
        """Room for two bands; it takes what there is."""
        return QSize(600, round(self._theme.px(150)))

    def minimumSizeHint(self) -> QSize:
        """Room for a part of a band."""
        return QSize(320, round(self._theme.px(60)))

    def show_picture(self, picture: ShadowPicture, theme: Theme) -> None:
        """Show `picture`, and what changed in it."""
        changed = picture != self._picture
        self._picture, self._theme = picture, theme
        self.canvas.show_picture(picture, theme, self.viewport().width())
        if changed:
            self.see(self.canvas.changed_rect)

    def see(self, rect: QRectF) -> None:
        """Scroll `rect` into view, its end where it is too high: the leaves stand there."""
        if rect.isNull():
            return
        margin = round(self._theme.px(12))
        left = self.horizontalScrollBar().value()
        self.ensureVisible(left, round(rect.bottom()), 0, margin)
        if rect.height() + margin < self.viewport().height():
            self.ensureVisible(left, round(rect.top()), 0, margin)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by pages; the arrows are the steps'."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew."""
        super().resizeEvent(event)
        if self._picture is not None:
            self.canvas.show_picture(self._picture, self._theme, self.viewport().width())
            self.see(self.canvas.changed_rect)
