"""A page-fault error code in words: what each bit says, and what the code does not say.

Source: Intel SDM vol. 3A, 4.7; semantics.md, 1 and 8.
"""

from mmuviz.core.bits import Pferr, pferr_text
from mmuviz.present.wording import Line, Span, Style

_LATER = {5: "PK", 6: "SS", 15: "SGX"}  # bits of newer processors, which no walk here makes
_KNOWN = Pferr.P | Pferr.W | Pferr.U | Pferr.RSVD | Pferr.I


def explain_code(code: int) -> list[Line]:
    """Return an error code in words.

    Raises:
        ValueError: no error code has so many bits.
    """
    if not 0 <= code <= 0xFFFFFFFF:
        raise ValueError(f"found {code:#x}, expected an error code of at most 32 bits")
    letters = pferr_text(code) if code & _KNOWN else "no bit of P, W, U, RSVD, I"
    lines: list[Line] = [(Span(f"error code {code:#x} = {letters}", Style.STRONG),)]
    rows = (
        ("P", Pferr.P, "every entry read was present, and the access was refused",
         "an entry on the path was not present"),
        ("W", Pferr.W, "the access was a write", "the access was a read or a fetch"),
        ("U", Pferr.U, "it came from user mode (CPL 3)", "it came from supervisor mode"),
        ("RSVD", Pferr.RSVD, "a present entry has a reserved bit set", "no reserved bit was set"),
        ("I", Pferr.I, "it was an instruction fetch",
         "it was no fetch, or NXE and SMEP are off and the processor does not tell"),
    )  # fmt: skip
    for letter, bit, is_set, is_clear in rows:
        lines.append(
            (Span(f"  {letter:<5}{int(bool(code & bit))}  {is_set if code & bit else is_clear}"),)
        )
    for bit in range(32):
        if code >> bit & 1 and not _KNOWN >> bit & 1:
            meaning = _LATER.get(bit, "unknown")
            lines.append((Span(f"  bit {bit} ({meaning}): not of this program's time"),))
    lines.append((Span(f"In words: {_sentence(code)}."),))
    lines += [(Span(remark),) for remark in _remarks(code)]
    return lines


def access_words(code: int) -> str:
    """The access that a code tells of: `write from user mode`."""
    kind = "write" if code & Pferr.W else "instruction fetch" if code & Pferr.I else "read"
    return f"{kind} from {'user' if code & Pferr.U else 'supervisor'} mode"


def _sentence(code: int) -> str:
    access = access_words(code)
    access = f"{'an' if access.startswith('i') else 'a'} {access}"
    if code & Pferr.RSVD:
        return f"{access} met an entry with a reserved bit set"
    if not code & Pferr.P:
        return f"{access} met an entry that is not present"
    return f"{access} was refused by the rights of the path"


def _remarks(code: int) -> list[str]:
    remarks = ["W and U tell what the access was, not what the page allows."]
    if not code & Pferr.P:
        return [*remarks, "The code does not tell at which level the absent entry is."]
    if code & Pferr.RSVD:
        return [*remarks, "The code does not tell in which entry, nor which bit."]
    if code & Pferr.W and code & Pferr.U:
        remarks.append("The code does not tell whether W or U was missing, nor at which level.")
    else:
        remarks.append("The code does not tell at which level the right was missing.")
    remarks.append(
        "From KVM's walk_addr after the change, P = 1 says only that a present entry refused: "
        "lower ones may be absent."
    )
    return remarks
