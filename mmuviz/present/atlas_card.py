"""What the card beside a cell of the atlas says of each rule's result: a value, and a detail."""

from collections.abc import Callable, Mapping
from typing import Final

from mmuviz.present.atlas_state import ResultWords
from mmuviz.sweep.survey import Quantity

_SHOWN: Final[Mapping[Quantity | None, Callable[[ResultWords], tuple[str, str]]]] = {
    Quantity.OUTCOME: lambda one: (one.outcome, one.code if one.letters else ""),
    Quantity.ERROR_CODE: lambda one: (one.code, one.letters),
    Quantity.CHECK: lambda one: (one.check, ""),
    Quantity.ACCESSED: lambda one: (one.accessed, ""),
    Quantity.DIRTY: lambda one: (one.dirty, ""),
    Quantity.VMEXITS: lambda one: (one.vmexits, one.outcome),
    Quantity.SHADOW: lambda one: (one.shadow, ""),
    None: lambda one: (
        one.code if one.letters else one.outcome,
        ", ".join(filter(None, (one.accessed, one.dirty, one.vmexits, one.shadow))),
    ),
}


def card_values(result: ResultWords, quantity: Quantity | None) -> tuple[str, str]:
    """Return what a rule comes to, and what is said beside it.

    Args:
        result: the result in words.
        quantity: what of it is looked at; None: all.
    """
    value, detail = _SHOWN[quantity](result)
    return value or "none", detail
