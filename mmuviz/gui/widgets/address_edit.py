"""A line edit for addresses: hexadecimal, a label, or a label and an offset."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from mmuviz.core.scenario import Scenario
from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Theme
from mmuviz.sources.scenario_question import resolve_address


def address_problem(text: str, scenario: Scenario) -> str:
    """Return what is wrong with `text` as a linear address; empty where nothing is."""
    gva = resolve_address(text, scenario.labels)
    mode = scenario.cpu.mode
    if gva is None:
        return f'"{text}" is no address: hexadecimal digits, a label, or label + 0x238'
    if gva < 0 or gva >> mode.address_bits:
        return f"{gva:#x} is too wide: {mode.title} mode has {mode.address_bits}-bit addresses"
    return ""


class AddressEdit(QLineEdit):
    """The address that is asked about. Enter takes what was typed, Escape the address before.

    Signals:
        address_entered: another address was entered (int).
    """

    address_entered = Signal(object)  # an int may have 64 bits; Qt's own has 32

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        self._scenario = Scenario()
        self._bad = False
        self.setFrame(False)
        self.setTextMargins(8, 0, 4, 0)
        self.setAccessibleName("Address")
        self.setToolTip("Linear address: hexadecimal, a label, or label + offset; Enter walks it")
        self.returnPressed.connect(self._take)
        self.textEdited.connect(self._on_edited)

    def set_theme(self, theme: Theme) -> None:
        """Use the theme's monospaced font, as wide as the mode's longest address."""
        self._theme = theme
        self.setFont(theme.font(FontKind.MONO))
        self._fit()

    def set_scenario(self, scenario: Scenario) -> None:
        """Show the scenario's address, and know its labels."""
        self._scenario = scenario
        self._restore()
        self._fit()

    def _fit(self) -> None:
        digits = "0" * (len(f"{self._scenario.access.gva:x}") + 3)
        self.setFixedWidth(
            round(self._theme.width(FontKind.MONO, "0x" + digits) + self._theme.px(18))
        )

    @property
    def _shown(self) -> str:
        """The address that is asked about, as it stands here."""
        return f"{self._scenario.access.gva:#x}"

    def _restore(self) -> None:
        if self.text() != self._shown:
            self.setText(self._shown)
        if self._bad:
            self._set_bad("")

    def _on_edited(self, _text: str) -> None:
        self._set_bad("")

    def _set_bad(self, reason: str) -> None:
        if self._bad and not reason:
            QToolTip.hideText()
        self._bad = bool(reason)
        self.setAccessibleDescription(reason)
        self.update()
        if reason:
            QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), reason, self)

    def problem(self, text: str) -> str:
        """Return what is wrong with `text` as an address here; empty where nothing is."""
        return address_problem(text, self._scenario)

    def _take(self) -> None:
        reason = self.problem(self.text())
        self._set_bad(reason)
        if not reason:
            gva = resolve_address(self.text(), self._scenario.labels)
            self.setText(f"{gva:#x}")
            self.address_entered.emit(gva)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the old address back on Escape."""
        if event.key() == Qt.Key.Key_Escape and self.text() == self._shown and not self._bad:
            event.ignore()  # there is nothing to give back: it leaves what the window is in
        elif event.key() == Qt.Key.Key_Escape:
            self._restore()
            self.selectAll()
        else:
            super().keyPressEvent(event)
            event.accept()  # QLineEdit passes Enter on: in a lesson it would go on a screen

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep no half-typed address."""
        super().focusOutEvent(event)
        if self.text() != self._shown and not self.problem(self.text()):
            self._take()
        elif self._bad or self.problem(self.text()):
            self._restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame: red round a wrong address, a ring where the keyboard is."""
        super().paintEvent(event)
        paint.edit_frame(QPainter(self), self, self._theme, is_bad=self._bad)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()
