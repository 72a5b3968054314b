"""Mode and registers of the processor, all in one form."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QSpinBox,
    QWidget,
)

from mmuviz.core.load import LoadFault, load_cr3
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.gui.dialogs.form import FormDialog
from mmuviz.sources.entry_text import parse_number

_BITS = (
    ("pg", "CR0.PG", "paging"),
    ("wp", "CR0.WP", "a supervisor write obeys W"),
    ("pse", "CR4.PSE", "4 MiB pages in 32-bit mode"),
    ("nxe", "EFER.NXE", "NX counts; without it bit 63 is reserved"),
    ("smep", "CR4.SMEP", "no supervisor fetch from user pages (hardware)"),
    ("smap", "CR4.SMAP", "no supervisor data access to user pages (hardware)"),
    ("ac", "EFLAGS.AC", "lifts SMAP"),
)


class RegistersDialog(FormDialog):
    """Edits the registers as one undoable step.

    Signals:
        edit_wished: the scenario is to be another one (undo text, Scenario).
    """

    edit_wished = Signal(str, object)

    def __init__(self, scenario: Scenario, parent: QWidget) -> None:
        """Show the registers of `scenario`."""
        super().__init__("Registers", parent)
        self._scenario = scenario
        cpu = scenario.cpu
        self.mode = self.mode_box(cpu.mode)
        self.form.addRow("&Mode (CR4.PAE, EFER.LMA)", self.mode)
        self.cr3 = self.number_line(f"{cpu.cr3:#x}")
        self.form.addRow("&CR3", self.cr3)
        self.bits: dict[str, QCheckBox] = {}
        for name, label, meaning in _BITS:
            box = QCheckBox(meaning, self)
            box.setChecked(getattr(cpu, name))
            box.setAccessibleName(label)
            self.form.addRow(label, box)
            self.bits[name] = box
        self.maxphyaddr = QSpinBox(self)
        self.maxphyaddr.setRange(32, 52)
        self.maxphyaddr.setValue(cpu.maxphyaddr)
        self.form.addRow("MAXPHYADDR", self.maxphyaddr)
        self.pdptrs = [self.number_line(f"{value:#x}") for value in cpu.pdptrs]
        for number, line in enumerate(self.pdptrs):
            self.form.addRow(f"PDPTR {number} (loaded)", line)
        self.reload = QCheckBox("load CR3: PAE reads its four PDPTRs from memory", self)
        self.form.addRow("", self.reload)
        self.mode.currentIndexChanged.connect(self._show_what_counts)
        self._show_what_counts()

    def _show_what_counts(self) -> None:
        pae = self.mode.currentData() is PagingMode.PAE
        for widget in (*self.pdptrs, self.reload):
            widget.setEnabled(pae)
        self.bits["pse"].setEnabled(self.mode.currentData() is PagingMode.X32)

    def take(self) -> None:
        """Take the form, or say which field is wrong and keep everything."""
        numbers: list[int] = []
        for name, line, bits in (
            ("CR3", self.cr3, 64),
            *((f"PDPTR {number}", line, 64) for number, line in enumerate(self.pdptrs)),
        ):
            value = parse_number(line.text())
            if value is None or not 0 <= value < 1 << bits:
                self.refuse(
                    f'{name}: found "{line.text()}", expected a number of {bits} bits', line
                )
                return
            numbers.append(value)
        cr3, first, second, third, fourth = numbers
        mode = self.mode.currentData()
        cpu = replace(
            self._scenario.cpu,
            cr3=cr3,
            pae=mode is not PagingMode.X32,
            lma=mode is PagingMode.LONG,
            maxphyaddr=self.maxphyaddr.value(),
            pdptrs=(first, second, third, fourth),
            **{name: box.isChecked() for name, box in self.bits.items()},
        )
        scenario = self._scenario.with_cpu(cpu)
        if self.reload.isChecked() and self.reload.isEnabled():
            loaded = load_cr3(scenario, cr3)
            if isinstance(loaded, LoadFault):
                self.refuse(loaded.reason, self.cr3)
                return
            scenario = loaded
        self.edit_wished.emit("Registers", scenario)
        self.accept()
