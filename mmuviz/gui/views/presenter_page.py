"""The presenter: one step as large as the screen, drawn on a canvas of fixed proportions."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui.theme import PRESENTER_FACTOR, Role, Theme
from mmuviz.gui.views import presenter_path, presenter_steps, presenter_verdict
from mmuviz.gui.views.page import Page
from mmuviz.present.frame import Frame

CANVAS = QRectF(0, 0, 1440, 900)
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
        self._theme = Theme(scale=PRESENTER_FACTOR)
        self._frame: Frame | None = None
        self.setAccessibleName("Presenter")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours; the text fills the screen at any text size."""
        self._theme = Theme(theme.dark, PRESENTER_FACTOR)
        self.update()

    def show_frame(self, frame: Frame) -> None:
        """Show `frame`."""
        self._frame = frame
        self.setAccessibleDescription(f"{frame.headline.title}. {frame.headline.detail_text}")
        self.update()

    def factor(self) -> float:
        """Return how much the canvas is magnified."""
        return min(self.width() / CANVAS.width(), self.height() / CANVAS.height())

    def canvas_point(self, position: QPointF) -> QPointF:
        """Return the place on the canvas of a place in the window."""
        factor = self.factor()
        corner = QPointF(
            (self.width() - CANVAS.width() * factor) / 2,
            (self.height() - CANVAS.height() * factor) / 2,
        )
        return (position - corner) / factor

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the step."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color(Role.SURFACE))
        if self._frame is None:
            return
        factor = self.factor()
        painter.translate(
            (self.width() - CANVAS.width() * factor) / 2,
            (self.height() - CANVAS.height() * factor) / 2,
        )
        painter.scale(factor, factor)
        presenter_verdict.headline(painter, self._frame, self._theme)
        presenter_path.path(painter, self._frame, self._theme)
        presenter_verdict.question(painter, self._frame, self._theme)
        presenter_verdict.code(painter, self._frame, self._theme)
        presenter_steps.timeline(painter, self._frame, self._theme)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the step that is pointed at."""
        if self._frame is not None:
            step = presenter_steps.step_at(self._frame, self.canvas_point(event.position()))
            if step is not None:
                self.step_wished.emit(step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step with the wheel."""
        turn = event.angleDelta().y()
        if self._frame is not None and abs(turn) >= _NOTCH:
            self.step_wished.emit(self._frame.step + (1 if turn < 0 else -1))
