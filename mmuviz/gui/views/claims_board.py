"""The four claims and the six defects, drawn: sentence, verdict, numbers, and the way to see it."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.spans import draw_lines
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views import claims_layout
from mmuviz.gui.views.claims_layout import WORD, WRAP_RIGHT, ClaimsLayout, Placed
from mmuviz.gui.widgets.link import Link
from mmuviz.present.claims import CLAIMS, CLAIMS_HEADING, DEFECTS, DEFECTS_HEADING, Verdict, View
from mmuviz.present.claims_page import (
    NONE,
    UNKNOWN,
    ClaimRow,
    claim_rows,
    columns,
    defect_rows,
    programs_sentence,
)
from mmuviz.present.claims_record import Results

WORDS: Final[Mapping[View, str]] = {
    View.WALK: "open",
    View.EXITS: "open",
    View.COMPARE: "compare",
    View.PROGRAM: "program",
    View.DIFF: "diff",
}
"""What the link to a view says."""

_DISCS = {
    Verdict.BORNE_OUT: (paint.Disc.PASSED, Role.PASS),
    Verdict.NOT: (paint.Disc.REFUSED, Role.FAIL),
    Verdict.NOTHING_TO_COUNT: (paint.Disc.SKIPPED, Role.MUTED),
    Verdict.IN_PART: (paint.Disc.PART, Role.PASS),
}
_DISC = 12.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ClaimsBoard(QWidget):
    """Everything that is claimed on one page.

    Signals:
        opening_wished: what shows a row is to be opened (Opening).
    """

    opening_wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show the rows without numbers."""
        super().__init__(parent)
        self._theme = Theme()
        self._results = Results()
        self._layout: ClaimsLayout | None = None
        self.links = [
            Link(WORDS[claim.opening.view], claim.sentence, self) for claim in (*CLAIMS, *DEFECTS)
        ]
        for link, claim in zip(self.links, (*CLAIMS, *DEFECTS), strict=True):
            link.setToolTip(claim.detail)
            link.clicked.connect(self._on_clicked)
        self.setAccessibleName(f"{CLAIMS_HEADING}; {DEFECTS_HEADING}")

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        for link in self.links:
            link.set_theme(theme)
        self._lay_out()

    def show_results(self, results: Results) -> None:
        """Show what is counted so far."""
        self._results = results
        self._lay_out()

    def _on_clicked(self) -> None:
        sender = self.sender()
        claims = (*CLAIMS, *DEFECTS)
        number = next(place for place, link in enumerate(self.links) if link is sender)
        self.opening_wished.emit(claims[number].opening)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._lay_out()

    def sizeHint(self) -> QSize:
        """As high as needed."""
        return QSize(0, self.minimumHeight())

    def _lay_out(self) -> None:
        theme, results = self._theme, self._results
        size = (float(self.width()), float(self.height()))
        claims, defects = claim_rows(results), defect_rows(results)
        told = programs_sentence(results)
        self._layout, needed = claims_layout.lay_out(theme, size, claims, told, defects)
        self.setMinimumHeight(round(needed) + 1)
        self.setAccessibleDescription(
            "\n".join((*map(row_text, claims), told.replace("*", ""), *map(row_text, defects)))
        )
        rows = (*self._layout.claims, *self._layout.defects)
        for link, placed in zip(self.links, rows, strict=True):
            link.setAccessibleDescription(row_text(placed.row))
            link.resize(link.sizeHint())
            line = theme.metrics(placed.type.sentence).height()
            right = self._layout.columns.link + link.overhang - link.width()
            top = placed.sentence.top() + line / 2 - link.height() / 2
            link.move(QPoint(round(right), round(top)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw everything but the links."""
        if self._layout is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, layout = self._theme, self._layout
        ground = QRectF(0, layout.sunken, self.width(), self.height() - layout.sunken)
        painter.fillRect(ground, theme.color(Role.SUNKEN))
        painter.fillRect(QRectF(0, layout.sunken, self.width(), 1), theme.color(Role.BORDER))
        self._draw_heads(painter, layout)
        rect, lines = layout.sentence
        draw_lines(painter, theme, rect.topLeft(), lines)
        for placed in (*layout.claims, *layout.defects):
            self._draw_row(painter, layout, placed)

    def _draw_heads(self, painter: QPainter, layout: ClaimsLayout) -> None:
        """Draw both headings, the heads of the columns, and what the signs of defects mean."""
        theme, px, places = self._theme, self._theme.px, layout.columns
        for words, head in zip((CLAIMS_HEADING, DEFECTS_HEADING), layout.heads, strict=True):
            rect = QRectF(places.text[0], head.top(), px(340), head.height() - px(4))
            paint.text(painter, rect, words, theme, FontKind.HEADING)
            line = QRectF(px(20), head.bottom(), self.width() - 2 * px(20), 1)
            painter.fillRect(line, theme.color(Role.BORDER_STRONG))
        first, second = layout.heads
        half = theme.metrics(FontKind.STRONG).height()
        for right, (mode, size) in zip(places.numbers, columns(), strict=True):
            upper = QRectF(right - px(110), first.top(), px(110), half)
            kind = FontKind.STRONG
            paint.text(painter, upper, mode, theme, kind, Role.MUTED, _RIGHT)
            lower = upper.translated(0, half)
            lower.setHeight(theme.metrics(FontKind.COLUMN).height())
            paint.text(painter, lower, size, theme, FontKind.COLUMN, Role.MUTED, _RIGHT)
        if places.stacked:
            return
        word = places.verdict + px(WORD)
        rect = QRectF(word, first.top(), px(160), first.height() - px(4))
        paint.text(painter, rect, "verdict", theme, FontKind.CAPTION, Role.MUTED)
        middle = second.center().y() - px(2)
        self._draw_diamond(painter, QPointF(places.verdict + px(_DISC), middle))
        rect = QRectF(word, second.top(), px(220), second.height() - px(4))
        paint.text(painter, rect, "new      =  as before", theme, FontKind.CAPTION, Role.MUTED)

    def _draw_row(self, painter: QPainter, layout: ClaimsLayout, placed: Placed) -> None:
        theme, px, claim = self._theme, self._theme.px, placed.row.claim
        is_claim = placed.type is claims_layout.CLAIM
        line = theme.metrics(placed.type.sentence).height()
        sign = QRectF(0, 0, px(40), px(40))
        middle = placed.rect.center().y() if is_claim else placed.sentence.top() + line / 2
        sign.moveCenter(QPointF(px(claims_layout.SIGN), middle))
        kind = FontKind.SIGN if is_claim else FontKind.COUNT_STRONG
        align = Qt.AlignmentFlag.AlignCenter
        paint.text(painter, sign, claim.item.value, theme, kind, Role.TEXT, align)
        painter.setFont(theme.font(placed.type.sentence))
        painter.setPen(theme.color(Role.TEXT))
        painter.drawText(placed.sentence, paint.WRAP, claim.sentence)
        painter.setPen(theme.color(Role.MUTED))
        painter.setFont(theme.font(FontKind.BODY))
        if placed.type.with_detail:
            painter.drawText(placed.detail, paint.WRAP, claim.detail)
        painter.drawText(placed.remark, _LEFT, placed.row.remark)
        painter.setFont(theme.font(FontKind.CAPTION))
        painter.drawText(placed.caption, WRAP_RIGHT, placed.row.caption)
        self._draw_verdict(painter, placed, big=is_claim)
        for number, (right, words) in enumerate(
            zip(layout.columns.numbers, placed.row.numbers, strict=True)
        ):
            self._draw_number(painter, placed, right, words, first=not number)
        if placed is not layout.defects[-1]:
            edge = QRectF(px(20), placed.rect.bottom(), self.width() - 2 * px(20), 1)
            painter.fillRect(edge, theme.color(Role.BORDER))

    def _draw_verdict(self, painter: QPainter, placed: Placed, *, big: bool) -> None:
        theme, px, claim = self._theme, self._theme.px, placed.row.claim
        line = placed.verdict
        at = QPointF(line.left() + px(_DISC), line.center().y())
        kind, role = FontKind.STRONG, Role.AFTER
        if placed.row.is_open:
            role = Role.MUTED
            chip = QRectF(line.left(), at.y() - px(8), px(2 * _DISC), px(16))
            paint.term_chip(painter, chip, None, theme)
        elif claim.verdict in _DISCS:
            what, role = _DISCS[claim.verdict]
            paint.disc(painter, at, px(_DISC), what, theme)
        elif claim.verdict is Verdict.AS_BEFORE:
            role = Role.MUTED
            sign = QRectF(line.left(), line.top(), px(2 * _DISC), line.height())
            center = Qt.AlignmentFlag.AlignCenter
            paint.text(painter, sign, "=", theme, FontKind.COUNT_STRONG, role, center)
        else:
            self._draw_diamond(painter, at)
        if big:
            kind = FontKind.CLAIM
        rect = line.adjusted(px(WORD), 0, 0, 0)
        paint.text(painter, rect, placed.row.verdict_text, theme, kind, role)

    def _draw_diamond(self, painter: QPainter, at: QPointF) -> None:
        """Draw the sign of after."""
        side = self._theme.px(7)
        ways = ((0, -1), (1, 0), (0, 1), (-1, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.brush(Role.AFTER))
        painter.drawPolygon(QPolygonF([at + QPointF(x, y) * side for x, y in ways]))

    def _draw_number(
        self, painter: QPainter, placed: Placed, right: float, words: str, *, first: bool
    ) -> None:
        """Draw a number; a dotted dash where it is not known yet."""
        theme, px, line = self._theme, self._theme.px, placed.verdict
        if words == UNKNOWN:
            chip = QRectF(right - px(30), line.center().y() - px(9), px(30), px(16))
            paint.term_chip(painter, chip, None, theme)
            return
        kind = FontKind.COUNT_STRONG if first else FontKind.COUNT
        if first and placed.type is claims_layout.CLAIM:
            kind = FontKind.SLOT
        role = Role.MUTED if words == NONE else Role.TEXT
        if first and placed.row.claim.verdict is Verdict.NOT:
            role = Role.FAIL
        rect = QRectF(right - px(124), line.top(), px(124), line.height())
        paint.text(painter, rect, words, theme, kind, role, _RIGHT)


def row_text(row: ClaimRow) -> str:
    """Return a row as a sentence for a screen reader."""
    counted = [
        f"{mode} {'not counted yet' if number == UNKNOWN else number}"
        for (mode, _), number in zip(columns(), row.numbers, strict=True)
        if number not in (NONE, "")
    ]
    claim = row.claim
    told = f"{claim.item.value}: {claim.sentence}. {claim.detail} {row.verdict_text}"
    if row.remark:
        told += f", {row.remark}"
    return f"{told}. {', '.join(counted)}, {row.caption}." if counted else f"{told}."
