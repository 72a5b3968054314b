"""Reckon whole columns of states, by any of the three rules: a block at a time, which fits a cache.

Source: semantics.md, 2, 3, 5 and 7.
"""

from collections.abc import Callable
from typing import Final

import numpy as np

from mmuviz.core.trace import Semantics
from mmuviz.sweep import twin_after, twin_before, twin_hardware
from mmuviz.sweep.columns import Results, States

BLOCK: Final = 1 << 15
"""States of a block: its columns, temporary ones too, take about 2 MB."""

_Twin = Callable[[States], Results]
_WALKS: Final[dict[Semantics, _Twin]] = {
    Semantics.BEFORE: twin_before.walk,
    Semantics.AFTER: twin_after.walk,
    Semantics.HARDWARE: twin_hardware.walk,
}
_ACCESSES: Final[dict[Semantics, _Twin]] = {
    Semantics.BEFORE: twin_before.access,
    Semantics.AFTER: twin_after.access,
    Semantics.HARDWARE: twin_hardware.access,
}


def walk(semantics: Semantics, states: States) -> Results:
    """Walk every state.

    Columns: `outcome` (a place in OUTCOMES), `error_code` (NONE without a fault; *before* has no
    such column), `level` at which it ended, `checks` (Refusal), and of each entry `pde_a`
    afterwards; of hardware also `pde_d`, and `pde_may`: A is left open there; of the two others
    `all_w` and `all_u`: where it is mapped, W and U of every entry on the way.
    """
    return _blocks(_WALKS[semantics], states)


def access(semantics: Semantics, states: States) -> Results:
    """Let every state make one access from a cold shadow; hardware has none.

    Columns: `outcome` (a place in ENDINGS), `error_code` that is injected, `vmexits`, `pf_fixed`,
    `pde_a`..., `pde_d` and `pte_d` afterwards, `shadow_leaf_reached`, and `shadow_leaf`, the low
    12 bits of the entry that is left.
    """
    return _blocks(_ACCESSES[semantics], states)


def _blocks(twin: _Twin, states: States) -> Results:
    """Reckon block by block into whole columns."""
    found: Results = {}
    for start in range(0, max(states.rows, 1), BLOCK):
        stop = min(start + BLOCK, states.rows)
        for name, column in twin(states.block(start, stop)).items():
            if name not in found:
                found[name] = np.empty(states.rows, column.dtype)
            found[name][start:stop] = column
    return found
