"""The path of a step as SVG: CR3, a card an entry, the page, and the one line through them."""

from collections.abc import Sequence
from typing import Final

from mmuviz.present import export_shapes as draw
from mmuviz.present.bit_marks import BitMark
from mmuviz.present.frame import Frame
from mmuviz.present.page_box import PageBox
from mmuviz.present.presenter import Card, Flag, cards

WIDE: Final = 1200.0
TOP: Final = 22.0
_HIGH: Final = 150.0
_LINE: Final = TOP + _HIGH / 2
_START, _PAGE = 138.0, 156.0
_GAP, _MOST = 44.0, 300.0
_CELL: Final = (32.0, 34.0)
_LEVELS: Final = {4: "pml4e", 3: "pdpte", 2: "pde", 1: "pte"}

_Box = tuple[float, float, float, float]


def path_svg(frame: Frame) -> str:
    """Return the stations from left to right."""
    shown = cards(frame)
    name, value = ("CR3", frame.path.cr3) if frame.scenario.cpu.pg else ("address", frame.path.gva)
    start, page = (1.0, TOP, _START, _HIGH), (WIDE - _PAGE - 1, TOP, _PAGE, _HIGH)
    boxes = _boxes(len(shown))
    stops = [*boxes, page]
    left_start = bool(shown[0].value) if shown else frame.path.page.reached
    parts = [_start(start, name, value.removeprefix("0x"))]
    parts.append(_link(start, stops[0], "walked" if left_start else "none", "text"))
    for card, box, following in zip(shown, boxes, stops[1:], strict=True):
        parts += [_card(card, box), _link(box, following, card.link, _LEVELS[card.level])]
    return "".join([*parts, _page(page, frame.path.page)])


def path_words(frame: Frame) -> str:
    """Return the path in a sentence, for who hears the picture."""
    stations = [f"{card.title} {card.value or 'not read yet'}" for card in cards(frame)]
    page = frame.path.page
    return f"CR3 {frame.path.cr3}; {'; '.join([*stations, f'{page.title} {page.text}'])}."


def _boxes(count: int) -> list[_Box]:
    """Share the room between the start and the page out."""
    if not count:
        return []
    room = WIDE - _START - _PAGE - 2
    wide = min((room - _GAP * (count + 1)) / count, _MOST)
    gap = (room - wide * count) / (count + 1)
    return [(1 + _START + gap + number * (wide + gap), TOP, wide, _HIGH) for number in range(count)]


def _start(box: _Box, name: str, value: str) -> str:
    left, top, wide, high = box
    inner = (left + 5, top + 5, wide - 10, high - 10)
    return (
        draw.rect(box, fill="surface", line="border_strong", radius=4)
        + draw.rect(inner, line="border", radius=1)
        + draw.text(left + 16, top + 36, name, size=19, bold=True)
        + draw.text(left + 16, top + 64, value, size=16, font=draw.MONO, room=wide - 26)
    )


def _card(card: Card, box: _Box) -> str:
    left, top, wide, _ = box
    role, seen = _LEVELS[card.level], bool(card.value)
    inside = left + 14
    parts = [
        draw.rect(
            box,
            fill=f"{role}_tint" if seen else "surface",
            line=role,
            width=2.5 if seen else 1.2,
            radius=8,
            dash="" if seen else "5 4",
        ),
        draw.rect((inside, top + 17, 25, 25), fill=role, radius=3),
        draw.text(
            inside + 12.5,
            top + 35.5,
            str(card.level),
            size=16,
            role="on_fill",
            bold=True,
            anchor="middle",
        ),
        draw.text(
            inside + 34,
            top + 36,
            card.title,
            size=19,
            role="text" if seen else "muted",
            bold=True,
            room=wide - 56,
        ),
    ]
    words, font = (card.value, draw.MONO) if seen else ("not read yet", draw.SANS)
    ink = "text" if seen else "muted"
    parts.append(draw.text(inside, top + 72, words, size=17, font=font, role=ink, room=wide - 24))
    if card.current:
        parts.append(draw.marker(left + wide / 2, top - 5, "current"))
    return "".join([*parts, _flags(card.flags, inside, top + 92, wide - 28)])


