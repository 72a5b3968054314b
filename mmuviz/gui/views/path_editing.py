"""Editing entries on the path: flip a flag, type a value, copy and paste rows."""

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolTip, QWidget

from mmuviz.core.entry import Flag
from mmuviz.core.paging import Level
from mmuviz.core.scenario import Scenario
from mmuviz.gui.theme import Theme
from mmuviz.gui.views.value_editor import ValueEditor
from mmuviz.present.entry_edit import Slot, copied, pasted, through, toggle, typed
from mmuviz.sources.entry_text import parse_number


class PathEditing(QObject):
    """Turns what the user does to an entry into a wish, or says why it cannot be done.

    Signals:
        edit_wished: the scenario is to be another one (undo text, Scenario).
        index_entered: an entry is to be shown (level's number, index).
        left: the keyboard goes back to the view.
    """

    edit_wished = Signal(str, object)
    index_entered = Signal(int, int)
    left = Signal()

    def __init__(self, surface: QWidget) -> None:
        """Edit on `surface`."""
        super().__init__(surface)
        self._surface = surface
        self._scenario = Scenario()
        self.editor = ValueEditor(surface)
        self.editor.entered.connect(self._on_entered)
        self.editor.left.connect(self.left)
        self.index_editor = ValueEditor(surface)
        self.index_editor.entered.connect(self._on_index)
        self.index_editor.left.connect(self.left)

    def set_theme(self, theme: Theme) -> None:
        """Type in the theme's font."""
        for editor in (self.editor, self.index_editor):
            editor.set_theme(theme)

    def set_scenario(self, scenario: Scenario) -> None:
        """Edit `scenario` from now on."""
        self._scenario = scenario

    def _may(self, slot: Slot, place: QRect) -> bool:
        reason = slot.refusal(self._scenario)
        if reason:
            self._tell(f"{slot.name} is {reason}", place)
        return not reason

    def flip(self, slot: Slot, flag: Flag, place: QRect) -> None:
        """Flip one flag."""
        if self._may(slot, place):
            self.edit_wished.emit(*toggle(self._scenario, slot, flag))

    def type_over(self, slot: Slot, place: QRect, text: str = "") -> None:
        """Open the editor at `place`, on the value or on the first character typed."""
        if self._may(slot, place):
            value = slot.value(self._scenario) or 0
            name, hint = f"Value of {slot.name}", "hexadecimal, or -> frame"
            self.editor.edit(slot, (name, hint), text or f"{value:08x}", place, fresh=not text)

    def type_frame(self, slot: Slot, place: QRect) -> None:
        """Open the editor at `place` on the frame alone: the flags stay."""
        frame = (slot.value(self._scenario) or 0) & self._scenario.cpu.mode.frame_mask
        self.type_over(slot, place, f"-> {frame:x}")

    def _on_entered(self, slot: Slot, text: str) -> None:
        try:
            edit = typed(self._scenario, slot, text)
        except (ValueError, LookupError) as problem:
            self.editor.refuse(str(problem))
            return
        self.editor.close_editor()
        self.edit_wished.emit(*edit)

    def ask_index(self, level: Level, place: QRect) -> None:
        """Ask for the index of an entry, over the head of its table."""
        hint = f"an index from 0 to {level.entries - 1}"
        name = f"Index in the {level.table_name}"
        self.index_editor.setPlaceholderText(f"index 0…{level.entries - 1}")
        self.index_editor.edit(level, (name, hint), "", place, fresh=True)

    def _on_index(self, level: Level, text: str) -> None:
        index = parse_number(text)
        if index is None or not 0 <= index < level.entries:
            self.index_editor.refuse(
                f'"{text}": expected an index from 0 to {level.entries - 1}, decimal or 0x…'
            )
            return
        self.index_editor.close_editor()
        self.index_entered.emit(level.number, index)

    def walk_through(self, slot: Slot) -> None:
        """Ask for the address that selects the entry."""
        self.edit_wished.emit(*through(self._scenario, slot))

    def copy(self, first: Slot, last: int, place: QRect) -> None:
        """Put the entries from `first` to the number `last` on the clipboard."""
        try:
            QGuiApplication.clipboard().setText(copied(self._scenario, first, last))
        except LookupError as problem:
            self._tell(f"Nothing was copied: {problem}", place)

    def paste(self, slot: Slot, place: QRect) -> None:
        """Put the clipboard's rows into the table, from `slot` on."""
        try:
            edit = pasted(self._scenario, slot, QGuiApplication.clipboard().text())
        except (ValueError, LookupError) as problem:
            self._tell(f"Nothing was pasted: {problem}", place)
            return
        self.edit_wished.emit(*edit)

    def _tell(self, text: str, place: QRect) -> None:
        QToolTip.showText(self._surface.mapToGlobal(place.bottomLeft()), text, self._surface)
        self._surface.setAccessibleDescription(text)
