"""What a sheet is made of: the same spec makes the same sheet."""

from dataclasses import dataclass
from typing import Final

from mmuviz.core.exercises.difficulty import DIFFICULTIES, Difficulty, Part
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics

GENERATOR: Final = 1
"""To count up when the same spec makes another sheet than it did before."""

HEAD: Final = "mmuviz-sheet"
"""The first field of a sheet's head; its value is the generator's number."""

MODE_WORDS: Final = {
    PagingMode.X32: "32-bit",
    PagingMode.PAE: "pae",
    PagingMode.LONG: "long",
}
"""What a sheet calls the modes."""

MOST: Final = 100
"""The most questions of a sheet. There are enough that are not alike for so many."""


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """What a sheet is made of.

    Attributes:
        mode: the paging mode.
        level: the difficulty, 1 to 4.
        seed: chooses the questions.
        count: how many; the first ones of a longer sheet are those of a shorter one.
        semantics: whose walk is asked about: hardware or after.
    """

    mode: PagingMode
    level: int
    seed: int
    count: int
    semantics: Semantics = Semantics.HARDWARE

    @property
    def difficulty(self) -> Difficulty:
        """The level's definition."""
        return DIFFICULTIES[self.semantics][self.level - 1]

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is asked in each question."""
        return self.difficulty.parts(self.semantics)

    @property
    def fields(self) -> dict[str, str]:
        """The spec as the fields of a sheet's head, which are the command's options too."""
        return {
            "mode": MODE_WORDS[self.mode],
            "level": str(self.level),
            "seed": str(self.seed),
            "count": str(self.count),
            "semantics": self.semantics.value,
        }
