"""Raw dumps: guest memory from gpa 0, no registers; the user gives them."""

from pathlib import Path

from mmuviz.core.access import Access
from mmuviz.core.memory import GuestMemory, RamRanges
from mmuviz.core.scenario import Scenario
from mmuviz.sources.file_backing import FileBacking, Segment
from mmuviz.sources.opened import RAW_DUMP, Opened, OpenOptions
from mmuviz.sources.problems import BadInput, NeedsRegisters
from mmuviz.sources.registers import (
    CR0_PG,
    CR0_WP,
    CR4_PAE,
    EFER_LMA,
    EFER_NXE,
    cpu_from,
    with_dumped_pdptrs,
    with_mode,
)

_DEFAULT_CR0 = CR0_PG | CR0_WP
_NEEDED = (
    "a raw dump holds no registers; give --cr3 and --mode (x32, pae, long) or --cr4 and --efer"
)


def load_raw(path: Path, shown: Path, options: OpenOptions) -> Opened:
    """Open the raw dump at `path`; messages and the result name it `shown`.

    Raises:
        BadInput: registers are missing, or the file cannot be mapped.
    """
    if needs_registers(options):
        raise NeedsRegisters(shown, f"is taken for a raw dump: {_NEEDED}")
    size = path.stat().st_size
    try:
        backing = FileBacking(path, [Segment(0, 0, size)])
    except (OSError, ValueError) as problem:
        raise BadInput(shown, f"cannot be mapped into memory: {problem}") from problem
    cr0 = _DEFAULT_CR0 if options.cr0 is None else options.cr0
    cr4 = options.cr4 or 0
    efer = options.efer
    if efer is None:
        by_mode = EFER_NXE | EFER_LMA if options.mode == "long" else EFER_NXE
        efer = by_mode if options.mode in ("pae", "long") or cr4 & CR4_PAE else 0
    cpu = with_mode(cpu_from(cr0, options.cr3 or 0, cr4, efer), options)
    cpu = with_dumped_pdptrs(cpu, backing)
    ram = RamRanges((range(size if options.ram is None else options.ram),))
    scenario = Scenario(cpu, GuestMemory(backing), ram, Access(user=True), title=shown.name)
    return Opened(scenario, RAW_DUMP, shown, backing_file=shown)


def needs_registers(options: OpenOptions) -> bool:
    """Whether nobody says, now or later, what a raw dump does not hold."""
    given = options.cr3 is not None and (options.mode is not None or options.cr4 is not None)
    return not given and not options.registers_follow
