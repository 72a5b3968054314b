"""A walk as one HTML page: no network, a picture a step, and a list of steps without script.

It is XML too, so that any parser reads it. The same walk gives the same bytes.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from string import Template
from typing import Final

import mmuviz
from mmuviz.core.trace import Trace
from mmuviz.present import export_shapes as draw
from mmuviz.present.answer import question_text, registers_text
from mmuviz.present.export_picture import step_svg
from mmuviz.present.export_state import SIGNS, CheckMark, state_record, step_state
from mmuviz.present.frame import Frame
from mmuviz.present.timeline import TimelineGroup, Tone
from mmuviz.present.walker import Field
from mmuviz.present.wording import Kind, Span, Style
from mmuviz.resources import asset, theme_tokens

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
    text = {name: asset(f"export/page.{name}").read_text("utf-8") for name in ("html", "css", "js")}
    script = f"//<![CDATA[\n{text['js']}//]]>"
    return Template(text["html"]).substitute(
        theme=f' data-theme="{theme}"' if theme else "",
        hash=b64encode(sha256(script.encode()).digest()).decode(),
        generator=f"mmuviz {mmuviz.__version__}",
        title=escape(question_text(trace)),
        subject=escape(_subject(trace)),
        colours=_colours(),
        style=text["css"],
        sections="\n".join(_section(frame) for frame in frames),
        timeline="\n".join(_timeline(frames[0].timeline)),
        signs=", ".join(f"{sign} {word}" for sign, word in SIGNS),
        script=script,
    )


def _subject(trace: Trace) -> str:
    title, registers = trace.scenario.title.rstrip("."), registers_text(trace.scenario)
    registers = registers[0].upper() + registers[1:]
    return f"{title}. {registers}." if title else f"{registers}."


def _colours() -> str:
    """Return the colours of both themes as the page's variables."""
    schemes = {
        name: "".join(
            f"{draw.ink(role)[4:-1]}:{value};"
            for role, value in colours.items()
            if not role.startswith("atlas")
        )
        for name, colours in theme_tokens()["colour"].items()
    }
    light = f"color-scheme:light;{schemes['light']}"
    dark = f"color-scheme:dark;{schemes['dark']}"
    unless = ":root:not([data-theme=light])"
    return (
        f":root{{{light}}}\n"
        f"@media screen and (prefers-color-scheme: dark){{{unless}{{{dark}}}}}\n"
        f"@media screen{{:root[data-theme=dark]{{{dark}}}}}\n"
    )


def _section(frame: Frame) -> str:
    step, told = frame.step, frame.headline
    state = escape(json.dumps(state_record(frame), ensure_ascii=False))
    said = escape(f"Step {step} of {frame.last_step}: {told.title}. {told.detail_text}")
    disc = draw.disc(15, 15, 14, *_DISCS[told.kind])
    head = (
        f'<h2 id="title-{step}"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 30"'
        f' aria-hidden="true">{disc}</svg><span>{escape(told.title)}</span>'
        f'<span class="number">Step {step} of {frame.last_step}</span></h2>'
    )
    return (
        f'<section class="step" id="step-{step}" aria-labelledby="title-{step}"'
        f' data-said="{said}" data-state="{state}">\n{head}\n'
        f'<p class="detail">{_spans(told.detail)}</p>\n'
        f"{step_svg(frame)}\n{_state(frame)}\n</section>"
    )


def _spans(spans: Sequence[Span]) -> str:
    tags = {
        Style.BODY: "{}",
        Style.MONO: "<code>{}</code>",
        Style.FAIL: '<code class="fail">{}</code>',
        Style.STRONG: "<strong>{}</strong>",
    }
    return "".join(tags[span.style].format(escape(span.text, quote=False)) for span in spans)


def _state(frame: Frame) -> str:
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


def _timeline(groups: Sequence[TimelineGroup]) -> Iterable[str]:
    """Yield the steps as links, grouped by level; the question first."""
    yield _group("question", "?", "accent", [_link(0, "start", "the question")])
    for group in groups:
        links = [_link(step.number, step.word, step.tip) for step in group.steps]
        yield _group(group.title, group.sign, TONES[group.tone], links)


def _group(title: str, sign: str, role: str, links: Iterable[str]) -> str:
    return (
        f'<li style="--tone:{draw.ink(role)}"><span class="group"><b>{sign}</b> {escape(title)}'
        f"</span><ol>{''.join(links)}</ol></li>"
    )


def _link(step: int, word: str, tip: str) -> str:
    return (
        f'<li><a href="#step-{step}" title="{escape(tip)}"'
        f' aria-label="Step {step}: {escape(tip)}">{escape(word)}</a></li>'
    )
