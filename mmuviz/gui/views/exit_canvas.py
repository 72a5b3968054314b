"""The drawn exit diagram: one half or both, with the mouse and the keys on them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from mmuviz.core.trace import Semantics
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, semantics_role
from mmuviz.gui.views.exit_layout import HalfLayout, Placed, lane_at
from mmuviz.gui.views.exit_paint import HalfPainter
from mmuviz.present.exit_items import Box, BoxLine, Diagram, Lane
from mmuviz.present.wording import signed

_CENTER = Qt.AlignmentFlag.AlignCenter
Halves = Sequence[tuple[Semantics, Diagram]]


def half_rects(width: float, count: int) -> list[QRectF]:
    """Return the halves' places side by side; their heights do not count."""
    each = width / max(count, 1)
    return [QRectF(number * each, 0, each, 0) for number in range(count)]


class ExitHeads(QWidget):
    """What stands above the halves and does not scroll: the versions and the lanes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._halves: Halves = ()

    def sizeHint(self) -> QSize:
        """A line for the version, two for the lanes."""
        theme = self._theme
        lines = theme.metrics(FontKind.HEADING).height() + theme.metrics(FontKind.STRONG).height()
        lines += theme.metrics(FontKind.CAPTION).height()
        return QSize(200, round(lines + theme.px(24)))

    def show_halves(self, halves: Halves, theme: Theme) -> None:
        """Show the heads of `halves`."""
        self._halves, self._theme = halves, theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color(Role.SURFACE))
        rects = half_rects(self.contentsRect().width(), len(self._halves))
        for (version, diagram), rect in zip(self._halves, rects, strict=True):
            self._draw(painter, version, diagram, rect)
            if rect.left():
                painter.setPen(self._theme.pen(Role.BORDER, 1))
                painter.drawLine(rect.topLeft(), QPointF(rect.left(), self.height()))

    def _draw(self, painter: QPainter, version: Semantics, diagram: Diagram, rect: QRectF) -> None:
        theme, px = self._theme, self._theme.px
        line = theme.metrics(FontKind.HEADING).height()
        left, top, role = rect.left() + px(20), px(10), semantics_role(version)
        for words, kind, ink in (
            (signed(version), FontKind.HEADING, role),
            (diagram.summary, FontKind.BODY, Role.TEXT),
        ):
            room = QRectF(left, top, rect.right() - left - px(12), line)
            paint.text(painter, room, words, theme, kind, ink)
            left += theme.width(kind, words) + px(16)
        top += line + px(8)
        strong, small = (
            theme.metrics(kind).height() for kind in (FontKind.STRONG, FontKind.CAPTION)
        )
        for lane in Lane:
            title, below = lane.value
            below = diagram.guest if lane is Lane.GUEST else below
            width = px(200)
            head = QRectF(lane_at(rect, lane) - width / 2, top, width, strong)
            paint.text(painter, head, title, theme, FontKind.STRONG, Role.TEXT, _CENTER)
            foot = QRectF(head.left(), head.bottom(), width, small)
            paint.text(painter, foot, below, theme, FontKind.CAPTION, Role.MUTED, _CENTER)


class ExitCanvas(QWidget):
    """The halves, from top to bottom.

    Signals:
        step_wished: something was clicked on: its step (int).
        unfold_wished: the walk of a try is to be shown the other way (Semantics, its number).
    """

    step_wished = Signal(int)
    unfold_wished = Signal(object, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._halves: Halves = ()
        self._layouts: list[HalfLayout] = []
        self._step = 0
        self._round = 1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Exit diagram")

    @property
    def layouts(self) -> list[HalfLayout]:
        """Where everything stands, by half."""
        return self._layouts

    def show_halves(self, halves: Halves, step: int, number: int, theme: Theme) -> None:
        """Draw `halves` at `step`.

        Args:
            halves: version and diagram, from left to right.
            step: the step of the run.
            number: the try of the access that is shown, from 1.
            theme: the look.
        """
        self._halves, self._step, self._round, self._theme = halves, step, number, theme
        self._lay_out()
        self.update()

    def describe(self, words: str) -> None:
        """Say to a screen reader what is shown."""
        self.setAccessibleDescription(words)

    def current(self) -> QRectF:
        """Return the rectangle round what happens at the step, in all halves."""
        found = QRectF()
        for layout in self._layouts:
            found = found.united(layout.current(self._step))
        return found

    def resizeEvent(self, _event: QEvent) -> None:
        """Share the width out anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        rects = half_rects(self.width(), len(self._halves))
        self._layouts = [
            HalfLayout(diagram, self._theme, rect)
            for (_, diagram), rect in zip(self._halves, rects, strict=True)
        ]
        height = max((layout.height for layout in self._layouts), default=0)
        self.setMinimumHeight(round(height))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the halves, a line between them, and the ring where the keyboard is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color(Role.SURFACE))
        bottom = self.height() - self._theme.px(8)
        for (version, _), layout in zip(self._halves, self._layouts, strict=True):
            HalfPainter(painter, layout, version, self._step, bottom).draw()
            if layout.rect.left():
                painter.setPen(self._theme.pen(Role.BORDER, 1))
                x = layout.rect.left()
                painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        if self.hasFocus():
            painter.setPen(self._theme.pen(Role.FOCUS, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.visibleRegion().boundingRect().adjusted(1, 1, -1, -1))

    # Mouse and keys.

    def _at(self, position: QPointF) -> tuple[Semantics, Placed] | None:
        for (version, _), layout in zip(self._halves, self._layouts, strict=True):
            placed = layout.at(position.x(), position.y())
            if placed is not None:
                return version, placed
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to what was clicked on; a walk unfolds or folds."""
        found = self._at(event.position())
        if event.button() is not Qt.MouseButton.LeftButton or found is None:
            super().mousePressEvent(event)
            return
        version, placed = found
        if isinstance(placed.item, BoxLine) and placed.item.unfolds:
            assert isinstance(placed.box, Box)
            self.unfold_wished.emit(version, placed.box.round)
        else:
            self.step_wished.emit(placed.item.step)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the hand over what can be clicked on."""
        over = self._at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Unfold or fold the walks of the try with Enter; the other keys are the window's."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            for version, _ in self._halves:
                self.unfold_wished.emit(version, self._round)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say in full what is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._at(QPointF(event.pos()))
            if found is not None:
                item = found[1].item
                QToolTip.showText(event.globalPos(), item.tip or item.words, self)
            return True
        return super().event(event)
