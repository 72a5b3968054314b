"""A whole walk as text that reads like a good exam answer: entries, checks, verdict, code."""

from collections.abc import Iterable

from mmuviz.core.events import EntryRead, Judged, Jumped, Source, Translated
from mmuviz.core.paging import PagingMode
from mmuviz.core.predict.veil import asked_of
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace
from mmuviz.core.walk import after, before
from mmuviz.present.accessed import accessed_rows
from mmuviz.present.answer_steps import code_reasons, step_lines
from mmuviz.present.narrate import headline
from mmuviz.present.wording import (
    Line,
    Span,
    Style,
    address_bits,
    code_sum,
    entry_hex,
    entry_name,
    flag_letters,
    name,
    page_size,
    rights_text,
)

_NEAR = 0x1000
_OF_HARDWARE = {
    Outcome.NOT_PRESENT: "not present",
    Outcome.ACCESS_ERROR: "rights refused",
    Outcome.RESERVED_BIT: "reserved bit",
}
_TRANSLATORS = {Semantics.BEFORE: before.gva_to_gpa, Semantics.AFTER: after.gva_to_gpa}


def plain(lines: Iterable[Line]) -> str:
    """Return lines as text without styles, each with its newline."""
    return "".join("".join(span.text for span in line).rstrip() + "\n" for line in lines)


def walk_text(trace: Trace) -> str:
    """Return the whole walk as plain text."""
    return plain(answer(trace))


def step_text(trace: Trace, step: int) -> str:
    """Return one step as plain text: its number, its sentence, and the line below it."""
    return plain(_step_lines(trace, step))


def steps(trace: Trace) -> list[Line]:
    """Return every step with its sentence, step 0 first."""
    return [line for step in range(len(trace.events) + 1) for line in _step_lines(trace, step)]


def _step_lines(trace: Trace, step: int) -> list[Line]:
    told = headline(trace, step)
    last = "?" if asked_of(trace) else len(trace.events)
    number = f"Step {step} of {last}"
    return [
        (Span(f"{number:<15}"), Span(told.title, Style.STRONG)),
        (Span(" " * 15), *told.detail),
    ]


def answer(trace: Trace) -> list[Line]:
    """Return the walk as styled lines."""
    lines = [
        (Span(question_text(trace), Style.STRONG),),
        (Span(registers_text(trace.scenario)),),
        (),
    ]
    if rows := _entries(trace):
        lines += [*rows, ()]
    lines.append((Span("verdict      "), *verdict(trace)))
    lines += _code(trace)
    lines += _labelled("accessed", [_accessed_row(*row) for row in _accessed(trace)])
    if told := gva_to_gpa(trace):
        lines.append((Span("gva_to_gpa   "), *_translation(trace, told)))
    return lines


def question_text(trace: Trace) -> str:
    """`hardware: user write at 0x40607238`: whose rules, and what is asked."""
    access = trace.scenario.access
    return (
        f"{trace.semantics.value}: {access.privilege} {access.kind} at "
        f"{address_name(trace.scenario, access.gva)}"
    )


def address_name(scenario: Scenario, gva: int) -> str:
    """`0xb7f61238 (cow_shared + 0x238)`: with the label that it belongs to, where there is one."""
    near = [label for label in scenario.labels if 0 <= gva - label.gva < _NEAR]
    if not near:
        return f"{gva:#x}"
    label = max(near, key=lambda label: label.gva)
    offset = gva - label.gva
    return f"{gva:#x} ({label.name} + {offset:#x})" if offset else f"{gva:#x} ({label.name})"


def registers_text(scenario: Scenario) -> str:
    """The mode and the registers that matter in it, in a line."""
    cpu = scenario.cpu
    flags = {"CR0.PG": cpu.pg, "CR0.WP": cpu.wp}
    if cpu.mode is PagingMode.X32:
        flags["CR4.PSE"] = cpu.pse
    else:
        flags["EFER.NXE"] = cpu.nxe
    flags |= {"CR4.SMEP": cpu.smep, "CR4.SMAP": cpu.smap}
    if cpu.smap:
        flags["EFLAGS.AC"] = cpu.ac
    listed = ", ".join(f"{register} {value:d}" for register, value in flags.items())
    return f"{cpu.mode.title} paging, CR3 {cpu.cr3:#x}, {listed}"


def _entries(trace: Trace) -> list[Line]:
    lines: list[Line] = []
    for read, rows in step_lines(trace):
        if read is not None:
            lines.append(_entry(trace, read))
        elif rows:
            lines.append((Span("  Rights of the whole path", Style.STRONG),))
        lines += rows
    return lines


def _entry(trace: Trace, read: EntryRead) -> Line:
    where = "register" if read.address is None else f"at {read.address:#x}"
    index = f"bits {address_bits(read.level)} = {read.index}"
    head = (Span(f"  {entry_name(read):<11}", Style.STRONG), Span(f"{index:<18}{where:<16}"))
    if read.value is None:
        return (*head, Span("not kept in the file", Style.FAIL))
    value = entry_hex(read.value)
    if read.source is Source.OUTSIDE:
        return (*head, Span(f"{value}  outside RAM, reads as 0"))
    flags = flag_letters(read.value, trace.scenario.cpu.mode, read.level)
    return (*head, Span(f"{value}  {flags}"))


