"""The Maps view: what is mapped with which rights, who maps a frame, which tables are shared."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from mmuviz.core.maps import RangeFilter, Survey, survey
from mmuviz.core.scenario import Scenario
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.maps_model import MapsModel
from mmuviz.gui.views.page import Page
from mmuviz.gui.widgets.segmented import Segmented
from mmuviz.present.frame import Frame
from mmuviz.present.maps_table import (
    HEADINGS,
    PAGE_HEADINGS,
    SHARED_HEADINGS,
    MapRow,
    SharedRow,
    caveats,
    map_rows,
    page_rows,
    shared_rows,
    table_rows,
    total_text,
)
from mmuviz.sources.scenario_question import resolve_address

_RANGES, _WHO, _SHARED = "ranges", "who maps", "shared tables"
_WHAT = (
    (_RANGES, "Every mapped range, with the rights of all levels together"),
    (_WHO, "Every page and every entry that leads to one frame"),
    (_SHARED, "Tables that more than one entry leads to, and tables that map themselves"),
)
_ANY = "any"
_FILTERS = {
    "user": ((_ANY, "Whoever may use it"), ("user", "U at every level"), ("supervisor", "not")),
    "writable": ((_ANY, "Written or not"), ("writable", "W at every level"), ("read-only", "not")),
    "executable": ((_ANY, "Fetched or not"), ("executable", "NX nowhere"), ("no-execute", "NX")),
}
_PLACEHOLDERS = {_RANGES: "address or label", _WHO: "frame, such as 0x5e75000", _SHARED: ""}


class MapsPage(Page):
    """A list of the address space, filtered; a click on a row walks there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay the filter, the list and the lines below it out."""
        super().__init__(parent)
        self._theme = Theme()
        self._scenario: Scenario | None = None
        self._survey: Survey | None = None
        self.what = Segmented("List", _WHAT, self)
        self.line = QLineEdit(self)
        self.line.setAccessibleName("Only this address or frame")
        self.line.setClearButtonEnabled(True)
        self.line.setPlaceholderText(_PLACEHOLDERS[_RANGES])
        self.filters = {
            name: Segmented(name.title(), options, self) for name, options in _FILTERS.items()
        }
        self.model = MapsModel(self)
        self.table = _table(self.model, self)
        self.total = QLabel(self)
        self.remarks = QLabel(self)
        self.remarks.setWordWrap(True)
        self._bar = QHBoxLayout()
        for widget in (self.what, self.line, *self.filters.values()):
            self._bar.addWidget(widget)
        self._bar.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._bar)
        self._column.addWidget(self.total)
        self._column.addWidget(self.table, 1)
        self._column.addWidget(self.remarks)
        self._connect()
        self.set_theme(self._theme)

    def _connect(self) -> None:
        self.what.chosen.connect(self._on_what)
        self.line.textChanged.connect(self._on_filter)
        for choice in self.filters.values():
            choice.chosen.connect(self._on_filter)
        self.table.clicked.connect(self._on_row)
        self.table.activated.connect(self._on_row)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts, colours and sizes."""
        self._theme = theme
        margin, gap = round(theme.px(20)), round(theme.px(8))
        self._column.setContentsMargins(margin, round(theme.px(12)), margin, round(theme.px(12)))
        self._column.setSpacing(gap)
        self._bar.setSpacing(gap)
        for choice in (self.what, *self.filters.values()):
            choice.set_theme(theme)
        self.line.setFont(theme.font(FontKind.MONO))
        self.line.setFixedSize(round(theme.px(210)), round(theme.px(28)))
        border, focus = (theme.color(role).name() for role in (Role.BORDER_STRONG, Role.FOCUS))
        self.line.setStyleSheet(
            f"QLineEdit {{ border: 1px solid {border}; border-radius: 4px; padding: 0 6px; }}"
            f"QLineEdit:focus {{ border: 2px solid {focus}; }}"
        )
        self.total.setFont(theme.font(FontKind.HEADING))
        self.remarks.setFont(theme.font(FontKind.BODY))
        self.table.setFont(theme.font(FontKind.MONO))
        self.table.horizontalHeader().setFont(theme.font(FontKind.CAPTION))
        height = theme.metrics(FontKind.MONO).height() + theme.px(6)
        self.table.verticalHeader().setDefaultSectionSize(round(height))
        self.model.set_theme(theme)
        self._fit_columns()

    def show_frame(self, frame: Frame) -> None:
        """Show the address space of `frame`; a step within the walk changes nothing here."""
        old, new = self._scenario, frame.scenario
        if old is not None and old.access.gva == new.access.gva and _same_space(old, new):
            return
        if old is None or self._survey is None or not _same_space(old, new):
            self._survey = survey(new)
        self._scenario = new
        self._list()

    def _on_what(self, word: str) -> None:
        self.line.setPlaceholderText(_PLACEHOLDERS[word])
        self.line.setVisible(word != _SHARED)
        for choice in self.filters.values():
            choice.setVisible(word == _RANGES)
        self.line.clear()
        self._list()

    def _on_filter(self, _value: str) -> None:
        self._list()

    def _on_row(self, index: QModelIndex) -> None:
        self.walk_wished.emit(self.model.gva(index.row()))

    def _list(self) -> None:
        """Show the rows that are asked for, and say what they are."""
        if self._scenario is None or self._survey is None:
            return
        headings, rows, said = self._asked(self._scenario, self._survey)
        self.model.show_rows(headings, rows, self._scenario.access.gva)
        self._fit_columns()
        if self.model.marked is not None:
            self.table.scrollTo(self.model.index(self.model.marked, 0))
        self.total.setText(said)
        hint = "A click walks to the first address of its row." if rows else ""
        self.remarks.setText(" ".join([*caveats(self._survey), hint]).strip())

    def _asked(
        self, scenario: Scenario, found: Survey
    ) -> tuple[tuple[str, ...], Sequence[MapRow | SharedRow], str]:
        if not scenario.cpu.pg:
            return HEADINGS, [], "Paging is off (CR0.PG = 0): every address is physical"
        text = self.line.text().strip()
        what = self.what.value
        if what == _SHARED:
            shared = shared_rows(found)
            said = (
                f"{len(shared)} entries lead to shared tables" if shared else "No table is shared"
            )
            return SHARED_HEADINGS, shared, said
        number = resolve_address(text, scenario.labels) if text else None
        if text and number is None:
            kind = "a number or a label" if what == _RANGES else "a number"
            return HEADINGS, [], f'"{text}": expected {kind}'
        if what == _WHO:
            return self._who(found, number)
        rows = map_rows(found, self._filter(number), scenario.labels)
        return HEADINGS, rows, _sentence(total_text(rows))

    def _who(
        self, found: Survey, gpa: int | None
    ) -> tuple[tuple[str, ...], Sequence[MapRow | SharedRow], str]:
        if gpa is None:
            return PAGE_HEADINGS, [], "Type a guest-physical address: who maps its frame?"
        pages, tables = page_rows(found, gpa), table_rows(found, gpa)
        uses = ", ".join(f"{row.entry} as a {row.level.table_name.lower()}" for row in tables)
        also = f"; used by {uses}" if tables else ""
        noun = "page shows" if len(pages) == 1 else "pages show"
        return PAGE_HEADINGS, pages, f"{len(pages) or 'No'} {noun} {gpa:#x}{also}"

    def _filter(self, address: int | None) -> RangeFilter:
        wanted = {
            name: None if choice.value == _ANY else choice.value == name
            for name, choice in self.filters.items()
        }
        return RangeFilter(address, **wanted)

    def _fit_columns(self) -> None:
        """Make each column as wide as its longest text; the last one takes the rest."""
        for column in range(self.model.columnCount() - 1):
            heading = self.model.headerData(column, Qt.Orientation.Horizontal)
            width = max(
                self._theme.width(FontKind.MONO_STRONG, self.model.widest(column)),
                self._theme.width(FontKind.CAPTION, str(heading)),
            )
            self.table.setColumnWidth(column, round(width + self._theme.px(24)))


def _same_space(one: Scenario, other: Scenario) -> bool:
    return one.memory is other.memory and one.cpu == other.cpu and one.ram == other.ram


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _table(model: MapsModel, parent: QWidget) -> QTableView:
    table = QTableView(parent)
    table.setModel(model)
    table.setAccessibleName("Maps")
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.horizontalHeader().setStretchLastSection(True)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    return table
