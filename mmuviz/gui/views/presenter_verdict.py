"""The presenter's words: the headline, and the one check with its terms."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.headline_bar import DISCS
from mmuviz.gui.views.presenter_layout import LEFT, Canvas, fitted
from mmuviz.present.frame import Frame
from mmuviz.present.presenter import Question
from mmuviz.present.presenter import question as question_of

_TERMS = 1.1  # terms, in the size of the other values
_VERDICT = 460.0  # of the line, right of the title
_SAID = 1.18  # what a step without a check does, in the size of other sentences
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def headline(painter: QPainter, frame: Frame, theme: Theme, canvas: Canvas) -> None:
    """Draw the disc and the sentence, smaller where it is long."""
    zone = canvas.headline
    center = QPointF(zone.left() + 25, zone.center().y())
    paint.disc(painter, center, 25, DISCS[frame.headline.kind], theme)
    room = zone.adjusted(71, 0, 0, 0)
    fitted(painter, room, frame.headline.title, theme, FontKind.VERDICT)


def question(painter: QPainter, frame: Frame, theme: Theme, canvas: Canvas) -> None:
    """Draw the one check; where the step makes none, what it does."""
    asked, zone = question_of(frame), canvas.check
    refused = asked is not None and asked.refused
    painter.setPen(theme.pen(Role.FAIL if refused else Role.BORDER_STRONG, 2.5 if refused else 1))
    painter.setBrush(theme.tint(Role.FAIL) if refused else theme.color(Role.SUNKEN))
    painter.drawRoundedRect(zone, 9, 9)
    if asked is None:
        room, large = zone.adjusted(30, 12, -30, -12), replace(theme, scale=theme.scale * _SAID)
        fitted(painter, room, frame.headline.detail_text, large, FontKind.BODY)
        return
    _title(painter, asked, theme, zone)
    _terms(painter, asked, theme, zone)


def _title(painter: QPainter, asked: Question, theme: Theme, zone: QRectF) -> None:
    column, role = asked.node.column, Role.FAIL if asked.refused else Role.TEXT
    line = QRectF(zone.left() + 30, zone.top() + 18, zone.width() - 60, 54)
    letters = column.letter.replace(" ", "")
    painter.setFont(theme.font(FontKind.SLOT))
    painter.setPen(theme.color(role))
    painter.drawText(line.translated(0, -4), LEFT, letters)
    beside = line.adjusted(theme.width(FontKind.SLOT, letters) + 14, 0, -_VERDICT, 0)
    fitted(painter, beside, asked.title, theme, FontKind.HEADING)
    fitted(painter, line, asked.verdict, theme, FontKind.BODY, Role.TEXT, _RIGHT)


def _terms(painter: QPainter, asked: Question, theme: Theme, zone: QRectF) -> None:
    """Draw the condition: a chip with the truth before each term."""
    node, kind, y = asked.node, FontKind.MONO, zone.top() + 88
    theme = replace(theme, scale=theme.scale * _TERMS)
    x = zone.left() + 30
    operators = (*node.column.operators, *[""] * len(node.truths))
    for term, truth, operator in zip(node.column.terms, node.truths, operators, strict=False):
        paint.term_chip(painter, QRectF(x, y, 44, 52), truth, theme)
        x += 56
        role = Role.MUTED if truth is None else Role.TEXT
        strong = FontKind.MONO_STRONG if truth is not None else kind
        width = theme.width(strong, term)
        fitted(painter, QRectF(x, y, width + 8, 52), term, theme, strong, role)
        x += width + 20
        width = theme.width(kind, operator)
        paint.text(painter, QRectF(x, y, width + 8, 52), operator, theme, kind, Role.MUTED)
        x += width + 22
