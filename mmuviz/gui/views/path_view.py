"""The path of the walk as a scene of tables; every bit and value can be edited in place."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QToolTip, QWidget

from mmuviz.core.entry import Flag, flags_of
from mmuviz.core.paging import PagingMode
from mmuviz.gui.theme import Role, Theme
from mmuviz.gui.views.path_ground import PathGround
from mmuviz.gui.views.path_layout import PathLayout, lay_out
from mmuviz.gui.views.row_item import VALUE_FOCUS, RowItem
from mmuviz.gui.views.value_editor import ValueEditor
from mmuviz.present.entry_edit import Slot, copied, flag_of, pasted, toggle, typed
from mmuviz.present.frame import Frame
from mmuviz.present.path_picture import PathPicture, Row, path_picture
from mmuviz.present.path_picture import PathView as Choice

_MOST_ROWS = 12


class PathView(QGraphicsView):
    """Shows the path of a frame.

    Signals:
        edit_wished: the scenario is to be another one (undo text, Scenario).
    """

    edit_wished = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._frame: Frame | None = None
        self._choice = Choice()
        self._layout: PathLayout | None = None
        self._scene = QGraphicsScene(self)
        self._scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setScene(self._scene)
        self._ground = PathGround()
        self._scene.addItem(self._ground)
        self._rows: dict[int, list[RowItem]] = {}
        self._focus: tuple[int, int, int] | None = None  # level, entry, flag or VALUE_FOCUS
        self._editor = ValueEditor(self.viewport())
        self._editor.entered.connect(self._on_value_entered)
        self._editor.left.connect(self.setFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.BoundingRectViewportUpdate)
        self.setMouseTracking(True)
        self.setAccessibleName("Path")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # Showing.

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.setBackgroundBrush(theme.brush(Role.SURFACE))
        self.setMinimumHeight(round(theme.px(150)))
        self._editor.set_theme(theme)
        self._show()

    def show_frame(self, frame: Frame) -> None:
        """Show the path of `frame`; rows that the reader chose stay while the tables do."""
        old = self._frame
        if old is None or old.scenario.access.gva != frame.scenario.access.gva:
            self._choice = Choice(self._choice.rows)
        self._frame = frame
        self.setAccessibleDescription(frame.headline.title)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out anew."""
        super().resizeEvent(event)
        self._show()

    def _picture(self, frame: Frame) -> PathPicture:
        if self._choice == Choice():
            return frame.path
        return path_picture(frame.trace, frame.step, self._choice)

    def _show(self) -> None:
        if self._frame is None:
            return
        picture = self._picture(self._frame)
        size = self.viewport().size()
        layout = lay_out(picture, self._theme, size.width(), size.height())
        rows = min(layout.visible_rows, _MOST_ROWS)
        if rows != self._choice.rows:
            self._choice = replace(self._choice, rows=rows)
            picture = self._picture(self._frame)
            layout = lay_out(picture, self._theme, size.width(), size.height())
        self._layout = layout
        row_y: dict[int, float] = {}
        bottom: dict[int, float] = {}
        for table in picture.tables:
            level = table.level.number
            current = table.current or (picture.judging and bool(table.rows))
            bottom[level] = self._show_rows(level, table.rows, layout, row_y, current=current)
        for level in self._rows.keys() - layout.columns.keys():
            for item in self._rows[level]:
                item.setVisible(False)
        height = max(layout.size[1], *bottom.values(), 0)
        width = (
            max(layout.size[0], size.width()) if layout.size[0] > size.width() + 1 else size.width()
        )
        layout = replace(
            layout, size=(width, size.height() if height <= size.height() + 1 else height)
        )
        self._scene.setSceneRect(0, 0, *layout.size)
        self._ground.show_path(picture, layout, self._theme, row_y, bottom)

    def _show_rows(
        self,
        level: int,
        rows: tuple[Row, ...],
        layout: PathLayout,
        row_y: dict[int, float],
        *,
        current: bool,
    ) -> float:
        items = self._rows.setdefault(level, [])
        while len(items) < len(rows):
            item = RowItem()
            self._scene.addItem(item)
            items.append(item)
        column, y = layout.columns[level], layout.rows_top
        for number, item in enumerate(items):
            if number >= len(rows):
                item.setVisible(False)
                continue
            row = rows[number]
            height = layout.row_on_path if row.on_path else layout.row
            rect = QRectF(column.x, y, column.width, height)
            item.focus = self._focus_in(row.slot)
            item.show_row(row, rect, column, self._theme, current=current and row.on_path)
            if row.on_path:
                row_y[level] = rect.center().y()
            y += height
        return y

    def _focus_in(self, slot: Slot) -> int | None:
        if self._focus is None or not self.hasFocus():
            return None
        level, index, part = self._focus
        return part if (level, index) == (slot.level.number, slot.index) else None

    # Finding.

    def row_item(self, level: int, index: int) -> RowItem | None:
        """Return the item that shows entry `index` at `level`; None where it is not in sight."""
        for item in self._rows.get(level, []):
            row = item.row
            if item.isVisible() and row is not None and row.slot.index == index:
                return item
        return None

    def _item_at(self, position: QPointF) -> RowItem | None:
        item = self.itemAt(position.toPoint())
        return item if isinstance(item, RowItem) else None

    def bit_center(self, level: int, index: int, letter: str) -> QPointF:
        """Return the middle of a bit's cell in viewport pixels, as a pointer would hit it.

        Raises:
            KeyError: that bit is not in sight.
        """
        item = self.row_item(level, index)
        letters = self._layout.columns[level].letters if self._layout else ""
        if item is None or letter not in letters:
            raise KeyError(letter)
        center = item.bit_rect(letters.index(letter)).center()
        return QPointF(self.mapFromScene(item.mapToScene(center)))

    # Mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Flip a bit, open a fold, or take the focus to a value."""
        item = self._item_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or item is None or item.row is None:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        row, level = item.row, item.row.slot.level.number
        if row.fold_end is not None:
            self._center(level, (row.slot.index + row.fold_end) // 2)
            return
        number = item.flag_at(self.mapToScene(event.position().toPoint()))
        self._focus = (level, row.slot.index, VALUE_FOCUS if number is None else number)
        if number is not None:
            self._toggle(item, number)
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
        shown = [other.row for other in self._rows[level.number] if other.isVisible() and other.row]
        middle = shown[len(shown) // 2]
        at = middle.slot.index if middle.fold_end is None or steps > 0 else middle.fold_end
        self._center(level.number, min(max(at - steps, 0), level.entries - 1))
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Go back to the rows round the path."""
        self._choice = Choice(self._choice.rows)
        self._show()
        event.accept()

    def _center(self, level: int, index: int) -> None:
        centers = dict(self._choice.centers) | {level: index}
        self._choice = replace(self._choice, centers=tuple(centers.items()))
        self._show()

    # Keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move over rows and bits, flip, edit, copy and paste; the rest is the window's."""
        item = self._focused_item()
        if event.matches(QKeySequence.StandardKey.Copy) and item is not None:
            self._copy(item)
        elif event.matches(QKeySequence.StandardKey.Paste) and item is not None:
            self._paste(item)
        elif item is None or not self._key_on(item, event):
            super(QGraphicsView, self).keyPressEvent(event)

    def _key_on(self, item: RowItem, event: QKeyEvent) -> bool:
        """Act on the focused row; False where the key means nothing there."""
        assert self._focus is not None, "a row has the focus"
        assert item.row is not None, "a focused row is shown"
        moves = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        key, part = Qt.Key(event.key()), self._focus[2]
        flag = flag_of(event.text()) if event.text() else None
        if key is Qt.Key.Key_Escape:
            self._focus = None
            self._show()
        elif key in moves:
            self._move(item, *moves[key])
        elif key is Qt.Key.Key_G and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        elif item.row.fold_end is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self._center(self._focus[0], item.row.slot.index)
        elif key is Qt.Key.Key_Space and part >= 0:
            self._toggle(item, part)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._edit(item)
        elif part == VALUE_FOCUS and event.text() and event.text() in "0123456789abcdefABCDEF":
            self._edit(item, event.text())
        elif flag is not None and flag in flags_of(self._mode(), item.row.slot.level):
            self._flip(item, flag)
        else:
            return False
        return True

    def _mode(self) -> PagingMode:
        assert self._frame is not None, "keys act on a frame"
        return self._frame.scenario.cpu.mode

    def _focused_item(self) -> RowItem | None:
        if self._focus is None:
            return None
        return self.row_item(self._focus[0], self._focus[1])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start on the entry of the path that the walk is at."""
        super().focusInEvent(event)
        by_tab = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        if by_tab and self._focused_item() is None and self._frame is not None:
            read = [table for table in self._frame.path.tables if table.rows]
            if read:
                row = next(row for row in read[-1].rows if row.on_path)
                self._focus = (read[-1].level.number, row.slot.index, 0)
        self._show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._show()

    def _move(self, item: RowItem, rows: int, parts: int) -> None:
        assert self._focus is not None, "a row has the focus"
        level, index, part = self._focus
        if parts:
            self._focus = self._beside(level, index, part + parts)
        else:
            shown = [one for one in self._rows[level] if one.isVisible() and one.row is not None]
            at = shown.index(item) + rows
            if 0 <= at < len(shown):
                row = shown[at].row
                assert row is not None, "only shown rows are listed"
                self._focus = (level, row.slot.index, part)
        self._show()

    def _beside(self, level: int, index: int, part: int) -> tuple[int, int, int]:
        """Return the focus one part on: over the row's end it goes to the next table's path."""
        assert self._layout is not None, "keys act on what is laid out"
        assert self._frame is not None, "keys act on a frame"
        if VALUE_FOCUS <= part < len(self._layout.columns[level].letters):
            return level, index, part
        read = [table for table in self._frame.path.tables if table.rows]
        number = [table.level.number for table in read].index(level) + (1 if part > 0 else -1)
        if not 0 <= number < len(read):
            return level, index, max(part - 1, VALUE_FOCUS) if part > 0 else VALUE_FOCUS
        row = next((row for row in read[number].rows if row.on_path), read[number].rows[0])
        other = read[number].level.number
        last = len(self._layout.columns[other].letters) - 1
        return other, row.slot.index, VALUE_FOCUS if part > 0 else last

    # Editing.

    def _toggle(self, item: RowItem, number: int) -> None:
        self._flip(item, item.flag(number))

    def _flip(self, item: RowItem, flag: Flag) -> None:
        assert item.row is not None, "a shown row is edited"
        assert self._frame is not None, "a frame is shown"
        slot, scenario = item.row.slot, self._frame.scenario
        reason = slot.refusal(scenario)
        if reason:
            self._tell(f"{slot.name} is {reason}")
        else:
            self.edit_wished.emit(*toggle(scenario, slot, flag))

    def _edit(self, item: RowItem, text: str | None = None) -> None:
        assert item.row is not None, "a shown row is edited"
        assert self._frame is not None, "a frame is shown"
        slot = item.row.slot
        reason = slot.refusal(self._frame.scenario)
        if reason:
            self._tell(f"{slot.name} is {reason}")
            return
        value = slot.value(self._frame.scenario) or 0
        place = self.mapFromScene(item.value_rect()).boundingRect()
        self._editor.edit(slot, f"{value:x}" if text is None else text, place, fresh=text is None)

    def _on_value_entered(self, slot: Slot, text: str) -> None:
        assert self._frame is not None, "an entry of a frame was edited"
        try:
            edit = typed(self._frame.scenario, slot, text)
        except (ValueError, LookupError) as problem:
            self._editor.refuse(str(problem))
            return
        self._editor.close_editor()
        self.edit_wished.emit(*edit)

    def _copy(self, item: RowItem) -> None:
        assert item.row is not None, "a shown row is copied"
        assert self._frame is not None, "a frame is shown"
        QGuiApplication.clipboard().setText(copied(self._frame.scenario, [item.row.slot]))

    def _paste(self, item: RowItem) -> None:
        assert item.row is not None, "a shown row is pasted to"
        assert self._frame is not None, "a frame is shown"
        text = QGuiApplication.clipboard().text()
        try:
            edit = pasted(self._frame.scenario, item.row.slot, text)
        except (ValueError, LookupError) as problem:
            self._tell(f"Nothing was pasted: {problem}")
            return
        self.edit_wished.emit(*edit)

    def _tell(self, text: str) -> None:
        item = self._focused_item()
        place = item.value_rect().bottomLeft() if item else QPointF(20, 20)
        at = self.viewport().mapToGlobal(self.mapFromScene(place))
        QToolTip.showText(at, text, self)
        self.setAccessibleDescription(text)
