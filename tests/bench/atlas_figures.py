"""Figures of the atlas' map: a million cells panned and zoomed, beside a repaint of the walk."""

import statistics
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.gui.app import make_application, settle
from mmuviz.gui.atlas.map_view import AtlasMap
from mmuviz.gui.main_window import MainWindow
from mmuviz.present.atlas_legend import LegendRow
from mmuviz.present.atlas_map import MapPicture, map_picture
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from mmuviz.sweep.arrangement import usual
from mmuviz.sweep.colouring import Lens, colour
from mmuviz.sweep.space import STATE_SPACES, SpaceName
from mmuviz.sweep.survey import Quantity, Survey
from tests.bench.frames import drain, p99

SIZE = (1160, 640)
STEPS, WARM_UP = 240, 24
FRAME = 1000 / 60


def figures() -> list[str]:
    """Measure, and return one line a figure."""
    application = make_application()
    shown = AtlasMap()
    shown.resize(*SIZE)
    picture = _picture()
    shown.show_map(picture)
    shown.show()
    with tempfile.TemporaryDirectory() as folder:
        window = MainWindow(open_file(asset("default.toml")), Path(folder), scheme="light")
        window.forget_settings()
        window.resize(1440, 900)
        window.show()
        drain(application)
        settle()
        pans, zooms, hovers, walks = [], [], [], []
        for step in range(STEPS + WARM_UP):
            zooms.append(_timed(application, lambda at=step: _zoom(shown, at)))
            pans.append(_timed(application, lambda at=step: _pan(shown, at)))
            hovers.append(_timed(application, lambda at=step: _hover(shown, at)))
            walks.append(_timed(application, window.walk.path.viewport().update))
        window.close()
    shown.close()
    lines = [f"map of {picture.cells.size:,} cells, {SIZE[0]}x{SIZE[1]}, {STEPS} steps, by turns"]
    walk = statistics.median(walks[WARM_UP:])
    for name, times in (("pan", pans), ("zoom", zooms), ("hover", hovers)):
        kept = times[WARM_UP:]
        slow = p99(kept)
        verdict = "within" if slow <= FRAME else "beyond"
        lines.append(
            f"  a step of {name:5} p50 {statistics.median(kept):5.1f} ms   p99 {slow:5.1f} ms   "
            f"{statistics.median(kept) / walk:5.1f} x the walk's path; "
            f"p99 {verdict} a 60 Hz frame, {FRAME:.1f} ms"
        )
    lines.append(
        f"  repaint of the walk's path   p50 {walk:5.1f} ms   p99 {p99(walks[WARM_UP:]):5.1f} ms"
    )
    return lines


def _picture() -> MapPicture:
    space = STATE_SPACES[PagingMode.LONG, SpaceName.WALK]
    lens = Lens(Semantics.AFTER, Semantics.HARDWARE, Quantity.ERROR_CODE)
    coloured = colour(Survey(space), lens)
    groups = [
        LegendRow(one.number, one.sort, "a", one.place, "name", "note", one.count, one.smallest)
        for one in coloured.groups
    ]
    return map_picture(space, coloured, usual(space), groups)


def _zoom(shown: AtlasMap, step: int) -> None:
    """Turn the wheel in and out again, each turn at another place."""
    turns = 1 if step % 24 < 12 else -1
    where = QPointF(300 + step * 7 % 700, 200 + step * 5 % 300)
    event = QWheelEvent(
        where,
        QPointF(shown.mapToGlobal(where)),
        QPoint(0, 0),
        QPoint(0, 120 * turns),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(shown, event)


def _pan(shown: AtlasMap, step: int) -> None:
    key = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up)[step // 6 % 4]
    QTest.keyClick(shown, key, Qt.KeyboardModifier.ShiftModifier)
    shown.update()  # where it is at its edge, too


def _hover(shown: AtlasMap, step: int) -> None:
    QTest.mouseMove(shown, QPoint(300 + step * 7 % 700, 200 + step * 5 % 300))


def _timed(application: QApplication, act: object) -> float:
    start = time.perf_counter()
    act()
    drain(application)
    return (time.perf_counter() - start) * 1000
