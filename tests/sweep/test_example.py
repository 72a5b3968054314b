"""The smallest state of a column has fewest flags set."""

import numpy as np

from mmuviz.core.paging import PagingMode
from mmuviz.sweep.columns import where
from mmuviz.sweep.example import smallest
from mmuviz.sweep.space import STATE_SPACES, SpaceName

PAE = PagingMode.PAE


def column(space, *numbers):
    found = np.zeros(len(space), np.uint8)
    found[list(numbers)] = 1
    return found


def test_fewest_flags_first_then_the_lowest_number():
    """One flag beats two; of equals the first."""
    space = STATE_SPACES[PAE, SpaceName.WALK]
    assert smallest(space, column(space, 0b11, 0b1000, 0b100000)) == 0b1000
    assert smallest(space, column(space, 0)) == 0
    assert smallest(space, column(space)) is None


def test_kind_is_one_flag_whatever_it_says():
    """Kind 3 is no more than kind 1, but comes later."""
    space = STATE_SPACES[PAE, SpaceName.ACCESS]
    states = space.states()
    for kind in (1, 2, 3):
        found = smallest(space, where(states["leaf_kind"] == kind))
        assert found == kind << space.flags[0].shift
    three = 3 << space.flags[0].shift
    assert smallest(space, column(space, three, 0b1)) == 0b1
    assert smallest(space, column(space, three, 0b11)) == three


def test_what_nobody_can_ask_is_no_example():
    """A write and a fetch at once."""
    space = STATE_SPACES[PAE, SpaceName.HARDWARE]
    states = space.states()
    assert smallest(space, states["write"] & states["fetch"]) is None
    assert smallest(space, states["write"] | states["fetch"]) == 2


def test_the_smallest_wrong_error_code_of_a_pae_walk():
    """The example of FINDINGS but for A, which does not matter: a user read, PDE P, PTE absent."""
    space = STATE_SPACES[PAE, SpaceName.WALK]
    states = space.states()
    wrong = states["pdpte_p"] & states["pde_p"] & states["user"] & (states["pde_u"] ^ 1)
    number = smallest(space, wrong & (states["pte_p"] ^ 1))
    set_ = [flag.name for flag in space.flags if flag.of(number)]
    assert set_ == ["pdpte.p", "pde.p", "user"]
