"""A slide's exits: both versions' ways as chains of boxes, and what the processor comes to."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from mmuviz.core.trace import Semantics
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, semantics_role
from mmuviz.gui.views.presenter_layout import LEFT, MIDDLE, TOP, fitted
from mmuviz.gui.views.story_canvas import StoryCanvas
from mmuviz.present.story_exits import ExitBox, ExitChain, ExitChains
from mmuviz.present.wording import signed

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_HEAD, _LINE, _GAP = 50.0, 44.0, 44.0
_SHORT = 0.58  # of a box's width, for one with little to say
_WIDEST = 540.0
_BETWEEN = 18.0


def exits(painter: QPainter, shown: ExitChains, theme: Theme, canvas: StoryCanvas) -> None:
    """Draw the access, the two chains below one another, and the truth beside the access."""
    zone = canvas.picture
    line = QRectF(zone.left(), zone.top(), zone.width(), _LINE)
    fitted(painter, line, shown.access, theme, FontKind.BODY, Role.MUTED)
    if shown.truth:
        words = f"{signed(Semantics.HARDWARE)}: {shown.truth}"
        fitted(painter, line, words, theme, FontKind.STRONG, Role.HARDWARE, _RIGHT)
    height = (zone.height() - _LINE - _BETWEEN) / len(shown.chains) - _BETWEEN / 2
    widest = max(_weight(chain) for chain in shown.chains)
    most = max(len(chain.boxes) for chain in shown.chains)
    unit = min((zone.width() - (most - 1) * _GAP) / widest, _WIDEST)
    top = line.bottom()
    for chain in shown.chains:
        _chain(painter, chain, QRectF(zone.left(), top, zone.width(), height), unit, theme)
        top += height + _BETWEEN


def _weight(chain: ExitChain) -> float:
    return sum(_share(box) for box in chain.boxes)


def _share(box: ExitBox) -> float:
    """Return how wide a box is, in those that have much to say."""
    return 1.0 if len(box.lines) > 1 else _SHORT


def _chain(painter: QPainter, chain: ExitChain, zone: QRectF, unit: float, theme: Theme) -> None:
    head = QRectF(zone.left(), zone.top(), zone.width(), _HEAD)
    role = semantics_role(chain.version)
    words = signed(chain.version)
    fitted(painter, head, words, theme, FontKind.HEADING, role)
    beside = head.adjusted(theme.width(FontKind.HEADING, words) + 28, 0, 0, 0)
    fitted(painter, beside, chain.summary, theme, FontKind.STRONG)
    x, last = zone.left(), len(chain.boxes) - 1
    for number, box in enumerate(chain.boxes):
        rect = QRectF(x, head.bottom(), unit * _share(box), zone.height() - _HEAD)
        _box(painter, box, rect, theme)
        if number < last:
            _lead_on(painter, rect, theme, told=chain.boxes[number + 1].told)
        x = rect.right() + _GAP


def _box(painter: QPainter, box: ExitBox, rect: QRectF, theme: Theme) -> None:
    painter.setBrush(theme.tint(Role.FAIL) if box.wrong else theme.color(Role.SURFACE))
    if not box.told:
        painter.setPen(theme.dashed(Role.BORDER_STRONG, 1, (4, 3)))
    elif box.wrong:
        painter.setPen(theme.pen(Role.FAIL, 2.5))
    else:
        painter.setPen(theme.pen(Role.TEXT if box.is_end else Role.BORDER_STRONG, 1))
    painter.drawRoundedRect(rect, 7, 7)
    inside = rect.adjusted(16, 8, -12, -8)
    if not box.told:
        fitted(painter, inside, box.heading, theme, FontKind.HEADING, Role.MUTED, MIDDLE)
        return
    title = QRectF(inside.left(), inside.top(), inside.width(), 50)
    kind = FontKind.SLOT if box.is_end else FontKind.HEADING
    role = Role.FAIL if box.wrong else Role.TEXT
    fitted(painter, title, box.heading, theme, kind, role, LEFT)
    room = inside.adjusted(0, title.height() + 4, 0, 0)
    fitted(painter, room, "\n".join(box.said), theme, FontKind.BODY, Role.TEXT, TOP)


def _lead_on(painter: QPainter, rect: QRectF, theme: Theme, *, told: bool) -> None:
    start = QPointF(rect.right(), rect.center().y())
    end = start + QPointF(_GAP, 0)
    if not told:
        painter.setPen(theme.dashed(Role.BORDER_STRONG, 1, (4, 3)))
        painter.drawLine(start, end)
        return
    painter.setPen(theme.pen(Role.TEXT, 1.5))
    painter.drawLine(start, end - QPointF(10, 0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.brush(Role.TEXT))
    painter.drawPolygon(paint.arrow_head(end, QPointF(1, 0), 13))
