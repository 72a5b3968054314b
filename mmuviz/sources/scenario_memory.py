"""Read a scenario file's RAM, maps, words and loaded PDPTRs into a scenario's memory."""

from dataclasses import dataclass, field, replace

from mmuviz.core.bits import Pte
from mmuviz.core.cpu import PDPTR_RESERVED
from mmuviz.core.load import pdptes_in_memory
from mmuviz.core.memory import Frame, GuestMemory, RamRanges
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.sources.entry_text import EntryTextError, key_of, parse_entry, parse_number
from mmuviz.sources.fields import Fields, shown
from mmuviz.sources.ram_text import joined, parse_span
from mmuviz.sources.scenario_maps import Map, place, with_entries


@dataclass(slots=True)
class _Entries:
    """The entries that a file sets, and where in the file each was set."""

    scenario: Scenario
    values: dict[int, int] = field(default_factory=dict)

    def set(self, address: int, value: int, fields: Fields, key: str) -> None:
        """Take an entry, or note why it cannot stand there."""
        frame = self.scenario.frame(address)
        if frame is Frame.OUTSIDE:
            found = f"an entry at {address:#x}, outside RAM"
            fields.problem(key, found, "a table that lies in RAM")
        elif frame is Frame.NOT_KEPT:
            found = f"an entry at {address:#x}, which the dump does not keep"
            fields.problem(key, found, "a table that the dump keeps")
        else:
            self.values[address] = value


def read_ram(fields: Fields, default: RamRanges) -> RamRanges:
    """Read `ram`, one text or a list of them."""
    if "ram" not in fields:
        return default
    value = fields.table["ram"]
    spans: list[range] = []
    for text in value if isinstance(value, list) else [value]:
        span = parse_span(text) if isinstance(text, str) else None
        if span is None:
            expected = 'whole pages, "8M" or "0x0-0x800000"'
            fields.problem("ram", shown(text), expected)
            return default
        spans.append(span)
    ram = joined(spans)
    if ram is None:
        fields.problem("ram", "ranges that overlap", "ranges apart from one another")
        return default
    return ram


def read_memory(fields: Fields, start: Scenario, *, dump: bool) -> Scenario:
    """Set what the maps and words of the file say, then the PDPTRs.

    Args:
        fields: the whole file.
        start: the scenario so far; its memory's backing is all that counts of its memory.
        dump: the scenario starts from a dump, whose registers are as the dump has them.
    """
    registers = fields.sub("registers") if isinstance(fields.table.get("registers"), dict) else None
    explicit = _pdptrs(registers) if registers and "pdptrs" in registers else None
    if explicit is not None:
        start = replace(start, cpu=replace(start.cpu, pdptrs=explicit))
    kept = explicit is not None or (dump and not (registers and "cr3" in registers))
    backing = start.memory.backing
    bare = replace(start, memory=GuestMemory(backing))
    entries = _Entries(bare)
    _read_maps(fields, entries, by_registers=kept)
    _read_words(fields, entries)
    memory = with_entries(backing, start.cpu.mode, entries.values.items())
    scenario = replace(start, memory=memory)
    if kept or start.cpu.mode is not PagingMode.PAE:
        return scenario
    return replace(scenario, cpu=replace(start.cpu, pdptrs=_loaded(fields, scenario)))


def with_maps(fields: Fields, scenario: Scenario) -> Scenario:
    """Set what `[[map]]` says over a scenario that is there; its loaded PDPTRs stay."""
    entries = _Entries(scenario)
    _read_maps(fields, entries, by_registers=True)
    for address, value in entries.values.items():
        scenario = scenario.with_entry(address, value)
    return scenario


def default_pdptrs(scenario: Scenario) -> tuple[int, int, int, int]:
    """Return the PDPTRs of a file that does not give them: what memory holds under CR3."""
    first, second, third, fourth = (
        value or 0 for value in pdptes_in_memory(scenario, scenario.cpu.cr3)
    )
    return first, second, third, fourth


def loadable(pdptrs: tuple[int, int, int, int]) -> bool:
    """Whether a CPU loads these four without #GP."""
    return not any(value & Pte.P and value & PDPTR_RESERVED for value in pdptrs)


def _loaded(fields: Fields, scenario: Scenario) -> tuple[int, int, int, int]:
    pdptrs = default_pdptrs(scenario)
    if not loadable(pdptrs):
        value = next(value for value in pdptrs if not loadable((value, 0, 0, 0)))
        found = f"the PDPTE {value:#x} in memory, present with a reserved bit set"
        fields.problem("registers", found, "one that a CPU loads, or registers.pdptrs = [...]")
    return pdptrs


def _pdptrs(registers: Fields) -> tuple[int, int, int, int] | None:
    values = registers.table["pdptrs"]
    if not isinstance(values, list) or len(values) != 4:
        registers.problem("pdptrs", shown(values), "four numbers")
        return None
    first, second, third, fourth = (
        registers.as_number("pdptrs", value, 64) or 0 for value in values
    )
    return first, second, third, fourth


def _read_maps(fields: Fields, entries: _Entries, *, by_registers: bool) -> None:
    mode = entries.scenario.cpu.mode
    tables: list[Fields] = []
    maps: list[Map] = []
    for item in fields.subs("map"):
        parsed = _map(item, mode)
        if parsed is not None:
            tables.append(item)
            maps.append(parsed)
    misread = bool(fields.problems)  # then a missing table may be a consequence, not a cause
    seen: dict[int, int] = {}
    for placed in place(maps, entries.scenario, by_registers=by_registers):
        item, key = tables[placed.number], key_of(placed.level)
        address, value = placed.address, placed.value
        if address is None and misread:
            continue
        if address is None:
            found = f"a {placed.level.name} with no table to stand in"
            item.problem(key, found, "an entry above it that names its table")
        elif seen.setdefault(address, value) != value:
            found = f"{value:#x} for the entry at {address:#x}"
            item.problem(key, found, f"{seen[address]:#x}, as another map has it")
        else:
            entries.set(address, value, item, key)


def _map(item: Fields, mode: PagingMode) -> Map | None:
    keys = {key_of(level): level for level in mode.levels}
    item.only("address", "root", *keys)
    gva, root = item.number("address", mode.address_bits), item.number("root", 52)
    if root is not None and root & ~mode.root_table_mask:
        item.problem("root", f"{root:#x}", f"bits of {mode.root_table_mask:#x} alone")
    if "address" not in item:
        item.problem("address", "no address", "the address whose path this is")
    values: dict[Level, int] = {}
    for key, level in keys.items():
        value = _entry(item, key, mode, level) if key in item else None
        if value is not None:
            values[level] = value
    return None if gva is None else Map(gva, root, values)


def _entry(item: Fields, key: str, mode: PagingMode, level: Level) -> int | None:
    value = item.table[key]
    if not isinstance(value, str):
        return item.as_number(key, value, mode.entry_size * 8)
    try:
        return parse_entry(value, mode, level)
    except EntryTextError as error:
        item.problem(key, error.found, error.expected)
        return None


def _read_words(fields: Fields, entries: _Entries) -> None:
    """Read `[words]`: entries by address, over whatever the maps say."""
    words, size = fields.sub("words"), entries.scenario.cpu.mode.entry_size
    for key, value in words.table.items():
        address = parse_number(key)
        if address is None or address < 0 or address % size:
            words.problem(key, f'the address "{key}"', f"a multiple of {size} such as 0x7018")
            continue
        number = words.as_number(key, value, size * 8)
        if number is not None:
            entries.set(address, number, words, key)
