"""Somebody else's walker as a child process: asked by lines, never trusted, never waited for."""

import os
import selectors
import signal
import subprocess
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Final

from mmuviz.sources.walker_lines import quoted

AHEAD: Final = 1024
"""States that are sent ahead of the answers (docs/walker-protocol.md has what was measured)."""

LINE_BYTES: Final = 4096
"""What an answer may have without an end of line."""

ERROR_BYTES: Final = 16 << 20
"""What the walker may write to its standard error."""

_CHUNK = 1 << 16
_LAST_WORDS = 2000
_GRACE = 1.0
"""Seconds to end, once every answer is there or the output is closed."""

_GLANCE = 0.02
"""Seconds from one look whether it has ended to the next."""


class Misbehaved(Exception):  # noqa: N818  # it names the thing: a walker that cannot be graded
    """A walker that hung, ended, flooded or said what nobody asked; the text is a sentence."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a walker may take.

    Attributes:
        answer: seconds from one answer to the next.
        total: seconds that all of them are waited for; the time that others take is not its own.
    """

    answer: float = 5.0
    total: float = 600.0


class WalkerProcess:
    """A running walker, in a process group of its own, which leaving the `with` kills."""

    def __init__(self, command: Sequence[str], limits: Limits, *, ahead: int = AHEAD) -> None:
        """Start it.

        Args:
            command: program and arguments.
            limits: how long it may take.
            ahead: states that may be unanswered at a time; 1 is strict question and answer.

        Raises:
            OSError: it cannot be started.
        """
        self._limits = limits
        self._left = limits.total
        self._ahead = ahead
        self._process = subprocess.Popen(  # noqa: S603  # the user's own program is what is graded
            command,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        pipes = (self._process.stdin, self._process.stdout, self._process.stderr)
        self._in, self._out, self._err = (pipe.fileno() for pipe in pipes if pipe is not None)
        self._selector = selectors.DefaultSelector()
        for pipe in (self._in, self._out, self._err):
            os.set_blocking(pipe, False)
        self._selector.register(self._out, selectors.EVENT_READ)
        self._selector.register(self._err, selectors.EVENT_READ)
        self._questions = bytearray()
        self._answers = bytearray()
        self._lines: deque[bytes] = deque()
        self._errors = bytearray()
        self._error_bytes = 0
        self._complete = False  # nothing more will be asked
        self._hung_up = False  # the walker closed its input
        self._closed = False  # the walker closed its output

    def __enter__(self) -> "WalkerProcess":
        return self

    def __exit__(self, *_problem: object) -> None:
        """Kill whatever is left of its process group."""
        with suppress(ProcessLookupError, PermissionError):  # nobody is left
            os.killpg(self._process.pid, signal.SIGKILL)
        self._selector.close()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()
        self._process.wait()

    def ask(self, questions: Iterable[str]) -> Iterator[str]:
        """Ask all `questions`, lines without their ends, and yield the answers in order.

        Raises:
            Misbehaved: the walker did; the answers before it stand.
        """
        waiting = iter(questions)
        asked = answered = 0
        while True:
            while asked - answered < self._ahead and len(self._questions) < _CHUNK:
                question = next(waiting, None)
                if question is None:
                    self._complete = True
                    break
                asked += 1
                self._questions += question.encode("ascii") + b"\n"
            if self._complete and asked == answered:
                return self._finish()
            self._await_line(_after(answered))
            while self._lines:
                if answered == asked:
                    raise Misbehaved(f"it said {self._said()} though nothing was asked")
                answered += 1
                yield self._lines.popleft().decode("ascii", "backslashreplace")

    def _finish(self) -> None:
        """See that nothing more is said, for a moment."""
        end = monotonic() + _GRACE
        while not self._is_heard and (left := end - monotonic()) > 0:
            self._move(left)
        if self._lines or self._answers:
            raise Misbehaved(f"it said {self._said()} though nothing was asked")

    @property
    def _is_heard(self) -> bool:
        """Whether it has said something, or can say nothing any more."""
        return bool(self._lines or self._answers or self._closed)

    def _said(self) -> str:
        line = self._lines[0] if self._lines else bytes(self._answers)
        return quoted(line.decode("ascii", "backslashreplace"))

    def _await_line(self, after: str) -> None:
        """Send and receive until a line is there.

        Raises:
            Misbehaved: none comes.
        """
        begin = monotonic()
        last = begin + min(self._limits.answer, self._left)
        is_late = False
        while not (self._lines or self._closed):
            if len(self._answers) > LINE_BYTES:
                flood = f"it wrote {LINE_BYTES} bytes and more without an end of line"
                raise Misbehaved(f"{flood}, {after}")
            if is_late:
                raise Misbehaved(self._too_late(after))
            left = last - monotonic()
            is_late = left <= 0
            self._move(max(left, 0))  # what is there already is not late, however late we are
        self._left -= monotonic() - begin
        if not self._lines:
            raise Misbehaved(f"{self._ending()}, {after}{self._last_words()}")

    def _too_late(self, after: str) -> str:
        if self._left < self._limits.answer:
            return f"it was not done in {self._limits.total:g} s, {after}"
        text = f"it gave no answer for {self._limits.answer:g} s, {after}"
        if self._answers:
            return f"{text}; its last line, {self._said()}, has no end"
        status = self._process.poll()
        if status is not None:
            return f"{text}; {_ended(status)}, and what it started holds its output open"
        if self._hung_up:
            return f"{text}; it has closed its input"
        return f"{text}{self._last_words() or ' (does it flush after each line?)'}"

    def _move(self, seconds: float) -> None:
        """Move what can be moved in either direction, waiting at most `seconds`."""
        if self._complete and not self._questions:
            self._close_input()  # what the walker has not flushed comes when it ends
        elif self._questions and not self._hung_up and self._in not in self._selector.get_map():
            self._selector.register(self._in, selectors.EVENT_WRITE)
        for key, _events in self._selector.select(seconds):
            if key.fd == self._in:
                self._send()
            elif key.fd == self._out:
                self._receive()
            else:
                self._receive_error()

    def _send(self) -> None:
        try:
            sent = os.write(self._in, self._questions[:_CHUNK])
        except BrokenPipeError:
            self._hung_up = True
            self._close_input()
            return
        del self._questions[:sent]
        if not self._questions:
            self._selector.unregister(self._in)

    def _close_input(self) -> None:
        self._questions.clear()
        if self._in in self._selector.get_map():
            self._selector.unregister(self._in)
        if self._process.stdin is not None:  # pragma: no branch  # it is a pipe
            self._process.stdin.close()

    def _receive(self) -> None:
        got = os.read(self._out, _CHUNK)
        if not got:
            self._closed = True
            self._selector.unregister(self._out)
            return
        *lines, rest = (self._answers + got).split(b"\n")
        self._answers = bytearray(rest)
        self._lines.extend(bytes(line) for line in lines)

    def _receive_error(self) -> None:
        got = os.read(self._err, _CHUNK)
        if not got:
            self._selector.unregister(self._err)
        self._errors = (self._errors + got)[-_LAST_WORDS:]
        self._error_bytes += len(got)
        if self._error_bytes > ERROR_BYTES:
            raise Misbehaved(f"it wrote over {ERROR_BYTES >> 20} MiB to its standard error")

    def _ending(self) -> str:
        """Say how it ended, given a moment to do so."""
        end = monotonic() + _GRACE
        while (status := self._process.poll()) is None:
            if monotonic() >= end:
                return "it closed its output and ran on"
            self._move(_GLANCE)
        return _ended(status)

    def _last_words(self) -> str:
        """Return the last line of its standard error."""
        self._move(0)
        lines = self._errors.decode("ascii", "backslashreplace").split("\n")
        last = next((line for line in reversed(lines) if line.strip()), "")
        return f"; its last words: {quoted(last)}" if last else ""


def _ended(status: int) -> str:
    if status >= 0:
        return f"it ended with exit status {status}"
    name = signal.Signals(-status).name if -status in set(signal.Signals) else f"{-status}"
    return f"it was ended by signal {name}"


def _after(answered: int) -> str:
    return f"after {answered} answer{'' if answered == 1 else 's'}"
