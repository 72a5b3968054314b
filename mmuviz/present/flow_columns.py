"""The columns of the algorithm's picture: which checks, in what order, with what terms."""

from dataclasses import dataclass, replace
from functools import cache

from mmuviz.core.events import Anchor
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics


@dataclass(frozen=True, slots=True)
class Column:
    """A check, one below the other for all levels.

    Attributes:
        letter: its letter; `e f` for the two ends.
        title: what it is about, in a word or two.
        anchor: its point of the algorithm.
        terms: the terms of its condition, in order.
        operators: what stands behind each term but the last, and behind the last if anything does.
        meaning: one sentence.
        absent: this semantics has no such check; its place is kept to be seen.
    """

    letter: str
    title: str
    anchor: Anchor
    terms: tuple[str, ...]
    operators: tuple[str, ...]
    meaning: str
    absent: bool = False


_PRESENT = Column(
    "a", "present", Anchor.PRESENT, ("!present",), (), "a: is P clear? Then nothing is there."
)
_WRITE = Column(
    "b",
    "write allowed",
    Anchor.WRITE,
    ("write_fault", "!writable", "user_fault", "WP"),
    ("&&", "&& (", "||", ")"),
    "b: a write, W clear, and (a user access, or CR0.WP set).",
)
_USER = Column(
    "c",
    "user allowed",
    Anchor.USER,
    ("user_fault", "!user"),
    ("&&",),
    "c: a user access, U clear.",
)
_ACCESSED = Column(
    "d", "accessed", Anchor.ACCESSED, ("!accessed",), (), "d: is A clear? Then set it in memory."
)
_LEAF = Column(
    "e f",
    "",
    Anchor.LEAF,
    ("L1", "PS"),
    ("||",),
    "e: level 1, the entry maps the page. f: a level-2 entry with PS maps a large page.",
)
_NEXT = Column(
    "g",
    "next",
    Anchor.NEXT,
    (),
    (),
    "g: narrow inherited_ar by this entry, go on to the next table.",
)
_RESERVED = Column(
    "r",
    "reserved",
    Anchor.RESERVED,
    ("bit set",),
    (),
    "r: is a reserved bit set in this present entry? Then fault at once.",
)
_COLLECT = Column(
    "g",
    "collect",
    Anchor.COLLECT,
    (),
    (),
    "g: collect W and U (all must have them) and NX (one is enough) over the path.",
)

_JUDGED = (
    Column(
        "b",
        "",
        Anchor.WRITE,
        ("write", "!W", "user", "WP"),
        ("&&", "&& (", "||", ")"),
        "b: a write, W taken from the path, and (a user access, or CR0.WP set).",
    ),
    Column(
        "c", "", Anchor.USER, ("user", "!U"), ("&&",), "c: a user access, U taken from the path."
    ),
    Column("x", "", Anchor.FETCH, ("fetch", "NX"), ("&&",), "x: a fetch, NX on the path."),
    Column(
        "s",
        "",
        Anchor.SUPERVISOR,
        ("superv", "U", "SMEP", "SMAP"),
        ("&&", "&& (", "||", ")"),
        "s: a supervisor access to a user page: a fetch with SMEP, or data with SMAP and AC clear.",
    ),
)
_WRITTEN = Column(
    "d", "A, D", Anchor.ACCESSED, (), (), "d: only if allowed, A in every entry, D in the leaf."
)


@cache
def columns(mode: PagingMode, semantics: Semantics) -> tuple[Column, ...]:
    """Return the columns from left to right, in the order in which the walk asks."""
    leaf = _LEAF
    if mode is PagingMode.X32:
        leaf = replace(
            _LEAF,
            terms=("L1", "PS", "PSE"),
            operators=("||", "&&"),
            meaning=_LEAF.meaning[:-1] + ", with CR4.PSE.",
        )
    if semantics is Semantics.HARDWARE:
        leaf = replace(leaf, meaning=_leaf_of_hardware(mode))
        return (_PRESENT, _RESERVED, _COLLECT, leaf, _NEXT)
    if semantics is Semantics.AFTER:
        return (_PRESENT, _WRITE, _USER, _ACCESSED, leaf, _NEXT)
    first = replace(
        _ACCESSED,
        terms=("present", "!accessed"),
        operators=("&&",),
        meaning="d: P set and A clear? Then set A in memory, at once and unasked.",
    )
    none = "no such check before the change"
    return (
        first,
        replace(_PRESENT, meaning="a: is P clear? Then the walk stops here."),
        replace(_WRITE, terms=(), operators=(), absent=True, meaning=f"b: {none}."),
        replace(_USER, terms=(), operators=(), absent=True, meaning=f"c: {none}."),
        leaf,
        _NEXT,
    )


def _leaf_of_hardware(mode: PagingMode) -> str:
    large = {
        PagingMode.X32: "PS, with CR4.PSE, maps 4 MiB",
        PagingMode.PAE: "PS maps 2 MiB",
        PagingMode.LONG: "PS maps 2 MiB, or 1 GiB at level 3",
    }[mode]
    return f"e: level 1, the entry maps the page. f: {large}."


def judged_columns(semantics: Semantics) -> tuple[Column, ...]:
    """Return the checks that are judged once over the whole path: hardware's b, c, x and s."""
    return _JUDGED if semantics is Semantics.HARDWARE else ()


def written_column(semantics: Semantics) -> Column | None:
    """Return d where it stands behind the judgement and not in the rows."""
    return _WRITTEN if semantics is Semantics.HARDWARE else None
