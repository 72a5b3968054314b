"""Colours by role: the drawn contrasts hold in both schemes."""

import sys

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from mmuviz.core.trace import Semantics
from mmuviz.gui.look import fitting_scale, fitting_size
from mmuviz.gui.main_window import MainWindow
from mmuviz.gui.settings import TEXT_SCALE, Settings
from mmuviz.gui.theme import FontKind, Role, Theme, level_role, semantics_role
from mmuviz.resources import theme_tokens


def luminance(color: QColor) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [color.redF(), color.greenF(), color.blueF()]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of WCAG 2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "rule", theme_tokens()["checks"]["contrast"], ids=lambda rule: rule["name"]
)
def test_contrasts_hold(scheme, rule):
    """Each pair of the token file's own checks has its ratio."""
    colours = theme_tokens()["colour"][scheme]
    for front in rule["fg"]:
        for ground in rule["bg"]:
            ratio = contrast(QColor(colours[front]), QColor(colours[ground]))
            assert ratio >= rule["min"], (front, ground, ratio)


@pytest.mark.parametrize("dark", [False, True])
def test_every_role_has_a_colour(dark):
    """No role is without its value; levels and semantics have roles."""
    theme = Theme(dark)
    assert all(theme.color(role).isValid() for role in Role)
    assert len({level_role(number) for number in range(5)}) == 5
    assert len({semantics_role(semantics) for semantics in Semantics}) == 3


def test_fonts_scale_and_never_get_small():
    """The floor is 8 points at 100 %."""
    for kind in FontKind:
        assert Theme().font(kind).pointSizeF() >= 8
        assert Theme(scale=2.0).font(kind).pointSizeF() == 2 * Theme().font(kind).pointSizeF()
    assert Theme(scale=2.5).px(4) == 10


@pytest.mark.usefixtures("qapp")
def test_the_binding_keeps_its_references():
    """PySide6 6.12.0 lost a reference to None at each update() on Python 3.11, and aborted."""
    widget = QWidget()
    before = sys.getrefcount(None)
    for _ in range(2000):
        widget.update()
    assert sys.getrefcount(None) > before - 1000


@pytest.mark.parametrize(
    ("size", "scale"),
    [((1440, 900), 1.0), ((1280, 720), 1.0), ((1920, 1080), 1.1), ((2560, 1440), 1.5),
     ((3840, 2160), 1.5), ((2560, 900), 1.0)],
)  # fmt: skip
def test_a_large_screen_starts_with_larger_text(size, scale):
    """The window as drawn, magnified to fill the screen, up to what a desk can bear."""
    assert fitting_scale(*size) == scale


@pytest.mark.parametrize(
    ("screen", "scale", "size"),
    [((1920, 1080), 1.0, (1440, 900)), ((1440, 900), 1.0, (1440, 860)),
     ((1280, 720), 1.0, (1280, 680)), ((2560, 1440), 1.5, (2160, 1350)),
     ((800, 800), 1.0, (1440, 900))],
)  # fmt: skip
def test_a_new_window_fits_the_screen_with_its_title(screen, scale, size):
    """On a screen as high as the window was drawn, the keys' line and the steps were cut off."""
    assert fitting_size(*screen, scale) == size


def test_the_menu_bar_has_the_size_of_the_text_from_the_start(qtbot, default, own_settings):
    """Not that of its making, before the window knows its own."""
    settings = Settings(own_settings)
    settings.put(TEXT_SCALE, 1.5)
    settings.sync()
    window = MainWindow(default, own_settings)
    qtbot.addWidget(window, before_close_func=MainWindow.forget_settings)
    with qtbot.waitExposed(window):
        window.show()
    assert (
        window.menuBar().font().pointSizeF()
        == Theme(dark=False, scale=1.5).font(FontKind.BODY).pointSizeF()
    )
