"""The face "program" of the Exits view: a guest program, edited, run, stepped; its statistics."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mmuviz.core.scenario import Scenario
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.face import Face
from mmuviz.gui.views.program_editing import ProgramEditing
from mmuviz.gui.views.program_list import ProgramList
from mmuviz.gui.views.program_totals import ProgramTotals
from mmuviz.gui.views.program_why_view import ProgramWhy, muted
from mmuviz.gui.widgets.ground import Ground, Hairline
from mmuviz.gui.widgets.segmented import Segmented
from mmuviz.gui.widgets.wrap_row import WrapRow
from mmuviz.present.program_case import Case
from mmuviz.present.program_chart import Statistic, program_chart
from mmuviz.present.program_picture import ProgramPicture, program_picture
from mmuviz.present.program_why import why
from mmuviz.present.run_frame import RunFrame, RunRecord

if TYPE_CHECKING:
    from mmuviz.gui.views.program_chart_view import ProgramChart

_KINDS = {
    "access": "An access to the address of the current operation",
    "table write": "The kernel writes an entry of a page table, through its own mapping",
    "set WP": "The kernel sets CR0.WP, or clears it",
    "load CR3": "The kernel loads CR3",
}
_STATISTICS = (
    (Statistic.VMEXITS.value, "How often the processor leaves the guest because of a #PF"),
    (Statistic.PF_FIXED.value, "What page_fault counts as repaired, in vain or not"),
    (Statistic.AUDIT.value, "Complaints of KVM's own self-check after the operation"),
)
_KEYS = "Alt+↑ ↓ moves · with Shift ↓ copies · Del removes · F2 edits"
_WHY, _WHY_SHARE = 492.0, 0.335
_CHART = 190.0
_FEWEST_ROWS = 2


class ProgramFace(Face):
    """Table, chart and sums at the left, the reasons at the right."""

    by_operation = True

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay the zones out; the chart comes when it is first shown."""
        super().__init__(parent)
        self._theme = Theme()
        self._record: RunRecord | None = None
        self._shown: RunRecord | None = None
        self._picture: ProgramPicture | None = None
        self.list = ProgramList(self)
        self.editing = ProgramEditing(self.list)
        self.buttons = {kind: QPushButton(f"+ {kind}", self) for kind in _KINDS}
        self.keys = QLabel(_KEYS, self)
        self.heading_label = QLabel("Per operation", self)
        self.statistic = Segmented("Statistic", _STATISTICS, self)
        self.legend = QLabel(self)
        self.chart: ProgramChart | None = None
        self.totals = ProgramTotals(self)
        self.why = ProgramWhy(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._body = Ground(self)
        self._scroll = QScrollArea(self)  # for large text on a small screen
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._body)
        self._buttons_bar, self._head_bar = QWidget(self._body), QWidget(self._body)
        self._row = WrapRow(self._buttons_bar, last_right=True)
        for widget in (*self.buttons.values(), self.keys):
            self._row.addWidget(widget)
        self._head = WrapRow(self._head_bar)
        for widget in (self.heading_label, self.statistic, self.legend):
            self._head.addWidget(widget)
        self._chart_bar = QWidget(self._body)
        self._below = QHBoxLayout(self._chart_bar)
        self._below.addWidget(self.totals)
        left = QVBoxLayout(self._body)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.list, 1)
        left.addWidget(self._buttons_bar)
        left.addWidget(Hairline(self._body))
        left.addWidget(self._head_bar)
        left.addWidget(self._chart_bar, 1)
        for part in (self.list, self._chart_bar):
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        edge = QFrame(self)
        edge.setFixedWidth(1)
        edge.setAutoFillBackground(True)
        edge.setBackgroundRole(QPalette.ColorRole.Mid)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._scroll, 1)
        row.addWidget(edge)
        row.addWidget(self.why)

    def _connect(self) -> None:
        for kind, button in self.buttons.items():
            button.setToolTip(_KINDS[kind])
            button.clicked.connect(partial(self._add, kind))
        self.statistic.chosen.connect(self._on_statistic)
        self.list.operation_wished.connect(self._go_to)
        self.list.row_entered.connect(self._open_exits)
        self.editing.edit_wished.connect(self._edit)
        self.why.swap_wished.connect(self.editing.swap)

    def _add(self, kind: str, _checked: object = None) -> None:
        self.editing.add(kind)
        self.list.setFocus()

    # The frame.

    def heading(self, frame: RunFrame) -> tuple[str, str]:
        """Return the program's title and what the processor would allow of it."""
        picture = self._pictured(frame.record)
        return picture.title, picture.subtitle

    def _pictured(self, record: RunRecord) -> ProgramPicture:
        """Return the picture of a run, made once."""
        if record is not self._record or self._picture is None:
            self._record, self._picture = record, program_picture(record)
        return self._picture

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        px = theme.px
        for part in (
            self._body,
            self.list,
            self.editing,
            self.statistic,
            self.totals,
            self.why,
        ):
            part.set_theme(theme)
        self._chart_bar.setMinimumHeight(round(px(_CHART)))
        margin, gap = round(px(20)), round(px(8))
        self._row.setContentsMargins(margin, gap, margin, gap)
        self._row.setSpacing(gap)
        self._head.setContentsMargins(margin, gap, margin, gap)
        self._head.setSpacing(round(px(16)))
        self._below.setContentsMargins(margin, 0, round(px(14)), round(px(6)))
        self._below.setSpacing(round(px(16)))
        self.heading_label.setFont(theme.font(FontKind.HEADING))
        for label in (self.keys, self.legend):
            muted(label, theme)
            label.setFont(theme.font(FontKind.CAPTION))
        if self.chart is not None:
            self.chart.set_theme(theme)
            self._show_chart()
        self._fit()

    def show_run(self, frame: RunFrame) -> None:
        """Show the run, and what is said of its current operation."""
        record, number = frame.record, frame.operation
        if record is not self._shown:
            self._shown = record
            picture = self._pictured(record)
            self.list.show_picture(picture, record.scenario, number)
            self.totals.show_picture(picture)
            self._show_chart()
            self._fit()
        self.list.show_current(number)
        if self.chart is not None:
            self.chart.show_current(number)
        self.why.show_why(why(Case(record, number)))

    def showEvent(self, event: QShowEvent) -> None:
        """Make the chart, and let the keys act on the table at once."""
        super().showEvent(event)
        self._make_chart()
        self.list.setFocus()

    def _make_chart(self) -> None:
        if self.chart is not None:
            return
        from mmuviz.gui.views.program_chart_view import ProgramChart  # noqa: PLC0415  # takes long

        self.chart = ProgramChart(self)
        self.chart.operation_wished.connect(self._go_to)
        self.chart.set_theme(self._theme)
        self._below.insertWidget(0, self.chart, 1)
        self._show_chart()
        self.chart.show_current(max(self.list.currentIndex().row(), 0))

    def _show_chart(self) -> None:
        if self.chart is None or self._shown is None:
            return
        statistic = Statistic(self.statistic.value)
        chart = program_chart(self._shown, statistic)
        self.chart.show_chart(statistic.value, chart)
        before, after = (self._theme.color(role).name() for role in (Role.BEFORE, Role.AFTER))
        note = f" · {chart.note}" if chart.note else ""
        self.legend.setText(
            f'<span style="color:{before}">◇</span> before, hollow &nbsp; '
            f'<span style="color:{after}">◆</span> after, filled{note}'
        )

    def _on_statistic(self, _word: str) -> None:
        self._show_chart()

    # The size.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the reasons a third, and the table as much height as it has rows."""
        px = self._theme.px
        self.why.setFixedWidth(round(min(px(_WHY), self.width() * _WHY_SHARE)))
        rows = self.list.program.rowCount()
        self.list.setMaximumHeight(self.list.height_for(rows))
        self.list.setMinimumHeight(self.list.height_for(min(rows, _FEWEST_ROWS)))

    # What is wished.

    def _go_to(self, number: int) -> None:
        if self._shown is not None:
            self.step_wished.emit(self._shown.last_step_of(number))

    def _open_exits(self, _number: int) -> None:
        self.face_wished.emit("exits")

    def _edit(self, text: str, scenario: Scenario, number: int) -> None:
        """Wish an edit; then show the operation that it is about."""
        self.edit_wished.emit(text, scenario)
        self._go_to(min(number, len(scenario.program) - 1))
