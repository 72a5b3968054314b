"""Whole spaces of states of the fixed path, each state a row that asks one question.

Source: vectors/README, "walk", "access", "access2"; hardware-README, "Sets".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, Generic, TypeVar

from mmuviz.core.access import Access
from mmuviz.core.entry import Entry
from mmuviz.core.fixed_path import (
    ACCESS_NAMES,
    CONTROL_NAMES,
    ENTRY_NAMES,
    FIXED_PATHS,
    LEAF_KIND,
    SECOND_NAMES,
    Row,
    flag_bit,
)
from mmuviz.core.memory import GuestMemory
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.scenario import DEFAULT_RAM, Scenario

_Thing = TypeVar("_Thing")


class SpaceKind(Enum):
    """What is asked of every state. The value is what the states are called."""

    WALK = "walk states"
    ACCESS = "accesses"
    PAIR = "pairs of accesses"
    FETCH = "fetches"


@dataclass(frozen=True, slots=True)
class Space:
    """All states of some flags. State `number` has them as its bits, the first column highest.

    Attributes:
        kind: what is asked of a state.
        mode: the paging mode.
        columns: what varies, by the names of the recorded files; leaf_kind takes two bits.
        ones: what is 1 in every state; all else is 0.
        unread: whether a PTE varies below a large PDE, where nobody reads it.
    """

    kind: SpaceKind
    mode: PagingMode
    columns: tuple[str, ...]
    ones: tuple[str, ...] = ()
    unread: bool = True

    def __len__(self) -> int:
        """How many states there are."""
        every = 1 << sum(map(width, self.columns))
        if {"write", "fetch"} <= set(self.columns):
            every -= every >> 2
        if self.unread:
            return every
        return (every >> 1) + (every >> 1 + len(self._columns_of("pte")))

    def numbers(self) -> Iterator[int]:
        """Yield the number of every state, in order: no access is a write and a fetch at once."""
        every = range(1 << sum(map(width, self.columns)))
        never = [(self._mask(["write"]), self._mask(["fetch"]))]
        if not self.unread:
            never.append((self._mask(["pde_ps"]), self._mask(self._columns_of("pte"))))
        never = [both for both in never if all(both)]
        if not never:
            return iter(every)
        return (
            number
            for number in every
            if not any(number & one and number & other for one, other in never)
        )

    def rows(self, numbers: Iterable[int] | None = None) -> Iterator[Row]:
        """Yield the states `numbers`, or all of them in order.

        What depends on the same bits is made once, and memory once for neighbours.
        """
        path = FIXED_PATHS[self.mode]
        levels = [self._entry(level) for level in self.mode.levels]
        register = levels[0].mask if self.mode is PagingMode.PAE else 0
        cpus = _Made(
            self._mask(CONTROL_NAMES) | register,
            lambda number: path.cpu(self._flags(number, CONTROL_NAMES), levels[0](number)),
        )
        accesses = _Made(
            self._mask(ACCESS_NAMES),
            lambda number: Access(path.gva, *self._flags(number, ACCESS_NAMES)),
        )
        seconds = _Made(
            self._mask(SECOND_NAMES),
            lambda number: Access(path.gva, *self._flags(number, SECOND_NAMES)),
        )
        is_pair = self.kind is SpaceKind.PAIR
        in_memory = 0
        for level in levels:
            in_memory |= level.mask
        last = -1
        for number in self.numbers() if numbers is None else numbers:
            if number & in_memory != last:
                last = number & in_memory
                entries = tuple([level(number) for level in levels])
                memory = GuestMemory(words=path.words(entries))
            scenario = Scenario(cpus(number), memory, DEFAULT_RAM, accesses(number))
            yield Row(scenario, entries, seconds(number) if is_pair else None)

    def _entry(self, level: Level) -> "_Made[int]":
        """Return what makes the raw entry of `level`."""
        name = ENTRY_NAMES[level.number]
        columns = self._columns_of(name)
        bits = [(one, flag_bit(one.removeprefix(f"{name}_")) or 0) for one in columns]
        small, large = FIXED_PATHS[self.mode].targets(level)

        def make(number: int) -> int:
            flags = sum(bit for column, bit in bits if self._value(number, column))
            pse = bool(self._value(number, "cr4_pse"))
            is_large = Entry(flags, self.mode, level).is_large(pse=pse)
            return flags | (large if is_large else small)[self._value(number, LEAF_KIND)]

        return _Made(self._mask([*columns, LEAF_KIND, "cr4_pse"]), make)

    def _columns_of(self, entry: str) -> list[str]:
        return [name for name in (*self.columns, *self.ones) if name.startswith(f"{entry}_")]

    def _value(self, number: int, name: str) -> int:
        """Return what the column `name` is in a state."""
        if name not in self.columns:
            return int(name in self.ones)
        return (number & self._mask([name])) >> self.shift(name)

    def _flags(self, number: int, names: Iterable[str]) -> tuple[bool, ...]:
        return tuple(bool(self._value(number, name)) for name in names)

    def _mask(self, names: Iterable[str]) -> int:
        """Return the bits of a number that hold those of the columns `names` that vary."""
        varying = [name for name in names if name in self.columns]
        return sum(((1 << width(name)) - 1) << self.shift(name) for name in varying)

    def shift(self, name: str) -> int:
        """Return the lowest bit of a number that holds the column `name`."""
        return sum(map(width, self.columns[self.columns.index(name) + 1 :]))


def one_state(mode: PagingMode, flags: Mapping[str, int]) -> Row:
    """Return the state in which the columns have the values of `flags`; what it leaves out is 0."""
    kind = SpaceKind.PAIR if SECOND_NAMES[0] in flags else SpaceKind.WALK
    ones = tuple(name for name, value in flags.items() if value and name != LEAF_KIND)
    (row,) = Space(kind, mode, (LEAF_KIND,), ones).rows([flags.get(LEAF_KIND, 0)])
    return row


def width(name: str) -> int:
    """Return how many bits a column takes."""
    return 2 if name == LEAF_KIND else 1


class _Made(Generic[_Thing]):
    """Things that depend on some bits of a state's number, each made once."""

    __slots__ = ("_known", "_make", "mask")

    def __init__(self, mask: int, make: Callable[[int], _Thing]) -> None:
        self.mask = mask
        self._make = make
        self._known: dict[int, _Thing] = {}

    def __call__(self, number: int) -> _Thing:
        made = self._known.get(number & self.mask)
        if made is None:
            made = self._known[number & self.mask] = self._make(number)
        return made


