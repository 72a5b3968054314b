"""`atlas`: counts of every mode and comparison, rules, files, states, and what bad input says."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

from mmuviz.cli import atlas
from mmuviz.cli.main import run
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.sources.open_file import open_file
from mmuviz.sources.opened import OpenOptions
from mmuviz.sweep.space import STATE_SPACES, SpaceName
from mmuviz.sweep.survey import Quantity, Survey

ROOT = Path(__file__).resolve().parents[2]


def mmuviz(*arguments):
    out, err = io.StringIO(), io.StringIO()
    status = run(["atlas", *map(str, arguments)], out, err)
    return status, out.getvalue(), err.getvalue()


def records(*arguments):
    status, out, err = mmuviz(*arguments, "--json")
    assert (status, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


GOLDEN = {
    "atlas.txt": [],
    "atlas-vain.txt": ["--space", "access", "--compare", "before", "after", "--by", "vmexits"],
    "atlas-outcome.txt": [
        *("--mode", "32-bit", "--space", "access"),
        *("--of", "after", "--by", "outcome"),
    ],
    "atlas-where.txt": ["--mode", "long", "--where", "user & !write and not pml4e.u"],
    "atlas-nx.txt": ["--space", "hardware", "--by", "outcome"],
    "atlas-state.txt": ["--space", "access", "--state", "24705", "--compare", "before", "after"],
    "atlas-flags.txt": ["--space", "hardware", "--flags"],
    "atlas.jsonl": ["--json"],
    "atlas-state.jsonl": ["--state", "6145", "--json"],
}  # fmt: skip


@pytest.mark.parametrize("name", GOLDEN)
def test_golden(name, golden):
    """The text is the recorded one."""
    status, out, err = mmuviz(*GOLDEN[name])
    assert (status, err) == (0, "")
    golden(name, out)


COUNTS = """\
32-bit walk 8192
  after hardware: outcome=576 code=576 check=856 a-bits=0 anything=576
  before hardware: outcome=1176 check=1176 a-bits=588 anything=1176
  before after: outcome=1752 check=1752 a-bits=1020 anything=1752
pae walk 8192
  after hardware: outcome=192 code=192 check=328 a-bits=0 anything=192
  before hardware: outcome=648 check=648 a-bits=324 anything=648
  before after: outcome=840 check=840 a-bits=468 anything=840
long walk 1048576
  after hardware: outcome=184704 code=184704 check=204448 a-bits=0
  before hardware: outcome=57312 check=57312 a-bits=28656
  before after: outcome=242016 check=242016 a-bits=158160
32-bit access 131072
  after hardware: outcome=704 code=9216 a-bits=0 d-bits=304 anything=9920
  before hardware: outcome=704 code=0 a-bits=9408 d-bits=304 anything=10112
  before after: outcome=0 code=9216 a-bits=16320 d-bits=0 vmexits=14112 shadow=18816 anything=28032
pae access 131072
  after hardware: outcome=576 code=3072 a-bits=0 d-bits=272 anything=3648
  before hardware: outcome=576 code=0 a-bits=5184 d-bits=272 anything=5760
  before after: outcome=0 code=3072 a-bits=7488 d-bits=0 vmexits=7776 shadow=10368 anything=13440
long access 65536
  after hardware: outcome=576 code=3072 a-bits=0 d-bits=0 anything=3648
  before hardware: outcome=576 code=0 a-bits=5184 d-bits=0 anything=5760
  before after: outcome=0 code=3072 a-bits=7488 d-bits=0 vmexits=7776 shadow=10368 anything=13440
32-bit hardware 49152
  after hardware: outcome=3072 code=3072 a-bits=0
  before hardware: outcome=6368 a-bits=3184
  before after: outcome=9440 a-bits=5488
pae hardware 393216
  after hardware: outcome=38784 code=94592 a-bits=12320
  before hardware: outcome=52128 a-bits=27600
  before after: outcome=36096 a-bits=20096
long hardware 786432
  after hardware: outcome=201816 code=309976 a-bits=98988
  before hardware: outcome=154692 a-bits=154692
  before after: outcome=130944 a-bits=130944
"""
"""Mode, space, its states; each comparison, and in how many of them it differs by what.

