"""The time of a set: how much is left, and that it is up."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

_TICK_MS = 500


class Clock(QObject):
    """Counts down while it runs; who has no time limit never starts it.

    Signals:
        ticked: look at `share` and `left` again.
        ran_out: the time is up.
    """

    ticked = Signal()
    ran_out = Signal()

    def __init__(self, now: Callable[[], float], parent: QObject) -> None:
        """Stand still; `now` tells the seconds since some moment."""
        super().__init__(parent)
        self._now = now
        self._limit = self._end = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def runs(self) -> bool:
        """Whether time is counted."""
        return self._timer.isActive()

    @property
    def left(self) -> float:
        """The seconds that are left; 0 where the time is up."""
        return max(self._end - self._now(), 0.0)

    @property
    def share(self) -> float:
        """How much of the time is left, 0 to 1."""
        return self.left / self._limit

    def start(self, seconds: float) -> None:
        """Count `seconds` down from now."""
        self._limit, self._end = seconds, self._now() + seconds
        self._timer.start()
        self.ticked.emit()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def tick(self) -> None:
        """Tell how it stands, while it runs."""
        if not self.runs:
            return
        self.ticked.emit()
        if not self.left:
            self.stop()
            self.ran_out.emit()
