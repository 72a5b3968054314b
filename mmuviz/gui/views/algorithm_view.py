"""The algorithm: one thick line through the checks, the exits below them, and the error code."""

from PySide6.QtCore import QPoint, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QStyle, QWidget

from mmuviz.gui.theme import Role, Theme
from mmuviz.gui.views.flow_items import FlowItem
from mmuviz.gui.views.flow_layout import flow_layout
from mmuviz.gui.views.flow_scene import FlowParts
from mmuviz.gui.views.headline_bar import plain
from mmuviz.present.frame import Frame

_Key = tuple[object, ...]
_BY_KEYBOARD = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)


class AlgorithmView(QGraphicsView):
    """Shows a frame's headline, checks, exits and error code.

    Signals:
        step_wished: the last step at which the clicked part acted.
    """

    step_wished = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self._frame: Frame | None = None
        self._parts: FlowParts | None = None
        self._key: _Key = ()
        self._pressed: FlowItem | None = None
        scene = QGraphicsScene(self)
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setScene(scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Algorithm")
        self.setBackgroundBrush(theme.brush(Role.SURFACE))

    @property
    def parts(self) -> FlowParts | None:
        """The items of the picture; None before the first frame."""
        return self._parts

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        if theme == self._theme:
            return
        self._theme = theme
        self.setBackgroundBrush(theme.brush(Role.SURFACE))
        self._refresh()

    def show_frame(self, frame: Frame) -> None:
        """Show `frame`: a step restyles, another mode or semantics lays out anew."""
        self._frame = frame
        self.setAccessibleDescription(f"{plain(frame.headline)} {frame.code.text}")
        self._refresh()

    def _refresh(self) -> None:
        frame = self._frame
        if frame is None:
            return
        room = QSizeF(self.maximumViewportSize())
        labels = tuple(row.label for row in frame.flow.rows)
        key = (
            self._theme,
            room.toTuple(),
            frame.flow.mode,
            frame.flow.semantics,
            labels,
        )
        if key != self._key:
            self._key = key
            self._lay_out(frame, room)
        assert self._parts is not None, "laid out"
        self._parts.show(frame)

    def _lay_out(self, frame: Frame, room: QSizeF) -> None:
        scene = self.scene()
        self._pressed = None
        scene.clear()
        layout = flow_layout(self._theme, room, frame.flow, frame.code)
        if layout.size.height() > room.height():  # the scroll bar takes some of the width
            bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
            room = QSizeF(room.width() - bar, room.height())
            layout = flow_layout(self._theme, room, frame.flow, frame.code)
        self._parts = FlowParts(layout, frame)
        for item in self._parts.items():
            scene.addItem(item)
        scene.setSceneRect(QRectF(0, 0, layout.size.width(), layout.size.height()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring where the keyboard brought the focus here."""
        super().focusInEvent(event)
        self._show_focus(visible=event.reason() in _BY_KEYBOARD)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self._show_focus(visible=False)

    def _show_focus(self, *, visible: bool) -> None:
        if self._parts is not None:
            self._parts.focus.setVisible(visible)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new room."""
        super().resizeEvent(event)
        self._refresh()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember what is pressed."""
        self._pressed = self._part_at(event.position().toPoint())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Wish for the step of what was clicked."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or pressed is not self._part_at(event.position().toPoint()):
            return
        if event.button() is Qt.MouseButton.LeftButton and pressed.step is not None:
            self.step_wished.emit(pressed.step)

    def _part_at(self, place: QPoint) -> FlowItem | None:
        """Return the topmost part at `place` that has acted."""
        for item in self.items(place):
            if isinstance(item, FlowItem) and item.step is not None:
                return item
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave arrow keys to the timeline: they step, they do not scroll."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()
