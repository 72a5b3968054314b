"""The first band of the picture: where the guest begins, and where the processor begins."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme, level_role
from mmuviz.gui.views.shadow_layout import Columns, head_height, row_height
from mmuviz.gui.views.shadow_paint import RIGHT, PairPainter
from mmuviz.present.shadow_picture import Roots
from mmuviz.present.shadow_rows import Cell

_PRESENT = (Cell("P", value=True),)


def draw_roots(painter: QPainter, theme: Theme, at: Columns, roots: Roots, rect: QRectF) -> None:
    """Draw the registers of the guest and the roots of the shadow in `rect`."""
    px = theme.px
    pen = PairPainter(painter, theme, at)
    guest = QRectF(at.guest, rect.top(), at.guest_width, rect.height())
    page = QRectF(at.page, rect.top(), at.page_width, rect.height())
    line = QRectF(rect.left(), rect.top() + head_height(theme), rect.width(), row_height(theme))
    rest = pen.head(guest, roots.level, roots.title)
    paint.text(painter, rest, roots.facts, theme, FontKind.CAPTION, Role.MUTED)
    _registers(painter, theme, pen, roots, guest, line)
    rest = pen.head(page, 0, roots.shadow_title)
    role = Role.WRITTEN if roots.changed else Role.MUTED
    words = f"taken by this step; {roots.shadow_facts}" if roots.changed else roots.shadow_facts
    paint.text(painter, rest, words, theme, FontKind.CAPTION, role)
    left = page.left() + px(12)
    for name, number in roots.roots:
        area = QRectF(left, line.top(), theme.width(FontKind.CAPTION, name) + 2, line.height())
        paint.text(painter, area, name, theme, FontKind.CAPTION, Role.MUTED)
        left = pen.cells(_PRESENT, area.right() + px(6), line) + px(4)
        words = f"→ {number}"
        area = QRectF(left, line.top(), theme.width(FontKind.MONO, words) + 2, line.height())
        paint.text(painter, area, words, theme, FontKind.MONO)
        left = area.right() + px(20)
    area = QRectF(left, line.top(), page.right() - px(9) - left, line.height())
    align = RIGHT
    if at.stacked:
        area = line.translated(0, line.height())
        area.setLeft(page.left() + px(12))
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    paint.text(painter, area, roots.remark, theme, FontKind.CAPTION, Role.MUTED, align)
    ink = level_role(roots.level) if roots.level else Role.BORDER_STRONG
    painter.setPen(theme.pen(ink, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for card in (guest, page):
        painter.drawRoundedRect(card, px(4), px(4))
    if roots.roots:
        pen.arrow(guest.right(), page.left(), rect.center().y(), "roots of", real=True)


def _registers(  # noqa: PLR0913, PLR0917  # what, where and how
    painter: QPainter, theme: Theme, pen: PairPainter, roots: Roots, guest: QRectF, line: QRectF
) -> None:
    """Draw the four loaded PDPTRs, as many digits as there is room for."""
    px = theme.px
    if not roots.registers:
        area = QRectF(guest.left() + px(12), line.top(), guest.width() - px(20), line.height())
        words = "a register: not shadowed itself"
        paint.text(painter, area, words, theme, FontKind.CAPTION, Role.MUTED)
        return
    share = (guest.width() - px(16)) / len(roots.registers)
    for number, cell, value in roots.registers:
        left = guest.left() + px(10) + number * share
        area = QRectF(left, line.top(), px(10), line.height())
        paint.text(painter, area, str(number), theme, FontKind.MONO_CAPTION, Role.MUTED)
        after = pen.cells((cell,), left + px(12), line)
        area = QRectF(after + px(1), line.top(), left + share - after - px(4), line.height())
        ink = Role.TEXT if cell.value else Role.MUTED
        paint.text(painter, area, value, theme, FontKind.MONO_CAPTION, ink)
