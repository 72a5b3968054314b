"""Left of the map: the space, who is compared, the layout, the filter, and the legend."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from mmuviz.core.paging import PagingMode
from mmuviz.gui.atlas.flag_zones import FlagZones
from mmuviz.gui.atlas.legend_list import LegendList
from mmuviz.gui.atlas.rules_box import RulesBox
from mmuviz.gui.atlas.session import SPACES, AtlasSession
from mmuviz.gui.atlas.swatches import Swatches
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.control import RING
from mmuviz.gui.widgets.filter_edit import FilterEdit
from mmuviz.gui.widgets.segmented import Segmented
from mmuviz.present.atlas_place import flag_meanings, flag_values
from mmuviz.sweep.arrangement import usual
from mmuviz.sweep.space import SpaceName, StateSpace

_WIDTH = 270.0
_MODES = {PagingMode.PAE: "PAE", PagingMode.X32: "32-bit", PagingMode.LONG: "long"}
_NAMES = {
    SpaceName.WALK: "Every walk: what the tables say to an access",
    SpaceName.ACCESS: "One access, from a cold shadow: with vmexits and the shadow",
    SpaceName.HARDWARE: "Walks with what only the processor looks at: D, NX, fetches",
}


class Panel(QWidget):
    """The controls, from top to bottom.

    Signals:
        space_wished: another space is to be shown (PagingMode, SpaceName).
    """

    space_wished = Signal(object, object)

    def __init__(self, swatches: Swatches) -> None:
        """Lay the controls out."""
        super().__init__()
        self._space: StateSpace | None = None
        self._theme = Theme()
        modes = [(word, f"The states of {mode.title} mode") for mode, word in _MODES.items()]
        self.mode = Segmented("Mode", modes, self, wraps=True)
        names = [(name.value, _NAMES[name]) for name in SPACES]
        self.space = Segmented("Space", names, self, wraps=True)
        self.rules = RulesBox(self)
        self.zones = FlagZones(self)
        self.usual = QPushButton("Usual layout", self)
        self.usual.setToolTip("Lay rows and columns out as at first")
        self.filter = FilterEdit(self)
        self.legend = LegendList(swatches, self)
        self.titles = [QLabel(text, self) for text in ("Space", "Compare", "Filter", "Legend")]
        space, compare, filtered, legend = self.titles
        filtered.setBuddy(self.filter)
        self._inner: list[QVBoxLayout] = []
        self._column = QVBoxLayout(self)
        self._spaces = QVBoxLayout()
        for part in (space, self.mode, self.space):
            self._spaces.addWidget(part)
        self._column.addLayout(self._spaces)
        self._add(compare, self.rules)
        self._column.addWidget(self.zones)
        self._again = QVBoxLayout()
        self._again.addWidget(self.usual, 0, Qt.AlignmentFlag.AlignRight)
        self._column.addLayout(self._again)
        self._add(filtered, self.filter)
        self._add(legend, None)
        self._column.addWidget(self.legend)
        self._column.addStretch(1)
        self.mode.chosen.connect(self._on_chosen)
        self.space.chosen.connect(self._on_chosen)

    def _add(self, title: QLabel, content: QWidget | None) -> None:
        """Add what has no ring round it, in line with the words of what has."""
        box = QVBoxLayout()
        box.addWidget(title)
        if content is not None:
            box.addWidget(content)
        self._inner.append(box)
        self._column.addLayout(box)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts and sizes."""
        margin, gap, ring = (round(theme.px(size)) for size in (20, 10, RING))
        self._column.setContentsMargins(margin - ring, gap, margin - ring, gap)
        self._column.setSpacing(round(theme.px(6)))
        self._spaces.setSpacing(round(theme.px(2)))
        self._again.setContentsMargins(0, 0, ring, 0)
        for box in self._inner:
            box.setContentsMargins(ring, ring, ring, ring)
            box.setSpacing(round(theme.px(6)))
        for title in self.titles:
            title.setFont(theme.font(FontKind.STRONG))
        self.titles[0].setContentsMargins(ring, 0, 0, 0)
        self.usual.setFont(theme.font(FontKind.CAPTION))
        for part in (self.mode, self.space, self.rules, self.zones, self.filter, self.legend):
            part.set_theme(theme)
        self._theme = theme
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground."""
        QPainter(self).fillRect(event.rect(), self._theme.color(Role.SUNKEN))

    def sizeHint(self) -> QSize:
        """As wide as it was drawn."""
        return QSize(round(self._theme.px(_WIDTH)), super().sizeHint().height())

    def show_session(self, session: AtlasSession) -> None:
        """Show what is asked, and the groups that are found."""
        space, lens = session.space, session.lens
        self.mode.set_value(_MODES[space.mode])
        self.space.set_value(space.name.value)
        self.rules.show_rules(lens.semantics, lens.against)
        self.zones.show_arrangement(session.arrangement, flag_values(space), flag_meanings(space))
        self.usual.setVisible(session.arrangement != usual(space))
        if space is not self._space:
            self._space = space
            self.filter.set_space(space)
        alone = session.alone
        self.legend.show_legend(session.answer.legend, None if alone is None else alone.number)

    def _on_chosen(self, _word: str) -> None:
        mode = next(one for one, word in _MODES.items() if word == self.mode.value)
        self.space_wished.emit(mode, SpaceName(self.space.value))
