"""The timeline: every step of a record in groups, the current one marked."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.present.timeline import TimelineGroup, TimelineStep, Tone

_MARGIN, _GAP, _GROUP_GAP, _BADGE = 8.0, 2.0, 14.0, 14.0
_NARROWEST = 6
TONES = {
    Tone.PLAIN: Role.ACCENT,
    Tone.PTE: Role.PTE,
    Tone.PDE: Role.PDE,
    Tone.PDPTE: Role.PDPTE,
    Tone.PML4E: Role.PML4E,
    Tone.RIGHTS: Role.HARDWARE,
    Tone.FAULT: Role.FAIL,
}


class TimelineView(QWidget):
    """A cell a step; click one, or drag along them.

    Signals:
        step_wished: a step was pointed at (int).
    """

    step_wished = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._groups: tuple[TimelineGroup, ...] = ()
        self._step = 0
        self._cells: list[tuple[QRectF, TimelineStep, TimelineGroup]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Timeline")
        self.setMouseTracking(True)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.updateGeometry()
        self._lay_out()

    def sizeHint(self) -> QSize:
        """Two lines of text and a marker high."""
        height = self._theme.metrics(FontKind.CAPTION).height()
        return QSize(400, round(2 * height + self._theme.px(32)))

    def minimumSizeHint(self) -> QSize:
        """As high as the hint; as wide as its steps at their narrowest, text left out."""
        return QSize(self._count * _NARROWEST + 40, self.sizeHint().height())

    def show_steps(self, groups: tuple[TimelineGroup, ...], step: int, last_step: int) -> None:
        """Show the steps of a record, the current one marked."""
        changed = self._groups != groups
        self._groups, self._step = groups, step
        self.setAccessibleDescription(f"step {step} of {last_step}")
        if changed:
            self._lay_out()
        self.update()

    def resizeEvent(self, _event: QEvent) -> None:
        """Share the width out anew."""
        self._lay_out()

    def _lay_out(self) -> None:
        self._cells = []
        groups, px = self._groups, self._theme.px
        if not groups:
            return
        room = self.width() - 2 * px(_MARGIN) - px(_GROUP_GAP) * (len(groups) - 1)
        width = room / self._count
        caption = self._theme.metrics(FontKind.CAPTION).height()
        top = caption + px(13)
        height = caption + px(8)
        left = px(_MARGIN)
        for group in groups:
            for step in group.steps:
                cell = QRectF(left, top, width - px(_GAP), height)
                self._cells.append((cell, step, group))
                left += width
            left += px(_GROUP_GAP)
        self.update()

    @property
    def _count(self) -> int:
        return sum(len(group.steps) for group in self._groups)

    def step_rect(self, step: int) -> QRectF:
        """Return the cell of `step` (from 1), empty where it has none."""
        return next((cell for cell, shown, _ in self._cells if shown.number == step), QRectF())

    def current_rect(self) -> QRectF:
        """Return the cell of the step that is shown."""
        return self.step_rect(self._step)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the groups' names, the cells and the marker."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown: TimelineGroup | None = None
        for cell, step, group in self._cells:
            if group is not shown:
                shown = group
                self._draw_title(painter, cell, group)
            self._draw_cell(painter, cell, step, group)
        if self._step:
            self._draw_marker(painter, self.current_rect())

    def _draw_title(self, painter: QPainter, cell: QRectF, group: TimelineGroup) -> None:
        px = self._theme.px
        side = px(_BADGE)
        badge = QRectF(cell.left(), px(2), side, side)
        if group.sign:
            paint.level_badge(painter, badge, group.sign, TONES[group.tone], self._theme)
        else:
            badge.setWidth(0)
        last = self.step_rect(group.steps[-1].number).right()
        area = QRectF(badge.right() + px(6), px(1), last - badge.right(), side + px(2))
        over = px(_GROUP_GAP - 5)  # not up to the next badge
        if self._theme.width(FontKind.CAPTION, group.title) <= area.width() + over:
            area.setWidth(area.width() + over)
        if self._theme.width(FontKind.CAPTION, "PDE…") <= area.width():
            paint.text(painter, area, group.title, self._theme, FontKind.CAPTION, Role.TEXT)

    def _draw_cell(
        self, painter: QPainter, cell: QRectF, step: TimelineStep, group: TimelineGroup
    ) -> None:
        theme, px = self._theme, self._theme.px
        now, ahead = step.number == self._step, step.number > self._step
        role = Role.CURRENT if now else Role.BORDER if ahead else TONES[group.tone]
        painter.setPen(theme.pen(role, 2 if now else 1))
        if now:
            painter.setBrush(theme.tint(Role.CURRENT))
        elif ahead:
            painter.setBrush(theme.color(Role.SURFACE))
        else:
            painter.setBrush(theme.tint(TONES[group.tone]))
        painter.drawRoundedRect(cell, px(2), px(2))
        word, area = step.word, cell
        if step.mark == "differs" and cell.width() < px(60):
            area = cell.adjusted(0, 0, -px(12), 0)  # beside the sign
        if theme.width(FontKind.MONO_CAPTION, word) > area.width() - px(2):
            word = {"read": "rd", "jump": "↷", "judge": "j"}.get(word, word[:2])
        if theme.width(FontKind.MONO_CAPTION, word) > area.width():
            word = ""  # the tip and the headline say it; a word over the edge says nothing
        painter.setFont(theme.font(FontKind.MONO_CAPTION))
        painter.setPen(theme.color(Role.MUTED if ahead else Role.TEXT))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, word)
        if step.mark == "differs":
            sign = cell.adjusted(0, 0, -px(4), 0)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            paint.text(painter, sign, "≠", theme, FontKind.STRONG, Role.CURRENT, right)
        if step.mark == "refused" and not ahead:
            radius = px(5)
            center = QPointF(cell.right() - radius, cell.bottom())
            paint.disc(painter, center, radius, paint.Disc.REFUSED, theme)

    def _draw_marker(self, painter: QPainter, cell: QRectF) -> None:
        px = self._theme.px
        tip = QPointF(cell.center().x(), cell.top() - px(1))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.brush(Role.CURRENT))
        painter.drawPolygon(
            QPolygonF([tip, tip + QPointF(px(-5), px(-6)), tip + QPointF(px(5), px(-6))])
        )

    def _step_at(self, position: QPointF) -> int | None:
        nearest: int | None = None
        for cell, step, _ in self._cells:
            if cell.left() <= position.x() + self._theme.px(_GAP):
                nearest = step.number
        return nearest

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the step under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._wish(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub along the steps."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._wish(event.position())

    def _wish(self, position: QPointF) -> None:
        step = self._step_at(position)
        self.step_wished.emit(0 if step is None else step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step with the wheel: down is forward."""
        if self._cells and event.angleDelta().y():
            self.step_wished.emit(self._step + (1 if event.angleDelta().y() < 0 else -1))
            event.accept()

    def event(self, event: QEvent) -> bool:
        """Say in full what the step under the pointer is."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            for cell, step, _ in self._cells:
                if cell.contains(QPointF(event.pos())):
                    QToolTip.showText(event.globalPos(), f"Step {step.number}: {step.tip}", self)
            return True
        return super().event(event)
