"""The linear address, split bit for bit over the tables that it indexes."""

from dataclasses import dataclass

from mmuviz.core.bits import PAGE_SHIFT
from mmuviz.core.paging import Level
from mmuviz.core.scenario import Scenario


@dataclass(frozen=True, slots=True)
class AddressField:
    """Some bits of the address.

    Attributes:
        level: the level that they index; 0 for the offset in the page.
        bits: the bits as `0` and `1`, highest first.
        where: which bits they are, `bits 31:30`.
        value: what they mean: `447`, or `0x238` for the offset.
    """

    level: int
    bits: str
    where: str
    value: str


def split_address(scenario: Scenario, leaf: Level | None = None) -> tuple[AddressField, ...]:
    """Split the scenario's address; `leaf` is the level of a large page, if there is one."""
    gva = scenario.access.gva
    fields = []
    low = PAGE_SHIFT
    for level in scenario.cpu.mode.levels:
        if leaf is not None and level.number < leaf.number:
            break
        index, high = level.select(gva), level.shift + level.index_bits - 1
        bits = f"{index:0{level.index_bits}b}"
        where = f"bits {high}:{level.shift}"
        fields.append(AddressField(level.number, bits, where, str(index)))
        low = level.shift
    offset = gva & ((1 << low) - 1)
    fields.append(AddressField(0, f"{offset:0{low}b}", f"bits {low - 1}:0", f"{offset:#x}"))
    return tuple(fields)
