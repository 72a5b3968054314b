"""The Maps view by mouse and keys: lists, filters, and a click that walks."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt

from mmuviz.gui.main_window import MainWindow
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.maps_page import MapsPage
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def maps(qtbot, window):
    """The Maps view of the default scenario, shown by its key."""
    qtbot.keyClick(window, Qt.Key.Key_5, ALT)
    page = window.pages["view_maps"]
    assert page.isVisible()
    return page


def choose(qtbot, page, word):
    """Click on a topic."""
    where = page.bar.topic.segment(word).center().toPoint()
    qtbot.mouseClick(page.bar.topic, LEFT, pos=where)


def flip(qtbot, page, name, times=1):
    """Click on a right."""
    for _ in range(times):
        qtbot.mouseClick(page.bar.rights[name], LEFT)


def place(page, row):
    """Return the middle of a row's first cell."""
    return page.list.visualRect(page.list.maps.index(row, 0)).center()


def texts(page, column):
    """Return a column's texts."""
    model = page.list.maps
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_the_model_is_a_good_one(maps, qtmodeltester):
    """Qt's own checks of an item model, filled and empty."""
    qtmodeltester.check(maps.list.maps)
    maps.list.maps.show_lines((), ())
    qtmodeltester.check(maps.list.maps)


def test_a_tab_shows_it(qtbot, window):
    """The tab in the corner, by mouse."""
    tabs = window.tabs
    number = [tabs.tabText(at) for at in range(tabs.count())].index("Maps")
    qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(number).center())

    assert window.pages["view_maps"].isVisible()


def test_it_lists_all_ranges_and_marks_the_current_one(maps):
    """The range that holds the address is marked, in view, and told to a screen reader."""
    assert maps.count.text() == "74 ranges · 135.0 MiB mapped"
    model = maps.list.maps
    assert texts(maps, 0)[model.marked] == "0xb7f60000"
    assert maps.list.viewport().rect().contains(place(maps, model.marked))
    index = model.index(model.marked, 0)
    description = Qt.ItemDataRole.AccessibleDescriptionRole
    assert index.data(description) == "holds the current address"
    assert model.index(0, 0).data(description) is None
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Walk 0xb7f60000"


def test_a_click_walks_there(qtbot, window, maps):
    """The Walk view shows the walk of the range's first address; undo brings the old one back."""
    maps.list.scrollToTop()
    qtbot.mouseClick(maps.list.viewport(), LEFT, pos=place(maps, 0))

    assert window.walk.isVisible()
    assert window.session.frame.scenario.access.gva == 0x10000
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert window.session.frame.scenario.access.gva == 0xB7F61238


def test_the_keyboard_goes_through_the_rows_and_enter_walks(qtbot, window, maps):
    """Arrows start at the current row, Home and End reach the ends; the walk does not step."""
    step, model = window.session.frame.step, maps.list.maps
    assert maps.list.currentIndex().row() == model.marked
    qtbot.keyClick(maps.list, Qt.Key.Key_Down)
    assert maps.list.currentIndex().row() == model.marked + 1
    qtbot.keyClick(maps.list, Qt.Key.Key_End)
    assert maps.list.currentIndex().row() == 73
    qtbot.keyClick(maps.list, Qt.Key.Key_Home)
    assert maps.list.currentIndex().row() == 0
    assert window.session.frame.step == step
    qtbot.keyClick(maps.list, Qt.Key.Key_Return)

    assert window.walk.isVisible()
    assert window.session.frame.scenario.access.gva == 0x10000


def test_the_walk_steps_by_keys_after_one_came_back(qtbot, window, maps):
    """The focus does not stay in the list that is hidden, nor in the address."""
    qtbot.keyClick(maps.list, Qt.Key.Key_Return)
    last = window.session.frame.last_step
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Left)

    assert window.session.frame.step == last - 1


def test_rights_filter_the_ranges(qtbot, maps):
    """A click goes from any to yes to no and back to any."""
    flip(qtbot, maps, "user")
    flip(qtbot, maps, "writable")
    assert set(texts(maps, 4)) == {"urwx"}
    assert maps.count.text().startswith("20 of 74 ranges · ")
    flip(qtbot, maps, "writable")
    assert set(texts(maps, 4)) == {"ur-x"}
    flip(qtbot, maps, "writable")
    flip(qtbot, maps, "user")
    assert set(texts(maps, 4)) == {"-rw-", "-r--", "-r-x"}
    assert maps.bar.rights["user"].accessibleDescription() == "user: no; Space changes it"


