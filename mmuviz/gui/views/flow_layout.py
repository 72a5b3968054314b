"""Where everything of the algorithm's picture stands, from font metrics and the room there is."""

from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QRectF, QSizeF

from mmuviz.core.events import Anchor
from mmuviz.gui.theme import FontKind, Theme
from mmuviz.gui.views.flow_columns_layout import ColumnBox, judged_boxes, row_boxes
from mmuviz.gui.views.flow_heights import LARGE, LARGE_JUDGED, SMALL, SMALL_JUDGED, Heights
from mmuviz.present.error_strip import ErrorStrip
from mmuviz.present.flow_graph import FlowPicture

MARGIN = 20.0
_COMPACT_BELOW = 400.0
_COMPACT_HEAD = 38.0
_HEAD = 78.0
_TALL_HEAD = 130.0  # where the view scrolls anyway, the sentence takes the lines it needs
_TURN = 12.0  # the line turns this far outside of where it reads and leaves


@dataclass(frozen=True)
class JudgeBox:
    """The frame *Rights* and d behind it.

    Attributes:
        frame: the frame.
        boxes: b, c, x and s in it.
        written: d.
        return_y: where the line comes back from the last row.
    """

    frame: QRectF
    boxes: tuple[ColumnBox, ...]
    written: QRectF
    return_y: float


@dataclass(frozen=True)
class FlowLayout:
    """Places in scene coordinates, all in pixels.

    Attributes:
        theme: whose metrics they were made with.
        size: of the scene.
        compact: the headline is one line.
        headline: the headline's place.
        header: the columns' titles and conditions.
        columns: the checks by anchor.
        rows: centre of each level's row by its number.
        row_height: from one row to the next.
        node_height: of a check.
        turn_left: x at which the line comes back.
        read_x: x at which a row begins.
        out_x: x at which a row ends.
        exits: one rectangle an exit, in the picture's order.
        strip_title: the words left of the slots.
        slots: one rectangle a slot, or a box of the chain.
        total: the finished code; None without one.
        judge: hardware's frame; None otherwise.
    """

    theme: Theme
    size: QSizeF
    compact: bool
    headline: QRectF
    header: QRectF
    columns: dict[Anchor, ColumnBox]
    rows: dict[int, float]
    row_height: float
    node_height: float
    turn_left: float
    read_x: float
    out_x: float
    exits: tuple[QRectF, ...]
    strip_title: QRectF
    slots: tuple[QRectF, ...]
    total: QRectF | None
    judge: JudgeBox | None = None
    rails: dict[str, float] = field(default_factory=dict)

    @property
    def turn_right(self) -> float:
        """Where the line turns down at the end of a row."""
        return self.out_x + self.theme.px(_TURN)

    @property
    def last_row(self) -> float:
        """The centre of the lowest row."""
        return max(self.rows.values())

    def node_rect(self, anchor: Anchor, number: int) -> QRectF:
        """Return the place of a check at a level."""
        box = self.columns[anchor]
        top = self.rows[number] - self.node_height / 2
        return QRectF(box.left, top, box.right - box.left, self.node_height)


_BOTTOM = 6.0
_ROOMY = 1.8  # how far beyond comfortable a tall window stretches the picture
_RIGHT = 6.0


def flow_layout(theme: Theme, room: QSizeF, picture: FlowPicture, strip: ErrorStrip) -> FlowLayout:
    """Return the places of everything, in a scene at least as large as `room`."""
    px = theme.px
    judged = picture.judgement is not None
    rows = len(picture.rows)
    small, large = (SMALL_JUDGED, LARGE_JUDGED) if judged else (SMALL, LARGE)
    least = px(_COMPACT_HEAD + small.total(rows, judged=judged) + _BOTTOM)
    fits = least <= room.height()
    compact = fits and room.height() < px(_COMPACT_BELOW)
    head = px(_COMPACT_HEAD if compact else _HEAD if fits else _TALL_HEAD)
    spare = (room.height() - head) / theme.scale - _BOTTOM - small.total(rows, judged=judged)
    span = large.total(rows, judged=judged) - small.total(rows, judged=judged)
    heights = small.mixed(large, max(0.0, min(_ROOMY, spare / span)))
    columns, lead, needed = _columns(theme, picture, room.width() - px(MARGIN + 12))
    out_x = columns[Anchor.NEXT].right - px(6)
    top = head + px(heights.header)
    centres = {
        row.level.number: top + px(heights.row) * (index + 0.5)
        for index, row in enumerate(picture.rows)
    }
    bottom = top + px(heights.row) * rows
    judge, rails = None, {}
    if judged:
        judge = _judge(theme, heights, columns, bottom, out_x)
        rails = _rails(picture, judge)
        bottom = judge.frame.bottom()
    exits_top = bottom + px(heights.gap)
    exits = _exits(theme, picture, columns, judge, (exits_top, px(heights.pill)))
    strip_top = exits_top + px(heights.pill + heights.feed)
    right = max(out_x + px(_TURN + 10), judge.written.right() if judge else 0.0)
    area = QRectF(px(MARGIN), strip_top, right - px(MARGIN), px(heights.slot))
    anchor_x = exits[1 if not judged else 2].center().x()
    title, slots, total = strip_boxes(theme, strip, area, anchor_x)
    ends = [needed, right, (total or slots[-1]).right(), *(rect.right() for rect in exits)]
    width = max(room.width(), round(max(ends) + px(_RIGHT), 2))
    return FlowLayout(
        theme,
        QSizeF(width, max(room.height(), round(area.bottom() + px(_BOTTOM), 2))),
        compact,
        QRectF(px(MARGIN), 0, room.width() - 2 * px(MARGIN), head),
        QRectF(0, head, width, px(heights.header)),
        columns,
        centres,
        px(heights.row),
        px(heights.node),
        lead - px(20),
        lead - px(8),
        out_x,
        exits,
        title,
        slots,
        total,
        judge,
        rails,
    )


