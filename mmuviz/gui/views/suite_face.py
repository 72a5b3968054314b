"""The test-suite face of the Claims page: 256 cases, run on before, after and hardware."""

from dataclasses import replace

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mmuviz.core.suite import Case, Verdict
from mmuviz.core.trace import Semantics
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.story_face import StoryFace
from mmuviz.gui.views.suite_list import SuiteList
from mmuviz.gui.widgets.control import RING
from mmuviz.gui.widgets.segmented import Segmented
from mmuviz.gui.widgets.wrap_row import WrapRow
from mmuviz.present import suite_picture
from mmuviz.present.suite_picture import (
    Results,
    Shown,
    case_notes,
    case_title,
    run_suite,
    suite_rows,
    totals_text,
)
from mmuviz.sources.opened import Opened

_TIPS = {
    Shown.ALL: "Every combination of the eight flags",
    Shown.ORIGINAL: "What the original ran, in its order",
    Shown.FAILURES: "Cases that before, after or hardware fails",
}
_HINT = "Enter or a double click opens a case as a scenario"


class SuiteFace(StoryFace):
    """The totals, a filter, and the table; the cases are run when it is first shown."""

    title = suite_picture.TITLE
    subtitle = suite_picture.SUBTITLE

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay the parts out."""
        super().__init__(parent)
        self._results: Results | None = None
        self.totals = QLabel(self)
        self.hint = QLabel(_HINT, self)
        self.filter = Segmented("Cases", [(one.value, tip) for one, tip in _TIPS.items()], self)
        self.list = SuiteList(self)
        head = QWidget(self)
        self._top = WrapRow(head, last_right=True)
        for part in (self.filter, self.totals, self.hint):
            self._top.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self.list, 1)
        self.entrance = self.list
        self.filter.chosen.connect(self._show)
        self.list.case_wished.connect(self._open)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts, colours and sizes."""
        margin, ring, gap = (round(theme.px(size)) for size in (20, RING, 8))
        self._top.setContentsMargins(margin - ring, gap, margin, gap)
        self._top.setSpacing(round(theme.px(16)))
        self.totals.setFont(theme.font(FontKind.HEADING))
        self.hint.setFont(theme.font(FontKind.CAPTION))
        muted = self.hint.palette()
        muted.setColor(self.hint.foregroundRole(), theme.color(Role.MUTED))
        self.hint.setPalette(muted)
        for part in (self.filter, self.list):
            part.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        """Run the suite, the first time."""
        super().showEvent(event)
        if self._results is None:
            self._results = run_suite()
            self.totals.setText(totals_text(self._results))
            self._show()

    def _show(self) -> None:
        assert self._results is not None, "shown only once it is run"
        self.list.show_rows(suite_rows(self._results, Shown(self.filter.value)))

    def _open(self, case: Case) -> None:
        assert self._results is not None, "a case stands in the table"
        title, notes = case_title(case), case_notes(self._results, case)
        scenario = replace(case.scenario, title=title, notes=notes)
        passed = self._results[Semantics.BEFORE][case.number].verdict is Verdict.PASS
        semantics = Semantics.AFTER if passed else Semantics.BEFORE  # the one that has the news
        self.scenario_wished.emit(Opened(scenario, "test case", semantics=semantics))