def test_space_flips_a_right(qtbot, maps):
    """A right is a control of the keyboard too; other keys are not its own."""
    toggle = maps.bar.rights["executable"]
    toggle.setFocus()
    qtbot.keyClick(toggle, Qt.Key.Key_Space)
    assert toggle.value is True
    qtbot.keyClick(toggle, Qt.Key.Key_A)
    qtbot.mouseClick(toggle, Qt.MouseButton.RightButton)
    assert toggle.value is True


def test_an_empty_list_says_what_to_loosen(qtbot, maps):
    """The button brings all ranges back."""
    flip(qtbot, maps, "user")
    flip(qtbot, maps, "executable", 2)
    assert maps.empty.isVisible()
    assert not maps.list.isVisible()
    assert maps.empty.heading.text() == "No range is like that"
    assert maps.empty.advice.text() == "Set user or executable to any."
    qtbot.mouseClick(maps.empty.way, LEFT)

    assert maps.list.isVisible()
    assert maps.count.text().startswith("74 ranges")


def test_an_address_or_a_label_filters_the_ranges(qtbot, maps):
    """It filters as one types; what is no address is told above the list; Escape empties."""
    qtbot.keyClicks(maps.bar.address, "stack")
    assert texts(maps, 0) == ["0xbfd93000"]
    qtbot.keyClicks(maps.bar.address, "ed")
    assert maps.count.text() == '"stacked" is no address: a number, a label, or label + 0x10'
    assert maps.bar.address.is_bad
    qtbot.keyClick(maps.bar.address, Qt.Key.Key_Escape)
    assert maps.bar.address.text() == ""
    assert len(texts(maps, 0)) == 74


def test_who_maps_the_frame_that_is_walked_and_any_other(qtbot, maps):
    """Without a number it is the walk's own frame; pages and tables are both listed."""
    choose(qtbot, maps, "Who maps a frame")
    assert maps.count.text() == "2 pages show 0x5e75000"
    assert maps.bar.frame.placeholderText() == "0x5e75000 (walked)"
    assert texts(maps, 3) == ["PTE 353 at 0x1cd4b08", "PTE 117 at 0x10f73a8"]
    qtbot.keyClicks(maps.bar.frame, "0x1cd4000")
    assert maps.count.text() == "1 page shows 0x1cd4000 · 1 entry uses it as a table"
    assert texts(maps, 1) == ["2 MiB page", "page table"]
    maps.bar.frame.selectAll()
    qtbot.keyClicks(maps.bar.frame, "cow")
    assert maps.count.text().startswith('"cow" is no guest-physical address')
    assert not maps.bar.address.isVisible()


def test_shared_tables_walk_to_what_they_serve(qtbot, asker, own_settings):
    """A self-map is named as such; the click walks to the lowest address it serves."""
    opened = open_file(asset("scenarios/x32-self-map.toml"))
    window = MainWindow(opened, own_settings, asker, scheme="dark")
    qtbot.addWidget(window, before_close_func=MainWindow.forget_settings)
    window.show()
    window.show_view("view_maps")
    page = window.pages["view_maps"]
    choose(qtbot, page, "Shared tables")

    assert texts(page, 2) == ["PDE 1023 (maps itself)"]
    assert not page.bar.frame.isVisible()
    qtbot.mouseClick(page.list.viewport(), LEFT, pos=place(page, 0))
    assert window.session.frame.scenario.access.gva == 0xFFC00000


def test_paging_off_says_why_the_list_is_empty(window, maps):
    """There is nothing to loosen, so there is no button."""
    scenario = window.document.scenario
    off = replace(scenario, cpu=replace(scenario.cpu, pg=False))
    window.document.edit("Clear CR0.PG", off)

    assert maps.empty.heading.text() == "Paging is off"
    assert not maps.empty.way.isVisible()
    assert not maps.hint.isVisible()


