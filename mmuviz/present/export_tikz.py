r"""A step as a LaTeX document with one TikZ picture: the path, the check, the error code.

The picture is as wide as the line that it stands in, and its letters are of one size in any class.
The classes and packages it needs are `standalone` and TikZ alone.
"""

from collections.abc import Iterable

from mmuviz.core.storyline import Panel
from mmuviz.core.trace import Trace
from mmuviz.present.answer import question_text
from mmuviz.present.bit_marks import BitMark
from mmuviz.present.error_strip import ChainBox, ErrorStrip, Slot, SlotState
from mmuviz.present.export_picture import code_lines
from mmuviz.present.frame import Frame
from mmuviz.present.presenter import Card, Flag, Question, cards, question, way_out
from mmuviz.resources import theme_tokens

_LEVELS = {4: "pml4e", 3: "pdpte", 2: "pde", 1: "pte"}
_INK = "ink"  # `text` is a key of TikZ
_ROLES = ("text", "muted", "border_strong", "pass", "fail", "written", *_LEVELS.values())
_TINTS = ("fail", "pass", *_LEVELS.values())
_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "…": r"\ldots{}",
    "–": "--",
    "→": r"$\rightarrow$",
    "±": r"$\pm$",
    "·": r"$\cdot$",
    "×": r"$\times$",
    "≠": r"$\neq$",
    "✗": r"$\times$",
    "◇": r"$\diamond$",
    "◆": r"\rotatebox[origin=c]{45}{\rule{1ex}{1ex}}",
    "■": r"\rule{1ex}{1ex}",
    "∞": r"$\infty$",
    "“": "``",
    "”": "''",
    "’": "'",
}
_LARGE = r"\sffamily\bfseries\fontsize{12}{14}\selectfont"
_LARGE_CODE = r"\ttfamily\bfseries\fontsize{14}{17}\selectfont"
_PATH_HIGH, _CHECK_HIGH = 2.6, 2.7  # cm, with the space below
_STYLES = r"""
  font=\sffamily\fontsize{9}{11}\selectfont, >={Latex[length=2mm]},
  card/.style={draw, rounded corners=2pt, line width=1pt, align=left, inner sep=6pt,
    minimum height=22mm, anchor=west},
  bit/.style={draw, rounded corners=1pt, inner sep=0pt,
    font=\ttfamily\bfseries\fontsize{7}{8}\selectfont, minimum height=4.4mm, minimum width=4.4mm},
  one/.style={bit, fill=ink, text=white},
  zero/.style={bit, draw=border_strong, text=muted},
  slot/.style={draw, rounded corners=2pt, align=flush left, inner sep=5pt, minimum height=15mm,
    text width=27mm, anchor=north west},
  walked/.style={->, line width=1.4pt},
  possible/.style={draw=border_strong, dashed},
"""


def walk_tikz(trace: Trace, step: int | None = None) -> str:
    """Return the picture of a step, the last one where none is said."""
    frame = Frame(trace, len(trace.events) if step is None else step)
    lines = [
        "% Made by mmuviz. To use it in a document of yours, copy the colours and the picture.",
        r"\documentclass[border=4pt]{standalone}",
        *preamble(),
        r"\begin{document}",
        *picture(frame),
        r"\end{document}",
    ]
    return "\n".join(lines) + "\n"


def preamble() -> Iterable[str]:
    """Yield what a document needs for pictures: TikZ, and the colours."""
    yield r"\usepackage{tikz}"
    yield r"\usetikzlibrary{arrows.meta}"
    colours = theme_tokens()["colour"]["light"]
    for role in (*_ROLES, *(f"{role}_tint" for role in _TINTS)):
        name = _INK if role == "text" else role
        yield rf"\definecolor{{{name}}}{{HTML}}{{{colours[role].removeprefix('#').upper()}}}"


