"""The banner of the comparison: the first divergence in a sentence."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.present.compare_banner import Banner

_BAR, _SIGN = 4.0, 56.0


class CompareBanner(QWidget):
    """Amber with ≠ where opinions part, quiet with = where they do not.

    Signals:
        step_wished: the first divergence is to be shown (int).
    """

    step_wished = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without words."""
        super().__init__(parent)
        self._theme = Theme()
        self._banner = Banner(False, "", "", None)
        self.title, self.text = QLabel(self), QLabel(self)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        for label in (self.title, self.text):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            self._column.addWidget(label)
        self.setAccessibleName("First divergence")

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        high, wide = round(theme.px(7)), round(theme.px(12))
        self._column.setContentsMargins(round(theme.px(_SIGN)), high, wide, high)
        self.title.setFont(theme.font(FontKind.HEADING))
        self.text.setFont(theme.font(FontKind.BODY))
        self.update()

    def show_banner(self, banner: Banner) -> None:
        """Say it."""
        self._banner = banner
        self.title.setText(banner.title)
        self.text.setText(banner.text)
        self.setAccessibleDescription(f"{banner.title}. {banner.text}")
        clickable = banner.step is not None
        shape = Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground, the bar and the sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px, rect = self._theme, self._theme.px, QRectF(self.rect())
        parts = self._banner.diverges
        ground = theme.tint(Role.CURRENT) if parts else theme.color(Role.SUNKEN)
        painter.fillRect(rect, ground)
        role = Role.CURRENT if parts else Role.BORDER_STRONG
        painter.fillRect(QRectF(0, 0, px(_BAR), rect.height()), theme.color(role))
        sign = QRectF(px(_BAR), 0, px(_SIGN - _BAR), rect.height())
        centre = Qt.AlignmentFlag.AlignCenter
        paint.text(painter, sign, "≠" if parts else "=", theme, FontKind.VERDICT, role, centre)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the first divergence."""
        if event.button() == Qt.MouseButton.LeftButton and self._banner.step is not None:
            self.step_wished.emit(self._banner.step)
