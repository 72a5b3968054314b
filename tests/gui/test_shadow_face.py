"""The face "tables" of the Exits view by mouse and keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from mmuviz.core.cpu import CpuState
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics
from mmuviz.gui.main_window import MainWindow
from mmuviz.sources.opened import Opened
from mmuviz.sources.program_file import read_programs

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
DIRECTED = Path(__file__).parents[1] / "data" / "vectors" / "sequences-directed.jsonl.gz"
EMULATE = 15  # the step at which pt-write-emulated writes the table


@pytest.fixture
def program(qtbot, asker, own_settings):
    """A window on a recorded program, the tables shown."""

    def opened(name, size=(1440, 900)):
        scenario = next(one.scenario for one in read_programs(DIRECTED) if one.name == name)
        found = Opened(scenario, Semantics.AFTER, Path(f"{name}.toml"))
        shown = MainWindow(found, own_settings, asker, scheme="light")
        qtbot.addWidget(shown, before_close_func=MainWindow.forget_settings)
        shown.resize(*size)
        with qtbot.waitExposed(shown):
            shown.show()
        qtbot.keyClick(shown, Qt.Key.Key_3, ALT)
        return shown, tables_of(qtbot, shown)

    return opened


def tables_of(qtbot, window):
    """Click on the face's word."""
    page = window.pages["view_exits"]
    qtbot.mouseClick(page.choice, LEFT, pos=page.choice.segment("tables").center().toPoint())
    assert page.face.isVisible()
    QApplication.sendPostedEvents()
    return page


def tip_at(widget, position):
    """What a tip says there."""
    where = position.toPoint()
    event = QHelpEvent(QEvent.Type.ToolTip, where, widget.mapToGlobal(where))
    QApplication.sendEvent(widget, event)
    return QToolTip.text()


def row_of(page, changed=True):
    """Return the first row that the step changed, with its places."""
    return next(place for place in page.face.tables.canvas.places if place[0].changed == changed)


def test_it_shows_the_version_that_is_chosen_and_keeps_it(qtbot, program):
    """After first; before by a click; stepping does not change it."""
    window, page = program("extra-vmexit")
    assert page.title.text() == "What the guest wrote, and what the processor walks"
    assert page.subtitle.text().startswith("◆ after   PAE mode, CR0.WP 1")
    face = page.face
    assert face.semantics is Semantics.AFTER
    before = face.version.segment("◇ before").center().toPoint()
    qtbot.mouseClick(face.version, LEFT, pos=before)
    assert page.subtitle.text().startswith("◇ before")
    assert "try 2 of 2" in face.strip.accessibleDescription()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Home)
    assert page.session.step == 0
    assert face.semantics is Semantics.BEFORE
    assert "nothing is built" not in face.tables.canvas.accessibleDescription()
    page.show_face("exits")
    page.show_face("tables")
    assert face.semantics is Semantics.BEFORE


def test_the_keyboard_marks_both_cards_and_not_what_stands_between(program):
    """The words of the relation are not struck through."""
    _, page = program("pt-write-emulated")
    canvas = page.face.tables.canvas
    before = canvas.grab().toImage()
    canvas.setFocus()
    after = canvas.grab().toImage()
    _, row, band = canvas.places[canvas._current]
    left, right = band.guest.right() + 2, band.page.left() - 2
    between = QRectF(left, row.top(), right - left, row.height()).toRect()
    assert after != before
    assert after.copy(between) == before.copy(between)


def test_a_card_goes_to_its_step(qtbot, program):
    """By mouse; other buttons and other places do nothing; keys go along the cards."""
    window, page = program("pt-write-emulated")
    page.session.go_to(EMULATE)
    strip = page.face.strip
    qtbot.mouseClick(strip, LEFT, pos=strip.card_rect(2).center().toPoint())
    assert page.session.step == EMULATE - 4
    qtbot.mouseClick(strip, Qt.MouseButton.RightButton, pos=strip.card_rect(3).center().toPoint())
    qtbot.mouseClick(strip, LEFT, pos=QPoint(2, 2))
    assert page.session.step == EMULATE - 4
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    assert page.session.step == EMULATE - 3
    assert "; fetch; written: page S3" in strip.accessibleDescription()
    qtbot.mouseMove(strip, strip.card_rect(1).center().toPoint())
    assert strip.cursor().shape() is Qt.CursorShape.PointingHandCursor
    qtbot.mouseMove(strip, QPoint(3, 3))
    assert strip.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_tips_tell_entries_cards_and_lists_in_full(program):
    """Both sides of a row; a card; what was written; nothing beside them."""
    _, page = program("pt-write-emulated")
    page.session.go_to(EMULATE)
    canvas, strip = page.face.tables.canvas, page.face.strip
    _, rect, band = row_of(page)
    guest = QPointF(band.guest.center().x(), rect.center().y())
    assert "PTE 0 at 0x12000 = 0x80003" in tip_at(canvas, guest)
    slot = QPointF(band.page.center().x(), rect.center().y())
    assert "S2 entry 0 = 0x0" in tip_at(canvas, slot)
    between = QPointF((band.guest.right() + band.page.left()) / 2, rect.center().y())
    assert canvas.full_at(between) == ""
    assert canvas.full_at(QPointF(1, 1)) == ""
    assert "emulate: written" in tip_at(strip, strip.card_rect(6).center())
    low = strip.height() - 20.0
    assert "reverse map of 0x80: 1 → 0 entries" in tip_at(strip, QPointF(40, low))
    assert "Protected frames" in tip_at(strip, QPointF(strip.width() * 0.45, low))
    assert strip._tip(QPointF(strip.width() * 0.7, low)) == ""
    assert strip._tip(QPointF(3, 3)) == ""


