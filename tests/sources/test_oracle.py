"""The Unicorn engine, asked for real: it agrees with hardware's rules, its known limits apart."""

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mmuviz.core.access import Access
from mmuviz.core.bits import Pte
from mmuviz.core.build import blank, map_page
from mmuviz.core.fixed_path import FIXED_PATHS, Row
from mmuviz.core.memory import GuestMemory, RamRanges
from mmuviz.core.paging import PagingMode
from mmuviz.core.result import Outcome
from mmuviz.core.second_opinion import Limit, Verdict, points
from mmuviz.core.trace import Semantics, record
from mmuviz.resources import asset
from mmuviz.sources import oracle_sweep, unicorn_cpu
from mmuviz.sources.fixed_path import asked_rows
from mmuviz.sources.open_file import open_file
from mmuviz.sources.oracle import ask
from mmuviz.sources.oracle_sweep import Agreement, ask_row, compare, parts
from mmuviz.sources.problems import BadInput
from mmuviz.sources.tally import sample_rows
from mmuviz.sources.unicorn_cpu import Processor
from mmuviz.sources.unicorn_extra import engine_version, is_installed
from mmuviz.sources.vectors import read_vectors
from mmuviz.sweep.space import STATE_SPACES, SpaceName

DATA = Path(__file__).parents[1] / "data" / "vectors"
SCENARIOS = [asset("default.toml"), *sorted(asset("scenarios").glob("*.toml"))]
HARDWARE = sorted(DATA.glob("hardware-bochs-*.npz"))
GVA = 0x40607238


def verdicts(scenario):
    """Ask the engine; return each verdict's points."""
    found = points(record(Semantics.HARDWARE, scenario), ask(scenario).answer)
    return Counter(point.verdict for point in found)


def swept(mode, name, sample=1):
    """Return what all parts of a sweep find."""
    found = [compare(mode, name, numbers) for numbers in parts(STATE_SPACES[mode, name], sample)]
    return sum(found, start=Agreement())


def mapped(mode=PagingMode.PAE, gva=GVA, rights=Pte.W | Pte.U, **access):
    scenario = map_page(blank(mode), gva & ~0xFFF, 0x407000, rights)
    return replace(scenario, access=Access(gva, **access))


@pytest.mark.parametrize(("mode", "left_open"), [(PagingMode.PAE, 388), (PagingMode.X32, 1164)])
def test_the_whole_walk_space_agrees(mode, left_open):
    """8192 states each: every outcome, code, address, A and D."""
    found = swept(mode, SpaceName.WALK)

    assert (found.states, found.unlike, found.problem) == (8192, 0, "")
    assert found.limits == {}
    assert found.counts["error_code", Verdict.SAME] == 8192
    assert found.counts["pde.a", Verdict.OPEN] == found.open_set["pde.a"] == left_open


@pytest.mark.parametrize(
    ("mode", "name", "sample"),
    [
        (PagingMode.LONG, SpaceName.WALK, 256),
        (PagingMode.LONG, SpaceName.ACCESS, 32),
        (PagingMode.PAE, SpaceName.ACCESS, 64),
        (PagingMode.X32, SpaceName.ACCESS, 64),
        (PagingMode.LONG, SpaceName.HARDWARE, 256),
        (PagingMode.PAE, SpaceName.HARDWARE, 128),
        (PagingMode.X32, SpaceName.HARDWARE, 16),
    ],
)
def test_a_sample_of_the_large_spaces_agrees(mode, name, sample):
    """D, NX, fetches and every kind of leaf included."""
    found = swept(mode, name, sample)

    assert found.states > 1000
    assert (found.unlike, found.problem) == (0, "")


@pytest.mark.full
@pytest.mark.parametrize(("mode", "name"), STATE_SPACES, ids=lambda part: part.value)
def test_every_state_of_every_space_agrees(mode, name):
    """The million of the long spaces, one in 64 of the sixteen million."""
    sample = 64 if name is SpaceName.ACCESS_ALL else 1
    found = swept(mode, name, sample)
    assert (found.unlike, found.problem) == (0, "")


