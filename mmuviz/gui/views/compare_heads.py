"""The names above the lifelines."""

from PySide6.QtCore import QLineF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmuviz.gui import paint
from mmuviz.gui.paint_signs import semantics_line, semantics_sign
from mmuviz.gui.theme import FontKind, Theme, semantics_role
from mmuviz.gui.views.compare_columns import columns, least_width
from mmuviz.present.compare_frame import CompareFrame


class CompareHeads(QWidget):
    """The names above the lifelines, each over its own kind of rule."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._frame: CompareFrame | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A line of headings and a rule."""
        height = self._theme.metrics(FontKind.HEADING).height() + self._theme.px(18)
        count = len(self._frame.record.shown) if self._frame else 1
        return QSize(least_width(count, self._theme), round(height))

    def show_comparison(self, frame: CompareFrame) -> None:
        """Show whose lifelines they are."""
        changed = self._frame is None or self._frame.record.shown != frame.record.shown
        self._frame = frame
        if changed:
            self.updateGeometry()
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw sign, name and rule of each."""
        if self._frame is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px, shown = self._theme, self._theme.px, self._frame.record.shown
        for who, column in zip(shown, columns(self.width(), len(shown), theme), strict=True):
            side, bottom = px(16), self.height() - px(4)
            sign = QRectF(column.left() + px(2), (bottom - side) / 2, side, side)
            semantics_sign(painter, sign, who, theme)
            words = QRectF(sign.right() + px(8), 0, column.width() - px(26), bottom)
            paint.text(painter, words, who.value, theme, FontKind.HEADING, semantics_role(who))
            semantics_line(
                painter, QLineF(column.left(), bottom, column.right(), bottom), who, theme
            )
