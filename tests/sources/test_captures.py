"""Page tables of two real kernels, against what QEMU itself answered for them."""

import json
from dataclasses import replace
from functools import cache

import pytest

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.maps import info_mem, survey
from mmuviz.core.tables import leaves
from mmuviz.core.trace import Semantics, record
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file
from tests.conftest import DATA

CAPTURES = ("linux-pae", "linux-amd64-nopti")
_LETTERS = {
    "X": Pte.NX, "G": Pte.G, "D": Pte.D, "A": Pte.A, "C": Pte.PCD, "T": Pte.PWT,
    "U": Pte.U, "W": Pte.W,
}  # fmt: skip


@cache
def oracle(name):
    """Return QEMU's answers."""
    return json.loads((DATA / "captures" / f"{name}.oracle.json").read_text("utf-8"))


@cache
def capture(name):
    """Return the scenario that the capture opens as."""
    shipped = asset("captures/linux-pae.core.gz")
    return open_file(
        shipped if name == "linux-pae" else DATA / "captures" / f"{name}.core.gz"
    ).scenario


@cache
def mapped(name):
    """Return every page that is mapped."""
    return tuple(leaves(capture(name)))


def qemu_flags(leaf):
    """Write a leaf's flags as `info tlb` does."""
    letters = {name: leaf.value & bit for name, bit in _LETTERS.items()}
    letters["P"] = leaf.level.number > 1
    return "".join(name if letters[name] else "-" for name in "XGPDACTUW")


def access_of(rights):
    """Write rights as `info mem` does."""
    return f"{'u' if rights.user else '-'}r{'w' if rights.writable else '-'}"


def ranges_of(found):
    """Return the ranges as the oracle writes them."""
    return [
        {"start": hex(one.start), "end": hex(one.end), "access": access_of(one.rights)}
        for one in info_mem(found)
    ]


@pytest.mark.parametrize("name", CAPTURES)
def test_every_page_is_where_qemu_says(name):
    """Address, frame and leaf flags of each `info tlb` line, and no line more."""
    found = [
        {"gva": hex(leaf.gva), "gpa": hex(leaf.gpa), "flags": qemu_flags(leaf)}
        for leaf in mapped(name)
    ]

    assert found == oracle(name)["tlb"]


@pytest.mark.parametrize("name", CAPTURES)
def test_combined_rights_are_qemus_range_for_range(name):
    """`info mem` combines U and W over all levels."""
    assert ranges_of(mapped(name)) == oracle(name)["info_mem"]["ranges"]


@pytest.mark.parametrize("name", CAPTURES)
@pytest.mark.parametrize("semantics", list(Semantics))
def test_every_translation_is_qemus(name, semantics):
    """A supervisor read ends where QEMU's gva2gpa ends, or nowhere as it does."""
    scenario = capture(name)
    for row in oracle(name)["translations"]:
        gva = int(row["gva"], 16)
        result = record(semantics, replace(scenario, access=Access(gva=gva))).result
        assert result.gpa == (row["gpa"] and int(row["gpa"], 16)), row


@pytest.mark.parametrize("name", CAPTURES)
def test_labelled_addresses_are_what_the_guest_said(name):
    """Frame and flags of each address that the guest's program named."""
    found = survey(capture(name))
    for row in oracle(name)["labelled"]:
        gva = int(row["gva"], 16)
        leaf = found.at(gva)
        if row["gpa"] is None:
            assert leaf is None, row
        else:
            assert leaf is not None, row
            assert (hex(leaf.gpa + gva - leaf.gva), qemu_flags(leaf)) == (row["gpa"], row["flags"])


@pytest.mark.parametrize("name", CAPTURES)
def test_the_tables_are_the_kept_pages(name):
    """As many tables a level as the capture has, all of them kept."""
    found = survey(capture(name))
    counted = {}
    for table in found.tables:
        shift = str(table.level.shift)
        counted[shift] = counted.get(shift, 0) + 1

    assert counted == oracle(name)["core"]["tables_by_shift"]
    assert found.complete
    assert found.unread == ()


@pytest.mark.parametrize("name", CAPTURES)
@pytest.mark.parametrize("bit", [Pte.U, Pte.W])
def test_a_right_taken_from_a_pde_is_gone_for_all_below_it(name, bit):
    """Every page under that PDE loses it, no other page changes: leaves alone do not tell."""
    scenario = capture(name)
    with_bit = [table for table in survey(scenario).tables if table.level.number == 2]
    pde_table, link = next(
        (table, link)
        for table in with_bit
        for link in table.links
        if link.value & bit and any(rights_below(name, table, link, bit))
    )
    address = pde_table.gpa + link.number * pde_table.level.entry_size
    start = pde_table.gva + (link.number << pde_table.level.shift)
    below = range(start, start + (1 << pde_table.level.shift))

    changed = list(leaves(scenario.with_entry(address, link.value & ~bit)))

    for old, new in zip(mapped(name), changed, strict=True):
        right = "user" if bit == Pte.U else "writable"
        lost = old.rights._replace(**{right: False}) if old.gva in below else old.rights
        assert (new.gva, new.value, new.rights) == (old.gva, old.value, lost)
    assert ranges_of(changed) != oracle(name)["info_mem"]["ranges"]


def rights_below(name, table, link, bit):
    """Yield whether each page under a PDE has the right."""
    start = table.gva + (link.number << table.level.shift)
    for leaf in mapped(name):
        if start <= leaf.gva < start + (1 << table.level.shift):
            yield leaf.rights.user if bit == Pte.U else leaf.rights.writable
