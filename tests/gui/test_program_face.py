"""The program face by mouse and keys: rows, edits, the chart, the reasons."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from mmuviz.core.access import Access
from mmuviz.core.operation import LoadCr3, SetWp, TableWrite, Touch
from mmuviz.core.trace import Semantics
from mmuviz.gui.look import SIZES
from mmuviz.gui.main_window import MainWindow
from mmuviz.gui.theme import Theme
from mmuviz.gui.views.program_cells import bits_width
from mmuviz.gui.views.program_fields import field_text, typed
from mmuviz.gui.views.program_model import Column
from mmuviz.gui.views.program_why_picture import LEAST, bits_start
from mmuviz.present.program_why import ShadowLeaf
from mmuviz.sources.program_file import read_programs

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
DATA = Path(__file__).parents[1] / "data" / "vectors"


def recorded(name):
    kind = name.rpartition("-")[0] if name[-1].isdigit() else "directed"
    programs = read_programs(DATA / f"sequences-{kind}.jsonl.gz")
    return next(replace(one.scenario, title=name) for one in programs if one.name == name)


def show_face(qtbot, page):
    """Click on the face."""
    segment = page.choice.segment("program").center().toPoint()
    qtbot.mouseClick(page.choice, LEFT, pos=segment)


@pytest.fixture
def access(qtbot, window):
    """The face on the default scenario, which has one access."""
    qtbot.keyClick(window, Qt.Key.Key_3, ALT)
    page = window.pages["view_exits"]
    show_face(qtbot, page)
    assert page.face.isVisible()
    return page.face


@pytest.fixture
def shared(qtbot, own_settings, asker, default):
    """The window on the program of the drawing, the face shown, the first operation current."""
    opened = replace(default, scenario=recorded("shared-pt-ro-first"))
    shown = MainWindow(opened, own_settings, asker, scheme="light")
    qtbot.addWidget(shown, before_close_func=MainWindow.forget_settings)
    shown.resize(1440, 900)
    with qtbot.waitExposed(shown):
        shown.show()
    qtbot.keyClick(shown, Qt.Key.Key_3, ALT)
    page = shown.pages["view_exits"]
    show_face(qtbot, page)
    qtbot.keyClick(page.face.list, Qt.Key.Key_Home)
    return shown


def face_of(window):
    return window.pages["view_exits"].face


def program(window):
    return window.document.scenario.operations


def cell(face, row, column):
    """The middle of a cell."""
    return face.list.visualRect(face.list.program.index(row, column)).center()


def double_click(qtbot, face, row, column):
    at = cell(face, row, column)
    qtbot.mouseClick(face.list.viewport(), LEFT, pos=at)
    qtbot.mouseDClick(face.list.viewport(), LEFT, pos=at)


def type_over(qtbot, face, text):
    """Type in the open editor and enter it."""
    editor = face.editing.editor
    assert editor.isVisible()
    editor.clear()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def menu_of(table):
    """The menu that is open over the table."""
    return next(menu for menu in table.findChildren(QMenu) if menu.isVisible())


def test_the_model_keeps_qts_contract(qtmodeltester, access):
    qtmodeltester.check(access.list.program, force_py=True)


def test_the_table_says_it_all(shared):
    """Each cell as text, as a screen reader has it; the heading; the sums."""
    face, page = face_of(shared), shared.pages["view_exits"]
    texts = [face.list.program.index(1, column).data() for column in Column]
    assert texts == [
        "2 ≠",
        "user write",
        "0x200000",
        "PDE 1, W 1, U 1",
        "allowed",
        "#PF injected 0x7, spurious, 2 vmexits",
        "2",
        "exits for ever, given up after 8, ∞ vmexits",
        "∞",
    ]
    assert page.title.text() == "shared-pt-ro-first"
    assert "the processor allows all four" in page.subtitle.text()
    assert face.totals.verdict.text() == "Neither is right:"
    assert "livelocks: before 0, after 2" in face.totals.table.accessibleDescription()
    index = face.list.program.index(1, Column.ADDRESS)
    assert "F2" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "differently" in index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert face.list.program.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == ": 1"


def test_rows_are_operations(qtbot, shared):
    """Arrows and clicks show them; D jumps to the next difference; the reasons follow."""
    face, session = face_of(shared), shared.pages["view_exits"].session
    qtbot.keyClick(face.list, Qt.Key.Key_Down)
    assert session.frame.operation == 1
    assert face.why.title.text() == "Why: two entries, one shadow"
    assert "PDE 0" in face.why.picture.accessibleDescription()
    qtbot.keyClick(face.list, Qt.Key.Key_D)
    assert session.frame.operation == 2
    qtbot.mouseClick(face.list.viewport(), LEFT, pos=cell(face, 3, Column.WAY))
    assert session.frame.operation == 3
    assert face.why.title.text() == "Operation 4: user read 0x200000"
    shared.actions_by_name["back"].trigger()
    assert face.list.currentIndex().row() == 2


def test_the_timeline_marks_the_operation_wherever_one_came_from(shared):
    """A step in the middle of an operation lies in no cell of its own."""
    page = shared.pages["view_exits"]
    page.session.go_to(page.session.starts()[1])
    cell = page.timeline.step_rect(page.session.frame.record.last_step_of(1))
    assert page.transport.place.text() == "Operation 2 of 4"
    assert page.timeline.current_rect() == cell


def test_enter_opens_the_exits(qtbot, shared):
    """Of the operation that is current."""
    page = shared.pages["view_exits"]
    qtbot.keyClick(page.face.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.face.list, Qt.Key.Key_Return)
    assert page.choice.value == "exits"
    assert page.session.frame.operation == 1


def test_moving_copying_and_removing_are_undo_steps(qtbot, shared):
    """One each, named; the moved operation stays the current one."""
    face, before = face_of(shared), program(shared)
    qtbot.keyClick(face.list, Qt.Key.Key_Down, ALT)
    assert program(shared)[:2] == before[1::-1]
    assert shared.document.undo_stack.undoText() == "Move operation 1 down"
    assert face.list.currentIndex().row() == 1
    qtbot.keyClick(face.list, Qt.Key.Key_Up, ALT)
    assert program(shared) == before
    qtbot.keyClick(face.list, Qt.Key.Key_Up, ALT)  # it is the first
    assert shared.document.undo_stack.count() == 2
    qtbot.keyClick(face.list, Qt.Key.Key_Down, ALT | SHIFT)
    assert shared.document.undo_stack.undoText() == "Duplicate operation 1"
    assert face.list.currentIndex().row() == 1
    qtbot.keyClick(face.list, Qt.Key.Key_Delete)
    assert program(shared) == before
    qtbot.keyClick(shared, Qt.Key.Key_Z, CTRL)
    assert len(program(shared)) == 5


def test_the_buttons_add_operations(qtbot, shared):
    """Behind the current one, which the new one becomes."""
    face, start = face_of(shared), shared.document.scenario
    for number, (kind, expected) in enumerate(
        (
            ("access", Touch(Access(0, user=True))),
            ("table write", TableWrite(0x3FC02000, 0x80047)),
            ("set WP", SetWp(not start.cpu.wp)),
            ("load CR3", LoadCr3(start.cpu.cr3)),
        ),
        1,
    ):
        qtbot.mouseClick(face.buttons[kind], LEFT)
        assert program(shared)[number] == expected
        assert face.list.currentIndex().row() == number
    assert face.list.program.index(2, Column.ADDRESS).data() == "0x3fc02000 = P W U D -> 0x80000"
    assert face.list.program.index(3, Column.ADDRESS).data() == f"WP {int(not start.cpu.wp)}"


def test_one_access_becomes_a_program_when_it_is_edited(qtbot, window, access):
    """The access itself cannot be removed; what it is changed to is its first operation."""
    assert access.list.program.rowCount() == 1
    qtbot.keyClick(access.list, Qt.Key.Key_Delete)
    assert not window.document.undo_stack.count()
    double_click(qtbot, access, 0, Column.ADDRESS)
    type_over(qtbot, access, "cow_shared + 0x10")
    assert window.document.undo_stack.undoText() == "Change operation 1"
    gva = next(one.gva for one in window.document.scenario.labels if one.name == "cow_shared")
    assert program(window)[0].access.gva == gva + 0x10
    qtbot.keyClick(access.list, Qt.Key.Key_Delete)
    assert program(window) == ()


def test_a_bad_field_changes_nothing(qtbot, shared):
    """The editor says what was found and expected, and stays; Escape leaves it."""
    face = face_of(shared)
    qtbot.keyClick(face.list, Qt.Key.Key_Right)
    qtbot.keyClick(face.list, Qt.Key.Key_F2)
    type_over(qtbot, face, "nowhere")
    editor = face.editing.editor
    assert editor.isVisible()
    assert "nowhere" in editor.accessibleDescription()
    assert not shared.document.undo_stack.count()
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()
    assert face.list.hasFocus()


def test_a_kind_is_picked_from_a_menu(qtbot, shared):
    """F2 on the operation's cell; the address stays."""
    face = face_of(shared)
    qtbot.mouseClick(face.list.viewport(), LEFT, pos=cell(face, 1, Column.OPERATION))
    qtbot.keyClick(face.list, Qt.Key.Key_F2)
    menu = menu_of(face.list)
    checked = [action.text() for action in menu.actions() if action.isChecked()]
    assert checked == ["user write"]
    fetch = next(one for one in menu.actions() if one.text() == "supervisor fetch")
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(fetch).center())
    assert program(shared)[1] == Touch(Access(0x200000, fetch=True))


