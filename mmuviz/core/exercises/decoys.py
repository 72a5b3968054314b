"""Entries and tables beside the path: what a walk that goes wrong meets instead of nothing."""

from typing import Final

from mmuviz.core.bits import PAGE_SHIFT, Pte
from mmuviz.core.exercises.dice import Dice
from mmuviz.core.exercises.draft import Draft, Frames
from mmuviz.core.exercises.question import RAM, PrintedTable
from mmuviz.core.paging import Level

_BESIDE: Final = 3  # printed entries beside the one on the path
_PRESENT: Final = 0.75
_LIKELY: Final = ((Pte.P, _PRESENT), (Pte.W, 0.6), (Pte.U, 0.6), (Pte.A, 0.5), (Pte.D, 0.4))


def printed_tables(dice: Dice, draft: Draft, *, decoy_tables: bool) -> tuple[PrintedTable, ...]:
    """Return the path's tables with entries beside it, and others beside them.

    Args:
        dice: the question's chance.
        draft: the path.
        decoy_tables: add a second table below the root, to which another entry leads.
    """
    gva = draft.access.gva
    frames = Frames(dice, [table.address for table in draft.path if table.address])
    tables: list[PrintedTable] = []
    leads_to = None
    for table in draft.path:
        level, ((index, value),) = table.level, table.entries
        indices = _indices(dice, level, index, gva)
        entries = {other: _entry(dice, level) for other in indices} | {index: value}
        if decoy_tables and level.number == 2:
            other = dice.pick([each for each in indices if each != index])
            leads_to = frames.small()
            entries[other] = leads_to | Pte.P | entries[other] & 0xFFF
        tables.append(PrintedTable(level, table.address, tuple(sorted(entries.items()))))
    if leads_to is not None:
        leaf = draft.path[-1].level
        indices = _indices(dice, leaf, leaf.select(gva), gva)
        entries = {index: _entry(dice, leaf) for index in indices}
        tables.append(PrintedTable(leaf, leads_to, tuple(sorted(entries.items()))))
    return tuple(tables)


def _indices(dice: Dice, level: Level, index: int, gva: int) -> list[int]:
    """Return which entries are printed: all four PDPTRs; of a table the right one and others.

    Beside it stand a neighbour and the one that a split at the wrong bit selects.
    """
    if not level.has_rights:
        return list(range(level.entries))
    near = (index + dice.pick((-1, 1))) % level.entries
    shifted = gva >> level.shift + dice.pick((-1, 1)) & level.entries - 1
    found = {index, near, shifted}
    while len(found) <= _BESIDE:
        found.add(dice.below(level.entries))
    return sorted(found)


def _entry(dice: Dice, level: Level) -> int:
    """Return any entry; of a PDPTR only P and the frame."""
    flags = sum(bit for bit, likelihood in _LIKELY if dice.chance(likelihood))
    if not level.has_rights:
        flags &= Pte.P
    return 1 + dice.below((RAM.size >> PAGE_SHIFT) - 1) << PAGE_SHIFT | flags