def spelled(names: str) -> tuple[str, ...]:
    """Spell columns out: `pde:p,w` is `pde_p pde_w`."""
    found: list[str] = []
    for word in names.split():
        entry, _, flags = word.rpartition(":")
        found += (f"{entry}_{flag}" for flag in flags.split(",")) if entry else [word]
    return tuple(found)


_UPPER: Final = spelled("pml4e:p,w,u pdpte:p,w,u")
_ASKED: Final = "cr0_wp write user"
_WALKED: Final = f"%s pde:p,w,u,a,ps %s pte:p,w,u,a {_ASKED}"
_ALL: Final = f"{LEAF_KIND} %s pde:p,w,u,a,d,ps %s pte:p,w,u,a,d {_ASKED}"

SPACES: Final = {
    (space.mode, space.kind): space
    for space in (
        Space(SpaceKind.WALK, PagingMode.PAE, spelled(_WALKED % ("pdpte:p", ""))),
        Space(SpaceKind.WALK, PagingMode.X32, spelled(_WALKED % ("", "cr4_pse"))),
        Space(
            SpaceKind.WALK,
            PagingMode.LONG,
            spelled(_WALKED % ("pml4e:p,w,u,a pdpte:p,w,u,a", "")),
        ),
        Space(SpaceKind.ACCESS, PagingMode.PAE, spelled(_ALL % ("pdpte:p", ""))),
        Space(SpaceKind.ACCESS, PagingMode.X32, spelled(_ALL % ("", "cr4_pse"))),
        Space(SpaceKind.ACCESS, PagingMode.LONG, spelled(_ALL % ("", "")), _UPPER),
        Space(
            SpaceKind.PAIR,
            PagingMode.PAE,
            spelled(f"pdpte:p pde:p,w,u,a,d,ps pte:p,w,u,a,d {_ASKED} write2 user2"),
        ),
        Space(
            SpaceKind.FETCH,
            PagingMode.PAE,
            spelled("pdpte:p pde:p,w,u,a,ps,d,nx pte:p,w,u,a,d,nx cr0_wp user"),
            ("fetch", "nxe"),
        ),
        Space(
            SpaceKind.FETCH,
            PagingMode.LONG,
            spelled("pml4e:p,u,nx pdpte:p,u,nx pde:p,u,ps,nx pte:p,w,u,nx cr0_wp user"),
            ("fetch", "nxe", "pml4e_w", "pdpte_w", "pde_w"),
            unread=False,
        ),
    )
}
"""The spaces by mode and kind, in the order of the recorded rows.

Pairs are counted in PAE mode alone; x32 has no no-execute.
"""
