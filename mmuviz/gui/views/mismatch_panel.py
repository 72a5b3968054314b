"""What came of the file one is at: a sentence, and the cases that differ or the reason."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.mismatch_list import MismatchList
from mmuviz.gui.widgets.scroller import Scroller
from mmuviz.gui.widgets.stack import Stack
from mmuviz.present.verify_picture import Detail

_HINT = "Enter or a double click opens a row as a scenario"


class MismatchPanel(QWidget):
    """The lower part of the Verify view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.heading = QLabel(self)
        self.hint = QLabel(_HINT, self)
        self.list = MismatchList(self)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.area = Scroller(self.text, "What is wrong with the file", self)
        self.stack = Stack(self)
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.area)
        self.heading.setWordWrap(True)
        self._top = QHBoxLayout()
        self._top.addWidget(self.heading, 1)
        self._top.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._top)
        column.addWidget(self.stack, 1)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts, colours and sizes."""
        margin, gap = round(theme.px(20)), round(theme.px(8))
        self._top.setContentsMargins(margin, gap, margin, gap)
        self._top.setSpacing(round(theme.px(16)))
        self.heading.setFont(theme.font(FontKind.HEADING))
        self.hint.setFont(theme.font(FontKind.CAPTION))
        muted = self.hint.palette()
        muted.setColor(self.hint.foregroundRole(), theme.color(Role.MUTED))
        self.hint.setPalette(muted)
        self.text.setFont(theme.font(FontKind.BODY))
        self.text.setContentsMargins(margin, 0, margin, gap)
        self.list.set_theme(theme)

    def show_detail(self, detail: Detail) -> None:
        """Show what is to be said of a file."""
        self.heading.setText(detail.heading)
        self.hint.setVisible(bool(detail.rows))
        self.list.show_rows(detail.rows)
        self.text.setText(detail.text)
        self.stack.setCurrentWidget(self.list if detail.rows else self.area)
