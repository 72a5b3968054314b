"""What `mmuviz verify --json` writes and the window reads: one object a line.

The only place that knows the fields; docs/cli.md describes them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Final

from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.present.vector_words import asked_words, differing_words

VERSION: Final = 1

Record = dict[str, object]


class Holds(Enum):
    """What a recorded file holds, or that it is no file but a space of states."""

    WALK = "walk"
    HARDWARE = "hardware"
    ACCESS = "access"
    ACCESS_PAIR = "access_pair"
    PROGRAMS = "programs"
    SUITE = "suite"
    SPACE = "space"


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a file says of itself.

    Attributes:
        title: what it holds and whose, in words.
        holds: what it holds.
        mode: the paging mode of its rows; None where they have several.
        rows: how many there are.
        contents: how much, beside its rows, in words.
    """

    title: str
    holds: Holds
    mode: PagingMode | None
    rows: int
    contents: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A row whose recorded values are not what this program gives.

    Attributes:
        row: its number in the file, from 0; None where it has another place.
        place: where it stands, in words; empty where it has a number.
        inputs: the flags that were asked, by column.
        differing: column, recorded value and value got, for each that differs.
        number: number of a program's operation from 1, or of a case of the test suite.
        program: id of a guest program.
        semantics: who ran it; None where the columns say so, or nobody did.
    """

    row: int | None
    place: str
    inputs: Mapping[str, int]
    differing: tuple[tuple[str, object, object], ...]
    number: int | None = None
    program: str = ""
    semantics: Semantics | None = None

    def case(self, mode: PagingMode | None) -> str:
        """Say what was asked, or where it stands."""
        if self.row is None or mode is None:
            return self.place
        return asked_words(mode, self.inputs)

    def text(self, mode: PagingMode | None) -> str:
        """Say all of it in a line: what was asked, and each column recorded and got."""
        differing = "; ".join(differing_words(*column) for column in self.differing)
        row = "" if self.row is None else f"row {self.row}: "
        return f"{row}{self.case(mode)}: {differing}"


@dataclass(frozen=True, slots=True)
class Counted:
    """How far a replay has come, and what it found.

    Attributes:
        done: rows replayed.
        of: rows to replay; fewer than there are where a sample is.
        values: values that differ.
        bad_rows: rows in which one differs.
    """

    done: int = 0
    of: int = 0
    values: int = 0
    bad_rows: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """What is known of one replay so far.

    Attributes:
        recorded: what is replayed; None before that is known.
        counted: how far it has come.
        differences: the first rows that differ.
        problem: why the file cannot be read: a sentence, and a line a fault; empty where it can.
        is_complete: everything was replayed.
        notes: what there is to say beside it, a line each.
        failure: why it ended early, in a sentence; empty where it did not.
    """

    recorded: Recorded | None = None
    counted: Counted = Counted()
    differences: tuple[Difference, ...] = field(default=(), repr=False)
    problem: str = ""
    is_complete: bool = False
    notes: tuple[str, ...] = ()
    failure: str = ""


def file_record(path: str, recorded: Recorded, of: int) -> Record:
    """Return the record of a file that is going to be replayed, `of` its rows."""
    return {
        "version": VERSION,
        "kind": "file",
        "file": path,
        "title": recorded.title,
        "holds": recorded.holds.value,
        "mode": None if recorded.mode is None else recorded.mode.value,
        "rows": recorded.rows,
        "contents": recorded.contents,
        "of": of,
    }


def counted_record(kind: str, path: str, counted: Counted) -> Record:
    """Return the record of how far a file is (`progress`), or of what came of it (`result`)."""
    return {
        "version": VERSION,
        "kind": kind,
        "file": path,
        "done": counted.done,
        "of": counted.of,
        "mismatches": counted.values,
        "bad_rows": counted.bad_rows,
    }


def mismatch_record(path: str, mode: PagingMode | None, found: Difference) -> Record:
    """Return the record of a row that differs."""
    return {
        "version": VERSION,
        "kind": "mismatch",
        "file": path,
        "row": found.row,
        "place": found.place,
        "inputs": dict(found.inputs),
        "differing": [
            {"column": column, "recorded": was, "got": got} for column, was, got in found.differing
        ],
        "number": found.number,
        "program": found.program,
        "semantics": None if found.semantics is None else found.semantics.value,
        "text": found.text(mode),
    }


def unreadable_record(path: str, text: str, problems: Sequence[Record]) -> Record:
    """Return the record of a file that cannot be read: all of it as text, and each fault."""
    return {
        "version": VERSION,
        "kind": "unreadable",
        "file": path,
        "text": text,
        "problems": list(problems),
    }


def total_record(files: int, unread: int, counted: Counted, seconds: float) -> Record:
    """Return the record of all files together."""
    return {
        "version": VERSION,
        "kind": "total",
        "files": files,
        "not_read": unread,
        "rows": counted.done,
        "mismatches": counted.values,
        "bad_rows": counted.bad_rows,
        "seconds": round(seconds, 3),
    }


def with_record(check: Check, record: Mapping[str, Any]) -> Check:
    """Return a check with a record that was read; one of an unknown kind changes nothing.

    Raises:
        LookupError: a field is missing.
        TypeError: a field is of another type.
        ValueError: it names no mode, or none of the semantics.
    """
    kind = record["kind"]
    if kind == "file":
        mode = record["mode"]
        recorded = Recorded(
            str(record["title"]),
            Holds(record["holds"]),
            None if mode is None else PagingMode(mode),
            int(record["rows"]),
            str(record["contents"]),
        )
        return replace(check, recorded=recorded, counted=Counted(of=int(record["of"])))
    if kind in ("progress", "result"):
        found = (int(record.get(name, 0)) for name in ("mismatches", "bad_rows"))
        counted = Counted(int(record["done"]), int(record["of"]), *found)
        return replace(check, counted=counted, is_complete=kind == "result")
    if kind == "mismatch":
        return replace(check, differences=(*check.differences, _difference(record)))
    if kind == "unreadable":
        return replace(check, problem=str(record["text"]))
    return check


def _difference(record: Mapping[str, Any]) -> Difference:
    semantics = record["semantics"]
    return Difference(
        record["row"],
        str(record["place"]),
        {str(name): int(value) for name, value in record["inputs"].items()},
        tuple((one["column"], one["recorded"], one["got"]) for one in record["differing"]),
        record["number"],
        str(record["program"]),
        None if semantics is None else Semantics(semantics),
    )
