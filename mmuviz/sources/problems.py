"""What is wrong with an input, told so that its author can mend it."""

from dataclasses import dataclass
from pathlib import Path

_NAMED = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        found: what stands there.
        expected: what should stand there.
        line: line number from 1; None where the input has no lines.
        field: dotted name of the field, empty where there is none.
    """

    found: str
    expected: str
    line: int | None = None
    field: str = ""

    def __str__(self) -> str:
        """`line 14  pte.flags   found "P Q U", expected letters of P W U A D G X`."""
        where = f"line {self.line}  " if self.line is not None else ""
        field = f"{self.field}   " if self.field else ""
        return f"{where}{field}found {self.found}, expected {self.expected}"


class BadInput(Exception):  # noqa: N818  # it names the thing, and is shown, not raised to a user
    """An input that cannot be used. Nothing was changed.

    Attributes:
        path: the file; None where it is not a file.
        summary: one sentence.
        problems: each thing that is wrong, in the order of the input.
    """

    def __init__(self, path: Path | None, summary: str, problems: tuple[Problem, ...] = ()) -> None:
        """Keep the parts; the text is made of them."""
        super().__init__(summary)
        self.path = path
        self.summary = summary
        self.problems = problems

    def __str__(self) -> str:
        """One sentence, or the summary with a line for each problem."""
        head = f"{self.path}: {self.summary}" if self.path else self.summary
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])


class NeedsRegisters(BadInput):
    """A dump that does not say where its tables are; whoever opens it has to."""


@dataclass(frozen=True, slots=True)
class ProgramSummary:
    """A guest program among others.

    Attributes:
        name: its id.
        note: what it shows; may be empty.
        mode: its paging mode, as the screen says it.
        operations: how many it has.
    """

    name: str
    note: str
    mode: str
    operations: int


class NeedsProgram(BadInput):
    """A file of several guest programs; whoever opens it has to say which.

    Attributes:
        programs: what there is to choose from.
    """

    def __init__(self, path: Path, programs: tuple[ProgramSummary, ...]) -> None:
        """Name the first of them, and how many more there are."""
        names = ", ".join(program.name for program in programs[:_NAMED])
        more = f" and {len(programs) - _NAMED} more" if len(programs) > _NAMED else ""
        super().__init__(
            path,
            f"holds {len(programs)} guest programs, expected --program with one of {names}{more}",
        )
        self.programs = programs
