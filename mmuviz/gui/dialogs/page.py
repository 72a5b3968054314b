"""Map an address to a frame: in a new scenario, or in the open one."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from mmuviz.core.bits import Pte
from mmuviz.core.build import blank, map_page
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Access, Scenario
from mmuviz.gui.theme import FontKind, Theme
from mmuviz.sources.entry_text import parse_number
from mmuviz.sources.scenario_question import resolve_address

_RIGHTS = (
    ("writable (W)", Pte.W, True),
    ("user (U)", Pte.U, True),
    ("no-execute (NX)", Pte.NX, False),
    ("accessed (A)", Pte.A, False),
    ("dirty (D)", Pte.D, False),
)


class PageDialog(QDialog):
    """Asks for address, frame and rights; the missing tables are built.

    Signals:
        built: the scenario with the page (undo text, Scenario).
    """

    built = Signal(str, object)

    def __init__(self, scenario: Scenario | None, parent: QWidget) -> None:
        """Map into `scenario`, or into a new one where it is None."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("New page tables" if scenario is None else "Map a page")
        self._scenario = scenario
        form = QFormLayout()
        self.mode = QComboBox(self)
        for mode in PagingMode:
            self.mode.addItem(mode.title, mode)
        self.mode.setCurrentIndex(1)
        if scenario is None:
            form.addRow("&Mode", self.mode)
        self.mode.setVisible(scenario is None)
        self.address = self._line("0x40607000")
        form.addRow("Map the &address", self.address)
        self.frame = self._line("0x407000")
        form.addRow("to the &frame at", self.frame)
        self.rights: dict[int, QCheckBox] = {}
        for label, bit, default in _RIGHTS:
            box = QCheckBox(label, self)
            box.setChecked(default)
            form.addRow("", box)
            self.rights[bit] = box
        self.large = QCheckBox("as a large page (PS in the PDE)", self)
        form.addRow("", self.large)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setAccessibleName("Problem")
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addWidget(buttons)

    def _line(self, text: str) -> QLineEdit:
        line = QLineEdit(text, self)
        line.setFont(QFont(Theme(scale=self.font().pointSizeF() / 10).font(FontKind.MONO)))
        line.setMinimumWidth(line.fontMetrics().horizontalAdvance("0x0123456789abcdef0"))
        return line

    def _take(self) -> None:
        """Build, or say what is wrong and keep the form."""
        scenario = self._scenario or blank(self.mode.currentData())
        gva = resolve_address(self.address.text(), scenario.labels)
        frame = parse_number(self.frame.text())
        if gva is None or gva < 0:
            self._refuse(f'address: found "{self.address.text()}", expected a number', self.address)
            return
        if frame is None or frame < 0:
            self._refuse(f'frame: found "{self.frame.text()}", expected a number', self.frame)
            return
        rights = sum(bit for bit, box in self.rights.items() if box.isChecked())
        if scenario.cpu.mode is PagingMode.X32:
            rights &= ~Pte.NX
        try:
            built = map_page(scenario, gva, frame, rights, large=self.large.isChecked())
        except ValueError as problem:
            self._refuse(str(problem), self.address)
            return
        if self._scenario is None:
            access = Access(gva, user=bool(rights & Pte.U))
            built = replace(built, access=access)
        self.built.emit(f"Map {gva:#x} to {frame:#x}", built)
        self.accept()

    def _refuse(self, reason: str, line: QLineEdit) -> None:
        self.problem.setText(reason)
        line.setFocus()
        line.selectAll()
