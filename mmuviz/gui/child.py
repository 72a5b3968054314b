"""A long job beside the window: our own command line as a child process, read as it speaks."""

import json
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QProcess, Signal

import mmuviz

PROGRAM = (sys.executable, "-m", "mmuviz")
_PATIENCE_MS = 2000


class Child(QObject):
    """Runs a command that writes one JSON object a line; a subclass keeps what they say.

    Attributes:
        name: what sentences call it, such as `The counting`.
        command: the program and its arguments.
        good: the exit statuses that are no failure.
        share: how far it has come, 0 to 1.
        seconds: how long it took; 0 before it is done.
        problem: what went wrong, in a sentence; empty where nothing did.

    Signals:
        changed: something is known, or it began or ended.
        progressed: it has come farther.
    """

    changed = Signal()
    progressed = Signal()

    name = "The job"
    good: Collection[int] = (0,)

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        """Wait for the start."""
        super().__init__(parent)
        self.command = command
        self.share = 0.0
        self.seconds = 0.0
        self.problem = ""
        self._stopping = False
        self._clock = QElapsedTimer()
        self._process = QProcess(self)
        # The package's own folder: `-m mmuviz` is found wherever the window was started from.
        self._process.setWorkingDirectory(str(Path(mmuviz.__file__).parent.parent))
        self._process.readyReadStandardOutput.connect(self._on_ready)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    @property
    def is_running(self) -> bool:
        """Whether it runs now."""
        return self._process.state() is not QProcess.ProcessState.NotRunning

    @property
    def is_done(self) -> bool:
        """Whether it came to its end."""
        return self.seconds > 0

    @property
    def process_id(self) -> int:
        """The number of the process; 0 where none runs."""
        return self._process.processId()

    def forget(self) -> None:
        """Forget what was said: it starts anew."""
        raise NotImplementedError

    def take(self, record: Mapping[str, Any]) -> None:
        """Keep what a record says.

        Raises:
            ValueError: it is no record of this job; so may be LookupError and TypeError.
        """
        raise NotImplementedError

    def start(self) -> None:
        """Begin anew."""
        self.stop()
        self.forget()
        self.share, self.seconds, self.problem = 0.0, 0.0, ""
        self._clock.start()
        self._process.start(self.command[0], list(self.command[1:]))
        self.changed.emit()

    def stop(self) -> None:
        """End it; what it said stays."""
        if self.is_running:
            self._stopping = True
            self._process.kill()
            self._process.waitForFinished(_PATIENCE_MS)
            self._stopping = False
            self.changed.emit()

    def _fail(self, sentence: str) -> None:
        """End it with a sentence."""
        self.problem = f"{self.name} {sentence}"
        self.stop()
        self.changed.emit()

    def _on_ready(self) -> None:
        """Take every whole line."""
        while self._process.canReadLine() and not (self._stopping or self.problem):
            line = bytes(self._process.readLine().data())
            try:
                record = json.loads(line)
                progress = record["kind"] == "progress"
                if progress:
                    self.share = min(record["done"] / record["of"], 1.0)
                self.take(record)
            except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
                self._fail("wrote what nobody can read, and was ended.")
                return
            (self.progressed if progress else self.changed).emit()

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._on_ready()
        if self._stopping or self.problem:
            return  # an end that was asked for is no crash
        if status is QProcess.ExitStatus.CrashExit:
            self._fail("crashed; what was found before stays.")
        elif code not in self.good:
            self._fail(f"failed with exit status {code}; what was found before stays.")
        else:
            self.seconds = max(self._clock.elapsed(), 1) / 1000
            self.changed.emit()

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._fail("could not be started.")
