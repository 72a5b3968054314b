"""Draw a map: its ground, letters, folds and headers. The window and pictures are drawn alike."""

from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QStaticText

from mmuviz.gui import paint
from mmuviz.gui.atlas.map_colours import TILE, color_of, color_table
from mmuviz.gui.atlas.map_layout import DOWN_FONTS, MapLayout
from mmuviz.gui.theme import FontKind, Role
from mmuviz.present.atlas_axes import fold_label, fold_texts
from mmuviz.sweep.colouring import Sort
from mmuviz.sweep.map_ground import Blocks, Ground

_CENTER: Final = Qt.AlignmentFlag.AlignCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_INKS: Final = ((Role.TEXT, 2.0), (Role.BORDER_STRONG, 1.5), (Role.BORDER_STRONG, 1.0))
_LINES: Final = 16.0
_CORNER: Final = 10.0

_Lettered = tuple[QPointF, int]
"""The middle of what is seen of a block, and the number of its group."""


def ground_image(layout: MapLayout, ground: Ground) -> QImage:
    """Return the cells in sight as an image of the plot's size."""
    plot, sight = layout.plot, layout.sight
    window = (sight.left, sight.top, plot.width(), plot.height())
    pixels = ground.pixels(layout.rows, layout.columns, window, TILE)
    image = QImage(
        pixels.tobytes(), plot.width(), plot.height(), plot.width(), QImage.Format.Format_Indexed8
    )
    image.setColorTable(color_table(layout.picture, ground, layout.theme))
    return image.convertToFormat(QImage.Format.Format_RGB32)  # drawn often, converted once


def draw_map(painter: QPainter, layout: MapLayout, image: QImage, blocks: Blocks) -> None:
    """Draw all of a map."""
    painter.drawImage(layout.plot.topLeft(), image)
    painter.save()
    painter.setClipRect(layout.plot)
    lettered = _draw_blocks(painter, layout, blocks)
    if _draw_lines(painter, layout):
        _clear_for_letters(painter, layout, lettered)
    _draw_mixed(painter, layout)
    _draw_letters(painter, lettered, layout)
    _draw_fold_words(painter, layout)
    painter.restore()
    _draw_frames(painter, layout)
    _draw_across(painter, layout)
    _draw_down(painter, layout)
    _draw_folds(painter, layout)


def _draw_frames(painter: QPainter, layout: MapLayout) -> None:
    """Draw a hairline round every stretch."""
    plot = QRectF(layout.plot).adjusted(-1, -1, 0, 0)
    painter.save()
    painter.setClipRect(plot.adjusted(0, 0, 1, 1))
    painter.setPen(layout.theme.color(Role.BORDER))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for down in layout.rows.pieces:
        for across in layout.columns.pieces:
            rect = layout.cells_rect(down.start, down.stop, across.start, across.stop)
            frame = rect.adjusted(-1, -1, 0, 0)
            if frame.intersects(plot):
                painter.drawRect(frame)
    painter.restore()


def _draw_lines(painter: QPainter, layout: MapLayout) -> bool:
    """Part cells that are large enough to be looked at one by one; return whether they are."""
    if min(layout.rows.scale, layout.columns.scale) < layout.theme.px(_LINES):
        return False
    plot, origin = QRectF(layout.plot), layout.origin
    lines = []
    columns = layout.columns.shown(layout.sight.left, layout.sight.left + plot.width())
    for start, stop in layout.rows.shown(layout.sight.top, layout.sight.top + plot.height()):
        top, bottom = (origin.y() + pixel for pixel in layout.rows.span(start, stop))
        for cell in (cell for left, right in columns for cell in range(left + 1, right)):
            x = origin.x() + layout.columns.span(cell, cell + 1)[0] + 0.5
            lines.append(QLineF(x, top, x, bottom))
        for cell in range(start + 1, stop):
            y = origin.y() + layout.rows.span(cell, cell + 1)[0] + 0.5
            lines.append(QLineF(plot.left(), y, plot.right(), y))
    painter.setPen(layout.theme.color(Role.SURFACE))
    painter.drawLines(lines)
    return True


