"""The names that a filter over a state space may use, and why others are none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from typing import Final

from mmuviz.sweep.filter_tree import Word
from mmuviz.sweep.space import STATE_SPACES, Flag, StateSpace, flag_name

_ENTRY_FLAGS: Final = {
    "p": "is present",
    "w": "is writable",
    "u": "is for user mode",
    "a": "was accessed",
    "d": "is dirty",
    "ps": "maps a large page",
    "nx": "forbids fetches",
}
_MEANINGS: Final = {
    "kind": "what the leaf maps",
    "wp": "CR0.WP: the kernel obeys W",
    "pse": "CR4.PSE: large pages exist",
    "nxe": "EFER.NXE: nx counts",
    "write": "the access writes",
    "user": "user mode accesses",
    "fetch": "the access fetches code",
}
_KINDS: Final = ("ram", "mmio", "directory", "table")
_OTHERS: Final = {
    "wp": ("cr0.wp",),
    "pse": ("cr4.pse",),
    "nxe": ("efer.nxe",),
    "pdpte.p": ("pdptr.p",),
}
_NOWHERE: Final = ("smep", "smap", "ac")
"""Flags of the twins that no space has vary."""
_SHOWN: Final = 40
_READ: Final = Word("read", "neither writes nor fetches", ("write", "fetch"), none=True)
_SUPERVISOR: Final = Word(
    "supervisor", "the kernel accesses", ("user",), none=True, others=("kernel",)
)


@dataclass(frozen=True)
class Names:
    """The words of a filter.

    Attributes:
        words: those that it may use, in the order in which they are offered.
        absent: why a name that others know is none here: a sentence by name.
    """

    words: tuple[Word, ...]
    absent: Mapping[str, str]

    @cached_property
    def _known(self) -> dict[str, Word]:
        return {name.casefold(): word for word in self.words for name in (word.name, *word.others)}

    def find(self, name: str) -> Word | None:
        """Return the word that is written so, capitals or not; None: there is none."""
        return self._known.get(name.casefold())

    def with_words(self, words: Iterable[Word]) -> "Names":
        """Return the names and some more, which columns of their own stand behind."""
        return replace(self, words=(*self.words, *words))

    def why_not(self, name: str) -> str:
        """Return why `name` is none, and what may be meant."""
        folded = name.casefold()
        if folded in self.absent:
            return self.absent[folded]
        entry, _, _ = folded.partition(".")
        flags = [word.name for word in self.words if word.name.startswith(f"{entry}.")]
        if flags and folded == entry:
            return f'"{name}" is an entry: say which flag of it, {_listed(flags)}'
        if flags:
            return f"{quoted(name)} is no flag here: there are {_listed(flags, 'and')}"
        near = get_close_matches(folded, self._known, n=1, cutoff=0.5)
        return f"{quoted(name)} is no flag of this space" + (
            f"; did you mean {near[0]}?" if near else ""
        )


def names_of(space: StateSpace) -> Names:
    """Return the flags of a space, and the words that are made of them."""
    flags = space.flags
    columns = {flag.column for flag in flags}
    read = replace(_READ, columns=tuple(one for one in _READ.columns if one in columns))
    words = (*map(_word, flags), read, _SUPERVISOR)
    return Names(words, dict(_absent(space, {flag.name for flag in flags})))


def value_name(flag: Flag, value: int) -> str:
    """Return what a filter calls a value of a flag: `mmio`, `1`."""
    return _KINDS[value] if flag.width > 1 else str(value)


def _word(flag: Flag) -> Word:
    entry, _, letter = flag.name.partition(".")
    meaning = f"the {entry.upper()} {_ENTRY_FLAGS[letter]}" if letter else _MEANINGS[entry]
    others = tuple(dict.fromkeys((*_OTHERS.get(flag.name, ()), flag.column)))
    values = () if flag.width == 1 else _KINDS
    highest = (1 << flag.width) - 1
    return Word(flag.name, meaning, (flag.column,), False, highest, values, others)


def _absent(space: StateSpace, here: set[str]) -> Iterable[tuple[str, str]]:
    """Yield what flags of other spaces are in this one, by every way to write them."""
    homes: dict[str, list[StateSpace]] = {}
    for other in STATE_SPACES.values():
        for flag in other.flags:
            homes.setdefault(flag.column, []).append(other)
    for column, spaces in (homes | {one: [] for one in _NOWHERE}).items():
        name = flag_name(column)
        if name in here:
            continue
        near = [one.name.value for one in spaces if one.mode is space.mode]
        if near or not spaces:
            value = int(column in space.space.ones)
            why = f"does not vary in this space: it is {value} in every state"
            why += f"; the space {_listed(near)} has it vary" if near else ""
        else:
            modes = dict.fromkeys(one.mode.title for one in spaces)
            why = f"is a flag of {_listed(list(modes), 'and')} mode, not of {space.mode.title} mode"
        for one in {name, column, *_OTHERS.get(name, ())}:
            yield one, f'"{one}" {why}'


def quoted(text: str) -> str:
    """Return `text` in quotes, the middle of a long one left out."""
    return f'"{text}"' if len(text) <= _SHOWN else f'"{text[: _SHOWN // 2]}…{text[-4:]}"'


def _listed(names: list[str], word: str = "or") -> str:
    *most, last = names
    return f"{', '.join(most)} {word} {last}" if most else last