def test_the_menu_of_a_row(qtbot, shared):
    """What keys do, for the mouse; what cannot be done is greyed."""
    face = face_of(shared)
    view = face.list.viewport()
    at = cell(face, 0, Column.OPERATION)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, view.mapToGlobal(at))
    QApplication.sendEvent(view, event)
    menu = menu_of(face.list)
    by_text = {action.text().split("\t")[0]: action for action in menu.actions()}
    assert not by_text["Move &up"].isEnabled()
    down = by_text["Move &down"]
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(down).center())
    assert shared.document.undo_stack.undoText() == "Move operation 1 down"


def test_the_chart_follows(qtbot, shared):
    """Its words, another statistic, and a click on a group."""
    face = face_of(shared)
    chart = face.chart
    assert chart.accessibleName() == "vmexits of each operation"
    assert "2, user write: before 2, after 8 ∞" in chart.accessibleDescription()
    segment = face.statistic.segment("pf_fixed").center().toPoint()
    qtbot.mouseClick(face.statistic, LEFT, pos=segment)
    assert "2, user write: before 1, after 8" in chart.accessibleDescription()
    for x, operation in ((2, 2), (9, 2)):  # the second one hits nothing
        view = chart.plot.getViewBox()
        where = view.mapViewToScene(QPointF(x, 1))
        at = chart.plot.mapFromScene(where)
        qtbot.mouseClick(chart.plot.viewport(), LEFT, pos=QPoint(at))
        assert shared.pages["view_exits"].session.frame.operation == operation


