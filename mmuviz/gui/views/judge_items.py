"""What only hardware has: the rails that collect rights, and the frame that judges them."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.check_items import draw_dots, draw_terms
from mmuviz.gui.views.flow_columns_layout import TERM, ColumnBox
from mmuviz.gui.views.flow_items import FlowItem
from mmuviz.gui.views.flow_layout import FlowLayout, JudgeBox
from mmuviz.present.bit_marks import BitMark
from mmuviz.present.flow_graph import Judgement
from mmuviz.present.flow_nodes import Node, NodeState
from mmuviz.present.flow_rails import Rail

_CENTER = Qt.AlignmentFlag.AlignCenter


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
            if crossing.bit is not None or not rail.judged:
                value = crossing.collected
            y = row
        self._piece(painter, y, self._end, value)
        width, height = self.theme.px(20), min(self.theme.px(20), self._node - self.theme.px(2))
        for crossing, row in zip(rail.crossings, self._rows, strict=True):
            cell = QRectF(self._x - width / 2, row - height / 2, width, height)
            mark = BitMark.REFUSED if crossing.decides else None
            self._cell(painter, cell, rail.letter, crossing.bit, mark)
        height = min(height, self.theme.px(18))
        end = QRectF(self._x - width / 2, self._end - height / 2, width, height)
        self._cell(painter, end, rail.letter, value, None)

    def _cell(
        self,
        painter: QPainter,
        rect: QRectF,
        letter: str,
        bit: bool | None,  # noqa: FBT001  # the bit drawn
        mark: BitMark | None,
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
        if judgement.state is NodeState.ASKED:
            paint.asked_frame(painter, rect, theme)
        painter.setPen(theme.pen(Role.BORDER, 1))
        for box in self._boxes[1:]:
            painter.drawLine(
                QPointF(box.left, rect.top() + px(6)), QPointF(box.left, rect.bottom() - px(6))
            )
        for box, node in zip(self._boxes, judgement.nodes, strict=True):
            self._check(painter, box, node)
        none = (NodeState.NOT_WALKED, NodeState.ASKED)
        discs = {NodeState.PASSED: paint.Disc.PASSED, **dict.fromkeys(none)}
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
        if self._node.state is NodeState.ASKED:
            paint.asked_frame(painter, rect, theme)
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
