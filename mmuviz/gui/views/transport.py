"""The buttons that step, and the line that says where one stands."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from mmuviz.gui.icons import icon
from mmuviz.gui.theme import FontKind, Role, Theme

_BUTTONS = ("first", "back", "step", "run", "last")
_PRIMARY = "step"


class Transport(QWidget):
    """First, back, run, step, last; they are the window's own actions."""

    def __init__(self, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        """Show a button for each action."""
        super().__init__(parent)
        self._theme = Theme()
        self._running = False
        self._grid = QGridLayout(self)
        self._buttons: dict[str, _Button] = {}
        for column, name in enumerate(_BUTTONS):
            button = _Button(self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys are the window's
            button.setAccessibleName(actions[name].text().replace("&", ""))
            button.setToolTip(actions[name].toolTip())
            button.clicked.connect(actions[name].trigger)
            self._buttons[name] = button
            self._grid.addWidget(button, 0, column, 2, 1)
        self.place = QLabel(self)
        self.hint = QLabel("← → step   ↑ ↓ level", self)
        self._grid.setColumnMinimumWidth(len(_BUTTONS), 4)
        self._grid.addWidget(self.place, 0, len(_BUTTONS) + 1, Qt.AlignmentFlag.AlignBottom)
        self._grid.addWidget(self.hint, 1, len(_BUTTONS) + 1, Qt.AlignmentFlag.AlignTop)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's sizes and ink."""
        self._theme = theme
        side = round(theme.px(34))
        margin = round(theme.px(16))
        self._grid.setContentsMargins(margin, 0, round(theme.px(4)), 0)
        self._grid.setHorizontalSpacing(round(theme.px(5)))
        self._grid.setVerticalSpacing(1)
        for button in self._buttons.values():
            button.setFixedSize(side, side)
            button.setIconSize(QSize(round(theme.px(16)), round(theme.px(16))))
        self.place.setFont(theme.font(FontKind.BODY))
        self.hint.setFont(theme.font(FontKind.CAPTION))
        palette = self.hint.palette()
        palette.setColor(self.hint.foregroundRole(), theme.color(Role.MUTED))
        self.hint.setPalette(palette)
        width = theme.width(FontKind.STRONG, "Operation 88 of 88") + 4
        height = theme.metrics(FontKind.BODY).height()
        self.place.setFixedSize(round(width), round(height))  # a step must not lay the page out
        self._draw()

    def show_step(self, step: int, last_step: int) -> None:
        """Say the step."""
        self.show_place(f"Step {step} of {last_step}")

    def show_place(self, words: str) -> None:
        """Say where one stands."""
        self.place.setText(words)
        self.place.setAccessibleName(words)

    def show_hint(self, words: str) -> None:
        """Say which keys move, below the step."""
        self.hint.setText(words)

    def show_running(self, running: bool) -> None:  # noqa: FBT001  # a signal's argument
        """Turn the play sign into a pause sign, and back."""
        self._running = running
        self._draw()

    def show_speed(self, steps_per_second: float) -> None:
        """Say how fast it runs."""
        self.hint.setText(f"{steps_per_second:g} steps a second")

    def _draw(self) -> None:
        for name, button in self._buttons.items():
            shown = "pause" if name == "run" and self._running else name
            primary = name == _PRIMARY
            button.set_look(self._theme, primary=primary)
            button.setIcon(icon(shown, self._theme, Role.ON_FILL if primary else Role.TEXT))


class _Button(QToolButton):
    """A flat button: a frame round its icon; the primary one is filled."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = Theme()
        self._primary = False

    def set_look(self, theme: Theme, *, primary: bool) -> None:
        """Draw in `theme`."""
        self._theme, self._primary = theme, primary
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw frame and icon; pressed or under the pointer the ground is sunken."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, rect = self._theme, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = Role.SUNKEN if self.isDown() or self.underMouse() else Role.SURFACE
        painter.setPen(theme.pen(Role.ACCENT if self._primary else Role.BORDER_STRONG, 1))
        painter.setBrush(theme.brush(Role.ACCENT if self._primary else ground))
        painter.drawRoundedRect(rect, theme.px(4), theme.px(4))
        side = self.iconSize()
        corner = QPoint((self.width() - side.width()) // 2, (self.height() - side.height()) // 2)
        self.icon().paint(painter, QRect(corner, side))
