"""The presenter's bare timeline: a bar a step in its level's colour, and the step's number."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, level_role, semantics_role
from mmuviz.present.frame import Frame
from mmuviz.present.timeline import TimelineGroup

_AREA = QRectF(47, 848, 1060, 40)
_GAP, _BAR = 8.0, 10.0


def _bars(frame: Frame) -> list[tuple[QRectF, TimelineGroup, int]]:
    width = _AREA.width() / max(frame.last_step, 1)
    steps = [(group, step.number) for group in frame.timeline for step in group.steps]
    return [
        (
            QRectF(_AREA.left() + width * number, _AREA.top() + 16, width - _GAP, _BAR),
            group,
            step,
        )
        for number, (group, step) in enumerate(steps)
    ]


def step_at(frame: Frame, point: QPointF) -> int | None:
    """Return the step whose bar is at `point` of the canvas."""
    for bar, _group, step in _bars(frame):
        if bar.adjusted(-_GAP / 2, -24, _GAP / 2, 24).contains(point):
            return step
    return None


def timeline(painter: QPainter, frame: Frame, theme: Theme) -> None:
    """Draw the bars, the marker, the number and whose rules they are."""
    for bar, group, step in _bars(frame):
        role = level_role(group.level) if group.level is not None else Role.FAIL
        if group.level is None and group.title == "rights":
            role = Role.TEXT
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.brush(role if step <= frame.step else Role.BORDER))
        painter.drawRoundedRect(bar, 3, 3)
        if step == frame.step:
            tip = QPointF(bar.center().x(), bar.top() - 3)
            painter.setBrush(theme.brush(Role.CURRENT))
            painter.drawPolygon(QPolygonF([tip, tip - QPointF(11, 13), tip - QPointF(-11, 13)]))
    right = QRectF(1130, 848, 263, 40)
    place = f"{frame.step} / {frame.last_step}"
    align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    paint.text(painter, right, place, theme, FontKind.MONO, Role.MUTED, align)
    semantics = frame.trace.semantics
    paint.text(painter, right, semantics.value, theme, FontKind.CAPTION, semantics_role(semantics))
