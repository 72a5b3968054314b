"""Write the entries of a scenario into a text's maps and words, leaving alone what stayed."""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import replace
from typing import Any

import tomlkit

from mmuviz.core.bits import PAGE_MASK
from mmuviz.core.entry import Entry
from mmuviz.core.memory import Frame, GuestMemory
from mmuviz.core.paging import Level, PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.sources.entry_text import entry_text, key_of, parse_entry, parse_number
from mmuviz.sources.scenario_maps import Map, Placed, changed_entries, place

Doc = MutableMapping[str, Any]


def write_entries(doc: Doc, scenario: Scenario, *, with_map: bool) -> None:
    """Write the entries into a text that has none yet.

    Args:
        doc: the text.
        scenario: what to write.
        with_map: write the path of the access as a map, which reads better than words.
    """
    mapped: dict[int, int] = {}
    if with_map:
        path = _path_of_access(scenario, mapped)
        if path:
            table = tomlkit.table()
            table["address"] = f"{scenario.access.gva:#x}"
            for level, value in path.items():
                table[key_of(level)] = entry_text(value, scenario.cpu.mode, level)
            doc["map"] = tomlkit.aot()
            doc["map"].append(table)
    _update_words(doc, scenario, mapped)


def _path_of_access(scenario: Scenario, mapped: dict[int, int]) -> dict[Level, int]:
    """Return the entries on the path through memory; their addresses go into `mapped`."""
    mode, table = scenario.cpu.mode, scenario.cpu.root_table
    path: dict[Level, int] = {}
    for level in mode.levels:
        address = table + level.select(scenario.access.gva) * mode.entry_size
        value = scenario.entry(address)
        if not value:
            break
        path[level] = mapped[address] = value
        table = value & mode.frame_mask
        if not table or Entry(value, mode, level).is_large(pse=scenario.cpu.pse):
            break
    return path


def goes_by_registers(doc: Mapping[str, Any]) -> bool:
    """Whether a text's maps go through loaded PDPTRs that do not follow from its memory."""
    registers = doc.get("registers", {})
    return "pdptrs" in registers or ("memory" in doc and "cr3" not in registers)


def update_entries(doc: Doc, original: Mapping[str, Any], old: Scenario, new: Scenario) -> None:
    """Bring the maps and words of a text from `old` to `new`.

    A changed entry is changed in its map, but for one whose frame changed while other entries
    stand in the old frame: that one goes to the words, so that the maps keep their paths. Where
    a change of registers leads the maps elsewhere altogether, all becomes words.

    Args:
        doc: the text, its registers changed already.
        original: the text as it was read.
        old: the scenario that `original` describes.
        new: the scenario to write.
    """
    places: list[Placed] = []
    if old.cpu.mode is new.cpu.mode:
        places = list(_places(original, old))
        if new.cpu.cr3 != old.cpu.cr3:
            _pin_root(doc, old)
        _update_maps(doc, places, new)
        now = list(_places(doc, new))
    if old.cpu.mode is not new.cpu.mode or not _same_places(places, now, new):
        doc.pop("map", None)
        doc.pop("words", None)
        now = []
    _update_words(doc, new, {item.address: item.value for item in now if item.address is not None})


def _places(doc: Mapping[str, Any], scenario: Scenario) -> Sequence[Placed]:
    bare = replace(scenario, memory=GuestMemory(scenario.memory.backing))
    maps = [_map(item, scenario.cpu.mode) for item in doc.get("map", ())]
    return list(place(maps, bare, by_registers=goes_by_registers(doc)))


def _map(item: Mapping[str, Any], mode: PagingMode) -> Map:
    entries: dict[Level, int] = {}
    for level in mode.levels:
        value = item.get(key_of(level))
        if value is not None:
            text = isinstance(value, str)
            entries[level] = parse_entry(value, mode, level) if text else int(value)
    root = None if "root" not in item else number_of(item["root"])
    return Map(number_of(item["address"]), root, entries)


def number_of(value: str | int) -> int:
    """Return the number that stands in a text that was read before."""
    return int(value, 0) if isinstance(value, str) else int(value)


def _pin_root(doc: Doc, old: Scenario) -> None:
    """Say in each map which root it starts from, now that CR3 names another."""
    for item in doc.get("map", ()):
        if "root" not in item:
            item["root"] = f"{old.cpu.root_table:#x}"


def _update_maps(doc: Doc, places: Sequence[Placed], new: Scenario) -> None:
    mode = new.cpu.mode
    words = {parse_number(key) for key in doc.get("words", {})}
    tables = {item.address & ~PAGE_MASK for item in places if item.address is not None}
    for item in places:
        assert item.address is not None, "a text that was read has a place for each entry"
        if item.address in words:
            continue
        value = new.memory.read(item.address, mode.entry_size) or 0
        reframed = (value ^ item.value) & mode.frame_mask
        if value != item.value and not (reframed and item.value & mode.frame_mask in tables):
            doc["map"][item.number][key_of(item.level)] = entry_text(value, mode, item.level)


def _same_places(before: Sequence[Placed], now: Sequence[Placed], new: Scenario) -> bool:
    """Whether each entry of the maps still goes where it went, and may stand there."""
    return [item.address for item in before] == [item.address for item in now] and all(
        item.address is not None and new.frame(item.address) is Frame.KNOWN for item in now
    )


def _update_words(doc: Doc, new: Scenario, mapped: Mapping[int, int]) -> None:
    """Write to `[words]` what neither the backing nor the maps say.

    Words outside RAM are left out: no walk reads them, and no file may hold them.
    """
    size, bare = new.cpu.mode.entry_size, GuestMemory(new.memory.backing)
    written = {parse_number(key) or 0: key for key in doc.get("words", {})}
    wanted = changed_entries(new.memory, new.cpu.mode)
    for address in sorted({*wanted, *mapped, *written}):
        value = new.memory.read(address, size) or 0
        implied = mapped.get(address, bare.read(address, size))
        key = written.get(address)
        if value == implied or address not in new.ram:
            outside = address not in new.ram
            if key is not None and (outside or number_of(doc["words"][key]) != value):
                del doc["words"][key]
        elif key is None:
            if "words" not in doc:
                doc["words"] = tomlkit.table()
            doc["words"][f"{address:#x}"] = f"{value:#x}"
        elif number_of(doc["words"][key]) != value:
            doc["words"][key] = f"{value:#x}"
