"""A flag as a chip: taken by the mouse to another place, or sent there by a key."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from mmuviz.gui.theme import FontKind, Role
from mmuviz.gui.widgets.control import RING, Control
from mmuviz.sweep.arrangement import Zone

_PAD, _HIGH = 7.0, 8.0
_MOVES = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}
ZONE_KEYS = {
    Qt.Key.Key_R: Zone.ROWS,
    Qt.Key.Key_C: Zone.COLUMNS,
    Qt.Key.Key_F: Zone.FIXED,
    Qt.Key.Key_I: Zone.IGNORED,
}


class FlagChip(Control):
    """A frame round the name of a flag, and its value where it is fixed.

    Signals:
        dragged: the mouse holds it at a point, in the parent's pixels (QPointF).
        dropped: the mouse let it go; False: the drag was given up (bool).
        move_wished: places up or down within its zone (int).
        zone_wished: another zone (Zone).
        value_wished: the next value, where it is fixed.
        menu_wished: the menu of zones, at a point on the screen (QPoint).
    """

    dragged = Signal(object)
    dropped = Signal(bool)
    move_wished = Signal(int)
    zone_wished = Signal(object)
    value_wished = Signal()
    menu_wished = Signal(object)

    def __init__(self, flag: str, parent: QWidget) -> None:
        """Stand for `flag`."""
        super().__init__(parent)
        self.flag = flag
        self._words = flag
        self._pressed: QPointF | None = None
        self._held = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAccessibleName(flag)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    @property
    def held(self) -> bool:
        """Whether the mouse is moving it."""
        return self._held

    def show_place(self, zone: Zone, words: str, meaning: str) -> None:
        """Say `words`, and in the tip what the flag means; to a screen reader where it is."""
        self._words = words
        keys = "arrows move it; R, C, F and I put it to rows, columns, fixed and ignored"
        value = "; Space changes the value" if zone is Zone.FIXED else ""
        self.setAccessibleDescription(f"{words} in {zone.value}: {meaning}; {keys}{value}")
        click = "A click changes its value. " if zone is Zone.FIXED else ""
        self.setToolTip(f"{self.flag}: {meaning}\n{click}Drag it, or: {keys}{value}")
        self.updateGeometry()
        self.update()

    def content_width(self) -> float:
        """Return the width of the words and the frame."""
        return self._theme.width(FontKind.MONO_CAPTION, self._words) + 2 * self._theme.px(_PAD)

    def sizeHint(self) -> QSize:
        """As high as its words, with room for the ring."""
        theme = self._theme
        ring = 2 * theme.px(RING)
        height = theme.metrics(FontKind.MONO_CAPTION).height() + theme.px(_HIGH) + ring
        return QSize(round(self.content_width() + ring), round(height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw frame and words; dashed and empty while the mouse has it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, frame = self._theme, self.body().adjusted(0.5, 0.5, -0.5, -0.5)
        radius = theme.px(3)
        if self._held:
            painter.setPen(theme.dashed(Role.BORDER_STRONG, 1, (3, 3)))
            painter.drawRoundedRect(frame, radius, radius)
            return
        painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
        painter.setBrush(theme.brush(Role.SUNKEN if self.underMouse() else Role.SURFACE))
        painter.drawRoundedRect(frame, radius, radius)
        painter.setFont(theme.font(FontKind.MONO_CAPTION))
        painter.setPen(theme.color(Role.TEXT))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self._words)
        self.draw_focus(painter, self.body())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry it, once the mouse has gone far enough to mean it."""
        if self._pressed is None:
            return
        way = (event.position() - self._pressed).manhattanLength()
        if not self._held and way >= QApplication.startDragDistance():
            self._held = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.update()
        if self._held:
            self.dragged.emit(self.mapToParent(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go; a click that carried it nowhere is for its value."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        if self._held:
            self._let_go(kept=True)
        else:
            self._pressed = None
            self.value_wished.emit()

    def _let_go(self, *, kept: bool) -> None:
        self._pressed, self._held = None, False
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.update()
        self.dropped.emit(kept)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move it; Escape gives a drag up."""
        key = Qt.Key(event.key())
        if self._held:
            if key == Qt.Key.Key_Escape:
                self._let_go(kept=False)
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _MOVES:
            self.move_wished.emit(_MOVES[key])
        elif key in ZONE_KEYS:
            self.zone_wished.emit(ZONE_KEYS[key])
        elif key == Qt.Key.Key_Space:
            self.value_wished.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the zones."""
        self.menu_wished.emit(event.globalPos())
