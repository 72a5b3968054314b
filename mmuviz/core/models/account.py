"""What a walk makes of each entry on its way, as one can tell of it afterwards."""

from dataclasses import dataclass
from enum import Enum

from mmuviz.core.models.effect import Effect
from mmuviz.core.models.path import Step


class Verdict(Enum):
    """What comes of an entry, or of the rights of a path."""

    PASSES = "passes"
    REFUSES = "refuses"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Look:
    """What a walk makes of an entry.

    Attributes:
        step: the entry.
        verdict: whether the walk goes on from it; LEFT_OUT: it is never read.
        against: flags of the entry (as entry bits) that tell against the access. Where the verdict
            is PASSES they are kept in mind until the path is complete.
        overlooked: flags that tell against it by the rule, and that this walk does not count.
        accessed: its A is set in passing.
    """

    step: Step
    verdict: Verdict
    against: int = 0
    overlooked: int = 0
    accessed: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a walk makes of the rights of all entries together.

    Attributes:
        verdict: LEFT_OUT: it never comes to it.
        against: the entries that refuse, with the flags that do.
    """

    verdict: Verdict
    against: tuple[tuple[Step, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """What a walk does, and what it comes to.

    Attributes:
        looks: the entries on the path, root first.
        judged: the rights of the whole path; None where each entry is judged by itself.
        effect: what it comes to.
    """

    looks: tuple[Look, ...]
    judged: Judgement | None
    effect: Effect
