"""The path of the walk; every bit and value can be edited in place."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from mmuviz.core.entry import Flag, flags_of
from mmuviz.gui.theme import Theme
from mmuviz.gui.views.path_canvas import PathCanvas
from mmuviz.gui.views.path_editing import PathEditing
from mmuviz.gui.views.path_focus import above_or_below, beside, far, first_focus
from mmuviz.gui.views.path_menu import open_menu
from mmuviz.gui.views.row_item import VALUE_FOCUS, RowItem
from mmuviz.gui.views.row_pool import Focus
from mmuviz.present.entry_edit import flag_of
from mmuviz.present.frame import Frame
from mmuviz.present.path_picture import PathView as Choice
from mmuviz.present.path_picture import Row

_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_JUMPS = {
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Home: -512,
    Qt.Key.Key_End: 512,
}  # in screenfuls: 512 are more than a table has
_FOLD_KEYS = {*_MOVES, *_JUMPS, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Space}


class PathView(PathCanvas):
    """Lets the path be edited by mouse and keys.

    Signals:
        edit_wished: the scenario is to be another one (undo text, Scenario).
    """

    edit_wished = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._editing = PathEditing(self.viewport())
        self._editing.edit_wished.connect(self.edit_wished)
        self._editing.index_entered.connect(self._on_index)
        self._editing.left.connect(self.setFocus)

    def set_theme(self, theme: Theme) -> None:
        """Draw and type in `theme`."""
        self._editing.set_theme(theme)
        super().set_theme(theme)

    def show_frame(self, frame: Frame) -> None:
        """Show the path of `frame`, and edit its scenario from now on."""
        self._editing.set_scenario(frame.scenario)
        super().show_frame(frame)

    # Mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Flip a bit, open a fold, or take the focus to a value."""
        item, left = self._item_at(event.position()), event.button() == Qt.MouseButton.LeftButton
        if left and item is None and (head := self._head_at(event.position())) is not None:
            self._ask_index_of(head)
            return
        if not left or item is None or item.row is None:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        row, level = item.row, item.row.slot.level.number
        if event.modifiers() & _SHIFT:
            self._take(Focus(level, row.slot.index, VALUE_FOCUS), marking=True)
            self._show()
            return
        if row.fold_end is not None:
            self._center(level, (row.slot.index + row.fold_end) // 2)
            return
        number = item.flag_at(self.mapToScene(event.position().toPoint()))
        self._focus = Focus(level, row.slot.index, VALUE_FOCUS if number is None else number)
        if number is not None:
            self._flip(item, item.flag(number))
        self._show()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the value that was clicked twice; a second click on a bit is a click."""
        item = self._item_at(event.position())
        if item is None or item.row is None or item.row.fold_end is not None:
            super().mouseDoubleClickEvent(event)
        elif item.flag_at(self.mapToScene(event.position().toPoint())) is None:
            self._edit(item)
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the rows of the table under the pointer."""
        item = self._item_at(event.position())
        steps = event.angleDelta().y() // 40
        if item is None or item.row is None or not steps:
            super().wheelEvent(event)
            return
        level = item.row.slot.level
        shown = self._rows.shown(level.number)
        middle = shown[len(shown) // 2].row
        assert middle is not None, "only shown rows are listed"
        at = middle.slot.index if middle.fold_end is None or steps > 0 else middle.fold_end
        self._center(level.number, min(max(at - steps, 0), level.entries - 1))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the row under the pointer."""
        item = self._item_at(QPointF(event.pos()))
        if item is not None and item.row is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._focus_on_click(item.row)
        open_menu(self, event.globalPos())
        event.accept()

    def _focus_on_click(self, row: Row) -> None:
        """Go to the row that a menu is for; marked rows stay marked under it."""
        level, marked = row.slot.level.number, self.marked()
        if (
            marked is None
            or marked[0].level != row.slot.level
            or not marked[0].index <= row.slot.index <= marked[1]
        ):
            self._focus = Focus(level, row.slot.index, VALUE_FOCUS)
            self._show()

    def copy_rows(self) -> None:
        """Put the marked rows on the clipboard."""
        item, marked = self.focused_item(), self.marked()
        if item is not None and marked is not None:
            self._editing.copy(*marked, self._place(item))

    def paste_rows(self) -> None:
        """Put the clipboard's rows into the table, from the row that has the keyboard on."""
        if (item := self.focused_item()) is not None and item.row is not None:
            self._editing.paste(item.row.slot, self._place(item))

    def edit_row(self) -> None:
        """Type over the value of the row that has the keyboard."""
        if (item := self.focused_item()) is not None:
            self._edit(item)

    def edit_frame(self) -> None:
        """Type over the frame of the row that has the keyboard."""
        if (item := self.focused_item()) is not None and item.row is not None:
            self._editing.type_frame(item.row.slot, self._place(item))

    def walk_through_row(self) -> None:
        """Walk the address that selects the row that has the keyboard."""
        if (item := self.focused_item()) is not None and item.row is not None:
            self._editing.walk_through(item.row.slot)

    def ask_index(self) -> None:
        """Ask which entry to show: of the table with the keyboard, else of the walk's last one."""
        read = [table for table in self._frame.path.tables if table.rows] if self._frame else []
        wanted = self._focus[0] if self._focus else None
        table = next(
            (one for one in read if one.level.number == wanted), read[-1] if read else None
        )
        if table is not None:
            self._ask_index_of(table.level.number)

    def _ask_index_of(self, number: int) -> None:
        if self._frame is not None and self._layout is not None:
            head = self.mapFromScene(self._layout.head_rect(number)).boundingRect()
            self._editing.ask_index(self._frame.scenario.cpu.mode.level(number), head)

    def _on_index(self, level: int, index: int) -> None:
        self._focus = Focus(level, index, VALUE_FOCUS)
        self._center(level, index)

    def back_to_path(self) -> None:
        """Show the rows round the walk's entries again."""
        self._choice, self._focus = Choice(self._choice.rows), None
        self._show()

    # Keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move over rows and bits, flip, edit, copy and paste; the rest is the window's."""
        item = self.focused_item()
        if item is None or item.row is None:
            event.ignore()  # not the scroll area's: the window steps with them
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif item.is_fold and event.text() and flag_of(event.text()):
            event.accept()  # a flag's letter: a fold is opened before its entries are edited
        elif item.is_fold and event.key() not in _FOLD_KEYS:
            event.ignore()  # the window's
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_rows()
        elif not self._key_on(item, event):
            event.ignore()  # not the scroll area's: the window steps with them

    def _key_on(self, item: RowItem, event: QKeyEvent) -> bool:
        """Act on the focused row; False where the key means nothing there."""
        assert self._frame is not None, "keys act on a frame"
        assert self._layout is not None, "a frame is laid out"
        assert self._focus is not None, "a row has the focus"
        assert item.row is not None, "a focused row is shown"
        key, part = Qt.Key(event.key()), self._focus[2]
        mode = self._frame.scenario.cpu.mode
        flag = flag_of(event.text()) if event.text() else None
        if key is Qt.Key.Key_Escape:
            self._focus = None
            self._show()
        elif key in _MOVES and _MOVES[key][1]:
            self._move_cells(_MOVES[key][1])
        elif key in _MOVES or key in _JUMPS:
            self._move_rows(key, marking=bool(event.modifiers() & _SHIFT))
        elif item.row.fold_end is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self._center(self._focus[0], item.row.slot.index)
        elif key is Qt.Key.Key_Space and part >= 0:
            self._flip(item, item.flag(part))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit_row()
        elif part == VALUE_FOCUS and event.text() and event.text() in "0123456789abcdefABCDEF":
            self._edit(item, event.text())
        elif flag is not None and flag in flags_of(mode, item.row.slot.level):
            self._flip(item, flag)
        else:
            return False
        return True

    def _move_cells(self, cells: int) -> None:
        """Move the keyboard over the bits and the value of a row, and on to the next table."""
        assert self._frame is not None, "keys act on a frame"
        assert self._layout is not None, "a frame is laid out"
        assert self._focus is not None, "a row has the focus"
        self._focus = beside(self._focus, cells, self._layout, self._arrange(self._frame)[0])
        self._show()

    def _last_index(self, level: int) -> int:
        assert self._frame is not None, "keys act on a frame"
        return self._frame.scenario.cpu.mode.level(level).entries - 1

    def _move_rows(self, key: Qt.Key, *, marking: bool) -> None:
        """Move the keyboard over rows; beyond the last one in sight the table scrolls."""
        assert self._focus is not None, "a row has the focus"
        last = self._last_index(self._focus.level)
        if key in _MOVES:
            focus = above_or_below(self._focus, _MOVES[key][0], self._rows, last)
        else:
            focus = far(self._focus, _JUMPS[key] * self._choice.rows, last)
        self._take(focus, marking=marking)
        if key in _JUMPS or self._rows.find(focus.level, focus.entry) is None:
            self._center(focus.level, focus.entry)
        self._show()

    def _take(self, focus: Focus, *, marking: bool) -> None:
        """Set the keyboard on `focus`; `marking` marks the rows from where it was."""
        old, item = self._focus, self.focused_item()
        if marking and old is not None and old.level == focus.level:
            here = item.row.entries if item is not None and item.row is not None else None
            focus = focus._replace(anchor=old.anchor or here)
        self._focus = focus

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start on the entry of the path that the walk is at."""
        super().focusInEvent(event)
        by_tab = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        if by_tab and self.focused_item() is None and self._frame is not None:
            self._focus = first_focus(self._frame.path)
        self._show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._show()

    # Editing.

    def _flip(self, item: RowItem, flag: Flag) -> None:
        if item.row is not None:
            self._editing.flip(item.row.slot, flag, self._place(item))

    def _edit(self, item: RowItem, text: str = "") -> None:
        if item.row is not None:
            self._editing.type_over(item.row.slot, self._place(item), text)