Those of FINDINGS are the accesses, before against after, and the code of the walks.
"""


def counts():
    """The table, a space each: its options, its states, what differs by comparison."""
    found = {}
    for line in COUNTS.splitlines():
        head, _, row = line.partition(": ")
        if not row:
            mode, space, states = head.split()
            found[mode, space] = int(states), {}
        else:
            pairs = (one.split("=") for one in row.split())
            found[mode, space][1][head.strip()] = {by: int(count) for by, count in pairs}
    return found


@pytest.mark.parametrize(("mode", "space"), counts())
def test_counts(mode, space):
    """Every mode, space and comparison; no count comes without the states of its space."""
    states, pairs = counts()[mode, space]
    for pair, differing in pairs.items():
        for by, count in differing.items():
            record, *groups = records(
                "--mode", mode, "--space", space, "--compare", *pair.split(), "--by", by
            )
            assert (record["states"], record["shown"]) == (states, states)
            assert record["standing_out"] == count == sum(one["states"] for one in groups), by
            ground = sum(one["states"] for one in record["ground"])
            assert ground + count == states


def test_nothing_said_is_what_is_drawn():
    """After against hardware, the code, the PAE walk; where there is no code, the outcome."""
    same = records("--mode", "pae", "--space", "walk", "--compare", "hardware", "after")
    assert records() == same
    assert records("--compare", "before", "after")[0]["by"] == "outcome"
    assert records("--of", "before")[0]["by"] == "outcome"
    assert records("--of", "after")[0]["by"] == "code"
    assert mmuviz("--mode", "x32") == mmuviz("--mode", "32-bit")


def test_the_words_of_the_options_are_those_of_the_sweep():
    """They are written out so that help needs no NumPy."""
    assert {SpaceName(one) for one in atlas.SPACES} == set(SpaceName) - {SpaceName.ACCESS_ALL}
    assert [one.value for one in Quantity] == list(atlas.QUANTITIES[:-1])


def test_other_commands_do_without():
    """They start as fast as before: the sweep, and what it needs, is loaded by atlas alone."""
    code = (
        "import sys, mmuviz.cli.main as m;"
        "m.run(['walk', 'default'], sys.stdout, sys.stderr);"
        "heavy = {'mmuviz.sweep.survey', 'numpy', 'sympy', 'lark', 'pyarrow', 'unicorn'};"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--by", "code", "--compare", "before", "after"],
         "--by code: in the PAE walk, before has no error code; --space access has"),
        (["--by", "vmexits"],
         "--by vmexits: in the PAE walk, after has no vmexits; --space access has"),
        (["--by", "shadow", "--space", "access"],
         "--by shadow: in the PAE access from a cold shadow, hardware has no shadow leaf"),
        (["--by", "d-bits", "--of", "after"],
         "--by d-bits: in the PAE walk, after has no D bits; --space access has"),
        (["--by", "anything", "--of", "after"],
         "--by anything needs two rules: say --compare, not --of"),
        (["--compare", "after", "after"], "--compare: after does not differ from itself"),
        (["--where", "user and pde.x"], "--where: column 10: "),
        (["--where", "kind = mmio"], '--where: column 1: "kind" does not vary in this space'),
        (["--state", "8192"], "--state: found 8192, expected 0 to 8191 in the PAE walk"),
        (["--mode", "32-bit", "--space", "hardware", "--state", "6"],
         "--state 6: a write and a fetch at once: nobody can ask it"),
        (["--save", "x.toml"], "--save is for one state: say which with --state N"),
        (["--open"], "--open is for one state: say which with --state N"),
        (["--state", "1", "--csv", "x.csv"], "--csv is for many states, not for --state"),
        (["--state", "1", "--where", "user"], "--where is for many states, not for --state"),
        (["--state", "1", "--differing"], "--differing is for many states, not for --state"),
        (["--image", "x.gif"], "x.gif: found this name for a picture, expected one in .png or"),
        (["--image", "no/such/x.png"], "no/such/x.png: the folder does not exist"),
        (["--differing"], "say --csv or --parquet too"),
        (["--csv", "no/such/x.csv"], "no/such/x.csv: the folder does not exist"),
    ],
)  # fmt: skip
def test_bad_input_gets_one_sentence(arguments, said):
    """Status 2, nothing on the output, and what to do instead where there is something."""
    status, out, err = mmuviz(*arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", ["--mode eleven", "--by colour", "--of after --compare before after"]
)
def test_options_that_are_none(arguments, capsys):
    """argparse says what is expected."""
    assert mmuviz(*arguments.split())[0] == 2
    assert "(see mmuviz atlas --help)" in capsys.readouterr().err


def test_files_hold_what_the_columns_hold(tmp_path):
    """CSV and Parquet, the filter and --differing."""
    text, packed = tmp_path / "x.csv", tmp_path / "x.parquet"
    status, out, err = mmuviz(
        *("--space", "access", "--compare", "before", "after", "--by", "code"),
        *("--where", "write", "--differing", "--csv", text, "--parquet", packed),
    )
    assert status == 0
    assert out.startswith("Where after differs from before\n")
    assert err == "".join(
        f"note: 2,048 states of the PAE access from a cold shadow written to {path}\n"
        for path in (text, packed)
    )
    read = parquet.read_table(packed).to_pydict()
    survey = Survey(STATE_SPACES[PagingMode.PAE, SpaceName.ACCESS])
    codes = {
        one: survey.values(one, Quantity.ERROR_CODE) for one in (Semantics.BEFORE, Semantics.AFTER)
    }
    differ = (codes[Semantics.BEFORE] != codes[Semantics.AFTER]) & (survey.states["write"] == 1)
    assert read["state"] == np.flatnonzero(differ).tolist()
    assert read["before.code"] == codes[Semantics.BEFORE][differ].tolist()
    assert read["after.code"] == codes[Semantics.AFTER][differ].tolist()
    assert set(read["group"]) == {"a", "c"}, "the letters of the whole map"
    with text.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [int(row["state"]) for row in rows] == read["state"]
    assert [row["group"] for row in rows] == read["group"]
    assert all(row["write"] == "1" for row in rows)


def test_a_whole_space_is_written(tmp_path):
    """2^20 rows; what has no code has none."""
    path = tmp_path / "x.parquet"
    assert mmuviz("--mode", "long", "--parquet", path)[0] == 0
    read = parquet.read_table(path)
    assert read.num_rows == 1 << 20
    assert read["after.code"].null_count == 40992


def test_a_picture(tmp_path, monkeypatch):
    """What is drawn, how large, in what theme; the words are those of the text."""
    seen = []

    class Snapshot:
        """The window's painter."""

        @staticmethod
        def take(*arguments):
            seen.append(arguments)

    monkeypatch.setitem(sys.modules, "mmuviz.gui.atlas.map_snapshot", Snapshot)
    path = tmp_path / "x.svg"
    status, _out, err = mmuviz("--image", path, "--theme", "dark", "--size", "800x600")
    assert (status, err) == (0, f"note: the map written to {path}\n")
    ((picture, out, theme, size),) = seen
    assert (out, theme, size) == (path, "dark", (800, 600))
    assert (picture.title, picture.caption) == (
        "Where after differs from hardware",
        "PAE walk, 8,192 states, error code, hardware → after",
    )
    names = [(group.letter, group.title, group.count) for group in picture.groups]
    assert names[:2] == [("a", "2 → 3", 32), ("b", "4 → 5", 64)]
    assert picture.cells.shape == (64, 128)
    assert picture.compared


