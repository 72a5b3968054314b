"""Compare a row of a walk file: before, after, and the gva_to_gpa of both."""

from mmuviz.core.fixed_path import FixedPath, Row
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, Trace, record, translate
from mmuviz.sources.row_compare import NONE_BYTE, Differing, Values, pairs, written_by

_NO_FRAME = 0xFFFFFFFF
_STATUS = {"mapped": 0, "unmapped": 1, "undefined": 2}


class WalkRow:
    """Compares a row of a walk file: before, after, and the gva_to_gpa of both."""

    __slots__ = ("_rights",)

    def __init__(self, path: FixedPath) -> None:
        self._rights = [
            (place, address)
            for place, (level, address) in enumerate(
                zip(path.mode.levels, path.addresses, strict=True)
            )
            if level.has_rights
        ]

    def differing(self, row: Row, expected: Values) -> Differing:
        """Return place, recorded value and value got where they differ."""
        scenario, entries = row.scenario, row.entries
        trace = record(Semantics.BEFORE, scenario)
        got = (
            NONE_BYTE,  # walk_addr was void
            *self._fields(trace, entries),
            *_translated(Semantics.BEFORE, scenario),
        )
        trace = record(Semantics.AFTER, scenario)
        code = trace.result.error_code
        got += (
            int(trace.result.outcome is Outcome.MAPPED),
            NONE_BYTE if code is None else code,
            *self._fields(trace, entries),
            *_translated(Semantics.AFTER, scenario),
        )
        return [] if got == expected else pairs(expected, got)

    def _fields(self, trace: Trace, entries: Values) -> list[int]:
        """Return level, gfn, inherited_ar and the A bit of each entry that has one."""
        result = trace.result
        written = written_by(trace)
        fields = [
            result.level.number if result.level else NONE_BYTE,
            _NO_FRAME if result.gfn is None else result.gfn,
            NONE_BYTE if result.inherited_ar is None else result.inherited_ar,
        ]
        for place, address in self._rights:
            fields.append(written.get(address, entries[place]) >> 5 & 1)
        return fields


def _translated(semantics: Semantics, scenario: Scenario) -> tuple[int, int]:
    """Return the columns gva_to_gpa_status and gva_to_gpa."""
    answer = translate(semantics, scenario)
    assert answer is not None, "before and after have a gva_to_gpa"
    return _STATUS[answer.status], _NO_FRAME if answer.gpa is None else answer.gpa
