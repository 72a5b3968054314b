"""The menu of a row on the path."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from mmuviz.gui.views.path_view import PathView


def open_menu(view: "PathView", at: QPoint) -> None:
    """Open the menu over `view`; what needs a row is greyed without one."""
    menu = QMenu(view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    item = view.focused_item()
    has_row = item is not None and not item.is_fold
    for text, act, needs_row in (
        ("&Edit value…\tEnter", view.edit_row, True),
        ("Edit &frame…", view.edit_frame, True),
        ("&Copy rows\tCtrl+C", view.copy_rows, True),
        ("&Paste rows\tCtrl+V", view.paste_rows, True),
        ("&Walk through this entry", view.walk_through_row, True),
        ("&Jump to an index…\tCtrl+J", view.ask_index, False),
        ("&Back to the walk", view.back_to_path, False),
    ):
        action = menu.addAction(text)
        action.triggered.connect(act)
        action.setEnabled(has_row or not needs_row)
    menu.popup(at)
