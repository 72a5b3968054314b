"""The Verify view: recorded results held against this program, file by file, as one watches."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from mmuviz.gui.checks import Checks
from mmuviz.gui.dialogs.pick import Choice, PickDialog
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.check_list import CheckList
from mmuviz.gui.views.drop_zone import DropZone
from mmuviz.gui.views.mismatch_panel import MismatchPanel
from mmuviz.gui.views.page import Page
from mmuviz.gui.views.verify_bar import VerifyBar
from mmuviz.gui.widgets.ground import Hairline
from mmuviz.gui.widgets.quiet_area import QuietArea
from mmuviz.gui.widgets.stack import Stack
from mmuviz.present.agreement_check import SWEEPS
from mmuviz.present.frame import Frame
from mmuviz.present.recorded_groups import recorded_groups
from mmuviz.present.second_opinion import ENGINE
from mmuviz.present.verify_picture import Detail, check_row, detail, totals_text
from mmuviz.present.wording import amount
from mmuviz.resources import recorded_files

_HINT = "Files can be dropped here; Delete takes one out"


class VerifyPage(Page):
    """The controls, the files, and the rows of one file that differ.

    Signals:
        files_wished: somebody wants to pick files.
        mismatch_wished: a row is to be opened (Job, Difference).
    """

    asks = False
    steps = False

    files_wished = Signal()
    mismatch_wished = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without a file."""
        super().__init__(parent)
        self.checks = Checks(self)
        self._groups = recorded_groups(recorded_files())
        self.bar = VerifyBar(self)
        self.totals, self.hint = QLabel(self), QLabel(_HINT, self)
        self.totals.setWordWrap(True)
        self.list = CheckList(self)
        self.panel = MismatchPanel(self)
        self.empty = DropZone(self._groups, self)
        self.zones = QSplitter(Qt.Orientation.Vertical, self)
        self.stack = Stack(self)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        self.zones.setChildrenCollapsible(False)
        self.zones.addWidget(self.list)
        self.zones.addWidget(self.panel)
        self.zones.setSizes([600, 400])
        self.zones.setStretchFactor(0, 3)
        self.zones.setStretchFactor(1, 2)
        framed = QWidget(self)
        self._frame = QVBoxLayout(framed)
        self._frame.addWidget(self.empty)
        self.stack.addWidget(QuietArea(framed, self.stack))
        self.stack.addWidget(self.zones)
        self._count_row = QHBoxLayout()
        self._count_row.addWidget(self.totals, 1)
        self._count_row.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(self._count_row)
        column.addWidget(Hairline(self))
        column.addWidget(self.stack, 1)

    def _connect(self) -> None:
        bar, checks = self.bar, self.checks
        bar.add.clicked.connect(self.files_wished)
        bar.recorded.clicked.connect(self._pick_recorded)
        bar.engine.clicked.connect(self._pick_sweep)
        bar.start.clicked.connect(checks.start)
        bar.cancel.clicked.connect(checks.cancel)
        bar.remove.clicked.connect(self._remove)
        bar.clear.clicked.connect(checks.clear)
        bar.sample.valueChanged.connect(self._set_sample)
        self.empty.way_wished.connect(self.files_wished)
        self.empty.group_wished.connect(self.add_files)
        self.list.removal_wished.connect(self._remove)
        self.list.row_changed.connect(self._show_detail)
        self.list.row_wished.connect(self._enter_rows)
        self.panel.list.row_wished.connect(self._open)
        checks.changed.connect(self._show)

    # What is to be checked.

    def add_files(self, paths: Sequence[Path]) -> None:
        """Append files, each once."""
        was_empty = not self.checks.jobs
        self.checks.add_files(paths)
        if was_empty and self.isVisible():
            self.list.setFocus()

    def _pick_recorded(self) -> None:
        choices = [
            Choice(title, amount(len(files), "file"), str(number))
            for number, (title, files) in enumerate(self._groups)
        ]
        dialog = PickDialog("Recorded results", choices, self.window())
        dialog.picked.connect(self._add_recorded)
        dialog.open()

    def _add_recorded(self, number: str) -> None:
        self.add_files(self._groups[int(number)][1])

    def _pick_sweep(self) -> None:
        choices = [
            Choice(sweep.title, sweep.about, str(number)) for number, sweep in enumerate(SWEEPS)
        ]
        dialog = PickDialog(f"Every state through {ENGINE}", choices, self.window())
        dialog.picked.connect(self._add_sweep)
        dialog.open()

    def _add_sweep(self, number: str) -> None:
        self.checks.add_sweep(SWEEPS[int(number)])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Append all files that were dropped."""
        urls = event.mimeData().urls()
        event.acceptProposedAction()
        self.add_files([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def _remove(self) -> None:
        self.checks.remove(self.list.current)

    def _set_sample(self, sample: int) -> None:
        self.checks.sample = sample

    # What is shown.

    def _show(self) -> None:
        """Follow the run."""
        checks, replays = self.checks, self.checks.replays
        running = checks.is_running
        self.list.show_rows([check_row(replay) for replay in replays])
        self._show_detail()
        self.bar.show_run(running=running, filled=bool(replays))
        self.totals.setText(totals_text(replays, running=running, seconds=checks.seconds))
        self.hint.setVisible(bool(replays))
        self.totals.setVisible(bool(replays))
        self.stack.setCurrentIndex(int(bool(replays)))

    def _show_detail(self) -> None:
        replays, number = self.checks.replays, self.list.current
        shown = detail(replays[number]) if 0 <= number < len(replays) else Detail("")
        self.panel.show_detail(shown)

    def _enter_rows(self) -> None:
        """Go to the rows that differ, where there are some."""
        if self.panel.list.rows.rowCount():
            self.panel.list.setFocus()

    def _open(self, row: int) -> None:
        job = self.checks.jobs[self.list.current]
        self.mismatch_wished.emit(job, job.check.differences[row])

    def leave(self) -> None:
        """End what runs beside the window."""
        self.checks.cancel()

    def showEvent(self, event: QShowEvent) -> None:
        """Let the keys act at once."""
        super().showEvent(event)
        (self.list if self.checks.jobs else self.empty.way).setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        margin, gap = round(theme.px(20)), round(theme.px(8))
        self._count_row.setContentsMargins(margin, 0, margin, gap)
        self._count_row.setSpacing(round(theme.px(16)))
        self._frame.setContentsMargins(margin, margin, margin, margin)
        self.totals.setFont(theme.font(FontKind.HEADING))
        self.hint.setFont(theme.font(FontKind.CAPTION))
        muted = self.hint.palette()
        muted.setColor(self.hint.foregroundRole(), theme.color(Role.MUTED))
        self.hint.setPalette(muted)
        self.bar.set_theme(theme, margin, gap)
        for part in (self.list, self.panel, self.empty):
            part.set_theme(theme)

    def show_frame(self, frame: Frame) -> None:
        """Recorded results are the same whatever is walked."""
