"""What a dump does not say: the mode, and where its tables are."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from mmuviz.core.paging import PagingMode
from mmuviz.gui.dialogs.form import FormDialog
from mmuviz.sources.entry_text import parse_number
from mmuviz.sources.opened import OpenOptions
from mmuviz.sources.registers import CR0_PG, CR0_WP, CR4_PAE, CR4_PSE, EFER_LMA, EFER_NXE


class DumpDialog(FormDialog):
    """Asks for the registers of a dump.

    Signals:
        given: what was given (OpenOptions).
    """

    given = Signal(object)

    def __init__(self, path: Path, parent: QWidget) -> None:
        """Ask for the registers of the dump at `path`."""
        super().__init__(f"Registers of {path.name}", parent)
        words = QLabel(
            f"{path.name} holds no registers: it is taken for a dump of guest memory. "
            "Where do its page tables start?"
        )
        words.setWordWrap(True)
        self.form.addRow(words)
        self.mode = self.mode_box(PagingMode.LONG)
        self.form.addRow("&Mode (CR4.PAE, EFER.LMA)", self.mode)
        self.cr3 = self.number_line("")
        self.cr3.setPlaceholderText("0x1000")
        self.form.addRow("&CR3", self.cr3)
        self.wp = self._bit("CR0.WP", "a supervisor write obeys W", on=True)
        self.pse = self._bit("CR4.PSE", "4 MiB pages in 32-bit mode", on=True)
        self.nxe = self._bit("EFER.NXE", "NX counts; without it bit 63 is reserved", on=True)
        self.cr3.setFocus()

    def _bit(self, name: str, meaning: str, *, on: bool) -> QCheckBox:
        box = QCheckBox(meaning, self)
        box.setChecked(on)
        box.setAccessibleName(name)
        self.form.addRow(name, box)
        return box

    def take(self) -> None:
        """Give the registers, or say what is wrong with CR3."""
        cr3 = parse_number(self.cr3.text())
        if cr3 is None or not 0 <= cr3 < 1 << 64:
            self.refuse(f'CR3: found "{self.cr3.text()}", expected a number', self.cr3)
            return
        mode: PagingMode = self.mode.currentData()
        wide = mode is not PagingMode.X32
        options = OpenOptions(
            cr0=CR0_PG | CR0_WP * self.wp.isChecked(),
            cr3=cr3,
            cr4=CR4_PAE * wide | CR4_PSE * self.pse.isChecked(),
            efer=EFER_NXE * (wide and self.nxe.isChecked()) | EFER_LMA * (mode is PagingMode.LONG),
        )
        self.accept()
        self.given.emit(options)
