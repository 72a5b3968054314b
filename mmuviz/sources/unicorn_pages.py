"""The pages that the engine's processor keeps for itself: tables of its own, code, descriptors.

They map themselves at two linear addresses, of which one at least is not asked about.
Source: Intel SDM vol. 3A, 3.4.5 (descriptors) and 4.3 to 4.5 (entries).
"""

import struct
from enum import IntEnum
from typing import Final

from mmuviz.core.bits import PAGE_SIZE, Pte
from mmuviz.core.paging import PagingMode


class Own(IntEnum):
    """The pages, in their order in memory."""

    ROOT = 0
    PDPT = 1
    DIRECTORY = 2
    TABLE = 3
    SUPERVISOR_CODE = 4
    USER_CODE = 5
    STACK = 6
    GDT = 7
    PDPTRS = 8


SPARE_PAGES: Final = len(Own)
"""How many pages the processor needs for itself."""

HOMES: Final = (1 << 28, 1 << 29)
"""Where the pages stand, linear."""

READ, WRITE, IRET = 16, 20, 24
"""Offsets of the instructions in a page of code; there are nops before them."""

CODE_SELECTOR, STACK_SELECTOR = 0x08, 0x10
USER_CODE_SELECTOR, USER_DATA_SELECTOR = 0x1B, 0x23

_MAPPED: Final = {
    Own.SUPERVISOR_CODE: Pte.P | Pte.A,  # SMEP: no page of user mode
    Own.USER_CODE: Pte.P | Pte.U | Pte.A,
    Own.STACK: Pte.P | Pte.W | Pte.U | Pte.A | Pte.D,
    Own.GDT: Pte.P | Pte.W | Pte.A | Pte.D,
}
_LINK = Pte.P | Pte.W | Pte.U | Pte.A
_ACCESSES = bytes.fromhex("8a03909088039090")  # mov al,(rbx); mov (rbx),al; each with two nops
_IRET, _IRETQ = b"\xcf", b"\x48\xcf"
_CODE_32, _CODE_64, _DATA = 0x00CF9B000000FFFF, 0x00AF9B000000FFFF, 0x00CF93000000FFFF
_RING_3 = 3 << 45


def own_pages(mode: PagingMode, spare: int) -> list[bytearray]:
    """Return what the pages hold.

    Args:
        mode: the paging mode.
        spare: physical address of the first one.
    """
    pages = [bytearray(PAGE_SIZE) for _ in Own]
    entry = "<I" if mode is PagingMode.X32 else "<Q"

    def put(table: Own, index: int, target: Own, flags: int) -> None:
        value = spare + target * PAGE_SIZE | flags
        struct.pack_into(entry, pages[table], index * mode.entry_size, value)

    for page, flags in _MAPPED.items():
        put(Own.TABLE, page, page, flags)
    below = {3: Own.DIRECTORY, 2: Own.TABLE, 4: Own.PDPT}
    tables = {4: Own.ROOT, 3: Own.PDPT, 2: Own.DIRECTORY, mode.levels[0].number: Own.ROOT}
    for level in mode.levels[:-1]:
        for home in HOMES:
            link = _LINK if level.has_rights else Pte.P
            put(tables[level.number], level.select(home), below[level.number], link)
    is_long = mode is PagingMode.LONG
    code = b"\x90" * READ + _ACCESSES + (_IRETQ if is_long else _IRET)
    for page in (Own.SUPERVISOR_CODE, Own.USER_CODE):
        pages[page][: len(code)] = code
    segment = _CODE_64 if is_long else _CODE_32
    segments = (0, segment, _DATA, segment | _RING_3, _DATA | _RING_3)
    struct.pack_into("<5Q", pages[Own.GDT], 0, *segments)
    return pages
