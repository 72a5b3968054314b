"""Compare a row of an access file: one access, or two in a row, from a cold shadow."""

from mmuviz.core.access import Access
from mmuviz.core.bits import PAGE_MASK, Pte
from mmuviz.core.fixed_path import FixedPath, Row
from mmuviz.core.operation import Touch
from mmuviz.core.shadow.audit import audit
from mmuviz.core.shadow.guest import Ending, Guest
from mmuviz.core.shadow.lookup import leaf_of
from mmuviz.core.shadow.program import execute
from mmuviz.core.trace import Semantics
from mmuviz.sources.row_compare import NONE_BYTE, Differing, Values, pairs

OUTCOMES = {
    Ending.DONE: 0,
    Ending.INJECTED: 1,
    Ending.EMULATE: 2,
    Ending.LIVELOCK: 3,
    Ending.HOST_BUG: 4,
    Ending.HOST_HANG: 5,
    Ending.GP: 7,
}
"""The outcome codes of all recorded files."""


class AccessRow:
    """Compares what a guest's accesses came to under both versions."""

    __slots__ = ("_accessed", "_dirty", "_gva")

    def __init__(self, path: FixedPath) -> None:
        """Know where the entries of `path` stand."""
        levels = list(zip(path.mode.levels, path.addresses, strict=True))
        self._gva = path.gva
        self._accessed = [address for level, address in levels if level.has_rights]
        self._dirty = path.addresses[-2:]

    def differing(self, row: Row, expected: Values) -> Differing:
        """Return place, recorded value and value got where they differ."""
        accesses = [row.scenario.access]
        if row.second is not None:
            accesses.append(row.second)
        got: list[int] = []
        for semantics in (Semantics.BEFORE, Semantics.AFTER):
            guest = Guest(semantics, row.scenario)
            for access in accesses:
                got += self._fields(guest, access)
        return [] if tuple(got) == expected else pairs(expected, tuple(got))

    def _fields(self, guest: Guest, access: Access) -> list[int]:
        """Let the guest access, without the emulator, and return what a file says of it."""
        result = execute(guest, Touch(access), emulator=False).result
        vcpu = guest.vcpu
        first, code = result.first_exit_code, result.error_code
        fields = [
            OUTCOMES[result.ending],
            NONE_BYTE if code is None else code,
            result.vmexits,
            NONE_BYTE if first is None else first,
            result.pf_fixed,
            *(vcpu.read(address) // Pte.A & 1 for address in self._accessed),
            *(vcpu.read(address) // Pte.D & 1 for address in self._dirty),
        ]
        if guest.ending is not None:  # nobody can look at a dead machine
            return [*fields, 0, 0, result.host_asserts, 0]
        leaf = leaf_of(vcpu, self._gva)
        reached = leaf is not None
        return [*fields, int(reached), (leaf or 0) & PAGE_MASK, result.host_asserts, audit(guest)]
