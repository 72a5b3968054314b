"""The words of the algorithm's picture: titles of columns, labels, notes, sentences."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from mmuviz.core.events import Anchor
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.check_items import draw_current_ring
from mmuviz.gui.views.flow_columns_layout import TERM, ColumnBox
from mmuviz.gui.views.flow_items import FlowItem
from mmuviz.gui.views.flow_layout import MARGIN, FlowLayout
from mmuviz.present.flow_graph import FlowPicture

_CENTER = Qt.AlignmentFlag.AlignCenter


class HeaderItem(FlowItem):
    """The columns' letters and titles, and below them the terms of their conditions."""

    def __init__(self, layout: FlowLayout, picture: FlowPicture) -> None:
        """Stand at the layout's header, with the columns of `picture`."""
        super().__init__(layout.theme, layout.header, 3)
        self._layout = layout
        self._question = picture.question
        self._rails = picture.rails
        self._current: Anchor | None = None

    def show_current(self, current: Anchor | None) -> None:
        """Set off the condition of the check that the step stands on."""
        if current is not self._current:
            self._current = current
            self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw both lines."""
        theme, px = self.theme, self.theme.px
        height = self.rect.height()
        upper = self.rect.top() + height * 0.24
        lower = self.rect.top() + height * 0.68
        line = theme.metrics(FontKind.BODY).height()
        for box in self._layout.columns.values():
            self._title(painter, box, upper, line)
            self._terms(painter, box, lower, line)
        for rail in self._rails:
            x = self._layout.rails[rail.letter]
            painter.setFont(theme.font(TERM))
            painter.setPen(theme.color(Role.TEXT))
            painter.drawText(
                QRectF(x - px(40), lower - line / 2, px(80), line), _CENTER, rail.title
            )
        place = QRectF(px(MARGIN), lower - line / 2, px(100), line)
        paint.text(painter, place, self._question, theme, FontKind.CAPTION, Role.MUTED)

    def _title(self, painter: QPainter, box: ColumnBox, y: float, line: float) -> None:
        theme, column = self.theme, box.column
        role = Role.MUTED if column.absent else Role.TEXT
        width = theme.width(FontKind.MONO_STRONG, column.letter) + 1
        place = QRectF(box.left, y - line / 2, width, line)
        kind = FontKind.MONO if column.absent else FontKind.MONO_STRONG
        paint.text(painter, place, column.letter, theme, kind, role)
        if column.anchor is Anchor.NEXT:
            return  # its title stands in the line of the conditions
        kind = FontKind.BODY if column.absent else FontKind.STRONG
        words = QRectF(place.right() + theme.px(6), place.top(), box.right - box.left, line)
        paint.text(painter, words, column.title, theme, kind, role)

    def _terms(self, painter: QPainter, box: ColumnBox, y: float, line: float) -> None:
        theme, column = self.theme, box.column
        role = Role.TEXT if column.anchor is self._current else Role.MUTED
        if column.absent:
            place = QRectF(box.left, y - line / 2, box.right - box.left, line)
            paint.text(painter, place, "no such check", theme, FontKind.CAPTION, Role.MUTED)
            return
        if column.anchor is Anchor.NEXT:
            place = QRectF(box.left, y - line / 2, box.right - box.left, line)
            paint.text(painter, place, column.title, theme, TERM, Role.MUTED)
            return
        painter.setFont(theme.font(TERM))
        painter.setPen(theme.color(role))
        half = theme.px(60)
        for x, words in zip(
            (*box.terms, *box.operators), (*column.terms, *column.operators), strict=True
        ):
            painter.drawText(QRectF(x - half, y - line / 2, 2 * half, line), _CENTER, words)


class WordsItem(FlowItem):
    """A few words at a place: a feed's label, a note, the sentence that stands for the picture."""

    def __init__(
        self, theme: Theme, rect: QRectF, words: str, kind: FontKind, *, ground: bool
    ) -> None:
        """Stand at `rect`; with `ground` the words are set off from lines behind them."""
        super().__init__(theme, rect, 6)
        self._words = words
        self._kind = kind
        self._ground = ground
        self._role = Role.MUTED

    def set_role(self, role: Role) -> None:
        """Become coloured by `role`."""
        if role is not self._role:
            self._role = role
            self.update()

    def set_words(self, words: str) -> None:
        """Say `words`."""
        if words != self._words:
            self._words = words
            self.update()

    def shape(self) -> QPainterPath:
        """Return nothing: words are no target."""
        return QPainterPath()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the words."""
        if self._ground:
            painter.fillRect(self.rect, self.theme.color(Role.SURFACE))
        painter.setFont(self.theme.font(self._kind))
        painter.setPen(self.theme.color(self._role))
        painter.drawText(self.rect, int(_CENTER | Qt.TextFlag.TextWordWrap), self._words)


class RingItem(FlowItem):
    """The amber ring round several slots that one step decides."""

    def shape(self) -> QPainterPath:
        """Return nothing: a click goes to the slot."""
        return QPainterPath()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw ring and marker."""
        draw_current_ring(painter, self.theme, self.rect, self.theme.px(5))


class RightsLabelItem(FlowItem):
    """The words *Rights, judged once* where another row has its level."""

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw hardware's square and the words."""
        theme, px, rect = self.theme, self.theme.px, self.rect
        middle = rect.center().y()
        square = QRectF(rect.left(), middle - px(11), px(18), px(18))
        paint.level_badge(painter, square, "", Role.HARDWARE, theme)
        line = theme.metrics(FontKind.STRONG).height()
        words = QRectF(square.right() + px(8), middle - line, rect.width() - px(26), line)
        paint.text(painter, words, "Rights", theme, FontKind.STRONG)
        below = words.translated(0, line * 0.92)
        paint.text(painter, below, "judged once", theme, FontKind.CAPTION, Role.MUTED)


class EmptyPlaceItem(FlowItem):
    """The dotted place of a check that this semantics has not."""

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the dotted frame."""
        painter.setPen(self.theme.dashed(Role.NOTEVAL, 1, (1.5, 3)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect, self.theme.px(5), self.theme.px(5))
