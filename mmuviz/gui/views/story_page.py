"""A storyline on the whole screen: a slide at a time, by the keys that clickers send."""

from collections.abc import Callable
from operator import attrgetter

from PySide6.QtCore import QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui.theme import Theme
from mmuviz.gui.views import pointer_ring, story_keys, story_paint, story_slide
from mmuviz.gui.views.pointer_ring import PointerRing
from mmuviz.gui.views.presenter_layout import projector_theme
from mmuviz.gui.views.story_canvas import StoryCanvas
from mmuviz.present.story_spot import Spot

_NOTCH = 120  # what a wheel reports for one click
_Move = Callable[[Spot], Spot]
_MOVES: dict[Qt.Key, _Move] = {
    Qt.Key.Key_PageDown: attrgetter("next_slide"),
    Qt.Key.Key_Space: attrgetter("next_slide"),
    Qt.Key.Key_PageUp: attrgetter("previous_slide"),
    Qt.Key.Key_Backspace: attrgetter("previous_slide"),
    Qt.Key.Key_Right: attrgetter("forward"),
    Qt.Key.Key_Left: attrgetter("back"),
    Qt.Key.Key_Home: attrgetter("first"),
    Qt.Key.Key_F5: attrgetter("first"),
    Qt.Key.Key_End: attrgetter("last"),
}
_BLANK = (Qt.Key.Key_B, Qt.Key.Key_Period)  # what clickers send to darken the screen
_LEAVE = (Qt.Key.Key_Escape, Qt.Key.Key_F11)
_HELP = (Qt.Key.Key_Question, Qt.Key.Key_F1)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MOST_DIGITS = 3


class StoryPage(QWidget):
    """A caption, and below it a step of a walk, what three come to, or how two get there.

    Everything is drawn at one size and magnified to the window, as in the presenter.

    Signals:
        left: the lecturer wants the window back.
        walk_wished: the slide's walk is to be opened in the window (Spot).
    """

    left = Signal()
    walk_wished = Signal(object)

    def __init__(self, spot: Spot, parent: QWidget | None = None) -> None:
        """Show `spot`."""
        super().__init__(parent)
        self._theme = Theme()
        self._turned = 0
        self._blank = False
        self._typed: str | None = None
        self._helps = False
        self.setAccessibleName("Storyline")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pointer = PointerRing(self)
        self.show_spot(spot)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours; the text fills the screen at any text size."""
        self._theme = projector_theme(theme)
        self.pointer.set_theme(theme)
        self.update()

    @property
    def spot(self) -> Spot:
        """Where the lecturer stands."""
        return self._spot

    @property
    def is_blank(self) -> bool:
        """Whether the screen is dark."""
        return self._blank

    @property
    def typed(self) -> str | None:
        """The slide's number as far as it is typed; None while none is."""
        return self._typed

    @property
    def helps(self) -> bool:
        """Whether the list of keys lies over the slide."""
        return self._helps

    def show_spot(self, spot: Spot) -> None:
        """Show a slide, or a step on the way to the next."""
        self._spot, self._blank = spot, False
        self._tell(None, helps=False)

    def _tell(self, typed: str | None, *, helps: bool) -> None:
        """Show a number being typed, the list of keys, or neither."""
        self._typed, self._helps = typed, helps
        spot = self._spot
        said = f"{spot.counted}: {spot.words}"
        if typed is not None:
            said = self._count
        elif helps:
            said = story_keys.text()
        self.setAccessibleDescription(said)
        self.update()

    @property
    def _count(self) -> str:
        """What the foot says: which slide it is, or which one is asked for."""
        return self._spot.counted if self._typed is None else f"go to {self._typed}_"

    def canvas(self) -> StoryCanvas:
        """Return the canvas that is magnified to the window."""
        return story_slide.canvas_of(self._spot, QSizeF(self.size()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the slide."""
        painter = QPainter(self)
        if self._blank:
            story_paint.blank(painter, QRectF(self.rect()))
            return
        story_slide.fill(painter, self._spot, self._theme, QSizeF(self.size()), self._count)
        if self._helps:
            story_keys.draw(painter, self._theme, self.canvas())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on, back, to an end, to a number; tell the keys; darken; point; try; leave."""
        key = Qt.Key(event.key())
        if self._takes_number(event, key):
            return
        if key in _HELP:
            self._blank = False
            self._tell(None, helps=not self._helps)
        elif key is Qt.Key.Key_Escape and self._helps:
            self._tell(None, helps=False)
        elif key in _LEAVE:
            self.left.emit()
        elif key is Qt.Key.Key_E and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.walk_wished.emit(self._spot)
        elif key in _BLANK:
            self._blank = not self._blank
            self.update()
        elif key is pointer_ring.KEY:
            self.pointer.switch(not self.pointer.isVisible())
        elif key in _MOVES:
            self.show_spot(_MOVES[key](self._spot))
        else:
            super().keyPressEvent(event)

    def _takes_number(self, event: QKeyEvent, key: Qt.Key) -> bool:
        """Whether the key belongs to a slide's number: a digit, or what edits and ends one."""
        typed = self._typed
        if Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self._ask_number(((typed or "") + event.text())[-_MOST_DIGITS:])
        elif key is Qt.Key.Key_G and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._ask_number("")
        elif typed is None:
            return False
        elif key is Qt.Key.Key_Escape:
            self._tell(None, helps=False)
        elif key is Qt.Key.Key_Backspace:
            self._ask_number(typed[:-1])
        elif key in _ENTER:
            self.show_spot(self._spot.at(int(typed) - 1) if typed else self._spot)
        else:
            return False
        return True

    def _ask_number(self, typed: str) -> None:
        self._blank = False
        self._tell(typed, helps=False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the next slide; in the left half the one before."""
        if event.button() is Qt.MouseButton.LeftButton:
            on = event.position().x() >= self.width() / 2
            self.show_spot(self._spot.next_slide if on else self._spot.previous_slide)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step with the wheel; a fine one adds up to a notch first."""
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)
        self._turned -= notches * _NOTCH
        for _ in range(abs(notches)):
            self.show_spot(self._spot.back if notches > 0 else self._spot.forward)
