"""A form that is taken as a whole, or says which field is wrong and keeps everything."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from mmuviz.core.paging import PagingMode
from mmuviz.gui.theme import FontKind, Role, Theme


class FormDialog(QDialog):
    """Rows, a line for what is wrong, OK and Cancel.

    Attributes:
        form: the rows.
        problem: what is wrong; empty where nothing is.
    """

    def __init__(self, title: str, parent: QWidget) -> None:
        """Lay an empty form out."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.form = QFormLayout()
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setAccessibleName("Problem")
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.take)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(self.form)
        column.addWidget(self.problem)
        column.addWidget(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the first line, so that one can type at once."""
        super().showEvent(event)
        lines = [line for line in self.findChildren(QLineEdit) if line.isVisibleTo(self)]
        if lines and not event.spontaneous():
            lines[0].setFocus()
            lines[0].selectAll()

    def take(self) -> None:
        """Take the form and close, or refuse it."""
        raise NotImplementedError

    def number_line(self, text: str) -> QLineEdit:
        """Return a line as wide as a number of 64 bits."""
        line = QLineEdit(text, self)
        line.setFont(QFont(Theme(scale=self.font().pointSizeF() / 10).font(FontKind.MONO)))
        line.setMinimumWidth(line.fontMetrics().horizontalAdvance("0x0123456789abcdef0"))
        return line

    def mode_box(self, mode: PagingMode) -> QComboBox:
        """Return a choice of paging modes that stands at `mode`."""
        box = QComboBox(self)
        for known in PagingMode:
            box.addItem(known.title, known)
        box.setCurrentIndex(list(PagingMode).index(mode))
        return box

    def refuse(self, reason: str, line: QLineEdit) -> None:
        """Say what is wrong in `line`, and put the keyboard there."""
        dark = self.palette().window().color().lightness() < 128
        palette = self.problem.palette()
        palette.setColor(self.problem.foregroundRole(), Theme(dark=dark).color(Role.FAIL))
        self.problem.setPalette(palette)
        self.problem.setText(reason)
        line.setFocus()
        line.selectAll()
