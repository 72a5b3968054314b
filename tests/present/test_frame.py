"""A frame: one step of a walk, its parts made when they are asked for."""

import pytest

from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics, record
from mmuviz.present.frame import Frame
from tests.core.paths import A, P, U, W, path

TRACE = record(Semantics.AFTER, path(PagingMode.X32, [P | W | U | A, P], user=True))


@pytest.mark.parametrize("step", [-1, len(TRACE.events) + 1])
def test_there_is_no_frame_outside_the_walk(step):
    """The message names the steps that there are."""
    with pytest.raises(IndexError, match=f"has steps 0 to {len(TRACE.events)}, not {step}"):
        Frame(TRACE, step)


def test_parts_are_made_once():
    """What was asked for is kept; what was not is not there."""
    frame = Frame(TRACE, 3)

    assert frame.path is frame.path
    assert "path" in vars(frame)
    assert "timeline" not in vars(frame)
