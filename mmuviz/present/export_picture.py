"""A step as one SVG picture: the path, the one check, the way out, the error code."""

from collections.abc import Iterator
from html import escape
from typing import Final

from mmuviz.core.result import Outcome
from mmuviz.core.storyline import Panel
from mmuviz.core.trace import Semantics
from mmuviz.present import export_shapes as draw
from mmuviz.present.error_strip import ChainBox, Slot, SlotState, Total
from mmuviz.present.export_path import WIDE, path_svg, path_words
from mmuviz.present.flow_exits import Exit
from mmuviz.present.frame import Frame
from mmuviz.present.presenter import Question, question, way_out

_CHECK: Final = (1.0, 192.0, WIDE - 2, 92.0)
_PILL: Final = (1.0, 310.0, 190.0, 36.0)
_CODE: Final = (1.0, 374.0, WIDE - 2, 96.0)
HIGH: Final = 472.0
_EDGE: Final = 2.0
_MANY: Final = 5
_WORDS = {
    Semantics.AFTER: "err adds what the access was",
    Semantics.HARDWARE: "the code says what the access was",
}

_Box = tuple[float, float, float, float]


def step_svg(frame: Frame) -> str:
    """Return the picture of the frame's step; its colours are the page's."""
    drawn = "".join(svg for _, svg, _ in picture_parts(frame))
    return whole_svg(frame, drawn, HIGH)


def whole_svg(frame: Frame, drawn: str, height: float) -> str:
    """Return what is drawn as one picture, in words for who hears it."""
    words = escape(picture_words(frame))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE:g} {height:g}" role="img"'
        f' aria-label="{words}">{drawn}</svg>'
    )


def picture_parts(frame: Frame) -> Iterator[tuple[Panel, str, float]]:
    """Yield the parts of a picture from the top: which, the shapes, and how high it ends."""
    asked = question(frame)
    yield Panel.PATH, path_svg(frame), _CHECK[1]
    yield Panel.CHECK, _question(asked) if asked else _deed(frame), _CHECK[1] + _CHECK[3] + _EDGE
    yield Panel.CODE, f"{_way_out(frame)}{_code(frame)}", HIGH


def picture_words(frame: Frame) -> str:
    """Return what the picture shows, in sentences, for who hears it."""
    asked, out = question(frame), way_out(frame.flow)
    said = [path_words(frame)]
    if asked:
        said.append(f"Check {asked.node.column.letter}, {asked.title} {asked.verdict}.")
    if out:
        said.append(f"Way out: {out.name}.")
    return " ".join([*said, f"{frame.code.text.rstrip('.')}."])


def code_lines(frame: Frame) -> tuple[str, ...]:
    """Return the lines of pseudo-code that the step stands on; its function's name at step 0."""
    listing = frame.listing
    return tuple(
        line.text.strip() for line in listing.lines if line.number in (listing.current or (1,))
    )


def _deed(frame: Frame) -> str:
    left, top, _, high = _CHECK
    lines = code_lines(frame)
    first = top + high / 2 + 7 - (len(lines) - 1) * 13
    return draw.rect(_CHECK, fill="sunken", line="border_strong", radius=8) + "".join(
        draw.text(left + 20, first + number * 26, words, size=19, font=draw.MONO)
        for number, words in enumerate(lines)
    )


def _question(asked: Question) -> str:
    left, top, wide, _ = _CHECK
    role = "fail" if asked.refused else "text"
    letter = asked.node.column.letter.replace(" ", "")
    parts = [
        draw.rect(
            _CHECK,
            fill="fail_tint" if asked.refused else "sunken",
            line="fail" if asked.refused else "border_strong",
            width=3 if asked.refused else 1,
            radius=8,
        ),
        draw.text(left + 20, top + 35, letter, size=26, font=draw.MONO, role=role, bold=True),
        draw.text(left + 32 + 16 * len(letter), top + 34, asked.title, size=19, bold=True),
        draw.text(left + wide - 20, top + 34, asked.verdict, size=18, anchor="end"),
    ]
    x, y = left + 20, top + 52
    operators = (*asked.node.column.operators, *[""] * len(asked.node.truths))
    for term, truth, operator in zip(
        asked.node.column.terms, asked.node.truths, operators, strict=False
    ):
        parts.append(_chip((x, y, 28, 28), truth))
        ink = "muted" if truth is None else "text"
        known = truth is not None
        parts.append(draw.text(x + 36, y + 20, term, size=17, font=draw.MONO, role=ink, bold=known))
        x += 36 + draw.width_of(term, 17, draw.MONO) + 12
        parts.append(draw.text(x, y + 20, operator, size=17, font=draw.MONO, role="muted"))
        x += draw.width_of(operator, 17, draw.MONO) + 16
    return "".join(parts)


def _chip(box: _Box, truth: bool | None) -> str:  # noqa: FBT001  # the thing drawn
    left, top, wide, _ = box
    word = {True: "T", False: "F", None: "–"}[truth]
    edge = "text" if truth else "noteval" if truth is None else "border_strong"
    role = "on_fill" if truth else "noteval" if truth is None else "text"
    return draw.rect(
        box,
        fill="text" if truth else "surface",
        line=edge,
        radius=3,
        dash="2 3" if truth is None else "",
    ) + draw.text(
        left + wide / 2,
        top + 20,
        word,
        size=17,
        font=draw.MONO,
        role=role,
        bold=bool(truth),
        anchor="middle",
    )


