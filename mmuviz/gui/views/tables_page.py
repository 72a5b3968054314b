"""The Tables view: the graph of all tables, and the chosen one in words."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.page import Page
from mmuviz.gui.views.tables_panel import TablesPanel
from mmuviz.gui.views.tables_view import TablesView
from mmuviz.gui.widgets.empty_note import EmptyNote
from mmuviz.present.frame import Frame
from mmuviz.present.table_graph import Key, TableGraph, walked_tables
from mmuviz.present.table_picture import Card, table_picture
from mmuviz.present.table_words import table_words

_HINT = "Drag moves, the wheel zooms, arrows go from table to table"
_PANEL = 320.0


class TablesPage(Page):
    """The drawn graph on the left, the panel on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay the parts out."""
        super().__init__(parent)
        self._theme = Theme()
        self._graph: TableGraph | None = None
        self._walked: tuple[Key, ...] = ()
        self._selected: Key | None = None
        self._unfolded: set[Key] = set()
        self.count = QLabel(self)
        self.hint = QLabel(_HINT, self)
        self.view = TablesView(self)
        self.panel = TablesPanel(self)
        self.empty = EmptyNote("", self)
        self.buttons = {words: QPushButton(words, self) for words in ("Fit", "\N{MINUS SIGN}", "+")}
        self._lay_out()
        for button, tip, act in zip(
            self.buttons.values(),
            ("Show everything (0)", "Smaller (−)", "Larger (+)"),
            (self.view.fit_all, self.view.zoom_out, self.view.zoom_in),
            strict=True,
        ):
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(act)
        self.view.card_chosen.connect(self._on_chosen)
        self.view.card_entered.connect(self._on_entered)
        self.panel.walk_wished.connect(self._on_walk)
        self.panel.fold_wished.connect(self._on_fold)
        self.set_theme(self._theme)

    def _lay_out(self) -> None:
        self._top = QHBoxLayout()
        self._top.addWidget(self.count)
        self._top.addWidget(self.hint, 1, Qt.AlignmentFlag.AlignRight)
        for button in self.buttons.values():
            self._top.addWidget(button)
        shown = QWidget(self)
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.view, 1)
        row.addWidget(self.panel)
        self._shown = shown
        self._either = QStackedLayout()
        self._either.addWidget(shown)
        self._nothing = QWidget(self)
        self._beside = QHBoxLayout(self._nothing)
        self._beside.addWidget(self.empty)
        self._either.addWidget(self._nothing)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._top)
        self._column.addLayout(self._either, 1)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts, colours and sizes."""
        self._theme = theme
        margin, gap = round(theme.px(20)), round(theme.px(8))
        self._column.setContentsMargins(margin, gap, 0, 0)
        self._column.setSpacing(gap)
        self._top.setSpacing(gap)
        self._top.setContentsMargins(0, 0, margin, 0)
        self._beside.setContentsMargins(0, 0, margin, 0)
        self.count.setFont(theme.font(FontKind.HEADING))
        self.hint.setFont(theme.font(FontKind.CAPTION))
        muted = self.hint.palette()
        muted.setColor(self.hint.foregroundRole(), theme.color(Role.MUTED))
        self.hint.setPalette(muted)
        sunken = self.panel.palette()
        sunken.setColor(QPalette.ColorRole.Window, theme.color(Role.SUNKEN))
        self.panel.setPalette(sunken)
        for button in self.buttons.values():
            side = theme.width(FontKind.BODY, button.text()) + theme.px(24)
            button.setFixedWidth(round(side))
        self.panel.set_theme(theme)
        self.empty.set_theme(theme)
        self._size_panel()
        self._show()

    def show_frame(self, frame: Frame) -> None:
        """Show the tables of `frame` and the walk's way through them."""
        graph = self._graph
        fresh = graph is None or not graph.follow(frame.scenario)
        if graph is None or fresh:
            graph = self._graph = TableGraph(frame.scenario)
            self._unfolded &= graph.nodes.keys()
        walked = walked_tables(graph, frame.trace)
        if not fresh and walked == self._walked:
            return
        if walked != self._walked or self._selected not in graph.nodes:
            self._selected = walked[-1] if walked else graph.root
        self._walked = walked
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture its room."""
        super().resizeEvent(event)
        self._size_panel()

    def showEvent(self, event: QShowEvent) -> None:
        """Let the arrow keys move in the graph at once."""
        super().showEvent(event)
        self.view.setFocus()

    def _size_panel(self) -> None:
        """Give the panel its width, and the hint only a place that it fits in."""
        room = max(self.width(), 1) * 0.42
        self.panel.setFixedWidth(round(min(self._theme.px(_PANEL), room)))
        needed = self._theme.width(FontKind.CAPTION, _HINT) + self._theme.px(500)
        self.hint.setText(_HINT if needed < self.width() else "")

    def _show(self) -> None:
        graph = self._graph
        if graph is None:
            return
        picture = table_picture(graph, self._walked, self._selected, self._unfolded)
        self.view.show_picture(picture, self._theme)
        self.count.setText(picture.count)
        self.empty.show_words(picture.heading, picture.advice, with_way=False)
        self._either.setCurrentWidget(self._shown if picture.cards else self._nothing)
        for part in (self.hint, *self.buttons.values()):
            part.setVisible(bool(picture.cards))
        if self._selected in graph.nodes:
            self.panel.show_words(
                table_words(graph, self._selected), unfolded=self._selected in self._unfolded
            )

    def _on_chosen(self, card: Card) -> None:
        """Describe a table; a fold opens by the mouse or by Enter, not by the arrows alone."""
        if not card.folded:
            self._selected = card.key
            self._show()

    def _on_entered(self, card: Card) -> None:
        if card.folded:
            self._unfolded.add(card.key)
            self._selected = card.key
            self._show()
        elif self._graph is not None:
            self.walk_wished.emit(self._graph.nodes[card.key].table.gva)

    def _on_walk(self) -> None:
        if self._graph is not None and self._selected is not None:
            self.walk_wished.emit(self._graph.nodes[self._selected].table.gva)

    def _on_fold(self) -> None:
        if self._selected is not None:
            self._unfolded.discard(self._selected)
            self._show()
