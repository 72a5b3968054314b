"""What a comparison says of the change's claims, and of what the change brought in.

Only what this path shows: the counts over whole spaces stand in the Claims view.
Source: vectors/FINDINGS; semantics.md, 8.
"""

from dataclasses import dataclass
from enum import Enum

from mmuviz.core.compare_ends import End
from mmuviz.core.comparison import Comparison
from mmuviz.core.result import Outcome
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.trace import Semantics, translate
from mmuviz.present.wording import entry_name, listed


class Tone(Enum):
    """How a verdict is set."""

    GOOD = "good"
    BAD = "bad"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A paragraph on a claim.

    Attributes:
        tone: what colour its title has; the title says it too.
        title: the claim and its verdict.
        text: why.
    """

    tone: Tone
    title: str
    text: str


def verdicts(whole: Comparison) -> tuple[Verdict, ...]:
    """Return what all three opinions together say of the claims, the most telling first."""
    before, after, hardware = (whole.ends[one] for one in Semantics)
    found = (
        _claim_4(before, after, hardware),
        _livelock(before, after, hardware),
        _claim_1(whole, before, after),
        _claim_3(before, after),
        _gva_to_gpa(whole, before),
    )
    return tuple(one for one in found if one is not None)


def _claim_4(before: End, after: End, hardware: End) -> Verdict | None:
    old, new, right = before.error_code, after.error_code, hardware.error_code
    if old is None or new is None or right is None:
        return None
    if old == new == right:
        return Verdict(
            Tone.QUIET,
            "Claim 4 on this path: nothing to mend",
            "The code was right before the change, and still is.",
        )
    if old == right:
        return Verdict(
            Tone.BAD,
            "Claim 4 on this path: not borne out",
            "On a single path the code was right in every state before the change. After it, P is "
            "wrong wherever an upper entry refuses and a lower one is absent.",
        )
    return Verdict(
        Tone.QUIET,
        "Claim 4 on this path: nothing mended",
        f"before injects {old:#x}, after {new:#x}, where the processor raises {right:#x}: it looks "
        "at bits that KVM of 2007 does not know.",
    )


def _livelock(before: End, after: End, hardware: End) -> Verdict | None:
    if after.ending is not Ending.LIVELOCK or before.ending is Ending.LIVELOCK:
        return None
    return Verdict(
        Tone.BAD,
        "Brought in by the change: a livelock",
        f"The walk of after knows P, W and U alone and allows the access; the processor refuses "
        f"it for ever. before injects {before.error_code or 0:#x}, as the hardware does"
        f"{'' if before.error_code == hardware.error_code else ', but for its code'}.",
    )


def _claim_1(whole: Comparison, before: End, after: End) -> Verdict | None:
    names = [
        entry_name(entry.read)
        for entry, old, new in zip(whole.entries, before.entries, after.entries, strict=True)
        if old.accessed and new.accessed is False
    ]
    if not names:
        return None
    return Verdict(
        Tone.GOOD,
        "Claim 1 on this path: borne out",
        f"before sets A in {listed(names)} although the access is refused; after does not.",
    )


def _claim_3(before: End, after: End) -> Verdict | None:
    if before.vmexits is None or after.vmexits is None or before.vmexits <= after.vmexits:
        return None
    return Verdict(
        Tone.GOOD,
        "Claim 3 on this path: borne out",
        f"before first fixes the shadow in vain: {before.vmexits} vmexits, where after needs "
        f"{after.vmexits}.",
    )


def _gva_to_gpa(whole: Comparison, before: End) -> Verdict | None:
    """Say what gva_to_gpa makes of an address that no entry maps."""
    absent = whole.traces[Semantics.BEFORE].result.outcome is Outcome.NOT_PRESENT
    told = translate(Semantics.AFTER, whole.scenario)
    if not absent or before.ending is not Ending.INJECTED or told is None:
        return None
    if told.status != "undefined" and not told.wrong:
        return None
    says = "is undefined" if told.gpa is None else f"says {told.gpa:#x}, made of the PDPTR"
    return Verdict(
        Tone.BAD,
        "Brought in by the change: gva_to_gpa",
        f"The address is unmapped, and the gva_to_gpa of before says so. That of after {says}.",
    )
