"""`sheet` makes the same files every time, `mark` marks one answer file or a class of them."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from mmuviz.cli.main import run
from mmuviz.core.exercises.spec import SheetSpec
from mmuviz.core.paging import PagingMode
from mmuviz.sources.answer_file import read_answers

ROOT = Path(__file__).resolve().parents[2]
FILES = ["answers.txt", "key.md", "key.pdf", "sheet.md", "sheet.pdf"]


def mmuviz(*arguments):
    """Run a command; return status, answer and complaint."""
    out, err = io.StringIO(), io.StringIO()
    status = run(list(map(str, arguments)), out, err)
    return status, out.getvalue(), err.getvalue()


def make(folder, *options):
    return mmuviz("sheet", "--seed", 7, "--count", 3, "--out", folder, *options)


@pytest.fixture
def sheet(tmp_path):
    """A sheet of three questions."""
    make(tmp_path / "out", "--mode", "pae", "--level", 3)
    return tmp_path / "out" / "sheet.md"


def answered(sheet):
    """The answer file filled in from the key, as a diligent student would copy it."""
    key = (sheet.parent / "key.md").read_text(encoding="utf-8")
    lines = []
    for number, block in enumerate(key.split("\n## ")[1:], 1):
        lines += [f"question {number}", *(line[2:] for line in block.splitlines() if _answer(line))]
    return "name: Ann\n" + "\n".join(lines) + "\n"


def _answer(line):
    return line.startswith(("- path:", "- result:", "- code:", "- accessed:", "- dirty:"))


def test_a_sheet_is_five_files_and_the_same_every_time(tmp_path):
    """Byte by byte, in two processes; making it again changes nothing."""
    status, out, err = make(tmp_path / "one", "--mode", "long", "--level", 4)
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        str(tmp_path / "one" / name)
        for name in ("sheet.md", "sheet.pdf", "key.md", "key.pdf", "answers.txt")
    ]
    other = tmp_path / "two" / "deeper"
    command = [sys.executable, "-m", "mmuviz", "sheet", "--seed", "7", "--count", "3"]
    command += ["--mode", "long", "--level", "4", "--out", str(other)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert sorted(path.name for path in other.iterdir()) == FILES
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (other / name).read_bytes()
    assert make(tmp_path / "one", "--mode", "long", "--level", 4)[0] == 0


def test_a_file_with_something_else_in_it_is_left_alone(tmp_path):
    """A filled-in answer file, say; nothing else is written either."""
    (tmp_path / "answers.txt").write_text("mine")
    status, out, err = make(tmp_path)
    assert (status, out) == (2, "")
    assert "answers.txt: is there already, with something else in it" in err
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["answers.txt"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--level", "5"], "argument --level: invalid choice: 5"),
        (["--count", "0"], "argument --count: found '0', expected 1 to 100"),
        (["--count", "101"], "argument --count: found '101', expected 1 to 100"),
        (["--semantics", "before"], "argument --semantics: invalid choice"),
        (["--mode", "wide"], "argument --mode: invalid choice"),
        (["--seed", "-1"], "argument --seed: found '-1', expected a number"),
    ],
)
def test_bad_usage(tmp_path, options, says, capsys):
    """One sentence and status 2."""
    status, out, _err = make(tmp_path, *options)
    assert (status, out) == (2, "")
    assert says in capsys.readouterr().err


def test_the_key_copied_has_full_marks(sheet, tmp_path):
    """As the key words it."""
    path = tmp_path / "ann.txt"
    path.write_text(answered(sheet), encoding="utf-8")
    assert mmuviz("mark", sheet, path) == (0, "ann.txt  Ann  15 of 15 points\n", "")


def test_the_blank_answer_file_has_none(sheet):
    """And says so of each question."""
    status, out, _err = mmuviz("mark", sheet, sheet.parent / "answers.txt")
    assert status == 0
    assert out.startswith("answers.txt  0 of 15 points\n")
    assert out.count("not answered") == 3


@pytest.fixture
def folder(sheet, tmp_path):
    """What a class handed in: good, half, garbled, JSON, and what is no answer file."""
    folder = tmp_path / "class"
    folder.mkdir()
    right = answered(sheet)
    (folder / "ann.txt").write_text(right, encoding="utf-8")
    (folder / "bo.txt").write_text(right.split("question 2")[0] + "what\n", encoding="utf-8")
    (folder / "cy.txt").write_bytes(b"\xff\xfe\x00")
    (folder / "di.json").write_text('{"name": "=Di", "answers": {"1": {"path": [1]}}}')
    (folder / "ed\x1b.txt").write_text("")
    (folder / "notes.md").write_text("no answers")
    return folder


def test_a_class(sheet, folder, tmp_path):
    """A report each and a table of all; a garbled file loses its points, not the run."""
    table = tmp_path / "class.csv"
    status, out, err = mmuviz("mark", sheet, folder, "--csv", table)
    assert (status, err) == (0, "")
    heads = [line for line in out.splitlines() if line.endswith("points")]
    assert heads == [
        "ann.txt  Ann  15 of 15 points",
        "bo.txt  Ann  5 of 15 points",
        "cy.txt  0 of 15 points",
        "di.json  =Di  0 of 15 points",
        "ed?.txt  0 of 15 points",
    ]
    assert '  line 1: found "\ufffd", expected question N' in out
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert [row["score"] for row in rows] == ["15", "5", "0", "0", "0"]
    assert [row["question 1"] for row in rows] == ["5", "5", "0", "0", "0"]
    assert rows[3]["name"] == "'=Di"
    assert rows[1]["troubles"].startswith('line 8: found "what"')
    assert rows[4]["troubles"] == "empty; no name"


def test_json_is_a_line_a_file(sheet, folder):
    """As autograders read it."""
    status, out, _err = mmuviz("mark", sheet, folder, "--json")
    records = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [record["score"] for record in records] == [15, 5, 0, 0, 0]
    for record in records:
        assert record["score"] == sum(test["score"] for test in record["tests"])
        assert sum(test["max_score"] for test in record["tests"]) == 15


def test_what_cannot_be_marked(sheet, tmp_path):
    """No answers, no sheet."""
    assert mmuviz("mark", sheet, tmp_path / "none")[2].endswith("none: does not exist\n")
    (tmp_path / "empty").mkdir()
    says = "holds no answers: expected *.txt or *.json"
    assert says in mmuviz("mark", sheet, tmp_path / "empty")[2]
    status, _out, err = mmuviz("mark", ROOT / "README.md", sheet)
    assert (status, "is no worksheet" in err) == (2, True)
    assert mmuviz("mark", tmp_path / "none.md", sheet)[0] == 2


def test_the_page_about_exercises_shows_what_is(tmp_path):
    """It names the files, and the answer files in it can be read: both say the same."""
    text = (ROOT / "docs" / "exercises.md").read_text(encoding="utf-8")
    assert [name for name in FILES if f"`{name}`" not in text] == []
    spec = SheetSpec(PagingMode.PAE, 3, 7, 1)
    shown = []
    for block in (text.split("```\n")[3], text.split("```json\n")[1].split("```")[0]):
        path = tmp_path / "answers.txt"
        path.write_text(block, encoding="utf-8")
        shown.append(read_answers(path, spec))
    assert shown[0] == shown[1]
    assert shown[0].troubles == []
    assert len(shown[0].given[1]) == 5


def test_other_commands_load_no_pdf():
    """Only `sheet` needs reportlab."""
    code = (
        "import sys, io; from mmuviz.cli.main import run; "
        "run(['walk', 'default'], io.StringIO(), io.StringIO()); "
        "assert not {'reportlab', 'PIL'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
