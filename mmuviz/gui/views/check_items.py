"""Rows, checks and exits of the algorithm's picture."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, level_role
from mmuviz.gui.views.flow_columns_layout import CHIP, TERM, ColumnBox
from mmuviz.gui.views.flow_items import FlowItem
from mmuviz.present.flow_exits import Exit
from mmuviz.present.flow_graph import Row
from mmuviz.present.flow_nodes import Node, NodeState

_CENTER = Qt.AlignmentFlag.AlignCenter
_CHIP_HEIGHT = 19.0


class RowItem(FlowItem):
    """A level's badge and label, and what there is to say instead of checks."""

    def __init__(self, theme: Theme, rect: QRectF, note_left: float) -> None:
        """Stand at `rect`; a note begins at `note_left`."""
        super().__init__(theme, rect, 4)
        self._note_left = note_left
        self._row: Row | None = None

    def show_row(self, row: Row) -> None:
        """Show label, caption and note of `row`."""
        if row == self._row:
            return
        self._row = row
        self.step = row.read_step
        self.show_tip(f"{row.label}. {row.note or row.caption}".strip(". ") + ".")
        self.update()

    def shape(self) -> QPainterPath:
        """Return the badge and label: the rest of the row belongs to the checks."""
        path = QPainterPath()
        path.addRect(self.rect.adjusted(0, 0, self._note_left - self.rect.right(), 0))
        return path

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw badge, label, caption and note."""
        row, theme = self._row, self.theme
        if row is None:
            return
        px, middle = theme.px, self.rect.center().y()
        badge = QRectF(self.rect.left(), middle - px(9), px(18), px(18))
        role = level_role(row.level.number)
        paint.level_badge(painter, badge, str(row.level.number), role, theme)
        label = QRectF(badge.right() + px(8), middle - px(10), px(120), px(20))
        paint.text(painter, label, row.label, theme, FontKind.STRONG)
        if row.caption:
            below = label.translated(0, px(15))
            paint.text(painter, below, row.caption, theme, FontKind.CAPTION, Role.MUTED)
        if row.note:
            width = theme.width(FontKind.CAPTION, row.note) + px(20)
            note = QRectF(self._note_left, middle - px(9), width, px(18))
            painter.fillRect(note, theme.color(Role.SURFACE))
            words = note.adjusted(px(10), 0, 0, 0)
            paint.text(painter, words, row.note, theme, FontKind.CAPTION, Role.MUTED)


_DISCS = {
    NodeState.PASSED: paint.Disc.PASSED,
    NodeState.REFUSES_NOW: paint.Disc.REFUSED,
    NodeState.REFUSED_EARLIER: paint.Disc.REFUSED,
    NodeState.WRITTEN: paint.Disc.WRITTEN,
}


class NodeItem(FlowItem):
    """A check at a level: its terms with their truth, and its verdict on the right edge."""

    def __init__(self, theme: Theme, rect: QRectF, box: ColumnBox, role: Role) -> None:
        """Stand at `rect` with the terms of `box`, in the colour of `role` when walked."""
        super().__init__(theme, rect, 4)
        self._box = box
        self._role = role
        self._node: Node | None = None

    def show_node(self, node: Node) -> None:
        """Show terms and state of `node`."""
        if node == self._node:
            return
        self._node = node
        self.step = node.step
        self.show_tip(node.tip)
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw frame, terms, operators and disc."""
        node, theme = self._node, self.theme
        if node is None:
            return
        middle = self.rect.center()
        if node.state is NodeState.ABSENT_CHECK:
            paint.disc(painter, middle, theme.px(8), paint.Disc.SKIPPED, theme)
            return
        if node.state is NodeState.ASKED:
            paint.asked_frame(painter, self.rect.adjusted(0.5, 0.5, -0.5, -0.5), theme)
            draw_dots(painter, theme, self._box, middle.y())
            return
        self._frame(painter, node.state)
        if node.truths:
            draw_terms(painter, theme, self._box, node, middle.y())
        else:
            draw_dots(painter, theme, self._box, middle.y())
        sign = _DISCS.get(node.state)
        if sign is not None:
            radius = theme.px(7 if sign is paint.Disc.PASSED else 8)
            paint.disc(painter, QPointF(self.rect.right(), middle.y()), radius, sign, theme)

    def _frame(self, painter: QPainter, state: NodeState) -> None:
        theme = self.theme
        ground = theme.color(Role.SURFACE)
        if state is NodeState.REFUSES_NOW:
            pen, ground = theme.pen(Role.FAIL, 3), theme.tint(Role.FAIL)
        elif state is NodeState.REFUSED_EARLIER:
            pen = theme.pen(Role.FAIL, 1.5)
        elif state is NodeState.WRITTEN:
            pen, ground = theme.pen(Role.WRITTEN, 2), theme.tint(Role.WRITTEN)
        elif state is NodeState.STOPS:
            pen = theme.pen(self._role, 3)
        elif state is NodeState.PASSED:
            pen = theme.pen(self._role, 1.5)
        else:
            pen = theme.pen(Role.BORDER_STRONG, 1)
        painter.setPen(pen)
        painter.setBrush(ground)
        radius = theme.px(5)
        painter.drawRoundedRect(self.rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def draw_terms(painter: QPainter, theme: Theme, box: ColumnBox, node: Node, y: float) -> None:
    """Draw the truth of each term at its place, and the operators between them."""
    width, height = theme.px(CHIP), theme.px(_CHIP_HEIGHT)
    for x, truth in zip(box.terms, node.truths, strict=True):
        chip = QRectF(round(x - width / 2), round(y - height / 2), width, height)
        paint.term_chip(painter, chip, truth, theme)
    refuses = node.state is NodeState.REFUSES_NOW
    painter.setFont(theme.font(TERM))
    painter.setPen(theme.color(Role.TEXT if refuses else Role.MUTED))
    for x, sign in zip(box.operators, node.column.operators, strict=True):
        painter.drawText(QRectF(x - width, y - height, 2 * width, 2 * height), _CENTER, sign)


def draw_dots(painter: QPainter, theme: Theme, box: ColumnBox, y: float) -> None:
    """Draw a dot for each term that nobody asked."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.brush(Role.BORDER_STRONG))
    for x in box.terms:
        painter.drawEllipse(QPointF(x, y), theme.px(1.6), theme.px(1.6))


class ExitItem(FlowItem):
    """A way out: a pill, filled when it is taken."""

    def __init__(self, theme: Theme, rect: QRectF) -> None:
        """Stand at `rect`."""
        super().__init__(theme, rect, 5)
        self._exit: Exit | None = None
        self._current = False

    def show_exit(self, exit_: Exit, *, current: bool) -> None:
        """Show `exit_`; `current` where the step stands on it."""
        if exit_ == self._exit and current == self._current:
            return
        self._exit, self._current = exit_, current
        self.step = exit_.step
        taken = f"taken at step {exit_.step}" if exit_.taken else "possible"
        self.show_tip(f"{exit_.name}: {taken}.")
        self.update()

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        """Draw the pill."""
        exit_, theme = self._exit, self.theme
        if exit_ is None:
            return
        filled = Role.FAIL if exit_.refusal else Role.TEXT
        painter.setPen(theme.pen(filled if exit_.taken else Role.BORDER_STRONG, 1))
        painter.setBrush(theme.brush(filled if exit_.taken else Role.SURFACE))
        radius = self.rect.height() / 2
        painter.drawRoundedRect(self.rect, radius, radius)
        ink = Role.TEXT
        if exit_.taken:
            ink = Role.ON_FILL if exit_.refusal else Role.SURFACE
        kind = FontKind.MONO_STRONG if exit_.taken else FontKind.MONO
        if not exit_.is_code:
            kind = FontKind.STRONG
        painter.setFont(theme.font(kind))
        painter.setPen(theme.color(ink))
        painter.drawText(self.rect, _CENTER, exit_.name)
        if self._current:
            draw_current_ring(painter, theme, self.rect, radius, beside=True)


def draw_current_ring(
    painter: QPainter, theme: Theme, rect: QRectF, radius: float, *, beside: bool = False
) -> None:
    """Draw the amber ring and its marker, above or `beside` it: the step stands here."""
    off = theme.px(3.5)
    ring = rect.adjusted(-off, -off, off, off)
    painter.setPen(theme.pen(Role.CURRENT, 3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(ring, radius + off, radius + off)
    tip, direction = QPointF(ring.center().x(), ring.top() - theme.px(1)), QPointF(0, 1)
    if beside:
        tip, direction = QPointF(ring.left() - theme.px(2), ring.center().y()), QPointF(1, 0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.brush(Role.CURRENT))
    painter.drawPolygon(paint.arrow_head(tip, direction, theme.px(8)))
