"""Writes a file part by part, between the window's own events."""

from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal


class PartWriter(QObject):
    """Writes one file after the other; the window stays alive meanwhile.

    Signals:
        advanced: how far it has come, 0 to 1 (float).
        done: it is written.
        failed: it could not be written (Path, OSError).
    """

    advanced = Signal(float)
    done = Signal()
    failed = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        """Wait."""
        super().__init__(parent)
        self._parts: Generator[float] | None = None
        self.path = Path()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)

    @property
    def is_writing(self) -> bool:
        """Whether something is being written."""
        return self._parts is not None

    def begin(self, path: Path, parts: Generator[float]) -> None:
        """Begin to write `path`; what was being written is given up.

        Args:
            path: what is written.
            parts: writes it, and yields how far it has come.
        """
        self.leave()
        self.path = path
        self._parts = parts
        self._timer.start()

    def leave(self) -> None:
        """Give up what is not written yet: the old file stays."""
        self._timer.stop()
        if self._parts is not None:
            self._parts.close()
            self._parts = None

    def _on_tick(self) -> None:
        assert self._parts is not None, "the timer runs only while there is something to write"
        try:
            share = next(self._parts, None)
        except OSError as problem:
            self.leave()
            self.failed.emit(self.path, problem)
            return
        if share is None:
            self.leave()
            self.done.emit()
        else:
            self.advanced.emit(share)
