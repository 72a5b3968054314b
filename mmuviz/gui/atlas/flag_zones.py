"""Which flags run down the map, which across, which are fixed, which ignored: chips in zones."""

from collections.abc import Mapping
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from mmuviz.gui import paint
from mmuviz.gui.atlas.flag_chip import FlagChip
from mmuviz.gui.atlas.flag_places import Places
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.control import RING
from mmuviz.sweep.arrangement import Arrangement, Zone

TITLES: Mapping[Zone, str] = {
    Zone.ROWS: "Rows, outer first",
    Zone.COLUMNS: "Columns, outer first",
    Zone.FIXED: "Fixed",
    Zone.IGNORED: "Ignored",
}


class FlagZones(QWidget):
    """Shows an arrangement, and lets it be changed by mouse and keys.

    Signals:
        arranged: another arrangement is wished for (Arrangement).
        carried: the mouse carries a chip over a point (QPoint).
    """

    arranged = Signal(object)
    carried = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        """Start without flags."""
        super().__init__(parent)
        self._theme = Theme()
        self._arrangement = Arrangement((), ())
        self._values: Mapping[str, tuple[str, ...]] = {}
        self.chips: dict[str, FlagChip] = {}
        self._places = Places(Theme(), Arrangement((), ()), {}, 0)
        self._target: tuple[Zone, int] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._over = _Over(self)

    @property
    def arrangement(self) -> Arrangement:
        """What is shown."""
        return self._arrangement

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        for chip in self.chips.values():
            chip.set_theme(theme)
        self._place()

    def show_arrangement(
        self,
        arrangement: Arrangement,
        values: Mapping[str, tuple[str, ...]],
        meanings: Mapping[str, str],
    ) -> None:
        """Show `arrangement`; `values` has the words for each value of each flag."""
        if set(arrangement.flags) != set(self.chips):
            self._make(arrangement)
        self._arrangement, self._values = arrangement, values
        fixed = dict(arrangement.fixed)
        for flag, chip in self.chips.items():
            words = f"{flag} = {values[flag][fixed[flag]]}" if flag in fixed else flag
            chip.show_place(arrangement.zone(flag), words, meanings[flag])
        chips = [self.chips[flag] for flag in arrangement.flags]
        for before, after in pairwise(chips):
            self.setTabOrder(before, after)
        self._place()

    def _make(self, arrangement: Arrangement) -> None:
        """Make the chips of other flags."""
        for chip in self.chips.values():
            chip.hide()
            chip.deleteLater()
        self.chips = {flag: FlagChip(flag, self) for flag in arrangement.flags}
        for flag, chip in self.chips.items():
            chip.set_theme(self._theme)
            chip.dragged.connect(partial(self._on_dragged, flag))
            chip.dropped.connect(partial(self._on_dropped, flag))
            chip.move_wished.connect(partial(self._on_moved, flag))
            chip.zone_wished.connect(partial(self._on_zone, flag))
            chip.value_wished.connect(partial(self._on_value, flag))
            chip.menu_wished.connect(partial(self._on_menu, flag))
            chip.show()
        self._over.raise_()

    # What is wished.

    def zone_of(self, flag: str) -> list[str]:
        """Return the flags that share a flag's zone, itself included."""
        return self._arrangement.in_zone(self._arrangement.zone(flag))

    def _wish(self, arrangement: Arrangement) -> None:
        if arrangement != self._arrangement:
            self.arranged.emit(arrangement)

    def _move(self, flag: str, zone: Zone, place: int | None) -> None:
        value = dict(self._arrangement.fixed).get(flag, 1)
        self._wish(self._arrangement.moved(flag, zone, place, value))

    def _on_moved(self, flag: str, places: int) -> None:
        flags = self.zone_of(flag)
        place = min(max(flags.index(flag) + places, 0), len(flags) - 1)
        self._move(flag, self._arrangement.zone(flag), place)

    def _on_zone(self, flag: str, zone: Zone) -> None:
        if zone is not self._arrangement.zone(flag):
            self._move(flag, zone, None)

    def _on_value(self, flag: str) -> None:
        fixed = dict(self._arrangement.fixed)
        if flag in fixed:
            value = (fixed[flag] + 1) % len(self._values[flag])
            self._wish(self._arrangement.fixed_at(flag, value))

    def _on_menu(self, flag: str, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for zone in Zone:
            action = menu.addAction(f"{zone.value[0].upper()}{zone.value[1:]}\t{zone.name[0]}")
            action.setEnabled(zone is not self._arrangement.zone(flag))
            action.triggered.connect(partial(self._on_zone, flag, zone))
        menu.popup(where)

    def _on_dragged(self, flag: str, where: QPointF) -> None:
        self._target = self._places.target(where, flag)
        self._over.follow(self.chips[flag].words, where, self._bar(flag))
        self.carried.emit(where.toPoint())

    def _bar(self, flag: str) -> QRectF | None:
        """Return where the chip would come to stand; None: nowhere."""
        return self._places.bar(*self._target, flag) if self._target else None

    def _on_dropped(self, flag: str, kept: bool) -> None:  # noqa: FBT001  # a signal's argument
        target, self._target = self._target, None
        self._over.follow("", QPointF(), None)
        if kept and target is not None:
            self._move(flag, *target)

    # Where everything stands.

    def _sizes(self) -> dict[str, QSize]:
        return {flag: chip.sizeHint() for flag, chip in self.chips.items()}

    def _placed(self, width: int) -> Places:
        return Places(self._theme, self._arrangement, self._sizes(), width)

    def _place(self) -> None:
        self._places = self._placed(self.width())
        for flag, rect in self._places.chips.items():
            self.chips[flag].setGeometry(rect)
        self._over.set_theme(self._theme)
        self._over.setGeometry(self.rect())
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:
        """Return the height of all zones."""
        return self._placed(width).height

    def sizeHint(self) -> QSize:
        """As high as its zones are at the width it has."""
        return QSize(round(self._theme.px(220)), self.heightForWidth(max(self.width(), 1)))

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest chip."""
        widest = max((size.width() for size in self._sizes().values()), default=0)
        return QSize(widest, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the titles, and a note where a zone is empty."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for zone, rect in self._places.titles.items():
            paint.text(painter, QRectF(rect), TITLES[zone], self._theme, FontKind.STRONG)
        for rect in self._places.empty.values():
            ring = self._theme.px(RING)
            frame = QRectF(rect).adjusted(ring, ring, -ring, -ring)
            painter.setPen(self._theme.dashed(Role.BORDER, 1, (3, 3)))
            painter.drawRoundedRect(frame, self._theme.px(3), self._theme.px(3))
            painter.setFont(self._theme.font(FontKind.MONO_CAPTION))
            painter.setPen(self._theme.color(Role.MUTED))
            painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, "nothing")


class _Over(QWidget):
    """Above the chips: the one that the mouse carries, and the bar where it would stand."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = Theme()
        self._words = ""
        self._where = QPointF()
        self._bar: QRectF | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def follow(self, words: str, where: QPointF, bar: QRectF | None) -> None:
        self._words, self._where, self._bar = words, where, bar
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._words:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, kind = self._theme, FontKind.MONO_CAPTION
        if self._bar is not None:
            painter.fillRect(self._bar, theme.color(Role.ACCENT))
        width = theme.width(kind, self._words) + theme.px(14)
        frame = QRectF(0, 0, width, theme.metrics(kind).height() + theme.px(8))
        frame.moveCenter(self._where + QPointF(theme.px(10), theme.px(10)))
        painter.setPen(theme.pen(Role.ACCENT, 1.5))
        painter.setBrush(theme.tint(Role.ACCENT))
        painter.drawRoundedRect(frame, theme.px(3), theme.px(3))
        painter.setFont(theme.font(kind))
        painter.setPen(theme.color(Role.TEXT))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self._words)
