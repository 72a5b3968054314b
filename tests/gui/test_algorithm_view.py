"""The algorithm's view shows what the frame says, and a click wishes for a step."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.events import Anchor
from mmuviz.core.memory import GuestMemory
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace, record
from mmuviz.gui.theme import Theme
from mmuviz.gui.views.algorithm_view import AlgorithmView
from mmuviz.gui.views.flow_items import FlowItem
from mmuviz.present.flow_edges import Port
from mmuviz.present.frame import Frame
from tests.present.walks import Nothing, guest

pytestmark = pytest.mark.gui

ALL = Pte.P | Pte.W | Pte.U | Pte.A
WRITE = Access(write=True, user=True)
SIZE = (968, 462)


def _flags(mode: PagingMode, leaf: int = ALL & ~Pte.W) -> tuple[int, ...]:
    top = 1 if mode is PagingMode.PAE else ALL
    return (top, *(ALL,) * (len(mode.levels) - 2), leaf)


def _trace(
    semantics: Semantics, mode: PagingMode = PagingMode.PAE, leaf: int = ALL & ~Pte.W
) -> Trace:
    return record(semantics, guest(mode, _flags(mode, leaf), WRITE))


@pytest.fixture
def view(qtbot):
    """Return a shown, empty view."""
    made = AlgorithmView(Theme())
    qtbot.addWidget(made)
    made.resize(*SIZE)
    made.show()
    return made


def _place(view: AlgorithmView, item: FlowItem) -> QPoint:
    return view.mapFromScene(item.mapToScene(item.rect.center()))


def _ink(view: AlgorithmView) -> int:
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(1 for value in bytes(image.constBits()) if value < 200)


@pytest.mark.parametrize("mode", PagingMode)
@pytest.mark.parametrize("semantics", Semantics)
@pytest.mark.parametrize("dark", [False, True])
def test_every_step_of_every_mode_and_semantics_is_drawn(view, mode, semantics, dark) -> None:
    """No step raises or warns, nothing is empty, and the edges drawn are the edges of the graph."""
    view.set_theme(Theme(dark=dark))
    trace = _trace(semantics, mode)
    for step in range(len(trace.events) + 1):
        frame = Frame(trace, step)
        view.show_frame(frame)
        view.grab()

        assert set(view.parts.edges) == frame.flow.edges
        walked = {edge for edge, item in view.parts.edges.items() if item.look == "walked"}
        expected = set(frame.flow.walked) | ({frame.flow.leaving} - {None})
        drawn = {edge for edge in expected if not view.parts.edges[edge].is_empty}
        assert walked == drawn
        assert all(edge.end.point is Port.END for edge in expected - drawn)
    assert _ink(view) > 1000


@pytest.mark.parametrize("semantics", Semantics)
def test_nothing_is_outside_the_scene_and_nothing_scrolls_at_its_usual_sizes(
    view, semantics
) -> None:
    """At the sizes of the drawn target all of it is seen at once."""
    for mode in PagingMode:
        for width, height in ((968, 462), (968, 346), (1600, 700)):
            view.resize(width, height)
            view.show_frame(Frame(_trace(semantics, mode), 4))
            scene = view.sceneRect()

            assert scene.width() <= width, (mode, width, height)
            assert scene.height() <= height, (mode, width, height)


@pytest.mark.parametrize("scale", [1.5, 2.0, 2.5])
@pytest.mark.parametrize("semantics", Semantics)
def test_large_text_scrolls_and_is_not_cut(view, scale, semantics) -> None:
    """Every part lies inside the scene, whatever the size of the text."""
    view.set_theme(Theme(scale=scale))
    view.show_frame(Frame(_trace(semantics, PagingMode.LONG), 5))
    scene = view.sceneRect()

    for item in view.scene().items():
        rect = item.mapRectToScene(item.rect)
        assert min(rect.left(), rect.top()) >= 0, item
        assert rect.right() <= scene.right(), item
        assert rect.bottom() <= scene.bottom(), item


def test_a_step_restyles_and_makes_no_item(view) -> None:
    """The items of a layout stay the same objects from step to step."""
    trace = _trace(Semantics.AFTER)
    view.show_frame(Frame(trace, 3))
    before = set(view.scene().items())
    view.show_frame(Frame(trace, 13))

    assert set(view.scene().items()) == before


def test_another_semantics_is_laid_out_anew(view) -> None:
    """before has other checks than after."""
    view.show_frame(Frame(_trace(Semantics.AFTER), 1))
    first = view.parts
    view.show_frame(Frame(_trace(Semantics.BEFORE), 1))

    assert view.parts is not first
    assert view.parts.slots == ()
    assert len(view.parts.boxes) == 3


def test_click_on_a_check_wishes_for_its_step(view, qtbot) -> None:
    """A real click on check b of the PTE asks for the step at which it was made."""
    view.show_frame(Frame(_trace(Semantics.AFTER), 18))
    item = view.parts.nodes[1, Anchor.WRITE]

    with qtbot.waitSignal(view.step_wished, timeout=1000) as wish:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=_place(view, item))

    assert wish.args == [13]


def test_click_on_a_slot_an_exit_and_a_row_label(view, qtbot) -> None:
    """Slots, pills and labels know their steps too."""
    view.show_frame(Frame(_trace(Semantics.AFTER), 18))
    parts = view.parts
    for item, step in ((parts.slots[1], 16), (parts.exits[1], 13), (parts.total, 18)):
        with qtbot.waitSignal(view.step_wished, timeout=1000) as wish:
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=_place(view, item))
        assert wish.args == [step]
    label = view.mapFromScene(parts.rows[2].rect.left() + 40, parts.rows[2].rect.center().y())
    with qtbot.waitSignal(view.step_wished, timeout=1000) as wish:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=label)
    assert wish.args == [4]


def test_click_on_what_has_not_acted_wishes_nothing(view, qtbot) -> None:
    """A check that was not reached has no step; a press that is dragged away is no click."""
    view.show_frame(Frame(_trace(Semantics.AFTER), 13))
    waiting = view.parts.nodes[1, Anchor.USER]
    done = view.parts.nodes[1, Anchor.WRITE]
    button = Qt.MouseButton.LeftButton

    with qtbot.assertNotEmitted(view.step_wished):
        QTest.mouseClick(view.viewport(), button, pos=_place(view, waiting))
        QTest.mousePress(view.viewport(), button, pos=_place(view, done))
        QTest.mouseRelease(view.viewport(), button, pos=_place(view, waiting))
        QTest.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=_place(view, done))


def test_click_on_the_judgement_of_hardware(view, qtbot) -> None:
    """The frame knows the step at which it judged."""
    trace = _trace(Semantics.HARDWARE, PagingMode.LONG)
    view.show_frame(Frame(trace, len(trace.events)))

    with qtbot.waitSignal(view.step_wished, timeout=1000) as wish:
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=_place(view, view.parts.judge)
        )

    assert wish.args == [20]


def test_tips_and_text_equivalent(view) -> None:
    """Each check tells its condition; the view as a whole reads the headline and the code."""
    frame = Frame(_trace(Semantics.AFTER), 13)
    view.show_frame(frame)

    assert "WP not evaluated" in view.parts.nodes[1, Anchor.WRITE].toolTip()
    assert view.accessibleName() == "Algorithm"
    assert frame.headline.title in view.accessibleDescription()
    assert "P joins at step 15" in view.accessibleDescription()


def _without_a_walk() -> list[Scenario]:
    usual = guest(PagingMode.LONG, _flags(PagingMode.LONG), WRITE)
    return [
        replace(usual, cpu=replace(usual.cpu, pg=False)),
        replace(usual, access=Access(1 << 47)),
    ]


@pytest.mark.parametrize("scenario", _without_a_walk(), ids=["paging off", "non-canonical"])
def test_no_walk_is_a_sentence_and_the_picture_comes_back(view, scenario) -> None:
    """Where nothing is walked a sentence stands there, and nothing else but the headline."""
    trace = record(Semantics.HARDWARE, scenario)
    view.show_frame(Frame(trace, 1))
    shown = [item for item in view.scene().items() if item.isVisible()]
    assert set(shown) == {view.parts.headline, view.parts.message}

    view.show_frame(Frame(trace, 0))
    assert not view.parts.message.isVisible()
    assert view.parts.rows[4].isVisible()


def test_an_entry_that_is_not_kept(view) -> None:
    """The row says so, and its checks are gone."""
    usual = guest(PagingMode.X32, _flags(PagingMode.X32), WRITE)
    trace = record(Semantics.AFTER, replace(usual, memory=GuestMemory(Nothing())))
    view.show_frame(Frame(trace, 1))

    assert "not kept" in view.parts.rows[2].toolTip()
    assert not view.parts.nodes[2, Anchor.PRESENT].isVisible()
    assert view.parts.nodes[1, Anchor.PRESENT].isVisible()


def test_theme_resize_and_the_same_theme(view) -> None:
    """A new theme or size lays out again; the same theme does not."""
    view.set_theme(Theme(dark=True))
    view.show_frame(Frame(_trace(Semantics.AFTER), 13))
    first = view.parts
    view.set_theme(Theme(dark=True))
    assert view.parts is first
    view.set_theme(Theme())
    assert view.parts is not first
    second = view.parts
    view.resize(1200, 500)
    assert view.parts is not second


def test_arrow_keys_are_left_to_the_timeline(view) -> None:
    """Left and right step; they do not scroll the picture."""
    view.set_theme(Theme(scale=2.5))
    view.show_frame(Frame(_trace(Semantics.AFTER), 13))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.horizontalScrollBar().value() == 0
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert view.verticalScrollBar().value() > 0


def test_focus_by_keyboard_has_a_ring(view, qtbot) -> None:
    """Tab shows the ring, a click does not, leaving hides it."""
    view.show_frame(Frame(_trace(Semantics.AFTER), 13))
    with qtbot.waitActive(view):
        view.activateWindow()
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.parts.focus.isVisible()
    view.clearFocus()
    assert not view.parts.focus.isVisible()
    view.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not view.parts.focus.isVisible()


def test_current_marks_follow_the_step(view) -> None:
    """One amber place: the row's band, or the frame of the judgement, or the pill or slot."""
    trace = _trace(Semantics.HARDWARE, PagingMode.LONG)
    view.show_frame(Frame(trace, 5))
    assert view.parts.band.isVisible()
    assert not view.parts.judge_band.isVisible()
    view.show_frame(Frame(trace, 20))
    assert not view.parts.band.isVisible()
    assert view.parts.judge_band.isVisible()


def test_the_way_to_the_code_is_armed_until_p_is_in(view) -> None:
    """Dashed from access_error while armed, then walked."""
    trace = _trace(Semantics.AFTER)
    edge = next(
        edge for edge in Frame(trace, 0).flow.edges if edge.start.point is Anchor.ACCESS_ERROR
    )
    looks = []
    for step in (12, 13, 14, 15):
        view.show_frame(Frame(trace, step))
        looks.append(view.parts.edges[edge].look)

    assert looks == ["possible", "armed", "armed", "walked"]


def test_hardware_feeds_are_armed_until_the_code_is_composed(view) -> None:
    """The same with hardware, whose exits are no nodes of their own."""
    trace = _trace(Semantics.HARDWARE, PagingMode.LONG)
    looks = []
    for step in (19, 20, 21):
        view.show_frame(Frame(trace, step))
        looks.append(view.parts.feeds.ways[2].look)

    assert looks == ["possible", "armed", "walked"]
