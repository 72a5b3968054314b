"""The menu bar, made of the one table of actions."""

from collections.abc import Mapping

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from mmuviz.gui.actions import ACTIONS
from mmuviz.gui.theme import MENU_PAD, FontKind, Theme

_SPARE = 24.0


def fill_menus(bar: QMenuBar, actions: Mapping[str, QAction]) -> QMenu:
    """Add every menu and action to `bar`; return the menu of recent files, which is empty yet."""
    menus: dict[str, QMenu] = {}
    recent = QMenu("Open &recent", bar)
    for spec in ACTIONS:
        if spec.menu not in menus:
            menus[spec.menu] = bar.addMenu(spec.menu)
            menus[spec.menu].setToolTipsVisible(True)
        if spec.text.startswith("-"):
            menus[spec.menu].addSeparator()
        menus[spec.menu].addAction(actions[spec.name])
        if spec.name == "scenarios":
            menus[spec.menu].addMenu(recent)
    return recent


def menus_width(bar: QMenuBar, theme: Theme) -> float:
    """Return the pixels that the titles of a menu bar take, with some to spare."""
    titles = [action.text().replace("&", "") for action in bar.actions()]
    words = sum(theme.width(FontKind.BODY, title) for title in titles)
    return words + theme.px(2 * MENU_PAD * len(titles) + _SPARE)
