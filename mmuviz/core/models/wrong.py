"""The wrong ideas. Each is a walk of its own, as somebody who has the idea would walk.

Source: what is right is semantics.md, 2 (*after*) and 7 (hardware); each docstring says the idea.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.models.account import Account
from mmuviz.core.models.effect import Effect, newly, right_effect
from mmuviz.core.models.path import Path, Step, read_path
from mmuviz.core.models.walker import Walker
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics


class LeafAlone(Walker):
    """Only the entry that maps the page decides."""

    def against(self, step: Step) -> int:
        """Ask the last entry alone."""
        return super().against(step) if step == self.path.leaf else 0


class LevelByLevel(Walker):
    """Rights are judged at each entry, before the next one is read."""

    def __init__(self, path: Path, semantics: Semantics, at: int | None = None) -> None:
        """Judge in turn."""
        super().__init__(path, semantics, at)
        self.collects = False


class AbsentIsJudged(Walker):
    """W and U of an absent entry count: it refuses, and so P is 1."""

    def against_absent(self, step: Step) -> int:
        """Judge it as if it were there."""
        return self.path.lacking(step)


class PdpteHasRights(Walker):
    """A PAE PDPTR has W and U, as any other entry."""

    def against(self, step: Step) -> int:
        """Read bits 1 and 2 of every entry."""
        return self.path.due & ~step.entry


class CodeDescribesPage(Walker):
    """W and U of the error code are the page's: whether it may be written, and by a user."""

    def code(self, *, present: bool) -> int:
        """Read W and U off the entries."""
        path = self.path
        steps = [*path.present, *([path.absent] if path.absent else [])]
        steps = [step for step in steps if step.level.has_rights]
        code = Pferr.P if present else 0
        code |= Pferr.W if steps and all(step.writable for step in steps) else 0
        return code | (Pferr.U if steps and all(step.user for step in steps) else 0)


class LastEntryPresent(Walker):
    """P of the code says whether the page is there: the last entry of the path."""

    def code(self, *, present: bool) -> int:  # noqa: ARG002  # what refused does not matter to it
        """Ask the last entry for P."""
        return super().code(present=self.path.absent is None)


class WholePathFirst(Walker):
    """The whole path is read before rights are judged: what a processor does."""

    def __init__(self, path: Path, semantics: Semantics, at: int | None = None) -> None:
        """Judge at the end, and mark there."""
        super().__init__(path, semantics, at)
        self.collects, self.marks = True, False

    def either(self) -> frozenset[int]:
        """Leave A open, as the manual does."""
        return newly(Pte.A, self.path.present)


class WpFreesUser(Walker):
    """CR0.WP clear lets everybody write, user programs too."""

    def against(self, step: Step) -> int:
        """Ask for W only with WP."""
        return super().against(step) & ~(0 if self.path.wp else Pte.W)


class WpLocksAll(Walker):
    """CR0.WP set is a lock: no write goes through, whatever W says."""

    def over_all(self) -> int:
        """Refuse a write with WP."""
        return Pte.W if self.path.access.write and self.path.wp else 0


class UserPageShut(Walker):
    """U set means user only: the kernel may not touch the page."""

    def over_all(self) -> int:
        """Refuse the supervisor a user page."""
        path = self.path
        shut = not path.access.user and all(step.user for step in path.present)
        return Pte.U if shut else 0


class AccessedWhenRead(Walker):
    """Whoever reads an entry sets its A, whatever becomes of the access."""

    def accessed(self, passed: Sequence[Step], *, made: bool) -> frozenset[int]:  # noqa: ARG002  # of no matter to it
        """Set A in all that was read."""
        return newly(Pte.A, passed)


class AccessedOnSuccess(Walker):
    """A is set only where the access is made: a walk that faults leaves no trace."""

    def __init__(self, path: Path, semantics: Semantics, at: int | None = None) -> None:
        """Mark at the end."""
        super().__init__(path, semantics, at)
        self.marks = False


class DirtyEverywhere(Walker):
    """A write sets D in every entry on its way."""

    def dirty(self, *, made: bool) -> frozenset[int]:
        """Set D all the way."""
        written = made and self.path.access.write
        return newly(Pte.D, self.path.present) if written else frozenset()


@dataclass(frozen=True, slots=True)
class WrongModel:
    """A wrong idea of a walk.

    Attributes:
        name: its word in files and on the command line.
        walker: the walk as somebody who has the idea would do it.
        semantics: whose walk it is wrong about.
    """

    name: str
    walker: type[Walker]
    semantics: Semantics = Semantics.HARDWARE

    def walk(self, path: Path) -> Effect:
        """Return what the idea says of a path."""
        return self.account(path).effect

    def account(
        self, path: Path, semantics: Semantics | None = None, at: int | None = None
    ) -> Account:
        """Tell of the walk.

        Args:
            path: what is on its way.
            semantics: whose walk is spoiled; the one that the idea is about where none is given.
            at: as in `Walker`.
        """
        return self.walker(path, semantics or self.semantics, at).account()

    def effect(self, scenario: Scenario) -> Effect | None:
        """Return what the idea says of a scenario; None where it has nothing to say."""
        path = read_path(scenario)
        return self.walk(path) if path else None

    def is_caught(self, scenario: Scenario) -> bool:
        """Whether a scenario shows that the idea is wrong."""
        said = self.effect(scenario)
        return said is not None and not said.agrees(right_effect(self.semantics, scenario))


WRONG_MODELS: Final = (
    WrongModel("leaf-alone", LeafAlone),
    WrongModel("level-by-level", LevelByLevel),
    WrongModel("absent-is-judged", AbsentIsJudged),
    WrongModel("pdpte-has-rights", PdpteHasRights),
    WrongModel("code-describes-page", CodeDescribesPage),
    WrongModel("last-entry-present", LastEntryPresent, Semantics.AFTER),
    WrongModel("whole-path-first", WholePathFirst, Semantics.AFTER),
    WrongModel("wp-frees-user", WpFreesUser),
    WrongModel("wp-locks-all", WpLocksAll),
    WrongModel("user-page-shut", UserPageShut),
    WrongModel("accessed-when-read", AccessedWhenRead),
    WrongModel("accessed-on-success", AccessedOnSuccess, Semantics.AFTER),
    WrongModel("dirty-everywhere", DirtyEverywhere),
)
"""Every wrong idea there is."""
