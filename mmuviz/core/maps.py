"""Survey an address space: ranges with equal rights, who maps a frame, which tables are shared.

Rights are those of all levels together, so a cleared bit in one PDE shows in all that is below.
"""

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from mmuviz.core.memory import Frame
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.core.tables import (
    LIMIT,
    Leaf,
    LimitReached,
    Link,
    Rights,
    Table,
    canonical,
    leaves,
    tables,
)

_T = TypeVar("_T")


class Range(NamedTuple):
    """Neighbouring pages with the same rights.

    Attributes:
        start: linear address of the first byte.
        end: linear address after the last byte.
        rights: what all levels together allow.
        page_size: bytes of each page; of the first one where sizes are mixed.
        pages: how many pages.
        gpa: guest-physical address of the first page.
    """

    start: int
    end: int
    rights: Rights
    page_size: int
    pages: int
    gpa: int


class Use(NamedTuple):
    """An entry that leads to a table.

    Attributes:
        parent: the table it stands in.
        link: the entry.
        level: the level at which the table it leads to is used.
    """

    parent: Table
    link: Link
    level: Level

    @property
    def gva(self) -> int:
        """The lowest linear address that the entry serves."""
        level = self.parent.level
        gva = self.parent.gva + (self.link.number << level.shift)
        return canonical(PagingMode.LONG, gva) if level in PagingMode.LONG.levels else gva

    @property
    def is_self_map(self) -> bool:
        """Whether the entry leads to the very page that it stands in."""
        return self.parent.gpa == self.link.target


@dataclass(frozen=True, slots=True)
class Shared:
    """A table page that more than one entry leads to.

    Attributes:
        gpa: guest-physical address of the page.
        uses: the entries, in the order in which `tables` meets them.
    """

    gpa: int
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """All that the root reaches, enumerated once.

    Attributes:
        leaves: the mapped pages, ascending.
        tables: the tables, root first.
        complete: whether nothing was left out because there was too much.
    """

    leaves: tuple[Leaf, ...]
    tables: tuple[Table, ...]
    complete: bool

    @property
    def unread(self) -> tuple[Table, ...]:
        """The tables of which the file does not keep all, or that lie outside RAM."""
        return tuple(table for table in self.tables if table.frame is not Frame.KNOWN)

    def at(self, gva: int) -> Leaf | None:
        """Return the page that holds `gva`, or None where none is mapped."""
        number = bisect_right(self.leaves, gva, key=_start) - 1
        if number < 0 or gva >= self.leaves[number].end:
            return None
        return self.leaves[number]

    def who_maps(self, gpa: int) -> tuple[Leaf, ...]:
        """Return the pages that show the byte at the guest-physical address `gpa`."""
        return tuple(leaf for leaf in self.leaves if 0 <= gpa - leaf.gpa < leaf.size)

    def who_uses(self, gpa: int) -> tuple[Use, ...]:
        """Return the entries that use the page at `gpa` as a table."""
        page = gpa & ~0xFFF
        return tuple(use for use in _uses(self.tables) if use.link.target == page)

    def shared_tables(self) -> tuple[Shared, ...]:
        """Return the table pages that more than one entry leads to, self-maps included.

        The root counts as led to once, by CR3.
        """
        by_page: dict[int, list[Use]] = {}
        for use in _uses(self.tables):
            by_page.setdefault(use.link.target, []).append(use)
        root = self.tables[0].gpa if self.tables else None
        return tuple(
            Shared(gpa, tuple(uses))
            for gpa, uses in by_page.items()
            if len(uses) + (gpa == root) > 1
        )


def _start(leaf: Leaf) -> int:
    return leaf.gva


def _uses(found: Iterable[Table]) -> Iterator[Use]:
    """Yield every entry that leads to a table."""
    below = {table.level.number: table.level for table in found}
    for table in found:
        for link in table.links:
            yield Use(table, link, below[table.level.number - 1])


def survey(scenario: Scenario, limit: int = LIMIT) -> Survey:
    """Enumerate tables and pages, up to `limit` entries looked at for each of the two."""
    found_tables, all_tables = _until_limit(tables(scenario, limit))
    found_leaves, all_leaves = _until_limit(leaves(scenario, limit))
    return Survey(found_leaves, found_tables, complete=all_tables and all_leaves)


def _until_limit(found: Iterator[_T]) -> tuple[tuple[_T, ...], bool]:
    """Return what comes before the limit, and whether that is all."""
    items: list[_T] = []
    try:
        for item in found:
            items.append(item)  # noqa: PERF402  # what came before an exception is kept
    except LimitReached:
        return tuple(items), False
    return tuple(items), True


def ranges(found: Iterable[Leaf]) -> Iterator[Range]:
    """Merge neighbouring pages of equal rights, NX included, and equal size."""
    return _merged(found, _by_rights_and_size)


def info_mem(found: Iterable[Leaf]) -> Iterator[Range]:
    """Merge as QEMU's `info mem` does: by U and W alone, whatever NX and the pages' size."""
    return _merged(found, _by_user_and_writable)


def _by_rights_and_size(leaf: Leaf) -> Hashable:
    return leaf.rights, leaf.size


def _by_user_and_writable(leaf: Leaf) -> Hashable:
    return leaf.rights.user, leaf.rights.writable


def _merged(found: Iterable[Leaf], key: Callable[[Leaf], Hashable]) -> Iterator[Range]:
    """Join pages that touch and have the same key; the first one speaks for all."""
    first: Leaf | None = None
    end = pages = 0
    for leaf in found:
        if first is not None and leaf.gva == end and key(leaf) == key(first):
            pages += 1
        else:
            if first is not None:
                yield Range(first.gva, end, first.rights, first.size, pages, first.gpa)
            first, pages = leaf, 1
        end = leaf.end
    if first is not None:
        yield Range(first.gva, end, first.rights, first.size, pages, first.gpa)


@dataclass(frozen=True, slots=True)
class RangeFilter:
    """What a range must be to be listed; None does not matter.

    Attributes:
        address: a linear address inside.
        user: U.
        writable: W.
        executable: NX clear.
    """

    address: int | None = None
    user: bool | None = None
    writable: bool | None = None
    executable: bool | None = None

    def admits(self, item: Range) -> bool:
        """Whether `item` is to be listed. What faults on every access gives no right."""
        if self.address is not None and not item.start <= self.address < item.end:
            return False
        rights = item.rights
        return all(
            wanted is None or wanted == (given and not rights.reserved)
            for wanted, given in (
                (self.user, rights.user),
                (self.writable, rights.writable),
                (self.executable, not rights.no_execute),
            )
        )
