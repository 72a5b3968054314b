"""A walk as one HTML page: no network, a picture a step, and a list of steps without script.

It is XML too, so that any parser reads it. The same walk gives the same bytes.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Final

from mmuviz.core.trace import Trace
from mmuviz.present import export_shapes as draw
from mmuviz.present.answer import question_text, registers_text
from mmuviz.present.export_page import part, whole_page
from mmuviz.present.export_picture import step_svg
from mmuviz.present.export_state import SIGNS, CheckMark, state_record, step_state
from mmuviz.present.frame import Frame
from mmuviz.present.timeline import TimelineGroup, Tone
from mmuviz.present.walker import Field
from mmuviz.present.wording import Kind, Span, Style

_DISCS = {
    Kind.INFO: ("accent", "triangle"),
    Kind.PASSED: ("pass", "tick"),
    Kind.WRITTEN: ("written", "pen"),
    Kind.REFUSED: ("fail", "cross"),
    Kind.STOP: ("text", "square"),
    Kind.DONE: ("pass", "tick"),
}
TONES: Final = {
    Tone.PLAIN: "accent",
    Tone.PTE: "pte",
    Tone.PDE: "pde",
    Tone.PDPTE: "pdpte",
    Tone.PML4E: "pml4e",
    Tone.RIGHTS: "hardware",
    Tone.FAULT: "fail",
}
"""The colour of a group of steps."""


def walk_page(trace: Trace, theme: str = "") -> str:
    """Return the page of a walk.

    Args:
        trace: the walk.
        theme: `light` or `dark`; empty: as the reader's system says.
    """
    frames = [Frame(trace, step) for step in range(len(trace.events) + 1)]
    body = part("page.html").substitute(
        title=escape(question_text(trace)),
        subject=escape(_subject(trace)),
        sections="\n".join(step_section(frame) for frame in frames),
        timeline="\n".join(timeline(frames[0].timeline)),
        signs=signs_text(),
    )
    return whole_page(question_text(trace), body, ("page",), theme)


def _subject(trace: Trace) -> str:
    title, registers = trace.scenario.title.rstrip("."), registers_text(trace.scenario)
    registers = registers[0].upper() + registers[1:]
    return f"{title}. {registers}." if title else f"{registers}."


def step_section(frame: Frame, prefix: str = "", picture: Callable[[Frame], str] = step_svg) -> str:
    """Return a step: what it does, its picture, and what stands after it.

    Args:
        frame: the step.
        prefix: what its name begins with, where a page has several walks.
        picture: draws it.
    """
    step, told = frame.step, frame.headline
    name, state = f"{prefix}step-{step}", state_attribute(state_record(frame))
    said = escape(f"Step {step} of {frame.last_step}: {told.title}. {told.detail_text}")
    return (
        f'<section class="step" id="{name}" aria-labelledby="title-{name}"'
        f' data-said="{said}" data-state="{state}">\n'
        f'<h2 id="title-{name}">{step_head(frame)}</h2>\n'
        f'<p class="detail">{_spans(told.detail)}</p>\n'
        f"{picture(frame)}\n{state_tables(frame)}\n</section>"
    )


def state_attribute(state: Mapping[str, object]) -> str:
    """Return a state for a program that reads the page: JSON, in quotes of XML."""
    return escape(json.dumps(state, ensure_ascii=False))


def step_head(frame: Frame) -> str:
    """Return the sign of a step, what it does, and its number."""
    disc = draw.disc(15, 15, 14, *_DISCS[frame.headline.kind])
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 30"'
        f' aria-hidden="true">{disc}</svg><span>{escape(frame.headline.title)}</span>'
        f'<span class="number">Step {frame.step} of {frame.last_step}</span>'
    )


def signs_text() -> str:
    """Return what the signs of checks mean."""
    return ", ".join(f"{sign} {word}" for sign, word in SIGNS)


def _spans(spans: Sequence[Span]) -> str:
    tags = {
        Style.BODY: "{}",
        Style.MONO: "<code>{}</code>",
        Style.FAIL: '<code class="fail">{}</code>',
        Style.STRONG: "<strong>{}</strong>",
    }
    return "".join(tags[span.style].format(escape(span.text, quote=False)) for span in spans)


def state_tables(frame: Frame) -> str:
    """Return what stands after a step as tables."""
    state = step_state(frame)
    checks = [_row(row.label, [_mark(mark) for mark in row.marks]) for row in state.checks]
    fields = [_row(field.name, [_field(field)]) for field in state.walker]
    bits = [
        _row(title, [f"<td>{change}</td>", f'<td class="why">{escape(note)}</td>'])
        for title, change, note in state.accessed
    ]
    tables = (
        ("checks", "Checks", checks),
        ("walker", state.walker_title, fields),
        ("accessed", "A: then → now", bits),
    )
    found = "".join(_table(name, title, rows) for name, title, rows in tables if rows)
    return f'<div class="state">{found}</div>'


def _table(name: str, title: str, rows: Iterable[str]) -> str:
    return f'<table class="{name}"><caption>{escape(title)}</caption>{"".join(rows)}</table>'


def _row(label: str, cells: Iterable[str]) -> str:
    return f'<tr><th scope="row">{escape(label)}</th>{"".join(cells)}</tr>'


def _mark(mark: CheckMark) -> str:
    now = " now" if mark.now else ""
    sign = f'<span class="fail">{mark.sign}</span>' if mark.word == "refused" else mark.sign
    return (
        f'<td class="mark{now}">{mark.letter} <span aria-hidden="true">{sign}</span>'
        f'<span class="unseen">{mark.word}</span></td>'
    )


def _field(field: Field) -> str:
    unset = "" if field.known else " unset"
    value = "  ".join(f"{letter} {bit:d}" for letter, bit in field.bits) or field.value
    return f'<td class="mono{unset}">{escape(value)}</td>'


def timeline(groups: Sequence[TimelineGroup], prefix: str = "") -> Iterable[str]:
    """Yield the steps as links, grouped by level; the question first."""
    yield _group("question", "?", "accent", [_link(0, "start", "the question", prefix)])
    for group in groups:
        links = [_link(step.number, step.word, step.tip, prefix) for step in group.steps]
        yield _group(group.title, group.sign, TONES[group.tone], links)


def _group(title: str, sign: str, role: str, links: Iterable[str]) -> str:
    return (
        f'<li style="--tone:{draw.ink(role)}"><span class="group"><b>{sign}</b> {escape(title)}'
        f"</span><ol>{''.join(links)}</ol></li>"
    )


def _link(step: int, word: str, tip: str, prefix: str) -> str:
    return (
        f'<li><a href="#{prefix}step-{step}" title="{escape(tip)}"'
        f' aria-label="Step {step}: {escape(tip)}">{escape(word)}</a></li>'
    )
