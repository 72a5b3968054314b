"""The example of many states: the smallest of them."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from mmuviz.sweep.columns import Column
from mmuviz.sweep.space import Flag


def smallest(flags: Iterable[Flag], numbers: npt.NDArray[np.integer[Any]]) -> int:
    """Return the state that has fewest flags set, of those the first; of one state at least.

    A flag of two bits counts as one flag, whatever it says.

    Args:
        flags: the flags of the space.
        numbers: the states, ascending.
    """
    count: Column = np.bitwise_count(numbers)
    for flag in flags:
        if flag.width > 1:
            value = numbers >> flag.shift & (1 << flag.width) - 1
            count = count - np.bitwise_count(value) + (value != 0)
    return int(numbers[count.argmin()])
