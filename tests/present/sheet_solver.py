"""Solve a worksheet from its printed Markdown alone, by a walk of its own.

It knows no module of the program: what it cannot read off the page it does not know.
"""

import re
from dataclasses import dataclass, field

SHIFTS = {
    "32-bit": {2: (22, 10), 1: (12, 10)},
    "pae": {3: (30, 2), 2: (21, 9), 1: (12, 9)},
    "long": {4: (39, 9), 3: (30, 9), 2: (21, 9), 1: (12, 9)},
}
NAMES = {"PML4E": 4, "PDPTE": 3, "PDPTR": 3, "PDE": 2, "PTE": 1}
P, W, U, A, D, PS = 1, 2, 4, 0x20, 0x40, 0x80


@dataclass
class Printed:
    """A question as somebody reads it."""

    gva: int
    user: bool
    write: bool
    cr3: int
    wp: bool
    tables: dict = field(default_factory=dict)  # (level, address) to {index: value}
    parts: list = field(default_factory=list)


def read_sheet(markdown):
    """Return the head's fields and the questions."""
    head = dict(re.findall(r"^([a-z-]+): (.*)$", markdown.split("---")[1], re.MULTILINE))
    return head, [_question(text) for text in markdown.split("\n## ")[1:]]


def _question(text):
    said = re.search(
        r"(User mode|The supervisor) (writes to|reads from) `(0x\w+)`\. "
        r"CR3 is `(0x\w+)`, CR0\.WP is (\d)(?:, CR4\.PSE is 1)?\.",
        text,
    )
    who, does, gva, cr3, wp = said.groups()
    printed = Printed(
        int(gva, 16), who == "User mode", does == "writes to", int(cr3, 16), wp == "1"
    )
    table = None
    for line in text.splitlines():
        if title := re.match(r"\*\*.*?\*\* (?:at `(0x\w+)`|in registers)", line):
            where = int(title[1], 16) if title[1] else None
        elif name := re.match(r"\| (P\w+) \| value", line):
            table = printed.tables.setdefault((NAMES[name[1]], where), {})
        elif row := re.match(r"\| (\d+) \| `(\w+)`(?: \| `([^`]*)`)? \|", line):
            index, value = int(row[1]), int(row[2], 16)
            table[index] = value
            if row[3]:
                check_flags(row[3], value)
        elif part := re.fullmatch(r"- (\w+):", line):
            printed.parts.append(part[1])
    return printed


def check_flags(flags, value):
    """The letters are the value's own."""
    bits = (("P", P), ("W", W), ("U", U), ("A", A), ("D", D))
    spelled = [letter if value & bit else "·" for letter, bit in bits]
    assert flags.split() in (spelled, spelled[:1])


def solve(mode, semantics, printed):
    """Return the answers as the key words them; `either` is what may be left out of accessed."""
    table, path, rights, refused = printed.cr3, [], W | U, False
    marked, gpa, code = [], None, None
    for level, (shift, bits) in SHIFTS[mode].items():
        is_register = mode == "pae" and level == 3
        index = printed.gva >> shift & (1 << bits) - 1
        entry = printed.tables[level, None if is_register else table][index]
        path.append((level, index))
        if not entry & P:
            code = 0
            break
        if not is_register:
            rights &= entry
            refused = refuses(printed, rights)
            if semantics == "after" and refused:
                break
            marked.append((level, entry))
        if level == 1 or (level == 2 and entry & PS):
            size = (1 << shift) - 1
            gpa = entry & 0xFFFFFFFFFF000 & ~size | printed.gva & size
            break
        table = entry & 0xFFFFFFFFFF000
    if code is None and refused:
        code, gpa = 1, None
    if code is not None:
        code |= (2 if printed.write else 0) | (4 if printed.user else 0)
    fresh = {level for level, entry in marked if not entry & A}
    either = set()
    if semantics == "hardware" and code is not None:
        leaf = path[-1][0]
        either, fresh = fresh - {leaf}, set()
    dirty = {marked[-1][0]} if code is None and printed.write and not marked[-1][1] & D else set()
    return {
        "path": [index for _level, index in path],
        "result": gpa,
        "code": code,
        "accessed": fresh,
        "dirty": dirty,
    }, either


def refuses(printed, rights):
    """Whether these rights refuse the access."""
    lacks_w = printed.write and not rights & W and (printed.user or printed.wp)
    return lacks_w or (printed.user and not rights & U)


def read_key(markdown):
    """Return the answers of a key, by part, a question an element."""
    return [
        {
            part: _value(part, text)
            for part, text in re.findall(r"^- (\w+): (.*)$", each, re.MULTILINE)
        }
        for each in markdown.split("\n## ")[1:]
    ]


def _value(part, text):
    text, _, remark = text.partition("  (")
    text = text.split(" (")[0]
    if part == "path":
        return [int(word) for word in text.split()]
    if part in {"accessed", "dirty"}:
        either = {NAMES[word] for word in remark.partition(":")[0].split()} if remark else set()
        fresh = set() if text == "none" else {NAMES[word] for word in text.split()}
        return (fresh, either) if part == "accessed" else fresh
    return None if text in {"fault", "none"} else int(text, 16)
