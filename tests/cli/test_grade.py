"""`grade` runs any program as a walker, right, wrong or broken, and never waits for it."""

import fcntl
import io
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mmuviz.cli import walker_process
from mmuviz.cli.atlas import SPACES
from mmuviz.cli.farewell import Farewell
from mmuviz.cli.main import run
from mmuviz.cli.walker_process import Limits, Misbehaved, WalkerProcess
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.sources.open_file import open_file
from mmuviz.sources.walker_lines import state_line
from mmuviz.sweep.space import STATE_SPACES, SpaceName

LONG = ["--timeout", "1e6", "--total", "1e9"]
"""Limits that no load passes."""

WALKERS = Path(__file__).parents[2] / "tutorials" / "walkers"


def grade(walker, *arguments):
    """Run the command; return status, answer and complaint."""
    out, err = io.StringIO(), io.StringIO()
    status = run(["grade", "--walker", str(walker), *LONG, *map(str, arguments)], out, err)
    return status, out.getvalue(), err.getvalue()


@pytest.fixture
def walker(tmp_path):
    """Make a walker of Python text.

    `say(line)` writes a line and flushes; `mark()` lets the time of `patience` go by, which has
    to be the last that it does where a test is about being late; `hang()` does nothing after that.
    """

    def make(text):
        path = tmp_path / "a walker.py"
        head = f"#!{sys.executable} -IS\nimport os, sys, time\n"
        head += "def say(text): print(text, flush=True)\n"
        head += f"def mark(): open({str(tmp_path / 'mark')!r}, 'w').close()\n"
        head += "def hang(): mark(); time.sleep(3600)\n"
        path.write_text(head + text, encoding="utf-8")
        path.chmod(0o755)
        return path

    return make


@pytest.fixture
def patience(tmp_path, monkeypatch):
    """No time goes by until the walker has called `mark()`; from then on far too much does.

    So no load makes a walker late that is not, or lets one off that is; nothing is waited for.
    """
    late = itertools.count(1)
    mark = tmp_path / "mark"
    monkeypatch.setattr(
        walker_process, "monotonic", lambda: 1e3 * next(late) if mark.exists() else 0.0
    )
    monkeypatch.setattr(walker_process, "_GRACE", 0.05)


@pytest.fixture(scope="session")
def c_walker(tmp_path_factory):
    """The sample in C, compiled without a warning."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("there is no C compiler")
    path = tmp_path_factory.mktemp("c") / "walker"
    options = ["-std=c99", "-O1", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]
    subprocess.run([compiler, *options, "-o", path, WALKERS / "walker.c"], check=True)
    return path


class TestSamples:
    """The walkers that ship are right."""

    @pytest.mark.parametrize(("mode", "states"), [("pae", 8192), ("x32", 8192), ("long", 9000)])
    def test_python(self, mode, states):
        """Every PAE and 32-bit state, a sample of long mode."""
        status, out, err = grade(
            f"{sys.executable} {WALKERS / 'walker.py'}", "--mode", mode, "--sample", 9000
        )
        assert (status, err) == (0, "")
        assert out.endswith(f"{states} of {states} states answered, {states} right, 0 wrong\n")

    @pytest.mark.parametrize("mode", ["pae", "x32", "long"])
    def test_c(self, c_walker, mode):
        """The same of the one in C."""
        status, out, err = grade(c_walker, "--mode", mode, "--sample", 9000)
        assert (status, err) == (0, "")
        assert " right, 0 wrong\n" in out

    @pytest.mark.parametrize("space", ["access", "hardware"])
    @pytest.mark.parametrize("mode", ["pae", "x32", "long"])
    def test_other_spaces(self, c_walker, space, mode):
        """D, leaves of other kinds, NX, fetches."""
        for command in (c_walker, f"{sys.executable} {WALKERS / 'walker.py'}"):
            status, out, _ = grade(command, "--mode", mode, "--space", space, "--sample", 2000)
            assert (status, out.splitlines()[-1][:13]) == (0, "2000 of 2000 ")


def test_wrong_answers_are_told_in_words(golden):
    """Hardware's answers by the rules of after: entries, what was said, what is right and why."""
    command = f"{sys.executable} {WALKERS / 'walker.py'}"
    status, out, _ = grade(command, "--semantics", "after", "--show", 2)
    assert status == 1
    golden("grade-after.txt", out.replace(command, "./my_walker"))


