"""Every command's text against a golden file, and what bad input says."""

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mmuviz.cli import main
from mmuviz.cli.main import run
from mmuviz.gui.lessons.pictured import LessonWish
from mmuviz.resources import asset
from mmuviz.sources.problems import BadInput

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / "tests" / "data" / "vectors" / "sequences-directed.jsonl.gz"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def mmuviz(*arguments: str) -> tuple[int, str, str]:
    """Run the command line in this process; return status, answer and complaint."""
    out, err = io.StringIO(), io.StringIO()
    status = run(arguments, out, err)
    return status, out.getvalue(), err.getvalue()


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "mmuviz", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )


GOLDEN = {
    "walk-default.txt": ["walk", "default"],
    "walk-default-all.txt": ["walk", "default", "--semantics", "all"],
    "walk-default-steps.txt": ["walk", "default", "--steps"],
    "walk-default.jsonl": ["walk", "default", "--semantics", "all", "--json"],
    "walk-label.txt": ["walk", "default", "--address", "k:_text+0x10", "--fetch"],
    "walk-large-page.txt": ["walk", "x32-pse36", "--semantics", "all"],
    "walk-long-hardware.txt": ["walk", "long-not-writable-pdpte", "--semantics", "hardware"],
    "walk-gva-to-gpa.txt": ["walk", "pae-gva-to-gpa", "--semantics", "after"],
    "walk-nx.txt": ["walk", "pae-nx-fetch", "--semantics", "all"],
    "walk-smap.txt": ["walk", "long-smap", "--semantics", "hardware", "--steps"],
    "walk-reserved.txt": ["walk", "long-reserved-bit", "--semantics", "hardware"],
    "compare-denied.txt": ["compare", "pae-denied-above-absent-below"],
    "compare-default.txt": ["compare", "default"],
    "compare-nx.txt": ["compare", "pae-nx-fetch"],
    "compare-gigabyte.txt": ["compare", "long-gigabyte-page", "--semantics", "after", "hardware"],
    "compare-one.txt": ["compare", "pae-hit", "--semantics", "after"],
    "compare.jsonl": ["compare", "pae-not-user-pde", "--json"],
    "walk-self-map.txt": ["walk", "x32-self-map", "--semantics", "before"],
    "maps-filtered.txt": ["maps", "default", "--user", "--writable", "--no-executable"],
    "maps-address.txt": ["maps", "default", "--address", "cow_shared"],
    "maps-default.txt": ["maps", "default"],
    "maps-default.jsonl": ["maps", "default", "--json", "--user", "--writable"],
    "maps-long.txt": ["maps", "long-gigabyte-page"],
    "maps-who.txt": ["maps", "default", "--who-maps", "0x5e75238"],
    "maps-who-table.txt": ["maps", "x32-self-map", "--who-maps", "0x1000"],
    "maps-who-none.txt": ["maps", "default", "--who-maps", "0x40000000"],
    "maps-who.jsonl": ["maps", "x32-self-map", "--who-maps", "0x1000", "--json"],
    "maps-shared.txt": ["maps", "x32-self-map", "--shared"],
    "maps-shared-none.txt": ["maps", "default", "--shared"],
    "walk-wp.txt": ["walk", "x32-wp-on", "--wp", "0"],
    "scenarios.txt": ["scenarios"],
    "suite.txt": ["suite"],
    "suite-every.txt": ["suite", "--semantics", "after", "--every"],
    "suite.jsonl": ["suite", "--semantics", "before", "--json"],
    "run-default.txt": ["run", "default"],
    "run-directed.txt": ["run", str(PROGRAMS)],
    "run-kernel.txt": ["run", "guest-demand-paging-below-read-only"],
    "run-writes.txt": ["run", "guest-page-ageing", "--writes"],
    "run-hardware.jsonl": ["run", "guest-stack-guard", "--semantics", "hardware", "--json"],
    "run-one.txt": ["run", str(PROGRAMS), "--program", "nx-fetch-pae", "--semantics", "after"],
    "run.jsonl": ["run", str(PROGRAMS), "--program", "host-bug-rmap", "--json"],
    "explain-code.txt": ["explain", "0x7"],
    "explain-code-word.txt": ["explain", "error_code", "0002"],
    "explain-entry.txt": [
        "explain", "entry", "0x05e75065", "--mode", "pae", "--level", "pte",
    ],
    "explain-pdptr.txt": ["explain", "01cd7021", "--mode", "pae", "--level", "pdptr"],
    "explain-oops.txt": [
        "explain", "#PF: error_code(0x0003)", "PGD 2a01067 PUD 2a02067 PMD 2a5a063 PTE 5de7061",
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", GOLDEN)
def test_golden(name, golden):
    """The command's text is the recorded one, and a fault is an answer."""
    status, out, err = mmuviz(*GOLDEN[name])
    assert (status, err) == (0, "")
    golden(name, out)


COMMANDS = sorted(main._COMMANDS)


@pytest.mark.parametrize("command", [[], *([command] for command in COMMANDS)])
def test_help_has_an_example(command, capsys):
    """Each --help ends well and shows how a command is called."""
    assert mmuviz(*command, "--help")[0] == 0
    text = capsys.readouterr().out
    assert "example" in text
    assert " ".join(["mmuviz", *command]) in text


def test_version(capsys):
    """--version names the program and its version."""
    assert mmuviz("--version")[0] == 0
    assert capsys.readouterr().out.startswith("mmuviz 0.")


class TestWalk:
    """What golden texts do not show of `walk`."""

    def test_json_has_the_promised_fields(self):
        """The documented fields, in the documented order."""
        _status, out, _err = mmuviz("walk", "default", "--json")
        record = json.loads(out)
        text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
        documented = [
            line.split("`")[1]
            for line in text.partition("## JSON, version 1")[2].splitlines()
            if line.startswith("| `")
        ]
        assert list(record) == documented[: len(record)]
        assert record["version"] == 1
        assert (record["gva"], record["gpa"], record["error_code"]) == ("0xb7f61238", None, 7)
        assert record["accessed"] == ["PDE", "PTE"]

    def test_list_of_addresses(self, tmp_path):
        """One address a line, blank and # lines skipped, answers in order."""
        path = tmp_path / "list.txt"
        path.write_text("# two\n0x1000\n\ncow_shared + 4  # label\n", encoding="utf-8")
        status, out, err = mmuviz("walk", "default", "--addresses", str(path), "--json", "--user")
        assert (status, err) == (0, "")
        assert [json.loads(line)["gva"] for line in out.splitlines()] == ["0x1000", "0xb7f61004"]

    def test_list_from_the_input(self, monkeypatch):
        """- reads the input; the texts stand apart."""
        monkeypatch.setattr("sys.stdin", io.StringIO("0\n0x1000\n"))
        status, out, _err = mmuviz("walk", "default", "--addresses", "-")
        assert status == 0
        assert "\n\nafter: supervisor read at 0x1000" in out

    def test_bad_line_is_named(self, tmp_path):
        """A bad line is an error with its number."""
        path = tmp_path / "list.txt"
        path.write_text("0x1000\nnowhere\n", encoding="utf-8")
        status, _out, err = mmuviz("walk", "default", "--addresses", str(path), "--json")
        assert status == 2
        assert err.startswith('mmuviz: line 2  address   found "nowhere", expected a number')

    def test_list_that_is_no_text(self, tmp_path):
        """A binary file is no list."""
        path = tmp_path / "list.bin"
        path.write_bytes(b"\xff\xfe\x00")
        status, _out, err = mmuviz("walk", "default", "--addresses", str(path))
        assert (status, "is not text" in err) == (2, True)

    def test_list_that_is_not_there(self, tmp_path):
        """A missing list is one sentence."""
        status, _out, err = mmuviz("walk", "default", "--addresses", str(tmp_path / "none"))
        assert status == 2
        assert err == f"mmuviz: {tmp_path / 'none'}: no such file or directory\n"

    def test_flags_without_an_address(self):
        """Flags alone ask the scenario's address another way."""
        _status, out, _err = mmuviz("walk", "default", "--user", "--fetch", "--json")
        record = json.loads(out)
        assert (record["gva"], record["access"]) == ("0xb7f61238", "fetch")

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["nosuch"], "does not exist, and no built-in scenario has this name"),
            (["default", "--address", "0x1ffffffff"], "expected an address of 32 bits in PAE mode"),
            (["default", "--address=-5"], "found -5, expected an address of 32 bits"),
            (["pae-hit", "--address", "zz"], 'found "zz", expected a number such as 0xb7f61238'),
            (["default", "--address", "zz"], "or a label of this file such as text_spin"),
            (["default", "--write", "--fetch"], "not allowed with argument"),
            (["default", "--address", "0", "--addresses", "-"], "not allowed with argument"),
            (["default", "--semantics", "kvm"], "invalid choice"),
            (["pae-hit", "--cr3", "0x1000"], "--cr3 is for dumps; this scenario has its own"),
            (["default", "--mode", "long"], "--mode is for dumps; this scenario has its own"),
            (["default", "--cr3", "x"], "found 'x', expected a number such as 0x1000"),
            (["default", "--cr3", "0x10000000000000000"], "expected at most 64 bits"),
            (["default", "--ram", "-1"], "found '-1', expected a size such as 128M"),
            (["/dev"], "is a folder"),
            ([], "the following arguments are required: FILE (see mmuviz walk --help)"),
        ],
    )
    def test_bad_input(self, arguments, says, capsys):
        """Bad input is one sentence and status 2."""
        status, out, err = mmuviz("walk", *arguments)
        err += capsys.readouterr().err
        assert (status, out) == (2, "")
        assert says in err
        assert err.count("\n") == 1

    def test_core_with_remarks(self):
        """What had to be guessed of a dump goes to the other stream, and not into JSON."""
        core = str(asset("captures/linux-pae.core.gz"))
        status, out, err = mmuviz("walk", core, "--address", "0xb7f61238", "--max-size", "1G")
        assert status == 0
        assert "gpa 0x5e75238" in out
        assert err == "" or err.startswith("note: ")
        assert mmuviz("walk", core, "--json", "--efer", "0x800")[2] == ""

    def test_colours_on_a_terminal_only(self, monkeypatch):
        """Colours need a terminal, and respect NO_COLOR."""
        monkeypatch.delenv("NO_COLOR", raising=False)
        out = Terminal()
        assert run(["walk", "default"], out, io.StringIO()) == 0
        assert "\x1b[31mREFUSES: goto access_error\x1b[0m" in out.getvalue()
        monkeypatch.setenv("NO_COLOR", "1")
        out = Terminal()
        assert run(["walk", "default"], out, io.StringIO()) == 0
        assert "\x1b" not in out.getvalue()