def _columns(
    theme: Theme, picture: FlowPicture, room: float
) -> tuple[dict[Anchor, ColumnBox], float, float]:
    """Return the columns, x of the first one, and how far right they go.

    The first check stands behind the widest row label and the line's turn; with little room,
    close behind.
    """
    widest = max(theme.width(FontKind.STRONG, row.label) for row in picture.rows)
    close = theme.px(MARGIN + 26 + 26) + widest
    lead = max(theme.px(MARGIN + 126), close)
    columns, needed = row_boxes(theme, picture, lead, room)
    if needed > room:
        lead = max(close, lead - (needed - room))
        columns, needed = row_boxes(theme, picture, lead, room)
    return columns, lead, needed


def _judge(
    theme: Theme,
    heights: Heights,
    columns: dict[Anchor, ColumnBox],
    bottom: float,
    out_x: float,
) -> JudgeBox:
    px = theme.px
    frame_top = bottom + px(14)
    left = columns[Anchor.RESERVED].right - px(2)
    written_width = max(
        theme.width(FontKind.MONO_CAPTION, "d A, D"), theme.width(FontKind.CAPTION, "if allowed")
    ) + px(10)
    right = out_x + px(_TURN + 10)
    boxes = judged_boxes(theme, left, right - written_width - px(14))
    frame = QRectF(left, frame_top, boxes[-1].right - left, px(heights.judge))
    middle = frame.center().y()
    written = QRectF(frame.right() + px(14), middle - px(17), written_width, px(34))
    return JudgeBox(frame, boxes, written, bottom + px(2))


def _rails(picture: FlowPicture, judge: JudgeBox) -> dict[str, float]:
    """A rail comes down on the term that asks for it: the second one of its check."""
    asked = {box.column.anchor: box for box in judge.boxes}
    return {rail.letter: asked[rail.check].terms[1] for rail in picture.rails}


def _exits(
    theme: Theme,
    picture: FlowPicture,
    columns: dict[Anchor, ColumnBox],
    judge: JudgeBox | None,
    place: tuple[float, float],
) -> tuple[QRectF, ...]:
    top, height = place
    found = []
    for exit_ in picture.exits:
        kind = FontKind.MONO if exit_.is_code else FontKind.STRONG
        width = theme.width(kind, exit_.name) + theme.px(28)
        if judge is not None and exit_.under is Anchor.JUDGE:
            centre = judge.boxes[0].center
        elif judge is not None and exit_.under is Anchor.ACCESSED:
            centre = judge.written.center().x()
        else:
            centre = columns[exit_.under].center
        found.append(QRectF(centre - width / 2, top, width, height))
    for left, right in pairwise(found):
        overlap = left.right() + theme.px(6) - right.left()
        if overlap > 0:  # each still stands below its check, if not at the middle of it
            left.translate(-overlap / 2, 0)
            right.translate(overlap / 2, 0)
    return tuple(found)


def strip_boxes(
    theme: Theme, strip: ErrorStrip, area: QRectF, anchor_x: float
) -> tuple[QRectF, tuple[QRectF, ...], QRectF | None]:
    """Return the places of title, slots and total along `area`.

    The first slot stands below the exit at `anchor_x` that feeds it.
    """
    px = theme.px
    if strip.chain:
        return _chain_boxes(theme, strip, area)
    wide = len(strip.slots) > 3
    gap = px(16 if wide else 22)
    first = px(138 if wide else 176)
    left = anchor_x - (px(60) if wide else first / 2)
    words = max(theme.width(FontKind.CAPTION, line) for line in strip.lines)
    left = max(left, area.left() + words + px(40))
    weights = (138, 112, 112, 60, 50, 66) if wide else (176, 150, 150, 86)
    room = area.right() - left - gap * (len(weights) - 1)
    unit = max(room / sum(weights), theme.scale)
    boxes, x = [], left
    for weight in weights:
        boxes.append(QRectF(x, area.top(), weight * unit, area.height()))
        x += weight * unit + gap
    title = QRectF(area.left(), area.top(), left - area.left(), area.height())
    return title, tuple(boxes[:-1]), boxes[-1]


def _chain_boxes(
    theme: Theme, strip: ErrorStrip, area: QRectF
) -> tuple[QRectF, tuple[QRectF, ...], None]:
    left = (
        area.left()
        + theme.px(12)
        + max(theme.width(FontKind.CAPTION, line) for line in strip.lines)
    )
    gap = theme.px(26)
    widths = [
        max(theme.width(FontKind.STRONG, line) for line in (*box.lines, box.title)) + theme.px(36)
        for box in strip.chain
    ]
    spare = max(0.0, area.right() - left - sum(widths) - gap * (len(widths) - 1)) / len(widths)
    boxes, x = [], left
    for width in widths:
        boxes.append(QRectF(x, area.top(), width + spare, area.height()))
        x += width + spare + gap
    title = QRectF(area.left(), area.top(), left - area.left(), area.height())
    return title, tuple(boxes), None
