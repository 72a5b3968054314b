"""Start a window in this process and say when it has painted first: run by `gui_figures`.

python -m tests.bench.first_paint program            the program on its default scenario
python -m tests.bench.first_paint modules            the same; writes what it has imported
python -m tests.bench.first_paint bare NAME...       imports NAME..., then a bare window
"""

import importlib
import os
import sys

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget


class FirstPaint(QObject):
    """Ends the process once everything that was to be painted first is."""

    def __init__(self, *, list_modules: bool) -> None:
        """Write the imported modules too, where asked."""
        super().__init__()
        self._list_modules = list_modules
        self._seen = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  # Qt names it
        """Notice the first paint; the rest of that pass is over when the timer fires."""
        if not self._seen and event.type() == QEvent.Type.Paint:
            self._seen = True
            QTimer.singleShot(0, self._done)
        return False

    def _done(self) -> None:
        sys.stdout.write("painted\n")
        if self._list_modules:
            sys.stdout.write("\n".join(sorted(sys.modules)) + "\n")
        sys.stdout.flush()
        os._exit(0)


def main(what: str, names: list[str]) -> None:
    """Open the window."""
    application = QApplication([])
    watcher = FirstPaint(list_modules=what == "modules")
    application.installEventFilter(watcher)
    if what == "bare":
        for name in names:
            importlib.import_module(name)
        window = QWidget()
        window.resize(1440, 900)
        window.show()
        application.exec()
    else:
        run = importlib.import_module("mmuviz.cli.main").run
        run([], sys.stdout, sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
