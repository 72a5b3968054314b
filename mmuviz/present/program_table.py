"""A guest program as rows of text: each operation, and what it came to under each version."""

from collections.abc import Sequence

from mmuviz.core.operation import LoadCr3, Operation, SetWp, TableWrite, Touch
from mmuviz.core.shadow.guest import Ending, GuestResult
from mmuviz.core.shadow.program import Executed
from mmuviz.present.wording import amount, code_text

_ENDINGS = {
    Ending.DONE: "done",
    Ending.EMULATE: "emulated",
    Ending.LIVELOCK: "livelock",
    Ending.HOST_BUG: "the host hits BUG_ON",
    Ending.HOST_HANG: "the host hangs",
    Ending.GP: "#GP",
    Ending.NOT_KEPT: "not kept in the file",
    Ending.PAGING_OFF: "paging is off",
}
DEAD = "–"
"""Where the machine is dead."""


def operation_text(operation: Operation) -> str:
    """`user write 0x40607238`, `table write 0x1000 = 0x5067`, `CR0.WP = 1`, `CR3 = 0x3000`."""
    match operation:
        case Touch(access):
            return f"{access.privilege} {access.kind} {access.gva:#x}"
        case TableWrite(gva, value):
            return f"table write {gva:#x} = {value:#x}"
        case SetWp(wp):
            return f"CR0.WP = {int(wp)}"
        case LoadCr3(cr3):  # pragma: no branch  # there is no other
            return f"CR3 = {cr3:#x}"


def result_text(result: GuestResult, *, bare: bool = False) -> str:
    """`done, 1 vmexit, 1 fixed`, `injected 0x5 (P | U), 2 vmexits, 1 fixed`.

    Args:
        result: what an operation came to.
        bare: on the bare processor, which raises what nobody injects: `#PF 0x5 (P | U)`.
    """
    parts = [
        f"{'#PF' if bare else 'injected'} {code_text(result.error_code or 0)}"
        if result.ending is Ending.INJECTED
        else _ENDINGS[result.ending]
    ]
    if result.vmexits:
        parts.append(amount(result.vmexits, "vmexit"))
    if result.pf_fixed:
        parts.append(f"{result.pf_fixed} fixed")
    return ", ".join(parts)


def statistics_text(executed: Sequence[Executed], *, bare: bool = False) -> str:
    """Sum a run up: operations, vmexits, fixed, injected; operations and faults where `bare`."""
    results = [one.result for one in executed]
    operations = amount(len(results), "operation")
    faults = sum(result.ending is Ending.INJECTED for result in results)
    if bare:
        return f"{operations}, {amount(faults, 'fault')}"
    amounts = (
        operations,
        amount(sum(result.vmexits for result in results), "vmexit"),
        f"{sum(result.pf_fixed for result in results)} fixed",
        f"{faults} injected",
    )
    return ", ".join(amounts)
