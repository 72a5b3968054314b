"""What stands on a slide besides the walk: caption, foot, and what the three come to."""

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from mmuviz.core.storyline import Panel
from mmuviz.core.trace import Semantics
from mmuviz.gui.theme import FontKind, Role, Theme, semantics_role
from mmuviz.gui.views.presenter_layout import LEFT, MIDDLE, TOP, fitted
from mmuviz.gui.views.story_canvas import StoryCanvas
from mmuviz.present.compare_table import EndRow
from mmuviz.present.story_spot import Spot
from mmuviz.present.wording import signed

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LARGER = 900.0  # so much height to spare doubles the caption
_LARGEST = 1.6
_TITLE = 300.0
_ROW, _MARGIN, _BAR = 104.0, 24.0, 5.0
_SAID = 1.25  # of the values, in the size of other text


def caption(painter: QPainter, spot: Spot, theme: Theme, canvas: StoryCanvas) -> None:
    """Draw what is said, as large as there is room."""
    scale = min(1 + canvas.slack / _LARGER, _LARGEST)
    large = replace(theme, scale=theme.scale * scale)
    align = TOP if spot.panels or canvas.whole else LEFT  # where something stands below it
    fitted(painter, canvas.caption, spot.words, large, FontKind.VERDICT, align=align)


def foot(painter: QPainter, spot: Spot, theme: Theme, canvas: StoryCanvas, count: str) -> None:
    """Draw the slide's number; whose rules they are, where the timeline does not say it."""
    fitted(painter, canvas.count, count, theme, FontKind.CAPTION, Role.MUTED)
    if spot.panels and Panel.STEPS not in spot.panels:
        who = spot.slide.semantics
        role = semantics_role(who)
        fitted(painter, canvas.steps, signed(who), theme, FontKind.CAPTION, role, _RIGHT)


def compared(
    painter: QPainter, rows: tuple[EndRow, ...], theme: Theme, canvas: StoryCanvas
) -> None:
    """Draw a column for each of the three, and a row for each thing they come to."""
    zone, theme = canvas.picture, replace(theme, scale=theme.scale * _SAID)
    width = (zone.width() - _TITLE) / len(Semantics)
    height = min(_ROW, zone.height() / (len(rows) + 1))
    for number, who in enumerate(Semantics):
        head = QRectF(zone.left() + _TITLE + number * width, zone.top(), width, height)
        role = semantics_role(who)
        fitted(painter, head, signed(who), theme, FontKind.HEADING, role, MIDDLE)
    for number, row in enumerate(rows, 1):
        line = QRectF(zone.left(), zone.top() + number * height, zone.width(), height)
        _row(painter, row, line, width, theme)


def _row(painter: QPainter, row: EndRow, line: QRectF, width: float, theme: Theme) -> None:
    if row.differs:
        painter.fillRect(line.adjusted(0, 2, 0, -2), theme.tint(Role.CURRENT))
        painter.fillRect(
            QRectF(line.left(), line.top() + 2, 6, line.height() - 4), theme.color(Role.CURRENT)
        )
    painter.setPen(theme.pen(Role.BORDER, 0.5))
    painter.drawLine(line.bottomLeft(), line.bottomRight())
    title = line.adjusted(_MARGIN, 0, 0, 0)
    title.setWidth(_TITLE - _MARGIN)
    sign = "≠ " if row.differs else ""
    fitted(painter, title, f"{sign}{row.title}", theme, FontKind.BODY, Role.TEXT, LEFT)
    for number, value in enumerate(row.values):
        cell = QRectF(line.left() + _TITLE + number * width, line.top(), width, line.height())
        kind = FontKind.MONO_STRONG if value.wrong else FontKind.MONO
        fitted(painter, cell, value.judged, theme, kind, Role.TEXT, MIDDLE)
        if value.wrong:
            wide = theme.width(kind, value.judged)
            below = QRectF(cell.center().x() - wide / 2, cell.center().y() + 26, wide, _BAR)
            painter.fillRect(below, theme.color(Role.FAIL))


def blank(painter: QPainter, rect: QRectF) -> None:
    """Draw a black screen: the audience looks at the lecturer."""
    painter.fillRect(rect, Qt.GlobalColor.black)