class TestMaps:
    """What golden texts do not show of `maps`."""

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["--shared", "--user"], "--shared lists no ranges"),
            (["--who-maps", "0", "--address", "0x1000"], "--who-maps lists no ranges"),
            (["--who-maps", "0", "--no-writable"], "--who-maps lists no ranges"),
            (["--address", "zz"], 'found "zz", expected a number'),
            (["--who-maps", "zz"], "found 'zz', expected a number such as 0x1000"),
            (["--who-maps", "0", "--shared"], "not allowed with argument"),
        ],
    )
    def test_bad_input(self, arguments, says, capsys):
        """A filter that would not be heard is refused; one sentence and status 2."""
        status, out, err = mmuviz("maps", "default", *arguments)
        err += capsys.readouterr().err
        assert (status, out) == (2, "")
        assert says in err
        assert err.count("\n") == 1

    def test_what_is_missing_is_said_beside_json_too(self):
        """A table outside RAM is a note on the other stream, and the rows stay pure JSON."""
        core = str(asset("captures/linux-pae.core.gz"))
        status, out, err = mmuviz("maps", core, "--json", "--ram", "16M")
        assert status == 0
        assert "outside RAM and read as absent" in err
        assert all(json.loads(line)["version"] == 1 for line in out.splitlines())


