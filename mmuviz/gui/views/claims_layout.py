"""Where everything of the claims stands: columns from the width, heights from the words.

Source: look.md, "Claims". Pixels at 10 pt.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt

from mmuviz.gui import paint
from mmuviz.gui.spans import Word, lines_of
from mmuviz.gui.theme import FontKind, Theme
from mmuviz.present.claims_page import ClaimRow
from mmuviz.present.wording import styled

MARGIN = 20.0
SIGN = 34.0
TEXT = 74.0
WRAP_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
WORD = 32.0
"""From the left edge of a verdict's sign to its word."""

_LINK, _NUMBER, _FIRST, _VERDICT = 118.0, 122.0, 126.0, 290.0
_NARROWEST = 360.0
_UNBOUNDED = 10_000.0


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns.

    Attributes:
        text: left and right edge of the sentences.
        verdict: left edge of the verdicts.
        numbers: right edge of each mode's numbers.
        link: right edge of the links.
        stacked: verdict and numbers stand below the sentence: there is no room beside it.
    """

    text: tuple[float, float]
    verdict: float
    numbers: tuple[float, float, float]
    link: float
    stacked: bool

    @staticmethod
    def of(theme: Theme, width: float) -> "Columns":
        """Divide `width` pixels."""
        px = theme.px
        link = width - px(MARGIN)
        last = link - px(_LINK)
        numbers = (last - px(_NUMBER + _FIRST), last - px(_NUMBER), last)
        verdict = numbers[0] - px(_VERDICT)
        left = px(TEXT)
        if verdict - left < px(_NARROWEST):
            return Columns((left, last), left, numbers, link, stacked=True)
        return Columns((left, verdict - px(16)), verdict, numbers, link, stacked=False)


@dataclass(frozen=True, slots=True)
class Type:
    """How a row is set.

    Attributes:
        sentence: the font of the claim.
        pad: room above and below, at the least and where there is enough.
        with_detail: the second sentence is written too.
    """

    sentence: FontKind
    pad: tuple[float, float]
    with_detail: bool


CLAIM = Type(FontKind.CLAIM, (7, 20), with_detail=True)
DEFECT = Type(FontKind.DEFECT, (3, 10), with_detail=False)


@dataclass(frozen=True, slots=True)
class Placed:
    """A row and its places.

    Attributes:
        row: what it shows.
        type: how it is set.
        rect: all of it.
        sentence: the claim, wrapped.
        detail: the sentence below it; empty where there is none.
        verdict: the line of verdict and numbers.
        remark: what stands below the verdict.
        caption: what stands below the numbers.
    """

    row: ClaimRow
    type: Type
    rect: QRectF
    sentence: QRectF
    detail: QRectF
    verdict: QRectF
    remark: QRectF
    caption: QRectF


@dataclass(frozen=True, slots=True)
class ClaimsLayout:
    """All places.

    Attributes:
        columns: the columns.
        heads: the lines of the two headings.
        claims: the four claims.
        sentence: where the sentence on guest programs starts, and its lines.
        defects: what was brought in or left.
        sunken: top of the ground of the defects.
        bottom: end of the last row.
    """

    columns: Columns
    heads: tuple[QRectF, QRectF]
    claims: tuple[Placed, ...]
    sentence: tuple[QRectF, list[list[Word]]]
    defects: tuple[Placed, ...]
    sunken: float
    bottom: float


def lay_out(
    theme: Theme,
    size: tuple[float, float],
    claims: Sequence[ClaimRow],
    sentence: str,
    defects: Sequence[ClaimRow],
) -> tuple[ClaimsLayout, float]:
    """Lay everything out in `size` pixels; return the least height that it needs too."""
    tight, loose = (
        _lay_out(theme, size[0], claims, sentence, defects, ease) for ease in (0.0, 1.0)
    )
    ease = (size[1] - tight.bottom) / (loose.bottom - tight.bottom)
    eased = min(max(ease, 0.0), 1.0)
    return _lay_out(theme, size[0], claims, sentence, defects, eased), tight.bottom


def _lay_out(  # noqa: PLR0913, PLR0917  # everything that has a height
    theme: Theme,
    width: float,
    claims: Sequence[ClaimRow],
    sentence: str,
    defects: Sequence[ClaimRow],
    ease: float,
) -> ClaimsLayout:
    """Lay out with `ease` of the room between tight (0) and loose (1)."""
    px, columns = theme.px, Columns.of(theme, width)
    two = theme.metrics(FontKind.STRONG).height() + theme.metrics(FontKind.COLUMN).height()
    first = QRectF(0, px(2 + 6 * ease), width, two + px(5))
    placed = _rows(theme, columns, width, first.bottom() + 1, claims, CLAIM, ease)
    top = placed[-1].rect.bottom() + px(5 + 6 * ease)
    left = columns.text[0]
    lines = lines_of(styled(sentence), theme, columns.link - left)
    height = len(lines) * theme.metrics(FontKind.BODY).height()
    told = QRectF(left, top, columns.link - left, height)
    sunken = told.bottom() + px(5 + 10 * ease)
    line = theme.metrics(FontKind.HEADING).height() + px(8 + 10 * ease)
    second = QRectF(0, sunken, width, line)
    others = _rows(theme, columns, width, second.bottom() + 1, defects, DEFECT, ease)
    bottom = others[-1].rect.bottom() + px(4)
    return ClaimsLayout(columns, (first, second), placed, (told, lines), others, sunken, bottom)


def _rows(  # noqa: PLR0913, PLR0917  # what a block of rows depends on
    theme: Theme,
    columns: Columns,
    width: float,
    top: float,
    rows: Sequence[ClaimRow],
    kind: Type,
    ease: float,
) -> tuple[Placed, ...]:
    pad = theme.px(kind.pad[0] + (kind.pad[1] - kind.pad[0]) * ease)
    found: list[Placed] = []
    for row in rows:
        found.append(_place(theme, columns, QRectF(0, top, width, 0), row, kind, pad))
        top = found[-1].rect.bottom() + 1
    return tuple(found)


def _place(  # noqa: PLR0913, PLR0917  # what a row depends on
    theme: Theme, columns: Columns, start: QRectF, row: ClaimRow, kind: Type, pad: float
) -> Placed:
    """Place a row; the height of its rectangle comes from its words."""
    px, claim = theme.px, row.claim
    left, right = columns.text
    room = QRectF(left, start.top() + pad, right - left, _UNBOUNDED)
    sentence = theme.metrics(kind.sentence).boundingRect(room, paint.WRAP, claim.sentence)
    below = QRectF(left, sentence.bottom() + px(3), right - left, _UNBOUNDED)
    detail = QRectF(below.topLeft(), below.topLeft())
    if kind.with_detail:
        detail = theme.metrics(FontKind.BODY).boundingRect(below, paint.WRAP, claim.detail)
    big = kind is CLAIM
    line = theme.metrics(FontKind.SLOT if big else FontKind.COUNT).height()
    middle = sentence.top() + theme.metrics(kind.sentence).height() / 2
    if columns.stacked:
        middle = max(detail.bottom(), sentence.bottom()) + px(4) + line / 2
    verdict = QRectF(columns.verdict, middle - line / 2, columns.numbers[2] - columns.verdict, line)
    word = columns.verdict + px(WORD)
    under = verdict.bottom() - px(2)
    remark = QRectF(word, under, 0, 0)
    if claim.remark:
        needed = theme.width(FontKind.BODY, claim.remark) + 1
        remark = QRectF(word, under, needed, theme.metrics(FontKind.BODY).height())
    from_left = remark.right() + px(12) if claim.remark else word
    space = QRectF(from_left, under, columns.numbers[2] - from_left, _UNBOUNDED)
    caption = theme.metrics(FontKind.CAPTION).boundingRect(space, WRAP_RIGHT, row.caption)
    bottoms = (sentence, detail, verdict, remark, caption)
    bottom = max(rect.bottom() for rect in bottoms) + pad
    rect = QRectF(0, start.top(), start.width(), bottom - start.top())
    return Placed(row, kind, rect, sentence, detail, verdict, remark, caption)
