"""What before, after and hardware come to, in as few rows as a projector has room for."""

from mmuviz.core.comparison import Comparison
from mmuviz.core.scenario import Scenario
from mmuviz.present.compare_table import EndRow, end_rows

MOST = 6
"""Rows that can be read from the last row of seats."""

_ALWAYS = ("outcome", "error code")
_NEVER = ("shadow leaf", "pf_fixed")


def compare_rows(scenario: Scenario) -> tuple[EndRow, ...]:
    """Return what the access comes to: what the guest notices, and whatever differs."""
    whole = Comparison(scenario)
    rows = [
        row
        for row in end_rows(whole, whole)
        if row.title in _ALWAYS or (row.differs and row.title not in _NEVER)
    ]
    return tuple(rows[:MOST])
