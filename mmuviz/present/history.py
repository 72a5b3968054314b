"""What happened around the change, with dates: when a defect came in, and when it was mended.

Source: vectors/README and FINDINGS (dates and names of the commits), semantics.md, 6 and 8.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final


class Mark(Enum):
    """What a moment is. The value is its word for a screen reader."""

    EVENT = "event"
    CHANGE = "the change"
    MENDED = "mended"


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened on a day.

    Attributes:
        day: the day.
        mark: how it is drawn.
        sentence: what happened.
    """

    day: date
    mark: Mark
    sentence: str

    @property
    def date_text(self) -> str:
        """`23 Jan`."""
        return day_text(self.day)


@dataclass(frozen=True, slots=True)
class Span:
    """From what day to what day something held.

    Attributes:
        first: the first day.
        last: the last day.
        elsewhere: only outside KVM's own repository.
    """

    first: date
    last: date
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """Moments that belong together.

    Attributes:
        title: what they are about.
        moments: in time.
        spans: how long a defect was there; none where nothing was broken.
    """

    title: str
    moments: tuple[Moment, ...]
    spans: tuple[Span, ...] = ()

    @property
    def words(self) -> str:
        """All of it as text."""
        told = " ".join(f"{moment.date_text}: {moment.sentence}" for moment in self.moments)
        return f"{self.title}. {told}"


TITLE: Final = "What happened around the change"
SUBTITLE: Final = (
    "January and February 2007, to scale. A bar is the time that a defect was there, "
    "from the change that brought it in to the day it was mended."
)


def _jan(day: int) -> date:
    return date(2007, 1, day)


_COMMIT: Final = _jan(21)
_IN_LINUX: Final = date(2007, 2, 12)

FIRST_DAY: Final = _jan(8)
LAST_DAY: Final = date(2007, 2, 14)
"""The days between which the timeline runs."""

HISTORY: Final = (
    Lane(
        "The test suite",
        (
            Moment(
                _jan(10),
                Mark.EVENT,
                "The MMU test suite is begun: one entry's flags, an access, and what has to come "
                "of it.",
            ),
            Moment(
                _jan(22),
                Mark.EVENT,
                "CR0.WP becomes part of its cases, the day before the change is mailed.",
            ),
        ),
    ),
    Lane(
        "The change",
        (
            Moment(
                _COMMIT,
                Mark.CHANGE,
                "walk_addr checks the access itself: in KVM's own repository, in two commits "
                "(6e22a8342 is the first).",
            ),
            Moment(
                _jan(23),
                Mark.CHANGE,
                "Mailed as one: “Perform access checks in walk_addr()”, patch 3 of 5.",
            ),
        ),
    ),
    Lane(
        "Fetches from no-execute pages",
        (
            Moment(
                _jan(23),
                Mark.MENDED,
                "The new checks know P, W and U only, so that such a fetch exits for ever; the "
                "walk now looks at NX too (3dc04ada3).",
            ),
        ),
        (Span(_COMMIT, _jan(23)),),
    ),
    Lane(
        "gva_to_gpa of an unmapped address",
        (
            Moment(
                _jan(24),
                Mark.MENDED,
                "It did not look at the walk's new result; now it says unmapped. Mended in KVM's "
                "own repository (5f02c4952).",
            ),
            Moment(_IN_LINUX, Mark.MENDED, "Mended in Linux (e119d117a1d1)."),
        ),
        (Span(_COMMIT, _jan(24)), Span(_jan(24), _IN_LINUX, elsewhere=True)),
    ),
    Lane(
        "CR0.WP on AMD",
        (
            Moment(
                _jan(29),
                Mark.EVENT,
                "CR0.WP is forced to 1 on AMD processors: a kernel's write to a page that the "
                "shadow holds read-only exits there too.",
            ),
        ),
    ),
    Lane(
        "Dirty tracking",
        (
            Moment(
                _jan(31),
                Mark.EVENT,
                "Dirty tracking learns of KVM's own writes to a guest's tables, such as setting A.",
            ),
        ),
    ),
)


def day_text(day: date) -> str:
    """`23 Jan`, `12 Feb`."""
    return f"{day.day} {('Jan', 'Feb')[day.month - 1]}"


def weeks() -> tuple[date, ...]:
    """Return the Mondays of the timeline."""
    days = (LAST_DAY - FIRST_DAY).days
    return tuple(FIRST_DAY + timedelta(number) for number in range(0, days, 7))


def along(day: date) -> float:
    """Return where a day stands on the timeline: 0 is its first day, 1 its last."""
    return (day - FIRST_DAY) / (LAST_DAY - FIRST_DAY)
