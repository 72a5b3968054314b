"""The presenter: one step as large as the screen, drawn on a canvas of fixed proportions."""

from PySide6.QtCore import QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui.theme import Role, Theme
from mmuviz.gui.views import (
    pointer_ring,
    presenter_code,
    presenter_path,
    presenter_predict,
    presenter_steps,
    presenter_verdict,
)
from mmuviz.gui.views.page import Page
from mmuviz.gui.views.pointer_ring import PointerRing
from mmuviz.gui.views.presenter_layout import Canvas, projector_theme
from mmuviz.present.frame import Frame
from mmuviz.present.predict_panel import Panel

_NOTCH = 120  # what a wheel reports for one click


class PresenterPage(Page):
    """Headline, path as cards, the one check, the code, a bare timeline.

    Where a predicted walk asks, the question stands instead of check and code.

    Everything is drawn at one size and magnified to the window: nothing is ever cut.

    Signals:
        step_wished: a step was pointed at (int).
        answer_wished: an answer is given (its number, from 1).
        next_wished: what became of the answer is read.
    """

    step_wished = Signal(int)
    answer_wished = Signal(int)
    next_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._frame: Frame | None = None
        self._panel: Panel | None = None
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
        self._describe()

    def show_panel(self, panel: Panel | None) -> None:
        """Show the question of a predicted walk, or the answer; None: the walk is not predicted."""
        self._panel = panel
        self._describe()

    @property
    def question(self) -> Panel | None:
        """The question that is drawn; None where the step is."""
        return self._panel if self._panel is not None and self._panel.options else None

    def _describe(self) -> None:
        """Say what is drawn, and draw it."""
        if self._frame is not None:
            headline = self._frame.headline
            said = self.question.spoken if self.question else headline.detail_text
            self.setAccessibleDescription(f"{headline.title}. {said}")
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
        parts = [presenter_verdict.headline, presenter_path.path, presenter_steps.timeline]
        if self.question is None:
            parts += [presenter_verdict.question, presenter_code.code]
        else:
            presenter_predict.asked(painter, self.question, self._theme, canvas)
        for draw in parts:
            draw(painter, self._frame, self._theme, canvas)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Point with a ring; all else is the window's."""
        if event.key() == pointer_ring.KEY:
            self.pointer.switch(not self.pointer.isVisible())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Answer, or go to the step that is pointed at; elsewhere step on, or back at the left."""
        if self._frame is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        canvas, size = self.canvas(), QSizeF(self.size())
        point = (event.position() - canvas.corner(size)) / canvas.factor(size)
        number = (
            presenter_predict.option_at(self.question, point, canvas) if self.question else None
        )
        if number is not None:
            self.answer_wished.emit(number)
            return
        step = presenter_steps.step_at(self._frame, point, canvas)
        if step is None:
            self._move(1 if event.position().x() >= self.width() / 2 else -1)
        else:
            self.step_wished.emit(step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step with the wheel; a fine one adds up to a notch first."""
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)
        self._turned -= notches * _NOTCH
        if self._frame is not None and notches:
            self._move(-notches)

    def _move(self, by: int) -> None:
        """Wish for the step that is `by` away, no further than the walk goes, or to go on there."""
        assert self._frame is not None, "moved in while a walk is shown"
        step, last = self._frame.step, self._frame.last_step
        if by > 0 and step == last and self.question and self.question.following:
            self.next_wished.emit()
        else:
            self.step_wished.emit(min(max(step + by, 0), last))