def test_json():
    """One object with the documented fields."""
    command = f"{sys.executable} {WALKERS / 'walker.py'}"
    status, out, _ = grade(command, "--semantics", "after", "--json", "--show", 1)
    told = json.loads(out)
    assert status == 1
    assert " ".join(told) == (
        "version walker mode semantics space states answered right wrong trouble mistakes failures"
    )
    assert (told["answered"], told["right"] + told["wrong"]) == (8192, 8192)
    assert told["mistakes"] == [
        {"in": "A of PDE", "wrong": 196, "first": 6144},
        {"in": "not_present for access_error", "wrong": 192, "first": 6145},
        {"in": "D of PTE", "wrong": 88, "first": 6210},
        {"in": "D of PDE", "wrong": 256, "first": 6274},
    ]
    (failure,) = told["failures"]
    assert failure["asked"].startswith(f"{failure['state']} mode=pae gva=0x40607238 ")
    assert failure["text"].startswith(f"state {failure['state']}  after: ")
    assert failure["differing"] == [
        {"part": "entry", "address": "0x7018", "said": "0x5001", "right": "0x5021"}
    ]


def test_a_wrong_state_opens_as_a_scenario(walker, tmp_path):
    """The files of --save-failing ask what was asked; text and JSON name them."""
    path = walker("for line in sys.stdin: say(line.split()[0] + ' mapped gpa=0')\n")
    asked = {}
    for mode in PagingMode:
        arguments = ("--mode", mode.value, "--space", "hardware", "--sample", 40, "--show", 40)
        arguments += ("--semantics", "after", "--save-failing", tmp_path / "a" / "b c")
        _status, out, _ = grade(path, *arguments, "--json")
        for failure in json.loads(out)["failures"]:
            opened = open_file(Path(failure["scenario"]))
            assert opened.semantics is Semantics.AFTER
            assert opened.scenario.notes == failure["text"].rstrip()
            (row,) = STATE_SPACES[mode, SpaceName.HARDWARE].space.rows([failure["state"]])
            assert opened.scenario.access == row.scenario.access
            assert opened.scenario.cpu == row.scenario.cpu
            assert state_line(failure["state"], row) == failure["asked"]
            assert [opened.scenario.memory.read(at, 8) for at in range(0x3000, 0x8000, 8)] == [
                row.scenario.memory.read(at, 8) for at in range(0x3000, 0x8000, 8)
            ]
            asked[failure["scenario"]] = failure["state"]
    assert len(asked) == len(list((tmp_path / "a" / "b c").iterdir())) == 120
    _status, out, _ = grade(path, *arguments)
    assert out.count("  open it    mmuviz ") == 40
    assert f"  open it    mmuviz '{min(asked)}'\n" in out


def test_the_first_of_each_kind_is_told(walker):
    """And of any kind where there is room; a hopeless walker does not fill the screen."""
    path = walker(
        "for line in sys.stdin:\n"
        "    number = line.split()[0]\n"
        "    say(number + (' access_error' if number == '5' else ' not_present') + ' code=0')\n"
    )
    for show, told in ((1, {1}), (2, {1, 5}), (4, {1, 2, 3, 5})):
        _status, out, _ = grade(path, "--limit", 9, "--show", show, "--json")
        assert {failure["state"] for failure in json.loads(out)["failures"]} == told
    path = walker(
        "for number, line in enumerate(sys.stdin):\n"
        "    entries = [word for word in line.split() if word.startswith('0x')]\n"
        "    words = ' '.join(\n"
        "        f'{address}={int(value, 16) ^ ((number >> 2 * place & 3) << 5):x}'\n"
        "        for place, (address, value) in enumerate(word.split('=') for word in entries))\n"
        "    say(f'{number} not_present code=0 {words}')\n"
    )
    _status, out, _ = grade(path, "--show", 1)
    assert out.count("\n") < 40
    assert re.search(r"\nand \d+ more kinds of mistake\n", out)


def test_the_spaces_are_the_atlas(walker):
    """By the same names and numbers, and only what can be asked."""
    assert set(SPACES) < {name.value for name in SpaceName}
    path = walker("for line in sys.stdin: say(line.split()[0] + ' mapped')\n")
    for mode in PagingMode:
        for name in SPACES:
            arguments = ("--mode", mode.value, "--space", name, "--json", "--limit", 1)
            (failure,) = json.loads(grade(path, *arguments)[1])["failures"]
            space = STATE_SPACES[mode, SpaceName(name)]
            numbers = list(space.space.numbers())
            assert failure["state"] == numbers[0]
            assert len(numbers) == len(space.space) == space.exists(space.states()).sum()


