"""The example of a column: its smallest state."""

import numpy as np

from mmuviz.sweep.columns import Column
from mmuviz.sweep.space import StateSpace


def smallest(space: StateSpace, column: Column) -> int | None:
    """Return the state where a column is 1 that has fewest flags set, of those the first.

    `kind` counts as one flag, whatever it says. States that nobody can ask are none.

    Args:
        space: the space.
        column: 1 or 0 for each of its states.

    Returns:
        The number of the state; None: there is none.
    """
    numbers = np.flatnonzero(column).astype(np.uint32)
    numbers = numbers[space.exists(space.states(numbers)) == 1]
    if not numbers.size:
        return None
    flags = np.bitwise_count(numbers)
    for flag in space.flags:
        if flag.width > 1:
            value = numbers >> flag.shift & (1 << flag.width) - 1
            flags -= np.bitwise_count(value) - (value != 0).view(np.uint8)
    return int(numbers[flags.argmin()])
