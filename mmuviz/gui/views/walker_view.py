"""The walker's fields at a step, and what gva_to_gpa makes of the address."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.present.frame import Frame
from mmuviz.present.walker import WalkerPicture, walker_picture

_BIT = 15.0


class WalkerView(QWidget):
    """The fields as name and value, two or three beside one another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._picture: WalkerPicture | None = None
        self.setAccessibleName("guest_walker")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_frame(self, frame: Frame) -> None:
        """Show the fields of `frame`."""
        picture = walker_picture(frame.trace.semantics, frame.walker, frame.translated)
        if picture != self._picture:
            self._picture = picture
            spoken = "; ".join(f"{field.name} {field.value}" for field in picture.fields)
            self.setAccessibleDescription(spoken)
            self.update()

    def _columns(self) -> int:
        return 3 if self.width() >= self._theme.px(430) else 2

    def _row_height(self) -> float:
        return self._theme.metrics(FontKind.BODY).height() + self._theme.px(8)

    def sizeHint(self) -> QSize:
        """A title, the fields' rows, a line of remark."""
        rows = -(-6 // self._columns()) + 1
        head = self._theme.metrics(FontKind.STRONG).height() + self._theme.px(14)
        return QSize(300, round(head + rows * self._row_height()))

    def minimumSizeHint(self) -> QSize:
        """As the hint."""
        return self.sizeHint()

    def resizeEvent(self, _event: object) -> None:
        """Two or three columns, as there is room."""
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw title, fields and remark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px, picture = self._theme, self._theme.px, self._picture
        painter.fillRect(self.rect(), theme.color(Role.SUNKEN))
        painter.fillRect(QRectF(0, 0, self.width(), 1), theme.color(Role.BORDER))
        if picture is None:
            return
        left = px(20)
        head = theme.metrics(FontKind.STRONG).height()
        area = QRectF(left, px(8), self.width() - left, head)
        paint.text(painter, area, picture.title, theme, FontKind.MONO_STRONG)
        columns = self._columns()
        width = (self.width() - left - px(8)) / columns
        top = px(14) + head
        for number, field in enumerate(picture.fields):
            row, column = divmod(number, columns)
            at = left + column * width
            rect = QRectF(at, top + row * self._row_height(), width - px(6), self._row_height())
            self._draw_field(painter, rect, field.name, field.value, field.bits, known=field.known)
        rows = -(-len(picture.fields) // columns)
        rect = QRectF(left, top + rows * self._row_height(), self.width() - left, px(18))
        role = Role.FAIL if picture.wrong else Role.MUTED
        paint.text(painter, rect, picture.remark, theme, FontKind.CAPTION, role)

    def _draw_field(  # noqa: PLR0913  # a field's whole picture
        self,
        painter: QPainter,
        rect: QRectF,
        name: str,
        value: str,
        bits: tuple[tuple[str, bool], ...],
        *,
        known: bool,
    ) -> None:
        theme, px = self._theme, self._theme.px
        paint.text(painter, rect, name, theme, FontKind.MONO_CAPTION, Role.MUTED)
        value_rect = rect.adjusted(theme.width(FontKind.MONO_CAPTION, name) + px(7), 0, 0, 0)
        if bits:
            side = px(_BIT)
            for number, (letter, is_set) in enumerate(bits):
                top = rect.center().y() - side / 2
                cell = QRectF(value_rect.left() + number * (side + px(3)), top, side, side + px(1))
                kind = FontKind.MONO_CAPTION
                paint.bit_cell(painter, cell, letter, theme, value=is_set, kind=kind)
            return
        role = Role.TEXT if known else Role.MUTED
        kind = FontKind.MONO_STRONG if known else FontKind.CAPTION
        paint.text(painter, value_rect, value, theme, kind, role)
