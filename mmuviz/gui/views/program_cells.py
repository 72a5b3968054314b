"""How the cells of a guest program are drawn: signs, two lines of text, the bits of an entry."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, level_role
from mmuviz.gui.widgets.row_table import RIGHT
from mmuviz.present.bit_marks import BitMark
from mmuviz.present.program_verdict import FOR_EVER, Answer, Mark
from mmuviz.present.program_way import BitState, Way

_DISCS = {
    Mark.DONE: paint.Disc.PASSED,
    Mark.FAULT: paint.Disc.REFUSED,
    Mark.NEUTRAL: paint.Disc.SKIPPED,
}
_DISC = 8.0
_BADGE = 18.0
_CELL = (18.0, 20.0)


def two_lines(area: QRectF, theme: Theme) -> tuple[QRectF, QRectF]:
    """Return the places of two lines of text, together in the middle of `area`."""
    half = theme.metrics(FontKind.BODY).height()
    top = area.center().y() - half
    first = QRectF(area.left(), top, area.width(), half)
    return first, first.translated(0, half)


def answer(painter: QPainter, area: QRectF, said: Answer, theme: Theme) -> None:
    """Draw an answer: its sign, its words, and below them code and note."""
    radius = theme.px(_DISC)
    center = QPointF(area.left() + radius, area.center().y())
    paint.disc(painter, center, radius, _DISCS[said.mark], theme)
    words = area.adjusted(2 * radius + theme.px(9), 0, 0, 0)
    amiss = said.wrong is not None
    kind = FontKind.STRONG if amiss else FontKind.BODY
    if not said.code and not said.note:
        paint.text(painter, words, said.words, theme, kind)
        return
    first, second = two_lines(words, theme)
    paint.text(painter, first, said.words, theme, kind)
    if said.code:
        code_kind = FontKind.MONO_STRONG if amiss else FontKind.MONO
        paint.text(painter, second, said.code, theme, code_kind)
        width = theme.width(code_kind, said.code)
        if amiss:
            bar = QRectF(second.left(), second.bottom() - theme.px(1), width, theme.px(2))
            painter.fillRect(bar, theme.color(Role.FAIL))
        second = second.adjusted(width + theme.px(8), 0, 0, 0)
    elif amiss:
        width = min(theme.width(kind, said.words), first.width())
        bar = QRectF(first.left(), first.bottom() - theme.px(1), width, theme.px(2))
        painter.fillRect(bar, theme.color(Role.FAIL))
    paint.text(painter, second, said.note, theme, FontKind.CAPTION, Role.MUTED)


def processor_answer(painter: QPainter, area: QRectF, said: Answer, theme: Theme) -> None:
    """Draw what the processor answers, in one line."""
    radius = theme.px(_DISC)
    center = QPointF(area.left() + radius, area.center().y())
    paint.disc(painter, center, radius, _DISCS[said.mark], theme)
    words = area.adjusted(2 * radius + theme.px(7), 0, 0, 0)
    text, kind = (said.code, FontKind.MONO) if said.code else (said.words, FontKind.CAPTION)
    paint.text(painter, words, text, theme, kind)


def exits(painter: QPainter, area: QRectF, number: str, theme: Theme) -> None:
    """Draw the number of vmexits; the sign for ever is large and red."""
    for_ever = number == FOR_EVER
    kind = FontKind.SLOT if for_ever else FontKind.MONO_STRONG
    role = Role.FAIL if for_ever else Role.TEXT
    paint.text(painter, area, number, theme, kind, role, RIGHT)


def way(painter: QPainter, area: QRectF, entry: Way, theme: Theme) -> None:
    """Draw the entry that an operation comes through: level, number, bits."""
    side = theme.px(_BADGE)
    badge = QRectF(area.left(), area.center().y() - side / 2, side, side)
    paint.level_badge(painter, badge, str(entry.level), level_role(entry.level), theme)
    left = badge.right() + theme.px(6)
    index = str(entry.index)
    width = theme.width(FontKind.MONO_STRONG, index)
    place = QRectF(left, area.top(), width + 1, area.height())
    paint.text(painter, place, index, theme, FontKind.MONO_STRONG)
    bits(painter, QPointF(place.right() + theme.px(7), area.center().y()), entry.bits, theme)


def way_width(entry: Way, theme: Theme) -> float:
    """Return how wide an entry is drawn."""
    index = theme.width(FontKind.MONO_STRONG, str(entry.index))
    return index + theme.px(_BADGE + 14) + bits_width(entry.bits, theme)


def bits(
    painter: QPainter,
    at: QPointF,
    states: tuple[BitState, ...],
    theme: Theme,
    marked: str = "",
) -> None:
    """Draw bits from the point `at` at their left middle; the one called `marked` is ringed."""
    width, height = (theme.px(side) for side in _CELL)
    for number, (letter, value) in enumerate(states):
        left = at.x() + number * (width + theme.px(3))
        cell = QRectF(left, at.y() - height / 2, width, height)
        mark = BitMark.REFUSED if letter == marked else None
        paint.bit_cell(painter, cell, letter, theme, value=value, mark=mark)


def bits_width(states: tuple[BitState, ...], theme: Theme) -> float:
    """Return how wide bits are drawn."""
    return len(states) * theme.px(_CELL[0] + 3)
