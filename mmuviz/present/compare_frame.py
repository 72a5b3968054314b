"""A `CompareFrame`: everything that the Compare view shows at one step, as plain data."""

from dataclasses import dataclass
from functools import cached_property

from mmuviz.core.compare import Course, Row
from mmuviz.core.comparison import Comparison
from mmuviz.core.events import Anchor
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics
from mmuviz.present.compare_banner import Banner, answer_text, banner
from mmuviz.present.compare_claims import Verdict, verdicts
from mmuviz.present.compare_table import CodeCard, EndRow, code_cards, end_rows
from mmuviz.present.compare_words import POINTS, Said, said
from mmuviz.present.timeline import TimelineGroup, TimelineStep, Tone
from mmuviz.present.wording import name


@dataclass(frozen=True, slots=True)
class Lifeline:
    """One opinion at one row.

    Attributes:
        semantics: whose.
        said: sign and words.
        runs: the walk comes to this row.
        goes_on: it goes on below it.
    """

    semantics: Semantics
    said: Said
    runs: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class CompareRow:
    """A row of the lifelines.

    Attributes:
        step: the step that it is.
        station: the entry's name, `rights` or empty.
        level: the level's number; None where there is none.
        first: it is the first row of its station.
        letter: the check's letter.
        title: its name.
        lines: a lifeline an opinion.
        differs: opinions part here.
    """

    step: int
    station: str
    level: int | None
    first: bool
    letter: str
    title: str
    lines: tuple[Lifeline, ...]
    differs: bool


