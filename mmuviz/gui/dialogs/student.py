"""What I got wrong: the wrong ideas that a student's answers show, how often, over time."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mmuviz.core.models.wrong import WRONG_MODELS
from mmuviz.gui.theme import FontKind, Theme
from mmuviz.present.student import RECENT, IdeaRow, Student

_COLUMNS = ("The idea", "Came up", "Last", "When it was on offer, oldest first")
_RULE = (
    f"The weight of an idea is how many of the last {RECENT} answers where it was on offer picked "
    "it. Where there are more wrong answers than there is room for, those of the heaviest ideas "
    "are offered. Nothing leaves this computer."
)


class StudentDialog(QDialog):
    """A row an idea, the most frequent first.

    Signals:
        fails_wished: the smallest state where an idea fails is to be opened (WrongModel).
        export_wished: the answers are to be written to a file.
        delete_wished: the answers are to be deleted.
    """

    fails_wished = Signal(object)
    export_wished = Signal()
    delete_wished = Signal()

    def __init__(self, student: Student, theme: Theme, parent: QWidget) -> None:
        """Show `student`."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("What I got wrong")
        self._rows: tuple[IdeaRow, ...] = ()
        self.summary = QLabel(self)
        self.summary.setFont(theme.font(FontKind.HEADING))
        self.table = QTableWidget(0, len(_COLUMNS), self)
        self.table.setHorizontalHeaderLabels(_COLUMNS)
        self.table.setAccessibleName("Wrong ideas")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.itemActivated.connect(self._open)
        self.rule = QLabel(_RULE, self)
        self.rule.setWordWrap(True)
        self.open_state = QPushButton("&Open the smallest state where it fails", self)
        self.open_state.clicked.connect(self._open)
        self.export = QPushButton("&Export…", self)
        self.export.clicked.connect(self.export_wished)
        self.delete = QPushButton("&Delete…", self)
        self.delete.clicked.connect(self.delete_wished)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        for button in (self.open_state, self.export, self.delete):
            button.setAutoDefault(False)
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        margin = round(theme.px(16))
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(round(theme.px(10)))
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        column.addWidget(self.rule)
        column.addWidget(buttons)
        self.show_student(student)
        width = min(round(theme.px(820)), parent.width())
        self.resize(width, min(round(theme.px(420)), parent.height()))

    def show_student(self, student: Student) -> None:
        """Show another record."""
        self._rows = rows = student.rows()
        said = student.summary()
        if student.given and not rows:
            said = f"{said} No wrong idea has come up."
        self.summary.setText(said)
        self.table.setRowCount(len(rows))
        for number, row in enumerate(rows):
            strip = "  ".join("✗" if picked else "·" for picked in row.recent)
            times = f"{row.picked} of {row.offered} times"
            for column, text in enumerate((row.title, times, row.last, strip)):
                self.table.setItem(number, column, QTableWidgetItem(text))
        if rows:
            self.table.selectRow(0)
        self.open_state.setEnabled(bool(rows))
        for button in (self.export, self.delete):
            button.setEnabled(bool(student.given))

    def _open(self) -> None:
        name = self._rows[self.table.currentRow()].name
        self.accept()
        self.fails_wished.emit(next(model for model in WRONG_MODELS if model.name == name))