def _way_out(frame: Frame) -> str:
    """Return the exit under the check; where a code is built, it leads on to it."""
    out = way_out(frame.flow)
    if out is None:
        return ""
    left, top, wide, high = _PILL
    role, middle = "fail" if out.refusal else "pass", left + wide / 2
    parts = [draw.arrow((middle, _CHECK[1] + _CHECK[3]), (middle, top), role, 3.5)]
    parts.append(draw.rect(_PILL, fill=role, radius=high / 2))
    parts.append(_pill_words(out, middle, top + 24))
    if out.refusal and frame.code.slots:
        parts.append(draw.arrow((middle, top + high), (middle, _CODE[1]), role, 3.5))
        words = _WORDS[frame.trace.semantics]
        parts.append(draw.text(left + wide + 16, top + 24, words, role="muted"))
    return "".join(parts)


def _pill_words(out: Exit, x: float, y: float) -> str:
    font = draw.MONO if out.is_code else draw.SANS
    return draw.text(
        x, y, out.name, size=17, font=font, role="on_fill", bold=True, anchor="middle", room=170
    )


def _code(frame: Frame) -> str:
    strip, out = frame.code, way_out(frame.flow)
    if strip.total is None:
        return _chain(strip.chain)
    if strip.total.text == "none" or (out is not None and not out.refusal):
        return _no_code(frame, strip.total)
    return _slots(strip.slots, strip.total)


def _no_code(frame: Frame, total: Total) -> str:
    left, top, wide, high = _CODE
    page, y = frame.path.page, top + high / 2 + 7
    words = "no fault, so no error code"
    if frame.trace.result.outcome is not Outcome.MAPPED:
        words = f"no page-fault code: {total.letters}"
    if not page.reached:
        return draw.text(left + 20, y, words, size=19, role="muted")
    return (
        draw.rect(_CODE, fill="pass_tint", line="pass", width=2.5)
        + draw.text(left + 20, y, words, size=19)
        + draw.text(
            left + wide - 20, y + 4, page.text, size=28, font=draw.MONO, bold=True, anchor="end"
        )
    )


def _slots(slots: tuple[Slot, ...], total: Total) -> str:
    left, top, wide, high = _CODE
    gap, last = (22.0, 190.0) if len(slots) >= _MANY else (30.0, 240.0)
    each = (wide - last - gap * len(slots)) / len(slots)
    parts, x = [], left
    for slot in slots:
        parts.append(_slot(slot, (x, top, each, high)))
        role = "fail" if slot.state is SlotState.SET else "border_strong"
        y = top + high / 2
        parts.append(draw.arrow((x + each + 1.5, y), (x + each + gap - 1, y), role, 1.8))
        x += each + gap
    box = (x, top, last, high)
    ground, edge = ("fail", "fail") if total.done else ("sunken", "border_strong")
    ink = "on_fill" if total.done else "muted"
    parts.append(draw.rect(box, fill=ground, line=edge))
    parts.append(
        draw.text(
            x + last / 2,
            top + high / 2 + 13,
            f"= {total.text}",
            size=38,
            font=draw.MONO,
            role=ink,
            bold=True,
            anchor="middle",
            room=last - 16,
        )
    )
    return "".join(parts)


def _slot(slot: Slot, box: _Box) -> str:
    """Return a bit of the code: its letter and value, what it says, and what is known of it."""
    left, top, wide, _ = box
    on, armed = slot.state is SlotState.SET, slot.state is SlotState.ARMED
    zero = slot.state is SlotState.STAYS_0
    role = "fail" if on else "muted"
    frame = draw.rect(
        box,
        fill="fail_tint" if on else "surface",
        line="fail" if on or armed else "border_strong",
        width=2.5 if on else 1.5,
        dash="" if on or zero else "5 4",
    )
    size = 30 if len(slot.letter) == 1 else 20
    words = "text" if on else "muted"
    return (
        frame
        + draw.text(
            left + 12, top + 34, slot.letter, size=size, font=draw.MONO, role=role, bold=True
        )
        + draw.text(
            left + wide - 12,
            top + 30,
            f"{slot.bit:#x}",
            size=15,
            font=draw.MONO,
            role=role,
            anchor="end",
        )
        + draw.paragraph(left + 12, top + 58, slot.short, room=wide - 20, size=15, role=words)
        + draw.text(left + 12, top + 86, slot.note, size=13, role="muted", room=wide - 20)
    )


def _chain(chain: tuple[ChainBox, ...]) -> str:
    """Return whose the code is before the change: the processor's, from fault to fault."""
    left, top, wide, high = _CODE
    gap = 40.0
    each = (wide - gap * (len(chain) - 1)) / len(chain)
    parts = []
    for number, station in enumerate(chain):
        x, here = left + number * (each + gap), station.kind == "here"
        sure = here or station.kind == "processor"
        box = (x, top, each, high)
        parts.append(
            draw.rect(
                box,
                fill="surface",
                line="text" if sure else "border_strong",
                width=2 if here else 1,
                dash="" if sure else "5 4",
            )
        )
        if station.kind == "processor":
            parts.append(draw.rect((x + 4, top + 4, each - 8, high - 8), line="text", radius=3))
        parts.append(draw.text(x + 16, top + 25, station.title, size=16, font=draw.MONO, bold=True))
        parts += [
            draw.text(x + 16, top + 46 + row * 19, words, size=14, role="muted", room=each - 26)
            for row, words in enumerate(station.lines)
        ]
        if number + 1 < len(chain):
            y = top + high / 2
            parts.append(draw.arrow((x + each + 1, y), (x + each + gap - 1, y), "border_strong", 2))
    return "".join(parts)
