"""The window: menus, tabs, the question, and the views that show one frame."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QMainWindow, QWidget

from mmuviz.gui import settings as table
from mmuviz.gui.actions import ACTIONS, LESSONS, make_actions
from mmuviz.gui.ask import Asker, QtAsker
from mmuviz.gui.body import Body
from mmuviz.gui.commands import Commands
from mmuviz.gui.document import Document
from mmuviz.gui.files import Files
from mmuviz.gui.icons import application_icon
from mmuviz.gui.lessons.teaching import Teaching
from mmuviz.gui.look import Look, first_scale, first_size
from mmuviz.gui.menus import fill_menus
from mmuviz.gui.openings import Openings
from mmuviz.gui.predicting import Predicting
from mmuviz.gui.session import Session
from mmuviz.gui.settings import Settings
from mmuviz.gui.stepper import Stepper
from mmuviz.gui.stories import Stories
from mmuviz.gui.student_file import StudentFile
from mmuviz.gui.theme import Theme
from mmuviz.gui.view_tabs import ViewTabs
from mmuviz.gui.views.page import Page
from mmuviz.gui.visits import Visits
from mmuviz.present.frame import Frame
from mmuviz.sources.opened import Opened

_PLAIN_KEYS = {QKeySequence(key).toString(): spec.name for spec in ACTIONS for key in spec.plain}


class MainWindow(QMainWindow):
    """Everything on one screen."""

    def __init__(
        self, opened: Opened, folder: Path, asker: Asker | None = None, scheme: str | None = None
    ) -> None:
        """Show `opened`; settings and recovery files live in `folder`.

        Args:
            opened: what to show first.
            folder: the configuration folder.
            asker: who asks the user; the window itself where none is given.
            scheme: a theme instead of the remembered one.
        """
        super().__init__()
        self.settings = Settings(folder)
        scale = first_scale(self.settings)
        self.look = Look(scheme or self.settings.text(table.THEME), scale, self)
        self.document = Document(opened, self)
        self.session = Session(opened.scenario, opened.semantics, self)
        self.student = StudentFile(folder)
        self.predicting = Predicting(self.session, self.student, self)
        asker = asker or QtAsker(self)
        self.files = Files(self.document, asker, self.settings, folder, self)
        self.commands = Commands(self, asker)
        self.openings = Openings(self)
        self.teaching = Teaching(self, asker, folder)
        self.visits = Visits(self)
        self.stories = Stories(self)
        self.actions_by_name = make_actions(self, self.commands.handlers())
        self.addActions(list(self.actions_by_name.values()))
        self._remembers = True
        self._presenting = False
        self._closing = False
        self._build()
        self._connect()
        self.setAcceptDrops(True)
        self.resize(*first_size(scale))
        self.restoreGeometry(self.settings.raw(table.GEOMETRY))
        self.walk.restore_splitters(self.settings.raw(table.SPLITTERS))
        self.atlas.restore(self.settings.text(table.ATLAS))
        self.look.apply()
        self.commands.show_choices()
        self._on_frame_changed(self.session.frame)
        self._on_title_changed()
        self.show_view("view_walk")
        self._body.setFocus()  # not the tabs, which come first and take the arrows

    def _build(self) -> None:
        self.tabs = ViewTabs(self.menuBar())
        self.menuBar().setCornerWidget(self.tabs)
        self.menuBar().setNativeMenuBar(False)
        self.recent_menu = fill_menus(self.menuBar(), self.actions_by_name)
        self.recent_menu.aboutToShow.connect(self.commands.fill_recent)
        self._view = self._beside = "view_walk"
        self._body = body = Body(self.actions_by_name, self)
        self.question, self.walk = body.question, body.walk
        self.atlas, self.claims, self.verify = body.atlas, body.claims, body.verify
        self.pages, self.presenter, self.notice = body.pages, body.presenter, body.notice
        self.setCentralWidget(body)

    def _connect(self) -> None:
        self.document.scenario_changed.connect(self.session.set_scenario)
        self.document.opened_changed.connect(self._on_opened_changed)
        self.document.history_changed.connect(self._on_title_changed)
        self.document.history_changed.connect(self.commands.show_undo)
        self.files.storyline_found.connect(self.stories.open)
        self.session.frame_changed.connect(self._on_frame_changed)
        self.session.running_changed.connect(self.walk.transport.show_running)
        self.look.changed.connect(self._on_look_changed)
        self.question.edit_wished.connect(self.document.edit)
        self.question.semantics_wished.connect(self.session.set_semantics)
        self.question.registers_wished.connect(self.commands.registers)
        self.walk.step_wished.connect(self.session.go_to)
        self.presenter.step_wished.connect(self.session.go_to)
        self.commands.predicting.connect_panel()
        self.claims.opening_wished.connect(self.openings.open)
        self.claims.scenario_wished.connect(self.openings.walk)
        self.atlas.state_wished.connect(self.openings.state)
        self.atlas.export_failed.connect(self.commands.exports.tell_failure)
        self.verify.files_wished.connect(self.commands.add_recorded)
        self.verify.mismatch_wished.connect(self.openings.mismatch)
        self.tabs.view_wished.connect(self.show_view)
        for page in self.pages.values():
            page.walk_wished.connect(self.commands.walk_to)
            page.edit_wished.connect(self.document.edit)
            page.stepped.connect(self.commands.follow)

    @property
    def page(self) -> Page | None:
        """The view that is shown; None where the presenter shows the walk's step instead."""
        page = self.pages[self._beside if self._view == LESSONS else self._view]
        return None if self._presenting and page is self.walk else page

    @property
    def stepper(self) -> Stepper:
        """What the keys and buttons that step move in the view that is shown."""
        page = self.page
        return self.session if page is None or page.stepper is None else page.stepper

    def show_view(self, name: str) -> None:
        """Show the view of the action `name`, in the window."""
        self.visits.end()
        self.present(on=False)
        self.stepper.pause()
        by_tabs = self.tabs.hasFocus()
        self._view = name
        self._show_chosen()
        self.tabs.show_view(name)
        self.actions_by_name[name].setChecked(True)
        self._show_current(self.session.frame)
        self.teaching.show(shown=name == LESSONS)
        if self.tabs.hasFocus() and not by_tabs:
            self._body.setFocus()  # Qt gave the keyboard on from what is hidden now

    def show_beside(self, name: str) -> None:
        """Show the view of the action `name` beside the lessons."""
        self._beside = name
        if self._view == LESSONS:
            self.stepper.pause()
            self._show_chosen()
            self._show_current(self.session.frame)

    def present(self, on: bool) -> None:  # noqa: FBT001  # a signal's argument
        """Show the walk's step alone, or another view, on the whole screen; or the window again."""
        if on == self._presenting:
            return
        self.stepper.pause()
        self._presenting = on
        self._show_chosen()
        self._fill_screen(on=on)
        self.actions_by_name["presenter"].setChecked(on)
        self._show_current(self.session.frame)
        (self._body if self.page else self.presenter).setFocus()

    def show_alone(self, guest: QWidget, *, full: bool) -> None:
        """Show what is no view of the document; `full`: on the whole screen."""
        self._body.show_guest(guest)
        self._fill_screen(on=full)
        guest.setFocus()

    def show_again(self, guest: QWidget) -> None:
        """Show the window as it was before `guest`."""
        self._body.remove_guest(guest)
        self._show_chosen()
        self._fill_screen(on=False)
        self._show_current(self.session.frame)
        self._body.setFocus()

    def _fill_screen(self, *, on: bool) -> None:
        self.menuBar().setVisible(not on)
        full = Qt.WindowState.WindowFullScreen
        self.setWindowState(self.windowState() | full if on else self.windowState() & ~full)

    def _show_chosen(self) -> None:
        """Let the view on the screen be the one that is chosen, and the actions what it can do."""
        page = self.page
        self._body.show_lessons(self.teaching.panel if self._view == LESSONS and page else None)
        if page is None:
            self._body.show_presenter()
            self.commands.show_steps(steps=True, opinions=False)
        else:
            self._body.show_page(page)
            self.commands.show_steps(steps=page.steps, opinions=page.stepper is not None)

    def forget_settings(self) -> None:
        """Remember nothing of this window: it is there for a picture."""
        self._remembers = False

    def _on_opened_changed(self, opened: Opened) -> None:
        self.visits.end()
        self.session.pause()
        self.session.set_semantics(opened.semantics)
        self._on_title_changed()
        self.commands.show_remarks(opened)
        self.openings.show_program(opened)

    def _on_title_changed(self) -> None:
        self.setWindowTitle(f"{self.document.title}[*] – mmuviz")
        self.setWindowModified(self.document.is_modified)

    def _on_frame_changed(self, frame: Frame) -> None:
        self.files.semantics = frame.trace.semantics
        self.actions_by_name[frame.trace.semantics.value].setChecked(True)
        self.question.show_frame(frame)
        self._show_current(frame)

    def _show_current(self, frame: Frame) -> None:
        """Draw `frame` in the view that is shown; the others follow when they are."""
        (self.page or self.presenter).show_frame(frame)
        self.commands.follow()

    def _on_look_changed(self, theme: Theme) -> None:
        self.tabs.set_theme(theme)
        self.menuBar().setStyleSheet(theme.menu_bar_style())  # lays the tabs out too
        self._body.set_theme(theme)
        self.setWindowIcon(application_icon(theme))
        self._show_current(self.session.frame)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the plain keys step; what has the focus has had its chance already."""
        key, name = event.key(), _PLAIN_KEYS.get(QKeySequence(event.key()).toString())
        if key == Qt.Key.Key_Escape and self._presenting:
            self.present(on=False)
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif self.commands.predicting.take_key(event, lessons=self._body.teaches):
            event.accept()
        elif name is not None:
            self.actions_by_name[name].trigger()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first file that was dropped."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files.open(Path(paths[0]))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave only when nothing is lost."""
        exercising = self.commands.exercising
        if not self._remembers:
            event.accept()
        elif self._closing or not (self.document.is_modified or exercising.is_written):
            self._remember()
            event.accept()
        else:
            event.ignore()
            exercising.unless_written("Quit", partial(self.files.close, self._leave))
        if event.isAccepted():
            for page in self.pages.values():
                page.leave()
            self.commands.leave()

    def _leave(self) -> None:
        self._closing = True
        QTimer.singleShot(0, self.close)  # not from within the event that asked

    def _remember(self) -> None:
        self.visits.end()
        self.present(on=False)  # the full screen is the presenter's, not the window's
        self.files.forget_recovery()
        self.settings.put(table.GEOMETRY, self.saveGeometry())
        self.settings.put(table.SPLITTERS, self.walk.splitters())
        self.settings.put(table.ATLAS, self.atlas.remembered())
        self.settings.put(table.THEME, self.look.scheme)
        self.settings.put(table.TEXT_SCALE, self.look.theme.scale)
        self.settings.sync()
