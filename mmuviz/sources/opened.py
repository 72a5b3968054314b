"""What opening a file gives: a scenario, and what the file says around it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mmuviz.core.scenario import Scenario
from mmuviz.core.shadow.guest import Ending
from mmuviz.core.trace import Semantics

SCENARIO = "scenario"
"""The kind of what says mode, registers and question itself, be its memory a dump's."""

RAW_DUMP = "raw dump"
"""The kind of what holds memory and no registers."""

GUEST_PROGRAM = "guest program"
"""The kind of what was recorded: a guest, and all that it does."""

LESSON = "lesson"
"""The kind of what a lesson shows: the next screen of it may take its place."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a scenario's author expects of one semantics; None where nothing is said.

    Attributes:
        outcome: an `Outcome` value.
        error_code: the page-fault code.
        accessed: names of the levels whose A bit is set afterwards, root first ("PDE", "PTE").
        gva_to_gpa: `unmapped`, `undefined` or a hexadecimal address.
    """

    outcome: str | None = None
    error_code: int | None = None
    accessed: tuple[str, ...] | None = None
    gva_to_gpa: str | None = None


@dataclass(frozen=True, slots=True)
class ExpectedEnding:
    """What a scenario's author expects of one operation; None where nothing is said.

    Attributes:
        ending: how it ends.
        error_code: the injected page-fault code.
        vmexits: how many it costs.
    """

    ending: Ending
    error_code: int | None = None
    vmexits: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A file, opened.

    Attributes:
        scenario: the question it holds.
        kind: `scenario`, `ELF core`, `raw dump` or `guest program`, as the screen says it.
        path: the file.
        semantics: the semantics to show first.
        expect: what the author expects of the access, by semantics.
        remarks: sentences the user should see (guesses made, things not kept).
        backing_file: the dump that a scenario file names, or the dump itself; None without one.
        backing_sha256: hash of that file as hex digits; None without one.
        text: the scenario file's text, kept so that saving keeps comments; None for dumps.
        expected_operations: what the author expects of each operation, by semantics.
    """

    scenario: Scenario
    kind: str
    path: Path | None = None
    semantics: Semantics = Semantics.AFTER
    expect: Mapping[Semantics, Expectation] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    backing_file: Path | None = None
    backing_sha256: str | None = None
    text: str | None = None
    expected_operations: tuple[Mapping[Semantics, ExpectedEnding], ...] = ()


@dataclass(frozen=True, slots=True)
class OpenOptions:
    """What the user says about a dump, or a file of programs; None where the file is to say it.

    Attributes:
        cr0: CR0.
        cr3: CR3.
        cr4: CR4.
        efer: EFER (not in a core).
        mode: `x32`, `pae` or `long`, instead of what the registers say.
        ram: bytes of RAM from 0; None to guess it from the file.
        max_size: bytes that a compressed file may unpack to.
        registers_follow: what the dump does not hold comes later, from a scenario file.
        program: the id of one guest program of several.
    """

    cr0: int | None = None
    cr3: int | None = None
    cr4: int | None = None
    efer: int | None = None
    mode: str | None = None
    ram: int | None = None
    max_size: int = 4 << 30
    registers_follow: bool = False
    program: str | None = None
