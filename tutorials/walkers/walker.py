#!/usr/bin/env python3
"""A page walker by the processor's rules, to be graded: mmuviz grade --walker ./walker.py.

One state a line comes in, one answer a line goes out: docs/walker-protocol.md.
"""

import sys

P, W, U, A, D, PS, NX = 1, 2, 4, 1 << 5, 1 << 6, 1 << 7, 1 << 63
# shift and number of the address bits that index each level, root first
LEVELS = {"x32": ((22, 10), (12, 10)), "pae": ((30, 2), (21, 9), (12, 9)),
          "long": ((39, 9), (30, 9), (21, 9), (12, 9))}  # fmt: skip


def bits(high, low):
    """Return a mask of the bits high down to low."""
    return (1 << high + 1) - (1 << low) if high >= low else 0


def reserved(mode, shift, large, width, nxe):
    """Return the bits that must be 0 in a present entry."""
    if mode == "x32":
        return bits(21, max(min(width, 40) - 19, 13)) if large else 0
    mask = bits(62 if mode == "pae" else 51, width) | (0 if nxe else NX)
    return mask | (PS if shift == 39 else 0) | (bits(shift - 1, 13) if large else 0)


def walk(state, memory):
    """Return the outcome, what follows it, and the entries that were written."""
    mode, gva = state["mode"], int(state["gva"], 16)
    wp, pse, nxe, smep, smap, ac, write, user, fetch = (
        state[name] == "1" for name in "wp pse nxe smep smap ac write user fetch".split()
    )
    width, size = int(state["maxphyaddr"]), 4 if mode == "x32" else 8
    frame = bits(31 if mode == "x32" else 51, 12)
    code = W * write | U * user | 16 * (fetch and (smep or (nxe and mode != "x32")))
    table = int(state["cr3"], 16) & frame
    writable = for_user = True
    no_execute, path = False, []
    for shift, index_bits in LEVELS[mode]:
        index = gva >> shift & (1 << index_bits) - 1
        if mode == "pae" and shift == 30:  # a register: P alone counts, nothing is written
            entry = int(state["pdptrs"].split(",")[index], 16)
            if not entry & P:
                return "not_present", code, {}
            table = entry & frame
            continue
        address = table + index * size
        entry = memory.get(address, 0)
        if not entry & P:
            return "not_present", code, {}
        large = bool(entry & PS) and (shift in (21, 30) or (shift == 22 and pse))
        if entry & reserved(mode, shift, large, width, nxe):
            return "reserved_bit", code | P | 8, {}
        writable, for_user = writable and entry & W, for_user and entry & U
        no_execute = no_execute or (mode != "x32" and entry & NX)
        path.append((address, entry))
        if large or shift == 12:
            break
        table = entry & frame
    # the path is complete: rights are judged once, over all of it
    if (
        (write and not writable and (user or wp))
        or (user and not for_user)
        or (fetch and no_execute)
        or (not user and for_user and (smep if fetch else smap and not ac))
    ):
        return "access_error", code | P, {}
    written = {address: entry | A for address, entry in path}
    written[address] |= D if write else 0
    gpa = entry & frame & ~bits(shift - 1, 0) | gva & bits(shift - 1, 0)
    if shift == 22:
        gpa |= (entry & bits(min(width, 40) - 20, 13)) << 19  # PSE-36
    return "mapped", gpa, written


for line in sys.stdin:
    number, *words = line.split()
    state = dict(word.split("=") for word in words)
    memory = {int(name, 16): int(state[name], 16) for name in state if name.startswith("0x")}
    outcome, value, written = walk(state, memory)
    answer = [number, outcome, f"gpa={value:#x}" if outcome == "mapped" else f"code={value:#x}"]
    answer += [f"{address:#x}={entry:#x}" for address, entry in written.items()]
    print(*answer, flush=True)  # flush after each line, or nobody hears you
