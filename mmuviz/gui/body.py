"""What fills the window below its menus: the question, and under it the view that is shown."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmuviz.gui.lessons.beside import Beside
from mmuviz.gui.theme import Theme
from mmuviz.gui.views.atlas_page import AtlasPage
from mmuviz.gui.views.claims_page import ClaimsPage
from mmuviz.gui.views.compare_page import ComparePage
from mmuviz.gui.views.exit_faces import exit_faces
from mmuviz.gui.views.exits_page import ExitsPage
from mmuviz.gui.views.maps_page import MapsPage
from mmuviz.gui.views.page import Page
from mmuviz.gui.views.presenter_page import PresenterPage
from mmuviz.gui.views.question_bar import QuestionBar
from mmuviz.gui.views.tables_page import TablesPage
from mmuviz.gui.views.verify_page import VerifyPage
from mmuviz.gui.views.walk_page import WalkPage
from mmuviz.gui.widgets.ground import Ground, Hairline
from mmuviz.gui.widgets.notice import Notice
from mmuviz.gui.widgets.stack import Stack

if TYPE_CHECKING:
    from mmuviz.gui.lessons.panel import LessonPanel


class Body(Ground):
    """Holds all views; one is shown, or the presenter instead of it, and lessons beside it.

    Attributes:
        question: what is asked, above the views that answer it.
        walk: the Walk view.
        exits: the Exits view.
        atlas: the Atlas view.
        claims: the Claims view.
        verify: the Verify view.
        teaches: the panel of the lessons stands at the left of a view.
        pages: the views that have a tab, by the name of their action.
        presenter: the step alone.
        notice: says over all of it that a file is written.
    """

    def __init__(self, actions: dict[str, QAction], parent: QWidget) -> None:
        """Make them all; `actions` are the window's own."""
        super().__init__(parent)
        self.teaches = False
        self.question = QuestionBar(self)
        self.walk = WalkPage(actions, self)
        self.exits = ExitsPage(actions, exit_faces(actions, self), self)
        self.atlas = AtlasPage(self)
        self.claims = ClaimsPage(self)
        self.verify = VerifyPage(self)
        self.pages: dict[str, Page] = {
            "view_walk": self.walk,
            "view_compare": ComparePage(actions, self),
            "view_exits": self.exits,
            "view_tables": TablesPage(self),
            "view_maps": MapsPage(self),
            "view_atlas": self.atlas,
            "view_claims": self.claims,
            "view_verify": self.verify,
        }
        self.presenter = PresenterPage(self)
        self._hairline = Hairline(self)
        self._stack = Stack(self)
        for view in (*self.pages.values(), self.presenter):
            self._stack.addWidget(view)
        self._live = live = Ground(self)
        self._panel: LessonPanel | None = None
        self._beside = Beside(live, self)
        whole, column = QVBoxLayout(self), QVBoxLayout(live)
        for layout in (whole, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        whole.addWidget(self._beside)
        self._beside.fitted.connect(self._fit)
        self.notice = Notice(self)
        column.addWidget(self.question)
        column.addWidget(self._hairline)
        column.addWidget(self._stack, 1)

    def set_theme(self, theme: Theme) -> None:
        """Draw all in `theme`."""
        super().set_theme(theme)
        self.question.set_theme(theme)
        self.presenter.set_theme(theme)
        self._live.set_theme(theme)
        if self._panel is not None:
            self._panel.set_theme(theme)
        self._beside.set_theme(theme)
        self.notice.set_theme(theme)
        for page in self.pages.values():
            page.set_theme(theme)

    def show_page(self, page: Page) -> None:
        """Show `page`, and the question where it stands above it, with what the page can do."""
        self._show_question(shown=page.asks)
        self.question.show_rules(page.rules)
        self._stack.setCurrentWidget(page)

    def show_lessons(self, panel: "LessonPanel | None") -> None:
        """Show the panel of the lessons; None: hide it."""
        self.teaches = panel is not None
        self.walk.show_side(shown=panel is None)
        self._fit()
        if panel is not None and self._panel is None:
            self._panel = panel
            panel.set_theme(self._theme)
            self._beside.insertWidget(0, panel)
            self._beside.share_out()
        if self._panel is not None:
            self._panel.setVisible(self.teaches)

    def _fit(self) -> None:
        """Let the buttons that step make way where large text leaves a lesson no room."""
        shown = not (self.teaches and self._beside.is_cramped)
        for page in (self.walk, self.exits):
            page.transport.setVisible(shown)
            part = page.transport.parentWidget()
            while part is not self and part is not None:
                part.updateGeometry()  # at once: the panel must not widen the window
                part = part.parentWidget()

    def show_presenter(self) -> None:
        """Show the step alone."""
        self._show_question(shown=False)
        self._stack.setCurrentWidget(self.presenter)

    def show_guest(self, guest: QWidget) -> None:
        """Show what is here for a while, and nothing else."""
        self._show_question(shown=False)
        self.show_lessons(None)
        self._stack.addWidget(guest)
        self._stack.setCurrentWidget(guest)

    def remove_guest(self, guest: QWidget) -> None:
        """Forget what was here for a while."""
        self._stack.removeWidget(guest)

    def _show_question(self, *, shown: bool) -> None:
        for part in (self.question, self._hairline):
            part.setVisible(shown)
