"""What a scenario says in one place: a flag, a register, the access.

As an edit it makes the scenario say so; as a condition it asks whether it does.
"""

from dataclasses import dataclass, replace
from typing import Protocol

from mmuviz.core.access import Access
from mmuviz.core.load import LoadFault, load_cr3
from mmuviz.core.scenario import Scenario


class Setting(Protocol):
    """One thing that a scenario says, or is made to say."""

    @property
    def text(self) -> str:
        """Its words, as an author wrote them."""
        ...

    def applied(self, scenario: Scenario) -> Scenario:
        """Return the scenario that says so.

        Raises:
            ValueError: with a sentence that says why it cannot.
        """
        ...

    def holds(self, scenario: Scenario) -> bool:
        """Whether the scenario says so."""
        ...


@dataclass(frozen=True, slots=True)
class EntrySetting:
    """Bits of the entry of one level on the path of the access.

    Attributes:
        text: its words.
        level: number of the level.
        register: a loaded PDPTR of PAE mode is meant, not what stands in memory.
        mask: which bits.
        value: what they are.
    """

    text: str
    level: int
    register: bool
    mask: int
    value: int

    def applied(self, scenario: Scenario) -> Scenario:
        """Return the scenario with these bits; the rest of the entry stays."""
        address = None if self.register else entry_address(scenario, self.level)
        old = self._entry(scenario)
        if old is None:
            raise ValueError("the path of the access does not come to such an entry")
        new = old & ~self.mask | self.value & self.mask
        if address is None:
            return scenario.with_pdptr(_pdptr(scenario), new)
        return scenario.with_entry(address, new)

    def holds(self, scenario: Scenario) -> bool:
        """Whether the bits are so."""
        entry = self._entry(scenario)
        return entry is not None and not (entry ^ self.value) & self.mask

    def _entry(self, scenario: Scenario) -> int | None:
        """Return the entry; None where there is none that could be written."""
        if self.register:
            return scenario.cpu.pdptrs[_pdptr(scenario)]
        address = entry_address(scenario, self.level)
        return None if address is None else scenario.entry(address)


def entry_address(scenario: Scenario, number: int) -> int | None:
    """Return the guest-physical address of the entry of level `number` on the access's path.

    The path goes by frames alone: below an absent entry too, where it names a frame. A PAE PDPTE is
    found in memory, and what is below it by the loaded register. None where an entry above names no
    frame, where the entry is outside RAM, and where the mode has no such level.
    """
    cpu, gva = scenario.cpu, scenario.access.gva
    table = cpu.root_table
    for level in cpu.mode.levels:
        address = table + level.select(gva) * level.entry_size
        if level.number == number:
            return address if address in scenario.ram else None
        entry = scenario.entry(address) if level.has_rights else cpu.pdptrs[level.select(gva)]
        table = (entry or 0) & cpu.mode.frame_mask
        if not table:
            break
    return None


def _pdptr(scenario: Scenario) -> int:
    """Return the number of the PDPTR that serves the access."""
    return scenario.access.gva >> 30 & 3


@dataclass(frozen=True, slots=True)
class CpuSetting:
    """A register.

    Attributes:
        text: its words.
        name: the attribute of `CpuState`.
        value: what it is.
    """

    text: str
    name: str
    value: int

    def applied(self, scenario: Scenario) -> Scenario:
        """Return the scenario with this register."""
        kind = type(getattr(scenario.cpu, self.name))
        return scenario.with_cpu(replace(scenario.cpu, **{self.name: kind(self.value)}))

    def holds(self, scenario: Scenario) -> bool:
        """Whether the register is so."""
        return bool(getattr(scenario.cpu, self.name) == self.value)


@dataclass(frozen=True, slots=True)
class Reload:
    """CR3 is loaded again, and in PAE mode the PDPTRs with it.

    Attributes:
        text: its words.
    """

    text: str

    def applied(self, scenario: Scenario) -> Scenario:
        """Return the scenario with what stands in memory loaded."""
        loaded = load_cr3(scenario, scenario.cpu.cr3)
        if isinstance(loaded, LoadFault):
            raise ValueError(loaded.reason)  # noqa: TRY004  # the file asks for what cannot be
        return loaded

    def holds(self, scenario: Scenario) -> bool:
        """Whether loading CR3 again would change nothing."""
        return load_cr3(scenario, scenario.cpu.cr3) == scenario


@dataclass(frozen=True, slots=True)
class AccessSetting:
    """What kind of access is made, and by whom; its address stays.

    Attributes:
        text: its words.
        access: the access; its address means nothing.
    """

    text: str
    access: Access

    def applied(self, scenario: Scenario) -> Scenario:
        """Return the scenario with this access."""
        return replace(scenario, access=self._here(scenario))

    def holds(self, scenario: Scenario) -> bool:
        """Whether the access is so."""
        return scenario.access == self._here(scenario)

    def _here(self, scenario: Scenario) -> Access:
        return replace(self.access, gva=scenario.access.gva)


@dataclass(frozen=True, slots=True)
class AddressSetting:
    """The linear address of the access.

    Attributes:
        text: its words.
        gva: the address.
    """

    text: str
    gva: int

    def applied(self, scenario: Scenario) -> Scenario:
        """Return the scenario with this address."""
        return replace(scenario, access=replace(scenario.access, gva=self.gva))

    def holds(self, scenario: Scenario) -> bool:
        """Whether it is this address."""
        return scenario.access.gva == self.gva


def edited(scenario: Scenario, settings: tuple[Setting, ...]) -> Scenario:
    """Return the scenario with all settings made, in their order.

    Raises:
        ValueError: one cannot be made; the sentence begins with its words.
    """
    for setting in settings:
        try:
            scenario = setting.applied(scenario)
        except ValueError as error:
            raise ValueError(f"{setting.text}: {error}") from None
    return scenario
