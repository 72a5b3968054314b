"""The card beside the cell under the pointer: the state, and what each rule makes of it."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mmuviz.core.trace import Semantics
from mmuviz.gui import paint
from mmuviz.gui.paint_signs import semantics_sign
from mmuviz.gui.spans import draw_lines, lines_of
from mmuviz.gui.theme import FontKind, Role, Theme, level_role
from mmuviz.present.atlas_card import card_values
from mmuviz.present.atlas_state import EntryBits, ResultWords, StateWords
from mmuviz.present.wording import Span, Style
from mmuviz.sweep.colouring import Lens
from mmuviz.sweep.survey import Quantity

_PAD, _GAP, _SIGN, _BADGE, _CELL = 15.0, 9.0, 14.0, 18.0, 19.0
_LEAST, _MOST = 220.0, 380.0
HINT = "Click to open, ready to step"


class StateCard(QWidget):
    """Follows the pointer at a distance; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._theme = Theme()
        self._words: StateWords | None = None
        self._lens = Lens(Semantics.AFTER, None, Quantity.OUTCOME)
        self._hint = HINT
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def words(self) -> StateWords | None:
        """The state that it tells of; None: none yet."""
        return self._words

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.update()

    def show_state(self, words: StateWords, lens: Lens, hint: str = HINT) -> None:
        """Tell of a state, as it is seen through `lens`."""
        self._words, self._lens = words, lens
        self._hint = hint if words.results else ""
        self.setAccessibleName(". ".join(self._said(words)))
        self.update()

    def sizeHint(self) -> QSize:
        """As large as its words."""
        if self._words is None:
            return QSize()
        width = self._wanted_width()
        return QSize(round(width), round(self._draw(None, width)))

    def _said(self, words: StateWords) -> list[str]:
        results = [
            f"{one.semantics.value} {' '.join(card_values(one, self._lens.quantity))}"
            for one in words.results
        ]
        return [words.title, *(one.text for one in words.entries), *results, words.why]

    def _wanted_width(self) -> float:
        words, theme = self._words, self._theme
        assert words is not None, "there is a state"
        cell = theme.px(_CELL + 3)
        rows = [self._name_width() + len(entry.bits) * cell for entry in words.entries]
        rows.append(theme.width(FontKind.HEADING, words.title))
        names, values, details = self._columns()
        alone = [
            theme.width(FontKind.MONO_STRONG, f"{value} ≠")
            for value, detail in self._pairs()
            if not detail
        ]
        rows.append(names + max(values + details, *alone, 0) + theme.px(_GAP + _SIGN))
        wanted = max(rows) + 2 * theme.px(_PAD)
        return min(max(wanted, theme.px(_LEAST)), theme.px(_MOST))

    def _name_width(self) -> float:
        assert self._words is not None, "there is a state"
        widest = max(self._theme.width(FontKind.BODY, one.name) for one in self._words.entries)
        return widest + self._theme.px(_BADGE + 3 * _GAP)

    def _pairs(self) -> list[tuple[str, str]]:
        assert self._words is not None, "there is a state"
        pairs = [card_values(one, self._lens.quantity) for one in self._words.results]
        if self._lens.quantity is None:  # what is said beside a value is much, and stands below
            return [(value, "") for value, _ in pairs]
        return pairs

    def _columns(self) -> tuple[float, float, float]:
        """Return the widths of names, values and details."""
        assert self._words is not None, "there is a state"
        theme, results = self._theme, self._words.results
        gap = theme.px(14)
        names = [theme.width(FontKind.BODY, one.semantics.value) for one in results]
        pairs = self._pairs()
        values = [
            theme.width(FontKind.MONO_STRONG, f"{value} ≠") for value, detail in pairs if detail
        ]
        details = [theme.width(FontKind.MONO_CAPTION, detail) for _, detail in pairs]
        return (
            max(names, default=0) + gap,
            max(values, default=0) + gap,
            max(details, default=0),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the frame and the words."""
        if self._words is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(theme.pen(Role.TEXT, 1.5))
        painter.setBrush(theme.brush(Role.SURFACE))
        painter.drawRoundedRect(frame, theme.px(6), theme.px(6))
        self._draw(painter, self.width())

    def _draw(self, painter: QPainter | None, width: float) -> float:
        """Draw from top to bottom, or only measure; return where it ends."""
        words, theme = self._words, self._theme
        assert words is not None, "there is a state"
        left, right = theme.px(_PAD), width - theme.px(_PAD)
        y = theme.px(_PAD - 3)
        high = theme.metrics(FontKind.HEADING).height()
        if painter:
            title = QRectF(left, y, right - left, high)
            paint.text(painter, title, words.title, theme, FontKind.HEADING)
        y += high + theme.px(6)
        for entry in words.entries:
            if painter:
                self._entry(painter, QPointF(left, y), entry)
            y += theme.px(_CELL + 8)
        y = self._lines(painter, "  ".join(words.remarks), Style.BODY, (left, right, y))
        if words.results:
            y = self._hairline(painter, left, right, y)
        row = theme.metrics(FontKind.BODY).height() + theme.px(7)
        for result in words.results:
            if painter:
                self._result(painter, QRectF(left, y, right - left, row), result)
            y += row
            if self._lens.quantity is None:
                detail = card_values(result, None)[1]
                start = left + theme.px(_SIGN + _GAP)
                y = self._lines(painter, detail, Style.BODY, (start, right, y))
        y = self._hairline(painter, left, right, y)
        y = self._lines(painter, words.why, Style.STRONG, (left, right, y))
        y = self._lines(painter, self._hint, Style.BODY, (left, right, y))
        return y + theme.px(_PAD - 5)

    def _lines(
        self, painter: QPainter | None, text: str, style: Style, box: tuple[float, float, float]
    ) -> float:
        """Draw a sentence in as many lines as it needs; nothing where there is none."""
        left, right, y = box
        if not text:
            return y
        lines = lines_of((Span(text, style),), self._theme, right - left)
        if painter:
            draw_lines(painter, self._theme, QPointF(left, y), lines)
        return y + len(lines) * self._theme.metrics(FontKind.BODY).height() + self._theme.px(2)

    def _hairline(self, painter: QPainter | None, left: float, right: float, y: float) -> float:
        theme = self._theme
        if painter:
            line = QRectF(left, y + theme.px(5), right - left, 1)
            painter.fillRect(line, theme.color(Role.BORDER))
        return y + theme.px(11)

    def _entry(self, painter: QPainter, start: QPointF, entry: EntryBits) -> None:
        theme = self._theme
        side = theme.px(_BADGE)
        badge = QRectF(start.x(), start.y() + theme.px(1), side, side)
        paint.level_badge(painter, badge, str(entry.level), level_role(entry.level), theme)
        cell = theme.px(_CELL)
        name = QRectF(badge.right() + theme.px(_GAP), start.y(), self._name_width(), cell)
        paint.text(painter, name, entry.name, theme)
        x = start.x() + self._name_width()
        for letter, is_set in entry.bits:
            paint.bit_cell(painter, QRectF(x, start.y(), cell, cell), letter, theme, value=is_set)
            x += cell + theme.px(3)

    def _result(self, painter: QPainter, row: QRectF, result: ResultWords) -> None:
        theme = self._theme
        side = theme.px(_SIGN)
        sign = QRectF(row.left(), row.center().y() - side / 2, side, side)
        semantics_sign(painter, sign, result.semantics, theme)
        names, values, _ = self._columns()
        x = sign.right() + theme.px(_GAP)
        paint.text(
            painter, QRectF(x, row.top(), names, row.height()), result.semantics.value, theme
        )
        assert self._words is not None, "there is a state"
        value, detail = self._pairs()[self._words.results.index(result)]
        wrong = result.differs and Semantics.HARDWARE in self._lens.pair
        said = f"≠ {value}" if result.differs else value
        role = Role.FAIL if wrong else Role.TEXT
        room = values if detail else row.right() - x - names
        column = QRectF(x + names, row.top(), room, row.height())
        kind = FontKind.MONO_STRONG if result.differs else FontKind.MONO
        paint.text(painter, column, said, theme, kind, role)
        rest = QRectF(column.right(), row.top(), row.right() - column.right(), row.height())
        role = Role.FAIL if wrong else Role.MUTED
        paint.text(painter, rest, detail, theme, FontKind.MONO_CAPTION, role)
