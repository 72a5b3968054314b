"""What the figures of the window share: all that is asked for is painted, and the slow ones."""

from PySide6.QtWidgets import QApplication


def drain(application: QApplication) -> None:
    """Let everything that was asked for be painted."""
    application.sendPostedEvents()
    application.processEvents()


def p99(times: list[float]) -> float:
    """Return the time that one of a hundred exceeds."""
    return sorted(times)[int(len(times) * 0.99)]
