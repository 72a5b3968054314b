"""A comparison as text: the aligned rows, the first divergence, and what differs in the end."""

from mmuviz.present.answer import address_name, registers_text
from mmuviz.present.compare_frame import CompareRecord, CompareRow
from mmuviz.present.compare_table import CodeCard, EndRow
from mmuviz.present.compare_words import Sign
from mmuviz.present.wording import Line, Span, Style, signed

_SIGNS = {
    Sign.PASSED: "✓",
    Sign.SKIPPED: "⊖",
    Sign.WRITTEN: "✎",
    Sign.REFUSED: "✗",
    Sign.STOP: "■",
    Sign.NONE: "·",
}
_POINT = 28
_WIDTH = 32
_TITLE = 16
_VALUE = 18
_LABEL = 13


def compare_lines(record: CompareRecord) -> list[Line]:
    """Return the comparison as styled lines."""
    access = record.scenario.access
    asked = f"{access.privilege} {access.kind} at {address_name(record.scenario, access.gva)}"
    lines: list[Line] = [
        (Span(asked, Style.STRONG),),
        (Span(registers_text(record.scenario)),),
        (),
        _heads(record, _POINT, _WIDTH),
    ]
    lines += [_row(row) for row in record.rows]
    lines += [(), *_banner(record), ()]
    lines.append(_heads(record, _TITLE, _VALUE, "in the end"))
    lines += [_end_row(row) for row in record.end_rows]
    lines.append(())
    lines += [_card(card) for card in record.cards]
    for verdict in record.verdicts:
        lines += [(), (Span(verdict.title, Style.STRONG),), (Span(f"  {verdict.text}"),)]
    return lines


def _heads(record: CompareRecord, first: int, width: int, title: str = "") -> Line:
    words = [signed(who) for who in record.shown]
    return (Span(f"  {title:<{first}}" + "".join(f"{word:<{width}}" for word in words)),)


def _row(row: CompareRow) -> Line:
    station = row.station if row.first else ""
    point = f"{station:<11}{row.letter:<6}{row.title}"
    cells = [
        Span(
            f"{_SIGNS[line.said.sign]} {line.said.text:<{_WIDTH - 2}}",
            Style.FAIL if line.said.sign is Sign.REFUSED else Style.BODY,
        )
        for line in row.lines
    ]
    return (Span(f"{_mark(differs=row.differs)}{point:<{_POINT}}"), *cells)


def _mark(*, differs: bool) -> str:
    return "≠ " if differs else "  "


def _banner(record: CompareRecord) -> list[Line]:
    told = record.banner
    style = Style.FAIL if told.diverges else Style.STRONG
    return [(Span(told.title, style),), (Span(f"  {told.text}"),)]


def _end_row(row: EndRow) -> Line:
    values = [
        Span(f"{value.text:<{_VALUE}}", Style.FAIL if value.wrong else Style.BODY)
        for value in row.values
    ]
    return (Span(f"{_mark(differs=row.differs)}{row.title:<{_TITLE}}"), *values)


def _card(card: CodeCard) -> Line:
    style = Style.FAIL if card.wrong else Style.BODY
    head = Span(f"  {card.semantics.value:<{_TITLE}}")
    return head, Span(f"{card.text:<{_LABEL}}", style), Span(" ".join(card.causes))
