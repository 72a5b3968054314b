"""The Maps view: what is mapped with which rights, who maps a frame, which tables are shared."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.maps_bar import MapsBar
from mmuviz.gui.views.maps_list import MapsList
from mmuviz.gui.views.page import Page
from mmuviz.gui.widgets.control import RING
from mmuviz.gui.widgets.empty_note import EmptyNote
from mmuviz.present.address_space import AddressSpace
from mmuviz.present.frame import Frame
from mmuviz.present.maps_picture import Asked, MapsPicture, Topic, maps_picture

_HINT = "A click or Enter walks to a row's first address"


class MapsPage(Page):
    """A list of the address space, filtered; a click on a row walks there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay the controls, the count and the list out."""
        super().__init__(parent)
        self._theme = Theme()
        self._space: AddressSpace | None = None
        self._shown: tuple[object, ...] = ()
        self.bar = MapsBar(self)
        self.count = QLabel(self)
        self.caveats = QLabel(self)
        for label in (self.count, self.caveats):
            label.setWordWrap(True)
        self.hint = QLabel(_HINT, self)
        self.list = MapsList(self)
        self.empty = EmptyNote("Show all ranges", self)
        self._count_row = QHBoxLayout()
        self._count_row.addWidget(self.count, 1)
        self._count_row.addWidget(self.hint)
        self._either = QStackedLayout()
        self._either.addWidget(self.list)
        self._either.addWidget(self.empty)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.bar)
        self._below = QVBoxLayout()
        self._below.addLayout(self._count_row)
        self._below.addWidget(self.caveats)
        self._below.addLayout(self._either, 1)
        self._column.addLayout(self._below, 1)
        self.bar.changed.connect(self._show)
        self.list.walk_wished.connect(self.walk_wished)
        self.empty.way_wished.connect(self.bar.clear)
        self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts, colours and sizes."""
        self._theme = theme
        margin, ring, gap = round(theme.px(20)), round(theme.px(RING)), round(theme.px(8))
        self._column.setContentsMargins(margin - ring, gap, margin - ring, 0)
        self._below.setContentsMargins(ring, 0, ring, 0)  # the controls keep room for their rings
        for column in (self._column, self._below):
            column.setSpacing(gap)
        self._count_row.setSpacing(round(theme.px(16)))
        self.count.setFont(theme.font(FontKind.HEADING))
        self.hint.setFont(theme.font(FontKind.CAPTION))
        for label in (self.caveats, self.hint):
            _ink(label, theme, Role.MUTED)
        for part in (self.bar, self.list, self.empty):
            part.set_theme(theme)
        self._show()

    def show_frame(self, frame: Frame) -> None:
        """Show the address space of `frame`; a step within the walk changes nothing here."""
        if self._space is None or not self._space.follow(frame.scenario):
            self._space = AddressSpace(frame.scenario)
        self.bar.set_labels(self._space.labels)
        self.bar.set_gpa(self._space.gpa)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Let the arrow keys move in the list at once."""
        super().showEvent(event)
        self.list.setFocus()

    def _show(self) -> None:
        """List what is asked for, unless it is listed already."""
        space = self._space
        if space is None:
            return
        asked, problem = self.bar.asked, self.bar.problem
        key = (space, space.labels, space.gva, asked, problem, self._theme)
        if key == self._shown:
            return
        self._shown = key
        self._draw(maps_picture(space, asked), asked, problem)

    def _draw(self, picture: MapsPicture, asked: Asked, problem: str) -> None:
        self.count.setText(problem or picture.count)
        _ink(self.count, self._theme, Role.FAIL if problem else Role.TEXT)
        self.caveats.setText(picture.caveats)
        self.caveats.setVisible(bool(picture.caveats))
        self.count.setVisible(bool(self.count.text()))
        self.hint.setVisible(bool(picture.lines))
        self.list.show_picture(picture)
        self.empty.show_words(
            picture.heading,
            picture.advice,
            with_way=asked.topic is Topic.RANGES and self.bar.is_narrowed,
        )
        self._either.setCurrentWidget(self.list if picture.lines else self.empty)


def _ink(label: QLabel, theme: Theme, role: Role) -> None:
    palette = label.palette()
    palette.setColor(label.foregroundRole(), theme.color(role))
    label.setPalette(palette)
