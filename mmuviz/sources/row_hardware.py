"""Compare a row of a hardware file, but for what its README leaves open."""

from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.fixed_path import ENTRY_NAMES, FixedPath, Row
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome, WalkResult
from mmuviz.core.trace import Semantics, record
from mmuviz.sources.row_compare import Differing, Values, pairs, written_by


class HardwareRow:
    """Compares a row of a hardware file, but for what its README leaves open."""

    __slots__ = ("_addresses", "_bits", "_known_errors", "_mode", "_names")

    def __init__(self, path: FixedPath, names: tuple[str, ...], *, known_errors: bool) -> None:
        self._mode = path.mode
        self._addresses = path.addresses
        self._names = names
        self._known_errors = known_errors
        entry_places = {
            ENTRY_NAMES[level.number]: place for place, level in enumerate(path.mode.levels)
        }
        self._bits = [
            (entry_places[name.split("_")[0]], Pte.A if "_a_" in name else Pte.D)
            for name in names[2:]
        ]

    def differing(self, row: Row, expected: Values) -> Differing:
        """Return place, recorded value and value got where they differ and may not."""
        trace = record(Semantics.HARDWARE, row.scenario)
        result, written = trace.result, written_by(trace)
        now = [
            written.get(address, entry)
            for address, entry in zip(self._addresses, row.entries, strict=True)
        ]
        code = result.error_code or 0
        if self._known_errors:
            if code & Pferr.RSVD:
                code &= ~Pferr.P  # item 3: QEMU leaves P out
            if _refused_gigabyte(result):
                now[1] |= Pte.A  # item 4: QEMU sets A there, and there alone
        fault = int(result.outcome.is_fault)
        got = (fault, code, *[int(now[place] & bit != 0) for place, bit in self._bits])
        if got == expected:
            return []
        either = self._left_open(result)
        return [
            (place, was, is_)
            for place, was, is_ in pairs(expected, got)
            if not (self._names[place] in either and was in (0, 1))
        ]

    def _left_open(self, result: WalkResult) -> set[str]:
        """Return the columns that may hold 0 or 1 in a row with this result."""
        either = {f"{ENTRY_NAMES[level.number]}_a_after" for level, _ in result.may_set}  # item 1
        if self._known_errors and self._mode is PagingMode.PAE:
            either.add("pdpte_a_after")  # item 2: QEMU writes to a register's place in memory
        return either


def _refused_gigabyte(result: WalkResult) -> bool:
    """Whether rights refused an access to a 1 GiB page."""
    level = result.level
    return result.outcome is Outcome.ACCESS_ERROR and level is not None and level.number == 3
