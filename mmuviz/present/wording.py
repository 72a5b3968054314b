"""Words and figures that every sentence of the program shares, and styled pieces of text."""

import re
from dataclasses import dataclass
from enum import Enum

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte, pferr_text
from mmuviz.core.entry import flags_of
from mmuviz.core.events import EntryRead
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.trace import Semantics

_MARKS = re.compile(r"(`[^`]*`|~[^~]*~|\*[^*]*\*)")
_SIGNS = {Semantics.BEFORE: "◇", Semantics.AFTER: "◆", Semantics.HARDWARE: "■"}
_NUMBERS = ("no", "one", "two", "three", "four")


class Kind(Enum):
    """What a step is to the reader: the shape and colour beside its headline."""

    INFO = "info"
    PASSED = "passed"
    WRITTEN = "written"
    REFUSED = "refused"
    STOP = "stop"
    DONE = "done"


class Style(Enum):
    """How a piece of text is set."""

    BODY = "body"
    MONO = "mono"
    FAIL = "fail"
    STRONG = "strong"


_STYLES = {"`": Style.MONO, "~": Style.FAIL, "*": Style.STRONG}


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one style."""

    text: str
    style: Style = Style.BODY


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """What a step does, in a sentence.

    Attributes:
        kind: what sort of step it is.
        title: the sentence, plain.
        detail: the line below it: by which rule, and what follows.
    """

    kind: Kind
    title: str
    detail: tuple[Span, ...]

    @property
    def detail_text(self) -> str:
        """The detail without its styles."""
        return "".join(span.text for span in self.detail)


def styled(text: str) -> tuple[Span, ...]:
    """Return the spans of `text`, in which `mono`, ~fail~ and *strong* are marked."""
    return tuple(
        Span(piece[1:-1], _STYLES[piece[0]]) if piece[0] in _STYLES else Span(piece)
        for piece in _MARKS.split(text)
        if piece
    )


def say(kind: Kind, title: str, detail: str) -> Headline:
    """Return the headline of a title and a marked detail."""
    return Headline(kind, title, styled(detail))


def name(level: Level, index: int) -> str:
    """`PTE 353`."""
    return f"{level.name} {index}"


def entry_name(read: EntryRead) -> str:
    """`PTE 353`, of an entry that was read."""
    return name(read.level, read.index)


def entry_hex(value: int) -> str:
    """An entry's value: 8 hexadecimal digits, or 16 where it needs them."""
    return f"{value:016x}" if value >> 32 else f"{value:08x}"


def code_sum(code: int) -> str:
    """An error code with its letters: `P | W | U = 0x7`, or `0`."""
    return f"{pferr_text(code)} = {code:#x}" if code else "0"


def rights_text(rights: int) -> str:
    """The rights in `inherited_ar`: `U | W`, `W`, `none`."""
    return " | ".join(letter for letter, bit in (("U", Pte.U), ("W", Pte.W)) if rights & bit) or (
        "none"
    )


def flag_letters(value: int, mode: PagingMode, level: Level) -> str:
    """The flags an entry of this level can have, a dot for each that is 0: `P W U · · A D · ·`."""
    return " ".join(flag.letter if value & flag.bit else "·" for flag in flags_of(mode, level))


def table_noun(level: Level) -> str:
    """A table of `level` in running text: `page directory`, `PDPT`."""
    noun = level.table_name
    return noun if noun.isupper() or noun[1].isupper() else noun[0].lower() + noun[1:]


def page_size(level: Level) -> str:
    """What an entry of `level` maps: `4 KiB`, `2 MiB`, `4 MiB`, `1 GiB`."""
    return {12: "4 KiB", 21: "2 MiB", 22: "4 MiB", 30: "1 GiB"}[level.shift]


def address_bits(level: Level) -> str:
    """The address bits that index a table of `level`: `29:21`."""
    return f"{level.shift + level.index_bits - 1}:{level.shift}"


def mode_of_user(access: Access) -> str:
    """`user mode` or `supervisor mode`."""
    return f"{access.privilege} mode"


def code_text(error_code: int) -> str:
    """`0x5 (P | U)`, `0x0`."""
    letters = f" ({pferr_text(error_code)})" if error_code else ""
    return f"{error_code:#x}{letters}"


def sign_of(semantics: Semantics) -> str:
    """`◇`, `◆` or `■`: what tells the semantics apart without colour."""
    return _SIGNS[semantics]


def signed(semantics: Semantics) -> str:
    """`◇ before`."""
    return f"{sign_of(semantics)} {semantics.value}"


def amount(number: int, noun: str, nouns: str = "") -> str:
    """`0 pages`, `1 page`, `2 entries`."""
    return f"{number} {noun if number == 1 else nouns or noun + 's'}"


def listed(words: list[str]) -> str:
    """Join words as a sentence does: `A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def count(number: int, noun: str) -> str:
    """`no A bit`, `one A bit`, `two A bits`."""
    return f"{_NUMBERS[number]} {noun}{'s' if number > 1 else ''}"