def test_swap_and_run(qtbot, shared):
    """The other way round the leaf allows too much."""
    face = face_of(shared)
    qtbot.keyClick(face.list, Qt.Key.Key_Down)
    assert face.why.swap.isVisible()
    qtbot.mouseClick(face.why.swap, LEFT)
    assert shared.document.undo_stack.undoText() == "Swap operations 1 and 2"
    assert not face.why.swap.isVisible()


def test_many_operations_scroll(qtbot, shared):
    """Rows and bars around the current one are seen, at every size of text and window."""
    shared.document.edit("many", recorded("pae-100040"))
    face = face_of(shared)
    assert face.chart.bar.isVisible()
    qtbot.keyClick(face.list, Qt.Key.Key_End)
    last = face.list.program.rowCount() - 1
    assert face.list.viewport().rect().contains(cell(face, last, Column.ADDRESS))
    first, end = face.chart.plot.getViewBox().viewRange()[0]
    assert first < last < end
    qtbot.keyClick(face.list, Qt.Key.Key_Home)
    first, end = face.chart.plot.getViewBox().viewRange()[0]
    assert first < 0 < end
    for scale, dark in ((1.5, True), (1.0, False)):
        shared.resize(1280, 720)
        for part in (shared.look,):
            part.set_scale(scale)
            part.set_scheme("dark" if dark else "light")
        assert not face.grab().toImage().isNull()
        assert face.list.viewport().rect().contains(cell(face, 0, Column.OPERATION))


