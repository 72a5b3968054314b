"""Why an operation came out as it did: causes that the recorded run itself shows.

Each cause is a function of the case; it gives None where the run does not show it. The first one
that does is told. Source of what to look for: FINDINGS, "Surprises"; semantics.md, 4, 5 and 8.
"""

from collections.abc import Callable

from mmuviz.core.bits import PAGE_SHIFT, Pferr, Pte
from mmuviz.core.events import Anchor, Jumped
from mmuviz.core.shadow.events import (
    Answered,
    Fixed,
    GuestStored,
    Looked,
    PageFreed,
    PageTaken,
    SlotSet,
)
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.shadow.pages import Spte
from mmuviz.present.program_case import Case, of_type
from mmuviz.present.program_leaf import Cause, amiss, lax_leaf, left_trick, strict_leaf
from mmuviz.present.program_verdict import Wrong, accessed_leaf, wrong
from mmuviz.present.run_frame import VERSIONS
from mmuviz.present.wording import entry_name

BEFORE, AFTER = VERSIONS
OLD_CODE = "Why: the code is about the shadow"
ABOVE_ABSENT = "Why: an entry refuses above an absent one"
NO_EXECUTE = "Why: the walk does not know NX"


def cause(case: Case) -> Cause | None:
    """Return what explains the outcome; None where the decisions say all there is."""
    return next((found for rule in _RULES if (found := rule(case)) is not None), None)


def _stale_code(case: Case) -> Cause | None:
    """The processor saw a translation in the shadow that the guest does not have."""
    executed, hardware = case.executed(BEFORE), case.hardware
    if wrong(case, BEFORE) is not Wrong.CODE or executed is None or hardware is None:
        return None
    ours, right = executed.result.error_code or 0, hardware.result.error_code or 0
    if not ours & Pferr.P or right & Pferr.P:
        return None
    return Cause(
        OLD_CODE,
        f"The shadow has a leaf that refuses; {entry_name(case.path[-1])} of the guest is absent.",
        f"The processor walks the shadow and says P, {ours:#x}. before hands that on; of the "
        f"guest's tables it would be {right:#x}.",
    )


def _lower_absent(case: Case) -> Cause | None:
    """After's walk stops at an entry that refuses, above one that is absent."""
    executed, hardware = case.executed(AFTER), case.hardware
    if wrong(case, AFTER) is not Wrong.CODE or executed is None or hardware is None:
        return None
    stop = next((jump.level for jump in of_type(executed, Jumped)), None)
    refusing = next((read for read in case.path if read.level == stop), None)
    last = case.path[-1]
    if refusing is None or last == refusing or (last.value or 0) & Pte.P:
        return None
    return Cause(
        ABOVE_ABSENT,
        f"after's walk stops at {entry_name(refusing)}, which refuses; {entry_name(last)} below "
        "it is absent.",
        "There is no translation, so the processor says P 0, "
        f"{hardware.result.error_code or 0:#x}. The walk has not looked that far and says P 1, "
        f"{executed.result.error_code or 0:#x}.",
    )


def _own_table(case: Case) -> Cause | None:
    version = amiss(case, Wrong.LIVELOCK)
    executed = None if version is None else case.executed(version)
    fixed, freed = of_type(executed, Fixed), of_type(executed, PageFreed)
    if not fixed or not fixed[-1].fixed or not freed:
        return None
    return Cause(
        "Why: a user writes the table that maps it",
        f"The page that is written, gfn {freed[-1].gfn:#x}, is a page table on its own path.",
        "A user's write zaps every shadow of a table. That unlinks the very leaf that has just "
        "been made writable, and the next try builds it anew.",
    )


def _no_execute(case: Case) -> Cause | None:
    access, amiss_after = case.access, wrong(case, AFTER)
    read = next((read for read in case.path if (read.value or 0) & Pte.NX), None)
    if amiss_after is not Wrong.LIVELOCK or access is None or not access.fetch or read is None:
        return None
    return Cause(
        NO_EXECUTE,
        f"{entry_name(read)} has NX: no instruction may be fetched.",
        "The leaf has NX too, so the processor exits. after's walk checks P, W and U, finds "
        "nothing, and returns 0. Mended two days later, on 23 January 2007.",
        letter="X",
    )


