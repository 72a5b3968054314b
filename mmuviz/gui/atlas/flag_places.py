"""Where the chips of an arrangement stand, and what place a point among them means."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize

from mmuviz.gui.theme import FontKind, Theme
from mmuviz.gui.widgets.control import RING
from mmuviz.sweep.arrangement import Arrangement, Zone

_BESIDE = frozenset({Zone.FIXED, Zone.IGNORED})
"""Zones that are mostly empty: their chips stand beside the title."""
_GAP, _BAR, _LABEL, _BELOW = 8.0, 2.5, 66.0, 3.0


@dataclass
class Places:
    """Every zone from top to bottom, in `width` pixels.

    Attributes:
        theme: sizes.
        arrangement: the flags by zone.
        sizes: of each chip, the room for its ring included.
        width: how wide it is.
        titles: where each zone's title stands.
        chips: where each chip stands.
        empty: where the note of an empty zone stands.
        zones: the whole of each zone.
        height: of all.
    """

    theme: Theme
    arrangement: Arrangement
    sizes: Mapping[str, QSize]
    width: int
    titles: dict[Zone, QRect] = field(default_factory=dict)
    chips: dict[str, QRect] = field(default_factory=dict)
    empty: dict[Zone, QRect] = field(default_factory=dict)
    zones: dict[Zone, QRect] = field(default_factory=dict)
    height: int = 0

    def __post_init__(self) -> None:
        """Go through the zones."""
        top = round(self.theme.px(RING))
        for zone in Zone:
            bottom = self._lay(zone, top)
            self.zones[zone] = QRect(0, top, self.width, bottom - top)
            top = bottom + round(self.theme.px(_GAP))
        self.height = max(top - round(self.theme.px(_GAP)), 0)

    def _lay(self, zone: Zone, top: int) -> int:
        """Place a zone; return where it ends."""
        theme, ring = self.theme, round(self.theme.px(RING))
        title = round(theme.metrics(FontKind.STRONG).height())
        line = self._line()
        beside = zone in _BESIDE
        start = round(theme.px(_LABEL)) if beside else 0
        if not beside:
            self.titles[zone] = QRect(ring, top, self.width - ring, title)
            top += title + round(theme.px(_BELOW))
        else:
            self.titles[zone] = QRect(ring, top, start - ring, line)
        left = start
        flags = self.arrangement.in_zone(zone)
        for flag in flags:
            size = self.sizes[flag]
            if left > start and left + size.width() > self.width:
                left, top = start, top + line
            self.chips[flag] = QRect(QPoint(left, top), size)
            left += size.width()
        if not flags:
            width = theme.width(FontKind.MONO_CAPTION, "nothing") + 2 * theme.px(RING + 7)
            self.empty[zone] = QRect(left, top, round(width), line)
        return top + line

    def _line(self) -> int:
        """Return the height of a line of chips."""
        theme = self.theme
        return round(theme.metrics(FontKind.MONO_CAPTION).height() + theme.px(8 + 2 * RING))

    def target(self, point: QPointF, flag: str) -> tuple[Zone, int] | None:
        """Return the zone at a point, and how many of its flags, `flag` not counted, stand before.

        None: the point is beside the zones.
        """
        where = point.toPoint()
        margin = round(self.theme.px(40))
        if not -margin <= where.x() <= self.width + margin:
            return None
        half = round(self.theme.px(_GAP))
        for zone, rect in self.zones.items():
            if (
                rect.adjusted(0, -half // 2, 0, half // 2).top()
                <= where.y()
                <= rect.bottom() + half
            ):
                return zone, sum(
                    self._stands_before(other, where) for other in self._others(zone, flag)
                )
        return None

    def _others(self, zone: Zone, flag: str) -> list[str]:
        return [other for other in self.arrangement.in_zone(zone) if other != flag]

    def _stands_before(self, flag: str, where: QPoint) -> bool:
        chip = self.chips[flag]
        return chip.bottom() < where.y() or (
            chip.top() <= where.y() and chip.center().x() < where.x()
        )

    def bar(self, zone: Zone, place: int, flag: str) -> QRectF:
        """Return the bar that says where a chip would come to stand."""
        others = self._others(zone, flag)
        width, inset = self.theme.px(_BAR), self.theme.px(RING)
        if place:
            rect = self.chips[others[place - 1]]
            x = rect.right() + 1.0
        elif others:
            rect = self.chips[others[0]]
            x = float(rect.left())
        else:
            rect = self.empty.get(zone, self.chips.get(flag, QRect()))
            x = float(rect.left())
        return QRectF(x - width / 2, rect.top() + inset, width, rect.height() - 2 * inset)
