"""What a worksheet says of itself: its title, what is asked and what is given."""

from collections.abc import Iterator
from typing import Final

from mmuviz.core.exercises.difficulty import PDPTE, Part
from mmuviz.core.exercises.spec import SheetSpec
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics

TITLES: Final = (
    "Splitting an address; present or not",
    "Rights across levels, and CR0.WP",
    "Error codes, A and D",
    "The order of checks, and special entries",
)
"""What each level of difficulty is about."""

_BLANKS: Final = {
    Part.PATH: "indices, root first, such as 1 3 7",
    Part.RESULT: "a physical address such as 0x00407238, or fault",
    Part.CODE: "an error code such as 0x5, or none",
    Part.ACCESSED: "entries such as PDE PTE, or none",
    Part.DIRTY: "entries such as PTE, or none",
}
_WALKER: Final = {
    Semantics.HARDWARE: "the processor does",
    Semantics.AFTER: "walk_addr of KVM does after the change",
}
_ENDS: Final = {
    Semantics.HARDWARE: "the page or the first absent entry",
    Semantics.AFTER: "the page or the entry that ends the walk",
}


def heading(spec: SheetSpec) -> str:
    """`PAE paging, level 2`."""
    mode = "Long mode" if spec.mode is PagingMode.LONG else f"{spec.mode.title} paging"
    return f"{mode}, level {spec.level}"


def subject(spec: SheetSpec) -> str:
    """What the level is about, and whose walk is asked about."""
    return f"{TITLES[spec.level - 1]}. Asked is what {_WALKER[spec.semantics]}."


def command(spec: SheetSpec) -> str:
    """The command line that makes the sheet, but for the folder."""
    options = [f"--{field} {value}" for field, value in spec.fields.items()]
    return " ".join(["mmuviz sheet", *options])


def blank_hint(part: Part) -> str:
    """What may be written as the answer to a part."""
    return _BLANKS[part]


def asked(spec: SheetSpec) -> Iterator[tuple[str, str]]:
    """Yield each part that is asked, and what it means. Code is between backticks."""
    meanings = {
        Part.PATH: f"the index of each entry that is read, root first, down to "
        f"{_ENDS[spec.semantics]}.",
        Part.RESULT: "the physical address of the byte, or `fault`.",
        Part.CODE: "the page-fault error code (P 0x1, W 0x2, U 0x4), or `none`.",
        Part.ACCESSED: f"the entries whose A bit goes from 0 to 1, or `none`.{_either(spec)}",
        Part.DIRTY: "the entries whose D bit goes from 0 to 1, or `none`.",
    }
    for part in spec.parts:
        yield part.value, meanings[part]


def _either(spec: SheetSpec) -> str:
    if spec.semantics is not Semantics.HARDWARE:
        return ""
    return " Where the manual leaves it open, either answer counts."


def given(spec: SheetSpec) -> Iterator[str]:
    """Yield what is given on every sheet of this kind."""
    yield "Indices are decimal, all else is hexadecimal. Entries that are not printed are 0."
    if spec.mode is PagingMode.PAE and PDPTE in spec.difficulty.given:
        yield "A PDPTR has no W, U, A or D: only P counts there."
    yield "SMEP and SMAP are off, and no reserved bit is set."
