"""The built-in scenarios: what each file expects is what the walks do."""

import hashlib
from collections.abc import Generator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from mmuviz.core.access import Access
from mmuviz.core.build import blank, map_page
from mmuviz.core.events import EntryRead, EntryWritten, Event, Translated
from mmuviz.core.memory import GuestMemory
from mmuviz.core.operation import Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.guest import Guest
from mmuviz.core.shadow.program import Executed, execute
from mmuviz.core.trace import Semantics, Trace, record
from mmuviz.core.walk import after, before
from mmuviz.present.run_frame import VERSIONS, RunRecord
from mmuviz.sources.opened import ExpectedEnding, Opened
from mmuviz.sources.scenario_file import load
from mmuviz.sources.scenario_text import dump_text

ASSETS = Path(__file__).parents[1] / "assets"
FOLDER = ASSETS / "scenarios"
FILES = sorted(FOLDER.glob("*.toml"))
IDEAS = 14


def no_dump(path: Path) -> Opened:
    raise AssertionError(f"a built-in scenario stands on its own, not on {path}")


def opened(path: Path) -> Opened:
    return load(path, path.read_text(encoding="utf-8"), no_dump)


def accessed(trace: Trace) -> tuple[str, ...]:
    """Name the levels the walk read whose A is set in memory afterwards, root first."""
    reads = [
        event for event in trace.events if isinstance(event, EntryRead) and event.level.has_rights
    ]
    memory = {read.address: read.value or 0 for read in reads}
    for event in trace.events:
        if isinstance(event, EntryWritten):
            memory[event.address] = event.new
    return tuple(read.level.name for read in reads if memory[read.address] & 0x20)


def translated(semantics: Semantics, scenario: Scenario) -> str | None:
    """Ask gva_to_gpa of a version of KVM; hardware has none."""
    if semantics is Semantics.HARDWARE:
        return None
    version = before if semantics is Semantics.BEFORE else after
    events: Generator[Event, None, Translated] = version.gva_to_gpa(scenario)
    last = list(events)[-1]
    assert isinstance(last, Translated)
    return last.status if last.gpa is None else f"{last.gpa:#x}"


def test_there_are_enough_in_all_modes() -> None:
    """At least fourteen ideas, and each mode has some."""
    scenarios = [opened(path).scenario for path in FILES]
    assert len(scenarios) >= IDEAS
    assert {scenario.cpu.mode for scenario in scenarios} == set(PagingMode)
    assert len({scenario.title for scenario in scenarios}) == len(scenarios)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_teaches_something(path: Path) -> None:
    """Each has a title, notes of some sentences, and says what to expect of all three."""
    file = opened(path)
    assert file.scenario.title
    assert 2 <= file.scenario.notes.count(". ") + file.scenario.notes.count(".\n") + 1 <= 6
    assert set(file.expect) == set(Semantics)
    assert file.remarks == ()


@pytest.mark.parametrize("semantics", Semantics, ids=lambda semantics: semantics.value)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_ends_as_it_says(path: Path, semantics: Semantics) -> None:
    """Outcome, code, A bits and gva_to_gpa are as the file expects."""
    file = opened(path)
    expected = file.expect[semantics]
    trace = record(semantics, file.scenario)
    assert trace.result.outcome.value == expected.outcome
    assert trace.result.error_code == expected.error_code
    assert accessed(trace) == expected.accessed
    assert translated(semantics, file.scenario) == expected.gva_to_gpa


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_can_be_saved_untouched(path: Path) -> None:
    """Saving without a change gives the file, byte for byte."""
    file = opened(path)
    assert dump_text(file, file.scenario, file.semantics) == file.text


PROGRAMS = [path for path in FILES if opened(path).scenario.operations]


def ended(executed: Executed, expected: ExpectedEnding) -> ExpectedEnding:
    """Return how an operation ended, as far as the file says what to expect."""
    result = executed.result
    vmexits = None if expected.vmexits is None else result.vmexits
    return ExpectedEnding(result.ending, result.error_code, vmexits)


