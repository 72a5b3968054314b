"""What differs in the end: the table at the right, and what it says of the claims."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from mmuviz.gui import paint
from mmuviz.gui.paint_signs import semantics_sign
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.link import Link
from mmuviz.present.compare_claims import Tone, Verdict
from mmuviz.present.compare_frame import CompareFrame
from mmuviz.present.compare_table import EndRow, Value

_SIGN, _TITLE = 20.0, 102.0
_TONES = {Tone.GOOD: Role.PASS, Tone.BAD: Role.FAIL, Tone.QUIET: Role.TEXT}
_GLYPHS = {Tone.GOOD: "✓ ", Tone.BAD: "✗ ", Tone.QUIET: ""}


class CompareEnd(QWidget):
    """Heading, table, verdicts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self.title = QLabel("What differs in the end", self)
        self.table = EndTable(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        whole.addLayout(self._column)
        self._column.addWidget(self.title)
        self._column.addWidget(self.table)
        self._shown: tuple[Verdict, ...] = ()
        self.verdicts: list[QLabel] = []
        self.counts = Link("Counts over all states", "shows the Claims view", self)
        self._below = QHBoxLayout()
        self._below.addWidget(self.counts)
        self._below.addStretch(1)
        whole.addLayout(self._below)
        whole.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        margin = round(theme.px(16))
        self._column.setContentsMargins(margin, round(theme.px(10)), margin, 0)
        self.title.setFont(theme.font(FontKind.HEADING))
        self.table.set_theme(theme)
        self.counts.set_theme(theme)
        back = round(self.counts.overhang)  # its word is flush with the others'
        self._below.setContentsMargins(margin - back, 0, 0, round(theme.px(8)))
        for label, verdict in zip(self.verdicts, self._lines(), strict=False):
            self._set_label(label, *verdict)

    def show_comparison(self, frame: CompareFrame) -> None:
        """Show the ends of `frame`."""
        record = frame.record
        differs = any(row.differs for row in record.end_rows)
        self.title.setText("What differs in the end" if differs else "The same in the end")
        self.table.show_comparison(frame)
        if record.verdicts == self._shown:
            return
        self._shown = record.verdicts
        self.counts.setVisible(bool(self._shown))
        lines = self._lines()
        while len(self.verdicts) < len(lines):
            label = QLabel(self)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            self._column.addWidget(label)
            self.verdicts.append(label)
        for number, label in enumerate(self.verdicts):
            label.setVisible(number < len(lines))
            if number < len(lines):
                self._set_label(label, *lines[number])

    def _lines(self) -> list[tuple[str, FontKind, Role, float]]:
        """Return text, font, ink and room above of each label."""
        found: list[tuple[str, FontKind, Role, float]] = []
        for one in self._shown:
            title = f"{_GLYPHS[one.tone]}{one.title}"
            found.append((title, FontKind.STRONG, _TONES[one.tone], 12.0))
            found.append((one.text, FontKind.BODY, Role.TEXT, 2.0))
        return found

    def _set_label(  # a label's whole look
        self, label: QLabel, text: str, kind: FontKind, role: Role, above: float
    ) -> None:
        label.setText(text)
        label.setFont(self._theme.font(kind))
        label.setContentsMargins(0, round(self._theme.px(above)), 0, 0)
        palette = label.palette()
        palette.setColor(label.foregroundRole(), self._theme.color(role))
        label.setPalette(palette)


class EndTable(QWidget):
    """The rows of results, painted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._frame: CompareFrame | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("What differs in the end")

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_comparison(self, frame: CompareFrame) -> None:
        """Show the results of `frame`; they are the same at every step."""
        if self._frame is not None and self._frame.record is frame.record:
            return
        self._frame = frame
        told = [
            f"{' '.join(row.title.split())}: {', '.join(value.text for value in row.values)}"
            for row in frame.record.end_rows
        ]
        self.setAccessibleDescription("; ".join(told))
        self.updateGeometry()
        self.update()

    @property
    def _rows(self) -> tuple[EndRow, ...]:
        return self._frame.record.end_rows if self._frame else ()

    def _row(self) -> float:
        return self._theme.metrics(FontKind.BODY).height() + self._theme.px(11)

    def sizeHint(self) -> QSize:
        """A row a result, and the head."""
        return QSize(round(self._theme.px(300)), round(self._row() * (len(self._rows) + 1.4)))

    def row_rect(self, number: int) -> QRectF:
        """Return the row `number`, from 0."""
        return QRectF(0, self._row() * (number + 1.3), self.width(), self._row())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the heads and the rows."""
        if self._frame is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px, shown = self._theme, self._theme.px, self._frame.record.shown
        places = self._places(len(shown))
        for who, (left, width) in zip(shown, places, strict=True):
            side = px(14)
            sign = QRectF(left + (width - side) / 2, self._row() * 0.6 - side / 2, side, side)
            semantics_sign(painter, sign, who, theme)
        rule = QRectF(0, self.row_rect(0).top() - px(2), self.width(), 1)
        painter.fillRect(rule, theme.color(Role.BORDER))
        for number, row in enumerate(self._rows):
            self._draw_row(painter, self.row_rect(number), row, places)

    def _places(self, count: int) -> list[tuple[float, float]]:
        px = self._theme.px
        start = px(_SIGN + _TITLE)
        width = min((self.width() - start) / count, px(110))
        return [(start + number * width, width) for number in range(count)]

    def _draw_row(
        self, painter: QPainter, rect: QRectF, row: EndRow, places: list[tuple[float, float]]
    ) -> None:
        theme, px = self._theme, self._theme.px
        if row.differs:
            painter.fillRect(rect, theme.tint(Role.CURRENT))
            sign = rect.adjusted(px(5), 0, 0, 0)
            paint.text(painter, sign, "≠", theme, FontKind.STRONG, Role.CURRENT)
        title = QRectF(px(_SIGN), rect.top(), px(_TITLE), rect.height())
        kind = FontKind.STRONG if row.differs else FontKind.BODY
        role = Role.TEXT if row.differs else Role.MUTED
        paint.text(painter, title, row.title, theme, kind, role)
        for value, (left, width) in zip(row.values, places, strict=True):
            cell = QRectF(left + px(2), rect.top(), width - px(4), rect.height())
            self._draw_value(painter, cell, value, differs=row.differs)

    def _draw_value(self, painter: QPainter, cell: QRectF, value: Value, *, differs: bool) -> None:
        theme, px = self._theme, self._theme.px
        bold = value.wrong or value.alone
        kind = FontKind.MONO_STRONG if bold else FontKind.MONO
        if theme.width(kind, value.text) > cell.width():
            kind = FontKind.MONO_CAPTION
        role = Role.TEXT if differs else Role.MUTED
        centre = Qt.AlignmentFlag.AlignCenter
        paint.text(painter, cell, value.text, theme, kind, role, centre)
        if value.wrong:
            width = min(theme.width(kind, value.text), cell.width())
            bar = QRectF(0, 0, width, px(2.5))
            bar.moveCenter(QPointF(cell.center().x(), cell.bottom() - px(4)))
            painter.fillRect(bar, theme.color(Role.FAIL))

    def event(self, event: QEvent) -> bool:
        """Say what the result under the pointer means, its values in full."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            for number, row in enumerate(self._rows):
                if self.row_rect(number).contains(QPointF(event.pos())):
                    QToolTip.showText(event.globalPos(), self._tip(row), self)
            return True
        return super().event(event)

    def _tip(self, row: EndRow) -> str:
        assert self._frame is not None, "rows are there for a frame"
        values = zip(self._frame.record.shown, row.values, strict=True)
        told = [
            f"{who.value}: {value.text}{' (not what the processor does)' if value.wrong else ''}"
            for who, value in values
        ]
        return "\n".join([row.tip, *told])