def _draw_blocks(painter: QPainter, layout: MapLayout, blocks: Blocks) -> list[_Lettered]:
    """Fill the blocks that have room for their letter, which need no pattern; return those."""
    theme, plot = layout.theme, QRectF(layout.plot)
    metrics = theme.metrics(FontKind.COUNT_STRONG)
    high, wide = metrics.capHeight() + theme.px(7), metrics.averageCharWidth() + theme.px(4)
    colors = _colors(layout)
    shown = []
    for block in blocks.large(high / layout.rows.scale, wide / layout.columns.scale):
        rect = layout.cells_rect(*block[:4]).intersected(plot)
        if rect.width() >= wide and rect.height() >= high:
            painter.fillRect(rect, colors[block.number])
            shown.append((rect.center(), block.number))
    return shown


def _colors(layout: MapLayout) -> dict[int, QColor]:
    picture = layout.picture
    return {one.number: color_of(picture, one.number, layout.theme) for one in picture.groups}


def _clear_for_letters(painter: QPainter, layout: MapLayout, lettered: list[_Lettered]) -> None:
    """Take the lines away where a letter comes."""
    colors = _colors(layout)
    side = layout.theme.metrics(FontKind.COUNT_STRONG).capHeight() + layout.theme.px(5)
    for center, number in lettered:
        rect = QRectF(center.x() - side / 2, center.y() - side / 2, side, side)
        painter.fillRect(rect, colors[number])


def _draw_letters(painter: QPainter, lettered: list[_Lettered], layout: MapLayout) -> None:
    painter.setFont(layout.theme.font(FontKind.COUNT_STRONG))
    painter.setPen(layout.theme.color(Role.SURFACE))
    made = {}
    for group in layout.picture.groups:
        words = QStaticText(group.letter)
        words.prepare(font=painter.font())
        made[group.number] = words, QPointF(words.size().width(), words.size().height()) / 2
    for center, number in lettered:
        words, middle = made[number]
        painter.drawStaticText(center - middle, words)


def _draw_mixed(painter: QPainter, layout: MapLayout) -> None:
    """Mark the cells whose states are of several groups with a corner."""
    side = min(layout.rows.scale, layout.columns.scale)
    if not layout.picture.grid.arrangement.ignored or side < layout.theme.px(_CORNER):
        return
    sight, plot, mixed = layout.sight, layout.plot, layout.picture.mixed
    size = side * 0.35
    path = QPainterPath()
    for top, bottom in layout.rows.shown(sight.top, sight.top + plot.height()):
        for left, right in layout.columns.shown(sight.left, sight.left + plot.width()):
            down, across = mixed[top:bottom, left:right].nonzero()
            for row, column in zip(down.tolist(), across.tolist(), strict=True):
                corner = layout.cell_rect(top + row, left + column).topRight()
                path.moveTo(corner)
                path.lineTo(corner - QPointF(size, 0))
                path.lineTo(corner + QPointF(0, size))
                path.closeSubpath()
    painter.setPen(layout.theme.color(Role.SURFACE))
    painter.setBrush(layout.theme.brush(Role.TEXT))
    painter.drawPath(path)


