"""How high the parts of the algorithm's picture are, from just enough to comfortable."""

from dataclasses import astuple, dataclass


@dataclass(frozen=True)
class Heights:
    """Heights in pixels at 10 pt.

    Attributes:
        header: the columns' titles and conditions.
        row: from one row to the next.
        node: of a check.
        judge: of hardware's frame.
        gap: between the rows and the exits.
        pill: of an exit.
        feed: between the exits and the strip.
        slot: of the strip.
    """

    header: float
    row: float
    node: float
    judge: float
    gap: float
    pill: float
    feed: float
    slot: float

    def total(self, rows: int, *, judged: bool) -> float:
        """Return the height of `rows` rows and everything round them but the headline."""
        return (
            self.header
            + rows * self.row
            + (self.judge + 14.0 if judged else 0.0)
            + self.gap
            + self.pill
            + self.feed
            + self.slot
        )

    def mixed(self, other: "Heights", part: float) -> "Heights":
        """Return the heights `part` of the way to `other`."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Heights(*(low + (high - low) * part for low, high in pairs))


SMALL = Heights(38, 36, 28, 50, 10, 26, 14, 64)
LARGE = Heights(42, 52, 34, 60, 16, 28, 24, 92)
SMALL_JUDGED = Heights(31, 26, 22, 45, 6, 21, 13, 51)
LARGE_JUDGED = Heights(38, 44, 30, 60, 14, 26, 22, 76)
