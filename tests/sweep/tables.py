"""Truth tables for tests, and the fewest terms of small ones by trying everything."""

import itertools
import random
from functools import cache

import numpy as np

from mmuviz.sweep.space import Flag
from mmuviz.sweep.truth import truth


def table(column, known=None, kind=False):
    """The table of a column over 2^n states; where `known` is 0 it is open.

    With `kind`, the two lowest bits are one flag.
    """
    bits = len(column).bit_length() - 1
    low = 2 if kind else 0
    flags = [Flag(f"x{shift}", f"x{shift}", shift, 1) for shift in reversed(range(low, bits))]
    flags += [Flag("kind", "leaf_kind", 0, 2)] if kind else []
    exists = np.ones(1, np.uint8) if known is None else np.array(known, np.uint8)
    return truth(flags, np.array(column, np.uint8), exists)


def shuffled(bits, seed, open_percent=0, kind=False):
    """A table of `bits` variables that is like no other."""
    coin = random.Random(seed)  # noqa: S311
    column = [coin.getrandbits(1) for _ in range(1 << bits)]
    known = [coin.randrange(100) >= open_percent for _ in range(1 << bits)]
    return table(column, known, kind)


def states_of(cube):
    """The indices of a table in which a term holds."""
    return set(itertools.product(*([v for v in range(4) if mask >> v & 1] for mask in cube)))


def covers(made, cubes):
    """Whether some term holds wherever the table is on, and none where it is off."""
    held = set().union(*map(states_of, cubes))
    on, off = (set(map(tuple, np.argwhere(one).tolist())) for one in (made.on, made.off))
    return on <= held and not held & off


def fewest(made):
    """The fewest terms of any cover, by trying all."""
    off = set(map(tuple, np.argwhere(made.off).tolist()))
    masks = [range(1, variable.full + 1) for variable in made.variables]
    terms = [held for cube in itertools.product(*masks) if not (held := states_of(cube)) & off]
    wide = [frozenset(one) for one in terms if not any(one < other for other in terms)]

    @cache
    def rest(left):
        if not left:
            return 0
        first = min(left)
        return 1 + min(rest(left - one) for one in wide if first in one)

    return rest(frozenset(map(tuple, np.argwhere(made.on).tolist())))
