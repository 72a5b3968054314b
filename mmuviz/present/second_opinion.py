"""Hardware's answer beside the Unicorn engine's, in words, and as the record that carries them.

The only place that knows the fields of `mmuviz oracle --json`; docs/cli.md describes them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from mmuviz.core.fixed_path import ENTRY_NAMES
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.second_opinion import Limit, Point, Verdict
from mmuviz.present.wording import Line, Span, Style, amount, code_text, entry_hex, listed, name

VERSION: Final = 1

ENGINE: Final = "Unicorn"

LIMITS: Final = {
    Limit.GIGABYTE: f"{ENGINE} sets A of the PDPTE of a 1 GiB page even where the access is "
    "refused, or a bit of it reserved; a processor leaves such an entry alone",
    Limit.WIDTH: f"{ENGINE}'s MAXPHYADDR is 40, whatever the scenario says: which bits are "
    "reserved goes by that",
    Limit.PDPTE: f"{ENGINE} has no PDPTR registers: their values are laid in a table for it, "
    "which it reads at every walk, and bits 63:40 are reserved to it there",
}
"""What the engine gets wrong, or cannot be told, by the limit."""

OPEN: Final = (
    "Where an access faults, the manual leaves open whether the entries passed on the way get A: "
    f"{ENGINE} sets it, and is counted apart"
)

_GENERAL: Final = (
    f"{ENGINE} is QEMU's processor as a library: a model by other people, and no silicon",
    "It makes one access, of one byte, from an empty TLB: stale translations never show",
)

_SIGNS: Final = {Verdict.SAME: "✓", Verdict.OPEN: "±", Verdict.LIMIT: "(≠)", Verdict.DIFFERS: "≠"}
_WORDS: Final = {
    Verdict.SAME: "agree",
    Verdict.OPEN: "left open by the manual",
    Verdict.LIMIT: "a known limit of the engine",
    Verdict.DIFFERS: "differ",
}
_TITLES: Final = {
    "outcome": "outcome",
    "error_code": "error code",
    "gpa": "gpa",
    "elsewhere": "an entry off the path",
}
_LEVELS: Final = {entry: number for number, entry in ENTRY_NAMES.items()}


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """A line of the comparison.

    Attributes:
        title: what is compared: `error code`, `A of PDE 447`.
        hardware: what hardware says.
        engine: what the engine says.
        verdict: what that comes to.
    """

    title: str
    hardware: str
    engine: str
    verdict: Verdict

    @property
    def sign(self) -> str:
        """`✓`, `±`, `(≠)` or `≠`."""
        return _SIGNS[self.verdict]

    @property
    def remark(self) -> str:
        """The verdict in words."""
        return _WORDS[self.verdict]


@dataclass(frozen=True, slots=True)
class OpinionPage:
    """A second opinion as it is shown.

    Attributes:
        question: what was asked, in words.
        engine: the engine, with its version.
        rows: the comparison.
        conclusion: what it comes to, in a sentence.
        notes: what one has to know of this answer; then the engine's general limits.
    """

    question: str
    engine: str
    rows: tuple[OpinionRow, ...]
    conclusion: str
    notes: tuple[str, ...]


def opinion_page(
    scenario: Scenario, points: Sequence[Point], touched: int, version: str
) -> OpinionPage:
    """Return the comparison of a scenario's access.

    Args:
        scenario: what was asked.
        points: what both say.
        touched: the address that the engine accessed.
        version: the engine's.
    """
    access, gva = scenario.access, scenario.access.gva
    rows = tuple(
        OpinionRow(
            point_title(point.what, scenario.cpu.mode, gva),
            _hardware(point),
            point_value(point.what, point.theirs),
            point.verdict,
        )
        for point in points
    )
    notes = []
    if touched != gva:
        notes.append(
            f"An entry of the path stands in the very byte asked about, so that another byte of "
            f"its page was accessed: {touched:#x}"
        )
    if any(point.verdict is Verdict.OPEN for point in points):
        notes.append(OPEN)
    notes += [LIMITS[limit] for limit in Limit if any(point.limit is limit for point in points)]
    question = f"{access.privilege} {access.kind} at {gva:#x}, {scenario.cpu.mode.title} paging"
    engine = f"{ENGINE} {version}"
    return OpinionPage(question, engine, rows, _conclusion(points), (*notes, *_GENERAL))


def point_title(what: str, mode: PagingMode, gva: int | None = None) -> str:
    """Return what a point is called: `error code`, `A of PDE 447`, without a gva `A of PDE`."""
    if what in _TITLES:
        return _TITLES[what]
    entry, _, bit = what.partition(".")
    level = mode.level(_LEVELS[entry])
    title = level.name if gva is None else name(level, level.select(gva))
    return f"{bit.upper()} of {title}" if bit else title


def point_value(what: str, value: Outcome | int | None) -> str:
    """Return what one of them says: `access_error`, `0x7 (P | W | U)`, `1`, `none`."""
    if isinstance(value, Outcome):
        return value.value
    if value is None:
        return "none"
    if what == "error_code":
        return code_text(value)
    if "." in what:
        return str(value)
    return f"{value:#x}" if what == "gpa" else entry_hex(value)


def _hardware(point: Point) -> str:
    return "0 or 1" if point.verdict is Verdict.OPEN else point_value(point.what, point.ours)


def _conclusion(points: Sequence[Point]) -> str:
    count = {verdict: sum(one.verdict is verdict for one in points) for verdict in Verdict}
    if differs := count[Verdict.DIFFERS]:
        return f"They differ in {amount(differs, 'point')} of {len(points)}; nothing explains it."
    open_bits, limits = count[Verdict.OPEN], count[Verdict.LIMIT]
    told = []
    if open_bits:
        told.append(f"{amount(open_bits, 'A bit')} that the manual leaves open")
    if limits:
        told.append(f"{amount(limits, 'point')} that a known limit of the engine explains")
    return f"They agree, but for {listed(told)}." if told else "They agree in every point."


def opinion_lines(page: OpinionPage) -> Iterator[Line]:
    """Yield the comparison as styled lines."""
    yield (Span(page.question, Style.STRONG),)
    yield ()
    cells = [("", "hardware", page.engine)]
    cells += [(row.title, row.hardware, row.engine) for row in page.rows]
    widths = [max(len(row[column]) for row in cells) for column in range(3)]
    told = [(), *((Span(f"{row.sign} {row.remark}", _style(row)),) for row in page.rows)]
    for row, end in zip(cells, told, strict=True):
        padded = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        yield (Span(f"  {'   '.join(padded)}   "), *end)
    yield ()
    yield (Span(page.conclusion, Style.STRONG),)
    for note in page.notes:
        yield (Span(f"- {note}."),)


def _style(row: OpinionRow) -> Style:
    return Style.FAIL if row.verdict is Verdict.DIFFERS else Style.BODY


def opinion_record(page: OpinionPage, points: Sequence[Point]) -> dict[str, object]:
    """Return the JSON object."""
    return {
        "version": VERSION,
        "kind": "opinion",
        "engine": page.engine,
        "question": page.question,
        "agree": all(point.verdict is not Verdict.DIFFERS for point in points),
        "rows": [
            {
                "what": point.what,
                "title": row.title,
                "hardware": row.hardware,
                "engine": row.engine,
                "verdict": row.verdict.value,
                "limit": point.limit and point.limit.value,
            }
            for row, point in zip(page.rows, points, strict=True)
        ],
        "conclusion": page.conclusion,
        "notes": list(page.notes),
    }


def refusal_record(sentence: str) -> dict[str, object]:
    """Return the JSON object of an access that the engine cannot be asked about."""
    return {"version": VERSION, "kind": "refusal", "text": sentence}


def read_opinion(record: Mapping[str, Any]) -> OpinionPage:
    """Return what a JSON object says.

    Raises:
        LookupError: a field is missing.
        TypeError: a field is of another type.
        ValueError: there is no such verdict.
    """
    rows = tuple(
        OpinionRow(
            str(row["title"]), str(row["hardware"]), str(row["engine"]), Verdict(row["verdict"])
        )
        for row in record["rows"]
    )
    return OpinionPage(
        str(record["question"]),
        str(record["engine"]),
        rows,
        str(record["conclusion"]),
        tuple(str(note) for note in record["notes"]),
    )
