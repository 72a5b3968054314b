"""What each state of a space adds to the counts.

A counter is made for a reference (before) and a candidate (after), and yields for each row what
it is one more of.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import Enum

from mmuviz.core.access import Access
from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.claims.machine import Machine, machine, operate
from mmuviz.core.claims.rule import Ruling, judge
from mmuviz.core.cpu import CpuState
from mmuviz.core.drain import drain
from mmuviz.core.entry import Entry
from mmuviz.core.fixed_path import FIXED_PATHS, Row
from mmuviz.core.memory import GuestMemory
from mmuviz.core.operation import Touch
from mmuviz.core.result import Outcome
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.trace import Semantics, translate


class Item(Enum):
    """A claim of the change, or what it brought in or left. The value is its sign on the page."""

    ACCESSED = "1"
    SIMPLER = "2"
    EXITS = "3"
    CODES = "4"
    ORDER = "a"
    TRANSLATION = "b"
    NO_EXECUTE = "c"
    SHARED = "d"
    SECOND = "e"
    HANG = "f"


class What(Enum):
    """Which number of an item. The value is its field in a record."""

    COUNT = "count"
    BEFORE = "before"
    LEAF = "leaf"
    LIVELOCKS = "livelocks"


Hits = Iterator[tuple[Item, What]]
RowCounter = Callable[[Row], Iterable[tuple[Item, What]]]


class WalkCounter:
    """Counts ORDER and TRANSLATION: what the walks and gva_to_gpa say."""

    def __init__(self, before: Semantics, after: Semantics) -> None:
        """Take the reference and the candidate."""
        self._before = before
        self._after = after
        self._last: tuple[CpuState, GuestMemory] | None = None
        self._differs = False

    def __call__(self, row: Row) -> Hits:
        """Yield what the state adds."""
        scenario = row.scenario
        if not judge(row).present:  # elsewhere P = 1 is right
            code = drain(self._after.walk(scenario)).error_code
            if code is not None and code & Pferr.P:
                yield Item.ORDER, What.COUNT
        guest = (scenario.cpu, scenario.memory)
        if self._last is None or guest[0] is not self._last[0] or guest[1] is not self._last[1]:
            self._last = guest  # gva_to_gpa is asked of a guest: the access is nothing to it
            self._differs = _gpa(self._after, scenario) != _gpa(self._before, scenario)
        if self._differs:
            yield Item.TRANSLATION, What.COUNT


def _gpa(semantics: Semantics, scenario: Scenario) -> int | str | None:
    """Translate an address for the kernel: where to, None for nowhere; or `undefined`."""
    answer = translate(semantics, scenario)
    if answer is None:
        kernel = Scenario(scenario.cpu, scenario.memory, scenario.ram, Access(scenario.access.gva))
        return drain(semantics.walk(kernel)).gpa
    return answer.status if answer.status == "undefined" else answer.gpa


class AccessCounter:
    """Counts ACCESSED, EXITS, CODES and HANG: what an access comes to from a cold shadow."""

    def __init__(self, before: Semantics, after: Semantics) -> None:
        """Take the reference and the candidate."""
        self._before = before
        self._after = after

    def __call__(self, row: Row) -> Hits:
        """Yield what the state adds."""
        ruling = judge(row)
        touch = Touch(row.scenario.access)
        one, other = machine(self._before, row.scenario), machine(self._after, row.scenario)
        was, now = (operate(guest, touch, emulator=False) for guest in (one, other))
        if (was.vmexits, now.vmexits) == (2, 1):
            yield Item.EXITS, What.COUNT
        wrong = _wrong_a(one, row, ruling)
        if wrong and not _wrong_a(other, row, ruling):
            yield Item.ACCESSED, What.COUNT
            if any(_is_leaf(row, place) for place in wrong):
                yield Item.ACCESSED, What.LEAF
        for what, result in ((What.COUNT, now), (What.BEFORE, was)):
            if result.ending is Ending.INJECTED and result.error_code != ruling.error_code:
                yield Item.CODES, what
            elif result.ending is Ending.HOST_HANG:
                yield Item.HANG, what


def _wrong_a(guest: Machine, row: Row, ruling: Ruling) -> list[int]:
    """Return the places, root first, where A was set: from the entry that refuses on down."""
    if ruling.refused_at is None:
        return []
    path = FIXED_PATHS[row.scenario.cpu.mode]
    levels, addresses = path.mode.levels, path.addresses
    return [
        place
        for place in range(ruling.refused_at, len(levels))
        if levels[place].has_rights
        and guest.vcpu.read(addresses[place]) & ~row.entries[place] & Pte.A
    ]


def _is_leaf(row: Row, place: int) -> bool:
    """Whether the entry maps the page: no x86 sets its A and refuses; of others it is open."""
    cpu = row.scenario.cpu
    level = cpu.mode.levels[place]
    return level.number == 1 or Entry(row.entries[place], cpu.mode, level).is_large(pse=cpu.pse)


class PairCounter:
    """Counts SECOND: accesses that exit only because the one before them left no leaf."""

    def __init__(self, before: Semantics, after: Semantics) -> None:
        """Take the reference and the candidate."""
        self._versions = (before, after)

    def __call__(self, row: Row) -> Hits:
        """Yield what the state adds."""
        assert row.second is not None, "a space of pairs asks two"
        exits = []
        for semantics in self._versions:
            guest = machine(semantics, row.scenario)
            operate(guest, Touch(row.scenario.access), emulator=False)
            exits.append(operate(guest, Touch(row.second), emulator=False).vmexits)
        if exits == [0, 1]:
            yield Item.SECOND, What.COUNT


class FetchCounter:
    """Counts NO_EXECUTE: fetches that NX alone forbids, and that a walk finds a page for.

    Not all of them livelock: a shadow table is linked without NX, so a fetch that only an upper
    entry forbids is done, before as after.
    """

    def __init__(self, before: Semantics, after: Semantics) -> None:
        """Take the reference and the candidate."""
        self._before = before
        self._after = after

    def __call__(self, row: Row) -> Hits:
        """Yield what the state adds."""
        ruling, scenario = judge(row), row.scenario
        if ruling.refused_at is not None or not ruling.no_execute:
            return
        if drain(self._after.walk(scenario)).outcome is Outcome.MAPPED:
            yield Item.NO_EXECUTE, What.COUNT
        was, now = (
            operate(machine(semantics, scenario), Touch(scenario.access))
            for semantics in (self._before, self._after)
        )
        if now.ending is Ending.LIVELOCK and was.error_code == ruling.error_code:
            yield Item.NO_EXECUTE, What.LIVELOCKS
