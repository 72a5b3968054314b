"""Write a scenario file; one that was read keeps its comments and its order."""

import tomllib
from collections.abc import MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, Item

from mmuviz.core.cpu import CpuState
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Label, Scenario
from mmuviz.core.trace import Semantics
from mmuviz.sources.opened import Opened
from mmuviz.sources.operations_text import update_operations
from mmuviz.sources.ram_text import span_texts
from mmuviz.sources.replacing import replacing
from mmuviz.sources.scenario_file import FLAGS, NUMBERS, VERSION
from mmuviz.sources.scenario_memory import default_pdptrs, loadable
from mmuviz.sources.scenario_question import written_address
from mmuviz.sources.scenario_words import (
    goes_by_registers,
    number_of,
    update_entries,
    write_entries,
)

Doc = MutableMapping[str, Any]


def dump_text(
    opened: Opened, scenario: Scenario, semantics: Semantics, path: Path | None = None
) -> str:
    """Return the text to save.

    Where `opened` was a scenario file, only what changed since is changed in its text. For a dump
    the text names the dump and holds the changed words only.

    Args:
        opened: what was opened, as it was.
        scenario: what is to be saved.
        semantics: the semantics to show first.
        path: where the text will be saved, if not where `opened` stands: a dump is named from
            there.
    """
    if opened.text is None:
        return _fresh(opened, scenario, semantics, path)
    doc = tomlkit.parse(opened.text)
    if opened.backing_file is not None and path is not None and not _beside(opened, path):
        doc["memory"]["file"] = _name(opened.backing_file, path)
    old = opened.scenario
    _update_top(doc, old, scenario)
    _update_registers(doc, old.cpu, scenario.cpu)
    _update_pdptrs(doc, old, scenario)
    update_entries(doc, tomllib.loads(opened.text), old, scenario)
    _update_access(doc, opened, scenario, semantics)
    if scenario.labels != old.labels:
        _update_labels(doc, scenario.labels)
    update_operations(doc, old.operations, scenario)
    return tomlkit.dumps(doc)


def save(path: Path, text: str) -> None:
    """Write `text` to `path` so that a crash leaves the old file or the new one, never a part.

    Raises:
        OSError: the folder cannot be written to.
    """
    with replacing(path) as stream:
        stream.write(text.encode())


def _beside(opened: Opened, path: Path) -> bool:
    """Whether `path` lies in the folder from which the text names its dump already."""
    return opened.path is not None and opened.path.resolve().parent == path.resolve().parent


def _name(file: Path, path: Path | None) -> str:
    """Name a dump from the folder of `path`: short where it lies in that folder, else in full."""
    file = file.resolve()
    folder = None if path is None else path.resolve().parent
    return str(file.relative_to(folder) if folder and file.is_relative_to(folder) else file)


def _fresh(opened: Opened, scenario: Scenario, semantics: Semantics, path: Path | None) -> str:
    doc: Doc = tomlkit.document()
    cpu, backed = scenario.cpu, opened.backing_file is not None
    base = opened.scenario if backed else Scenario()
    base = replace(base, cpu=replace(base.cpu, pae=cpu.pae, lma=cpu.lma))
    doc["version"] = VERSION
    _update_top(doc, base, scenario)
    doc["mode"] = cpu.mode.value
    if opened.backing_file is not None:
        doc["memory"] = tomlkit.table()
        doc["memory"]["file"] = _name(opened.backing_file, path)
        if opened.backing_sha256 is not None:
            doc["memory"]["sha256"] = opened.backing_sha256
    if backed:
        _write_machine(doc, scenario)
    else:
        _update_registers(doc, base.cpu, cpu)
        _update_pdptrs(doc, base, scenario)
    _update_access(doc, replace(opened, scenario=base), scenario, semantics)
    write_entries(doc, scenario, with_map=not backed)
    if scenario.labels != base.labels:
        _update_labels(doc, scenario.labels)
    update_operations(doc, (), scenario)
    return tomlkit.dumps(doc)


