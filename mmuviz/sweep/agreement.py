"""In which groups of a map all states agree, so that it can be said of the group."""

import numpy as np

from mmuviz.sweep.colouring import Colouring
from mmuviz.sweep.columns import Column


def agreed(colouring: Colouring, flag: Column) -> dict[int, int]:
    """Return, by the number of a group, what a flag is in all its states.

    Args:
        colouring: the groups.
        flag: 0 or 1 in every state; a single one stands for all.

    Groups in which it is 0 here and 1 there are left out.
    """
    places = np.left_shift(flag, 8, dtype=np.uint16) | colouring.cells
    clear, is_set = np.bincount(places, minlength=1 << 9).reshape(2, -1)
    found = {}
    for group in colouring.groups:
        if not is_set[group.number] or not clear[group.number]:
            found[group.number] = int(is_set[group.number] > 0)
    return found
