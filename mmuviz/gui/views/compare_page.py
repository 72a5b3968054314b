"""The Compare view: before, after and hardware on the same access, walking together."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from mmuviz.core.events import Anchor
from mmuviz.core.trace import Semantics
from mmuviz.gui.compare_session import CompareSession
from mmuviz.gui.theme import Theme
from mmuviz.gui.views.compare_banner import CompareBanner
from mmuviz.gui.views.compare_body import CompareBody
from mmuviz.gui.views.compare_columns import least_width
from mmuviz.gui.views.compare_end import CompareEnd
from mmuviz.gui.views.compare_strip import CompareStrip
from mmuviz.gui.views.page import Page
from mmuviz.gui.views.timeline_view import TimelineView
from mmuviz.gui.views.transport import Transport
from mmuviz.gui.widgets.ground import Hairline
from mmuviz.gui.widgets.opinions import Opinions
from mmuviz.gui.widgets.quiet_area import QuietArea
from mmuviz.gui.widgets.scroller import Scroller
from mmuviz.present.compare_frame import CompareFrame
from mmuviz.present.frame import Frame

_PANEL, _WIDE_PANEL, _WIDE, _BARS = 352.0, 384.0, 1400.0, 40.0


class ComparePage(Page):
    """Path, banner, lifelines with their codes, the ends beside them, the steps at the foot."""

    def __init__(self, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        """Lay the zones out."""
        super().__init__(parent)
        self._theme = Theme()
        self.session = CompareSession(self)
        self.stepper = self.session
        self.opinions = Opinions(self)
        self.rules = self.opinions
        self.strip = CompareStrip(self)
        self.banner = CompareBanner(self)
        self.body = CompareBody()
        self.end = CompareEnd(self)
        self.panel = Scroller(self.end, "What differs in the end", self)
        self.panel.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its keys are the steps'
        self._claims = actions["view_claims"]
        self.transport = Transport(actions, self)
        self.timeline = TimelineView(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._banner_row = QHBoxLayout()
        self._banner_row.addWidget(self.banner)
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setSpacing(0)
        self._middle.addWidget(self.body, 1)
        self._edge = QFrame(self)
        self._edge.setAutoFillBackground(True)
        self._edge.setBackgroundRole(QPalette.ColorRole.Mid)
        self._middle.addWidget(self._edge)
        self._middle.addWidget(self.panel)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 2, 8, 2)
        foot.addWidget(self.transport)
        foot.addWidget(self.timeline, 1)
        content = QWidget(self)
        above = QVBoxLayout(content)
        above.addWidget(self.strip)
        above.addWidget(Hairline(self))
        above.addLayout(self._banner_row)
        above.addLayout(self._middle, 1)
        self.zones = QuietArea(content, self)
        column = QVBoxLayout(self)
        for layout in (above, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        column.addWidget(self.zones, 1)
        column.addWidget(Hairline(self))
        column.addLayout(foot)

    def _connect(self) -> None:
        self.strip.edit_wished.connect(self.edit_wished)
        self.opinions.shown_changed.connect(self.session.set_shown)
        for part in (self.banner, self.body.lines, self.body.cards, self.timeline):
            part.step_wished.connect(self.session.go_to)
        self.end.counts.clicked.connect(self._claims.trigger)
        self.body.placed.connect(self._follow)
        self.zones.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        self.session.frame_changed.connect(self._show)
        self.session.running_changed.connect(self.transport.show_running)

    def set_theme(self, theme: Theme) -> None:
        """Draw every zone in `theme`."""
        self._theme = theme
        margin = round(theme.px(20))
        self._banner_row.setContentsMargins(margin, round(theme.px(8)), margin, round(theme.px(4)))
        for part in (
            self.opinions,
            self.strip,
            self.banner,
            self.body,
            self.end,
            self.transport,
            self.timeline,
        ):
            part.set_theme(theme)
        self._share_out()

    def show_frame(self, frame: Frame) -> None:
        """Compare on the walk's scenario; a step within the walk changes nothing here."""
        self.session.set_scenario(frame.scenario)
        self._show(self.session.frame)

    def anchors(self) -> Mapping[Semantics, Collection[Anchor]]:
        """Return where each walk stands at the row."""
        return self.session.frame.anchors

    def _show(self, frame: CompareFrame) -> None:
        self.strip.show_comparison(frame)
        self.banner.show_banner(frame.record.banner)
        self.end.show_comparison(frame)
        self.timeline.show_steps(frame.record.timeline, frame.step, frame.last_step)
        self.transport.show_step(frame.step, frame.last_step)
        parts = bool(frame.record.comparison.divergences)
        self.transport.show_hint("D next divergence" if parts else "← → step   ↑ ↓ level")
        self._share_out()
        self.body.show_comparison(frame)
        self.stepped.emit()

    def _on_range_changed(self, _least: int, _most: int) -> None:
        self._follow()

    def _follow(self) -> None:
        """Scroll to the step, where the zones are higher than the window."""
        current = self.body.current().translated(self.body.pos())
        self.zones.follow(QRect(0, current.y(), 1, current.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the ends beside the lifelines, or below them where it is narrow."""
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        px, width = self._theme.px, self.width()
        panel = round(px(_WIDE_PANEL if width >= px(_WIDE) else _PANEL))
        count = len(self.session.frame.record.shown)
        beside = width >= least_width(count, self._theme) + panel
        way = QBoxLayout.Direction
        self._middle.setDirection(way.LeftToRight if beside else way.TopToBottom)
        self._edge.setFixedSize(*((1, _ANY) if beside else (_ANY, 1)))
        self._edge.setMinimumSize(1, 1)
        if beside:
            self.panel.setFixedWidth(panel)
            self.panel.setMinimumHeight(0)
            self.panel.setMaximumHeight(_ANY)
        else:
            self.panel.setMinimumWidth(0)
            self.panel.setMaximumWidth(_ANY)
            height = self.end.heightForWidth(width - round(px(_BARS)))
            self.panel.setFixedHeight(max(height, self.end.sizeHint().height()))
        self.body.set_whole(whole=not beside)


_ANY = 16777215  # QWIDGETSIZE_MAX