def verdict(trace: Trace) -> Line:
    """Return the outcome in a sentence."""
    result, access = trace.result, trace.scenario.access
    word = Span(result.outcome.value, Style.STRONG)
    entry = _ended_on(trace)
    match result.outcome:
        case Outcome.PAGING_OFF:
            return (word, Span(": CR0.PG is 0, no walk; the address is physical"))
        case Outcome.NON_CANONICAL:
            return (Span("#GP", Style.FAIL), Span(": the address is not canonical, no walk"))
        case Outcome.NOT_KEPT:
            return (word, Span(f": the file does not hold {entry}; nobody can say how it goes on"))
        case Outcome.MAPPED:
            return (word, Span(f": {_mapping(trace, entry)}"))
        case Outcome.NOT_PRESENT if trace.semantics is Semantics.BEFORE:
            return (word, Span(f": the walk ends on {entry}, which is absent"))
        case Outcome.NOT_PRESENT:
            why = f"{entry} is absent (check a)"
        case Outcome.RESERVED_BIT:
            why = f"{entry} has a reserved bit set (check r)"
        case _:
            why = _refusal(trace, entry)
    return (Span(result.outcome.value, Style.FAIL), Span(f": the {access.kind} faults, {why}"))


def reason(trace: Trace) -> str:
    """Return the outcome as plain text; of hardware without walk_addr's labels."""
    text = plain([verdict(trace)]).strip()
    word = trace.result.outcome.value
    own = _OF_HARDWARE.get(trace.result.outcome, word)
    return text.replace(word, own, 1) if trace.semantics is Semantics.HARDWARE else text


def _ended_on(trace: Trace) -> str:
    reads = [event for event in trace.events if isinstance(event, EntryRead)]
    return entry_name(reads[-1]) if reads else ""


def _refusal(trace: Trace, entry: str) -> str:
    step, event = next(
        (step, event)
        for step, event in enumerate(trace.events, 1)
        if isinstance(event, Jumped | Judged)
    )
    if isinstance(event, Jumped):
        return f"{entry} refuses it (check {event.cause.value if event.cause else ''})"
    check = next(check.anchor.value for check in event.checks if check.holds)
    # the sentence of the step is `Write refused: PTE 330 takes W from the path`
    return f"{headline(trace, step).title.partition(': ')[2]} (check {check})"


def _mapping(trace: Trace, entry: str) -> str:
    result = trace.result
    size = page_size(result.level) if result.level else ""
    text = f"gpa {result.gpa or 0:#x} by {entry} ({size} page), gfn {result.gfn or 0:#x}"
    if trace.semantics is Semantics.HARDWARE:
        return f"{text}, rights of the path {rights_text(result.inherited_ar or 0)}"
    text += f", inherited_ar {rights_text(result.inherited_ar or 0)}"
    return f"{text}; no right was looked at" if trace.semantics is Semantics.BEFORE else text


def _code(trace: Trace) -> list[Line]:
    if trace.semantics is Semantics.BEFORE:
        return _labelled("error code", [(Span("none: walk_addr has no such field before"),)])
    code = trace.result.error_code
    if code is None or trace.result.outcome is Outcome.NON_CANONICAL:
        return []
    rows: list[Line] = [(Span(code_sum(code), Style.FAIL),)]
    rows += [(Span(f"{letter:<5}{bit}  {why}"),) for letter, bit, why in code_reasons(trace)]
    return _labelled("error code", rows)


def _accessed(trace: Trace) -> list[tuple[str, str, str]]:
    rows = accessed_rows(trace, len(trace.events))
    return [(row.title, row.change, row.note) for row in rows]


def _accessed_row(title: str, change: str, note: str) -> Line:
    return (Span(f"{title:<11}{change:<7}{note}"),)


def _labelled(label: str, rows: list[Line]) -> list[Line]:
    """Put `label` before the first row, and as much room before the others."""
    return [(Span(f"{'' if number else label:<13}"), *row) for number, row in enumerate(rows)]


def gva_to_gpa(trace: Trace) -> Translated | None:
    """Return what gva_to_gpa says of the address; None for hardware, which has none."""
    translate = _TRANSLATORS.get(trace.semantics)
    if translate is None:
        return None
    *_walk, told = translate(trace.scenario)
    assert isinstance(told, Translated), "the last event of gva_to_gpa"
    return told


def _translation(trace: Trace, told: Translated) -> Line:
    if told.gpa is None:
        word = Span(told.status, Style.FAIL if told.status == "undefined" else Style.BODY)
        why = ": ptep was never set, a defect that the change brought in"
        return (word, Span(why)) if told.status == "undefined" else (word,)
    if told.wrong:
        levels, gva = trace.scenario.cpu.mode.levels, trace.scenario.access.gva
        pdptr = name(levels[0], levels[0].select(gva))
        return (Span(f"{told.gpa:#x}, wrong", Style.FAIL), Span(f": made of {pdptr}, a defect"))
    return (Span(f"{told.gpa:#x}"),)


def summary(traces: Iterable[Trace]) -> list[Line]:
    """Return one row a semantics: outcome, code, A bits; for several walks of one question."""
    lines: list[Line] = [(Span("in short     outcome        code   A set, then → now"),)]
    for trace in traces:
        bits = ", ".join(f"{title} {change}" for title, change, _ in _accessed(trace) if change)
        code = trace.result.error_code
        shown = "none" if code is None else f"{code:#x}"
        outcome = trace.result.outcome.value
        lines.append((Span(f"  {trace.semantics.value:<11}{outcome:<15}{shown:<7}{bits}"),))
    return lines