def _draw_fold_words(painter: QPainter, layout: MapLayout) -> None:
    """Say on a strip of one ground what is folded."""
    theme, plot = layout.theme, QRectF(layout.plot)
    pad = theme.px(12)
    pieces = layout.columns.pieces
    half = pieces[len(pieces) // 2]  # where the eye finds the end of the sentence
    left = max(layout.origin.x() + half.low, plot.left())
    right = min(layout.origin.x() + half.high, plot.right())
    if right - left < theme.px(60):
        left, right = plot.left(), plot.right()
    said = False
    for fold in layout.folds:
        group = layout.picture.group(fold.number) if fold.number is not None else None
        strip = layout.cells_rect(fold.start, fold.stop, 0, 1)
        if group is None or group.sort is Sort.MARK:
            continue
        long, short = fold_texts(layout.picture, fold)
        fits = theme.width(FontKind.CAPTION, long) <= right - left - 2 * pad
        words = short if said or not fits else long
        said = True
        area = QRectF(left + pad, strip.top(), right - left - 2 * pad, strip.height())
        paint.text(painter, area, words, theme, FontKind.CAPTION, Role.MUTED)


def _draw_across(painter: QPainter, layout: MapLayout) -> None:
    theme, plot, header = layout.theme, QRectF(layout.plot), layout.across
    rows = layout.across_rows()
    if header.context:
        first = rows[0].top if rows else plot.top()
        area = QRectF(plot.left(), first - layout.heights[0], plot.width(), layout.heights[0])
        paint.text(painter, area, " · ".join(header.context), theme, FontKind.HEADING)
    for number, row in enumerate(rows):
        pen = theme.pen(*_INKS[min(number + bool(header.context), len(_INKS) - 1)])
        for span in row.strip:
            low, high = layout.columns.span(span.start, span.stop)
            left = max(layout.origin.x() + low, plot.left())
            right = min(layout.origin.x() + high, plot.right())
            if right - left < 1:
                continue
            area = QRectF(left, row.top, right - left, row.height)
            role = Role.MUTED if row.kind is FontKind.CAPTION else Role.TEXT
            if theme.width(row.kind, span.text) <= area.width():
                paint.text(painter, area, span.text, theme, row.kind, role, _CENTER)
            if number < len(rows) - 1:  # the plot's own frame is below the last
                y = round(row.top + row.height) - theme.px(1)
                painter.setPen(pen)
                painter.drawLine(QPointF(left, y), QPointF(right, y))


def _draw_down(painter: QPainter, layout: MapLayout) -> None:
    theme, plot, header = layout.theme, QRectF(layout.plot), layout.down
    line = theme.metrics(FontKind.CAPTION).height() + theme.px(2)
    area = QRectF(layout.rect.left(), plot.top() - line - theme.px(4), 0, line)
    area.setRight(plot.left() - theme.px(8))
    for number, words in enumerate(header.context[: int(sum(layout.heights) / line)]):
        last = number == len(header.context) - 1
        role = Role.TEXT if last else Role.MUTED
        kind = FontKind.STRONG if last else FontKind.CAPTION
        here = area.translated(0, -line * (min(len(header.context), 4) - 1 - number))
        paint.text(painter, here, words, theme, kind, role)
    left = plot.left() - sum(layout.down_widths)
    for number, (strip, width) in enumerate(zip(header.strips, layout.down_widths, strict=True)):
        kind = DOWN_FONTS[number]
        for span in strip:
            rect = layout.cells_rect(span.start, span.stop, 0, 1)
            top, bottom = max(rect.top(), plot.top()), min(rect.bottom(), plot.bottom())
            if bottom - top < theme.metrics(FontKind.CAPTION).height():
                continue
            x = left + width - theme.px(6)
            painter.setPen(theme.pen(Role.TEXT if number < 2 else Role.BORDER_STRONG, 1.5))
            painter.drawLine(QPointF(x, top + 1), QPointF(x, bottom - 1))
            area = QRectF(left, top, width - theme.px(12), bottom - top)
            role = Role.MUTED if kind is FontKind.CAPTION else Role.TEXT
            paint.text(painter, area, span.text, theme, kind, role, _RIGHT)
        left += width


def _draw_folds(painter: QPainter, layout: MapLayout) -> None:
    """Name the strips at their left, with the sign that they open; what is open, that it folds."""
    theme, plot = layout.theme, QRectF(layout.plot)
    for fold in layout.folds:
        rect = layout.cells_rect(fold.start, fold.stop, 0, 1)
        top, bottom = max(rect.top(), plot.top()), min(rect.bottom(), plot.bottom())
        if bottom - top < theme.metrics(FontKind.CAPTION).height():
            continue
        x = plot.left() - theme.px(6)
        painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
        painter.drawLine(QPointF(x, top + 1), QPointF(x, bottom - 1))
        area = QRectF(layout.rect.left(), top, x - theme.px(6) - layout.rect.left(), bottom - top)
        words = f"▸ {fold_label(layout.picture, fold)}"
        area.setLeft(max(area.right() - theme.width(FontKind.CAPTION, words), area.left()))
        painter.fillRect(area, theme.color(Role.SURFACE))  # over the bar of what it is part of
        paint.text(painter, area, words, theme, FontKind.CAPTION, Role.MUTED, _RIGHT)
    line, edge = theme.metrics(FontKind.CAPTION).height(), plot.left() - sum(layout.down_widths)
    for fold in layout.opened:
        rect = layout.cells_rect(fold.start, fold.stop, 0, 1)
        top, bottom = max(rect.top(), plot.top()), min(rect.bottom(), plot.bottom())
        if bottom - top >= line:
            area = QRectF(
                layout.rect.left(), top, edge - theme.px(4) - layout.rect.left(), bottom - top
            )
            paint.text(painter, area, "▾", theme, FontKind.STRONG, Role.MUTED, _RIGHT)
