"""The parts that only some pictures have: titles, hardware's rails and frame, sentences."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from mmuviz.core.events import Anchor
from mmuviz.gui import paint
from mmuviz.gui.paint import Mark
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.flow_columns_layout import TERM, ColumnBox
from mmuviz.gui.views.flow_items import FlowItem, draw_dots, draw_terms
from mmuviz.gui.views.flow_layout import MARGIN, FlowLayout, JudgeBox
from mmuviz.present.flow_graph import FlowPicture, Judgement, Node, NodeState
from mmuviz.present.flow_rails import Rail

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


class RailItem(FlowItem):
    """A right on its way down: filled while it is 1, hollow from the entry that took it away."""

    def __init__(self, layout: FlowLayout, rail: Rail) -> None:
        """Come down at the rail's x, from the first row that has the right."""
        self._x = layout.rails[rail.letter]
        self._rows = [layout.rows[crossing.level.number] for crossing in rail.crossings]
        judge = layout.judge
        assert judge is not None, "rails lead to a judgement"
        self._end = judge.frame.top()
        self._top = self._rows[0] - layout.row_height / 2 + layout.theme.px(2)
        self._node = layout.node_height
        half = layout.theme.px(13)
        rect = QRectF(self._x - half, self._top, 2 * half, self._end - self._top + half)
        super().__init__(layout.theme, rect, 5)
        self._rail: Rail | None = None

    def shape(self) -> QPainterPath:
        """Return nothing: a click goes to what is behind."""
        return QPainterPath()

    def show_rail(self, rail: Rail) -> None:
        """Show `rail`."""
        if rail != self._rail:
            self._rail = rail
            self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the rail in pieces, a bit cell at each crossing, and its end at the frame."""
        rail = self._rail
        if rail is None:
            return
        value: bool | None = rail.start if rail.collected is not None else None
        y = self._top
        for crossing, row in zip(rail.crossings, self._rows, strict=True):
            self._piece(painter, y, row, value)
            value, y = crossing.collected, row
        self._piece(painter, y, self._end, value)
        width, height = self.theme.px(20), min(self.theme.px(20), self._node - self.theme.px(2))
        for crossing, row in zip(rail.crossings, self._rows, strict=True):
            cell = QRectF(self._x - width / 2, row - height / 2, width, height)
            mark = Mark.REFUSED if crossing.decides else Mark.NONE
            self._cell(painter, cell, rail.letter, crossing.bit, mark)
        height = min(height, self.theme.px(18))
        end = QRectF(self._x - width / 2, self._end - height / 2, width, height)
        self._cell(painter, end, rail.letter, value, Mark.NONE)

    def _cell(
        self,
        painter: QPainter,
        rect: QRectF,
        letter: str,
        bit: bool | None,  # noqa: FBT001  # the bit drawn
        mark: Mark,
    ) -> None:
        if bit is not None:
            paint.bit_cell(painter, rect, letter, self.theme, value=bit, mark=mark)

    def _piece(self, painter: QPainter, top: float, bottom: float, value: bool | None) -> None:  # noqa: FBT001  # the right drawn
        theme = self.theme
        start, end = QPointF(self._x, top), QPointF(self._x, bottom)
        if value is None:
            painter.setPen(theme.dashed(Role.NOTEVAL, 1, (1.5, 3)))
            painter.drawLine(start, end)
            return
        painter.setPen(theme.pen(Role.TEXT if value else Role.BORDER_STRONG, 5))
        painter.drawLine(start, end)
        if not value:
            painter.setPen(theme.pen(Role.SURFACE, 2.6))
            painter.drawLine(start, end)


class JudgeItem(FlowItem):
    """The frame *Rights*: b, c, x and s side by side, one verdict."""

    def __init__(self, theme: Theme, judge: JudgeBox) -> None:
        """Stand at the frame of `judge`."""
        super().__init__(theme, judge.frame, 4)
        self._boxes = judge.boxes
        self._judgement: Judgement | None = None

    def show_judgement(self, judgement: Judgement) -> None:
        """Show `judgement`."""
        if judgement == self._judgement:
            return
        self._judgement = judgement
        self.step = judgement.step
        self.show_tip("\n".join(node.tip for node in judgement.nodes))
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the frame, its four checks and the verdict."""
        judgement, theme, rect = self._judgement, self.theme, self.rect
        if judgement is None:
            return
        px = theme.px
        asked = judgement.step is not None
        painter.setPen(theme.pen(Role.HARDWARE if asked else Role.BORDER_STRONG, 2 if asked else 1))
        painter.setBrush(theme.brush(Role.SURFACE))
        painter.drawRoundedRect(rect, px(6), px(6))
        painter.setPen(theme.pen(Role.BORDER, 1))
        for box in self._boxes[1:]:
            painter.drawLine(
                QPointF(box.left, rect.top() + px(6)), QPointF(box.left, rect.bottom() - px(6))
            )
        for box, node in zip(self._boxes, judgement.nodes, strict=True):
            self._check(painter, box, node)
        discs = {NodeState.PASSED: paint.Disc.PASSED, NodeState.NOT_WALKED: None}
        sign = discs.get(judgement.state, paint.Disc.REFUSED)
        if sign is not None:
            paint.disc(painter, QPointF(rect.right(), rect.center().y()), px(9), sign, theme)

    def _check(self, painter: QPainter, box: ColumnBox, node: Node) -> None:
        theme, px = self.theme, self.theme.px
        refuses = node.state in (NodeState.REFUSES_NOW, NodeState.REFUSED_EARLIER)
        if refuses:
            now = node.state is NodeState.REFUSES_NOW
            painter.setPen(theme.pen(Role.FAIL, 3 if now else 1.5))
            painter.setBrush(theme.tint(Role.FAIL) if now else Qt.BrushStyle.NoBrush)
            place = QRectF(box.left, self.rect.top(), box.right - box.left, self.rect.height())
            painter.drawRoundedRect(place, px(6), px(6))
        line = theme.metrics(TERM).height()
        letter = QRectF(box.left + px(8), self.rect.top() - line / 2, px(12), line)
        painter.fillRect(letter, theme.color(Role.SURFACE))
        role = Role.FAIL if refuses else Role.MUTED
        painter.setFont(theme.font(FontKind.MONO_STRONG))
        painter.setPen(theme.color(role))
        painter.drawText(letter, _CENTER, node.column.letter)
        middle = self.rect.top() + self.rect.height() * 0.36
        painter.setFont(theme.font(TERM))
        painter.setPen(theme.color(Role.TEXT if refuses else Role.MUTED))
        for x, words in zip(box.terms, node.column.terms, strict=True):
            painter.drawText(QRectF(x - px(40), middle - line / 2, px(80), line), _CENTER, words)
        y = self.rect.top() + self.rect.height() * 0.71
        if node.truths:
            draw_terms(painter, theme, box, node, y)
        else:
            draw_dots(painter, theme, box, y)


