"""A walk as Markdown: the path, the checks, the error code, and every step in a sentence."""

import re
from collections.abc import Iterable, Sequence

from mmuviz.core.cursor import reads_until
from mmuviz.core.trace import Trace
from mmuviz.present.answer import question_text, registers_text, verdict
from mmuviz.present.answer_steps import code_reasons
from mmuviz.present.export_state import SIGNS, step_state
from mmuviz.present.frame import Frame
from mmuviz.present.narrate import headline
from mmuviz.present.wording import Span, Style, entry_hex, entry_name, flag_letters

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~])")
_MARKS = {Style.BODY: "{}", Style.STRONG: "**{}**", Style.FAIL: "**{}**"}


def walk_markdown(trace: Trace) -> str:
    """Return the walk as a Markdown document (GitHub's tables)."""
    frame = Frame(trace, len(trace.events))
    state = step_state(frame)
    blocks = [
        f"# {plain(question_text(trace))}",
        f"{plain(registers_text(trace.scenario))}.",
        f"{spans_text(verdict(trace))}.",
    ]
    if path := path_table(frame):
        blocks += ["## Path", path]
    if state.checks:
        checked = [
            (row.label, ", ".join(f"{mark.letter} {mark.sign}" for mark in row.marks))
            for row in state.checks
        ]
        blocks += ["## Checks", table(("entry", "checks"), checked)]
        blocks.append(", ".join(f"{sign} {word}" for sign, word in SIGNS) + ".")
    blocks += ["## Error code", f"`error_code`: {plain(state.error_code)}."]
    if frame.code.total is not None and frame.code.total.done:
        reasons = [(f"{letter}", f"{bool(bit):d}", why) for letter, bit, why in code_reasons(trace)]
        blocks.append(table(("bit", "value", "why"), reasons))
    blocks += ["## Steps", "\n".join(_step(trace, step) for step in range(frame.last_step + 1))]
    return "\n\n".join(blocks) + "\n"


def path_table(frame: Frame) -> str:
    """Return the entries that are read by the frame's step; empty where none is."""
    rows = _entries(frame)
    return table(("entry", "at", "value", "flags", "A: then → now"), rows) if rows else ""


def _entries(frame: Frame) -> list[tuple[str, ...]]:
    trace = frame.trace
    rows: list[tuple[str, ...]] = []
    mode = trace.scenario.cpu.mode
    bits = {title: (change, note) for title, change, note in step_state(frame).accessed}
    for read in reads_until(trace, frame.step):
        change, note = bits[entry_name(read)]
        where = "register" if read.address is None else f"`{read.address:#x}`"
        value, flags = "not kept", ""
        if read.value is not None:
            value = f"`{entry_hex(read.value)}`"
            flags = f"`{flag_letters(read.value, mode, read.level)}`"
        rows.append(
            (entry_name(read), where, value, flags, f"{change} ({note})" if change else note)
        )
    return rows


def _step(trace: Trace, step: int) -> str:
    told = headline(trace, step)
    return f"{step}. **{plain(told.title)}** {spans_text(told.detail)}".rstrip()


def spans_text(spans: Iterable[Span]) -> str:
    """Return styled words with their marks."""
    return "".join(
        f"`{span.text}`" if span.style is Style.MONO else _marked(span) for span in spans
    )


def _marked(span: Span) -> str:
    return _MARKS[span.style].format(plain(span.text))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plain(words: str) -> str:
    """Return words with what Markdown would take for a mark escaped."""
    return _SPECIAL.sub(r"\\\1", words)