def test_the_pictures_of_every_case_are_drawn(qtbot, shared):
    """Leaves of either version, MMIO, a dead machine, a register, nothing at all."""
    face, session = face_of(shared), shared.pages["view_exits"].session
    for name in ("pt-write-emulated", "pdpte-mmio-not-present-host-bug", "nx-fetch-long"):
        shared.document.edit(name, recorded(name))
        for number in range(face.list.program.rowCount()):
            session.go_to_operation(number)
            assert not face.grab().toImage().isNull()
    face.why.picture.resize(230, 300)
    assert not face.why.picture.grab().toImage().isNull()
    qtbot.mouseMove(face.list.viewport(), cell(face, 1, Column.WAY))
    assert not face.grab().toImage().isNull()


@pytest.mark.parametrize("scale", SIZES)
def test_all_bits_of_a_leaf_are_inside_its_box(scale):
    """P W U A D X in the narrowest box."""
    theme = Theme(scale=scale)
    real = tuple((letter, True) for letter in "PWUADX")
    leaf = ShadowLeaf((Semantics.AFTER,), "S5 slot 212", (), real, (), mmio=False)
    width = theme.px(LEAST)
    end = bits_start(width, leaf, theme) + bits_width(real, theme)
    assert end <= width - theme.px(3)


@pytest.mark.parametrize(
    ("start", "text", "expected"),
    [
        (Touch(Access()), "200000", Touch(Access(0x200000))),
        (TableWrite(0, 0), "0x1000 = P W U -> 0x5000", TableWrite(0x1000, 0x5007)),
        (TableWrite(0, 0), "0x1000 = 80007", TableWrite(0x1000, 0x80007)),
        (TableWrite(0, 0), "0x1000 = A D", TableWrite(0x1000, 0x60)),
        (SetWp(True), "0", SetWp(False)),
        (LoadCr3(0), "0x15000", LoadCr3(0x15000)),
    ],
)
def test_a_field_is_typed(shared, start, text, expected):
    """As it is shown, or in hexadecimal."""
    scenario = shared.document.scenario
    assert typed(start, text, scenario) == expected
    assert typed(expected, field_text(expected, scenario), scenario) == expected


@pytest.mark.parametrize(
    ("start", "text", "part"),
    [
        (Touch(Access()), "1ffffffff", "too wide"),
        (TableWrite(0, 0), "0x1000", "an address = an entry"),
        (TableWrite(0, 0), "0x1004 = 0", "a multiple of 8"),
        (TableWrite(0, 0), "0x1000 = Q", "expected letters"),
        (SetWp(True), "2", "expected 0 or 1"),
        (LoadCr3(0), "-1", "32 bits"),
        (LoadCr3(0), "x", "hexadecimal"),
    ],
)
def test_a_bad_field_is_named(shared, start, text, part):
    """What was found, and what is expected."""
    with pytest.raises(ValueError, match=part):
        typed(start, text, shared.document.scenario)


def test_the_window_starts_without_the_chart(window):
    """pyqtgraph is loaded when the face is first shown."""
    assert window.pages["view_exits"].faces["program"].chart is None
    assert Theme().dark is False


def test_the_step_keys_go_by_whole_operations(shared):
    """The step action reaches the session's own steps: the end of one operation, then the next."""
    session = shared.pages["view_exits"].session
    session.first()
    for number in range(2):
        shared.actions_by_name["step"].trigger()
        assert session.step == session.frame.record.last_step_of(number)
    shared.actions_by_name["back"].trigger()
    assert session.step == session.frame.record.last_step_of(0)