def _flags(flags: Sequence[Flag], left: float, top: float, room: float) -> str:
    widths = [1.0 if len(flag.letter) == 1 else 1.35 for flag in flags]
    step = min(_CELL[0] + 6, (room + 6) / max(sum(widths), 1))
    parts, x = [], left
    for flag, width in zip(flags, widths, strict=True):
        parts.append(_flag(flag, (x, top, step * width - 6, _CELL[1])))
        x += step * width
    return "".join(parts)


def _flag(flag: Flag, box: _Box) -> str:
    """Return a bit: filled 1, hollow 0; a bar, a ring or a folded corner tells what was done."""
    left, top, wide, high = box
    written, may = flag.mark is BitMark.WRITTEN, flag.mark is BitMark.MAY
    ink = "written" if written or may else "text"
    filled = flag.value and not may
    edge = ink if flag.value or written or may else "border_strong"
    parts = [draw.rect(box, fill=ink if filled else "surface", line=edge, radius=3)]
    role = "on_fill" if filled else "written" if may else "muted"
    letter = f"{flag.letter}±" if may else flag.letter
    parts.append(
        draw.text(
            left + wide / 2,
            top + 23,
            letter,
            size=17,
            font=draw.MONO,
            role=role,
            bold=True,
            anchor="middle",
            room=wide - 4,
        )
    )
    if written:
        corner = f"M{left + wide - 11:g} {top:g}h11v11z"
        parts.append(f'<path d="{corner}" fill="{draw.ink("written_tint")}"/>')
    if flag.mark is BitMark.REFUSED:
        ring = (left - 2, top - 2, wide + 4, high + 4)
        parts.append(draw.rect(ring, line="fail", width=3, radius=4))
    if flag.mark is BitMark.PASSED:
        parts.append(draw.rect((left, top + high + 4, wide, 3.5), fill="pass", radius=0))
    return "".join(parts)


def _link(box: _Box, following: _Box, kind: str, role: str) -> str:
    """Return what leads on: the walked line, the cut, or what is possible."""
    left, right = box[0] + box[2] + 1.5, following[0] - 1.5
    if kind == "walked":
        return draw.arrow((left, _LINE), (right, _LINE), role, 3.5)
    possible = draw.line((left, _LINE), (right, _LINE), "border_strong", 1.2, "4 3")
    if kind != "cut":
        return possible
    middle = (left + right) / 2
    return (
        possible
        + draw.line((left, _LINE), (middle, _LINE), "fail", 3.5)
        + draw.disc(middle, _LINE, 13, "fail", "cross")
    )


def _page(box: _Box, page: PageBox) -> str:
    left, top, wide, high = box
    word, _, value = page.text.partition(" 0x")
    lines = [(page.title, draw.SANS, True), (word, draw.SANS, False)]
    if value:
        lines.append((f"0x{value}", draw.MONO, False))
    lines += [(words, draw.SANS, False) for words in draw.wrapped(page.remark, wide - 20, 14)]
    y = top + high / 2 - len(lines) * 11 + 16
    role, dash = ("pass", "") if page.reached else ("border_strong", "5 4")
    parts = [
        draw.rect(
            box, fill="surface", line=role, width=2 if page.reached else 1.2, radius=4, dash=dash
        )
    ]
    for number, (words, font, bold) in enumerate(lines):
        parts.append(
            draw.text(
                left + wide / 2,
                y + number * 22,
                words,
                size=18 if bold else 15,
                font=font,
                role="text" if page.reached else "muted",
                bold=bold,
                anchor="middle",
                room=wide - 12,
            )
        )
    return "".join(parts)