def _text(value: str) -> Item:
    return tomlkit.string(value, multiline="\n" in value)


def _table(doc: Doc, key: str) -> Doc:
    """Return the table under `key`, made where there is none."""
    if key not in doc:
        doc[key] = tomlkit.table()
    table: Doc = doc[key]
    return table


def _update_top(doc: Doc, old: Scenario, new: Scenario) -> None:
    if new.title != old.title:
        doc["title"] = _text(new.title)
    if new.notes != old.notes:
        doc["notes"] = _text(new.notes)
    if new.cpu.mode is not old.cpu.mode:
        doc["mode"] = new.cpu.mode.value
    if new.ram != old.ram:
        doc["ram"] = span_texts(new.ram)


def _write_machine(doc: Doc, scenario: Scenario) -> None:
    """Write registers and RAM whole: the dump alone may not hold them, or not as the user said."""
    cpu = scenario.cpu
    doc["ram"] = span_texts(scenario.ram)
    table = _table(doc, "registers")
    for name in (*NUMBERS, *FLAGS):
        value = getattr(cpu, name)
        table[name] = f"{value:#x}" if name == "cr3" else value
    if cpu.mode is PagingMode.PAE:
        table["pdptrs"] = [f"{value:#x}" for value in cpu.pdptrs]


def _update_registers(doc: Doc, old: CpuState, new: CpuState) -> None:
    for name in (*NUMBERS, *FLAGS):
        value = getattr(new, name)
        if value != getattr(old, name):
            _table(doc, "registers")[name] = f"{value:#x}" if name == "cr3" else value


def _update_pdptrs(doc: Doc, old: Scenario, new: Scenario) -> None:
    """Write the PDPTRs where reading the text again would not give them anyhow."""
    implied = old.cpu.pdptrs
    if not goes_by_registers(doc):
        implied = default_pdptrs(new) if new.cpu.pae and not new.cpu.lma else (0, 0, 0, 0)
        if not loadable(implied):
            _table(doc, "registers")["pdptrs"] = [f"{value:#x}" for value in new.cpu.pdptrs]
            return
    if new.cpu.pdptrs != implied:
        _table(doc, "registers")["pdptrs"] = [f"{value:#x}" for value in new.cpu.pdptrs]


def _update_access(doc: Doc, opened: Opened, new: Scenario, semantics: Semantics) -> None:
    old, access = opened.scenario.access, new.access
    same = access == old and semantics is opened.semantics and opened.text is not None
    if same and "access" not in doc:
        return
    table = _table(doc, "access")
    if _address(table, new.labels) != access.gva:
        table["address"] = f"{access.gva:#x}"
    if same:
        return
    for key in ("kind", "privilege"):
        if key not in table or getattr(access, key) != getattr(old, key):
            table[key] = getattr(access, key)
    if semantics is not opened.semantics or opened.text is None:
        table["semantics"] = semantics.value


def _address(table: Doc, labels: tuple[Label, ...]) -> int | None:
    """Return the address that the text says, given the labels as they are now."""
    written = table.get("address")
    return written_address(written, labels) if isinstance(written, str) else written


def _update_labels(doc: Doc, labels: tuple[Label, ...]) -> None:
    """Change the labels in place, one by one, so that those that stay keep their comments."""
    if not labels or not isinstance(doc.get("label"), AoT):
        doc.pop("label", None)
        doc["label"] = tomlkit.aot() if labels else tomlkit.array()
    tables = doc["label"]
    for table, label in zip(tables, labels, strict=False):
        _update_label(table, label)
    for label in labels[len(tables) :]:
        table = tomlkit.table()
        _update_label(table, label)
        tables.append(table)
    while len(tables) > len(labels):
        del tables[-1]


def _update_label(table: Doc, label: Label) -> None:
    if table.get("name") != label.name:
        table["name"] = label.name
    if "address" not in table or number_of(table["address"]) != label.gva:
        table["address"] = f"{label.gva:#x}"
    if table.get("meaning", "") != label.meaning:
        table["meaning"] = label.meaning
