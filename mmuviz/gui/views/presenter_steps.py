"""The presenter's bare timeline: a bar a step in its level's colour, and the step's number."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

from mmuviz.gui.theme import FontKind, Role, Theme, semantics_role
from mmuviz.gui.views.presenter_layout import Canvas, fitted
from mmuviz.gui.views.timeline_view import TONES
from mmuviz.present.frame import Frame
from mmuviz.present.timeline import TimelineGroup
from mmuviz.present.wording import signed

_GAP, _BAR = 8.0, 10.0
_WORDS = 300.0  # semantics and number, right of the bars
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _bars(frame: Frame, canvas: Canvas) -> list[tuple[QRectF, TimelineGroup, int]]:
    area = canvas.steps
    steps = [(group, step.number) for group in frame.timeline for step in group.steps]
    width = (area.width() - _WORDS) / max(len(steps), 1)
    return [
        (
            QRectF(area.left() + width * number, area.top() + 16, width - _GAP, _BAR),
            group,
            step,
        )
        for number, (group, step) in enumerate(steps)
    ]


def step_at(frame: Frame, point: QPointF, canvas: Canvas) -> int | None:
    """Return the step whose bar is at `point` of `canvas`."""
    for bar, _group, step in _bars(frame, canvas):
        if bar.adjusted(-_GAP / 2, -24, _GAP / 2, 24).contains(point):
            return step
    return None


def timeline(painter: QPainter, frame: Frame, theme: Theme, canvas: Canvas) -> None:
    """Draw the bars, the marker, the number and whose rules they are."""
    for bar, group, step in _bars(frame, canvas):
        role = TONES[group.tone]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.brush(role if step <= frame.step else Role.BORDER))
        painter.drawRoundedRect(bar, 3, 3)
        if step == frame.step:
            tip = QPointF(bar.center().x(), bar.top() - 3)
            painter.setBrush(theme.brush(Role.CURRENT))
            painter.drawPolygon(QPolygonF([tip, tip - QPointF(11, 13), tip - QPointF(-11, 13)]))
    right = canvas.steps.adjusted(canvas.steps.width() - _WORDS + 20, 0, 0, 0)
    place = f"{frame.step} / {'?' if frame.hides else frame.last_step}"
    fitted(painter, right, place, theme, FontKind.MONO, Role.MUTED, _RIGHT)
    semantics = frame.trace.semantics
    words = signed(semantics)
    fitted(painter, right, words, theme, FontKind.CAPTION, semantics_role(semantics))