class TestExplain:
    """What golden texts do not show of `explain`."""

    def test_reads_the_input(self, monkeypatch):
        """- reads what is pasted: here QEMU's registers."""
        monkeypatch.setattr(
            "sys.stdin", io.StringIO("CPL=3\nCR0=80050033 CR2=080fc000 CR3=012090a0 CR4=000006f0\n")
        )
        status, out, _err = mmuviz("explain", "-")
        assert status == 0
        assert "root table is at 0x12090a0" in out

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["hello", "world"], "found nothing to explain, expected an error code"),
            (["error_code", "zz"], 'found "zz", expected a hexadecimal number'),
            (["entry", "0x1"], "an entry needs its value, --mode and --level"),
            (["0x1", "--mode", "x32", "--level", "pml4e"], "expected one of pde, pte"),
            (["0x123456789"], "too wide for an error code; for an entry say 'entry 0x123456789"),
        ],
    )
    def test_bad_input(self, arguments, says):
        """Bad input is one sentence and status 2."""
        status, out, err = mmuviz("explain", *arguments)
        assert (status, out) == (2, "")
        assert says in err
        assert err.count("\n") == 1


class TestRun:
    """What golden texts do not show of `run`."""

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["default", "--program", "x"], "holds no guest programs to choose from"),
            ([str(PROGRAMS), "--program", "x"], 'found no program "x", expected one such as'),
            (["nowhere"], "does not exist, and no built-in scenario has this name"),
        ],
    )
    def test_bad_input(self, arguments, says):
        """Bad input is one sentence and status 2."""
        status, out, err = mmuviz("run", *arguments)
        assert (status, out) == (2, "")
        assert says in err

    def test_a_remark_of_a_dump_is_a_note(self):
        """A core whose RAM is a guess; the program runs all the same."""
        core = str(asset("captures/linux-pae.core.gz"))
        status, out, err = mmuviz("run", core)
        assert status == 0
        assert err.startswith("note: ")
        assert "user read 0x0" in out

    def test_a_misspelt_command_is_named(self):
        """The word is no file, and like a command."""
        status, out, err = mmuviz("wlak", "default")
        assert (status, out) == (2, "")
        assert '"wlak" is no file and no command; did you mean "walk"?' in err


