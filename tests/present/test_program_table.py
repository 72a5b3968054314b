"""Operations and what they came to, in words."""

import pytest

from mmuviz.core.access import Access
from mmuviz.core.operation import LoadCr3, SetWp, TableWrite, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.shadow.guest import Ending, GuestResult
from mmuviz.core.shadow.program import run_program
from mmuviz.core.trace import Semantics
from mmuviz.present.program_table import operation_text, result_text, statistics_text
from tests.core.paths import path


@pytest.mark.parametrize(
    ("operation", "text"),
    [
        (Touch(Access(0x1000, write=True, user=True)), "user write 0x1000"),
        (TableWrite(0x2000, 0x5067), "table write 0x2000 = 0x5067"),
        (SetWp(wp=True), "CR0.WP = 1"),
        (LoadCr3(0x3000), "CR3 = 0x3000"),
    ],
)
def test_operations(operation, text):
    """What the guest does."""
    assert operation_text(operation) == text


def test_results():
    """Every ending has words of its own."""
    said = {result_text(GuestResult(ending, 0)) for ending in Ending}
    assert len(said) == len(Ending)
    assert result_text(GuestResult(Ending.INJECTED, 5, 2, 1)) == (
        "injected 0x5 (P | U), 2 vmexits, 1 fixed"
    )
    assert result_text(GuestResult(Ending.INJECTED, 0, 1)) == "injected 0x0, 1 vmexit"
    assert result_text(GuestResult(Ending.INJECTED, 5), bare=True) == "#PF 0x5 (P | U)"


def test_statistics():
    """A run in one line; the bare processor has no vmexits to count."""
    refused = path(PagingMode.PAE, (1, 1, 1), user=True)
    run = run_program(Semantics.BEFORE, refused, refused.program)
    assert statistics_text(run) == "1 operation, 2 vmexits, 1 fixed, 1 injected"
    assert statistics_text(run, bare=True) == "1 operation, 1 fault"