def _wp0_trick(case: Case) -> Cause | None:
    for version in VERSIONS:
        for event in of_type(case.executed(version), SlotSet):
            took_u = bool(event.old & ~event.new & Pte.U)
            if event.anchor is Anchor.FIX_WRITE and took_u:
                return Cause(
                    "Why: the WP=0 trick",
                    "CR0.WP is 0: the kernel writes a page that is read-only.",
                    "The processor runs with WP 1. So the leaf gets W and loses U: the kernel can "
                    "write, and a user's access exits.",
                    letter="U",
                )
            if event.anchor is Anchor.FIX_READ:
                return Cause(
                    "Why: the WP=0 trick, taken back",
                    "The leaf had W and no U, for a write of the kernel under WP 0.",
                    "fix_read_pf gives U back and takes W. The reverse map is not told, and still "
                    "names this leaf, which is not writable any more.",
                    letter="W",
                )
    return None


def _vain_exit(case: Case) -> Cause | None:
    anchors = [answered.anchor for answered in of_type(case.executed(BEFORE), Answered)]
    written = accessed_leaf(case, BEFORE)
    if anchors != [Anchor.PF_FIXED, Anchor.NOT_FIXED] or wrong(case, BEFORE) is not None:
        return None
    strong = "before mends a fault that it cannot mend, and asks the processor again."
    detail = "Its walk checks nothing, so a leaf is built first; only the second exit shows that "
    detail += "the leaf refuses."
    if written is not None:
        name = f"{written.level.name} {written.index}"
        detail += f" On its way the walk has set A in {name}, of a page that is not accessed."
    return Cause("Why: one exit too many", strong, detail)


def _only_accessed(case: Case) -> Cause | None:
    executed, written = case.executed(BEFORE), accessed_leaf(case, BEFORE)
    if executed is None or executed.result.ending is not Ending.INJECTED:
        return None  # what before lets the guest do, it does not refuse
    if written is None or accessed_leaf(case, AFTER) is not None:
        return None
    name = f"{written.level.name} {written.index}"
    return Cause(
        "Why: A is set before the rights are known",
        f"before's walk sets A in {name} on its way.",
        "The access is then refused. after's walk checks first, and leaves A alone.",
        letter="A",
    )


def _first_write(case: Case) -> Cause | None:
    access = case.access
    looked = of_type(case.executed(AFTER), Looked)
    if access is None or not access.write or len(looked) != 2 or looked[-1].error_code is not None:
        return None
    found, stored = looked[0].path[-1][2], of_type(case.executed(AFTER), GuestStored)
    waits = found & (Pte.P | Pte.W | Spte.GUEST_W) == Pte.P | Spte.GUEST_W
    dirty = any(event.anchor is Anchor.DIRTY and not event.old & Pte.D for event in stored)
    if not waits or not dirty:
        return None  # W can be withheld for other reasons: a table was shadowed, U was given back
    return Cause(
        "Why: the first write",
        "The leaf remembers W and has not got it: D of the guest's entry was clear.",
        "The write exits once, so that D can be set in the guest's entry; then the leaf gets W.",
        letter="W",
    )


def _shadowed_again(case: Case) -> Cause | None:
    """Only before still, or again, has a shadow of the table that is written."""
    runs = [case.executed(version) for version in VERSIONS]
    endings = [None if executed is None else executed.result.ending for executed in runs]
    if endings != [Ending.EMULATE, Ending.DONE]:
        return None
    stored = of_type(runs[0], GuestStored)
    target = stored[-1].gpa >> PAGE_SHIFT if stored else None  # none: a device was written
    number = _refused_taker(case, target)
    if target is None or number is None:
        return None
    return Cause(
        "Why: one version has the table shadowed",
        f"Operation {number + 1} was refused; before built its shadow all the same.",
        f"So gfn {target:#x} is shadowed as a table in before, and its writes exit. after built "
        "nothing for the refused access: there it is a page as any other.",
    )


def _refused_taker(case: Case, gfn: int | None) -> int | None:
    """Return the operation in which before last took a new page of `gfn`, where it was refused."""
    run = case.record.runs[BEFORE]
    takers = [
        number
        for number in range(case.number)
        if any(taken.gfn == gfn and not taken.found for taken in of_type(run[number], PageTaken))
    ]
    refused = (
        number
        for number in takers[-1:]
        for hardware in (case.other(number).hardware,)
        if hardware is not None and hardware.result.ending is Ending.INJECTED
    )
    return next(refused, None)


_RULES: tuple[Callable[[Case], Cause | None], ...] = (
    strict_leaf,
    lax_leaf,
    left_trick,
    _stale_code,
    _lower_absent,
    _own_table,
    _no_execute,
    _wp0_trick,
    _shadowed_again,
    _vain_exit,
    _only_accessed,
    _first_write,
)