class TestSnapshot:
    """`snapshot` refuses before it loads Qt."""

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["--out", "x.jpg"], "expected one in .png or .svg"),
            (["--out", "/nowhere/x.png"], "the folder does not exist"),
            (["--out", "x.png", "--size", "9x9"], "expected a size such as 1440x900"),
            (["--out", "x.png", "--size", "9999x100"], "expected a size such as 1440x900"),
            (["--out", "x.png", "--screen", "2"], "expected --lesson N with them"),
            (["--out", "x.png", "--answer", "0x5"], "expected --lesson N with them"),
        ],
    )
    def test_bad_input(self, arguments, says, capsys):
        """Bad input is one sentence and status 2."""
        status, _out, err = mmuviz("snapshot", "default", *arguments)
        assert status == 2
        assert says in err + capsys.readouterr().err

    def test_takes_the_picture(self, monkeypatch, tmp_path):
        """The window's own snapshot is called; a step it does not have is bad input."""
        taken = []

        class Snapshot:
            @staticmethod
            def take(opened, *how):
                if how[2] == 99:
                    raise IndexError("the walk has steps 0 to 18, not 99")
                if how[4] == "wlak":
                    raise LookupError('there is no view "wlak"')
                taken.append((opened.scenario.title, *how))

        monkeypatch.setitem(sys.modules, "mmuviz.gui.snapshot", Snapshot)
        out = tmp_path / "x.svg"
        arguments = ["snapshot", "default", "--out", str(out), "--size", "1280x720", "--step"]
        assert mmuviz(*arguments, "3") == (0, "", "")
        picture = ("Linux, a copy-on-write page", out, "light", 3, (1280, 720), "walk")
        assert taken == [(*picture, None)]
        status, _out, err = mmuviz(*arguments, "99")
        assert (status, err) == (2, "mmuviz: --step 99: the walk has steps 0 to 18, not 99\n")
        status, _out, err = mmuviz(*arguments, "3", "--view", "wlak")
        assert (status, err) == (2, 'mmuviz: --view: there is no view "wlak"\n')
        lessons = ["snapshot", "--out", str(out), "--lesson", "11"]
        assert mmuviz(*lessons, "--answer", "0x5") == (0, "", "")
        assert mmuviz(*lessons, "--screen", "2") == (0, "", "")
        assert [how[-1] for how in taken[1:]] == [
            LessonWish(11, None, "0x5"),
            LessonWish(11, 2, None),
        ]


