"""The presenter's open question of a predicted walk, instead of the check and the way out."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.predict_option import TINTS
from mmuviz.gui.views.presenter_layout import LEFT, MIDDLE, TOP, Canvas, fitted
from mmuviz.present.predict_panel import Mark, Option, Panel

_HEAD, _ROW, _GAP, _FOOT = 64.0, 66.0, 10.0, 92.0
_KEY, _DISC, _TAG = 42.0, 17.0, 210.0
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def asked(painter: QPainter, panel: Panel, theme: Theme, canvas: Canvas) -> None:
    """Draw the question, what may be answered or was, and which keys go on."""
    zone = canvas.asked
    head = QRectF(zone.left(), zone.top(), zone.width(), _HEAD - _GAP)
    fitted(painter, head, panel.heading, theme, FontKind.BODY, Role.MUTED, _RIGHT)
    beside = head.adjusted(0, 0, -theme.width(FontKind.BODY, panel.heading) - 24, 0)
    fitted(painter, beside, panel.text, theme, FontKind.HEADING)
    for option, row in zip(panel.options, _rows(panel, canvas), strict=True):
        _option(painter, row, option, theme)
    foot = QRectF(zone.left(), zone.bottom() - _FOOT, zone.width(), _FOOT)
    keys = theme.metrics(FontKind.CAPTION).height() + 6
    fitted(painter, foot.adjusted(0, 0, 0, -keys), panel.why, theme, FontKind.BODY, align=TOP)
    last = QRectF(foot.left(), foot.bottom() - keys, foot.width(), keys)
    fitted(painter, last, panel.keys, theme, FontKind.CAPTION, Role.MUTED)


def option_at(panel: Panel, point: QPointF, canvas: Canvas) -> int | None:
    """Return the number of the open option at `point` of `canvas`, from 1."""
    for option, row in zip(panel.options, _rows(panel, canvas), strict=True):
        if panel.is_open and row.contains(point):
            return int(option.key)
    return None


def _rows(panel: Panel, canvas: Canvas) -> list[QRectF]:
    zone = canvas.asked
    return [
        QRectF(zone.left(), zone.top() + _HEAD + number * (_ROW + _GAP), zone.width(), _ROW)
        for number in range(len(panel.options))
    ]


def _option(painter: QPainter, row: QRectF, option: Option, theme: Theme) -> None:
    """Draw the key, the answer, what stands beside it, and after it was given what it is."""
    role, disc = TINTS.get(option.mark, (Role.BORDER_STRONG, None))
    painter.setPen(theme.pen(role, 2.5 if disc else 1))
    painter.setBrush(theme.tint(role) if disc else theme.color(Role.SURFACE))
    painter.drawRoundedRect(row, 7, 7)
    ink = Role.MUTED if option.mark is Mark.OTHER else Role.TEXT
    key = QRectF(row.left() + 16, row.center().y() - _KEY / 2, _KEY, _KEY)
    painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(key, 5, 5)
    fitted(painter, key, option.key, theme, FontKind.MONO, ink, MIDDLE)
    room = row.adjusted(_KEY + 36, 0, -20, 0)
    if disc:
        center = QPointF(room.right() - _DISC, row.center().y())
        paint.disc(painter, center, _DISC, disc, theme)
        room.adjust(0, 0, -2 * _DISC - 14, 0)
    if option.tag:
        fitted(painter, room, option.tag, theme, FontKind.CAPTION, ink, _RIGHT)
        room.adjust(0, 0, -_TAG, 0)
    width = room.width() if not option.detail else theme.width(FontKind.STRONG, option.text) + 8
    words = QRectF(room.left(), room.top(), min(width, room.width()), room.height())
    fitted(painter, words, option.text, theme, FontKind.STRONG, ink)
    if option.detail:
        detail = QRectF(words.right() + 24, row.top(), room.right() - words.right() - 24, _ROW)
        fitted(painter, detail, option.detail, theme, FontKind.CAPTION, Role.MUTED, LEFT)
