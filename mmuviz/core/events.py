"""What happens in a walk, one frozen event a step, and the vocabulary of its places.

An `Anchor` names a point of the algorithm: the listing's line, the node of the graph, the word in
the text all use the same member. Events carry what was seen and changed; what the screen says of
it is made in `present`.
"""

from dataclasses import dataclass
from enum import Enum

from mmuviz.core.paging import Level


class Anchor(Enum):
    """A point of the algorithm. The value is its word in traces and listings."""

    READ_PDPTR = "read_pdptr"
    PDPTR_PRESENT = "a_pdptr"
    PDPTR_NEXT = "g_pdptr"
    READ = "read"
    PRESENT = "a"
    WRITE = "b"
    USER = "c"
    ACCESSED = "d"
    LEAF = "e"
    LARGE = "f"
    NEXT = "g"
    RESERVED = "r"
    COLLECT = "collect"
    FETCH = "x"
    SUPERVISOR = "s"
    JUDGE = "judge"
    NOT_PRESENT = "not_present"
    ACCESS_ERROR = "access_error"
    CODE_P = "code_p"
    CODE_W = "code_w"
    CODE_U = "code_u"
    CODE = "code"
    RETURN_OK = "return_1"
    RETURN_FAULT = "return_0"
    PAGE_FAULT = "page_fault"
    PAGING_OFF = "paging_off"
    NON_CANONICAL = "non_canonical"
    GVA_TO_GPA = "gva_to_gpa"
    LOOKUP = "lookup"
    USED = "used"
    VMEXIT = "vmexit"
    GET_PAGE = "get_page"
    FREE_PAGE = "free_page"
    WRITE_PROTECT = "write_protect"
    LINK = "link"
    SET_ENTRY = "set_entry"
    FIX_WRITE = "fix_write_pf"
    FIX_READ = "fix_read_pf"
    ZAP = "zap_page"
    DIRTY = "dirty"
    REFUSED = "refused"
    NONE_BUILT = "none_built"
    MMIO = "mmio"
    NOT_FIXED = "not_fixed"
    PF_FIXED = "pf_fixed"
    PRE_WRITE = "pre_write"
    STORE = "store"

    __hash__ = object.__hash__  # Enum's own is a Python call, and anchors are keys in hot loops


class Source(Enum):
    """Where an entry was read."""

    REGISTER = "register"
    RAM = "RAM"
    NOT_KEPT = "not kept"
    OUTSIDE = "outside RAM"


@dataclass(frozen=True, slots=True)
class EntryRead:
    """An entry, or a loaded PDPTR, is read.

    Attributes:
        anchor: READ or READ_PDPTR.
        level: the level of the table.
        index: the entry's number.
        table: the table's guest-physical address; the PDPTRs' table in memory for a register.
        address: the entry's guest-physical address; None for a register.
        value: what was read; None where the file does not keep it (the walk cannot go on).
        source: where it came from. OUTSIDE reads as 0.
    """

    anchor: Anchor
    level: Level
    index: int
    table: int
    address: int | None
    value: int | None
    source: Source


@dataclass(frozen=True, slots=True)
class Check:
    """A condition of the algorithm is tested.

    Attributes:
        anchor: which condition.
        level: at which level; None for a judgement over the whole path.
        terms: True, False or None (not evaluated) for each term, in the condition's order.
        holds: the condition's value. For the checks a, b, c, r, x, s true means "refuse".
    """

    anchor: Anchor
    level: Level | None
    terms: tuple[bool | None, ...]
    holds: bool


@dataclass(frozen=True, slots=True)
class EntryWritten:
    """A, or A and D, are set in an entry in guest memory.

    Attributes:
        anchor: ACCESSED.
        level: the level at which the walk used the entry.
        index: the entry's number.
        address: the entry's guest-physical address.
        old: the entry before.
        new: the entry after.
    """

    anchor: Anchor
    level: Level
    index: int
    address: int
    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Descended:
    """The walk goes on to the next table.

    Attributes:
        anchor: NEXT or PDPTR_NEXT.
        level: the level that is left.
        inherited_ar: U and W as far as all levels so far allow them (as entry bits).
        table: guest-physical address of the next table.
    """

    anchor: Anchor
    level: Level
    inherited_ar: int
    table: int


@dataclass(frozen=True, slots=True)
class RightsNarrowed:
    """Hardware collects an entry's rights.

    Attributes:
        anchor: COLLECT.
        level: the entry's level.
        writable: W, ANDed over the levels so far.
        user: U, ANDed over the levels so far.
        no_execute: NX, ORed over the levels so far.
    """

    anchor: Anchor
    level: Level
    writable: bool
    user: bool
    no_execute: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """Hardware judges the rights of the whole path, once.

    Attributes:
        anchor: JUDGE.
        checks: b, c, x and s with their terms; no order among them.
        refused: one of them holds.
    """

    anchor: Anchor
    checks: tuple[Check, ...]
    refused: bool


@dataclass(frozen=True, slots=True)
class Jumped:
    """Control leaves the loop.

    Attributes:
        anchor: the label jumped to (NOT_PRESENT, ACCESS_ERROR), or PAGING_OFF, NON_CANONICAL.
        cause: the check that held; None where there was none.
        level: the level at which it happened.
    """

    anchor: Anchor
    cause: Anchor | None
    level: Level | None


@dataclass(frozen=True, slots=True)
class Composed:
    """Bits of the error code are decided.

    Attributes:
        anchor: CODE_P, CODE_W, CODE_U, or CODE where all are decided at once (hardware).
        bits: the bits that this step decides.
        error_code: the code after it.
    """

    anchor: Anchor
    bits: int
    error_code: int


@dataclass(frozen=True, slots=True)
class Returned:
    """The walk hands back its result.

    Attributes:
        anchor: RETURN_OK, RETURN_FAULT or PAGE_FAULT.
        error_code: the code of a fault, None without one.
    """

    anchor: Anchor
    error_code: int | None


@dataclass(frozen=True, slots=True)
class Translated:
    """gva_to_gpa makes an address of what the walk left.

    Attributes:
        anchor: GVA_TO_GPA.
        status: `mapped`, `unmapped` or `undefined`.
        gpa: the address given, right or wrong; None for the other two.
        wrong: the walk failed, and the address is made of a PDPTR all the same: the defect.
    """

    anchor: Anchor
    status: str
    gpa: int | None
    wrong: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Stands for the rest of a walk that is not shown yet: a question is open (core/predict).

    Attributes:
        anchor: what the question is about.
        level: at which level; None for the walk as a whole.
        bits: (a bit of the error code, whether it is set), for each that was asked and answered.
    """

    anchor: Anchor
    level: Level | None
    bits: tuple[tuple[int, bool], ...] = ()


Event = (
    EntryRead
    | Check
    | EntryWritten
    | Descended
    | RightsNarrowed
    | Judged
    | Jumped
    | Composed
    | Returned
    | Translated
    | Asked
)
