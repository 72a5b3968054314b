"""`grade` runs any program as a walker, right, wrong or broken, and never waits for it."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mmuviz.cli.main import run
from mmuviz.cli.walker_process import Limits, Misbehaved, WalkerProcess

WALKERS = Path(__file__).parents[2] / "tutorials" / "walkers"


def grade(walker, *arguments):
    """Run the command; return status, answer and complaint."""
    out, err = io.StringIO(), io.StringIO()
    status = run(["grade", "--walker", str(walker), *map(str, arguments)], out, err)
    return status, out.getvalue(), err.getvalue()


@pytest.fixture
def walker(tmp_path):
    """Make a walker of Python text; `say(line)` writes a line and flushes."""

    def make(text):
        path = tmp_path / "a walker.py"
        head = f"#!{sys.executable} -IS\nimport os, sys, time\n"
        head += "def say(text): print(text, flush=True)\n"
        path.write_text(head + text, encoding="utf-8")
        path.chmod(0o755)
        return path

    return make


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

    @pytest.mark.parametrize("space", ["access", "fetch"])
    @pytest.mark.parametrize("mode", ["pae", "long"])
    def test_other_spaces(self, c_walker, space, mode):
        """D, leaves of other kinds, NX."""
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
    fields = "version walker mode semantics space states answered right wrong trouble failures"
    assert " ".join(told) == fields
    assert (told["answered"], told["right"] + told["wrong"]) == (8192, 8192)
    (failure,) = told["failures"]
    assert failure["asked"].startswith(f"{failure['state']} mode=pae gva=0x40607238 ")
    assert failure["text"].startswith(f"state {failure['state']}  after: ")
    assert failure["differing"] == [
        {"part": "entry", "address": "0x7018", "said": "0x5001", "right": "0x5021"}
    ]


def test_a_walker_that_never_flushes_is_heard_all_the_same(walker):
    """What it says comes when its buffer is full, or when it ends at the end of its input."""
    path = walker("for line in sys.stdin: print(line.split()[0], 'not_present code=0')\n")
    status, out, _ = grade(path, "--limit", 2000, "--timeout", 20)
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
    "hangs": (ANSWER + "time.sleep(60)\n", "it gave no answer for 1.5 s, after 1 answer (does"),
    "never reads": ("time.sleep(60)\n", "it gave no answer for 1.5 s, after 0 answers (does it"),
    "ignores SIGTERM": (
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)\n",
        "it gave no answer for 1.5 s",
    ),
    "ends": (ANSWER + "sys.exit(7)\n", "it ended with exit status 7, after 1 answer"),
    "ends at once": ("", "it ended with exit status 0, after 0 answers"),
    "raises": (ANSWER + "sys.exit('oh\\x1b[31m no')\n", r"; its last words: 'oh\x1b[31m no'"),
    "crashes": (ANSWER + "os.kill(os.getpid(), 11)\n", "it was ended by signal SIGSEGV, after 1"),
    "closes its output": (
        ANSWER + "os.close(1)\ntime.sleep(60)\n",
        "it closed its output and ran on, after 1 answer",
    ),
    "closes its input": (
        ANSWER + "os.close(0)\ntime.sleep(60)\n",
        "it gave no answer for 1.5 s, after 1 answer; it has closed its input",
    ),
    "floods without a line end": (
        "while True: os.write(1, b'x' * 65536)\n",
        "it wrote 4096 bytes and more without an end of line",
    ),
    "floods with lines": (
        "while True: os.write(1, b'0 not_present code=0\\n' * 1000)\n",
        "found '0 not_present code=0', expected an answer that starts with 1",
    ),
    "floods its standard error": (
        "while True: os.write(2, b'x' * 65536)\n",
        "it wrote over 16 MiB to its standard error",
    ),
    "speaks nonsense": (READ + "say('Hello')\ntime.sleep(60)\n", "found 'Hello', expected an"),
    "speaks bytes": (
        READ + "os.write(1, b'\\xff\\0\\n')\ntime.sleep(60)\n",
        r"found '\\xff\x00', expected an answer that starts with 0",
    ),
    "has no line end": (
        READ + "os.write(1, b'0 mapped')\ntime.sleep(60)\n",
        "after 0 answers; its last line, '0 mapped', has no end",
    ),
    "complains and hangs": (
        "print('no memory', file=sys.stderr, flush=True)\ntime.sleep(60)\n",
        "it gave no answer for 1.5 s, after 0 answers; its last words: 'no memory'",
    ),
    "drips": (
        "while True: os.write(1, b'0'); time.sleep(0.05)\n",
        "it gave no answer for 1.5 s, after 0 answers; its last line, '0",
    ),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_walker_that_misbehaves_is_reported(walker, trouble):
    """One sentence, exit 3, and in no more time than it may take."""
    text, says = TROUBLES[trouble]
    begin = time.monotonic()
    status, out, err = grade(walker(text), "--timeout", 1.5)
    assert time.monotonic() - begin < 10
    assert (status, err) == (3, "")
    assert out.count("\n") < 20
    assert out.splitlines()[-1].startswith("The walker failed: ")
    assert says in out.splitlines()[-1]


def test_a_slow_walker_is_stopped(walker):
    """Each answer is in time, all together are not."""
    path = walker(
        "for line in sys.stdin: time.sleep(0.1); say(line.split()[0] + ' not_present code=0')\n"
    )
    status, out, _ = grade(path, "--timeout", 5, "--total", 1.5, "--json")
    told = json.loads(out)
    assert status == 3
    assert 0 < told["answered"] < 16
    assert told["trouble"].startswith(f"it was not done in 1.5 s, after {told['answered']} answer")


def test_a_chatty_walker_is_not_held_up(walker):
    """What goes to the standard error is taken and dropped, more than a pipe holds."""
    path = walker(
        "for line in sys.stdin:\n"
        "    os.write(2, b'x' * 100000)\n"
        "    say(line.split()[0] + ' not_present code=0')\n"
    )
    status, out, _ = grade(path, "--limit", 100)
    assert (status, "100 of 100 states answered" in out) == (1, True)


def test_what_nobody_asked(walker):
    """An answer too many is nonsense, before the first state or after the last."""
    with (
        WalkerProcess([walker("say('a')\nsay('b')\ntime.sleep(60)\n")], Limits(5)) as process,
        pytest.raises(Misbehaved, match="it said 'b' though nothing was asked"),
    ):
        list(process.ask(["1"]))
    text = ANSWER + "sys.stdin.read()\nsay('bye')\n"
    with (
        WalkerProcess([walker(text)], Limits(5)) as process,
        pytest.raises(Misbehaved, match="it said 'bye' though nothing was asked"),
    ):
        list(process.ask(["0"]))


def test_a_walker_that_does_not_end_is_ended(walker, tmp_path):
    """And so are the processes that it started."""
    text = (
        "child = os.fork()\n"
        "if child == 0: time.sleep(600)\n"
        f"open({str(tmp_path / 'child')!r}, 'w').write(str(child))\n"
        "for line in sys.stdin: say(line.split()[0] + ' not_present code=0')\n"
        "time.sleep(600)\n"
    )
    status, out, _ = grade(walker(text), "--limit", 20)
    assert (status, "20 of 20 states" in out) == (1, True)
    child = int((tmp_path / "child").read_text())
    end = time.monotonic() + 5
    while _runs(child) and time.monotonic() < end:
        pass
    assert not _runs(child)


def _runs(pid):
    """Whether a process is there and no zombie that waits for its new parent."""
    try:
        os.kill(pid, 0)
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False


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
        (["true", "--space", "fetch", "--mode", "x32"], "32-bit paging has no no-execute"),
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
    assert "not a program; a script starts with a line such as #!" in grade(path)[2]


def test_a_system_without_process_groups(monkeypatch):
    """It is told, not tried."""
    monkeypatch.delattr(os, "killpg")
    assert "this system has not" in grade("true")[2]


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