def test_a_real_picture(tmp_path):
    """In a process of its own, without a screen."""
    path = tmp_path / "x.png"
    command = [sys.executable, "-m", "mmuviz", "atlas", "--image", str(path), "--size", "640x480"]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert path.read_bytes().startswith(b"\x89PNG")


def test_a_state_becomes_a_scenario(tmp_path):
    """The file stands in the state that it was made of."""
    for mode, space, state in (
        ("pae", "walk", 6145),
        ("32-bit", "access", 98083),
        ("long", "hardware", 5),
    ):
        path = tmp_path / f"{space}.toml"
        status, _out, err = mmuviz(
            "--mode", mode, "--space", space, "--state", state, "--save", path
        )
        assert (status, err) == (0, f"note: state {state} written to {path}\n")
        scenario = open_file(path, OpenOptions()).scenario
        found = STATE_SPACES[scenario.cpu.mode, SpaceName(space)].place(scenario)
        assert (found.number, found.unlike) == (state, ())
        assert f"state {state}: " in scenario.title


def test_a_state_opens_in_the_window(monkeypatch):
    """With the rule that it is looked at by."""
    seen = []

    class App:
        """A window that is closed at once."""

        @staticmethod
        def has_display():
            return True

        @staticmethod
        def run(opened):
            seen.append(opened)
            return 0

    monkeypatch.setitem(sys.modules, "mmuviz.gui.app", App)
    assert mmuviz("--state", 6145, "--of", "before", "--open") == (0, "", "")
    (opened,) = seen
    assert opened.semantics is Semantics.BEFORE
    assert opened.scenario.access.user
    monkeypatch.setattr(App, "has_display", staticmethod(lambda: False))
    assert "no display" in mmuviz("--state", 6145, "--open")[2]


def test_an_example_can_be_looked_at():
    """The command that the text names tells of that state."""
    text = mmuviz("--mode", "32-bit", "--space", "access", "--compare", "before", "after")[1]
    lines = [line.split() for line in text.splitlines() if "see: " in line]
    assert lines
    for _see, _program, command, *arguments in lines:
        assert command == "atlas"
        status, out, _err = mmuviz(*arguments)
        assert status == 0
        assert "before and after differ in error code" in out