class WrittenItem(FlowItem):
    """Hardware's d: A and D, only if allowed."""

    def __init__(self, theme: Theme, rect: QRectF) -> None:
        """Stand at `rect`."""
        super().__init__(theme, rect, 4)
        self._node: Node | None = None

    def show_node(self, node: Node) -> None:
        """Show `node`."""
        if node != self._node:
            self._node = node
            self.step = node.step
            self.show_tip(node.tip)
            self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the node with its two lines."""
        theme, rect = self.theme, self.rect
        if self._node is None:
            return
        written = self._node.state is NodeState.WRITTEN
        painter.setPen(theme.pen(Role.WRITTEN, 2) if written else theme.pen(Role.BORDER_STRONG, 1))
        painter.setBrush(theme.tint(Role.WRITTEN) if written else theme.brush(Role.SURFACE))
        painter.drawRoundedRect(rect, theme.px(5), theme.px(5))
        painter.setPen(theme.color(Role.TEXT if written else Role.MUTED))
        half = rect.height() / 2
        painter.setFont(theme.font(FontKind.MONO_CAPTION))
        painter.drawText(QRectF(rect.left(), rect.top(), rect.width(), half), _CENTER, "d A, D")
        painter.setFont(theme.font(FontKind.CAPTION))
        lower = QRectF(rect.left(), rect.center().y(), rect.width(), half)
        painter.drawText(lower, _CENTER, "if allowed")
        if written:
            place = QPointF(rect.right(), rect.center().y())
            paint.disc(painter, place, theme.px(8), paint.Disc.WRITTEN, theme)


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
