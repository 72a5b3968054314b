"""Leave in order when a signal asks to, so that what was started is ended too."""

import signal
import sys
from types import FrameType


class Farewell:
    """While it stands, SIGTERM and SIGHUP leave by way of every `with`; ignored ones stay ignored.

    The exit status is that of a program which the signal ended.
    """

    def __init__(self) -> None:
        """Hear nothing yet."""
        self._number = 0
        self._may_leave = False

    def __enter__(self) -> "Farewell":
        """Hear the signals, and keep them until `allow`."""
        some = (signal.SIGTERM, signal.SIGHUP)
        self._heard = [each for each in some if signal.getsignal(each) is signal.SIG_DFL]
        for each in self._heard:
            signal.signal(each, self._hear)
        return self

    def __exit__(self, *_problem: object) -> None:
        """Hear them no more."""
        for each in self._heard:
            signal.signal(each, signal.SIG_DFL)

    def allow(self) -> None:
        """Leave at once from now on: what was started is where a `with` ends it.

        Raises:
            SystemExit: a signal has come already.
        """
        self._may_leave = True
        self._leave()

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        self._number = number
        self._leave()

    def _leave(self) -> None:
        if self._may_leave and self._number:
            sys.exit(128 + self._number)
