"""The lines that are exchanged with somebody else's walker (docs/walker-protocol.md)."""

from typing import Final

from mmuviz.core.fixed_path import Row
from mmuviz.core.grading import WalkAnswer, entries_in_memory
from mmuviz.core.result import Outcome

FORM: Final = "NUMBER OUTCOME [gpa=0x...] [code=0x...] [ADDRESS=VALUE ...]"
"""What an answer looks like."""

_OUTCOMES: Final = {
    outcome.value: outcome
    for outcome in (
        Outcome.MAPPED,
        Outcome.NOT_PRESENT,
        Outcome.ACCESS_ERROR,
        Outcome.RESERVED_BIT,
    )
}
_MOST = 1 << 64
_SHOWN = 60


class BadAnswer(Exception):  # noqa: N818  # it names the thing: what a walker said
    """A line that is no answer to what was asked; the text says what was found and expected."""


def state_line(number: int, row: Row) -> str:
    """Return the line that asks state `number`, without its end."""
    cpu, access = row.scenario.cpu, row.scenario.access
    registers = ",".join([f"{register:#x}" for register in cpu.pdptrs])
    entries = " ".join(
        [f"{address:#x}={value:#x}" for address, value in entries_in_memory(row).items()]
    )
    return (
        f"{number} mode={cpu.mode.value} gva={access.gva:#x} write={access.write:d} "
        f"user={access.user:d} fetch={access.fetch:d} cr3={cpu.cr3:#x} wp={cpu.wp:d} "
        f"pse={cpu.pse:d} nxe={cpu.nxe:d} smep={cpu.smep:d} smap={cpu.smap:d} ac={cpu.ac:d} "
        f"maxphyaddr={cpu.maxphyaddr} pdptrs={registers} {entries}"
    )


def read_answer(line: str, number: int) -> WalkAnswer:
    """Read the answer to state `number`.

    Raises:
        BadAnswer: the line is none.
    """
    words = line.split()
    if words[:1] != [str(number)]:
        raise BadAnswer(f"found {quoted(line)}, expected an answer that starts with {number}")
    outcome = _OUTCOMES.get(words[1]) if len(words) > 1 else None
    if outcome is None:
        expected = ", ".join(_OUTCOMES)
        raise BadAnswer(f"found {quoted(line)}, expected {number} and one of {expected}")
    found: dict[str | int, int] = {}
    for word in words[2:]:
        name, _, text = word.partition("=")
        key = name if name in ("gpa", "code") else _number(name)
        value = _number(text)
        if key is None or value is None:
            raise BadAnswer(f"found {quoted(word)} in {quoted(line)}, expected {FORM}")
        if key in found:
            raise BadAnswer(f"found {quoted(name)} twice in {quoted(line)}, expected it once")
        found[key] = value
    gpa, code = found.pop("gpa", None), found.pop("code", None)
    written = {key: value for key, value in found.items() if isinstance(key, int)}
    return WalkAnswer(outcome, gpa, code, written)


def quoted(text: str) -> str:
    """Show what a program wrote: in quotes, cut where it is long, nothing a terminal obeys."""
    return ascii(text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}...")


def _number(text: str) -> int | None:
    """Read a hexadecimal number of at most 64 bits, with or without 0x."""
    try:
        value = int(text, 16)
    except ValueError:
        return None
    return value if 0 <= value < _MOST else None
