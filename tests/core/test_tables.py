"""What a root reaches: tables once a level, pages in order, rights of all levels together."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.build import blank, map_page
from mmuviz.core.maps import survey
from mmuviz.core.memory import Frame, RamRanges
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.tables import LimitReached, Rights, leaves, tables
from mmuviz.core.trace import Semantics, record
from tests.core.paths import PAGE, PS, TABLES, A, P, U, W, address_of, gva_of, path

X32, PAE, LONG = PagingMode
ALL = P | W | U | A


def full(mode, **registers):
    """A path with every right at each level."""
    return path(mode, [ALL if level.has_rights else P for level in mode.levels], **registers)


@pytest.mark.parametrize("mode", PagingMode)
def test_each_level_has_its_table_and_one_page_is_mapped(mode):
    """The tables by level, root first; PAE's root is registers and has no address."""
    scenario = full(mode)

    found = list(tables(scenario))
    (leaf,) = leaves(scenario)

    numbers = [level.number for level in mode.levels]
    assert [table.level.number for table in found] == numbers
    assert [table.gpa for table in found] == [
        None if number == 3 and mode is PAE else TABLES[number] for number in numbers
    ]
    assert [table.leaves for table in found] == [0] * (len(numbers) - 1) + [1]
    assert found[-1].path == tuple(level.select(gva_of(mode)) for level in mode.levels[:-1])
    assert (leaf.gva, leaf.gpa, leaf.end) == (gva_of(mode) & ~0xFFF, 0x99000, leaf.gva + 0x1000)
    assert leaf.address == address_of(mode, 1)


def test_paging_off_reaches_nothing():
    """While CR0.PG is clear nothing is translated."""
    scenario = full(LONG, pg=False)

    assert list(tables(scenario)) == []
    assert list(leaves(scenario)) == []


def test_a_large_page_is_one_leaf_and_pse_36_counts():
    """32-bit: PS maps 4 MiB where CR4.PSE is set, bits 13-16 of the entry are address bits."""
    scenario = path(X32, [ALL | PS | 1 << 22 | 1 << 13, ALL], pse=True)

    (leaf,) = leaves(scenario)

    assert (leaf.size, leaf.gpa) == (4 << 20, 1 << 32 | 1 << 22)
    assert len(list(leaves(replace(scenario, cpu=replace(scenario.cpu, pse=False))))) == 0


def test_a_large_page_of_pae_is_2_mib():
    """PS counts whatever CR4.PSE is, and there are no further address bits."""
    (leaf,) = leaves(path(PAE, [P, ALL | PS | 1 << 21, ALL]))

    assert (leaf.size, leaf.gpa) == (2 << 20, 1 << 21)


def test_upper_addresses_are_sign_extended():
    """Long mode's upper half is written as the processor wants it."""
    scenario = full(LONG).with_entry(0x1000 + 8 * 511, 0x2000 | ALL)

    low, high = leaves(scenario)

    assert high.gva - low.gva == (0xFFFF << 48) + ((511 - 5) << 39)
    assert next(tables(scenario)).gva == 0


def test_rights_are_those_of_all_levels():
    """U and W of each level, NX of any, a reserved bit of any; PAE's PDPTR has none."""
    scenario = path(LONG, [ALL, ALL & ~U, ALL | Pte.NX, ALL & ~W], nxe=True)
    reserved = path(LONG, [ALL, ALL, ALL | Pte.NX, ALL], nxe=False)

    (leaf,) = leaves(scenario)
    (refused,) = leaves(reserved)

    assert leaf.rights == Rights(user=False, writable=False, no_execute=True, reserved=False)
    assert str(leaf.rights) == "-r--"
    assert refused.rights.reserved
    assert str(refused.rights) == "reserved"
    assert str(Rights(user=True, writable=True, no_execute=False, reserved=False)) == "urwx"


def test_what_is_not_kept_and_what_is_outside_are_said():
    """A table outside RAM has no entries; one that the file does not keep is marked."""
    outside = full(PAE).with_entry(address_of(PAE, 2), 1 << 30 | ALL)
    cut = replace(full(PAE), ram=RamRanges((range(0x3000), range(0x4000, 0x5000))))

    assert [table.frame for table in tables(outside)][-1] is Frame.OUTSIDE
    assert list(leaves(outside)) == []
    assert [table.frame for table in tables(cut)][1] is Frame.OUTSIDE


def test_a_table_of_which_the_file_keeps_a_part_is_marked():
    """An entry that is not kept makes the table not kept; the others count."""
    scenario = full(PAE)

    class Part:
        """Keeps all of memory but one word."""

        def word(self, gpa):
            return None if gpa == 0x4008 else 0

        def extents(self):
            return [(0, 1 << 20)]

    part = replace(scenario, memory=replace(scenario.memory, backing=Part()))

    assert [table.frame for table in tables(part)][-1] is Frame.NOT_KEPT
    assert len(list(leaves(part))) == 1


@pytest.mark.parametrize("enumerate_them", [tables, leaves])
def test_it_gives_up_at_the_limit(enumerate_them):
    """What came before the limit holds."""
    with pytest.raises(LimitReached):
        list(enumerate_them(full(LONG), 600))


