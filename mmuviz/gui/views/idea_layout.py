"""Where the parts of a wrong idea and of the truth stand: two columns, row beside row."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Theme
from mmuviz.gui.views.idea_result_layout import ResultArranging, ResultPlace
from mmuviz.present.idea_board import Column, IdeaBoard
from mmuviz.present.idea_rows import Row, Sign

_MARGIN, _GAP, _PAD = 20.0, 44.0, 8.0
_NAME, _TEXT = 24.0, 22.0
_ROW, _ROW_MOST = 28.0, 52.0
_TO_ROWS, _SHARES, _LOOSE = 0.6, 5, 16.0
_TALL = 9999.0
HEAD_LEFT = 27.0
STRONG_ROW = (Sign.REFUSED, Sign.WRITTEN, Sign.SAID)


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A row of a column: its whole, the centre of its sign, and its words."""

    whole: QRectF
    sign: float
    words: QRectF


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """One of the two columns."""

    head: QRectF
    rows: tuple[RowPlace, ...]
    result: ResultPlace


@dataclass(frozen=True, slots=True)
class Layout:
    """All of it.

    Attributes:
        columns: the idea, and the truth.
        band: the row in which the two part, over both columns.
        rule: the box of the rule.
        height: how high it is.
    """

    columns: tuple[ColumnPlace, ColumnPlace]
    band: QRectF
    rule: QRectF
    height: float


def row_words(row: Row) -> str:
    """Return the words of a row; no line ends within `U = 0`."""
    return row.text.replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")


def row_kind(row: Row) -> FontKind:
    """Return in which font the words of a row are set."""
    return FontKind.STRONG if row.sign in STRONG_ROW else FontKind.BODY


def head_width(column: Column, theme: Theme) -> float:
    """Return how wide a head is in one line."""
    title, manner = (FontKind.HEADING, column.title), (FontKind.CAPTION, column.manner)
    return theme.px(HEAD_LEFT + 12) + sum(
        theme.width(kind, words) for kind, words in (title, manner)
    )


class Arranging:
    """Lays a board out for a width, and stretches it to a height where there is room."""

    def __init__(self, board: IdeaBoard, theme: Theme) -> None:
        """Lay `board` out at the text size of `theme`."""
        self._board = board
        self._theme = theme

    def layout(self, width: float, height: float) -> Layout:
        """Return where all stands; higher than `height` where that is too little."""
        tight = self._layout(width, 0.0)
        if tight.height >= height:
            return tight
        return self._layout(width, height - tight.height)

    def _layout(self, width: float, spare: float) -> Layout:
        px, board = self._theme.px, self._board
        margin, gap = px(_MARGIN), px(_GAP)
        column = (width - 2 * margin - gap) / 2
        lefts = (margin, margin + column + gap)
        count = len(board.idea.rows)
        more = min(spare * _TO_ROWS / count, px(_ROW_MOST - _ROW))
        loose = min((spare - more * count) / _SHARES, px(_LOOSE))
        pad = px(_PAD) + loose
        head = self._head(column)
        top = pad
        heads = [QRectF(left, top, column, head) for left in lefts]
        top += head
        places: tuple[list[RowPlace], list[RowPlace]] = ([], [])
        band = QRectF()
        columns = (board.idea, board.truth)
        for number in range(count):
            rows = [
                self._row(one.rows[number], left, top, column)
                for one, left in zip(columns, lefts, strict=True)
            ]
            high = max(px(_ROW), *(place.words.height() + px(10) for place in rows)) + more
            for side, place in enumerate(rows):
                whole = QRectF(place.whole.left(), top, column, high)
                words = QRectF(place.words)
                words.moveTop(top + (high - words.height()) / 2)
                places[side].append(RowPlace(whole, place.sign, words))
            if number == board.parts:
                band = QRectF(margin - px(8), top, width - 2 * margin + px(16), high)
            top += high
        top += pad
        parts = [ResultArranging(one.result, column, self._theme) for one in columns]
        beside = all(part.fits_beside for part in parts)
        high = max(part.place(0, 0, beside=beside).frame.height() for part in parts) + 2 * loose
        results = [
            part.place(left, top, high, beside=beside)
            for part, left in zip(parts, lefts, strict=True)
        ]
        top += high + pad
        rule = QRectF(margin, top, width - 2 * margin, self.rule_height(width - 2 * margin))
        placed = [
            ColumnPlace(*made) for made in zip(heads, map(tuple, places), results, strict=True)
        ]
        return Layout((placed[0], placed[1]), band, rule, rule.bottom() + px(2))

    def _head(self, width: float) -> float:
        """Return how high the heads are: the manner goes below the title where it must."""
        board, high = self._board, self._line(FontKind.HEADING) + self._theme.px(10)
        beside = all(head_width(one, self._theme) <= width for one in (board.idea, board.truth))
        return high if beside else high + self._line(FontKind.CAPTION)

    def _line(self, kind: FontKind) -> float:
        return self._theme.metrics(kind).height()

    def _row(self, row: Row, left: float, top: float, width: float) -> RowPlace:
        """Return a row's places, as high as its words need."""
        px = self._theme.px
        sign = left + px(_NAME) + self._names + px(_TEXT)
        start = sign + px(_TEXT)
        room = QRectF(start, top, left + width - start, _TALL)
        words = self._theme.metrics(row_kind(row)).boundingRect(room, paint.WRAP, row_words(row))
        words.setLeft(start)
        words.setWidth(room.width())
        return RowPlace(QRectF(left, top, width, 0), sign, words)

    @property
    def _names(self) -> float:
        rows = (*self._board.idea.rows, *self._board.truth.rows)
        return max(self._theme.width(FontKind.STRONG, row.name) for row in rows)

    def rule_height(self, width: float) -> float:
        """Return how high the box of the rule is."""
        px, board = self._theme.px, self._board
        room = QRectF(0, 0, width - 2 * px(16), _TALL)
        lines = (
            (FontKind.STRONG, "The rule"),
            (FontKind.BODY, board.rule),
            (FontKind.CAPTION, board.source),
        )
        heights = [
            self._theme.metrics(kind).boundingRect(room, paint.WRAP, words).height()
            for kind, words in lines
        ]
        return sum(heights) + 2 * px(10) + 2 * px(4)
