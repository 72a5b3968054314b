"""The change itself: before's and after's listings side by side, lit where the walk stands."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QScrollArea, QVBoxLayout, QWidget

from mmuviz.core.trace import Semantics
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, semantics_role
from mmuviz.present.frame import Frame
from mmuviz.present.listing import Line, change, lit_lines

_NUMBER, _LETTER, _TEXT = 8.0, 34.0, 56.0


class ChangeDialog(QDialog):
    """A window of its own that follows the walk."""

    def __init__(self, parent: QWidget) -> None:
        """Show the diff."""
        super().__init__(parent)
        self.setWindowTitle("The change: walk_addr before and after")
        self._diff = _Diff(self)
        area = QScrollArea(self)
        area.setWidget(self._diff)
        area.setWidgetResizable(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._diff.set_theme(theme)
        self.resize(self._diff.sizeHint() + QSize(20, 20))

    def show_frame(self, frame: Frame) -> None:
        """Light the lines that the step stands on, on both sides."""
        self._diff.show_frame(frame)


class _Diff(QWidget):
    """The two listings, painted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = Theme()
        self._lit: dict[Semantics, frozenset[int]] = {}
        self.setAccessibleName("before and after side by side")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_frame(self, frame: Frame) -> None:
        self._lit = lit_lines(frame.trace, frame.step)
        self.update()

    def _row(self) -> float:
        return self._theme.metrics(FontKind.MONO_CAPTION).height() + self._theme.px(3)

    def sizeHint(self) -> QSize:
        longest = max(
            self._theme.width(FontKind.MONO_CAPTION, line.text)
            for row in change()
            for line in (row.before, row.after)
            if line is not None
        )
        half = longest + self._theme.px(_TEXT + 20)
        return QSize(round(2 * half), round(self._row() * (len(change()) + 3)))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px, row = self._theme, self._theme.px, self._row()
        painter.fillRect(self.rect(), theme.color(Role.SURFACE))
        half = self.width() / 2
        for number, semantics in enumerate((Semantics.BEFORE, Semantics.AFTER)):
            area = QRectF(number * half + px(20), px(6), half, row * 1.4)
            role = semantics_role(semantics)
            sign = "◇" if semantics is Semantics.BEFORE else "◆"
            words = f"{sign} {semantics.value} the change"
            paint.text(painter, area, words, theme, FontKind.HEADING, role)
        for number, pair in enumerate(change()):
            top = row * (number + 1.8)
            left = QRectF(0, top, half, row)
            self._draw(painter, left, pair.before, Semantics.BEFORE, same=pair.same)
            right = left.translated(half, 0)
            self._draw(painter, right, pair.after, Semantics.AFTER, same=pair.same)
        painter.fillRect(QRectF(half, 0, 1, self.height()), theme.color(Role.BORDER))

    def _draw(
        self, painter: QPainter, rect: QRectF, line: Line | None, side: Semantics, *, same: bool
    ) -> None:
        theme, px = self._theme, self._theme.px
        if line is None:
            painter.fillRect(rect.adjusted(px(4), 0, -px(4), 0), theme.color(Role.SUNKEN))
            return
        if not same:
            role = semantics_role(side)
            painter.fillRect(rect.adjusted(px(4), 0, -px(4), 0), theme.tint(role))
            sign = QRectF(rect.left() + px(6), rect.top(), px(10), rect.height())
            mark = "−" if side is Semantics.BEFORE else "+"
            paint.text(painter, sign, mark, theme, FontKind.MONO_CAPTION, role)
        if line.number in self._lit.get(side, frozenset()):
            band = rect.adjusted(px(4), 0, -px(4), 0)
            painter.fillRect(band, theme.tint(Role.CURRENT))
            painter.fillRect(
                QRectF(band.left(), band.top(), px(4), band.height()), theme.color(Role.CURRENT)
            )
        area = rect.adjusted(px(_NUMBER), 0, 0, 0)
        area.setWidth(px(_LETTER - _NUMBER - 6))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        kind = FontKind.MONO_CAPTION
        paint.text(painter, area, str(line.number), theme, kind, Role.MUTED, right)
        area = rect.adjusted(px(_LETTER), 0, 0, 0)
        paint.text(painter, area, line.letter, theme, FontKind.MONO_STRONG)
        area = rect.adjusted(px(_TEXT), 0, -px(6), 0)
        paint.text(painter, area, line.text, theme, kind)