def test_a_walker_that_never_flushes_is_heard_all_the_same(walker):
    """What it says comes when its buffer is full, or when it ends at the end of its input."""
    path = walker("for line in sys.stdin: print(line.split()[0], 'not_present code=0')\n")
    status, out, _ = grade(path, "--limit", 2000)
    assert status == 1
    assert "2000 of 2000 states answered, " in out


def test_the_first_states_and_chosen_ones(walker):
    """--limit takes the first, --sample the same ones for the same seed."""
    path = walker("for line in sys.stdin: say(line.split()[0] + ' not_present code=0')\n")
    asked = []
    for arguments in (["--limit", 3], *[["--sample", 3, "--seed", seed] for seed in (1, 1, 2)]):
        _status, out, _ = grade(path, "--mode", "x32", "--json", "--show", 9, *arguments)
        told = json.loads(out)
        assert told["states"] == 3
        asked.append([failure["state"] for failure in told["failures"]])
    assert max(asked[0]) < 3
    assert asked[1] == asked[2] != asked[3]


READ = "line = sys.stdin.readline()\n"
ANSWER = f"{READ}say('0 not_present code=0')\n"
TROUBLES = {
    "hangs": (ANSWER + "hang()\n", "it gave no answer for 0.05 s, after 1 answer (does it flush"),
    "never reads": ("hang()\n", "it gave no answer for 0.05 s, after 0 answers (does it"),
    "ignores SIGTERM": (
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nhang()\n",
        "it gave no answer for 0.05 s",
    ),
    "ends": (ANSWER + "sys.exit(7)\n", "it ended with exit status 7, after 1 answer"),
    "ends at once": ("", "it ended with exit status 0, after 0 answers"),
    "ends with half a line": (
        READ + "os.write(1, b'0 mapp')\n",
        "it ended with exit status 0, after 0 answers",
    ),
    "raises": (ANSWER + "sys.exit('oh\x1b[31m no')\n", r"; its last words: 'oh\x1b[31m no'"),
    "crashes": (ANSWER + "os.kill(os.getpid(), 11)\n", "it was ended by signal SIGSEGV, after 1"),
    "closes its output": (
        ANSWER + "os.close(1)\nhang()\n",
        "it closed its output and ran on, after 1 answer",
    ),
    "closes all": (
        ANSWER + "for pipe in range(3): os.close(pipe)\nhang()\n",
        "it closed its output and ran on, after 1 answer",
    ),
    "closes its input": (
        ANSWER + "os.close(0)\nhang()\n",
        "it gave no answer for 0.05 s, after 1 answer; it has closed its input",
    ),
    "floods without a line end": (
        "while True: os.write(1, b'x' * 65536)\n",
        "it wrote 4096 bytes and more without an end of line, after 0 answers",
    ),
    "answers, and floods": (
        READ + "os.write(1, b'0 not_present code=0\\n' + b'x' * 9000)\nhang()\n",
        "it wrote 4096 bytes and more without an end of line, after 1 answer",
    ),
    "floods with lines": (
        "while True: os.write(1, b'0 not_present code=0\\n' * 1000)\n",
        "found '0 not_present code=0', expected an answer that starts with 1",
    ),
    "floods its standard error": (
        "while True: os.write(2, b'x' * 65536)\n",
        "it wrote over 16 MiB to its standard error",
    ),
    "speaks nonsense": (READ + "say('Hello')\nhang()\n", "found 'Hello', expected an"),
    "speaks bytes": (
        READ + "os.write(1, b'\\xff\\0\\n')\nhang()\n",
        r"found '\\xff\x00', expected an answer that starts with 0",
    ),
    "has no line end": (
        READ + "os.write(1, b'0 mapped')\nhang()\n",
        "after 0 answers; its last line, '0 mapped', has no end",
    ),
    "complains and hangs": (
        "print('no memory', file=sys.stderr, flush=True)\nhang()\n",
        "it gave no answer for 0.05 s, after 0 answers; its last words: 'no memory'",
    ),
    "drips": (
        "for _ in range(1000): os.write(1, b'0'); mark()\nhang()\n",  # no flood
        "it gave no answer for 0.05 s, after 0 answers; its last line, '0",
    ),
    "leaves a child that holds its output": (
        ANSWER + "parent = os.getpid()\n"
        "if os.fork() == 0:\n"
        "    while os.getppid() == parent: pass\n"
        "    hang()\n",
        "after 1 answer; it ended with exit status 0, and what it started holds its output open",
    ),
}


