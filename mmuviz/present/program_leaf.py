"""A leaf that another operation built: through another entry, or before an entry was changed.

Shadow pages are keyed without rights, so a leaf keeps those of whoever came first.
Source: FINDINGS, "Surprises"; semantics.md, 4, "Pages".
"""

from dataclasses import dataclass

from mmuviz.core.bits import Pte
from mmuviz.core.events import EntryRead
from mmuviz.core.shadow.pages import Spte
from mmuviz.core.trace import Semantics
from mmuviz.present.program_case import Case
from mmuviz.present.program_verdict import Wrong, wrong
from mmuviz.present.run_frame import VERSIONS
from mmuviz.present.wording import entry_name

TWO_ENTRIES = "Why: two entries, one shadow"
OUT_OF_DATE = "Why: a shadow that is out of date"
_BITS = {"P": Pte.P, "W": Pte.W, "U": Pte.U}
_REMEMBERED = {"W": Spte.GUEST_W, "U": Spte.GUEST_U}
_NO = {"W": "no write", "U": "no user"}


@dataclass(frozen=True, slots=True)
class Cause:
    """What explains an operation's outcome.

    Attributes:
        title: the heading.
        strong: the fact that decides, a sentence.
        detail: what follows from it.
        builder: the number of the operation that built the leaf, where it is another one.
        letter: the right that is amiss; empty where none is.
        level: the number of the level at which the paths of both are not the same; None without.
    """

    title: str
    strong: str
    detail: str
    builder: int | None = None
    letter: str = ""
    level: int | None = None


def amiss(case: Case, *kinds: Wrong) -> Semantics | None:
    """Return the first version whose answer is wrong in one of these ways."""
    return next((version for version in VERSIONS if wrong(case, version) in kinds), None)


def _apart(
    case: Case, builder: Case, letter: str, *, now: bool
) -> tuple[EntryRead, EntryRead] | None:
    """Return the entries, theirs and ours, at which a bit of the paths is not the same.

    Args:
        case: the operation that found the leaf.
        builder: the one that built it.
        letter: the bit.
        now: what it is on the path of `case`.
    """
    bit = _BITS[letter]
    for theirs, ours in zip(builder.path, case.path, strict=False):
        had, has = (bool((read.value or 0) & bit) for read in (theirs, ours))
        if has is now and had is not now and (letter == "P" or ours.level.has_rights):
            return theirs, ours
    return None


def _needed(case: Case) -> str:
    """Return the letters of what an access asks of an entry; no other can explain its outcome."""
    access = case.access
    assert access is not None, "no leaf answers a load of a register"
    return f"P{'W' * access.write}{'U' * access.user}"


def _builder(case: Case, version: Semantics | None) -> int | None:
    """Return who built the leaf that a version used, where it was an earlier operation."""
    number = None if version is None else case.builder(version)
    return None if number == case.number else number


def strict_leaf(case: Case) -> Cause | None:
    """The leaf remembers less than the guest's entries allow."""
    version = amiss(case, Wrong.SPURIOUS, Wrong.LIVELOCK)
    number = _builder(case, version)
    if version is None or number is None:
        return None
    leaf = case.leaf(version)
    assert leaf is not None, "somebody built it"
    for letter in _needed(case):
        apart = _apart(case, case.other(number), letter, now=True)
        if apart is not None and not leaf.value & _REMEMBERED.get(letter, -1):
            return _strict(case, number, letter, *apart)
    return None


def _strict(case: Case, number: int, letter: str, theirs: EntryRead, ours: EntryRead) -> Cause:
    if theirs.address == ours.address:
        return Cause(
            OUT_OF_DATE,
            f"{entry_name(ours)} had {letter} 0 when operation {number + 1} built the leaf; now it "
            f"has {letter} 1.",
            f"The leaf remembers: {_NO[letter]}. It was not cleared when the guest changed its "
            f"entry, and cannot be given {letter}.",
            number,
            letter,
            ours.level.number,
        )
    return Cause(
        TWO_ENTRIES,
        f"Operation {number + 1} came through {entry_name(theirs)}, which has {letter} 0.",
        f"The one leaf was built for it and remembers: {_NO[letter]}. Operation {case.number + 1} "
        f"comes through {entry_name(ours)}, finds that leaf, and cannot be given {letter}.",
        number,
        letter,
        ours.level.number,
    )


def lax_leaf(case: Case) -> Cause | None:
    """The leaf allows what the guest's entries refuse."""
    version = amiss(case, Wrong.MISSED)
    number = _builder(case, version)
    if number is None:
        return None
    for letter in _needed(case):
        apart = _apart(case, case.other(number), letter, now=False)
        if apart is not None:
            return _lax(case, number, letter, *apart)
    return None


def _lax(case: Case, number: int, letter: str, theirs: EntryRead, ours: EntryRead) -> Cause:
    if theirs.address == ours.address and theirs.index == ours.index:
        return Cause(
            OUT_OF_DATE,
            f"{entry_name(ours)} had {letter} 1 when operation {number + 1} built the leaf; now it "
            f"has {letter} 0.",
            "The shadow still leads to that leaf: nothing has cleared it since.",
            number,
            letter,
            ours.level.number,
        )
    return Cause(
        TWO_ENTRIES,
        f"Operation {number + 1} came through {entry_name(theirs)}, which has {letter} 1.",
        f"The leaf was built for it. Operation {case.number + 1} comes through {entry_name(ours)}, "
        f"which has {letter} 0, and reaches the same leaf: links in the shadow allow everything.",
        number,
        letter,
        ours.level.number,
    )


def left_trick(case: Case) -> Cause | None:
    """The leaf still has the W that the WP=0 trick gave it."""
    version = amiss(case, Wrong.MISSED)
    leaf = None if version is None else case.leaf(version)
    access = case.access
    if leaf is None or access is None or not access.write or access.user:
        return None
    if not leaf.value & Pte.W or leaf.value & Spte.GUEST_W:
        return None
    return Cause(
        "Why: what the WP=0 trick left",
        "The leaf has W and remembers: no write. A kernel write under WP 0 gave it that W.",
        "CR0.WP is 1 now, so the guest's tables refuse the kernel too; but loading CR0 leaves the "
        "leaves as they are.",
        letter="W",
    )
