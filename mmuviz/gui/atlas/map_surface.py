"""The map of the atlas as a widget, without its mouse and keys: what it shows and points at.

The ground is an Indexed8 QImage in a widget of our own, not a pyqtgraph ImageItem: the axes are
nested names and no numbers, gaps and folds make pixels uneven, and what is smaller than a pixel is
reduced by importance, not by averages. It was measured to be the faster one, too.
"""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmuviz.gui.atlas.map_layout import Sight
from mmuviz.gui.atlas.map_marks import draw_bars, draw_frame, draw_here, draw_leader, place_card
from mmuviz.gui.atlas.map_scope import MapCell, MapScope
from mmuviz.gui.theme import Role, Theme
from mmuviz.present.atlas_axes import cell_text, fold_label, fold_texts
from mmuviz.present.atlas_map import MapPicture
from mmuviz.sweep.map_ground import Fold

_PADDING, _MARGIN = 8.0, 20.0  # the right edge is that of the head and the foot


class MapSurface(QWidget):
    """Shows a map.

    Signals:
        hovered: the pointer, or the cursor of the keyboard, is on another cell (MapCell).
        unhovered: it is on none.
    """

    hovered = Signal(object)
    unhovered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._scope: MapScope | None = None
        self._cell: MapCell | None = None
        self._by_keys = False
        self._here: MapCell | None = None
        self._card: QWidget | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Map of all states")

    # What is shown.

    @property
    def scope(self) -> MapScope | None:
        """What is seen; None without a map."""
        return self._scope

    @property
    def cell(self) -> MapCell | None:
        """The cell that is pointed at."""
        return self._cell

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self._place()

    def show_map(self, picture: MapPicture) -> None:
        """Show `picture`; what is seen stays where the cells are the same states as before."""
        old = self._scope
        same = (
            old is not None
            and old.picture.space is picture.space
            and old.picture.grid.arrangement == picture.grid.arrangement
        )
        sight = old.sight if old is not None and same else Sight()
        self._scope = MapScope(picture, self._theme, self._room(), sight)
        if not same:
            self._here = None
            self._point_at(None)
        elif self._cell is not None:
            self._say(self._cell)
        self._changed()

    def set_card(self, card: QWidget | None) -> None:
        """Show `card` beside the cell that is pointed at; fill it when `hovered` comes."""
        if self._card is not None:
            self._card.hide()
        self._card = card
        if card is not None:
            card.setParent(self)
            card.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            card.hide()

    def mark(self, row: int, column: int) -> None:
        """Say of a cell "you are here", and bring it into sight."""
        self._here = MapCell(row, column)
        if self._scope is not None:
            self._scope.reveal(self._here)
        self._changed()

    def unmark(self) -> None:
        """Take the mark away."""
        self._here = None
        self.update()

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Return where a cell is drawn; empty without a map."""
        return self._scope.layout.cell_rect(row, column) if self._scope else QRectF()

    def sizeHint(self) -> QSize:
        """As drawn at 1440x900."""
        return QSize(round(self._theme.px(900)), round(self._theme.px(560)))

    def minimumSizeHint(self) -> QSize:
        """Headers, and a small plot."""
        return QSize(round(self._theme.px(360)), round(self._theme.px(240)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._place()

    def _room(self) -> QRectF:
        pad = self._theme.px(_PADDING)
        return QRectF(self.rect()).adjusted(pad, pad, -self._theme.px(_MARGIN), -pad)

    def _place(self) -> None:
        if self._scope is not None:
            self._scope.place(self._theme, self._room())
        self._changed()

    def _changed(self) -> None:
        """Draw anew; the card goes with its cell."""
        self._place_card()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the map, then what points at its cells."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color(Role.SURFACE))
        if self._scope is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._scope.draw(painter)
        layout = self._scope.layout
        draw_bars(painter, layout)
        if self._here is not None:
            draw_here(painter, layout, *self._here)
        if self._cell is not None:
            if self._card is not None and self._card.isVisibleTo(self):
                draw_leader(painter, layout, *self._cell, QRectF(self._card.geometry()))
            draw_frame(painter, layout, *self._cell)
        if self.hasFocus():
            painter.setPen(self._theme.pen(Role.FOCUS, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    # Pointing.

    def _point_at(self, cell: MapCell | None, *, by_keys: bool = False) -> None:
        if cell == self._cell:
            return
        self._cell, self._by_keys = cell, by_keys
        if cell is None:
            self.setAccessibleDescription("")
            self.unhovered.emit()
        else:
            self._say(cell)
        self._changed()

    def _say(self, cell: MapCell) -> None:
        if self._scope is not None:
            fold = self._scope.layout.fold_of(cell.row)
            folded = f"{self.fold_words(fold)}. " if fold is not None else ""
            text = cell_text(self._scope.picture, *cell)
            self.setAccessibleDescription(f"{folded}{text}")
        self.hovered.emit(cell)

    def fold_words(self, fold: Fold) -> str:
        """Return what a strip stands for."""
        assert self._scope is not None, "there is no strip without a map"
        picture = self._scope.picture
        return f"{fold_label(picture, fold)}: {fold_texts(picture, fold)[0]}"

    def _place_card(self) -> None:
        """Put the card where it hides neither the cell nor itself."""
        if self._card is None:
            return
        rect = self.cell_rect(*self._cell) if self._cell else QRectF()
        shown = self._scope is not None and rect.intersects(QRectF(self._scope.layout.plot))
        if shown:
            self._card.resize(self._card.sizeHint())
            self._card.move(place_card(rect, self._card.size(), self.rect(), self._theme))
        self._card.setVisible(shown)
