"""The Maps view by mouse and keys: lists, filters, and a click that walks."""

import pytest
from PySide6.QtCore import Qt

from mmuviz.gui.main_window import MainWindow
from mmuviz.gui.theme import FontKind
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def maps(qtbot, window):
    """The Maps view of the default scenario, shown by its key."""
    qtbot.keyClick(window, Qt.Key.Key_3, ALT)
    page = window.pages["view_maps"]
    assert page.isVisible()
    return page


def choose(qtbot, segmented, word):
    """Click on a choice."""
    qtbot.mouseClick(segmented, LEFT, pos=segmented.segment(word).center().toPoint())


def click_row(qtbot, page, row):
    """Click on a row of the table."""
    where = page.table.visualRect(page.model.index(row, 0)).center()
    qtbot.mouseClick(page.table.viewport(), LEFT, pos=where)


def texts(page, column):
    """Return a column's texts."""
    rows = range(page.model.rowCount())
    return [page.model.index(row, column).data() for row in rows]


def test_the_model_is_a_good_one(maps, qtmodeltester):
    """Qt's own checks of an item model."""
    qtmodeltester.check(maps.model)


def test_it_lists_all_ranges_and_marks_the_current_one(maps):
    """The range that holds the address is marked, and in view."""
    assert maps.total.text() == "74 ranges, 135.0 MiB"
    row = maps.model.marked
    assert texts(maps, 0)[row] == "0xb7f60000"
    index = maps.model.index(row, 0)
    assert maps.table.viewport().rect().contains(maps.table.visualRect(index).center())
    assert index.data(Qt.ItemDataRole.FontRole).weight() == 700
    assert index.data(Qt.ItemDataRole.BackgroundRole) is not None
    assert maps.model.index(0, 0).data(Qt.ItemDataRole.FontRole) is None


def test_a_click_walks_there(qtbot, window, maps):
    """The Walk view shows the walk of the range's first address; undo brings the old one back."""
    maps.table.scrollToTop()
    click_row(qtbot, maps, 0)

    assert window.walk.isVisible()
    assert window.session.frame.scenario.access.gva == 0x10000
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.frame.scenario.access.gva == 0xB7F61238


def test_enter_walks_to_the_row_of_the_keyboard(qtbot, window, maps):
    """Arrow keys move in the table and do not step the walk."""
    step = window.session.frame.step
    maps.table.setFocus()
    maps.table.setCurrentIndex(maps.model.index(1, 0))
    qtbot.keyClick(maps.table, Qt.Key.Key_Down)
    assert window.session.frame.step == step
    qtbot.keyClick(maps.table, Qt.Key.Key_Return)

    assert window.session.frame.scenario.access.gva == 0x80BB000


def test_rights_filter_the_ranges(qtbot, maps):
    """Each choice narrows the list, and the line above says how far."""
    choose(qtbot, maps.filters["user"], "user")
    choose(qtbot, maps.filters["writable"], "writable")
    assert set(texts(maps, 3)) == {"urwx"}
    choose(qtbot, maps.filters["executable"], "no-execute")

    assert maps.model.rowCount() == 0
    assert maps.total.text() == "No range is like that"


def test_an_address_or_a_label_filters_the_ranges(qtbot, maps):
    """What is no address is told in the line above the list."""
    qtbot.keyClicks(maps.line, "stack")
    assert texts(maps, 0) == ["0xbfd93000"]
    maps.line.selectAll()
    qtbot.keyClicks(maps.line, "no such")
    assert maps.total.text() == '"no such": expected a number or a label'


def test_who_maps_a_frame(qtbot, maps):
    """All pages that show it, with their entries; the tables too."""
    choose(qtbot, maps.what, "who maps")
    assert maps.total.text() == "Type a guest-physical address: who maps its frame?"
    qtbot.keyClicks(maps.line, "0x5e75238")
    assert texts(maps, 6) == ["PTE 353 at 0x1cd4b08", "PTE 117 at 0x10f73a8"]
    assert maps.total.text() == "2 pages show 0x5e75238"
    maps.line.selectAll()
    qtbot.keyClicks(maps.line, "0x1cd4000")
    assert maps.total.text() == "1 page shows 0x1cd4000; used by PDE 447 as a page table"
    maps.line.selectAll()
    qtbot.keyClicks(maps.line, "0x12345000000")
    assert maps.total.text().startswith("No pages show")
    maps.line.selectAll()
    qtbot.keyClicks(maps.line, "xyz")
    assert maps.total.text() == '"xyz": expected a number'


def test_shared_tables_are_listed_and_walk_to_what_they_serve(qtbot, asker, own_settings):
    """A self-map is named as such."""
    opened = open_file(asset("scenarios/x32-self-map.toml"))
    window = MainWindow(opened, own_settings, asker, scheme="dark")
    qtbot.addWidget(window, before_close_func=MainWindow.forget_settings)
    window.show()
    window.show_view("view_maps")
    page = window.pages["view_maps"]
    choose(qtbot, page.what, "shared tables")

    assert texts(page, 2) == ["PDE 1023 (maps itself)"]
    assert not page.line.isVisible()
    click_row(qtbot, page, 0)
    assert window.session.frame.scenario.access.gva == 0xFFC00000


def test_paging_off_maps_nothing(window, maps):
    """The line says why the list is empty."""
    scenario = window.document.scenario
    off = type(scenario.cpu)(cr3=scenario.cpu.cr3, pg=False)
    window.document.edit("Clear CR0.PG", scenario.__class__(cpu=off, memory=scenario.memory))

    assert maps.total.text() == "Paging is off (CR0.PG = 0): every address is physical"
    assert maps.model.rowCount() == 0


def test_an_edit_is_seen_and_a_step_lists_nothing_anew(qtbot, window, maps):
    """The survey follows the memory, not the step."""
    window.session.go_to(3)
    assert maps.total.text().startswith("74")
    window.show_view("view_walk")
    window.session.last()
    path = window.walk.path
    where = path.bit_center(1, 353, "W").toPoint()
    qtbot.mouseClick(path.viewport(), LEFT, pos=where)
    window.show_view("view_maps")

    assert maps.total.text().startswith("76")
    assert texts(maps, 3)[maps.model.marked] == "urwx"


def test_no_cell_is_cut_at_the_largest_text(window, maps):
    """Columns grow with the text."""
    window.look.set_scale(2.5)
    theme = window.look.theme
    for column in range(maps.model.columnCount() - 1):
        widest = theme.width(FontKind.MONO, maps.model.widest(column))
        assert maps.table.columnWidth(column) > widest
