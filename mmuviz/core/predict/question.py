"""A question about what a walk does next, as plain data: what is asked, what may be answered."""

from dataclasses import dataclass
from enum import Enum

from mmuviz.core.events import Anchor
from mmuviz.core.models.wrong import WrongModel
from mmuviz.core.paging import Level
from mmuviz.core.trace import Semantics

MOST_CHOICES = 4


class Asks(Enum):
    """What a question asks. The value is its word in the student's record."""

    CHECK = "check"
    ACCESSED = "set A"
    CODE = "error code"
    BIT = "bit of the code"
    BITS = "A and D bits"
    KEPT = "A bits kept"
    EXIT = "another vmexit"


class Way(Enum):
    """Where control goes from a check. In *before*, NOT_PRESENT is where the walk stops."""

    ON = "goes on"
    NOT_PRESENT = "not_present"
    ACCESS_ERROR = "access_error"


class More(Enum):
    """Whether another vmexit comes of the access."""

    NONE = "none"
    SOME = "some"
    ENDLESS = "endless"


@dataclass(frozen=True, slots=True)
class Bits:
    """The levels, by number, in whose entries a bit is set that was clear."""

    accessed: frozenset[int]
    dirty: frozenset[int] = frozenset()


Answer = Way | More | Bits | bool | int
"""CHECK: a Way; ACCESSED, BIT: whether the bit is set; CODE: the code; BITS, KEPT: Bits;
EXIT: More."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be answered.

    Attributes:
        answer: it.
        ideas: the wrong ideas that say it; none for the right answer and for a plain alternative.
    """

    answer: Answer
    ideas: tuple[WrongModel, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before a step of a walk is shown.

    Attributes:
        asks: what.
        semantics: whose walk it is.
        known: the last step that is shown while it is open.
        reveals: the step that shows the answer; `known` where no step does.
        anchor: the point of the algorithm that is asked about.
        level: at which level; None for the walk as a whole.
        bit: the bit of the error code; 0 where none is asked about.
        right: the right answer.
        choices: what may be answered, the right answer among them, in the order of their keys.
    """

    asks: Asks
    semantics: Semantics
    known: int
    reveals: int
    anchor: Anchor
    level: Level | None
    bit: int
    right: Answer
    choices: tuple[Choice, ...]

    def choice(self, answer: Answer) -> Choice:
        """Return the choice of an answer; LookupError where it is not offered."""
        for choice in self.choices:
            if choice.answer == answer:
                return choice
        raise LookupError(answer)

    @property
    def ideas(self) -> tuple[str, ...]:
        """The names of the wrong ideas that are on offer."""
        return tuple(model.name for choice in self.choices for model in choice.ideas)
