"""Where the parts of what comes out stand: big words, bits, and what becomes of it."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Theme
from mmuviz.present.idea_result import Result

_PAD, _EDGE, _GAP = 14.0, 8.0, 24.0
_CELL, _CELL_GAP, _BELOW, _LABEL = 30.0, 6.0, 7.0, 3.0
_TALL = 9999.0


@dataclass(frozen=True, slots=True)
class ResultPlace:
    """What comes out: its frame, the big words, each cell, the caption."""

    frame: QRectF
    big: QRectF
    cells: tuple[QRectF, ...]
    caption: QRectF


def big_kind(result: Result) -> FontKind:
    """Return in which font a result is set."""
    return FontKind.VERDICT if result.in_words else FontKind.CODE_TOTAL


class ResultArranging:
    """Lays a result out; both of a board alike."""

    def __init__(self, result: Result, width: float, theme: Theme) -> None:
        """Lay `result` out in a frame of `width` pixels."""
        self._result = result
        self._width = width
        self._theme = theme
        self._inner = width - 2 * theme.px(_PAD)
        of = max((theme.width(FontKind.CAPTION, one.of) for one in result.cells), default=0.0)
        self._small = theme.metrics(FontKind.CAPTION).height()
        self._pitch = max(theme.px(_CELL), of) + theme.px(_CELL_GAP)
        self._label = self._small + theme.px(_LABEL) if of else 0.0

    @property
    def fits_beside(self) -> bool:
        """Whether bits and caption find room beside the big words."""
        theme, result = self._theme, self._result
        caption = theme.width(FontKind.CAPTION, result.caption) + 1
        return self._aside + max(self._pitch * len(result.cells), caption) <= self._inner

    @property
    def _aside(self) -> float:
        big = self._result.big
        wide = self._theme.width(big_kind(self._result), big)
        return wide + self._theme.px(_GAP) if big else 0.0

    def place(self, left: float, top: float, height: float = 0.0, *, beside: bool) -> ResultPlace:
        """Return where all stands, in the middle of a frame of at least `height`."""
        px, result = self._theme.px, self._result
        start = self._aside if beside else 0.0
        in_line = max(int((self._inner - start + px(_CELL_GAP)) / self._pitch), 1)
        deep = px(_CELL) + self._label + px(_BELOW)
        count = len(result.cells)
        cells_high = -(-count // in_line) * deep
        room = QRectF(0, 0, self._inner + 1, _TALL)
        big = self._theme.metrics(big_kind(result)).boundingRect(room, paint.WRAP, result.big)
        right_high = cells_high + self._small
        own = max(big.height(), right_high) if beside else big.height() + right_high
        high = max(own + 2 * px(_EDGE), height)
        first = top + (high - own) / 2
        left += px(_PAD)
        big.moveTopLeft(QRectF(left, first, 0, 0).topLeft())
        if beside:
            big.moveTop(top + (high - big.height()) / 2)
            first = top + (high - right_high) / 2
        else:
            first += big.height()
        big.setWidth(min(big.width() + px(2), self._inner + 1))
        left += start
        cells = tuple(
            QRectF(
                left + place % in_line * self._pitch,
                first + self._label + place // in_line * deep,
                px(_CELL),
                px(_CELL),
            )
            for place in range(count)
        )
        caption = QRectF(left, first + cells_high, self._inner - start, self._small)
        frame = QRectF(left - start - px(_PAD), top, self._width, high)
        return ResultPlace(frame, big, cells, caption)
