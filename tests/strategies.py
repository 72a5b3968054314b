"""Hypothesis strategies for the core's values: modes, accesses, whole scenarios."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import strategies as st

from mmuviz.core.access import Access
from mmuviz.core.claims.space import SPACES, SpaceKind
from mmuviz.core.cpu import CpuState
from mmuviz.core.memory import RamRanges
from mmuviz.core.operation import LoadCr3, Operation, SetWp, TableWrite, Touch
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Label, Scenario

RAM = 0x10000
_TABLES = tuple(range(0, RAM, 0x1000))
_LINE = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20)


def modes() -> st.SearchStrategy[PagingMode]:
    """Any of the three paging modes."""
    return st.sampled_from(PagingMode)


@st.composite
def accesses(draw: st.DrawFn, mode: PagingMode = PagingMode.PAE) -> Access:
    """An access that a processor can make, to an address whose path lies in few entries."""
    gva = sum(draw(st.sampled_from((0, 1, 3))) << level.shift for level in mode.levels)
    gva += draw(st.integers(0, 0xFFF))
    kind = draw(st.sampled_from(("read", "write", "fetch")))
    return Access(gva, write=kind == "write", user=draw(st.booleans()), fetch=kind == "fetch")


@st.composite
def entries(draw: st.DrawFn, mode: PagingMode) -> int:
    """An entry that is likely to lead on to a table inside RAM."""
    frame = draw(st.sampled_from((*_TABLES, 0x200000, 0x400000, 0x7FFFF000)))
    flags = draw(st.integers(0, 0xFFF)) | draw(st.sampled_from((0, 1)))
    if mode is not PagingMode.X32:
        flags |= draw(st.sampled_from((0, 0, 1 << 63, 1 << 52)))
    return frame | flags


@st.composite
def cpus(draw: st.DrawFn, mode: PagingMode) -> CpuState:
    """A processor in `mode` whose CR3 points into RAM, mostly."""
    flag = st.booleans()
    return CpuState(
        cr3=draw(st.sampled_from((*_TABLES, 0x2020, 0x900000))),
        wp=draw(flag),
        pg=draw(st.sampled_from((True, True, True, False))),
        pae=mode is not PagingMode.X32,
        pse=draw(flag),
        smep=draw(flag),
        smap=draw(flag),
        lma=mode is PagingMode.LONG,
        nxe=draw(flag),
        ac=draw(flag),
        maxphyaddr=draw(st.sampled_from((36, 40, 52))),
    )


@st.composite
def edits(draw: st.DrawFn, mode: PagingMode) -> Mapping[int, int]:
    """A few entries by address, in the slots that `accesses` reach."""
    slots = st.builds(
        lambda table, index: table + index * mode.entry_size,
        st.sampled_from(_TABLES),
        st.sampled_from((0, 1, 3)),
    )
    return draw(st.dictionaries(slots, entries(mode), max_size=8))


def operations(mode: PagingMode) -> st.SearchStrategy[Operation]:
    """Anything that a guest does."""
    size = mode.entry_size
    values = st.one_of(entries(mode), st.integers(0, (1 << 8 * size) - 1))
    return st.one_of(
        st.builds(Touch, accesses(mode)),
        st.builds(
            lambda access, value: TableWrite(access.gva & -size, value), accesses(mode), values
        ),
        st.builds(SetWp, st.booleans()),
        st.builds(LoadCr3, st.integers(0, (1 << 64) - 1)),
    )


@st.composite
def scenarios(draw: st.DrawFn, mode: PagingMode | None = None) -> Scenario:
    """A whole scenario with a few entries in 64 KiB of RAM."""
    mode = draw(modes()) if mode is None else mode
    scenario = Scenario(
        cpu=draw(cpus(mode)),
        ram=RamRanges(
            draw(st.sampled_from(((range(RAM),), (range(RAM), range(1 << 32, 5 << 30)))))
        ),
        access=draw(accesses(mode)),
        title=draw(_LINE).strip(),
        notes="\n".join(draw(st.lists(_LINE, max_size=3))).strip(),
        operations=tuple(draw(st.lists(operations(mode), max_size=4))),
    )
    for address, value in draw(edits(mode)).items():
        scenario = scenario.with_entry(address, value)
    names = draw(st.lists(_LINE.map(str.strip).filter(bool), unique=True, max_size=3))
    labels = tuple(Label(name, number << 12, name * number) for number, name in enumerate(names))
    labels = tuple(replace(label, meaning=label.meaning.strip()) for label in labels)
    if mode is PagingMode.PAE:
        for number in range(4):
            scenario = scenario.with_pdptr(number, draw(st.sampled_from((0, 0x1001, 0x2021))))
    return replace(scenario, labels=labels)


@st.composite
def walk_states(draw: st.DrawFn) -> Scenario:
    """A walk state of any mode; half of them with every entry present."""
    space = SPACES[draw(modes()), SpaceKind.WALK]
    places = reversed(range(len(space.columns)))
    present = sum(
        1 << place
        for place, column in zip(places, space.columns, strict=True)
        if column.endswith("_p")
    )
    number = draw(st.integers(0, len(space) - 1)) | (present if draw(st.booleans()) else 0)
    (row,) = space.rows([number])
    return row.scenario
