"""The counting of the claims: our own command line as a child process, read as it speaks."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QProcess, Signal

import mmuviz
from mmuviz.present.claims_record import Results, with_record

COMMAND = (sys.executable, "-m", "mmuviz", "claims", "--json", "--progress")
_PATIENCE_MS = 2000


class Counting(QObject):
    """Counts beside the window; the results stay.

    Attributes:
        command: the program and its arguments; it writes one JSON object a line.
        results: what is counted so far.
        share: how far it has come, 0 to 1.
        seconds: how long it took; 0 before it is done.
        problem: what went wrong, in a sentence; empty where nothing did.

    Signals:
        changed: something was counted, or the counting began or ended.
        progressed: it has come farther.
    """

    changed = Signal()
    progressed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Wait for the start."""
        super().__init__(parent)
        self.command: Sequence[str] = COMMAND
        self.results = Results()
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
        """Whether it counts now."""
        return self._process.state() is not QProcess.ProcessState.NotRunning

    @property
    def is_done(self) -> bool:
        """Whether everything is counted."""
        return self.seconds > 0

    def start(self) -> None:
        """Count from the beginning."""
        self.stop()
        self.results, self.share, self.seconds, self.problem = Results(), 0.0, 0.0, ""
        self._clock.start()
        self._process.start(self.command[0], list(self.command[1:]))
        self.changed.emit()

    def stop(self) -> None:
        """End it; what is counted stays."""
        if self.is_running:
            self._stopping = True
            self._process.kill()
            self._process.waitForFinished(_PATIENCE_MS)
            self._stopping = False
            self.changed.emit()

    def _fail(self, sentence: str) -> None:
        """End it with a sentence."""
        self.problem = sentence
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
                self.results = with_record(self.results, record)
            except (ValueError, LookupError, TypeError, ArithmeticError):
                self._fail("The counting wrote what is no count, and was ended.")
                return
            (self.progressed if progress else self.changed).emit()

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._on_ready()
        if self._stopping or self.problem:
            return  # an end that was asked for is no crash
        if status is QProcess.ExitStatus.CrashExit:
            self._fail("The counting crashed; what was counted before stays.")
        elif code:
            self._fail(f"The counting failed with exit status {code}; what was counted stays.")
        else:
            self.seconds = max(self._clock.elapsed(), 1) / 1000
            self.changed.emit()

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._fail("The counting could not be started.")
