"""A backing under an overlay of changed words, and three kinds of frame."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.memory import Frame, GuestMemory, RamRanges, Zeros
from mmuviz.core.scenario import Scenario


class Kept:
    """A backing that keeps some words and not the others."""

    def __init__(self, words):
        self._words = words

    def word(self, gpa):
        return self._words.get(gpa)

    def extents(self):
        return [(gpa, gpa + 8) for gpa in sorted(self._words)]


WRITES = st.lists(
    st.tuples(
        st.integers(0, 15).map(lambda place: place * 4),
        st.sampled_from((4, 8)),
        st.integers(0, (1 << 64) - 1),
    ),
    max_size=12,
)


@given(st.dictionaries(st.integers(0, 7).map(lambda word: word * 8), st.just(7)), WRITES)
def test_memory_reads_what_was_written_last(kept, writes):
    """Byte for byte as a plain array; older memories stay as they were."""
    kept = {gpa: kept.get(gpa, 0) for gpa in range(0, 64, 8)}
    plain = bytearray(b"".join(kept[gpa].to_bytes(8, "little") for gpa in sorted(kept)))
    memory, history = GuestMemory(Kept(kept)), []
    for place, size, number in writes:
        gpa, value = place - place % size, number & (1 << size * 8) - 1
        history.append((memory, bytes(plain)))
        memory = memory.write(gpa, size, value)
        plain[gpa : gpa + size] = value.to_bytes(size, "little")
        assert memory.read(gpa, size) == value
    history.append((memory, bytes(plain)))
    for state, content in history:
        for size in (4, 8):
            for gpa in range(0, 64, size):
                expected = int.from_bytes(content[gpa : gpa + size], "little")
                assert state.read(gpa, size) == expected


def test_writing_the_backings_value_back_drops_the_word():
    """An edit that was taken back leaves no trace in the overlay."""
    memory = GuestMemory(Kept({0x1000: 5}))
    changed = memory.write(0x1004, 4, 9)
    assert dict(changed.words) == {0x1000: 9 << 32 | 5}
    assert dict(changed.write(0x1004, 4, 0).words) == {}
    assert dict(memory.write(0x1000, 8, 5).words) == {}


def test_bytes_that_are_not_kept_cannot_be_changed():
    """They read as None, in either size."""
    memory = GuestMemory(Kept({0x1000: 5}))
    assert memory.read(0x2000, 8) is None
    assert memory.read(0x2004, 4) is None
    for size in (4, 8):
        with pytest.raises(LookupError, match="0x2000 is not kept"):
            memory.write(0x2000, size, 1)


def test_a_scenario_made_by_hand_starts_from_zeros():
    """All is known, all is zero, nothing is listed."""
    assert GuestMemory().read(0x123456 & ~7, 8) == 0
    assert list(Zeros().extents()) == []


def test_ram_is_a_few_ranges():
    """A byte is in one or in none; sizes add up."""
    ram = RamRanges((range(0x1000), range(0x2000, 0x5000)))
    assert [gpa in ram for gpa in (0, 0xFFF, 0x1000, 0x2000, 0x4FFF, 0x5000)] == [
        *(True, True, False),
        *(True, True, False),
    ]
    assert ram.size == 0x4000
    assert 0 not in RamRanges(())


def test_three_kinds_of_frame():
    """Known, not kept in the file, outside RAM: three different things."""
    ram = RamRanges((range(0x3000),))
    scenario = Scenario(memory=GuestMemory(Kept({0x1000: 5})), ram=ram)
    assert scenario.frame(0x1004) is Frame.KNOWN
    assert scenario.frame(0x2000) is Frame.NOT_KEPT
    assert scenario.frame(0x3000) is Frame.OUTSIDE
    assert [scenario.entry(gpa) for gpa in (0x1000, 0x2000, 0x3000)] == [5, None, 0]
    assert scenario.with_entry(0x1000, 6).entry(0x1000) == 6
    with pytest.raises(LookupError, match="not kept"):
        scenario.with_entry(0x2000, 6)
    with pytest.raises(LookupError, match="outside RAM"):
        scenario.with_entry(0x3000, 6)
