"""How hard a question is: by the rules that it needs.

A question needs a rule where the wrong idea that ignores the rule (core/models) answers it wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics

PAGE: Final = "page"
ABSENT: Final = "absent"
LARGE: Final = "large"
"""What a question may need beside rules: to reach a page, an absent entry, a large page."""

PDPTE: Final = "pdpte-has-rights"


class Part(Enum):
    """What is asked. The value is its word in answer files."""

    PATH = "path"
    RESULT = "result"
    CODE = "code"
    ACCESSED = "accessed"
    DIRTY = "dirty"


@dataclass(frozen=True, slots=True)
class Difficulty:
    """A level of difficulty.

    Attributes:
        number: 1 (easy) to 4.
        needs: each question needs one of these; they take turns.
        may: what else a question may need. A rule of neither makes no difference to it.
        given: rules that the sheet states: they may matter, and are not asked for.
        asks_all: the error code and the A and D bits are asked for too.
        spells_flags: the sheet spells the flags of every entry.
        decoy_tables: tables are printed that the walk does not come to.
    """

    number: int
    needs: tuple[str, ...]
    may: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset({PDPTE})
    asks_all: bool = False
    spells_flags: bool = True
    decoy_tables: bool = False

    def targets(self, mode: PagingMode) -> tuple[str, ...]:
        """Return what the questions need in turn, in a mode: only PAE has PDPTRs."""
        return tuple(need for need in self.needs if need != PDPTE or mode is PagingMode.PAE)

    def parts(self, semantics: Semantics) -> tuple[Part, ...]:
        """Return what is asked; D is not the business of walk_addr."""
        if not self.asks_all:
            return (Part.PATH, Part.RESULT)
        return tuple(
            part for part in Part if part is not Part.DIRTY or semantics is Semantics.HARDWARE
        )

    def allows(self, needed: frozenset[str], target: str) -> bool:
        """Whether a question that needs these rules is one of this level, for `target`."""
        asked = needed - self.given
        return (target in needed or target in {PAGE, ABSENT, LARGE}) and asked <= {
            *self.needs,
            *self.may,
        }


_RIGHTS = ("leaf-alone", "wp-frees-user", "wp-locks-all", "user-page-shut")
_HARDWARE_FLAGS = ("code-describes-page", "accessed-when-read", "dirty-everywhere")
_AFTER_FLAGS = ("code-describes-page", "accessed-on-success", PAGE)
_HARDWARE_ORDER = ("level-by-level", "absent-is-judged", PDPTE, LARGE)
_AFTER_ORDER = ("whole-path-first", "last-entry-present", "absent-is-judged", PDPTE, LARGE)


def _levels(flags: tuple[str, ...], order: tuple[str, ...]) -> tuple[Difficulty, ...]:
    rights = frozenset(_RIGHTS)
    return (
        Difficulty(1, (PAGE, ABSENT, PAGE)),
        Difficulty(2, _RIGHTS),
        Difficulty(3, flags, rights, asks_all=True, decoy_tables=True),
        Difficulty(
            4,
            order,
            rights | frozenset(flags),
            given=frozenset(),
            asks_all=True,
            spells_flags=False,
            decoy_tables=True,
        ),
    )


DIFFICULTIES: Final[Mapping[Semantics, tuple[Difficulty, ...]]] = MappingProxyType(
    {
        Semantics.HARDWARE: _levels(_HARDWARE_FLAGS, _HARDWARE_ORDER),
        Semantics.AFTER: _levels(_AFTER_FLAGS, _AFTER_ORDER),
    }
)
"""The levels, easiest first, by whose walk is asked about."""