@pytest.mark.parametrize("path", HARDWARE, ids=lambda path: path.stem)
def test_the_engine_says_what_was_recorded_of_bochs(path):
    """Reserved bits, SMEP, SMAP, 1 GiB pages: about 400 rows of each file."""
    vectors = read_vectors(path)
    chosen = sample_rows(vectors.rows, max(1, vectors.rows // 400))
    inputs = {name: column[chosen].astype(np.uint64) for name, column in vectors.inputs.items()}
    recorded = {name: column[chosen].tolist() for name, column in vectors.outputs.items()}
    for place, row in enumerate(asked_rows(FIXED_PATHS[vectors.mode], inputs, len(chosen))):
        answer = ask_row(row)
        assert recorded["fault"][place] == (answer.outcome is not Outcome.MAPPED)
        assert recorded["error_code"][place] == (answer.error_code or 0)
        told = points(record(Semantics.HARDWARE, row.scenario), answer)
        assert Verdict.DIFFERS not in {point.verdict for point in told}
        assert {point.limit for point in told} <= {None, Limit.GIGABYTE}


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_built_in_scenarios_agree(path):
    """On the scenario's own tables, wherever they stand."""
    found = verdicts(open_file(path).scenario)

    assert found[Verdict.SAME] >= 3
    assert found[Verdict.DIFFERS] == found[Verdict.LIMIT] == 0


@pytest.mark.parametrize("mode", PagingMode)
@pytest.mark.parametrize("access", [{}, {"write": True}, {"fetch": True}], ids=str)
def test_an_entry_in_the_byte_asked_about_is_left_alone(mode, access):
    """A table that maps itself: another byte of the page is accessed."""
    levels = [level for level in mode.levels if level.has_rights]
    scenario = blank(mode)
    gva = (1 << mode.address_bits) - mode.entry_size if mode is PagingMode.X32 else None
    if gva is None:
        gva = sum(511 << level.shift for level in levels) + 511 * 8
    if mode is PagingMode.PAE:
        scenario = map_page(scenario, 0xC0000000, 0x407000, 0)
        table = scenario.cpu.pdptrs[3] & mode.frame_mask
        gva |= 3 << 30
    else:
        table = scenario.cpu.root_table
        gva |= 0xFFFF << 48 if mode is PagingMode.LONG else 0
    own = table + levels[0].select(gva) * mode.entry_size
    scenario = scenario.with_entry(own, table | Pte.P | Pte.W)
    scenario = replace(scenario, access=Access(gva, **access))

    assert verdicts(scenario)[Verdict.DIFFERS] == 0
    assert ask(scenario).touched != gva
    assert ask(scenario).answer.gpa == table | gva & 0xFFF


def test_the_very_byte_is_asked_about():
    """A fault elsewhere would be no answer."""
    assert ask(mapped(gva=GVA + 1, rights=0, user=True)).touched == GVA + 1
    processor, scenario = prepared(b"")
    guest = oracle_sweep.Guest(processor, GVA, sorted(scenario.memory.words), [])
    processor.attempt = lambda *_: unicorn_cpu.Attempt(14, 4, 0x5000, 0)
    with pytest.raises(BadInput, match="it faulted at 0x5000, and not at 0x40607238"):
        guest.ask(scenario.cpu, scenario.access)


@pytest.mark.parametrize("gva", [1 << 28, (1 << 28) + 0x5123, (1 << 28) + 0xFFF, 1 << 29])
@pytest.mark.parametrize("mode", PagingMode)
@pytest.mark.parametrize("access", [{}, {"write": True}, {"fetch": True}], ids=str)
def test_addresses_where_the_engine_keeps_its_own_code_can_be_asked(mode, gva, access):
    """There are two such places, and one of them is not asked about."""
    found = verdicts(mapped(mode, gva, user=True, **access))

    assert {*found} == {Verdict.SAME}


def test_tables_outside_ram_and_far_pages_can_be_asked():
    """A directory in MMIO reads as zeros; a page may lie above 4 GiB."""
    scenario = mapped(user=True)
    far = map_page(scenario, GVA & ~0xFFF, 0x12_3456_7000, Pte.U)
    assert ask(far).answer.gpa == 0x12_3456_7238
    outside = replace(scenario, ram=RamRanges((range(0x1000),)))
    assert ask(outside).answer.outcome is Outcome.NOT_PRESENT
    assert verdicts(outside)[Verdict.DIFFERS] == 0


def test_limits_show_and_are_explained():
    """MAXPHYADDR, and high bits in a PDPTR."""
    narrow = mapped(user=True)
    narrow = map_page(narrow, GVA & ~0xFFF, 1 << 38, Pte.U)
    assert verdicts(narrow)[Verdict.LIMIT] == 0
    narrow = replace(narrow, cpu=replace(narrow.cpu, maxphyaddr=36))
    assert verdicts(narrow)[Verdict.LIMIT]
    high = mapped(user=True)
    high = high.with_pdptr(1, high.cpu.pdptrs[1] | 1 << 45)
    assert ask(high).answer.outcome is Outcome.RESERVED_BIT
    assert verdicts(high)[Verdict.LIMIT]


class Nothing:
    """A backing that keeps no word."""

    def word(self, _gpa):
        return None

    def extents(self):
        return ()


def test_what_cannot_be_asked_says_why():
    """Paging off, and an entry that is not kept."""
    scenario = mapped()
    with pytest.raises(BadInput, match="PG is clear"):
        ask(replace(scenario, cpu=replace(scenario.cpu, pg=False)))
    with pytest.raises(BadInput, match=r"the PDE at 0x.* is not kept in the file"):
        ask(replace(scenario, memory=GuestMemory(Nothing())))


def test_a_large_page_may_be_of_bytes_that_are_not_kept():
    """What stands in the page plays no part."""
    scenario = map_page(blank(PagingMode.PAE), 0x40600000, 0x600000, Pte.U, large=True)
    kept = GuestMemory(Nothing(), scenario.memory.words)
    scenario = replace(scenario, memory=kept, access=Access(GVA, user=True))

    assert ask(scenario).answer.gpa == 0x607238


def test_the_engine_is_not_installed(monkeypatch):
    """One sentence says what installs it."""
    assert is_installed()
    monkeypatch.setitem(sys.modules, "unicorn", None)
    with pytest.raises(BadInput, match=r'not installed; pip install "mmuviz\[oracle\]"'):
        engine_version()


def test_a_build_without_an_error_code_is_refused(monkeypatch):
    """It is looked for, and has to be found in one place."""
    certain = [(page, write, user, code + 77) for page, write, user, code in unicorn_cpu._CERTAIN]
    monkeypatch.setattr(unicorn_cpu, "_CERTAIN", certain)
    with pytest.raises(BadInput, match="shows no error code"):
        Processor(PagingMode.PAE, 1 << 20)


def prepared(code):
    """Return a processor, and a scenario whose page holds `code`."""
    scenario = mapped(PagingMode.X32, fetch=True)
    processor = Processor(PagingMode.X32, 1 << 20)
    for gpa, word in scenario.memory.words.items():
        processor.page(gpa)[gpa & 0xFFF : (gpa & 0xFFF) + 8] = word.to_bytes(8, "little")
    if code:
        processor.page(0x407000)[0x238 : 0x238 + len(code)] = code
    return processor, scenario


def test_another_exception_than_of_a_walk_is_told():
    """A breakpoint is no answer."""
    processor, scenario = prepared(b"\xcc")
    with pytest.raises(BadInput, match="ended the access with exception 3"):
        processor.attempt(scenario.cpu, GVA, scenario.access)


def test_an_engine_that_stops_is_told():
    """The page that is fetched from is not there."""
    processor, scenario = prepared(b"")
    with pytest.raises(BadInput, match="Unicorn stopped: "):
        processor.attempt(scenario.cpu, GVA, scenario.access)


def test_a_page_that_nobody_expected_has_no_address():
    """The guest names the pages that it was told of."""
    processor, scenario = prepared(b"\xb0\x55")
    entries = sorted(scenario.memory.words)
    guest = oracle_sweep.Guest(processor, GVA, entries, [])
    for access in (Access(GVA), Access(GVA, write=True)):
        assert guest.ask(scenario.cpu, access).answer.gpa is None


def test_states_that_differ_are_judged_and_kept(monkeypatch):
    """A wrong code, a bit that nobody sets, a limit: counted point by point."""
    (numbers,) = parts(STATE_SPACES[PagingMode.LONG, SpaceName.WALK], 2048)
    real = oracle_sweep.ask_row
    asked = []

    def wrong(row):
        answer = real(row)
        asked.append(row)
        if len(asked) == 3:
            return replace(answer, error_code=31)
        if len(asked) == 5:
            address = FIXED_PATHS[PagingMode.LONG].addresses[0]
            return replace(answer, written={address: row.entries[0] ^ Pte.G})
        return answer

    monkeypatch.setattr(oracle_sweep, "ask_row", wrong)
    found = compare(PagingMode.LONG, SpaceName.WALK, numbers)

    assert (found.states, found.unlike) == (512, 2)
    assert [unlike.number for unlike in found.first] == numbers[[2, 4]].tolist()
    assert found.counts["error_code", Verdict.DIFFERS] == 1
    for what in ("outcome", "gpa", "pml4e.a", "pte.d"):
        assert sum(found.counts.get((what, verdict), 0) for verdict in Verdict) == 512


def test_a_known_limit_is_counted_and_no_difference():
    """The engine sets A of a 1 GiB page that is refused."""
    scenario = open_file(asset("scenarios") / "long-gigabyte-page.toml").scenario
    cpu, access = replace(scenario.cpu, smap=True), replace(scenario.access, user=False)
    scenario = replace(scenario, cpu=cpu, access=access)
    found = oracle_sweep._judged(5, Row(scenario, (), None), ask(scenario).answer)

    assert (found.limits, found.unlike, found.first) == ({Limit.GIGABYTE: 1}, 0, ())
    assert found.counts["pdpte.a", Verdict.LIMIT] == 1


def test_an_engine_that_fails_in_a_sweep_ends_it_with_a_sentence(monkeypatch):
    """What was counted before stays."""

    def fail(_row):
        raise BadInput(None, "Unicorn stopped: why")

    monkeypatch.setattr(oracle_sweep, "ask_row", fail)
    found = compare(PagingMode.PAE, SpaceName.WALK, np.arange(4, dtype=np.uint32))

    assert found == Agreement(problem="Unicorn stopped: why.")
