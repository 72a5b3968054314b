"""The map of the atlas under mouse and keys: zoom, pan, hover, a cursor, folds that open."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from mmuviz.gui.atlas.map_scope import MapCell
from mmuviz.gui.atlas.map_surface import MapSurface

_STEP: Final = 1.25
_PAN: Final = 48.0
_STRIDE: Final = 6.0
_BUTTONS: Final = (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_OPENS: Final = "Click to unfold"
_FOLDS: Final = "Click to fold these rows"
_FILLS: Final = "Double-click to fill the map with these"
_ARROWS: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class AtlasMap(MapSurface):
    """Shows a map, and lets it be moved about in.

    Signals:
        cell_clicked: a cell was clicked on, or Enter pressed (MapCell).
    """

    cell_clicked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._pressed: QPointF | None = None
        self._grabbed: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # Zoom and pan.

    def fit(self) -> None:
        """Show all of the map."""
        if self._scope is not None:
            self._scope.fit()
        self._changed()

    def zoom_in(self) -> None:
        """One step larger, about the cell that is pointed at, or the middle."""
        self._zoom_by(_STEP, None)

    def zoom_out(self) -> None:
        """One step smaller."""
        self._zoom_by(1 / _STEP, None)

    def _zoom_by(self, factor: float, about: QPointF | None) -> None:
        if self._scope is None:
            return
        plot = QRectF(self._scope.layout.plot)
        if about is None:
            middle = self.cell_rect(*self._cell).center() if self._cell else plot.center()
            about = middle if plot.contains(middle) else plot.center()
        self._scope.zoom(factor, about)
        self._changed()

    def _pan(self, across: float, down: float) -> None:
        if self._scope is not None:
            self._scope.pan(across, down)
        self._changed()

    # Mouse.

    def _hover(self, point: QPointF) -> None:
        layout = self._scope.layout if self._scope else None
        if layout is None:
            return
        fold = layout.fold_at(point)
        found = None if fold else layout.cell_at(point)
        self._point_at(MapCell(*found) if found else None)
        handle, span = layout.handle_at(point), layout.span_at(point)
        if fold is not None:
            self.setToolTip(f"{self.fold_words(fold)}. {_OPENS}")
        else:
            self.setToolTip(_FOLDS if handle else _FILLS if span else "")
        opens = fold or handle or span
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click or a drag begins."""
        if event.button() in _BUTTONS:
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the map, or point at a cell."""
        point, start = event.position(), self._pressed
        if start is not None and self._grabbed is None and self._scope:
            far = (point - start).manhattanLength() >= QApplication.startDragDistance()
            if far and not self._scope.sight.fits:
                self._grabbed = start
                self._point_at(None)
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._grabbed is None:
            self._hover(point)
        else:
            moved, self._grabbed = self._grabbed - point, point
            self._pan(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open a fold or a cell, unless the map was dragged."""
        start, self._pressed = self._pressed, None
        was_dragged, self._grabbed = self._grabbed is not None, None
        point = event.position()
        if start is not None and not was_dragged and event.button() is _BUTTONS[0]:
            self._click(point)
        self._hover(point)

    def _click(self, point: QPointF) -> None:
        if self._scope is None:
            return
        layout = self._scope.layout
        fold = layout.fold_at(point) or layout.handle_at(point)
        cell = layout.cell_at(point)
        if fold is not None:
            self._scope.toggle(fold)
            self._changed()
        elif cell is not None:
            self.cell_clicked.emit(MapCell(*cell))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Let what a header names fill the map; elsewhere the first click has done it all."""
        found = self._scope.layout.span_at(event.position()) if self._scope else None
        if found is not None and self._scope is not None:
            self._scope.zoom_to(found[0], found[1].start, found[1].stop)
            self._changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        turned = event.angleDelta().y()
        if turned:
            self._zoom_by(_STEP ** (turned / 120), event.position())
            self._hover(event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing; the keyboard's cursor stays."""
        super().leaveEvent(event)
        if not self._by_keys:
            self._point_at(None)

    # Keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor, pan, zoom, enter."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif key in _ARROWS and modifiers & Qt.KeyboardModifier.ShiftModifier:
            down, across = _ARROWS[key]
            self._pan(across * self._theme.px(_PAN), down * self._theme.px(_PAN))
        elif key in _ARROWS:
            self._step(*_ARROWS[key])
        elif key in _ENTER and self._cell is not None:
            self._enter(self._cell)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom_in()
        elif key == Qt.Key.Key_Minus:
            self.zoom_out()
        elif key in {Qt.Key.Key_0, Qt.Key.Key_Home}:
            self.fit()
        else:
            event.ignore()

    def _enter(self, cell: MapCell) -> None:
        fold = self._scope.layout.fold_of(cell.row) if self._scope else None
        if fold is not None and self._scope is not None:
            self._scope.toggle(fold)
            self._changed()
        else:
            self.cell_clicked.emit(cell)

    def _step(self, down: int, across: int) -> None:
        """Move the cursor by a cell, or by as many as can be told apart."""
        if self._scope is None:
            return
        layout = self._scope.layout
        if self._cell is None:
            middle = layout.cell_at(QRectF(layout.plot).center())
            cell = MapCell(*(middle or (0, 0)))
        else:
            cell = self._scope.stepped(self._cell, down, across, self._theme.px(_STRIDE))
        self._scope.reveal(cell)
        self._point_at(cell, by_keys=True)