def picture(frame: Frame, panels: frozenset[Panel] = frozenset(Panel)) -> Iterable[str]:
    """Yield the picture of a step, or the parts of it that are chosen."""
    yield r"\noindent\resizebox{\linewidth}{!}{%"
    yield rf"\begin{{tikzpicture}}[{_STYLES}]"
    yield f"% {question_text(frame.trace)}, step {frame.step} of {frame.last_step}"
    yield rf"\node[anchor=south west, font={_LARGE}] at (0, 1.4)"
    yield rf"  {{{tex(frame.headline.title)}}};"
    if Panel.PATH in panels:
        yield from _path(frame)
    rise = 0.0 if Panel.PATH in panels else _PATH_HIGH
    if Panel.CHECK in panels:
        yield from _raised(_check(frame), rise)
    else:
        rise += _CHECK_HIGH
    if Panel.CODE in panels:
        yield from _raised(_code(frame.code), rise)
    yield r"\end{tikzpicture}}"


def _raised(lines: Iterable[str], rise: float) -> Iterable[str]:
    """Move a part up to where another one is left out."""
    if not rise:
        return lines
    return (rf"\begin{{scope}}[yshift={rise:g}cm]", *lines, r"\end{scope}")


def _path(frame: Frame) -> Iterable[str]:
    shown, page = cards(frame), frame.path.page
    name, value = ("CR3", frame.path.cr3) if frame.scenario.cpu.pg else ("address", frame.path.gva)
    yield rf"\node[card, draw=border_strong] (n0) at (0, 0) {{{_bold(name)}\\{_mono(value)}}};"
    for number, card in enumerate(shown, 1):
        x = 3.1 + 3.6 * (number - 1)
        yield from _card(card, number, x)
    last = len(shown) + 1
    look = "draw=pass, fill=pass_tint" if page.reached else "possible, text=muted"
    words = rf"{_bold(page.title)}\\{tex(page.text)}"
    yield rf"\node[card, {look}] (n{last}) at ({3.1 + 3.6 * len(shown):g}, 0) {{{words}}};"
    left = bool(shown[0].value) if shown else page.reached
    yield from _link(0, "walked" if left else "none", _INK)
    for number, card in enumerate(shown, 1):
        yield from _link(number, card.link, _LEVELS[card.level])


def _card(card: Card, number: int, x: float) -> Iterable[str]:
    role = _LEVELS[card.level]
    look = f"draw={role}, fill={role}_tint" if card.value else f"draw={role}, dashed, text=muted"
    value = _mono(card.value) if card.value else "not read yet"
    words = rf"{_bold(card.title)}\\{value}\\[6mm]\mbox{{}}"
    yield rf"\node[card, {look}, text width=26mm] (n{number}) at ({x:g}, 0) {{{words}}};"
    for place, flag in enumerate(card.flags):
        yield from _flag(flag, f"n{number}", place)
    if card.current:
        yield rf"\fill[muted] ([yshift=1mm]n{number}.north) -- ++(-1.2mm,1.8mm) -- ++(2.4mm,0);"


def _flag(flag: Flag, card: str, place: int) -> Iterable[str]:
    look = "one" if flag.value else "zero"
    letter = tex(flag.letter)
    if flag.mark is BitMark.WRITTEN:
        look = "bit, fill=written, text=white"
    if flag.mark is BitMark.MAY:
        look, letter = "bit, draw=written, text=written", rf"{letter}$\pm$"
    if flag.mark is BitMark.REFUSED:
        look += ", draw=fail, line width=1.4pt"
    at = f"([xshift={2 + 5.2 * place:g}mm, yshift=2.6mm]{card}.south west)"
    yield rf"\node[{look}, anchor=south west] (b{card}{place}) at {at} {{{letter}}};"
    if flag.mark is BitMark.PASSED:
        ends = [f"([yshift=-1mm]b{card}{place}.south {side})" for side in ("west", "east")]
        yield rf"\draw[pass, line width=1.4pt] {' -- '.join(ends)};"


def _link(number: int, kind: str, role: str) -> Iterable[str]:
    ends = f"(n{number}.east) -- (n{number + 1}.west)"
    if kind == "walked":
        yield rf"\draw[walked, {role}] {ends};"
        return
    yield rf"\draw[possible] {ends};"
    if kind == "cut":
        yield rf"\path {ends} node[midway, circle, fill=fail, text=white, inner sep=1pt]"
        yield r"  {$\times$};"


