"""The path of the walk as a scene of tables."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.path_address import PathAddress
from mmuviz.gui.views.path_arrangement import Arrangement
from mmuviz.gui.views.path_callout import PathCallout
from mmuviz.gui.views.path_ground import PathGround
from mmuviz.gui.views.path_layout import PathLayout
from mmuviz.gui.views.row_item import RowItem
from mmuviz.gui.views.row_pool import Focus, Gap, RowPool
from mmuviz.present.callout import Callout
from mmuviz.present.entry_edit import Slot
from mmuviz.present.frame import Frame
from mmuviz.present.path_picture import PathPicture, PathView

_SLACK = 3  # pixels that rounding may add


class PathCanvas(QGraphicsView):
    """Draws the path of a frame, and finds what stands where. `PathView` acts on it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._frame: Frame | None = None
        self._choice = PathView()
        self._layout: PathLayout | None = None
        self._arrangement = Arrangement()
        self._scene = QGraphicsScene(self)
        self._scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setScene(self._scene)
        self._ground, self._address = PathGround(), PathAddress()
        self._scene.addItem(self._ground)
        self._scene.addItem(self._address)
        self._rows = RowPool(self._scene)
        self._pointed: Callout | None = None
        self.callout = PathCallout()
        self._scene.addItem(self.callout)
        self._focus: Focus | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setMouseTracking(True)
        self.setAccessibleName("Path")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.setBackgroundBrush(theme.brush(Role.SURFACE))
        self.setMinimumHeight(round(theme.px(150)))
        self._show()

    def show_frame(self, frame: Frame) -> None:
        """Show the path of `frame`; rows that the reader chose stay until the next step."""
        old = self._frame
        moved = old is not None and old.trace is frame.trace and old.step != frame.step
        if old is None or moved or old.scenario.access.gva != frame.scenario.access.gva:
            self._choice = PathView(self._choice.rows)
        self._frame = frame
        self._show()

    def point_at(self, pointed: Callout | None) -> None:
        """Point at a place as long as the walk stands there; None: at nothing."""
        self._pointed = pointed
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out anew."""
        super().resizeEvent(event)
        self._show()

    def _arrange(self, frame: Frame) -> tuple[PathPicture, PathLayout]:
        """Return the picture with as many rows as fit, and its layout."""
        size = self.viewport().size()
        arranged = self._arrangement.of(frame, self._choice, self._theme, size)
        self._choice, picture, layout = arranged
        return picture, layout

    def _show(self) -> None:
        if self._frame is None:
            return
        picture, layout = self._arrange(self._frame)
        size = self.viewport().size()
        self._layout = layout
        focus = self._focus if self.hasFocus() else None
        rows_of = picture.tables
        self._rows.gap = None
        self._rows.show_tables(rows_of, layout, self._theme, focus, judging=picture.judging)
        self._rows.gap = self._point(picture, layout)
        if self._rows.gap is not None:
            self._rows.show_tables(rows_of, layout, self._theme, focus, judging=picture.judging)
        bottom = max(self._rows.bottom.values())
        whole = (_fitting(layout.size[0], size.width()), _fitting(bottom, size.height()))
        layout = replace(layout, size=whole)
        self._scene.setSceneRect(0, 0, *whole)
        places = (self._rows.path_y, self._rows.bottom)
        self._address.show_path(picture, layout, self._theme)
        self._ground.show_path(picture, layout, self._theme, *places)
        row = self.focused_item() if focus is not None else None
        said = row.spoken if row is not None else self._frame.headline.title
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)

    def _point(self, picture: PathPicture, layout: PathLayout) -> Gap | None:
        """Frame what is pointed at; return the room for its words, where there is room."""
        pointed, frame, theme = self._pointed, self._frame, self._theme
        at = frame is not None and pointed is not None and pointed.is_at(frame.trace, frame.step)
        item = self._rows.find(pointed.level, pointed.index) if at and pointed else None
        self.callout.setVisible(item is not None)
        if item is None or pointed is None:
            return None
        table = next(one for one in picture.tables if one.level.number == pointed.level)
        column, row = layout.columns[pointed.level], item.shape().boundingRect()
        left = column.x + theme.px(10)
        notes = len(table.note.splitlines()) * theme.metrics(FontKind.CAPTION).height()
        height = self.callout.needs(pointed.words, row.right() - left, theme)
        spare = self.viewport().height() - self._rows.bottom[pointed.level] - notes
        fits = height is not None and height <= spare
        room = QRectF(left, row.bottom(), row.right() - left, height if fits and height else 0)
        words = pointed.words if fits else ""
        self.callout.show_at(item.frame_of(pointed.letter), room, words, theme)
        return Gap(pointed.level, pointed.index, room.height()) if words else None

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

    def focused_item(self) -> RowItem | None:
        """Return the row that has the keyboard, where it is in sight."""
        if self._focus is None:
            return None
        return self._rows.find(self._focus[0], self._focus[1])

    def marked(self) -> tuple[Slot, int] | None:
        """Return the first marked entry and the number of the last; None without a row."""
        item = self.focused_item()
        if item is None or item.row is None or self._focus is None or self._frame is None:
            return None
        entries = self._focus.marked(item.row.entries)
        size = self._frame.scenario.cpu.mode.entry_size
        return item.row.slot.at(entries[0], size), entries[-1]

    def _head_at(self, position: QPointF) -> int | None:
        """Return the level whose table's head is at `position`; None beside heads."""
        if self._frame is None or self._layout is None:
            return None
        there = self.mapToScene(position.toPoint())
        for table in self._arrange(self._frame)[0].tables:
            level = table.level.number
            if table.rows and self._layout.head_rect(level).contains(there):
                return level
        return None

    def _place(self, item: RowItem) -> QRect:
        """Return where the value of a row is, in viewport pixels."""
        return self.mapFromScene(item.value_rect()).boundingRect()

    def _center(self, level: int, index: int) -> None:
        centers = dict(self._choice.centers) | {level: index}
        self._choice = replace(self._choice, centers=tuple(centers.items()))
        self._show()


def _fitting(wanted: float, there: int) -> float:
    """Return the scene's extent: the view's own, unless content would really be cut."""
    return wanted if wanted > there + _SLACK else there
