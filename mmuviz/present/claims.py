"""The change claim by claim, and what it brought in and left: sentences, verdicts, where to look.

The numbers are counted (`core/claims`); what stands here is the judgement, which a test holds
against them. Source: semantics.md, 8; FINDINGS.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from mmuviz.core.claims.counts import Item
from mmuviz.core.events import Anchor
from mmuviz.core.shadow.events import AnyEvent
from mmuviz.core.trace import Semantics

TITLE: Final = "What the change claimed, and what was measured"
SUBTITLE: Final = (
    "Perform access checks in walk_addr(), January 2007. Counts are over every state of a space, "
    "before against after; d is over random programs."
)
CLAIMS_HEADING: Final = "The four claims"
DEFECTS_HEADING: Final = "What it brought in, and what it left"


class Verdict(Enum):
    """What came of a claim, or where a defect stands. The value is its word on the screen."""

    BORNE_OUT = "borne out"
    IN_PART = "in part"
    NOT = "not borne out"
    NOTHING_TO_COUNT = "nothing to count"
    NEW = "new"
    MENDED = "mended"
    AS_BEFORE = "as before"


class View(Enum):
    """Where an item is seen."""

    WALK = "walk"
    COMPARE = "compare"
    EXITS = "exits"
    PROGRAM = "program"
    DIFF = "diff"


@dataclass(frozen=True, slots=True)
class Opening:
    """A built-in scenario, and the step that tells.

    Attributes:
        scenario: its name; empty where the two listings are enough.
        view: in which view.
        semantics: whose steps; the others move along.
        operation: number of the operation, from 0.
        anchor: the step is the last one there.
    """

    scenario: str
    view: View
    semantics: Semantics = Semantics.AFTER
    operation: int = 0
    anchor: Anchor = Anchor.READ


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of the page.

    Attributes:
        item: what it is.
        sentence: the claim, or the defect.
        detail: a sentence more.
        verdict: what came of it.
        since: when it was mended, such as `24 Jan`; empty where it was not.
        remark: what stands below the verdict; may be empty.
        opening: the scenario that shows it.
    """

    item: Item
    sentence: str
    detail: str
    verdict: Verdict
    opening: Opening
    since: str = ""
    remark: str = ""

    @property
    def verdict_text(self) -> str:
        """`borne out`, `mended 24 Jan`."""
        return f"{self.verdict.value} {self.since}".rstrip()


CLAIMS: Final = (
    Claim(
        Item.ACCESSED,
        "A is no longer set when the access is refused",
        "In the refusing entry and below it. Levels already passed keep A, as on hardware.",
        Verdict.BORNE_OUT,
        Opening("pae-accessed-of-refused", View.COMPARE, Semantics.BEFORE, anchor=Anchor.ACCESSED),
    ),
    Claim(
        Item.SIMPLER,
        "Setting A is simpler, in one place",
        "A matter of reading the code: the two listings side by side.",
        Verdict.NOTHING_TO_COUNT,
        Opening("", View.DIFF),
    ),
    Claim(
        Item.EXITS,
        "Refused accesses are no longer “fixed” first, with a vmexit too many",
        "Two exits become one. But some second accesses now need an exit: e below.",
        Verdict.BORNE_OUT,
        Opening("pae-vain-exit", View.EXITS, Semantics.BEFORE, anchor=Anchor.VMEXIT),
        remark="but see e",
    ),
    Claim(
        Item.CODES,
        "The guest now gets the right error code",
        "On a single path before was right in every state. after says P = 1 where a lower entry "
        "is absent.",
        Verdict.NOT,
        Opening("pae-denied-above-absent-below", View.COMPARE, anchor=Anchor.RETURN_FAULT),
        remark="on a single path",
    ),
)
"""The four claims of the change's own description."""

DEFECTS: Final = (
    Claim(
        Item.ORDER,
        "P = 1 although a lower entry is absent: the order of the checks",
        "after refuses at the upper entry, before it has read the lower one.",
        Verdict.NEW,
        Opening("pae-denied-above-absent-below", View.COMPARE, anchor=Anchor.ACCESS_ERROR),
    ),
    Claim(
        Item.TRANSLATION,
        "gva_to_gpa of an unmapped address: a wrong address, or undefined",
        "It does not look at what the walk says, and uses an entry pointer that was never set.",
        Verdict.MENDED,
        Opening("pae-gva-to-gpa", View.WALK, anchor=Anchor.RETURN_FAULT),
        since="24 Jan",
    ),
    Claim(
        Item.NO_EXECUTE,
        "A fetch from a no-execute page exits for ever; before injected it",
        "The checks of after know P, W and U alone. Where only an upper entry forbids the fetch, "
        "the shadow drops NX and both versions let it pass.",
        Verdict.MENDED,
        Opening("pae-nx-fetch", View.EXITS, anchor=Anchor.VMEXIT),
        since="23 Jan",
    ),
    Claim(
        Item.SHARED,
        "A table shared by entries with unlike rights: exits for ever",
        "The shadow keeps the rights of who came first. before sent a spurious fault, after can "
        "neither refuse nor fix.",
        Verdict.NEW,
        Opening("pae-shared-table", View.PROGRAM, operation=1, anchor=Anchor.VMEXIT),
    ),
    Claim(
        Item.SECOND,
        "A second access exits that did not: the leaf left behind was useful",
        "before built a shadow leaf for an access that it then refused; a permitted one used it.",
        Verdict.NEW,
        Opening("pae-second-access", View.PROGRAM, operation=1, anchor=Anchor.VMEXIT),
    ),
    Claim(
        Item.HANG,
        "A user write to the table in use as root hangs the host",
        "Every shadow page of the frame is to go, and a root in use does not go: the loop has no "
        "end.",
        Verdict.AS_BEFORE,
        Opening("pae-host-hang", View.EXITS, anchor=Anchor.ZAP),
    ),
)
"""What the change brought in, and what it left as it was."""


def step_of(events: Iterable[AnyEvent], anchor: Anchor) -> int:
    """Return the number, from 1, of the last step at `anchor`; 0 where there is none."""
    return max((n for n, event in enumerate(events, 1) if event.anchor is anchor), default=0)
