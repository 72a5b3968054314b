"""The replays of the conformance lab: a child process each, a few of them at once."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, Signal

from mmuviz.gui.child import PROGRAM, Child
from mmuviz.present.agreement_check import Sweep, with_agreement
from mmuviz.present.verify_picture import Replay
from mmuviz.present.verify_record import Check, with_record

AT_ONCE = min(os.cpu_count() or 1, 8)
"""Processes that run beside one another, each on one core."""


class Job(Child):
    """One replay.

    Attributes:
        title: what the table calls it.
        path: the file; None where it is none.
        check: what is known of it.
        sample: one row of every so many was asked for, the last time it began.
    """

    name = "The check"
    good = (0, 1, 2, 3)  # 1: they differ; 2: a file cannot be read; 3: the engine failed

    def __init__(
        self, title: str, arguments: Sequence[str], path: Path | None, parent: QObject
    ) -> None:
        """Wait; `arguments` are those of `mmuviz verify` but for the common ones.

        Without a path it is a sweep through an engine.
        """
        super().__init__((), parent)
        self.title = title
        self.path = path
        self.check = Check()
        self.sample = 0
        self._arguments = arguments
        self._read = with_agreement if path is None else with_record

    def begin(self, sample: int) -> None:
        """Replay one row of every `sample`."""
        self.sample = sample
        options = ("--json", "--progress", "--jobs", "1", "--sample", str(sample))
        self.command = (*PROGRAM, "verify", *self._arguments, *options)
        self.start()

    def forget(self) -> None:
        """Nothing is known."""
        self.check = Check()

    def take(self, record: Mapping[str, Any]) -> None:
        """Keep what is found."""
        self.check = self._read(self.check, record)

    @property
    def replay(self) -> Replay:
        """What the table shows."""
        check, problem = self.check, self.problem
        told = check.is_complete or check.problem or check.failure or problem
        if self.is_done and not told:
            problem = "The check ended without a result."
        where = "" if self.path is None else str(self.path)
        return Replay(self.title, where, check, self.is_running, problem)

    def is_known(self, sample: int) -> bool:
        """Whether there is a result of this sample."""
        return self.is_done and self.sample == sample


class Checks(QObject):
    """The list of replays, and the run through it.

    Attributes:
        jobs: the replays in the order of the table.
        sample: one row of every so many is replayed.
        seconds: how long the last run took; 0 before its end.

    Signals:
        changed: something of the list is another now.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with none."""
        super().__init__(parent)
        self.jobs: list[Job] = []
        self.sample = 1
        self.seconds = 0.0
        self._left: list[Job] = []
        self._running = False
        self._clock = QElapsedTimer()

    @property
    def is_running(self) -> bool:
        """Whether a run is going on."""
        return self._running

    @property
    def replays(self) -> tuple[Replay, ...]:
        """What the table shows."""
        return tuple(job.replay for job in self.jobs)

    def add_files(self, paths: Iterable[Path]) -> None:
        """Append files, each once; a run that is going on takes them along."""
        known = {job.path for job in self.jobs}
        for path in dict.fromkeys(path.absolute() for path in paths):
            if path not in known:
                self._append(path.name, (str(path),), path)
        self.changed.emit()
        self._go_on()

    def add_sweep(self, sweep: Sweep) -> None:
        """Append a sweep through the engine, if it is not there."""
        if sweep.title not in {job.title for job in self.jobs if job.path is None}:
            self._append(sweep.title, sweep.arguments, None)
        self.changed.emit()
        self._go_on()

    def _append(self, title: str, arguments: Sequence[str], path: Path | None) -> None:
        job = Job(title, arguments, path, self)
        job.changed.connect(self._on_changed)
        job.progressed.connect(self.changed)
        self.jobs.append(job)
        if self._running:
            self._left.append(job)

    def remove(self, number: int) -> None:
        """Take a replay out of the list, ended where it runs."""
        job = self.jobs.pop(number)
        if job in self._left:
            self._left.remove(job)
        job.stop()
        job.deleteLater()
        self.changed.emit()
        self._go_on()

    def clear(self) -> None:
        """Take all out."""
        self.cancel()
        while self.jobs:
            self.remove(len(self.jobs) - 1)

    def start(self) -> None:
        """Run those of which there is no result yet; all of them where there is none left."""
        if self._running:
            return
        unknown = [job for job in self.jobs if not job.is_known(self.sample)]
        self._left = unknown or list(self.jobs)
        self._running = True
        self.seconds = 0.0
        self._clock.start()
        self._go_on()

    def cancel(self) -> None:
        """End what runs; what was found stays."""
        self._left = []
        for job in self.jobs:
            job.stop()
        self._go_on()

    def _on_changed(self) -> None:
        self._go_on()
        self.changed.emit()

    def _busy(self) -> int:
        return sum(job.is_running for job in self.jobs)

    def _go_on(self) -> None:
        """Start the next ones, or end the run."""
        while self._left and self._busy() < AT_ONCE:  # a start speaks, and comes here again
            self._left.pop(0).begin(self.sample)
        if not self._busy():
            self._end()

    def _end(self) -> None:
        if self._running:
            self._running = False
            self.seconds = max(self._clock.elapsed(), 1) / 1000
            self.changed.emit()
