"""Line numbers of TOML keys, and the small texts that a scenario file is made of."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmuviz.core.memory import RamRanges
from mmuviz.core.paging import PagingMode
from mmuviz.sources.entry_text import entry_text, parse_entry
from mmuviz.sources.fields import dotted, shown
from mmuviz.sources.ram_text import joined, parse_size, parse_span, size_text, span_texts
from mmuviz.sources.toml_lines import key_lines, line_of

TEXT = '''\
# a comment
a.b = 1
"quoted \\"key\\"" = """ # no comment
[not.a.table]
""" # a comment [
'literal' = \'\'\'
x = 1
\'\'\'
list = [
  "]", # ]
  { x = "}" },
]

[t.u]
v = 'a # b'
[[m]]
k = 1
[[m]]
k = 2
[m.sub]
k = 3
'''


def test_every_key_has_its_line() -> None:
    """Comments, strings of many lines and arrays do not put the count out."""
    tomllib.loads(TEXT)
    assert key_lines(TEXT) == {
        ("a",): 2, ("a", "b"): 2, ('quoted "key"',): 3, ("literal",): 6, ("list",): 9,
        ("t", "u"): 14, ("t", "u", "v"): 15, ("m",): 16, ("m", 0): 16, ("m", 0, "k"): 17,
        ("m", 1): 18, ("m", 1, "k"): 19, ("m", 1, "sub"): 20, ("m", 1, "sub", "k"): 21,
    }  # fmt: skip


def test_the_nearest_line_is_taken() -> None:
    """What has no line of its own has that of what is around it."""
    lines = key_lines(TEXT)
    assert line_of(lines, ("list", 1, "x")) == 9
    assert line_of(lines, ("nowhere",)) is None


def test_keys_are_spelled() -> None:
    """Items count from 1."""
    assert dotted(("map", 0, "pde")) == "map 1.pde"


def test_long_values_are_cut() -> None:
    """A problem stays one line."""
    assert len(shown("x" * 1000)) == 60


@given(st.sampled_from(PagingMode), st.integers(0, (1 << 64) - 1), st.integers(0, 3))
def test_entries_read_back(mode: PagingMode, value: int, number: int) -> None:
    """Every value of an entry can be written and read."""
    value &= (1 << mode.entry_size * 8) - 1
    level = mode.levels[number % len(mode.levels)]
    assert parse_entry(entry_text(value, mode, level), mode, level) == value


def test_entries_look_as_on_the_screen() -> None:
    """Letters in the screen's order, bits without a letter by number."""
    pae = PagingMode.PAE
    assert entry_text(0x8000000000407067, pae, pae.level(1)) == "P W U A D X -> 0x407000"
    assert entry_text(0x201, pae, pae.level(2)) == "P bit9 -> 0x0"
    assert entry_text(0, pae, pae.level(1)) == ""


@pytest.mark.parametrize(
    ("text", "size"),
    [("8M", 8 << 20), ("64K", 1 << 16), ("4 GiB", 4 << 30), ("0x1000", 4096), ("8 Q", None)],
)
def test_sizes(text: str, size: int | None) -> None:
    """A unit is a power of 1024."""
    assert parse_size(text) == size


def test_ram_reads_back() -> None:
    """Ranges are sorted, and written with the largest unit."""
    high = parse_span("4G-5G")
    low = parse_span("8M")
    assert high is not None
    assert low is not None
    ram = joined([high, low])
    assert ram == RamRanges((low, high))
    assert ram is not None
    assert span_texts(ram) == ["8M", "0x100000000-0x140000000"]
    assert joined([low, low]) is None
    assert size_text(5) == "0x5"
