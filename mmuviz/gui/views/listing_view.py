"""The pseudo-code with its current line, and before's and after's side by side."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.present.frame import Frame
from mmuviz.present.listing import Line, ListingPicture

_INDENT = 12.0


class ListingView(QWidget):
    """A painted listing; where it does not fit, a window of lines round the current one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._picture: ListingPicture | None = None
        self.setAccessibleName("Listing")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Room for eight lines."""
        return QSize(round(self._theme.px(280)), round(self._line_height() * 9))

    def sizeHint(self) -> QSize:
        """Room for all lines of the longest listing."""
        return QSize(round(self._theme.px(470)), round(self._line_height() * 25))

    def show_frame(self, frame: Frame) -> None:
        """Show the listing of `frame`."""
        if frame.listing != self._picture:
            self._picture = frame.listing
            lines = [line for line in frame.listing.lines if line.number in frame.listing.current]
            self.setAccessibleDescription("; ".join(line.text.strip() for line in lines))
            self.update()

    def _line_height(self) -> float:
        return self._theme.metrics(FontKind.MONO_CAPTION).height() + self._theme.px(1)

    def shown_lines(self) -> tuple[Line, ...]:
        """Return the lines that fit, the current one and its jump's target among them."""
        if self._picture is None:
            return ()
        lines = self._picture.lines
        room = max(int((self.height() - self._head()) / self._line_height()), 1)
        if room >= len(lines):
            return lines
        wanted = list(self._picture.current or (1,))
        if self._picture.jump:
            wanted += list(self._picture.jump)
        first, last = min(wanted), max(wanted)
        if last - first + 1 > room:
            first, last = min(self._picture.current or (1,)), max(self._picture.current or (1,))
        start = max(1, min(first - (room - (last - first + 1)) // 2, len(lines) - room + 1))
        return lines[start - 1 : start - 1 + room]

    def _head(self) -> float:
        return self._theme.metrics(FontKind.STRONG).height() + self._theme.px(12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the title, the lines, the amber band and the jump."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, picture = self._theme, self._picture
        painter.fillRect(self.rect(), theme.color(Role.SUNKEN))
        if picture is None:
            return
        left = theme.px(20)
        title = QRectF(left, theme.px(4), self.width() - left, self._head() - theme.px(6))
        paint.text(painter, title, picture.title, theme, FontKind.MONO_STRONG)
        after = title.adjusted(theme.width(FontKind.MONO_STRONG, picture.title + " "), 0, 0, 0)
        word = picture.semantics.value
        paint.text(painter, after, word, theme, FontKind.BODY, Role.MUTED)
        shown = self.shown_lines()
        if len(shown) < len(picture.lines):
            where = f"lines {shown[0].number}–{shown[-1].number} of {len(picture.lines)}"
            area = title.adjusted(0, 0, -theme.px(12), 0)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            paint.text(painter, area, where, theme, FontKind.CAPTION, Role.MUTED, right)
        for row, line in enumerate(shown):
            self._draw_line(painter, picture, line, self._rect(row))
        if picture.jump is not None:
            self._draw_jump(painter, picture.jump, shown)

    def _rect(self, row: int) -> QRectF:
        height = self._line_height()
        return QRectF(0, self._head() + row * height, self.width(), height)

    def _draw_line(
        self, painter: QPainter, picture: ListingPicture, line: Line, rect: QRectF
    ) -> None:
        theme, px = self._theme, self._theme.px
        current = line.number in picture.current
        if current:
            band = rect.adjusted(px(12), 0, -px(8), 0)
            painter.fillRect(band, theme.tint(Role.CURRENT))
            painter.fillRect(
                QRectF(band.left(), band.top(), px(4), band.height()), theme.color(Role.CURRENT)
            )
        number = QRectF(px(16), rect.top(), px(20), rect.height())
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        kind, muted = FontKind.MONO_CAPTION, Role.MUTED
        paint.text(painter, number, str(line.number), theme, kind, muted, right)
        if line.letter:
            self._draw_letter(painter, line.letter, rect, refuses=current and picture.refuses)
        ink = Role.TEXT if current or line.number in picture.walked else Role.MUTED
        area = rect.adjusted(px(58), 0, -px(10), 0)
        paint.text(painter, area, line.text, theme, FontKind.MONO_CAPTION, ink)

    def _draw_letter(self, painter: QPainter, letter: str, rect: QRectF, *, refuses: bool) -> None:
        theme, px = self._theme, self._theme.px
        box = QRectF(px(40), rect.top() + px(1.5), px(13), rect.height() - px(3))
        painter.setPen(theme.pen(Role.FAIL if refuses else Role.BORDER_STRONG, 1))
        painter.setBrush(theme.brush(Role.FAIL if refuses else Role.SURFACE))
        painter.drawRoundedRect(box, px(2), px(2))
        painter.setFont(theme.font(FontKind.COLUMN))
        painter.setPen(theme.color(Role.ON_FILL if refuses else Role.TEXT))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)

    def _draw_jump(self, painter: QPainter, jump: tuple[int, int], shown: tuple[Line, ...]) -> None:
        rows = {line.number: row for row, line in enumerate(shown)}
        if jump[0] not in rows or jump[1] not in rows or jump[0] == jump[1]:
            return
        theme, px = self._theme, self._theme.px
        start, end = self._rect(rows[jump[0]]).center().y(), self._rect(rows[jump[1]]).center().y()
        right = self.width() - px(9)
        target = next(line for line in shown if line.number == jump[1])
        text_end = px(58) + theme.width(FontKind.MONO_CAPTION, target.text) + px(10)
        tip = QPointF(min(text_end, right - px(14)), end)
        points = [QPointF(right - px(10), start), QPointF(right, start), QPointF(right, end), tip]
        painter.setPen(theme.pen(Role.FAIL, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(paint.orthogonal(points, px(3)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.brush(Role.FAIL))
        painter.drawPolygon(paint.arrow_head(tip, QPointF(-1, 0), px(8)))
