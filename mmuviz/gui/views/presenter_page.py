"""The presenter: one step as large as the screen, drawn on a canvas of fixed proportions."""

from PySide6.QtCore import QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui.theme import Role, Theme
from mmuviz.gui.views import (
    pointer_ring,
    presenter_code,
    presenter_path,
    presenter_steps,
    presenter_verdict,
)
from mmuviz.gui.views.page import Page
from mmuviz.gui.views.pointer_ring import PointerRing
from mmuviz.gui.views.presenter_layout import Canvas, projector_theme
from mmuviz.present.frame import Frame

_NOTCH = 120  # what a wheel reports for one click


class PresenterPage(Page):
    """Headline, path as cards, the one check, the code, a bare timeline.

    Everything is drawn at one size and magnified to the window: nothing is ever cut.

    Signals:
        step_wished: a step was pointed at (int).
    """

    step_wished = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._frame: Frame | None = None
        self._turned = 0
        self.setAccessibleName("Presenter")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pointer = PointerRing(self)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours; the text fills the screen at any text size."""
        self._theme = projector_theme(theme)
        self.pointer.set_theme(theme)
        self.update()

    def show_frame(self, frame: Frame) -> None:
        """Show `frame`."""
        self._frame = frame
        self.setAccessibleDescription(f"{frame.headline.title}. {frame.headline.detail_text}")
        self.update()

    def canvas(self) -> Canvas:
        """Return the canvas that is magnified to the window."""
        return Canvas.of(QSizeF(self.size()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the step."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color(Role.SURFACE))
        if self._frame is None:
            return
        canvas, size = self.canvas(), QSizeF(self.size())
        painter.translate(canvas.corner(size))
        painter.scale(canvas.factor(size), canvas.factor(size))
        for draw in (
            presenter_verdict.headline,
            presenter_path.path,
            presenter_verdict.question,
            presenter_code.code,
            presenter_steps.timeline,
        ):
            draw(painter, self._frame, self._theme, canvas)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Point with a ring; all else is the window's."""
        if event.key() == pointer_ring.KEY:
            self.pointer.switch(not self.pointer.isVisible())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the step that is pointed at; elsewhere step on, in the left half back."""
        if self._frame is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        canvas, size = self.canvas(), QSizeF(self.size())
        point = (event.position() - canvas.corner(size)) / canvas.factor(size)
        step = presenter_steps.step_at(self._frame, point, canvas)
        if step is None:
            step = self._beside(1 if event.position().x() >= self.width() / 2 else -1)
        self.step_wished.emit(step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step with the wheel; a fine one adds up to a notch first."""
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)
        self._turned -= notches * _NOTCH
        if self._frame is not None and notches:
            self.step_wished.emit(self._beside(-notches))

    def _beside(self, by: int) -> int:
        """Return the step that is `by` away, no further than the walk goes."""
        assert self._frame is not None, "asked for while a walk is shown"
        return min(max(self._frame.step + by, 0), self._frame.last_step)