def test_a_self_map_is_each_level_once_and_many_pages():
    """A root that names itself is a table at every level, and its entries are pages too."""
    scenario = full(X32).with_entry(0x3000 + 4 * 1023, 0x3000 | ALL)

    found = list(tables(scenario))

    assert [(table.level.number, table.gpa) for table in found] == [
        (2, 0x3000), (1, 0x4000), (1, 0x3000),
    ]  # fmt: skip
    assert {leaf.gpa for leaf in leaves(scenario)} == {0x99000, 0x4000, 0x3000}


@given(data=st.data())
def test_a_page_is_mapped_where_the_hardware_walks_to_it(data):
    """Rights decide as the recorded walk does: a survey is no second opinion."""
    mode = data.draw(st.sampled_from(list(PagingMode)))
    scenario = blank(mode)
    pages = data.draw(st.lists(st.integers(0, 3), min_size=1, max_size=4, unique=True))
    for number in pages:
        flags = data.draw(st.sampled_from([ALL, ALL & ~U, ALL & ~W, P]))
        gva = number << data.draw(st.sampled_from([12, 22]))
        scenario = map_page(scenario, gva, (0x99 + number) << 12, flags)
    asked = data.draw(st.integers(0, 4)) << data.draw(st.sampled_from([12, 22]))
    access = Access(gva=asked, write=data.draw(st.booleans()), user=data.draw(st.booleans()))

    leaf = survey(scenario).at(asked)
    result = record(Semantics.HARDWARE, replace(scenario, access=access)).result

    if leaf is None:
        assert result.outcome is Outcome.NOT_PRESENT
        return
    rights = leaf.rights
    write_ok = rights.writable or not (access.user or scenario.cpu.wp)
    allowed = (rights.user or not access.user) and (write_ok or not access.write)
    assert result.outcome is (Outcome.MAPPED if allowed else Outcome.ACCESS_ERROR)
    if allowed:
        assert result.gpa == leaf.gpa


_BITS = {X32: (0, P, W, U, PS), PAE: (0, P, W, U, PS, Pte.NX, 1 << 51)}
_BITS[LONG] = _BITS[PAE]
_ACCESSES = [("read", False), ("write", False), ("fetch", False)]
_ACCESSES += [(kind, True) for kind, _user in _ACCESSES]


@pytest.mark.parametrize("mode", PagingMode)
@pytest.mark.parametrize("usual", [P | W | U, P | W])
def test_every_right_is_the_one_the_hardware_grants(mode, usual):
    """Each bit flipped at each level, under all registers and accesses: at() agrees."""
    judged = {
        _agrees(_flipped(mode, usual, number, bit, pse=pse, nxe=nxe))
        for number, level in enumerate(mode.levels)
        if level.has_rights
        for bit in _BITS[mode]
        for pse, nxe in product((False, True), repeat=2)
    }

    outcomes = frozenset().union(*judged)
    assert {Outcome.MAPPED, Outcome.NOT_PRESENT, Outcome.ACCESS_ERROR} <= outcomes
    assert (Outcome.RESERVED_BIT in outcomes) == (mode is not X32)


def _flipped(mode, usual, number, bit, **registers):
    """A path with `usual` at each level, but for one bit of one entry."""
    flags = [usual if level.has_rights else P for level in mode.levels]
    frame = TABLES.get(mode.levels[number].number - 1, PAGE)
    flags[number] = (flags[number] ^ bit) | (0 if bit == PS else frame)
    return path(mode, flags, **registers)


def _agrees(scenario):
    """Hold one survey against the walks of every access; return the outcomes met."""
    leaf = survey(scenario).at(scenario.access.gva)
    met = set()
    for wp, smep, smap, ac in product((False, True), repeat=4):
        cpu = replace(scenario.cpu, wp=wp, smep=smep, smap=smap, ac=ac)
        for kind, user in _ACCESSES:
            access = Access(scenario.access.gva, kind == "write", user, kind == "fetch")
            asked = replace(scenario, cpu=cpu, access=access)
            result = record(Semantics.HARDWARE, asked).result
            met.add(result.outcome)
            if leaf is None:  # a reserved bit further up is met before the absent entry
                assert result.outcome in {Outcome.NOT_PRESENT, Outcome.RESERVED_BIT}
            elif leaf.rights.reserved:
                assert result.outcome is Outcome.RESERVED_BIT
            elif not _granted(leaf.rights, kind, cpu, user=user):
                assert result.outcome is Outcome.ACCESS_ERROR
            else:
                assert result.outcome is Outcome.MAPPED
                assert result.gpa == leaf.gpa + scenario.access.gva - leaf.gva
    return frozenset(met)


def _granted(rights, kind, cpu, *, user):
    """Whether combined rights and registers allow an access (semantics.md, 7)."""
    if kind == "fetch" and rights.no_execute:
        return False
    if kind == "write" and not rights.writable and (user or cpu.wp):
        return False
    if user or not rights.user:
        return rights.user or not user
    return not cpu.smep if kind == "fetch" else not cpu.smap or cpu.ac
