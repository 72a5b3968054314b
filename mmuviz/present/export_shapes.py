"""Shapes of an SVG picture, as text. Colours are roles of the theme: `var(--fail)`."""

from html import escape

SANS, MONO = "sans", "mono"
_WIDE = {SANS: 0.56, MONO: 0.602}
"""Advance of a letter in its size, on the safe side: the reader's fonts are not known."""


def ink(role: str) -> str:
    """Return the colour of a role: `fail`, `fail_tint`."""
    return f"var(--{role.replace('_', '-')})"


def rect(  # noqa: PLR0913  # what a box looks like
    box: tuple[float, float, float, float],
    *,
    fill: str = "none",
    line: str = "none",
    width: float = 1,
    radius: float = 6,
    dash: str = "",
) -> str:
    """Return a box; `box` is left, top, width and height."""
    left, top, wide, high = box
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{wide:g}" height="{high:g}" rx="{radius:g}"'
        f' fill="{_paint(fill)}" stroke="{_paint(line)}" stroke-width="{width:g}"{dashed}/>'
    )


def line(
    start: tuple[float, float], end: tuple[float, float], role: str, width: float, dash: str = ""
) -> str:
    """Return a straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="M{start[0]:g} {start[1]:g}L{end[0]:g} {end[1]:g}" fill="none"'
        f' stroke="{ink(role)}" stroke-width="{width:g}"{dashed}/>'
    )


def arrow(start: tuple[float, float], end: tuple[float, float], role: str, width: float) -> str:
    """Return a line to the right or down, with its head at `end`."""
    (left, top), (x, y), size = start, end, 9
    if x > left:
        head = f"M{x:g} {y:g}l-{size} -{size * 0.6:g}v{size * 1.2:g}z"
        return line(start, (x - size + 1, y), role, width) + _filled(head, role)
    head = f"M{x:g} {y:g}l-{size * 0.6:g} -{size}h{size * 1.2:g}z"
    return line((left, top), (x, y - size + 1), role, width) + _filled(head, role)


def marker(x: float, y: float, role: str) -> str:
    """Return a triangle that points down to (x, y)."""
    return _filled(f"M{x:g} {y:g}l-9 -11h18z", role)


def disc(x: float, y: float, radius: float, role: str, sign: str) -> str:
    """Return a filled disc with a sign in it: `cross`, `tick`, `pen`, `square` or `triangle`."""
    circle = f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{ink(role)}"/>'
    part = radius * 0.4
    paths = {
        "cross": f"M{-part:g} {-part:g}L{part:g} {part:g}M{-part:g} {part:g}L{part:g} {-part:g}",
        "tick": f"M{-part:g} 0L{-part * 0.25:g} {part * 0.8:g}L{part:g} {-part * 0.8:g}",
        "pen": f"M{-part:g} {part:g}L{part:g} {-part:g}",
        "square": f"M{-part:g} {-part:g}H{part:g}V{part:g}H{-part:g}z",
        "triangle": f"M{-part * 0.6:g} {-part:g}L{part:g} 0L{-part * 0.6:g} {part:g}z",
    }
    inside = ink("on_fill") if sign in {"square", "triangle"} else "none"
    return circle + (
        f'<path d="{paths[sign]}" transform="translate({x:g} {y:g})" fill="{inside}"'
        f' stroke="{ink("on_fill")}" stroke-width="{radius * 0.2:g}" stroke-linecap="round"'
        ' stroke-linejoin="round"/>'
    )


def text(  # noqa: PLR0913  # what a piece of text looks like
    x: float,
    y: float,
    words: str,
    *,
    size: float = 16,
    font: str = SANS,
    role: str = "text",
    bold: bool = False,
    anchor: str = "start",
    room: float = 0,
) -> str:
    """Return text on the base line `y`; with `room`, smaller where it would not fit."""
    if room and width_of(words, size, font) > room:
        size *= room / width_of(words, size, font)
    weight = ' font-weight="650"' if bold else ""
    align = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return (
        f'<text class="{font}" x="{x:g}" y="{y:g}" font-size="{size:.3g}"'
        f' fill="{ink(role)}"{weight}{align}>{escape(words, quote=False)}</text>'
    )


def paragraph(  # noqa: PLR0913  # the same
    x: float, y: float, words: str, *, room: float, size: float = 15, role: str = "muted"
) -> str:
    """Return text in as many lines as it needs in `room`."""
    lines = wrapped(words, room, size)
    return "".join(
        text(x, y + number * size * 1.28, line, size=size, role=role, room=room)
        for number, line in enumerate(lines)
    )


def wrapped(words: str, room: float, size: float) -> list[str]:
    """Break `words` where a line would be wider than `room`."""
    lines: list[str] = []
    for word in words.split():
        if lines and width_of(f"{lines[-1]} {word}", size, SANS) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def width_of(words: str, size: float, font: str) -> float:
    """Return about how wide `words` are."""
    return len(words) * size * _WIDE[font]


def _paint(role: str) -> str:
    return role if role == "none" else ink(role)


def _filled(path: str, role: str) -> str:
    return f'<path d="{path}" fill="{ink(role)}"/>'
