"""The Atlas view: head, controls, the map with the card beside the pointer, rule and groups."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.gui.atlas.exporter import Exporter, check_suffix
from mmuviz.gui.atlas.foot import Foot
from mmuviz.gui.atlas.head import Head
from mmuviz.gui.atlas.map_scope import MapCell
from mmuviz.gui.atlas.map_view import AtlasMap
from mmuviz.gui.atlas.memory import remembered, restore
from mmuviz.gui.atlas.panel import Panel
from mmuviz.gui.atlas.rule_finder import RuleFinder
from mmuviz.gui.atlas.session import AtlasSession
from mmuviz.gui.atlas.state_card import HINT, StateCard
from mmuviz.gui.atlas.swatches import Swatches
from mmuviz.gui.export_image import SUFFIXES
from mmuviz.gui.theme import Theme
from mmuviz.gui.widgets.ground import Hairline
from mmuviz.gui.widgets.quiet_area import QuietArea
from mmuviz.present.atlas_groups import foot_words
from mmuviz.present.atlas_map import MapPicture, map_picture
from mmuviz.present.atlas_offers import why_not
from mmuviz.present.atlas_place import layout_text, place_text
from mmuviz.present.atlas_state import state_line, state_words
from mmuviz.present.atlas_words import map_caption, space_title, subtitle, title
from mmuviz.sources.opened import Opened
from mmuviz.sweep.arrangement import usual
from mmuviz.sweep.space import SpaceName
from mmuviz.sweep.survey import Quantity

_SIDE_SHARE, _FOOT_SHARE = 0.4, 0.36
_TALL = 320.0
_LEAST_MAP = (300, 160)
_NEAR = 40.0


class AtlasBoard(QWidget):
    """All zones of the view.

    Signals:
        state_wished: a state is to be walked (Opened, and against whom it is compared).
    """

    state_wished = Signal(object, object)

    def __init__(self, parent: QWidget) -> None:
        """Lay the zones out; nothing is counted before it is shown."""
        super().__init__(parent)
        self._theme = Theme()
        self.session = AtlasSession(self)
        self.finder = RuleFinder(self)
        self.exporter = Exporter(self)
        self._user_sized = False
        self._swatches = Swatches()
        self._looked_for: Scenario | None = None
        self.head = Head(self)
        self.panel = Panel(self._swatches)
        self.area = QuietArea(self.panel, self)
        self.map = AtlasMap(self)
        self.card = StateCard(self.map)
        self.map.set_card(self.card)
        self.map.setMinimumSize(*_LEAST_MAP)  # of large text there is less to see, but all zones
        self.foot = Foot(self._swatches, self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.below = QuietArea(self.foot, self)
        self.below.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.zones = QSplitter(Qt.Orientation.Vertical, self)
        self.zones.addWidget(self.map)
        self.zones.addWidget(self.below)
        self.zones.setStretchFactor(0, 1)
        self.sides = QSplitter(Qt.Orientation.Horizontal, self)
        self.sides.addWidget(self.area)
        self.sides.addWidget(self.zones)
        self.sides.setStretchFactor(1, 1)
        for splitter in (self.zones, self.sides):
            splitter.setHandleWidth(1)
            splitter.setAutoFillBackground(True)
            splitter.setBackgroundRole(QPalette.ColorRole.Mid)  # the hairline between zones
            splitter.setChildrenCollapsible(False)
            splitter.splitterMoved.connect(self._on_splitter_moved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(Hairline(self))
        column.addWidget(self.sides, 1)

    def _connect(self) -> None:
        session, panel = self.session, self.panel
        session.changed.connect(self._show)
        self.finder.changed.connect(self._show_rules)
        self.exporter.told.connect(self.head.show_note)
        self.head.quantity_wished.connect(session.set_quantity)
        panel.space_wished.connect(self._on_space)
        panel.rules.chosen.connect(session.set_rules)
        panel.zones.arranged.connect(session.set_arrangement)
        panel.zones.carried.connect(self._on_carried)
        panel.usual.clicked.connect(self._on_usual)
        panel.filter.filter_changed.connect(session.set_where)
        panel.legend.group_chosen.connect(session.show_alone)
        self.map.hovered.connect(self._on_hovered)
        self.map.cell_clicked.connect(self._on_clicked)
        self.foot.state_wished.connect(self.open_state)

    def set_theme(self, theme: Theme) -> None:
        """Draw every zone in `theme`."""
        self._theme = theme
        for part in (self.head, self.panel, self.map, self.card, self.foot):
            part.set_theme(theme)
        self._show()

    def _share_out(self) -> None:
        """Give the controls the width that they were drawn with, where that leaves the map most."""
        wanted = self.panel.sizeHint().width()
        if self.panel.heightForWidth(wanted) > self.area.height():
            wanted += self.area.verticalScrollBar().sizeHint().width()
        width = min(wanted, round(self.width() * _SIDE_SHARE))
        self.area.setMinimumWidth(min(width, self.panel.minimumSizeHint().width()))
        self.sides.setSizes([width, max(self.width() - width, 1)])
        wanted = self.foot.wanted_height(self.width() - width)
        tall = self.zones.height() >= self._theme.px(_TALL)
        height = min(wanted, round(self.zones.height() * _FOOT_SHARE) if tall else 0)
        self.zones.setSizes([max(self.zones.height() - height, 1), height])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out anew."""
        super().resizeEvent(event)
        if not self._user_sized:
            self._share_out()

    def _on_splitter_moved(self, _pos: int, _index: int) -> None:
        self._user_sized = True

    # Showing.

    def _show(self) -> None:
        """Show what is asked now."""
        session = self.session
        lens = session.lens
        self.head.show_words(title(lens), self._caption())
        self.head.show_quantity(
            lens.quantity,
            {one: why_not(session.survey, lens, one) for one in (*Quantity, None)},
        )
        picture = self.picture()
        self._swatches.follow(picture)
        self.map.show_map(picture)
        self._mark()
        self.panel.show_session(session)
        self.finder.ask(session)
        self._show_rules()

    def _show_rules(self) -> None:
        """Show what is known of the rules by now."""
        session, finder = self.session, self.finder
        words = foot_words(
            session.space,
            session.lens,
            session.answer.legend,
            finder.found,
            searching=finder.is_searching,
            alone=None if session.alone is None else session.alone.number,
        )
        self.foot.show_words(words, finder.problem)
        if not self._user_sized:
            self._share_out()

    def _mark(self) -> None:
        """Mark the state of the scenario that was looked for, where a cell shows it."""
        marked = self.session.marked
        place = None if marked is None else self.session.grid.place(marked)
        if place is None:
            self.map.unmark()
        else:
            self.map.mark(*place)

    def picture(self) -> MapPicture:
        """Return the map, with its words."""
        session = self.session
        space, lens = session.space, session.lens
        groups = session.answer.legend.rows
        condition = "" if session.where is None else str(session.where)
        caption = map_caption(space, lens, condition, layout_text(space, session.arrangement))
        return map_picture(space, session.shown, session.arrangement, groups, title(lens), caption)

    def _caption(self) -> str:
        """Say of what states the map is, and which of them it does not tell apart."""
        session = self.session
        what = subtitle(session.space, session.lens.quantity)
        return "; ".join(filter(None, (what, layout_text(session.space, session.arrangement))))

    # Pointing and opening.

    def _on_hovered(self, cell: MapCell) -> None:
        """Tell of the state under the pointer."""
        session = self.session
        words = state_words(session.survey, session.state_of(*cell), session.lens)
        many = session.grid.depth
        hint = f"One of {many:,} states of this cell. {HINT}" if many > 1 else HINT
        self.card.show_state(words, session.lens, hint)

    def _on_clicked(self, cell: MapCell) -> None:
        self.open_state(self.session.state_of(*cell))

    def open_state(self, number: int) -> None:
        """Wish to walk a state; nobody can walk one that nobody can ask."""
        session = self.session
        if not session.survey.exists[number]:
            return
        space, lens = session.space, session.lens
        words = f"{space_title(space)}: {state_line(space, number)}"
        scenario = replace(space.scenario(number), title=words)
        opened = Opened(scenario, "state of the atlas", semantics=lens.semantics)
        self.state_wished.emit(opened, lens.against)

    def export(self, path: Path) -> None:
        """Write the map as a picture, or the states that it shows as a table, by the suffix.

        Raises:
            OSError: the suffix is unknown, or the picture cannot be written.
        """
        check_suffix(path)
        if path.suffix.lower() in SUFFIXES:
            scope = self.map.scope
            sight = None if scope is None else scope.sight
            self.exporter.write_map(path, self.picture(), self._theme, self.map.size(), sight)
        else:
            self.exporter.write_table(path, self.session)

    def show_scenario(self, scenario: Scenario) -> None:
        """Mark the state of a scenario, or say why there is none."""
        self._looked_for = scenario
        place = self.session.find(scenario)
        self.panel.filter.line.clear()
        self.head.show_note(place_text(place, scenario))

    def show_walked(self, scenario: Scenario) -> None:
        """Take the mark away once another scenario is walked than the one it is of."""
        if self._looked_for is not None and self._looked_for is not scenario:
            self._looked_for = None
            self.session.forget_mark()
            self.head.show_note("")

    def _on_space(self, mode: PagingMode, name: SpaceName) -> None:
        """Ask in another space, where nothing is marked: no note may say so."""
        self.session.set_space(mode, name)
        if self.session.marked is None:
            self.head.show_note("")

    def leave(self) -> None:
        """End what runs beside the window."""
        self.finder.leave()
        self.exporter.leave()

    def _on_carried(self, where: QPoint) -> None:
        """Scroll the zones that a chip is carried to into sight."""
        point = self.panel.zones.mapTo(self.panel, where)
        self.area.ensureVisible(point.x(), point.y(), 0, round(self._theme.px(_NEAR)))

    def _on_usual(self) -> None:
        self.session.set_arrangement(usual(self.session.space))

    # Remembering.

    def remembered(self) -> str:
        """Return what is asked, for the next start."""
        return remembered(self.session, self.panel.filter.line.text())

    def restore(self, text: str) -> None:
        """Ask what was asked when the program ended."""
        where = restore(self.session, text)
        self.panel.filter.set_space(self.session.space)
        self.panel.filter.line.setText(where)
