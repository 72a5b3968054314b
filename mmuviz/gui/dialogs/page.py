"""Map an address to a frame: in a new scenario, or in the open one."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.build import blank, map_page
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.gui.dialogs.form import FormDialog
from mmuviz.sources.entry_text import parse_address
from mmuviz.sources.scenario_question import resolve_address

_RIGHTS = (
    ("writable (W)", Pte.W, True),
    ("user (U)", Pte.U, True),
    ("no-execute (NX)", Pte.NX, False),
    ("accessed (A)", Pte.A, False),
    ("dirty (D)", Pte.D, False),
)


class PageDialog(FormDialog):
    """Asks for address, frame and rights; the missing tables are built.

    Signals:
        built: the scenario with the page (undo text, Scenario).
    """

    built = Signal(str, object)

    def __init__(self, scenario: Scenario | None, parent: QWidget) -> None:
        """Map into `scenario`, or into a new one where it is None."""
        super().__init__("New page tables" if scenario is None else "Map a page", parent)
        self._scenario = scenario
        self.mode = self.mode_box(PagingMode.PAE)
        if scenario is None:
            self.form.addRow("&Mode", self.mode)
        self.mode.setVisible(scenario is None)
        self.address = self.number_line("0x40607000")
        self.form.addRow("Map the &address", self.address)
        self.frame = self.number_line("0x407000")
        self.form.addRow("to the &frame at", self.frame)
        self.rights: dict[int, QCheckBox] = {}
        for label, bit, default in _RIGHTS:
            box = QCheckBox(label, self)
            box.setChecked(default)
            self.form.addRow("", box)
            self.rights[bit] = box
        self.large = QCheckBox("as a large page (PS in the PDE)", self)
        self.form.addRow("", self.large)

    def take(self) -> None:
        """Build, or say what is wrong and keep the form."""
        scenario = self._scenario or blank(self.mode.currentData())
        gva = resolve_address(self.address.text(), scenario.labels)
        frame = parse_address(self.frame.text().strip())
        if gva is None or gva < 0:
            self._refuse_number("address", self.address)
            return
        if frame is None or frame < 0:
            self._refuse_number("frame", self.frame)
            return
        rights = sum(bit for bit, box in self.rights.items() if box.isChecked())
        if scenario.cpu.mode is PagingMode.X32:
            rights &= ~Pte.NX
        try:
            built = map_page(scenario, gva, frame, rights, large=self.large.isChecked())
        except ValueError as problem:
            line = self.frame if str(problem).startswith("the frame") else self.address
            self.refuse(str(problem), line)
            return
        access = replace(scenario.access, gva=gva)
        if self._scenario is None:
            access = Access(gva, user=bool(rights & Pte.U))
        built = replace(built, access=access)  # what was mapped is what one wants to see
        self.built.emit(f"Map {gva:#x} to {frame:#x}", built)
        self.accept()

    def _refuse_number(self, what: str, line: QLineEdit) -> None:
        self.refuse(f'{what}: found "{line.text()}", expected hexadecimal digits', line)
