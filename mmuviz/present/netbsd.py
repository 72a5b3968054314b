"""What the change's mail says of a guest: what of the change could matter to it, what is not known.

Source: issue 3, B4; FINDINGS, "Sequences".
"""

from dataclasses import dataclass
from typing import Final

QUOTE: Final = "helps netbsd further along booting"
"""What the mail says of a guest."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What can be said of that sentence.

    Attributes:
        text: a sentence.
        known: whether it is known; else it says what nobody has recorded.
    """

    text: str
    known: bool


REMARKS: Final = (
    Remark(
        "Spurious faults end: where a shadow is stale or shared, before injects faults that the "
        "guest's tables do not call for, and after does not. A kernel may give up on such a fault.",
        known=True,
    ),
    Remark(
        "Refused accesses leave A alone: a kernel that ages its pages by A no longer takes cold "
        "ones for hot.",
        known=True,
    ),
    Remark("A refused access costs one vmexit instead of two: faster, not further.", known=True),
    Remark(
        "The code got worse where an upper entry refuses and a lower one is absent, and shared "
        "tables may exit for ever: these cannot have helped.",
        known=True,
    ),
    Remark("Which NetBSD it was, and in which paging mode.", known=False),
    Remark("Where it stopped before, and how much further it came.", known=False),
    Remark("Which of these effects it met: no run of it is recorded.", known=False),
)
"""What of the change could matter to such a guest, and what is not known."""
