"""The question, left to right like a sentence: address, access, CR0.WP, mode, semantics."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QWidget

from mmuviz.core.access import Access
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.address_edit import AddressEdit
from mmuviz.gui.widgets.bit_toggle import BitToggle
from mmuviz.gui.widgets.segmented import Segmented
from mmuviz.gui.widgets.wrap_row import WrapRow
from mmuviz.present.frame import Frame

_KINDS = (
    ("read", "A data read"),
    ("write", "A data write: needs W in every entry"),
    ("fetch", "An instruction fetch: before and after take it for a read"),
)
_PRIVILEGES = (
    ("user", "From user mode, CPL 3: needs U in every entry"),
    ("supervisor", "From the kernel, CPL 0"),
)
_SEMANTICS = (
    ("before", "walk_addr before the change: no check of rights in the walk"),
    ("after", "walk_addr after the change: checks level by level"),
    ("hardware", "The processor: collects the whole path, then judges"),
)


class QuestionBar(QWidget):
    """What is asked of the page tables.

    Signals:
        edit_wished: the scenario is to be another one (undo text, Scenario).
        semantics_wished: other rules are to be followed (Semantics).
        registers_wished: the registers are to be shown.
    """

    edit_wished = Signal(str, object)
    semantics_wished = Signal(object)
    registers_wished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay the controls out."""
        super().__init__(parent)
        self.setObjectName("question_bar")
        self._scenario = Scenario()
        self.address_label = QLabel("&Address", self)
        self.address = AddressEdit(self)
        self.address_label.setBuddy(self.address)
        self.label_list = QComboBox(self)
        self.label_list.setAccessibleName("Labels")
        self.label_list.setToolTip("Pick a labelled address")
        self.label_list.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.kind = Segmented("Access", _KINDS, self)
        self.privilege = Segmented("Privilege", _PRIVILEGES, self)
        self.wp = BitToggle("CR0.WP", "1: a supervisor write obeys W too", self)
        self.registers = QPushButton(self)
        self.registers.setFlat(True)
        self.registers.setToolTip("Mode and registers (Ctrl+R)")
        self.semantics_label = QLabel("Semantics", self)
        self.semantics = Segmented("Semantics", _SEMANTICS, self)
        self._row = WrapRow(self, last_right=True)
        self._asked = _Group((self.address_label, self.address, self.label_list), self)
        self._rules = _Group((self.semantics_label, self.semantics), self)
        for widget in (
            self._asked,
            self.kind,
            self.privilege,
            self.wp,
            self.registers,
            self._rules,
        ):
            self._row.addWidget(widget)
        self._own_rules: list[QWidget] = []
        self._connect()
        self.set_theme(Theme())

    def show_rules(self, rules: QWidget | None) -> None:
        """Show a view's own choice of rules in the place of whose are followed; None: that."""
        shown = rules or self._rules
        if self._row.indexOf(shown) < 0:
            self._row.addWidget(shown)
            self._own_rules.append(shown)
        for widget in (self._rules, *self._own_rules):
            widget.setVisible(widget is shown)

    def _connect(self) -> None:
        self.address.address_entered.connect(self._on_address)
        self.label_list.activated.connect(self._on_label)
        self.kind.chosen.connect(self._on_access)
        self.privilege.chosen.connect(self._on_access)
        self.wp.toggled.connect(self._on_wp)
        self.registers.clicked.connect(self.registers_wished)
        self.semantics.chosen.connect(self._on_semantics)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts and sizes."""
        margin = round(theme.px(16))
        self._row.setContentsMargins(margin, round(theme.px(4)), margin, round(theme.px(4)))
        self._row.setSpacing(round(theme.px(4)))
        for group in (self._asked, self._rules):
            group.row.setSpacing(round(theme.px(4)))
        for widget in (self.kind, self.privilege, self.wp, self.semantics, self.address):
            widget.set_theme(theme)
        self.address_label.setMinimumWidth(round(theme.width(FontKind.BODY, "Address") + 3))
        self.registers.setFont(theme.font(FontKind.BODY))
        ink = theme.color(Role.TEXT).name()  # a style sheet does not follow the palette
        self.registers.setStyleSheet(f"text-align: left; padding-left: 8px; color: {ink};")
        control = round(theme.metrics(FontKind.BODY).height() + theme.px(12))
        self.address.setFixedHeight(control)
        self.label_list.setFixedHeight(control)
        self.label_list.setFixedWidth(round(theme.px(168)))
        self.updateGeometry()

    def show_frame(self, frame: Frame) -> None:
        """Show the question of `frame`."""
        scenario = frame.scenario
        new_labels = scenario.labels != self._scenario.labels or not self.label_list.count()
        self._scenario = scenario
        self.address.set_scenario(scenario)
        if new_labels:
            self._fill_labels()
        self.label_list.setCurrentIndex(self._nearest())
        self.kind.set_value(scenario.access.kind)
        self.privilege.set_value(scenario.access.privilege)
        self.wp.set_value(scenario.cpu.wp)
        self.semantics.set_value(frame.trace.semantics.value)
        self.registers.setText(summary(scenario))

    def _fill_labels(self) -> None:
        self.label_list.clear()
        self.label_list.addItem("no label near")
        for label in self._scenario.labels:
            self.label_list.addItem(label.name)
            tip = f"{label.gva:#x}  {label.meaning}".strip()
            self.label_list.setItemData(
                self.label_list.count() - 1, tip, Qt.ItemDataRole.ToolTipRole
            )
        self.label_list.setVisible(bool(self._scenario.labels))

    def _nearest(self) -> int:
        """Return the row of the label within a page below the address, its offset shown."""
        gva, best, labels = self._scenario.access.gva, 0, self._scenario.labels
        for row, label in enumerate(labels, 1):
            near = 0 <= gva - label.gva < 0x1000
            if near and (not best or label.gva > labels[best - 1].gva):
                best = row
        for row, label in enumerate(labels, 1):
            offset = gva - label.gva if row == best else 0
            shown = f"{label.name} + {offset:#x}" if offset else label.name
            if shown != self.label_list.itemText(row):
                self.label_list.setItemText(row, shown)
        return best

    def _on_address(self, gva: int) -> None:
        access = replace(self._scenario.access, gva=gva)
        self.edit_wished.emit(f"Address {gva:#x}", replace(self._scenario, access=access))

    def _on_label(self, row: int) -> None:
        if row:
            label = self._scenario.labels[row - 1]
            access = replace(self._scenario.access, gva=label.gva)
            text = f"Address {label.name}"
            self.edit_wished.emit(text, replace(self._scenario, access=access))

    def _on_access(self, _word: str) -> None:
        kind = self.kind.value
        access = Access(
            self._scenario.access.gva,
            write=kind == "write",
            fetch=kind == "fetch",
            user=self.privilege.value == "user",
        )
        text = f"Access: {access.privilege} {access.kind}"
        self.edit_wished.emit(text, replace(self._scenario, access=access))

    def _on_wp(self, value: bool) -> None:  # noqa: FBT001  # a signal's argument
        cpu = replace(self._scenario.cpu, wp=value)
        text = f"{'Set' if value else 'Clear'} CR0.WP"
        self.edit_wished.emit(text, replace(self._scenario, cpu=cpu))

    def _on_semantics(self, word: str) -> None:
        self.semantics_wished.emit(Semantics(word))


class _Group(QWidget):
    """Widgets that stay together when the bar goes on in another line."""

    def __init__(self, widgets: Sequence[QWidget], parent: QWidget) -> None:
        """Put `widgets` side by side."""
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.row.addWidget(widget)


def summary(scenario: Scenario) -> str:
    """Say the mode and the registers that matter in it: `PAE · CR4.PSE 1 · EFER.NXE 1`."""
    cpu = scenario.cpu
    if not cpu.pg:
        return "paging off (CR0.PG 0)"
    parts = [cpu.mode.title]
    if cpu.mode is PagingMode.X32:
        parts.append(f"CR4.PSE {int(cpu.pse)}")
    else:
        parts.append(f"EFER.NXE {int(cpu.nxe)}")
    parts += [f"{name} 1" for name, bit in (("SMEP", cpu.smep), ("SMAP", cpu.smap)) if bit]
    return " · ".join(parts)
