"""The path of the walk as a scene of tables; every bit and value can be edited in place."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from mmuviz.core.entry import Flag, flags_of
from mmuviz.gui.theme import Role, Theme
from mmuviz.gui.views.path_address import PathAddress
from mmuviz.gui.views.path_editing import PathEditing
from mmuviz.gui.views.path_focus import above_or_below, beside, first_focus
from mmuviz.gui.views.path_ground import PathGround
from mmuviz.gui.views.path_layout import PathLayout, lay_out
from mmuviz.gui.views.row_item import VALUE_FOCUS, RowItem
from mmuviz.gui.views.row_pool import Focus, RowPool
from mmuviz.present.entry_edit import flag_of
from mmuviz.present.frame import Frame
from mmuviz.present.path_picture import PathPicture, path_picture
from mmuviz.present.path_picture import PathView as Choice

_Key = tuple[Choice, Theme, QSize]
_SLACK = 3  # pixels that rounding may add


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
        self._arranged: tuple[Frame, _Key, PathPicture, PathLayout] | None = None
        self._scene = QGraphicsScene(self)
        self._scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setScene(self._scene)
        self._ground, self._address = PathGround(), PathAddress()
        self._scene.addItem(self._ground)
        self._scene.addItem(self._address)
        self._rows = RowPool(self._scene)
        self._focus: Focus | None = None
        self._editing = PathEditing(self.viewport())
        self._editing.edit_wished.connect(self.edit_wished)
        self._editing.left.connect(self.setFocus)
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
        self._editing.set_theme(theme)
        self._show()

    def show_frame(self, frame: Frame) -> None:
        """Show the path of `frame`; rows that the reader chose stay while the tables do."""
        old = self._frame
        if old is None or old.scenario.access.gva != frame.scenario.access.gva:
            self._choice = Choice(self._choice.rows)
        self._frame = frame
        self._editing.set_scenario(frame.scenario)
        self.setAccessibleDescription(frame.headline.title)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out anew."""
        super().resizeEvent(event)
        self._show()

    def _arrange(self, frame: Frame) -> tuple[PathPicture, PathLayout]:
        """Return the picture with as many rows as fit, and its layout."""
        size = self.viewport().size()
        known = self._arranged
        if known is None or known[0] is not frame or known[1] != (self._choice, self._theme, size):
            picture = path_picture(frame.trace, frame.step, self._choice)
            layout = lay_out(picture, self._theme, size.width(), size.height())
            if layout.visible_rows != self._choice.rows:
                self._choice = replace(self._choice, rows=layout.visible_rows)
                picture = path_picture(frame.trace, frame.step, self._choice)
                layout = lay_out(picture, self._theme, size.width(), size.height())
            known = frame, (self._choice, self._theme, size), picture, layout
            self._arranged = known
        return known[2:]

    def _show(self) -> None:
        if self._frame is None:
            return
        picture, layout = self._arrange(self._frame)
        size = self.viewport().size()
        self._layout = layout
        focus = self._focus if self.hasFocus() else None
        rows_of = picture.tables
        self._rows.show_tables(rows_of, layout, self._theme, focus, judging=picture.judging)
        bottom = max(self._rows.bottom.values())
        whole = (_fitting(layout.size[0], size.width()), _fitting(bottom, size.height()))
        layout = replace(layout, size=whole)
        self._scene.setSceneRect(0, 0, *whole)
        places = (self._rows.path_y, self._rows.bottom)
        self._address.show_path(picture, layout, self._theme)
        self._ground.show_path(picture, layout, self._theme, *places)

    # Finding.

    def _item_at(self, position: QPointF) -> RowItem | None:
        item = self.itemAt(position.toPoint())
        return item if isinstance(item, RowItem) else None

    def bit_center(self, level: int, index: int, letter: str) -> QPointF:
        """Return the middle of a bit's cell in viewport pixels, as a pointer would hit it.

        Raises:
            KeyError: that bit is not in sight.
        """
        item = self._rows.find(level, index)
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
        if item is None or item.row is None:
            event.ignore()  # not the scroll area's: the window steps with them
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._editing.copy(item.row.slot)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._editing.paste(item.row.slot, self._place(item))
        elif not self._key_on(item, event):
            event.ignore()  # not the scroll area's: the window steps with them

    def _key_on(self, item: RowItem, event: QKeyEvent) -> bool:
        """Act on the focused row; False where the key means nothing there."""
        assert self._frame is not None, "keys act on a frame"
        assert self._layout is not None, "a frame is laid out"
        assert self._focus is not None, "a row has the focus"
        assert item.row is not None, "a focused row is shown"
        moves = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        key, part = Qt.Key(event.key()), self._focus[2]
        mode = self._frame.scenario.cpu.mode
        flag = flag_of(event.text()) if event.text() else None
        if key is Qt.Key.Key_Escape:
            self._focus = None
            self._show()
        elif key in moves:
            rows, cells = moves[key]
            picture, _ = self._arrange(self._frame)
            self._focus = (
                beside(self._focus, cells, self._layout, picture)
                if cells
                else above_or_below(self._focus, rows, self._rows)
            )
            self._show()
        elif item.row.fold_end is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
            self._center(self._focus[0], item.row.slot.index)
        elif key is Qt.Key.Key_Space and part >= 0:
            self._flip(item, item.flag(part))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._edit(item)
        elif part == VALUE_FOCUS and event.text() and event.text() in "0123456789abcdefABCDEF":
            self._edit(item, event.text())
        elif flag is not None and flag in flags_of(mode, item.row.slot.level):
            self._flip(item, flag)
        else:
            return False
        return True

    def _focused_item(self) -> RowItem | None:
        if self._focus is None:
            return None
        return self._rows.find(self._focus[0], self._focus[1])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start on the entry of the path that the walk is at."""
        super().focusInEvent(event)
        by_tab = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        if by_tab and self._focused_item() is None and self._frame is not None:
            self._focus = first_focus(self._frame.path)
        self._show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._show()

    # Editing.

    def _place(self, item: RowItem) -> QRect:
        """Return where the value of a row is, in viewport pixels."""
        return self.mapFromScene(item.value_rect()).boundingRect()

    def _flip(self, item: RowItem, flag: Flag) -> None:
        if item.row is not None:
            self._editing.flip(item.row.slot, flag, self._place(item))

    def _edit(self, item: RowItem, text: str = "") -> None:
        if item.row is not None:
            self._editing.type_over(item.row.slot, self._place(item), text)


def _fitting(wanted: float, there: int) -> float:
    """Return the scene's extent: the view's own, unless content would really be cut."""
    return wanted if wanted > there + _SLACK else there
