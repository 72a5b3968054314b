"""Where everything of the picture of the shadow stands: two columns, a band for each pair."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from mmuviz.gui.theme import FontKind, Theme
from mmuviz.present.shadow_picture import Pair, ShadowPicture
from mmuviz.present.shadow_rows import PairRow

MARGIN = 20.0
CELL = (16.0, 18.0)
_LEFT = (326.0, 420.0)
_GAP = (64.0, 128.0)
_LEAST_REMARK = 210.0
_HEAD, _PAD, _BETWEEN = 28.0, 5.0, 10.0


@dataclass(frozen=True, slots=True)
class Columns:
    """The x of what stands below one another, in pixels.

    Attributes:
        width: of the whole.
        guest: left edge of the guest's tables.
        guest_width: their width.
        page: left edge of the shadow pages.
        page_width: their width.
        real: left edge of the real bits.
        remembered: left edge of bits 10 and 11.
        mmio: left edge of bit 9.
        leads: left edge of where an entry leads.
        remark: left edge of the remarks.
        stacked: no room for them there: each stands on a line of its own.
    """

    width: float
    guest: float
    guest_width: float
    page: float
    page_width: float
    real: float
    remembered: float
    mmio: float
    leads: float
    remark: float
    stacked: bool


def columns(width: float, theme: Theme) -> Columns:
    """Share `width` out."""
    px = theme.px
    room = (width / theme.scale - 860) / 580  # 0 at the narrowest, 1 at 1440
    room = min(max(room, 0.0), 1.0)
    left, gap = (px(low + (high - low) * room) for low, high in (_LEFT, _GAP))
    page = px(MARGIN) + left + gap
    page_width = max(width - page - px(MARGIN), px(402))
    real = page + px(56)
    remembered = real + px(7 * 18 + 28)
    mmio = remembered + px(50)
    leads = mmio + px(38)
    remark = leads + px(124)
    stacked = page + page_width - remark < px(_LEAST_REMARK)
    total = max(width, page + page_width + px(MARGIN))
    return Columns(
        total, px(MARGIN), left, page, page_width, real, remembered, mmio, leads, remark, stacked
    )


@dataclass(frozen=True, slots=True)
class Band:
    """The place of a pair.

    Attributes:
        guest: the left card.
        page: the right card.
        rows: a strip across both for each row.
        more: the line of what is left out; empty where nothing is.
    """

    guest: QRectF
    page: QRectF
    rows: tuple[QRectF, ...]
    more: QRectF

    @property
    def rect(self) -> QRectF:
        """The whole band."""
        return self.guest.united(self.page)


def row_height(theme: Theme) -> float:
    """Return the height of a row of one line."""
    return theme.metrics(FontKind.BODY).height() + theme.px(6)


def head_height(theme: Theme) -> float:
    """Return the height of a card's head."""
    return max(theme.metrics(FontKind.STRONG).height() + theme.px(10), theme.px(_HEAD))


def bands(
    picture: ShadowPicture, at: Columns, theme: Theme
) -> tuple[QRectF, tuple[Band, ...], float]:
    """Return the place of the roots and of each pair, and the height of it all."""
    px = theme.px
    top = px(4)
    lines = 2 if at.stacked and picture.roots.remark else 1
    roots_height = head_height(theme) + lines * row_height(theme) + px(_PAD)
    roots = QRectF(at.guest, top, at.page + at.page_width - at.guest, roots_height)
    top += roots_height + px(_BETWEEN)
    found = []
    for pair in picture.pairs:
        found.append(_band(pair, top, at, theme))
        top += found[-1].page.height() + px(_BETWEEN)
    return roots, tuple(found), top


def _band(pair: Pair, top: float, at: Columns, theme: Theme) -> Band:
    px = theme.px
    y = top + head_height(theme) + px(3)
    span = at.page + at.page_width - at.guest
    rows = []
    for row in pair.rows:
        height = row_height(theme) * (2 if at.stacked and is_loud(row) else 1)
        rows.append(QRectF(at.guest, y, span, height))
        y += height
    more = QRectF()
    if pair.more or not rows:
        more = QRectF(at.guest, y, span, row_height(theme))
        y += more.height()
    height = y + px(_PAD) - top
    return Band(
        QRectF(at.guest, top, at.guest_width, height),
        QRectF(at.page, top, at.page_width, height),
        tuple(rows),
        more,
    )


def is_loud(row: PairRow) -> bool:
    """Whether a remark gets a line of its own where there is no room beside the row."""
    return row.slot is not None and row.slot.tone.is_loud
