"""Edits of entries: each gives the undo step's name and the new scenario."""

from dataclasses import dataclass, replace

from mmuviz.core.bits import PAGE_MASK, Pte
from mmuviz.core.entry import FLAGS, Flag
from mmuviz.core.paging import Level
from mmuviz.core.scenario import Scenario
from mmuviz.core.tables import canonical

Edit = tuple[str, Scenario]


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of an entry.

    Attributes:
        level: the level of its table.
        index: its number.
        address: its guest-physical address; None for a loaded PDPTR.
    """

    level: Level
    index: int
    address: int | None

    @property
    def name(self) -> str:
        """`PDE 447`."""
        return f"{self.level.name} {self.index}"

    def at(self, index: int, size: int) -> "Slot":
        """Return the entry `index` of the same table; entries are of `size` bytes."""
        address = None if self.address is None else self.address + (index - self.index) * size
        return Slot(self.level, index, address)

    def value(self, scenario: Scenario) -> int | None:
        """Return what stands there before the walk; None where it is not kept."""
        if self.address is None:
            return scenario.cpu.pdptrs[self.index]
        return scenario.entry(self.address)

    def refusal(self, scenario: Scenario) -> str:
        """Say why the entry cannot be edited; empty where it can."""
        if self.address is None:
            return ""
        if self.address not in scenario.ram:
            return "outside RAM: nothing can be written there"
        return "" if self.value(scenario) is not None else "not kept in the file"


def set_value(scenario: Scenario, slot: Slot, value: int, text: str = "") -> Edit:
    """Put `value` into the entry.

    Raises:
        LookupError: the entry is outside RAM or not kept.
        ValueError: the value is wider than an entry.
    """
    size = 8 * scenario.cpu.mode.entry_size
    if not 0 <= value < 1 << size:
        raise ValueError(f"found {value:#x}, expected a number of {size} bits")
    text = text or f"{slot.name} = {value:#x}"
    if slot.address is None:
        return text, scenario.with_pdptr(slot.index, value)
    return text, scenario.with_entry(slot.address, value)


def toggle(scenario: Scenario, slot: Slot, flag: Flag) -> Edit:
    """Flip one flag of the entry.

    Raises:
        LookupError: the entry is outside RAM or not kept.
    """
    old = _kept(scenario, slot)
    verb = "Clear" if old & flag.bit else "Set"
    letter = "NX" if flag.bit == Pte.NX else "PS" if flag.bit == Pte.PS else flag.letter
    return set_value(scenario, slot, old ^ flag.bit, f"{verb} {letter} in {slot.name}")


def set_frame(scenario: Scenario, slot: Slot, frame: int) -> Edit:
    """Let the entry point at `frame` and keep its flags.

    Raises:
        LookupError: the entry is outside RAM or not kept.
        ValueError: `frame` is not page-aligned or too wide.
    """
    mask = scenario.cpu.mode.frame_mask
    if frame & PAGE_MASK or frame & ~mask:
        raise ValueError(f"found {frame:#x}, expected the address of a 4 KiB frame")
    old = _kept(scenario, slot)
    return set_value(scenario, slot, old & ~mask | frame, f"{slot.name} to frame {frame:#x}")


def typed(scenario: Scenario, slot: Slot, text: str) -> Edit:
    """Take what was typed over an entry: a hexadecimal value, or `-> frame`.

    Raises:
        LookupError: the entry is outside RAM or not kept.
        ValueError: the text is no value; the message says what was expected.
    """
    body = text.strip()
    digits = body.removeprefix("->").removeprefix("→").strip()
    is_frame = digits != body
    try:
        number = int(digits, 16)
    except ValueError:
        raise ValueError(f'found "{text}", expected hexadecimal digits, or -> frame') from None
    return (set_frame if is_frame else set_value)(scenario, slot, number)


def through(scenario: Scenario, slot: Slot) -> Edit:
    """Walk the address that selects the entry instead of its neighbour; the rest of it stays."""
    level, access = slot.level, scenario.access
    others = access.gva & (1 << 48) - 1 & ~((level.entries - 1) << level.shift)
    gva = canonical(scenario.cpu.mode, others | slot.index << level.shift)
    return f"Address {gva:#x}", replace(scenario, access=replace(access, gva=gva))


def copied(scenario: Scenario, first: Slot, last: int) -> str:
    """Return the entries from `first` to the number `last`: number, tab, value, one a line.

    Raises:
        LookupError: an entry is not kept.
    """
    size = scenario.cpu.mode.entry_size
    slots = (first.at(index, size) for index in range(first.index, last + 1))
    return "\n".join(f"{slot.index}\t{_kept(scenario, slot):#x}" for slot in slots)


def _kept(scenario: Scenario, slot: Slot) -> int:
    value = slot.value(scenario)
    if value is None:
        raise LookupError(f"{slot.name} is not kept in the file")
    return value


def pasted(scenario: Scenario, first: Slot, text: str) -> Edit:
    """Put rows of text into the table, from the entry `first` on; their numbers give the steps.

    Raises:
        LookupError: an entry is outside RAM or not kept.
        ValueError: the text is no rows; the message gives the line.
    """
    rows = [_row(number, line) for number, line in enumerate(text.strip().splitlines(), 1)]
    if not rows:
        raise ValueError("line 1: found nothing, expected rows of number and value")
    start, size = rows[0][0], scenario.cpu.mode.entry_size
    for number, (index, value) in enumerate(rows, 1):
        at = first.index + index - start
        if not 0 <= at < first.level.entries:
            raise ValueError(f"line {number}: entry {at} is not in a table of its kind")
        slot = first.at(at, size)
        try:
            _, scenario = set_value(scenario, slot, value)
        except (LookupError, ValueError) as problem:
            raise type(problem)(f"line {number}, {slot.name}: {problem}") from None
    many = f"{len(rows)} rows" if len(rows) > 1 else "a row"
    return f"Paste {many} at {first.name}", scenario


def _row(number: int, line: str) -> tuple[int, int]:
    words = line.split()
    try:
        if len(words) == 1:
            return number, int(words[0], 16)
        index, value = words
        return int(index), int(value, 16)
    except ValueError:
        raise ValueError(f'line {number}: found "{line}", expected number and value') from None


def flag_of(letter: str) -> Flag | None:
    """Return the flag of a typed letter; None where no flag has it."""
    return next((flag for flag in FLAGS if flag.letter == letter.upper()), None)
