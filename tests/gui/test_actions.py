"""The one table of actions: complete, unique, printed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from mmuviz.gui.actions import (
    ACTIONS,
    ATLAS_KEYS,
    EXERCISE_KEYS,
    LESSON_KEYS,
    PREDICT_KEYS,
    PROGRAM_KEYS,
    STORY_KEYS,
    TABLE_KEYS,
    VERIFY_KEYS,
    key_list,
)


def test_each_action_has_text_tip_and_a_handler(window):
    """No menu entry is without words, and every name has an action."""
    for spec in ACTIONS:
        assert spec.text
        assert spec.tip
        action = window.actions_by_name[spec.name]
        assert action.toolTip().startswith(spec.tip)
    names = [spec.name for spec in ACTIONS]
    assert len(names) == len(set(names)) == len(window.actions_by_name)


def test_keys_are_unique():
    """No key means two things."""
    keys = [QKeySequence(key).toString() for spec in ACTIONS for key in spec.keys + spec.plain]

    assert all(keys)
    assert len(keys) == len(set(keys))


def test_every_action_stands_in_a_menu(window):
    """The menu bar shows every row of the table, with unique mnemonics."""
    shown = set()
    for top in window.menuBar().actions():
        entries = [a for a in top.menu().actions() if not a.isSeparator()]
        letters = [a.text().partition("&")[2][:1].lower() for a in entries]
        assert len([x for x in letters if x]) == len({x for x in letters if x}), letters
        shown |= {action.objectName() for action in entries}

    assert {spec.name for spec in ACTIONS} <= shown


def test_the_key_list_names_every_key():
    """The list has a line for each action with a key, and for each key of a table."""
    text = key_list()
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    heads = [line for line in rows if line.startswith("| Keys |")]

    with_keys = sum(bool(spec.key_text) for spec in ACTIONS)
    within = (
        *PREDICT_KEYS, *TABLE_KEYS, *PROGRAM_KEYS, *ATLAS_KEYS, *VERIFY_KEYS, *STORY_KEYS,
        *LESSON_KEYS, *EXERCISE_KEYS,
    )  # fmt: skip
    assert len(rows) - len(heads) == with_keys + len(within)
    assert "Ctrl+K" in text


@pytest.mark.parametrize(
    ("view", "first"),
    [
        ("view_lessons", "In a lesson"),
        ("view_walk", "In a prediction"),
        ("view_atlas", "In the atlas"),
        ("view_claims", "Everywhere"),
    ],
)
def test_the_key_list_begins_with_the_open_view(qtbot, window, view, first):
    """No line of it is cut: it wraps."""
    window.show_view(view)
    qtbot.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ControlModifier)
    dialog = QApplication.activeModalWidget()
    assert dialog.browser.toPlainText().startswith(first)
    assert dialog.browser.horizontalScrollBar().maximum() == 0
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
