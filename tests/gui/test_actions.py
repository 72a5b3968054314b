"""The one table of actions: complete, unique, printed."""

from PySide6.QtGui import QKeySequence

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
    """The printed list has a line for each action with a key, and for each key of a table."""
    text = key_list()

    with_keys = sum(bool(spec.key_text) for spec in ACTIONS)
    within = (
        *PREDICT_KEYS, *TABLE_KEYS, *PROGRAM_KEYS, *ATLAS_KEYS, *VERIFY_KEYS, *STORY_KEYS,
        *LESSON_KEYS, *EXERCISE_KEYS,
    )  # fmt: skip
    assert len(text.splitlines()) == with_keys + len(within)
    assert "Ctrl+K" in text
