"""The map under a real mouse and keyboard."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.gui.atlas.map_colours import color_of, draw_swatch
from mmuviz.gui.atlas.map_export import paint_map, save_map
from mmuviz.gui.atlas.map_layout import Sight
from mmuviz.gui.atlas.map_snapshot import take
from mmuviz.gui.atlas.map_view import AtlasMap, MapCell
from mmuviz.gui.theme import Role, Theme
from mmuviz.present.atlas_legend import LegendRow
from mmuviz.present.atlas_map import map_picture
from mmuviz.sweep.arrangement import Arrangement, Zone, usual
from mmuviz.sweep.colouring import Lens, Sort, colour
from mmuviz.sweep.space import STATE_SPACES, SpaceName
from mmuviz.sweep.survey import Quantity, Survey

SIZE = (1100, 640)
LONG = (PagingMode.LONG, SpaceName.WALK)
PAE = (PagingMode.PAE, SpaceName.WALK)


def picture(space=PAE, against=Semantics.HARDWARE, arrangement=None, shown=None):
    """Return a map of the error codes of *after*."""
    survey = Survey(STATE_SPACES[space])
    coloured = colour(survey, Lens(Semantics.AFTER, against, Quantity.ERROR_CODE), shown)
    letters = {group.number: chr(ord("a") + n) for n, group in enumerate(coloured.marks)}
    groups = [
        LegendRow(
            one.number,
            one.sort,
            letters.get(one.number, ""),
            one.place,
            "2 → 3",
            "note",
            one.count,
            one.smallest,
        )
        for one in (*coloured.marks, *(g for g in coloured.groups if g.sort is not Sort.MARK))
    ]
    return map_picture(
        survey.space, coloured, arrangement or usual(survey.space), groups, "A title", "caption"
    )


@pytest.fixture(scope="module")
def pae():
    return picture()


@pytest.fixture(scope="module")
def long():
    return picture(LONG)


@pytest.fixture
def atlas(qtbot):
    """A map without a picture, shown."""
    shown = AtlasMap()
    qtbot.addWidget(shown)
    shown.resize(*SIZE)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def middle(atlas, row, column):
    return atlas.cell_rect(row, column).center().toPoint()


def turn_wheel(atlas, where, steps):
    event = QWheelEvent(
        QPointF(where),
        QPointF(atlas.mapToGlobal(where)),
        QPoint(0, 0),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(atlas, event)


def pixel(atlas, point):
    return atlas.grab().toImage().pixelColor(point)


def test_an_empty_map_bears_everything(atlas):
    """Before there is anything to show."""
    turn_wheel(atlas, QPoint(300, 300), 1)
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_Return):
        QTest.keyClick(atlas, key)
    QTest.keyClick(atlas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.mouseMove(atlas, QPoint(300, 300))
    QTest.mouseClick(atlas, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    QTest.mouseDClick(atlas, Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    atlas.mark(1, 1)
    atlas.set_theme(Theme(dark=True))
    assert pixel(atlas, QPoint(300, 300)) == Theme(dark=True).color(Role.SURFACE)
    assert atlas.scope is None
    assert atlas.minimumSizeHint().width() < atlas.sizeHint().width()


@pytest.mark.parametrize("dark", [False, True])
def test_cells_have_the_colours_of_their_groups(atlas, pae, dark):
    """Those of the drawn picture."""
    theme = Theme(dark)
    atlas.set_theme(theme)
    atlas.show_map(pae)
    image = atlas.grab().toImage()
    for row, column in ((0, 0), (15, 0), (15, 9), (15, 42), (15, 73)):
        number = int(pae.cells[row, column])
        shown = image.pixelColor(atlas.cell_rect(row, column).center().toPoint())
        assert shown == color_of(pae, number, theme)
    assert color_of(pae, int(pae.cells[15, 9]), theme) == theme.color(Role.ATLAS_D3)
    assert color_of(pae, int(pae.cells[15, 42]), theme) == theme.color(Role.ATLAS_D2)


def test_hover_tells_the_cell_and_leaving_ends_it(qtbot, atlas, pae):
    """Once for each cell."""
    atlas.show_map(pae)
    with qtbot.waitSignal(atlas.hovered) as told:
        QTest.mouseMove(atlas, middle(atlas, 12, 40))
    assert told.args == [MapCell(12, 40)]
    assert "user, read, WP 1, PTE absent" in atlas.accessibleDescription()
    with qtbot.assertNotEmitted(atlas.hovered):
        QTest.mouseMove(atlas, middle(atlas, 12, 40) + QPoint(1, 1))
    with qtbot.waitSignal(atlas.unhovered):
        QTest.mouseMove(atlas, QPoint(3, 3))
    assert atlas.cell is None


@pytest.mark.parametrize("steps", [0, 1, 4, 9, 25])
def test_a_click_opens_the_right_cell_at_every_zoom(qtbot, atlas, long, steps):
    """And the cell under the pointer stays there."""
    atlas.show_map(long)
    where = QPoint(700, 300)
    before = atlas.scope.layout.columns.coordinate(700 - atlas.scope.layout.origin.x())
    for _ in range(steps):
        turn_wheel(atlas, where, 1)
    layout = atlas.scope.layout
    after = layout.columns.coordinate(700 - layout.origin.x())
    assert abs(after - before) <= 1.5
    with qtbot.waitSignal(atlas.cell_clicked) as clicked:
        QTest.mouseClick(atlas, Qt.MouseButton.LeftButton, pos=where)
    (cell,) = clicked.args
    rect = atlas.cell_rect(*cell)
    assert atlas.grab().toImage().pixelColor(2, 100) == Theme().color(Role.SURFACE)
    assert rect.adjusted(-1, -1, 1, 1).contains(QPointF(where))
    assert min(rect.width(), rect.height()) >= 1
    for _ in range(steps + 1):
        turn_wheel(atlas, where, -1)
    assert atlas.scope.sight.fits


def test_a_wheel_that_turns_sideways_does_nothing(atlas, pae):
    """Only up and down zoom."""
    atlas.show_map(pae)
    turn_wheel(atlas, QPoint(500, 300), 0)
    assert atlas.scope.sight.fits


def test_dragging_pans_and_clicks_nothing(qtbot, atlas, long):
    """With the left button and with the middle one; a map that fits stays."""
    atlas.show_map(long)
    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
        atlas.fit()
        for _ in range(6):
            turn_wheel(atlas, QPoint(500, 300), 1)
        seen = atlas.scope.sight
        with qtbot.assertNotEmitted(atlas.cell_clicked):
            QTest.mousePress(atlas, button, pos=QPoint(500, 300))
            for x in (495, 460, 440):
                QTest.mouseMove(atlas, QPoint(x, 310))
            QTest.mouseRelease(atlas, button, pos=QPoint(440, 310))
        assert atlas.scope.sight.left == seen.left + 60
        assert atlas.scope.sight.top == seen.top - 10
    atlas.fit()
    QTest.mousePress(atlas, Qt.MouseButton.LeftButton, pos=QPoint(500, 300))
    QTest.mouseMove(atlas, QPoint(400, 300))
    QTest.mouseRelease(atlas, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    assert atlas.scope.sight.left == 0


def test_folded_rows_open_and_fold_again(qtbot, atlas, pae):
    """By a click on the strip; again by one beside the rows."""
    atlas.show_map(pae)
    layout = atlas.scope.layout
    assert [fold.start for fold in layout.folds] == [16, 32]
    strip = layout.cells_rect(16, 32, 0, 1)
    QTest.mouseMove(atlas, strip.center().toPoint())
    told = "PDE absent: 2,048 states that never differ, folded. Click to unfold"
    assert atlas.toolTip() == told
    with qtbot.assertNotEmitted(atlas.cell_clicked):
        QTest.mouseClick(atlas, Qt.MouseButton.LeftButton, pos=strip.center().toPoint())
    assert [fold.start for fold in atlas.scope.layout.folds] == [32]
    assert atlas.cell_rect(17, 0).top() > atlas.cell_rect(16, 0).top()
    beside = QPoint(12, middle(atlas, 20, 0).y())
    layout = atlas.scope.layout
    edge = round(layout.plot.left() - sum(layout.down_widths))
    assert edge >= 12  # room for the sign that it folds again
    image, center = atlas.grab().toImage(), layout.cells_rect(16, 32, 0, 1).center().toPoint().y()
    inks = {image.pixel(x, center + y) for x in range(4, edge) for y in range(-8, 8)}
    assert len(inks) > 1
    QTest.mouseMove(atlas, beside)
    assert atlas.toolTip() == "Click to fold these rows"
    assert atlas.cursor().shape() == Qt.CursorShape.PointingHandCursor
    QTest.mouseClick(atlas, Qt.MouseButton.LeftButton, pos=beside)
    assert [fold.start for fold in atlas.scope.layout.folds] == [16, 32]


def test_a_double_click_is_one_click_elsewhere(atlas, pae):
    """A strip does not open and fold at once."""
    atlas.show_map(pae)
    where = middle(atlas, 16, 5)
    QTest.mouseClick(atlas, Qt.MouseButton.LeftButton, pos=where)
    QTest.mouseDClick(atlas, Qt.MouseButton.LeftButton, pos=where)
    assert [fold.start for fold in atlas.scope.layout.folds] == [32]
    assert atlas.scope.sight.fits


def test_a_double_click_on_a_header_fills_the_map(atlas, pae):
    """Across, and down; Home shows everything again."""
    atlas.show_map(pae)
    layout = atlas.scope.layout
    row = layout.across_rows()[1]
    column = middle(atlas, 0, 40).x()
    QTest.mouseDClick(atlas, Qt.MouseButton.LeftButton, pos=QPoint(column, round(row.top + 4)))
    plot = QRectF(atlas.scope.layout.plot)
    assert abs(atlas.cell_rect(0, 32).left() - plot.left()) <= 2
    assert abs(atlas.cell_rect(0, 63).right() - plot.right()) <= plot.width() * 0.05
    assert atlas.scope.layout.across.context[:2] == ("user", "read")
    left = layout.plot.left() - round(sum(layout.down_widths)) + 4
    QTest.mouseDClick(atlas, Qt.MouseButton.LeftButton, pos=QPoint(left, middle(atlas, 12, 40).y()))
    assert atlas.scope.sight.zoom[1] > 1
    assert abs(atlas.cell_rect(8, 40).top() - plot.top()) <= 2
    QTest.keyClick(atlas, Qt.Key.Key_Home)
    assert atlas.scope.sight.fits


def test_the_keyboard_moves_a_cursor(qtbot, atlas, pae):
    """Cell by cell; Enter opens it, a strip unfolds."""
    atlas.show_map(pae)
    atlas.setFocus()
    QTest.keyClick(atlas, Qt.Key.Key_Right)
    start = atlas.cell
    QTest.keyClick(atlas, Qt.Key.Key_Right)
    QTest.keyClick(atlas, Qt.Key.Key_Down)
    assert atlas.cell == (start.row + 1, start.column + 1)
    with qtbot.waitSignal(atlas.cell_clicked) as clicked:
        QTest.keyClick(atlas, Qt.Key.Key_Return)
    assert clicked.args == [atlas.cell]
    QTest.mouseMove(atlas, QPoint(3, 3))
    QTest.keyClick(atlas, Qt.Key.Key_Left)
    for _ in range(20):
        QTest.keyClick(atlas, Qt.Key.Key_Down)
    assert atlas.cell.row == 32
    assert atlas.accessibleDescription().startswith("PDPTR 0: 4,096 states that never differ")
    QTest.keyClick(atlas, Qt.Key.Key_Return)
    assert [fold.start for fold in atlas.scope.layout.folds] == [16]


def test_bars_say_what_part_is_seen(atlas, pae):
    """None while all of it is."""
    atlas.show_map(pae)
    plot = atlas.scope.layout.plot
    bar = QPoint(plot.center().x(), plot.bottom() - 2)
    strong = Theme().color(Role.BORDER_STRONG)
    assert pixel(atlas, bar) != strong
    turn_wheel(atlas, plot.center(), 3)
    assert pixel(atlas, bar) == strong
    assert pixel(atlas, QPoint(plot.left() + 2, bar.y())) != strong


def test_keys_zoom_and_pan(atlas, long):
    """The cursor stays in sight; what belongs to the window is left to it."""
    atlas.show_map(long)
    for _ in range(3):
        QTest.keyClick(atlas, Qt.Key.Key_Plus)
    seen = atlas.scope.sight
    assert seen.zoom[0] == pytest.approx(1.25**3)
    QTest.keyClick(atlas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert atlas.scope.sight.left == seen.left + 48
    QTest.keyClick(atlas, Qt.Key.Key_Minus)
    QTest.keyClick(atlas, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(atlas, Qt.Key.Key_F)
    assert atlas.scope.sight.zoom[0] == pytest.approx(1.25**2)
    for _ in range(150):
        QTest.keyClick(atlas, Qt.Key.Key_Left)
    assert atlas.cell.column == 0
    assert QRectF(atlas.scope.layout.plot).contains(atlas.cell_rect(*atlas.cell))


def test_the_card_is_beside_the_cell(atlas, pae):
    """Inside the window, the cell not hidden; it goes when nothing is pointed at."""
    card = QLabel("some words\nabout the state\nthat is there")
    atlas.set_card(card)
    atlas.show_map(pae)
    for cell in ((0, 0), (0, 127), (15, 127), (15, 64), (8, 100)):
        QTest.mouseMove(atlas, middle(atlas, *cell))
        assert card.isVisible()
        assert not QRectF(card.geometry()).intersects(atlas.cell_rect(*cell))
        assert atlas.rect().contains(card.geometry())
        atlas.grab()
    QTest.mouseMove(atlas, QPoint(3, 3))
    assert not card.isVisible()
    atlas.resize(400, 300)
    QTest.mouseMove(atlas, middle(atlas, 8, 64))
    assert not QRectF(card.geometry()).intersects(atlas.cell_rect(8, 64))
    card.setText("a line that is far longer than half of the window\nand one more")
    for row in (8, 0, 15):
        QTest.mouseMove(atlas, middle(atlas, row, 70))
        assert not QRectF(card.geometry()).intersects(atlas.cell_rect(row, 70))
        atlas.grab()
    atlas.set_card(QLabel("another"))
    assert not card.isVisible()
    atlas.set_card(None)


def test_you_are_here_is_brought_into_sight(atlas, long):
    """From wherever one looks."""
    atlas.show_map(long)
    for _ in range(12):
        turn_wheel(atlas, QPoint(300, 200), 1)
    plain = atlas.grab().toImage()
    atlas.mark(500, 1000)
    rect = atlas.cell_rect(500, 1000)
    assert QRectF(atlas.scope.layout.plot).contains(rect.center())
    colours = _colours(atlas)
    assert Theme().color(Role.CURRENT).name() in colours
    QTest.keyClick(atlas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    for _ in range(60):
        QTest.keyClick(atlas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert Theme().color(Role.CURRENT).name() not in _colours(atlas)
    atlas.unmark()
    assert Theme().color(Role.CURRENT).name() not in _colours(atlas)
    assert plain.size() == atlas.grab().toImage().size()


def _colours(atlas):
    image = atlas.grab().toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(0, image.height(), 2)
    }


def test_other_colours_do_not_move_the_map(qtbot, atlas, pae):
    """Another layout of the cells begins anew."""
    atlas.show_map(pae)
    turn_wheel(atlas, middle(atlas, 12, 40), 2)
    seen = atlas.scope.sight
    with qtbot.waitSignal(atlas.hovered):
        atlas.show_map(picture(against=None))
    assert atlas.scope.sight == seen
    atlas.show_map(picture(arrangement=usual(pae.space).moved("wp", Zone.ROWS)))
    assert atlas.scope.sight.fits
    assert atlas.cell is None


def test_one_state_of_a_million_is_a_pixel(atlas, long):
    """Drawn far smaller than its cells."""
    cells = long.cells.copy()
    cells[:] = 2
    mark = next(group.number for group in long.groups if group.sort is Sort.MARK)
    cells[333, 777] = mark
    alone = type(long)(long.space, long.grid, cells, long.mixed, long.groups, compared=True)
    atlas.resize(420, 300)
    atlas.show_map(alone)
    rect = atlas.cell_rect(333, 777)
    image = atlas.grab().toImage()
    theme = Theme()
    ground = color_of(alone, 2, theme)
    shown = {
        (x, y)
        for x in range(round(rect.left()) - 2, round(rect.left()) + 4)
        for y in range(round(rect.top()) - 2, round(rect.top()) + 4)
        if image.pixelColor(x, y) != ground
    }
    assert shown == {(round(rect.left()), round(rect.top()))}


def test_ignored_flags_mark_mixed_cells(atlas, pae):
    """A corner where the states of a cell are not of one group; all axes may be empty."""
    names = [flag.name for flag in pae.space.flags]
    rest = tuple(name for name in names if name not in {"user", "pde.p", "pte.p"})
    shared = picture(arrangement=Arrangement(("pde.p",), ("user", "pte.p"), (), rest))
    atlas.show_map(shared)
    assert shared.mixed.any()
    row, column = (int(one[0]) for one in shared.mixed.nonzero())
    corner = atlas.cell_rect(row, column).topRight() + QPointF(-3, 3)
    assert pixel(atlas, corner.toPoint()) == Theme().color(Role.TEXT)
    fixed = tuple((name, 1) for name in names)
    atlas.show_map(picture(arrangement=Arrangement((), (), fixed)))
    assert atlas.scope.layout.cell_at(QPointF(middle(atlas, 0, 0))) == (0, 0)


def test_what_is_left_out_is_dotted(atlas, pae):
    """And stands back; what nobody can ask is crossed."""
    survey = Survey(pae.space)
    filtered = picture(shown=survey.states["user"])
    atlas.show_map(filtered)
    rect = atlas.scope.layout.cells_rect(0, 8, 96, 128).toRect()
    found = {
        atlas.grab().toImage().pixelColor(x, rect.top() + 20).name()
        for x in range(rect.left() + 4, rect.left() + 40)
    }
    assert found <= {Theme().color(one).name() for one in (Role.SUNKEN, Role.BORDER_STRONG)}
    atlas.show_map(picture((PagingMode.PAE, SpaceName.HARDWARE)))
    assert atlas.grab().toImage().size().width() == SIZE[0]


@pytest.mark.parametrize(("size", "scale"), [((700, 420), 1.0), ((1000, 640), 1.5)])
def test_a_picture_has_title_map_and_legend(tmp_path, pae, size, scale):
    """As a PNG twice as fine; as an SVG its text is text."""
    theme = Theme(scale=scale)
    save_map(tmp_path / "map.png", pae, theme, QSize(*size))
    image = QImage(str(tmp_path / "map.png"))
    assert (image.width(), image.height()) == (2 * size[0], 2 * size[1])
    save_map(tmp_path / "map.svg", pae, theme, QSize(*size), Sight((2.0, 2.0), 100, 40))
    text = (tmp_path / "map.svg").read_text(encoding="utf-8")
    assert len(text) < 150_000
    for words in ("A title", "caption", "2 → 3", "7,112", ">c<"):
        assert re.search(re.escape(words), text), words
    with pytest.raises(OSError, match="expected a name that ends in"):
        save_map(tmp_path / "map.gif", pae, theme, QSize(*size))


def test_a_picture_without_title_and_legend_is_the_map(pae):
    """For a page that has both already."""
    bare = type(pae)(pae.space, pae.grid, pae.cells, pae.mixed, pae.groups, compared=True)
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_map(painter, QRectF(0, 0, 600, 400), bare, Theme(), legend=False)
    painter.end()
    assert image.pixelColor(2, 2) == Theme().color(Role.SURFACE)
    assert Theme().color(Role.ATLAS_D3).name() in {
        image.pixelColor(x, 300).name() for x in range(600)
    }


def test_the_command_line_gets_a_picture(tmp_path, pae):
    """Without a window, dark."""
    out = Path(tmp_path) / "map.png"
    take(pae, out, "dark", (500, 360))
    assert QImage(str(out)).pixelColor(2, 2) == Theme(dark=True).color(Role.SURFACE)


def test_a_swatch_has_letter_and_pattern(pae):
    """The ground has neither."""
    theme = Theme()
    inks = []
    for group in pae.groups:
        image = QImage(40, 40, QImage.Format.Format_RGB32)
        image.fill(theme.color(Role.SURFACE))
        painter = QPainter(image)
        draw_swatch(painter, QRectF(4, 4, 30, 30), pae, group.number, theme)
        painter.end()
        inks.append(len({image.pixel(x, y) for x in range(8, 30) for y in range(8, 30)}))
    assert all(ink > 3 for ink in inks[:3])
    assert inks[3:] == [1, 1]