def _check(frame: Frame) -> Iterable[str]:
    asked, out = question(frame), way_out(frame.flow)
    words = r"\\".join(_mono(line) for line in code_lines(frame))
    refused = asked is not None and asked.refused
    if asked is not None:
        letter = asked.node.column.letter.replace(" ", "")
        words = rf"{_bold(letter)} {tex(asked.title)} {tex(asked.verdict)}\\{_terms(asked)}"
    look = "draw=fail, fill=fail_tint, line width=1pt" if refused else "draw=border_strong"
    yield r"\node[slot, minimum height=0pt, text width=120mm, " + look + "] (check) at (0, -1.5)"
    yield rf"  {{{words}}};"
    if out is not None:
        role = "fail" if out.refusal else "pass"
        yield rf"\node[fill={role}, text=white, rounded corners=2.4mm, inner sep=4pt,"
        yield r"  anchor=north west, font=\ttfamily\bfseries] (out) at (0, -3.1)"
        yield rf"  {{{tex(out.name)}}};"
        yield rf"\draw[walked, {role}] (check.south -| out) -- (out.north);"


def _terms(asked: Question) -> str:
    """Return the condition with the truth of each term under it, or a dash."""
    operators = (*asked.node.column.operators, *[""] * len(asked.node.truths))
    parts = []
    for term, truth, operator in zip(
        asked.node.column.terms, asked.node.truths, operators, strict=False
    ):
        sign = {True: "T", False: "F", None: "--"}[truth]
        parts.append(rf"\fbox{{{sign}}}~{_mono(term)} {_mono(operator)}")
    return " ".join(parts)


def _code(strip: ErrorStrip) -> Iterable[str]:
    if strip.total is None:
        yield from (_chain_box(box, number) for number, box in enumerate(strip.chain))
        return
    if strip.total.text == "none":
        words = f"no page-fault code: {tex(strip.total.letters)}"
        yield rf"\node[anchor=north west, text=muted] at (0, -4.2) {{{words}}};"
        return
    for number, slot in enumerate(strip.slots):
        yield _slot(slot, number)
    x = 3.3 * len(strip.slots)
    look = "fill=fail, draw=fail, text=white" if strip.total.done else "draw=border_strong"
    yield rf"\node[slot, {look}, align=center, font={_LARGE_CODE}] at ({x:g}, -4.2)"
    yield rf"  {{{tex('= ' + strip.total.text)}}};"


def _slot(slot: Slot, number: int) -> str:
    look = {
        SlotState.SET: "draw=fail, fill=fail_tint, line width=1pt",
        SlotState.ARMED: "draw=fail, dashed",
        SlotState.STAYS_0: "draw=border_strong, text=muted",
        SlotState.NOT_REACHED: "draw=border_strong, dashed, text=muted",
    }[slot.state]
    head = rf"{{{_LARGE_CODE} {tex(slot.letter)}}}\hfill {_mono(f'{slot.bit:#x}')}"
    words = rf"{head}\\{{\fontsize{{8}}{{9.5}}\selectfont {tex(slot.short)}\\{tex(slot.note)}}}"
    return rf"\node[slot, {look}] at ({3.3 * number:g}, -4.2) {{{words}}};"


def _chain_box(box: ChainBox, number: int) -> str:
    look = {"processor": "double", "here": "line width=1pt", "later": "dashed, text=muted"}
    lines = r"\\".join(tex(line) for line in box.lines)
    words = rf"{_mono(box.title)}\\{{\fontsize{{8}}{{9.5}}\selectfont {lines}}}"
    at = f"({5.4 * number:g}, -4.2)"
    return rf"\node[slot, text width=44mm, {look[box.kind]}] at {at} {{{words}}};"


def _bold(words: str) -> str:
    return rf"\textbf{{{tex(words)}}}"


def _mono(words: str) -> str:
    return rf"\texttt{{{tex(words)}}}" if words else ""


def tex(words: str) -> str:
    """Return words with what TeX would take for a command escaped."""
    return "".join(_SIGNS.get(letter, letter) for letter in words)