def test_an_edit_is_seen_and_a_step_lists_nothing_anew(qtbot, window, maps):
    """The survey follows the memory, not the step nor the address."""
    resets = []
    maps.list.maps.modelReset.connect(lambda: resets.append(1))
    window.session.go_to(3)
    assert resets == []
    window.show_view("view_walk")
    window.session.last()
    path = window.walk.path
    where = path.bit_center(1, 353, "W").toPoint()
    qtbot.mouseClick(path.viewport(), LEFT, pos=where)
    window.show_view("view_maps")

    assert maps.count.text().startswith("76")
    assert texts(maps, 4)[maps.list.maps.marked] == "urwx"


def test_the_row_under_the_pointer_is_washed(qtbot, maps):
    """A wash follows the mouse and leaves with it."""
    maps.list.scrollToTop()
    qtbot.mouseMove(maps.list.viewport(), place(maps, 2))
    assert maps.list.hovered == 2
    qtbot.mouseMove(maps.list.horizontalHeader().viewport(), QPoint(9, 9))

    qtbot.waitUntil(lambda: maps.list.hovered == -1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_current_row_is_amber_and_only_it(window, maps, scheme):
    """The ground, the bar and the marker of the current place; the keyboard's row is framed."""
    window.look.set_scheme(scheme)
    theme, view = window.look.theme, maps.list
    picture = view.viewport().grab().toImage()
    amber = theme.tint(Role.CURRENT).rgb()
    rect = view.visualRect(view.maps.index(view.maps.marked, 6))

    assert picture.pixel(rect.right() - 9, rect.center().y()) == amber
    assert picture.pixel(rect.right() - 9, rect.center().y() - rect.height()) != amber
    assert picture.pixel(3, rect.center().y()) == theme.color(Role.CURRENT).rgb()


def test_nothing_is_cut_at_the_largest_text(window, maps):
    """Columns grow with the text, and the controls take a second line."""
    window.look.set_scale(2.5)
    theme = window.look.theme
    for column, title in enumerate(["start", "end", "size", "pages", "rights", "first gpa"]):
        kind = FontKind.BODY if title in {"size", "pages"} else FontKind.MONO
        widest = max(theme.width(kind, text) for text in texts(maps, column))
        assert maps.list.columnWidth(column) > widest + theme.px(20)


def test_a_narrow_page_wraps_its_controls(qtbot, window):
    """All controls stay inside, in more lines."""
    page = MapsPage()
    qtbot.addWidget(page)
    page.set_theme(Theme(scale=2.5))
    page.resize(1000, 900)
    page.show()
    page.show_frame(window.session.frame)

    right = [toggle.geometry() for toggle in page.bar.rights.values()]
    assert right[0].top() > page.bar.topic.geometry().top()
    assert max(rect.right() for rect in right) <= page.bar.width()
    assert page.bar.height() >= max(rect.bottom() for rect in right)
    page.resize(2400, 900)
    qtbot.waitUntil(
        lambda: page.bar.rights["user"].geometry().top() == page.bar.topic.geometry().top()
    )


def test_a_reserved_bit_is_told_where_the_rights_stand(window, maps):
    """What faults on every access shows a word instead of letters."""
    scenario = window.document.scenario
    entry = scenario.entry(0x1CD4B08)
    window.document.edit("Set bit 50", scenario.with_entry(0x1CD4B08, entry | 1 << 50))
    view = maps.list
    rect = view.visualRect(view.maps.index(view.maps.marked, 4))
    picture = view.viewport().grab(rect).toImage()

    assert texts(maps, 4)[view.maps.marked] == "reserved"
    colors = {picture.pixel(x, y) for x in range(rect.width()) for y in range(rect.height())}
    assert window.look.theme.color(Role.FAIL).rgb() in colors


def test_what_is_not_known_stands_above_the_list(window, maps):
    """A table outside RAM: what it would map is not guessed; without one the line is not there."""
    assert not maps.caveats.isVisible()
    scenario = window.document.scenario
    window.document.edit("PDPTR 0", scenario.with_pdptr(0, 0x7FFFF000 | 1))

    assert maps.caveats.isVisible()
    assert maps.caveats.text() == "One table is outside RAM and read as absent."
