"""The walk beside a lesson is predicted: from the lesson's place on, as far as it may be seen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mmuviz.core.lessons.target import Stage
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace
from mmuviz.present.callout import Callout, callout
from mmuviz.present.predict_panel import Panel

if TYPE_CHECKING:
    from mmuviz.gui.lessons.panel import LessonPanel
    from mmuviz.gui.main_window import MainWindow
    from mmuviz.present.lesson_screens import Place


class LessonAsking(QObject):
    """Has the mode of the window on while a lesson is shown, and gives back what was before.

    A task needs the live outcome, and what happens behind the walk is no question of the walk:
    there it is off.

    Attributes:
        governs: a lesson is shown.
    """

    def __init__(self, window: "MainWindow", parent: QObject) -> None:
        """Ask in `window`."""
        super().__init__(parent)
        self._window = window
        self._panel: LessonPanel | None = None
        self._place: Place | None = None
        self._pointed: Callout | None = None
        self._trace: Trace | None = None
        self._wanted, self._before = True, False
        self._is_shown = False
        self.governs = False

    def connect_panel(self, panel: "LessonPanel") -> None:
        """Follow the panel, once there is one."""
        self._panel = panel
        panel.turned.connect(self._turn)
        panel.walk.predict.fails_wished.connect(panel.session.show_failing)
        self._window.commands.predicting.connect_view(panel.walk.predict)
        self._window.predicting.panel_changed.connect(self._on_panel_changed)

    def show(self, *, shown: bool) -> None:
        """Note that the lessons are shown, or another view is."""
        self._is_shown = shown
        self._turn()

    def choose(self, *, asks: bool) -> None:
        """Ask from now on, or not, in every lesson."""
        self._wanted = asks
        self._ask()

    def stop(self) -> None:
        """Hide nothing while a lesson leads the window to another place."""
        if not self.governs:
            self._before, self.governs = self._window.predicting.on, True
        self._window.predicting.stop()

    def begin(self, place: "Place") -> None:
        """Ask from a place on, where the window stands now."""
        self._place, self._pointed = place, callout(place)
        self._point()
        self._ask()

    def _turn(self) -> None:
        """Take the mode over when a lesson comes, and give it back when it goes."""
        predicting = self._window.predicting
        reads = self._is_shown and self._panel is not None and self._panel.teaches
        if reads and not self.governs:
            self._before, self.governs = predicting.on, True
            self._point()
            self._ask()
        elif self.governs and not reads:
            self.governs = False
            self._point()
            predicting.stop()
            if self._before:
                predicting.start()

    def _point(self) -> None:
        """Point at the place on the path, while it is the lesson's."""
        self._window.walk.path.point_at(self._pointed if self.governs else None)

    def _ask(self) -> None:
        window, panel, place = self._window, self._panel, self._place
        assert panel is not None, "who governs has a panel"
        assert place is not None, "a lesson that is shown has led to a place"
        if not self._wanted or panel.session.task is not None or place.stage is not Stage.WALK:
            window.predicting.stop()
            return
        open_ = panel.session.question if panel.session.is_open else None
        is_here = self._walks(place.scenario, place.semantics)
        begins, ends = place.step if is_here else 0, None
        if open_ is not None:
            is_asked = self._walks(open_.scenario, open_.subject.semantics)
            ends = open_.told_at if is_asked else None
        self._trace = None  # nobody has stepped
        window.predicting.start_at(begins, ends)

    def _walks(self, scenario: Scenario, semantics: Semantics) -> bool:
        """Whether the window walks `scenario` by the rules of `semantics`."""
        window = self._window
        return window.document.scenario == scenario and window.session.semantics is semantics

    def _on_panel_changed(self, shown: Panel | None) -> None:
        window, panel = self._window, self._panel
        assert panel is not None, "it is what connects this"
        trace = window.session.trace
        is_stepped, self._trace = trace is self._trace, trace
        panel.view.show_asks(asks=shown is not None)
        if shown is None:
            panel.show_lesson()
        elif self.governs:
            panel.show_walk(shown, turns=is_stepped)
