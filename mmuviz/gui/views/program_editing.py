"""Editing a guest program: what keys, the menu and the editor over a cell turn into wishes."""

from functools import partial

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtWidgets import QMenu

from mmuviz.core.operation import Operation
from mmuviz.core.scenario import Scenario
from mmuviz.gui.theme import FontKind, Theme
from mmuviz.gui.views.program_fields import HINTS, field_text, typed
from mmuviz.gui.views.program_list import ProgramList
from mmuviz.gui.views.program_model import Column
from mmuviz.gui.views.value_editor import ValueEditor
from mmuviz.present import program_edit as edits


class ProgramEditing(QObject):
    """Edits the program that a list shows.

    Signals:
        edit_wished: the scenario is to be another one, and an operation of it is to be shown
            (undo text, Scenario, the operation's number).
    """

    edit_wished = Signal(str, object, int)

    def __init__(self, table: ProgramList) -> None:
        """Edit in `table`."""
        super().__init__(table)
        self._table = table
        self.editor = ValueEditor(table.viewport())
        self.editor.entered.connect(self._on_entered)
        self.editor.left.connect(table.setFocus)
        table.edit_wished.connect(self.edit_cell)
        table.menu_wished.connect(self.open_menu)
        table.move_wished.connect(self.move)
        table.duplicate_wished.connect(self.duplicate)
        table.remove_wished.connect(self.remove)

    def set_theme(self, theme: Theme) -> None:
        """Type in the theme's font."""
        self.editor.set_theme(theme)

    @property
    def _scenario(self) -> Scenario:
        return self._table.program.scenario

    @property
    def _number(self) -> int:
        return self._table.currentIndex().row()

    @property
    def _operation(self) -> Operation:
        return self._scenario.program[self._number]

    def _wish(self, edit: edits.Edit, number: int) -> None:
        self.edit_wished.emit(*edit, number)

    # The whole operation.

    def add(self, kind: str) -> None:
        """Add an operation behind the current one."""
        operation = edits.fresh(kind, self._scenario, self._number)
        self._wish(edits.inserted(self._scenario, self._number, operation), self._number + 1)

    def duplicate(self) -> None:
        """Add the current operation once more."""
        self._wish(edits.duplicated(self._scenario, self._number), self._number + 1)

    def remove(self) -> None:
        """Take the current operation away; the one access of a scenario stays."""
        if self._scenario.operations:
            self._wish(edits.removed(self._scenario, self._number), self._number)

    def move(self, places: int) -> None:
        """Move the current operation; at the ends it stays."""
        edit = edits.moved(self._scenario, self._number, places)
        if edit is not None:
            self._wish(edit, self._number + places)

    def swap(self, first: int, second: int) -> None:
        """Put two operations each in the other's place, and show the second place."""
        self._wish(edits.swapped(self._scenario, first, second), second)

    def set_kind(self, kind: str, _checked: object = None) -> None:
        """Let the current operation be of another kind."""
        operation = edits.of_kind(kind, self._scenario, self._number)
        self._wish(edits.replaced(self._scenario, self._number, operation), self._number)

    # Its fields.

    def edit_cell(self) -> None:
        """Edit the current cell: pick a kind, or type the field."""
        if self._table.currentIndex().column() == Column.OPERATION:
            self.pick_kind()
        else:
            self.edit_field()

    def edit_field(self) -> None:
        """Type the address, the entry, the bit or the register."""
        operation, theme = self._operation, self._table.theme
        text = field_text(operation, self._scenario)
        index = self._table.program.index(self._number, Column.ADDRESS)
        place = self._table.visualRect(index)
        height = round(theme.metrics(FontKind.BODY).height() + theme.px(8))
        width = round(theme.width(FontKind.MONO, text) + theme.px(40))
        top = place.center().y() - height // 2
        rect = QRect(place.left(), top, max(width, place.width()), height)
        named = (f"Operation {self._number + 1}", HINTS[type(operation)])
        self.editor.edit(self._number, named, text, rect, fresh=True)

    def _on_entered(self, number: int, text: str) -> None:
        try:
            operation = typed(self._scenario.program[number], text, self._scenario)
        except ValueError as problem:
            self.editor.refuse(str(problem))
            return
        self.editor.close_editor()
        self._wish(edits.replaced(self._scenario, number, operation), number)

    # Menus and keys.

    def pick_kind(self) -> None:
        """Offer what an operation can be, below its cell."""
        menu = self._menu()
        self._add_kinds(menu)
        index = self._table.program.index(self._number, Column.OPERATION)
        corner = self._table.visualRect(index).bottomLeft()
        menu.popup(self._table.viewport().mapToGlobal(corner))

    def _menu(self) -> QMenu:
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _add_kinds(self, menu: QMenu) -> None:
        current = self._table.program.rows[self._number].title
        for kind in edits.KINDS:
            action = menu.addAction(kind)
            action.setCheckable(True)
            action.setChecked(kind == current)
            action.triggered.connect(partial(self.set_kind, kind))

    def open_menu(self, at: QPoint) -> None:
        """Open the menu of the current operation."""
        menu, last = self._menu(), len(self._scenario.program) - 1
        self._add_kinds(menu.addMenu("&Kind"))
        for text, act, possible in (
            ("&Edit…\tF2", self.edit_field, True),
            ("Move &up\tAlt+Up", partial(self.move, -1), self._number > 0),
            ("Move &down\tAlt+Down", partial(self.move, 1), self._number < last),
            ("D&uplicate\tAlt+Shift+Down", self.duplicate, True),
            ("&Remove\tDel", self.remove, bool(self._scenario.operations)),
        ):
            action = menu.addAction(text)
            action.triggered.connect(act)
            action.setEnabled(possible)
        menu.popup(at)
