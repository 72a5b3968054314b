"""The smallest of some states has fewest flags set."""

import numpy as np

from mmuviz.core.paging import PagingMode
from mmuviz.sweep.example import smallest
from mmuviz.sweep.space import STATE_SPACES, SpaceName


def of(name, *numbers):
    return smallest(STATE_SPACES[PagingMode.PAE, name].flags, np.array(numbers))


def test_fewest_flags_first_then_the_lowest_number():
    """One flag beats two; of equals the first."""
    assert of(SpaceName.WALK, 0b11, 0b1000, 0b100000) == 0b1000
    assert of(SpaceName.WALK, 0, 1) == 0


def test_kind_is_one_flag_whatever_it_says():
    """Kind 3 is no more than kind 1, but comes later."""
    one, two, three = (kind << 15 for kind in (1, 2, 3))
    assert of(SpaceName.ACCESS, two, three) == two
    assert of(SpaceName.ACCESS, 0b1, three) == 0b1
    assert of(SpaceName.ACCESS, 0b11, three) == three
    assert of(SpaceName.ACCESS, 0b111, one | 1, three | 1) == one | 1