class TestWindow:
    """`mmuviz [FILE]`."""

    def test_without_a_display(self, monkeypatch):
        """With no display it says so in one line, with the way out."""
        for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(name, raising=False)
        status, out, err = mmuviz()
        assert (status, out) == (2, "")
        assert "there is no display" in err
        assert "mmuviz walk default" in err
        assert err.count("\n") == 1

    def test_without_qt(self, monkeypatch):
        """Where Qt cannot be loaded, one line says what to do."""
        monkeypatch.setitem(sys.modules, "mmuviz.gui.app", None)
        status, _out, err = mmuviz("default")
        assert status == 2
        assert "'python3 run.py' installs what it needs" in err

    def test_opens_what_is_named(self, monkeypatch):
        """The file is opened before the window, which gets it whole."""
        opened = []

        class App:
            @staticmethod
            def has_display():
                return True

            @staticmethod
            def run(what):
                opened.append(what)
                return 0

        monkeypatch.setitem(sys.modules, "mmuviz.gui.app", App)
        assert mmuviz("pae-hit") == (0, "", "")
        assert opened[0].path.stem == "pae-hit"
        assert mmuviz("nosuch")[0] == 2


class TestWhatGoesWrong:
    """Interruptions and broken pipes are quiet."""

    @pytest.mark.parametrize(
        ("error", "status", "says"),
        [
            (KeyboardInterrupt(), 130, ""),
            (BrokenPipeError(), 141, ""),
            (BadInput(Path("x"), "is empty"), 2, "mmuviz: x: is empty\n"),
            (OSError(28, "No space left on device"), 2, "mmuviz: no space left on device\n"),
        ],
    )
    def test_ends_quietly(self, monkeypatch, error, status, says):
        """No traceback reaches a user."""

        def fail(_name, _args):
            raise error

        monkeypatch.setattr("mmuviz.cli.walk.open_named", fail)
        assert mmuviz("walk", "default") == (status, "", says)


class TestProcesses:
    """The program itself, as a process."""

    def test_fault_is_an_answer(self):
        """A page fault exits 0."""
        done = process("walk", "default")
        assert (done.returncode, done.stderr) == (0, "")
        assert "access_error" in done.stdout

    def test_bad_input_exits_2(self):
        """Bad input exits 2 with one sentence."""
        done = process("walk", "nosuch")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.count("\n") == 1

    def test_closed_pipe_is_quiet(self):
        """A reader that leaves early is no error to talk about."""
        command = f'"{sys.executable}" -m mmuviz walk default --addresses - --json'
        done = subprocess.run(
            [
                "bash",
                "-c",
                f"seq 4096 4096 90000000 | {command} | head -1; echo ${{PIPESTATUS[1]}}",
            ],
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        assert done.stdout.splitlines()[1] == "141"
        assert done.stderr == ""

    def test_narrow_encoding(self):
        """A terminal without the signs gets question marks, not a traceback."""
        done = process("walk", "default", PYTHONIOENCODING="ascii")
        assert (done.returncode, done.stderr) == (0, "")
        assert "1 ? 1" in done.stdout

    def test_packed_core_from_outside(self, tmp_path):
        """A file of any name is known by its content."""
        path = tmp_path / "guest"
        path.write_bytes(
            gzip.compress(gzip.decompress(asset("captures/linux-pae.core.gz").read_bytes()))
        )
        done = process("walk", str(path), "--address", "0xb7f61238")
        assert done.returncode == 0
        assert "gpa 0x5e75238" in done.stdout
