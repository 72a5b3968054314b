"""Small dumps as QEMU writes them, made byte by byte."""

import struct

NOTE, LOAD = 4, 1
EM_386, EM_X86_64, EM_ARM = 3, 62, 40
CORE, EXECUTABLE = 4, 2
PG, WP, PSE, PAE = 1 << 31, 1 << 16, 1 << 4, 1 << 5


def cpu_note(*, cr0=PG | WP, cr3=0x1000, cr4=PAE, rflags=0, name=b"QEMU\0", size=440):
    """Return a note with a CPU's registers, in QEMU's one layout for both word sizes."""
    body = bytearray(440)
    struct.pack_into("<II", body, 0, 1, 440)
    struct.pack_into("<Q", body, 8 + 17 * 8, rflags)
    struct.pack_into("<5Q", body, 392, cr0, 0, 0, cr3, cr4)
    padded = name + bytes(-len(name) % 4)
    return struct.pack("<III", len(name), size, 0) + padded + bytes(body[:size])


def elf_core(loads, notes=None, *, machine=EM_386, kind=CORE, wide=None):
    """Return an ELF core.

    Args:
        loads: (gpa, bytes) of each PT_LOAD segment.
        notes: the notes of the PT_NOTE segment, one CPU's where None; none leaves it out.
        machine: e_machine.
        kind: e_type.
        wide: ELF64; as the machine says where None.
    """
    notes = (cpu_note(),) if notes is None else notes
    wide = machine == EM_X86_64 if wide is None else wide
    parts = [(NOTE, 0, b"".join(notes))] if notes else []
    parts += [(LOAD, gpa, content) for gpa, content in loads]
    header_size, entry_size = (64, 56) if wide else (52, 32)
    offset = header_size + entry_size * len(parts)
    table, data = b"", b""
    for kind_of, gpa, content in parts:
        size = len(content)
        at = offset + len(data)
        if wide:
            table += struct.pack("<IIQQQQQQ", kind_of, 0, at, 0, gpa, size, size, 0)
        else:
            table += struct.pack("<IIIIIIII", kind_of, at, 0, gpa, size, size, 0, 0)
        data += content
    ident = b"\x7fELF" + bytes([2 if wide else 1, 1, 1]) + bytes(9)
    word = "Q" if wide else "I"
    header = ident + struct.pack(
        f"<HHI{word}{word}{word}IHHHHHH",
        kind, machine, 1, 0, header_size, 0, 0, header_size, entry_size, len(parts), 0, 0, 0,
    )  # fmt: skip
    return header + table + data


def memory(words, size=0x5000):
    """Return `size` bytes of memory that hold `words`: 8 bytes at each address."""
    content = bytearray(size)
    for gpa, value in words.items():
        struct.pack_into("<Q", content, gpa, value)
    return bytes(content)


PAE_WORDS = {0x1000: 0x2001, 0x2000: 0x3067, 0x3000: 0x4067, 0x3008: 0x9067}
"""PAE tables: page 0 is mapped at 0x4000, page 1 outside a memory of 0x5000 bytes."""

LONG_WORDS = {0x1000: 0x2067, 0x2000: 0x3067, 0x3000: 0x4067, 0x4000: 0x4067}
"""Four levels that map page 0 at 0x4000."""
