"""What the Atlas view is asked: a space, a lens, a layout, a filter; and what is counted of it."""

from dataclasses import replace
from functools import cached_property

from PySide6.QtCore import QObject, Signal

from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics
from mmuviz.present.atlas_legend import Legend, legend
from mmuviz.sweep.arrangement import Arrangement, Grid, usual
from mmuviz.sweep.colouring import Colouring, Group, Lens, Sort, colour, offered
from mmuviz.sweep.filter_tree import Expression
from mmuviz.sweep.space import STATE_SPACES, Place, SpaceName, StateSpace
from mmuviz.sweep.survey import Quantity, Survey

SPACES = (SpaceName.WALK, SpaceName.ACCESS, SpaceName.HARDWARE)
"""The spaces that the view offers: ACCESS_ALL of long mode is left to the command line."""

_Key = tuple[Sort, tuple[int, ...]]


class AtlasAnswer:
    """What is counted, each part when it is asked for.

    Attributes:
        survey: the states.
        lens: through what they are looked at.
        where: the filter; None: all states.
    """

    def __init__(self, survey: Survey, lens: Lens, where: Expression | None) -> None:
        """Count later."""
        self.survey = survey
        self.lens = lens
        self.where = where

    @cached_property
    def colouring(self) -> Colouring:
        """All states that the filter leaves, coloured."""
        shown = None if self.where is None else self.where.evaluate(self.survey.states)
        return colour(self.survey, self.lens, shown)

    @cached_property
    def legend(self) -> Legend:
        """The groups in words."""
        return legend(self.survey, self.colouring)


class AtlasSession(QObject):
    """Holds the question; each change of it is one signal.

    Signals:
        changed: something else is asked, and answered.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Ask where after's error code differs from hardware's, in the PAE walk."""
        super().__init__(parent)
        space = STATE_SPACES[PagingMode.PAE, SpaceName.WALK]
        lens = Lens(Semantics.AFTER, Semantics.HARDWARE, Quantity.ERROR_CODE)
        self._answer = AtlasAnswer(Survey(space), lens, None)
        self._arrangement = usual(space)
        self._grid = Grid(space, self._arrangement)
        self._wished: Quantity | None = lens.quantity
        self._alone: _Key | None = None
        self._marked: int | None = None

    # What is asked.

    @property
    def space(self) -> StateSpace:
        """The states."""
        return self._answer.survey.space

    @property
    def survey(self) -> Survey:
        """The states and their results."""
        return self._answer.survey

    @property
    def lens(self) -> Lens:
        """Through what they are looked at."""
        return self._answer.lens

    @property
    def where(self) -> Expression | None:
        """The filter."""
        return self._answer.where

    @property
    def arrangement(self) -> Arrangement:
        """How they are laid out."""
        return self._arrangement

    @property
    def grid(self) -> Grid:
        """The cells of the layout."""
        return self._grid

    @property
    def marked(self) -> int | None:
        """The state of the scenario that was looked for; None: none is."""
        return self._marked

    # What comes of it.

    @property
    def answer(self) -> AtlasAnswer:
        """What is counted."""
        return self._answer

    @property
    def colouring(self) -> Colouring:
        """All states that the filter leaves, coloured."""
        return self._answer.colouring

    @property
    def alone(self) -> Group | None:
        """The one group that is shown; None: all are."""
        found = [one for one in self.colouring.groups if (one.sort, one.values) == self._alone]
        return found[0] if found else None

    @property
    def shown(self) -> Colouring:
        """What the map shows: the colouring, or one group of it alone."""
        alone = self.alone
        return self.colouring if alone is None else self.colouring.only(alone)

    def state_of(self, row: int, column: int) -> int:
        """Return the state that a cell shows, the smallest of these."""
        return self._grid.telling(self.shown.cells, row, column)

    # Asking.

    def set_space(self, mode: PagingMode, name: SpaceName) -> None:
        """Look at another space, in its usual layout, all of it."""
        space = STATE_SPACES[mode, name]
        if space is not self.space:
            self._take_space(space)
            self.changed.emit()

    def _take_space(self, space: StateSpace) -> None:
        survey = Survey(space)
        lens = replace(self.lens, quantity=self._wished)
        self._answer = AtlasAnswer(survey, fitting(survey, lens), None)
        self._alone = self._marked = None
        self._arrange(usual(space))

    def set_rules(self, semantics: Semantics, against: Semantics | None) -> None:
        """Compare others, or look at one as it is."""
        self._look(Lens(semantics, against, self._wished))

    def set_quantity(self, quantity: Quantity | None) -> None:
        """Look at another result."""
        self.set_lens(Lens(self.lens.semantics, self.lens.against, quantity))

    def set_lens(self, lens: Lens) -> None:
        """Look through another lens, or the nearest that there is.

        The quantity stays wished for: it comes back with rules and spaces that have it.
        """
        self._wished = lens.quantity
        self._look(lens)

    def _look(self, lens: Lens) -> None:
        lens = fitting(self.survey, lens)
        if lens != self.lens:
            self._answer = AtlasAnswer(self.survey, lens, self.where)
            self._alone = None
            self.changed.emit()

    def set_where(self, where: Expression | None) -> None:
        """Look at those states alone in which `where` holds."""
        if where != self.where:
            self._answer = AtlasAnswer(self.survey, self.lens, where)
            self.changed.emit()

    def set_arrangement(self, arrangement: Arrangement) -> None:
        """Lay them out in another way."""
        if arrangement != self._arrangement:
            self._arrange(arrangement)
            self.changed.emit()

    def _arrange(self, arrangement: Arrangement) -> None:
        self._arrangement = arrangement
        self._grid = Grid(self.space, arrangement)

    def show_alone(self, number: int) -> None:
        """Show one group alone, by its number; all again where it is shown alone already."""
        group = self.colouring.group(number)
        key = None if group is None else (group.sort, group.values)
        self._alone = None if key == self._alone else key
        self.changed.emit()

    # From a scenario.

    def forget_mark(self) -> None:
        """Mark no state."""
        if self._marked is not None:
            self._marked = None
            self.changed.emit()

    def find(self, scenario: Scenario) -> Place | None:
        """Look at the space that knows most of a scenario, and mark its state there.

        Returns:
            Where it is; None: it is nowhere, and nothing changes.
        """
        mode = scenario.cpu.mode
        spaces = sorted(
            (STATE_SPACES[mode, name] for name in SPACES), key=lambda one: one is not self.space
        )
        found = [(space, space.place(scenario)) for space in spaces]
        placed = [(space, place) for space, place in found if place is not None]
        if not placed:
            return None
        space, place = min(placed, key=lambda one: len(one[1].unlike))
        if space is not self.space:
            self._take_space(space)
        self._answer = AtlasAnswer(self.survey, self.lens, None)
        self._alone, self._marked = None, place.number
        arrangement = self._arrangement
        for flag in space.flags:
            arrangement = arrangement.fixed_at(flag.name, flag.of(place.number))
        self._arrange(arrangement)
        self.changed.emit()
        return place


def fitting(survey: Survey, lens: Lens) -> Lens:
    """Return a lens, or the nearest that the space offers: by error code, else by outcome."""
    against = None if lens.against is lens.semantics else lens.against
    quantity = lens.quantity
    there_are = offered(survey, lens.semantics, against)
    if (quantity is None and against is None) or (quantity and quantity not in there_are):
        code = Quantity.ERROR_CODE
        quantity = code if code in there_are else Quantity.OUTCOME
    return Lens(lens.semantics, against, quantity)