@pytest.mark.usefixtures("patience")
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_walker_that_misbehaves_is_reported(walker, trouble):
    """One sentence, exit 3; every one that is waited for hangs for an hour."""
    text, says = TROUBLES[trouble]
    status, out, err = grade(walker(text), "--timeout", 0.05)
    assert (status, err) == (3, "")
    assert out.count("\n") < 20
    assert out.splitlines()[-1].startswith("The walker failed: ")
    assert says in out.splitlines()[-1]


@pytest.mark.usefixtures("patience")
def test_all_answers_have_a_limit_too(walker):
    """Where less is left than an answer may take, that is what is said."""
    status, out, _ = grade(walker(ANSWER + "hang()\n"), "--timeout", 60, "--total", 0.05, "--json")
    told = json.loads(out)
    assert (status, told["answered"]) == (3, 1)
    assert told["trouble"].startswith("it was not done in 0.05 s, after 1 answer")


def test_what_answers_are_waited_for_adds_up(walker, monkeypatch):
    """Each answer is in time, all together are not; every look at the clock is a second."""
    clock = itertools.count()
    monkeypatch.setattr(walker_process, "monotonic", lambda: next(clock))
    path = walker("for line in sys.stdin: say(line.strip())\n")
    heard = []
    with (
        WalkerProcess([path], Limits(50, 200), ahead=1) as process,
        pytest.raises(Misbehaved, match=r"it was not done in 200 s, after \d+ answers"),
    ):
        heard.extend(process.ask("1" * 1000))
    assert 1 < len(heard) <= 100


def test_a_chatty_walker_is_not_held_up(walker):
    """What goes to the standard error is taken and dropped, more than a pipe holds."""
    path = walker(
        "for line in sys.stdin:\n"
        "    os.write(2, b'x' * 100000)\n"
        "    say(line.split()[0] + ' not_present code=0')\n"
    )
    status, out, _ = grade(path, "--limit", 100)
    assert (status, "100 of 100 states answered" in out) == (1, True)


@pytest.mark.usefixtures("patience")
def test_what_nobody_asked(walker):
    """An answer too many is nonsense, before the first state or after the last."""
    with (
        WalkerProcess([walker("os.write(1, b'a\\nb\\n')\nhang()\n")], Limits()) as process,
        pytest.raises(Misbehaved, match="it said 'b' though nothing was asked"),
    ):
        list(process.ask(["1"]))


@pytest.mark.usefixtures("patience")
def test_what_is_said_after_the_last_answer(walker):
    """It is heard, as long as the output is open."""
    text = ANSWER + "sys.stdin.read()\nsay('bye')\n"
    with (
        WalkerProcess([walker(text)], Limits()) as process,
        pytest.raises(Misbehaved, match="it said 'bye' though nothing was asked"),
    ):
        list(process.ask(["0"]))


HOLDS = """\
import fcntl
lock = open({!r}, 'w')
fcntl.flock(lock, fcntl.LOCK_EX)
os.fork()
"""
"""Two processes hold a file as long as one of them runs."""


@pytest.mark.usefixtures("patience")
def test_a_walker_that_does_not_end_is_ended(walker, tmp_path):
    """And so are the processes that it started."""
    text = (
        HOLDS.format(str(tmp_path / "held")) + "if os.getpid() != os.getpgrp(): time.sleep(3600)\n"
        "for line in sys.stdin: say(line.split()[0] + ' not_present code=0')\n"
        "hang()\n"
    )
    status, out, _ = grade(walker(text), "--limit", 20)
    assert (status, "20 of 20 states" in out) == (1, True)
    let_go(tmp_path / "held")


def let_go(path):
    """Come back when nobody holds the file."""
    with path.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)


