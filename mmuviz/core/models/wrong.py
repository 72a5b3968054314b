"""The wrong ideas. Each is a walker of its own, as somebody who has the idea would walk.

Source: what is right is semantics.md, 2 (*after*) and 7 (hardware); each docstring says the idea.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from mmuviz.core.bits import Pferr, Pte
from mmuviz.core.models.effect import Effect, allowed, fault, newly, right_effect
from mmuviz.core.models.path import Path, Step, read_path
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics


def _refused(path: Path, steps: Iterable[Step]) -> bool:
    """Whether W and U of `steps`, taken together, refuse the access: the right rule."""
    access, steps = path.access, list(steps)
    lacks_u = access.user and not all(step.user for step in steps)
    lacks_w = access.write and not all(step.writable for step in steps)
    return lacks_u or (lacks_w and (access.user or path.wp))


def hardware(path: Path) -> Effect:
    """The right walk of the processor, of which an idea spoils one thing."""
    if path.absent:
        return fault(path, present=False)
    if _refused(path, path.present):
        return fault(path, present=True)
    return allowed(path)


def leaf_alone(path: Path) -> Effect:
    """Only the entry that maps the page decides."""
    if path.leaf and not _refused(path, [path.leaf]):
        return allowed(path)
    return fault(path, present=path.leaf is not None)


def code_describes_page(path: Path) -> Effect:
    """W and U of the error code are the page's: whether it may be written, and by a user."""
    right = hardware(path)
    if right.error_code is None:
        return right
    steps = [*path.present, *([path.absent] if path.absent else [])]
    steps = [step for step in steps if step.level.has_rights]
    code = right.error_code & Pferr.P
    code |= Pferr.W if steps and all(step.writable for step in steps) else 0
    code |= Pferr.U if steps and all(step.user for step in steps) else 0
    return Effect(code, right.accessed, right.dirty)


def wp_frees_user(path: Path) -> Effect:
    """CR0.WP clear lets everybody write, user programs too."""
    access = path.access
    if path.leaf and access.write and not path.wp and all(step.user for step in path.present):
        return allowed(path)
    return hardware(path)


def wp_locks_all(path: Path) -> Effect:
    """CR0.WP set is a lock: no write goes through, whatever W says."""
    if path.leaf and path.access.write and path.wp:
        return fault(path, present=True)
    return hardware(path)


def user_page_shut(path: Path) -> Effect:
    """U set means user only: the kernel may not touch the page."""
    if path.leaf and not path.access.user and all(step.user for step in path.present):
        return fault(path, present=True)
    return hardware(path)


def accessed_when_read(path: Path) -> Effect:
    """Whoever reads an entry sets its A, whatever becomes of the access."""
    right = hardware(path)
    return Effect(right.error_code, newly(Pte.A, path.present), right.dirty)


def dirty_everywhere(path: Path) -> Effect:
    """A write sets D in every entry on its way."""
    right = hardware(path)
    made = right.error_code is None and path.access.write
    return Effect(right.error_code, right.accessed, newly(Pte.D, path.present if made else ()))


def pdpte_has_rights(path: Path) -> Effect:
    """A PAE PDPTR has W and U, as any other entry."""
    root = path.present[0] if path.present else None
    if path.leaf and root and not root.level.has_rights:
        access, entry = path.access, root.entry
        lacks_w = access.write and not entry & Pte.W and (access.user or path.wp)
        if lacks_w or (access.user and not entry & Pte.U):
            return fault(path, present=True)
    return hardware(path)


def absent_is_judged(path: Path) -> Effect:
    """W and U of an absent entry count: it refuses, and so P is 1."""
    if path.absent and _refused(path, [path.absent]):
        return fault(path, present=True)
    return hardware(path)


def level_by_level(path: Path) -> Effect:
    """Rights are judged at each entry, before the next one is read."""
    if any(_refused(path, [step]) for step in path.present):
        return fault(path, present=True)
    return hardware(path)


def after(path: Path, *, present: bool | None = None) -> Effect:
    """The right walk of *after*; `present` is what P is said to be where an entry refuses."""
    for place, step in enumerate(path.present):
        if _refused(path, [step]):
            p = True if present is None else present
            return fault(path, present=p, used=path.present[:place])
    return fault(path, present=False, used=path.present) if path.absent else allowed_by_after(path)


def allowed_by_after(path: Path) -> Effect:
    """Return a walk of *after* that ends at the page: A all the way; D is not the walk's."""
    return Effect(None, newly(Pte.A, path.present), frozenset())


def accessed_on_success(path: Path) -> Effect:
    """A is set only where the access is made: a walk that faults leaves no trace."""
    right = after(path)
    if right.error_code is None:
        return right
    return Effect(right.error_code, frozenset(), frozenset())


def last_entry_present(path: Path) -> Effect:
    """P of the code says whether the page is there: the last entry of the path."""
    return after(path, present=path.absent is None)


def whole_path_first(path: Path) -> Effect:
    """The whole path is read before rights are judged: what a processor does."""
    right = hardware(path)
    return Effect(right.error_code, right.accessed, frozenset(), newly(Pte.A, path.present))


@dataclass(frozen=True, slots=True)
class WrongModel:
    """A wrong idea of a walk.

    Attributes:
        name: its word in files and on the command line.
        walk: the walk as somebody who has the idea would do it.
        semantics: whose walk it is wrong about.
    """

    name: str
    walk: Callable[[Path], Effect]
    semantics: Semantics = Semantics.HARDWARE

    def effect(self, scenario: Scenario) -> Effect | None:
        """Return what the idea says of a scenario; None where it has nothing to say."""
        path = read_path(scenario)
        return self.walk(path) if path else None

    def is_caught(self, scenario: Scenario) -> bool:
        """Whether a scenario shows that the idea is wrong."""
        said = self.effect(scenario)
        return said is not None and not said.agrees(right_effect(self.semantics, scenario))


WRONG_MODELS: Final = (
    WrongModel("leaf-alone", leaf_alone),
    WrongModel("level-by-level", level_by_level),
    WrongModel("absent-is-judged", absent_is_judged),
    WrongModel("pdpte-has-rights", pdpte_has_rights),
    WrongModel("code-describes-page", code_describes_page),
    WrongModel("last-entry-present", last_entry_present, Semantics.AFTER),
    WrongModel("whole-path-first", whole_path_first, Semantics.AFTER),
    WrongModel("wp-frees-user", wp_frees_user),
    WrongModel("wp-locks-all", wp_locks_all),
    WrongModel("user-page-shut", user_page_shut),
    WrongModel("accessed-when-read", accessed_when_read),
    WrongModel("accessed-on-success", accessed_on_success, Semantics.AFTER),
    WrongModel("dirty-everywhere", dirty_everywhere),
)
"""Every wrong idea there is."""
