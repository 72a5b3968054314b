"""The table of the cases of one file that differ."""

from PySide6.QtWidgets import QWidget

from mmuviz.gui.theme import FontKind
from mmuviz.gui.views.text_table import TextTable
from mmuviz.present.verify_picture import MISMATCH_COLUMNS

_MONO = ("column", "recorded", "this program")


class MismatchList(TextTable):
    """Shows cases; a double click or Enter opens one."""

    amounts = ("row",)
    wide = ("what was asked",)
    packed = True

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__("Rows that differ", MISMATCH_COLUMNS, parent)

    def kind(self, column: int) -> FontKind:
        """Columns and values stand as they do in the file."""
        return FontKind.MONO if self.columns[column] in _MONO else super().kind(column)