@pytest.mark.parametrize("semantics", Semantics, ids=lambda semantics: semantics.value)
@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_each_operation_ends_as_it_says(path: Path, semantics: Semantics) -> None:
    """Ending, code and vmexits are as the file expects; what never runs has no expectation."""
    file = opened(path)
    run = RunRecord(file.scenario).runs[semantics]
    expected = [said[semantics] for said in file.expected_operations if semantics in said]
    assert [ended(one, said) for one, said in zip(run, expected, strict=True)] == expected


DIFFERING = {
    "guest-copy-on-write": (0, 2),
    "guest-demand-paging": (),
    "guest-demand-paging-below-read-only": (1,),
    "guest-page-ageing": (1, 6, 11),
    "guest-stack-guard": (),
    "guest-user-pointer": (0,),
}


@pytest.mark.parametrize("name", DIFFERING)
def test_a_guest_kernel_sees_what_the_notes_say(name: str) -> None:
    """Which operations the versions answer differently, by number from 0."""
    assert RunRecord(opened(FOLDER / f"{name}.toml").scenario).differing == DIFFERING[name]


def test_a_fault_said_to_be_a_protection_fault() -> None:
    """The one operation of all the kernels that ends otherwise than on the processor."""
    unlike = {
        (path.stem, version, number)
        for path in FOLDER.glob("guest-*.toml")
        for record in [RunRecord(opened(path).scenario)]
        for version in VERSIONS
        for number in range(len(record.operations))
        if record.unlike_hardware(version, number)
    }
    assert unlike == {("guest-demand-paging-below-read-only", Semantics.AFTER, 1)}


@pytest.mark.parametrize("semantics", VERSIONS, ids=lambda semantics: semantics.value)
def test_a_cold_page_looks_hot_to_before(semantics: Semantics) -> None:
    """Whenever the kernel looks, A of the refused page is set; after has it clear for good."""
    scenario = opened(FOLDER / "guest-page-ageing.toml").scenario
    entries = {label.name: label.gva for label in scenario.labels}
    guest, seen = Guest(semantics, scenario), []
    for operation in scenario.operations:
        if operation == Touch(Access(entries["pte_of_refused"])):
            pair = (entries["pte_of_used"], entries["pte_of_refused"])
            seen.append([bool(guest.vcpu.read(gva - 0xC0000000) & 0x20) for gva in pair])
        execute(guest, operation)
    assert seen == [[True, semantics is Semantics.BEFORE]] * 3


class Words:
    """A backing made of a few words."""

    def __init__(self, words: Mapping[int, int]) -> None:
        self.words = words

    def word(self, gpa: int) -> int | None:
        return self.words.get(gpa, 0)

    def extents(self) -> list[tuple[int, int]]:
        return [(gpa, gpa + 8) for gpa in self.words]


def capture(path: Path) -> Opened:
    """Stand in for the capture's reader: the real file's hash over the one path that counts."""
    made = map_page(blank(PagingMode.PAE), 0xB7F61000, 0x5E75000, 0x64)
    made = made.with_entry(0x2000 + 447 * 8, (made.entry(0x2000 + 447 * 8) or 0) | 0x20)
    made = replace(made, memory=GuestMemory(Words(made.memory.words)))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Opened(made, "ELF core", path, backing_file=path, backing_sha256=sha256)


@pytest.mark.parametrize("semantics", Semantics, ids=lambda semantics: semantics.value)
def test_the_default_scenario_asks_about_copy_on_write(semantics: Semantics) -> None:
    """It names the capture by its hash, and its user write is refused by the PTE's W."""
    path = ASSETS / "default.toml"
    file = load(path, path.read_text(encoding="utf-8"), capture)
    scenario = file.scenario
    assert file.semantics is Semantics.AFTER
    assert file.backing_file == ASSETS / "captures" / "linux-pae.core.gz"
    assert scenario.access == Access(0xB7F61238, write=True, user=True)
    assert scenario.ram.size == 128 << 20
    assert scenario.cpu.nxe
    assert len(scenario.labels) == 66
    expected, trace = file.expect[semantics], record(semantics, scenario)
    assert trace.result.outcome.value == expected.outcome
    assert trace.result.error_code == expected.error_code
    assert accessed(trace) == expected.accessed
    assert translated(semantics, scenario) == expected.gva_to_gpa
