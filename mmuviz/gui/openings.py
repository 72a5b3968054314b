"""Where what is opened is shown: a link's scenario at its telling step, a program as a program."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mmuviz.core.trace import Semantics
from mmuviz.gui.checks import Job
from mmuviz.gui.compare_session import CompareSession
from mmuviz.gui.run_session import RunSession
from mmuviz.gui.views.exits_page import ExitsPage
from mmuviz.present.claims import Opening, View
from mmuviz.present.telling import (
    compare_step,
    parting_step,
    run_step,
    walk_step,
)
from mmuviz.present.verify_opening import mismatch_scenario, mismatch_semantics
from mmuviz.present.verify_record import Difference, Holds
from mmuviz.resources import asset
from mmuviz.sources.opened import LESSON, Opened, OpenOptions

if TYPE_CHECKING:
    from mmuviz.gui.main_window import MainWindow

_PAGES = {
    View.WALK: "view_walk",
    View.COMPARE: "view_compare",
    View.EXITS: "view_exits",
    View.PROGRAM: "view_exits",
}


class Openings(QObject):
    """Opens what shows a claim."""

    def __init__(self, window: "MainWindow") -> None:
        """Open in `window`."""
        super().__init__(window)
        self._window = window

    def open(self, opening: Opening) -> None:
        """Open a built-in scenario, unless unsaved work is to be kept; or the two listings."""
        if opening.view is View.DIFF:
            action = self._window.actions_by_name["change"]
            if not action.isChecked():
                action.trigger()
            return
        path = asset(f"scenarios/{opening.scenario}.toml")
        self._window.files.open(path, partial(self._arrive, opening))

    def walk(self, opened: Opened) -> None:
        """Show the whole walk of what is no file, unless unsaved work is to be kept."""
        self._window.files.replace_all(opened, self._show_walk)

    def step(self, opened: Opened, step: int) -> None:
        """Show a step of the walk of what is no file, unless unsaved work is to be kept."""
        self._window.files.replace_all(opened, partial(self._show_step, step))

    def state(self, opened: Opened, against: Semantics | None) -> None:
        """Show a state of the atlas where its walk parts from `against`'s, or at its end."""
        self._window.files.replace_all(opened, partial(self._show_parting, against))

    def show_in_atlas(self) -> None:
        """Show where the open scenario is among all states."""
        window = self._window
        window.show_view("view_atlas")
        window.atlas.board.show_scenario(window.document.scenario)

    def _show_parting(self, against: Semantics | None, opened: Opened) -> None:
        self._window.show_view("view_walk")
        if against is None:
            self._window.session.last()
        else:
            step = parting_step(opened.scenario, opened.semantics, against)
            self._window.session.go_to(step)

    def show_program(self, opened: Opened) -> None:
        """Show what a guest does, where `opened` holds more than one access to walk."""
        if opened.scenario.operations and opened.kind != LESSON:
            self._show(View.PROGRAM)

    def mismatch(self, job: Job, found: Difference) -> None:
        """Show a recorded case that differs: a program's operation, else a scenario of its own."""
        recorded = job.check.recorded
        assert recorded is not None, "a file that is replayed has said what it is"
        if found.program:
            assert job.path is not None, "a program stands in a file"
            options = OpenOptions(program=found.program)
            self._window.files.open(job.path, partial(self._show_operation, found), options)
            return
        scenario = mismatch_scenario(job.title, recorded, found)
        semantics = mismatch_semantics(recorded.holds, found)
        behind = recorded.holds in (Holds.ACCESS, Holds.ACCESS_PAIR)
        then = self._show_exits if behind else self._show_walk
        opened = Opened(scenario, "recorded row", semantics=semantics)
        self._window.files.replace_all(opened, then)

    def _show_operation(self, found: Difference, _opened: Opened) -> None:
        """Show the operation of a program, or its end."""
        self._window.session.set_semantics(mismatch_semantics(None, found))
        self._show(View.PROGRAM)
        stepper = self._window.stepper
        if found.number is None or not isinstance(stepper, RunSession):
            stepper.last()
        else:
            stepper.go_to_operation(found.number - 1)

    def _show_exits(self, opened: Opened) -> None:
        self._show(View.PROGRAM if opened.scenario.operations else View.EXITS)
        self._window.stepper.last()

    def _show_step(self, step: int, _opened: Opened) -> None:
        self._window.show_view("view_walk")
        self._window.session.go_to(step)

    def _show_walk(self, _opened: Opened) -> None:
        self._window.show_view("view_walk")
        self._window.session.last()

    def _show(self, view: View) -> None:
        """Show a view, and the face of it that `view` names."""
        self.turn_to(view)
        self._window.show_view(_PAGES[view])

    def turn_to(self, view: View, version: Semantics | None = None) -> None:
        """Turn a page to the face that `view` names, and to a version where one has room."""
        page = self._window.pages[_PAGES[view]]
        if isinstance(page, ExitsPage):
            page.show_face(view.value)
            if version is not None:
                page.show_version(version)

    def _arrive(self, opening: Opening, _opened: Opened) -> None:
        window = self._window
        window.session.set_semantics(opening.semantics)
        self._show(opening.view)
        stepper = window.stepper
        if isinstance(stepper, CompareSession):
            stepper.go_to(compare_step(stepper.frame.record, opening))
        elif isinstance(stepper, RunSession) and stepper.by_operation:
            stepper.go_to_operation(opening.operation)
        elif isinstance(stepper, RunSession):
            stepper.go_to(run_step(stepper.frame.record, opening))
        else:
            window.session.go_to(walk_step(window.session.trace, opening))