@dataclass(frozen=True)
class CompareRecord:
    """The opinions on a scenario, and which of them are shown.

    Attributes:
        scenario: what is asked.
        shown: whose opinions are shown.
    """

    scenario: Scenario
    shown: tuple[Semantics, ...] = tuple(Semantics)

    @cached_property
    def whole(self) -> Comparison:
        """All three: what is right, and what the claims say, needs them."""
        return Comparison(self.scenario)

    @cached_property
    def comparison(self) -> Comparison:
        """Those that are shown."""
        whole = self.whole
        return whole if self.shown == whole.shown else Comparison(self.scenario, self.shown)

    @cached_property
    def banner(self) -> Banner:
        """The first divergence."""
        return banner(self.comparison)

    @cached_property
    def rows(self) -> tuple[CompareRow, ...]:
        """The rows of the lifelines; what comes behind them, code and result, is in the cards."""
        found: list[CompareRow] = []
        for step, row in enumerate(self.comparison.rows, 1):
            if row.level is None and row.anchor in (Anchor.CODE, Anchor.RETURN_OK):
                continue
            station = station_of(row)
            first = not found or found[-1].station != station
            letter, title = POINTS[row.anchor]
            if row.level is None and row.anchor is Anchor.ACCESSED:
                title = "A and D"
            found.append(
                CompareRow(
                    step,
                    station,
                    row.level.number if row.level else None,
                    first,
                    letter,
                    title,
                    self._lines(row),
                    step in self.comparison.divergences,
                )
            )
        return tuple(found)

    def _lines(self, row: Row) -> tuple[Lifeline, ...]:
        lines = []
        for who, trace in self.comparison.traces.items():
            course = row.cells[who].course
            hardware_judges = course is Course.MAPS and who is Semantics.HARDWARE
            runs = course not in (Course.DONE, Course.OVER)
            goes_on = course in (Course.ON, Course.SKIPS) or hardware_judges
            last = row.level is None and row.anchor is Anchor.ACCESSED
            judged = row.anchor is Anchor.JUDGE and not self._writes_back
            ends = last or judged or row.anchor is Anchor.PAGING_OFF
            lines.append(Lifeline(who, said(row, who, trace), runs, goes_on and not ends))
        return tuple(lines)

    @cached_property
    def _writes_back(self) -> bool:
        return any(
            row.level is None and row.anchor is Anchor.ACCESSED for row in self.comparison.rows
        )

    @cached_property
    def end_rows(self) -> tuple[EndRow, ...]:
        """What differs in the end."""
        return end_rows(self.comparison, self.whole)

    @cached_property
    def cards(self) -> tuple[CodeCard, ...]:
        """The error codes."""
        return code_cards(self.comparison, self.whole.ends[Semantics.HARDWARE])

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What this path says of the claims."""
        return verdicts(self.whole)

    @cached_property
    def timeline(self) -> tuple[TimelineGroup, ...]:
        """A cell a row, grouped by entry."""
        groups: list[TimelineGroup] = []
        for step, row in enumerate(self.comparison.rows, 1):
            title, sign, tone = self._group(row)
            cell = self._cell(step, row)
            if groups and groups[-1].title == title:
                steps = (*groups[-1].steps, cell)
                groups[-1] = TimelineGroup(title, sign, tone, steps)
            else:
                groups.append(TimelineGroup(title, sign, tone, (cell,)))
        return tuple(groups)

    def _group(self, row: Row) -> tuple[str, str, Tone]:
        if row.level is not None:
            return station_of(row), str(row.level.number), Tone(str(row.level.number))
        if row.anchor in (Anchor.JUDGE, Anchor.ACCESSED):
            return "rights", "■", Tone.RIGHTS
        if row.anchor in (Anchor.CODE, Anchor.RETURN_OK):
            faults = any(end.error_code is not None for end in self.comparison.ends.values())
            return ("code", "!", Tone.FAULT) if faults else ("end", "=", Tone.PLAIN)
        return "outside", "!", Tone.FAULT

    def _cell(self, step: int, row: Row) -> TimelineStep:
        letter, title = POINTS[row.anchor]
        word = {Anchor.JUDGE: "judge", Anchor.CODE: "err", Anchor.RETURN_OK: "ret"}.get(
            row.anchor, letter or title
        )
        tip = f"{station_of(row)} {title}".strip()
        mark = "differs" if step in self.comparison.divergences else ""
        return TimelineStep(step, word, tip, mark)

    def starts(self) -> tuple[int, ...]:
        """Return the first steps of the groups."""
        return tuple(group.steps[0].number for group in self.timeline)


def station_of(row: Row) -> str:
    """`PDE 3`, `rights`, or empty."""
    if row.level is not None:
        return name(row.level, row.index or 0)
    return "rights" if row.anchor in (Anchor.JUDGE, Anchor.ACCESSED) else ""


@dataclass(frozen=True)
class CompareFrame:
    """What the Compare view says at step `step`.

    Attributes:
        record: the comparison.
        step: 0 stands before the first row; step k shows row k.
    """

    record: CompareRecord
    step: int

    def __post_init__(self) -> None:
        """Refuse a step that there is not."""
        if not 0 <= self.step <= self.last_step:
            raise IndexError(f"the comparison has steps 0 to {self.last_step}, not {self.step}")

    @property
    def last_step(self) -> int:
        """The number of the last step."""
        return len(self.record.comparison.rows)

    @property
    def row(self) -> Row | None:
        """The row that is shown; None at step 0."""
        return self.record.comparison.rows[self.step - 1] if self.step else None

    @property
    def ended(self) -> bool:
        """Whether the guest has its answers: the codes are known."""
        return self.step == self.last_step

    @property
    def anchors(self) -> dict[Semantics, frozenset[Anchor]]:
        """The points of the algorithm at which each walk stands; none where it has no step."""
        row, comparison = self.row, self.record.comparison
        found: dict[Semantics, frozenset[Anchor]] = {}
        for who in comparison.shown:
            events = row.cells[who].events if row else ()
            found[who] = frozenset(event.anchor for event in events)
            if Anchor.RETURN_OK in found[who]:  # it returns from the line that found the page
                ways = (one for one in comparison.rows if one.cells[who].course is Course.MAPS)
                found[who] = frozenset(one.anchor for one in ways)
        return found

    @property
    def text(self) -> str:
        """The step in a sentence, for a screen reader."""
        row = self.row
        if row is None:
            return "before the first step"
        told = []
        for who, trace in self.record.comparison.traces.items():
            if row.is_end:
                told.append(f"{who.value}: {answer_text(self.record.comparison.ends[who])}")
            else:
                told.append(f"{who.value}: {said(row, who, trace).text}")
        _, title = POINTS[row.anchor]
        return f"{station_of(row)} {title}: ".lstrip() + "; ".join(told)
