"""The pseudo-code with its current line, and before's and after's side by side."""

from dataclasses import dataclass
from textwrap import wrap

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.present.frame import Frame
from mmuviz.present.listing import Line, ListingPicture

_TEXT = 58.0
_INNER = "    "


@dataclass(frozen=True, slots=True)
class _Row:
    """A line, or a piece of one that is too wide."""

    line: Line
    text: str
    is_first: bool


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

    def _all_rows(self, picture: ListingPicture) -> list[_Row]:
        """Return every line as rows of text; where the widest does not fit, lines wrap."""
        width = self._theme.width(FontKind.MONO_CAPTION, "0")
        room = int((self.width() - self._theme.px(_TEXT + 12)) / width)
        if max(len(line.text) for line in picture.lines) <= room:
            return [_Row(line, line.text, is_first=True) for line in picture.lines]
        rows = []
        for line in picture.lines:
            text = line.text.removeprefix(_INNER)  # the loop's depth is worth less than its words
            rows += [
                _Row(line, piece, is_first=not number)
                for number, piece in enumerate(_wrapped(text, room))
            ]
        return rows

    def shown_rows(self) -> list[_Row]:
        """Return the rows that fit, the current line and its jump's target among them."""
        picture = self._picture
        if picture is None:
            return []
        rows = self._all_rows(picture)
        room = max(int((self.height() - self._head()) / self._line_height()), 1)
        if room >= len(rows):
            return rows
        current = picture.current or (1,)
        first, last = _span(rows, current)
        if picture.jump:
            start, end = _span(rows, (*current, *picture.jump))
            if end - start < room:
                first, last = start, end
        spare = room - (last - first + 1)
        top = max(0, min(first - spare // 2, len(rows) - room))
        return rows[top : top + room]

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
        rows = self.shown_rows()
        first, last = rows[0].line.number, rows[-1].line.number
        if last - first + 1 < len(picture.lines):
            where = f"lines {first}–{last} of {len(picture.lines)}"
            area = title.adjusted(0, 0, -theme.px(12), 0)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            paint.text(painter, area, where, theme, FontKind.CAPTION, Role.MUTED, right)
        for number, row in enumerate(rows):
            self._draw_row(painter, picture, row, self._rect(number))
        if picture.jump is not None:
            self._draw_jump(painter, picture.jump, rows)

    def _rect(self, row: int) -> QRectF:
        height = self._line_height()
        return QRectF(0, self._head() + row * height, self.width(), height)

    def _draw_row(
        self, painter: QPainter, picture: ListingPicture, row: _Row, rect: QRectF
    ) -> None:
        theme, px, line = self._theme, self._theme.px, row.line
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
        if row.is_first:
            paint.text(painter, number, str(line.number), theme, kind, muted, right)
        if line.letter and row.is_first:
            self._draw_letter(painter, line.letter, rect, refuses=current and picture.refuses)
        ink = Role.TEXT if current or line.number in picture.walked else Role.MUTED
        area = rect.adjusted(px(_TEXT), 0, -px(10), 0)
        paint.text(painter, area, row.text, theme, FontKind.MONO_CAPTION, ink)

    def _draw_letter(self, painter: QPainter, letter: str, rect: QRectF, *, refuses: bool) -> None:
        theme, px = self._theme, self._theme.px
        box = QRectF(px(40), rect.top() + px(1.5), px(13), rect.height() - px(3))
        painter.setPen(theme.pen(Role.FAIL if refuses else Role.BORDER_STRONG, 1))
        painter.setBrush(theme.brush(Role.FAIL if refuses else Role.SURFACE))
        painter.drawRoundedRect(box, px(2), px(2))
        painter.setFont(theme.font(FontKind.COLUMN))
        painter.setPen(theme.color(Role.ON_FILL if refuses else Role.TEXT))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)

    def _draw_jump(self, painter: QPainter, jump: tuple[int, int], rows: list[_Row]) -> None:
        places = {row.line.number: number for number, row in enumerate(rows) if row.is_first}
        if jump[0] not in places or jump[1] not in places or jump[0] == jump[1]:
            return
        theme, px = self._theme, self._theme.px
        last = max(number for number, row in enumerate(rows) if row.line.number == jump[0])
        start, end = self._rect(last).center().y(), self._rect(places[jump[1]]).center().y()
        right = self.width() - px(7)
        text = rows[places[jump[1]]].text
        text_end = px(_TEXT) + theme.width(FontKind.MONO_CAPTION, text) + px(10)
        tip = QPointF(min(text_end, right - px(12)), end)
        points = [QPointF(right - px(6), start), QPointF(right, start), QPointF(right, end), tip]
        painter.setPen(theme.pen(Role.FAIL, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(paint.orthogonal(points, px(3)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.brush(Role.FAIL))
        painter.drawPolygon(paint.arrow_head(tip, QPointF(-1, 0), px(8)))


def _span(rows: list[_Row], lines: tuple[int, ...]) -> tuple[int, int]:
    """Return the first and last row of `lines`."""
    found = [number for number, row in enumerate(rows) if row.line.number in lines]
    return found[0], found[-1]


def _wrapped(text: str, room: int) -> list[str]:
    """Break `text` at spaces into pieces of at most `room` characters, indented like it."""
    indent = " " * (len(text) - len(text.lstrip()))
    return wrap(
        text.strip(),
        room,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
