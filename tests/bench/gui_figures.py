"""Figures of the window: a click on a bit until all is repainted, and the start."""

import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mmuviz.gui.app import make_application, settle
from mmuviz.gui.main_window import MainWindow
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from tests.bench.frames import drain, p99

ROOT = Path(__file__).resolve().parents[2]
SIZE = (1440, 900)
CLICKS, WARM_UP = 400, 40
FRAME = 1000 / 60
STARTS = 9
MOST_START = 1.5


def figures() -> list[str]:
    """Measure, and return one line a figure."""
    return [*click_figures(), *start_figures()]


def click_figures() -> list[str]:
    """Click on W of the PTE again and again, by turns with a bare window's repaint."""
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        window = MainWindow(open_file(asset("default.toml")), Path(folder), scheme="light")
        window.forget_settings()
        window.look.set_scale(1.0)
        bare = _Bare()
        for shown in (window, bare):
            shown.resize(*SIZE)
            shown.show()
        drain(application)
        settle()
        clicks, repaints = [], []
        for _ in range(CLICKS + WARM_UP):
            clicks.append(_click(application, window))
            repaints.append(_repaint(application, bare))
        window.close()
    lines = [f"click on a bit until all views are repainted, {CLICKS} clicks, {SIZE[0]}x{SIZE[1]}"]
    slow = _spread("  the window", clicks[WARM_UP:])
    verdict = "within" if p99(clicks[WARM_UP:]) <= FRAME else "beyond"
    lines.append(f"{slow}   p99 {verdict} a 60 Hz frame, {FRAME:.1f} ms")
    lines.append(_spread("  a bare window's repaint", repaints[WARM_UP:]))
    return lines


class _Bare(QWidget):
    """A window that paints one colour, another one each time."""

    def __init__(self) -> None:
        super().__init__()
        self.turn = 0

    def paintEvent(self, _event: object) -> None:  # noqa: N802  # Qt names it
        """Fill it."""
        self.turn += 1
        QPainter(self).fillRect(self.rect(), QColor(self.turn % 256, 128, 128))


def _click(application: QApplication, window: MainWindow) -> float:
    path = window.walk.path
    where = path.bit_center(1, 353, "W").toPoint()
    start = time.perf_counter()
    QTest.mouseClick(path.viewport(), Qt.MouseButton.LeftButton, pos=where)
    drain(application)
    return (time.perf_counter() - start) * 1000


def _repaint(application: QApplication, bare: _Bare) -> float:
    start = time.perf_counter()
    bare.update()
    drain(application)
    return (time.perf_counter() - start) * 1000


def _spread(name: str, times: list[float]) -> str:
    return f"{name:28} p50 {statistics.median(times):5.1f} ms   p99 {p99(times):5.1f} ms"


def start_figures() -> list[str]:
    """Start the program and a bare window by turns."""
    modules = [name for name in _child("modules")[1] if _can_import(name)]
    program, bare = [], []
    for _ in range(STARTS):
        program.append(_child("program")[0])
        bare.append(_child("bare", *modules)[0])
    ours, theirs = statistics.median(program), statistics.median(bare)
    ratio = ours / theirs
    verdict = "within" if ratio <= MOST_START else "beyond"
    return [
        f"start until the first window is painted, median of {STARTS}, by turns",
        f"  mmuviz, default scenario     {ours:5.2f} s",
        f"  a bare window, same imports  {theirs:5.2f} s",
        f"  ratio                        {ratio:5.2f}   {verdict} {MOST_START}",
    ]


def _child(*words: str) -> tuple[float, list[str]]:
    """Return the seconds until a child has painted, and what it wrote after that."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with tempfile.TemporaryDirectory() as folder:
        environment["MMUVIZ_CONFIG_DIR"] = folder
        start = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-m", "tests.bench.first_paint", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
            env=environment,
        ) as child:
            assert child.stdout is not None, "it is a pipe"
            first = child.stdout.readline()
            seconds = time.perf_counter() - start
            rest = child.stdout.read().split()
    if first != "painted\n":
        raise RuntimeError(f"first_paint {words[0]} ended without a window")
    return seconds, rest


def _can_import(name: str) -> bool:
    """Whether a fresh process finds the module by its name: some are made as others load."""
    if name in sys.builtin_module_names or name.startswith(("__", "tests.")):
        return False
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError, AttributeError):
        return False
