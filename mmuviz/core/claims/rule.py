"""What an x86 says of a state of the fixed path, by rule: the yardstick of every count.

It is no walk of the core, so that a walk, hardware's too, can be measured by it.
Source: semantics.md, 7; Intel SDM vol. 3A, 4.6 and 4.7.
"""

from dataclasses import dataclass

from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.entry import Entry
from mmuviz.core.fixed_path import Row


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is right for a state.

    Attributes:
        present: no entry on the way to the page is absent.
        refused_at: place, root first, of the first entry that is absent or lacks a right that
            the access needs; None where there is none.
        no_execute: an entry forbids the fetch that is asked.
        error_code: the code of the page fault; None where the access is allowed.
    """

    present: bool
    refused_at: int | None
    no_execute: bool
    error_code: int | None


def judge(row: Row) -> Ruling:
    """Say what is right."""
    cpu, access = row.scenario.cpu, row.scenario.access
    needed = (Pte.U if access.user else 0) | (
        Pte.W if access.write and (access.user or cpu.wp) else 0
    )
    refused_at, present, no_execute = None, True, False
    for place, (level, entry) in enumerate(zip(cpu.mode.levels, row.entries, strict=True)):
        present = bool(entry & Pte.P)
        lacks = level.has_rights and needed & ~entry
        if refused_at is None and (lacks or not present):
            refused_at = place
        if not present:
            break
        no_execute = no_execute or bool(access.fetch and cpu.nxe and entry & Pte.NX)
        if Entry(entry, cpu.mode, level).is_large(pse=cpu.pse):
            break
    if refused_at is None and not no_execute:
        return Ruling(present, None, no_execute, None)
    code = (Pferr.W if access.write else 0) | (Pferr.U if access.user else 0)
    code |= Pferr.P if present else 0
    code |= Pferr.I if access.fetch and cpu.nxe else 0
    return Ruling(present, refused_at, no_execute, code)