def test_the_keyboard_goes_from_row_to_row(qtbot, program):
    """It begins at what changed, says both sides, and leaves other keys to the window."""
    _, page = program("pt-write-emulated")
    page.session.go_to(EMULATE)
    canvas = page.face.tables.canvas
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert "S2 entry 0" in canvas.accessibleDescription()
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert "S2 entry 1" in canvas.accessibleDescription()
    assert "S2 entry 1" in QToolTip.text()
    for _ in range(20):
        qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert "S0 entry 0" in canvas.accessibleDescription()
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert page.session.step == EMULATE - 1
    bar = page.face.tables.verticalScrollBar()
    page.face.tables.resize(600, 150)
    bar.setValue(0)
    qtbot.keyClick(canvas, Qt.Key.Key_PageDown)
    assert bar.value() > 0


def test_a_face_without_rows_has_nothing_for_the_keyboard(qtbot, program):
    """A run that nothing was built in: paging is off."""
    _, page = program("extra-vmexit")
    page.session.set_scenario(Scenario(CpuState(pg=False)))
    canvas = page.face.tables.canvas
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert canvas.places == []
    assert "paging is off" in canvas.accessibleDescription()


def test_it_follows_what_the_step_changes(program):
    """In a low window the changed rows are scrolled into view; the columns give way."""
    window, page = program("pt-write-emulated", (1280, 720))
    for step in (1, 9, 12, EMULATE, 37, 45, 71):
        page.session.go_to(step)
        changed = page.face.tables.canvas.changed_rect
        if not changed.isNull() and changed.height() < page.face.tables.viewport().height():
            top = page.face.tables.verticalScrollBar().value()
            assert top <= changed.top()
            assert changed.bottom() <= top + page.face.tables.viewport().height()
    strip = page.face.strip
    assert strip.height() == strip.sizeHint().height() > strip.minimumSizeHint().height()
    window.look.set_scale(1.5)
    QApplication.sendPostedEvents()
    assert page.face.tables.canvas.columns.stacked
    assert strip.sizeHint().height() == strip.minimumSizeHint().height()


def test_a_row_under_the_pointer_is_washed(qtbot, program):
    """And not any more when the pointer leaves."""
    _, page = program("pt-write-emulated")
    page.session.go_to(EMULATE)
    canvas = page.face.tables.canvas
    _, rect, band = row_of(page, changed=False)
    still = canvas.grab().toImage()
    qtbot.mouseMove(canvas, QPoint(round(band.page.right() - 30), round(rect.center().y())))
    assert canvas.grab().toImage() != still
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    assert canvas.grab().toImage() == still


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "name", ["x32-pde-half-stale", "shared-large-frame", "wp0-kernel-write-trick", "nx-fetch-long"]
)
def test_every_step_can_be_drawn(program, name, scheme):
    """Quadrants, large pages, the trick, four levels; nothing stays blank."""
    window, page = program(name)
    window.look.set_scheme(scheme)
    for step in range(page.session.last_step + 1):
        page.session.go_to(step)
        image = page.face.grab().toImage()
        assert image.pixelColor(2, 2) != image.pixelColor(image.width() // 5, 60)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.5])
def test_full_tables_and_any_text_size(qtbot, window, scale):
    """A real Linux: folded entries; cards wrap, remarks have lines of their own."""
    window.look.set_scale(scale)
    qtbot.keyClick(window, Qt.Key.Key_3, ALT)
    page = tables_of(qtbot, window)
    for step in range(page.session.last_step + 1):
        page.session.go_to(step)
        QApplication.sendPostedEvents()
        assert not page.face.grab().isNull()
    strip = page.face.strip
    for number in range(1, 5):
        first, second = strip.card_rect(number - 1), strip.card_rect(number)
        assert not first.intersects(second)
        assert second.right() <= strip.width()
