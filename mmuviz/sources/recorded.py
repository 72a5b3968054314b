"""Recorded files of every kind, told apart by their content, and a replay of each."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mmuviz.core.paging import PagingMode
from mmuviz.sources.program_file import read_programs
from mmuviz.sources.program_replay import replay_programs
from mmuviz.sources.suite_file import read_suite, replay_suite, suite_rows
from mmuviz.sources.tally import Tally
from mmuviz.sources.vector_kinds import Content, content_of
from mmuviz.sources.vector_replay import replay
from mmuviz.sources.vectors import read_vectors

Replay = Callable[..., Iterator[Tally]]


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """A file of recorded results.

    Attributes:
        path: the file.
        holds: what it holds, in a word: `walk`, `hardware`, `access`, `access_pair`, `programs` or
            `suite`.
        title: the same in words, and whose.
        contents: how much, beside its rows, in words.
        rows: how many rows a full replay compares.
        mode: the paging mode of its rows; None where they have several, or do not say.
        run: replays it part by part.
    """

    path: Path
    holds: str
    title: str
    contents: str
    rows: int
    mode: PagingMode | None
    run: Replay

    def replay(self, *, sample: int = 1, executor: Executor | None = None) -> Iterator[Tally]:
        """Replay it, or the fixed part of it that `sample_rows` chooses; a tally a small part."""
        return self.run(sample=sample, executor=executor)


def read_recorded(path: Path) -> RecordedFile:
    """Read a file of vectors, of guest programs, or the test suite.

    Raises:
        BadInput: it is none of them, or not one that can be replayed; one sentence says why.
    """
    content = content_of(path)
    if content is Content.PROGRAMS:
        return _programs(path)
    return _suite(path) if content is Content.SUITE else _vectors(path)


def _vectors(path: Path) -> RecordedFile:
    vectors = read_vectors(path)
    source = f", {vectors.source}" if vectors.source else ""
    title = f"{vectors.kind.value}, {vectors.mode.title}{source}"
    contents = f"columns {vectors.columns} ({len(vectors.outputs)} compared)"
    run = partial(replay, vectors)
    holds = vectors.kind.name.lower()
    return RecordedFile(path, holds, title, contents, vectors.rows, vectors.mode, run)


def _programs(path: Path) -> RecordedFile:
    programs = read_programs(path)
    rows = sum(
        len(program.recordings) * (len(program.scenario.operations) + 1) for program in programs
    )
    modes = {program.scenario.cpu.mode for program in programs}
    mode = next(iter(modes)) if len(modes) == 1 else None
    title = f"guest programs, before and after, {mode.title if mode else 'several modes'}"
    run = partial(replay_programs, programs)
    return RecordedFile(path, "programs", title, f"programs {len(programs)}", rows, mode, run)


def _suite(path: Path) -> RecordedFile:
    cases = read_suite(path)
    title = "the MMU test suite of January 2007, before and after"
    run = partial(replay_suite, cases)
    contents, rows = f"cases {len(cases)}", suite_rows(cases)
    return RecordedFile(path, "suite", title, contents, rows, PagingMode.LONG, run)
