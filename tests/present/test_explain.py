"""Codes, entries, registers and oops texts in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.paging import PagingMode
from mmuviz.present.answer import plain
from mmuviz.present.explain_code import explain_code
from mmuviz.present.explain_entry import explain_entry, level_named
from mmuviz.present.explain_registers import explain_registers
from mmuviz.present.explain_text import explain_text


def code(value: int) -> str:
    """A code in words."""
    return plain(explain_code(value))


def entry(value: int, mode: str, level: str) -> str:
    """An entry in words."""
    paging = PagingMode(mode)
    return plain(explain_entry(value, paging, level_named(paging, level)))


def text(words: str) -> str:
    """A text in words."""
    return plain(explain_text(words))


class TestCode:
    """Page-fault error codes."""

    @pytest.mark.parametrize(
        ("value", "words"),
        [
            (0x0, "a read from supervisor mode met an entry that is not present"),
            (0x7, "a write from user mode was refused by the rights of the path"),
            (0x5, "a read from user mode was refused by the rights of the path"),
            (0x9, "a read from supervisor mode met an entry with a reserved bit set"),
            (0x15, "an instruction fetch from user mode was refused"),
        ],
    )
    def test_sentence(self, value, words):
        """The code is one sentence."""
        assert f"In words: {words}" in code(value)

    def test_what_it_does_not_say(self):
        """The limits of a code are said."""
        assert "whether W or U was missing" in code(7)
        assert "at which level the right was missing" in code(5)
        assert "at which level the absent entry is" in code(6)
        assert "nor which bit" in code(9)
        assert "lower ones may be absent" in code(1)

    def test_later_bits(self):
        """Bits of newer processors are named, others are called unknown."""
        assert "bit 5 (PK)" in code(0x21)
        told = code(0x200)
        assert "bit 9 (unknown)" in told
        assert "no bit of P, W, U, RSVD, I" in told

    def test_too_wide(self):
        """A code has 32 bits."""
        with pytest.raises(ValueError, match="at most 32 bits"):
            code(1 << 32)

    @given(st.integers(0, 0xFFFFFFFF))
    def test_any_code(self, value):
        """Every code has five rows and a sentence."""
        assert code(value).count("\n") >= 8


class TestEntry:
    """Entries under a mode and level."""

    @pytest.mark.parametrize(
        ("value", "mode", "level", "words"),
        [
            (0x5E75065, "pae", "pte", "maps the 4 KiB page at 0x5e75000 (gfn 0x5e75); reads, no"),
            (0x1CD4067, "pae", "pde", "leads to the page table at 0x1cd4000; reads and writes"),
            (0x1CD7001, "pae", "pdptr", "only its loaded copy counts"),
            (0x1CD7021, "pae", "pdpte", "bit 5 is what QEMU sets when it walks"),
            (0x4000E7, "long", "pde", "maps the 2 MiB page at 0x400000"),
            (0x40000087, "long", "pdpte", "maps the 1 GiB page at 0x40000000"),
            (0x4020E7, "x32", "pde", "maps the 4 MiB page at 0x100400000"),
            (0x2A5D0E7, "long", "pml4e", "reserved: a PML4E maps no page"),
            (1 << 63 | 0x1007, "long", "pte", "no fetches, by user and supervisor"),
            (0x1003, "x32", "pte", "by the supervisor only"),
            (0x0, "pae", "pte", "an absent entry; all its bits are 0"),
            (0xFFFFFFA190160, "pae", "pte", "the other bits mean nothing to a processor"),
            (0x1E07, "pae", "pte", "bits 9, 10 and 11 set: software's own"),
            (1 << 45 | 7, "long", "pte", "bit 45 set: reserved (in use: a fault with RSVD)"),
            (0x1087, "long", "pte", "PAT: selects a memory type"),
        ],
    )
    def test_words(self, value, mode, level, words):
        """Each kind of entry is told."""
        assert words in entry(value, mode, level)

    def test_ignored_flags(self):
        """D and G of an entry that maps no page are ignored."""
        assert entry(0x1167, "pae", "pde").count("ignored: this entry maps no page") == 2

    def test_what_is_wrong(self):
        """A level the mode has not, and a value too wide, are refused."""
        with pytest.raises(ValueError, match="expected one of pde, pte in 32-bit mode"):
            entry(1, "x32", "pml4e")
        with pytest.raises(ValueError, match="an entry of 32 bits"):
            entry(1 << 32, "x32", "pte")

    @given(st.sampled_from(PagingMode), st.data())
    def test_any_entry(self, mode, data):
        """Every value at every level has a title and a sentence."""
        level = data.draw(st.sampled_from(mode.levels))
        value = data.draw(st.integers(0, (1 << mode.entry_size * 8) - 1))
        told = plain(explain_entry(value, mode, level))
        assert told.startswith(f"{value:x}".zfill(8)[:4]) or value
        assert "In words: " in told


class TestRegisters:
    """Control registers."""

    def test_modes(self):
        """The mode follows from CR4.PAE and EFER.LMA."""
        assert "mode        32-bit, 2 levels, if EFER.LMA is 0" in plain(
            explain_registers({"CR4": 0x10})
        )
        assert "mode        PAE, 3 levels\n" in plain(explain_registers({"CR4": 0x20, "EFER": 0}))
        assert "mode        long" in plain(explain_registers({"CR4": 0x20, "EFER": 0xD01}))

    def test_root(self):
        """The root is CR3 without its low bits, 32-byte aligned in PAE mode."""
        told = plain(explain_registers({"CR3": 0x12090A0, "CR4": 0x6F0, "EFER": 0x800}))
        assert "root table is at 0x12090a0" in told
        assert "PDPTRs" in told
        assert "root table is at 0x1209000" in plain(explain_registers({"CR3": 0x12090A0}))

    def test_the_rest(self):
        """Privilege, fault address and flags."""
        told = plain(explain_registers({"CPL": 0, "CR2": 0x8, "EFL": 1 << 18, "CR4": 1 << 12}))
        assert "CPL         0: supervisor" in told
        assert "CR2         0x8: address of the last page fault" in told
        assert "EFL.AC    1  SMAP is lifted" in told
        assert "CR4.LA57  1  five levels" in told
        assert "EFL.AC" not in plain(explain_registers({"EFL": 0, "CPL": 3}))


OOPS = """\
BUG: unable to handle page fault for address: ffff888002a5d000
#PF: supervisor write access in kernel mode
#PF: error_code(0x0003) - permissions violation
PGD 2a01067 P4D 2a01067 PUD 2a02067 PMD 2a5a063 PTE 8000000005de7861
Oops: 0003 [#1] SMP
CR2: ffff888002a5d000 CR3: 0000000002a2e000 CR4: 00000000000006b0
"""


class TestText:
    """What kernels and emulators print."""

    def test_oops(self):
        """A whole oops: access, code, address, entries, who refused, registers."""
        told = text(OOPS)
        assert "a write access with supervisor rights" in told
        assert "error code 0x3 = P | W" in told
        assert "bits 47:39   select PML4E 273" in told
        assert "8000000005de7861 as a PTE in long mode" in told
        assert "the write from supervisor mode was refused, as W is 0 in PTE" in told
        assert "mode        long" in told

    def test_implicit_access(self):
        """A supervisor access made in user mode is the processor's own."""
        assert "processor's own" in text("#PF: supervisor read access in user mode")

    def test_mode_without_entries(self):
        """64-bit registers mean long mode, where there is no EFER."""
        told = text(
            "kernel NULL pointer dereference, address: 0000000000000008\n"
            "CR2: 0000000000000008 CR3: 0000000002a2e000 CR4: 00000000000006b0"
        )
        assert "select PML4E 0" in told
        assert "null pointer plus an offset" in told
        assert "select" not in text("paging request at c0100000")

    @pytest.mark.parametrize(
        ("line", "mode"),
        [
            ("*pde = 00001067 *pte = 00002003", "32-bit"),
            ("*pdpt = 0000000001cd7001 *pde = 0000000001cd4067", "PAE"),
            ("*pde = 0000000001cd4067", "PAE"),
        ],
    )
    def test_starred(self, line, mode):
        """Older 32-bit kernels print *pde and *pte."""
        assert f"as a PDE in {mode} mode" in text(line)

    @pytest.mark.parametrize(
        ("code", "line", "words"),
        [
            ("0002", "PGD 1067 PUD 0", "PDPTE is absent"),
            ("0003", "PGD 1067 PUD 0", "but the code has P = 1: the tables have changed since"),
            ("0002", "PGD 1067 PUD 2067", "none of these entries is absent, but the code has P"),
            ("0009", "PGD 10e7", "look for the reserved bit above"),
            ("0007", "*pde = 00001061", "W is 0 in PDE and U is 0 in PDE"),
            ("0015", "PGD 8000000000001067", "NX is set in PML4E"),
            ("0001", "PGD 1067 PUD 20e7", "SMEP or SMAP, most likely"),
            ("0001", "PGD 1063 PUD 20e3", "every entry printed allows this access\n"),
            ("0005", "PGD 1067 PUD 2067", "the last entries are missing here"),
        ],
    )
    def test_together(self, code, line, words):
        """Entries and code together say who refused, or that they do not fit."""
        assert words in text(f"Oops: {code} [#1]\n{line}")

    def test_nothing(self):
        """A text without anything known gives nothing."""
        assert explain_text("hello world") == []

    @given(st.text(max_size=60))
    def test_any_text(self, words):
        """No text breaks it."""
        explain_text(words)
