"""The controls of the Verify view: files, sample, start and cancel."""

from PySide6.QtWidgets import QPushButton, QSpinBox, QWidget

from mmuviz.gui.theme import FontKind, Theme
from mmuviz.gui.widgets.wrap_row import WrapRow
from mmuviz.present.second_opinion import ENGINE
from mmuviz.sources.unicorn_extra import HOW_TO_INSTALL, is_installed

_MOST = 1000
_IDLE = "Nothing runs"
_BUSY = "It runs already"
_EMPTY = "There is no file in the list"


class VerifyBar(QWidget):
    """Buttons, in as many lines as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay them out."""
        super().__init__(parent)
        self.add = QPushButton("&Add files…", self)
        self.recorded = QPushButton("Recor&ded…", self)
        self.engine = QPushButton(f"{ENGINE}…", self)
        self.sample = QSpinBox(self)
        self.start = QPushButton("&Start", self)
        self.cancel = QPushButton("&Cancel", self)
        self.remove = QPushButton("&Remove", self)
        self.clear = QPushButton("C&lear", self)
        self.add.setToolTip("Pick recorded files of any kind")
        self.recorded.setToolTip("Recorded results that are here")
        self.engine.setToolTip(f"Every state of a space through {ENGINE}, an independent processor")
        if not is_installed():
            self.engine.setEnabled(False)
            self.engine.setToolTip(f"{ENGINE} is not installed; {HOW_TO_INSTALL}")
        self.sample.setRange(1, _MOST)
        self.sample.setPrefix("one row of ")
        self.sample.setSpecialValueText("every row")
        self.sample.setAccessibleName("Sample")
        self.sample.setToolTip("How many rows are replayed; a sample takes always the same ones")
        self._parts = (
            *(
                self.add,
                self.recorded,
                self.engine,
                self.sample,
                self.start,
                self.cancel,
                self.remove,
                self.clear,
            ),
        )
        self._row = WrapRow(self)
        for part in self._parts:
            self._row.addWidget(part)

    def set_theme(self, theme: Theme, margin: int, gap: int) -> None:
        """Take the theme's fonts and sizes."""
        self._row.setContentsMargins(margin, gap, margin, gap)
        self._row.setSpacing(gap)
        self._row.between = gap
        height = round(theme.metrics(FontKind.BODY).height() + theme.px(12))
        for part in self._parts:
            part.setFont(theme.font(FontKind.BODY))
            part.setFixedHeight(height)

    def show_run(self, *, running: bool, filled: bool) -> None:
        """Offer what can be done."""
        ready = filled and not running
        self.start.setEnabled(ready)
        self.start.setToolTip("Check every file of which there is no result yet")
        if not ready:
            self.start.setToolTip(_BUSY if running else _EMPTY)
        self.cancel.setEnabled(running)
        self.cancel.setToolTip("End what runs; what was found stays" if running else _IDLE)
        for part, tip in ((self.remove, "Take this file out"), (self.clear, "Take all files out")):
            part.setEnabled(filled)
            part.setToolTip(tip if filled else _EMPTY)
