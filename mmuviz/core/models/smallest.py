"""The smallest state that catches a wrong idea: the one to look at first."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations

from mmuviz.core.claims.space import SPACES, Space, SpaceKind
from mmuviz.core.models.wrong import WrongModel
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario


@cache
def smallest_state(model: WrongModel) -> Scenario:
    """Return the walk state of PAE mode with the fewest flags set that catches the idea.

    PAE, as the one mode in which every idea can be caught.
    """
    space = SPACES[PagingMode.PAE, SpaceKind.WALK]
    rows = space.rows(fewest_first(space))
    return next(row.scenario for row in rows if model.is_caught(row.scenario))


def fewest_first(space: Space) -> Iterator[int]:
    """Yield the number of every state, those with few flags set first."""
    bits = len(space).bit_length() - 1
    for size in range(bits + 1):
        for places in combinations(range(bits), size):
            yield sum(1 << place for place in places)