def test_what_ends_the_grader_ends_the_walker(walker, tmp_path):
    """An autograder has a time limit of its own, and the walker is in another process group."""
    os.mkfifo(tmp_path / "ready")
    text = HOLDS.format(str(tmp_path / "held"))
    text += f"open({str(tmp_path / 'ready')!r}, 'w').close()\ntime.sleep(3600)\n"
    command = [sys.executable, "-m", "mmuviz", "grade", "--walker", walker(text)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as grader:
        (tmp_path / "ready").read_bytes()
        grader.terminate()
        assert grader.communicate() == (b"", b"")
    assert grader.returncode == 128 + signal.SIGTERM
    let_go(tmp_path / "held")


def test_a_signal_waits_for_what_is_being_started():
    """Nothing is left behind half started; and what was default is default again."""
    with Farewell() as farewell:
        signal.raise_signal(signal.SIGTERM)
        with pytest.raises(SystemExit) as leave:
            farewell.allow()
    assert leave.value.code == 128 + signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_a_signal_that_is_ignored_stays_so():
    """As under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Farewell() as farewell:
            farewell.allow()
            signal.raise_signal(signal.SIGHUP)
            assert callable(signal.getsignal(signal.SIGTERM))
    finally:
        signal.signal(signal.SIGHUP, before)


def test_an_unnamed_signal_has_its_number(walker):
    """A real-time signal has no name of its own."""
    number = signal.SIGRTMIN + 3
    status, out, _ = grade(walker(f"os.kill(os.getpid(), {number})\n"))
    assert (status, f"it was ended by signal {number}, after 0" in out) == (3, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["./none"], "--walker: ./none: no such program"),
        (["  "], "--walker: found nothing, expected a program"),
        (["'x"], '--walker: found "\'x", which has No closing quotation'),
        (["true", "--seed", "1"], "--seed says which states --sample takes"),
        (["true", "--space", "fetch"], "invalid choice: 'fetch' (choose from"),
        ([str(WALKERS)], "it is a folder, expected a program"),
        (["true", "--timeout", "0"], "found '0', expected seconds above 0"),
        (["true", "--total", "inf"], "found 'inf', expected seconds above 0"),
        (["true", "--timeout", "soon"], "found 'soon', expected seconds above 0"),
        (["true", "--limit", "1", "--sample", "1"], "not allowed with argument"),
    ],
)
def test_bad_usage(arguments, says, capsys):
    """One sentence and status 2."""
    status, out, err = grade(*arguments)
    err += capsys.readouterr().err
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_what_is_no_program(tmp_path):
    """A file that may not be run, and one that the system cannot run."""
    path = tmp_path / "walker"
    path.write_bytes(b"\0\0\0\0")
    assert "it may not be run (chmod +x makes it a program)" in grade(path)[2]
    path.chmod(0o755)
    assert "it cannot be run; a script starts with a line such as #!" in grade(path)[2]
    path.write_text("#!/nonesuch\n", encoding="utf-8")
    assert "it cannot be run; a script starts with a line such as #!" in grade(path)[2]


def test_a_folder_that_cannot_be_is_told_before_anything_is_asked(walker, tmp_path):
    """No report is lost for it."""
    path = walker(f"open({str(tmp_path / 'asked')!r}, 'w').close()\n")
    status, out, err = grade(path, "--save-failing", path)
    assert (status, out, err) == (2, "", f"mmuviz: {path}: file exists\n")
    assert not (tmp_path / "asked").exists()


def test_a_system_without_process_groups(monkeypatch):
    """It is told, not tried."""
    monkeypatch.delattr(os, "killpg")
    assert "this system has not" in grade(sys.executable)[2]


def test_the_documented_lines(walker):
    """The page of the protocol shows a real question and right answers."""
    text = (WALKERS.parents[1] / "docs" / "walker-protocol.md").read_text(encoding="utf-8")
    asked = " ".join(text.split("```")[1].split())
    answers = {line.split()[0]: line for line in text.split("```")[3].strip().splitlines()[1:]}
    path = walker(
        f"answers = {answers!r}\n"
        "for line in sys.stdin: say(answers.get(line.split()[0], line.split()[0] + ' mapped'))\n"
    )
    _status, out, _ = grade(path, "--json", "--show", 8192)
    wrong = {failure["state"]: failure["asked"] for failure in json.loads(out)["failures"]}
    assert set(answers) == {"8063", "6145"}
    assert not {8063, 6145} & set(wrong)
    path = walker("for line in sys.stdin: say(line.split()[0] + ' mapped')\n")
    status, out, _ = grade(path, "--json", "--show", 8192)
    assert status == 1
    assert asked in {failure["asked"] for failure in json.loads(out)["failures"]}
