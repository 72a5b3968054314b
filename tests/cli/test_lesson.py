"""`mmuviz lesson`."""

import io

from mmuviz.cli.main import run
from mmuviz.resources import tutorials


def mmuviz(*arguments):
    """Run the command line in this process; return status, answer and complaint."""
    out, err = io.StringIO(), io.StringIO()
    status = run(arguments, out, err)
    return status, out.getvalue(), err.getvalue()


def test_the_list(golden):
    """Number, title, summary."""
    status, out, err = mmuviz("lesson")

    assert (status, err) == (0, "")
    golden("lesson.txt", out)


def test_one_by_number_and_by_name():
    """All three names of it."""
    by_number = mmuviz("lesson", "11")

    assert by_number[1].startswith("Lesson 11: The order of checks\n")
    assert by_number == mmuviz("lesson", "the-order-of-checks")
    assert by_number == mmuviz("lesson", "11-the-order-of-checks")
    assert "Solution:" in mmuviz("lesson", "11", "--solution")[1]
    assert mmuviz("lesson", "99") == (
        2,
        "",
        'mmuviz: found no lesson "99", expected 1 to 13 or a name\n',
    )


def test_a_lesson_of_ones_own(tmp_path):
    """Checked, with what is wrong by line and field."""
    good = tutorials() / "lessons" / "04-cr0-wp.md"
    bad = tmp_path / "bad.md"
    bad.write_text(good.read_text(encoding="utf-8").replace("wp = 0", "wp = 7"), encoding="utf-8")

    assert mmuviz("lesson", "--check", str(good)) == (
        0,
        f"{good}: 4 pages, 4 questions, 1 task. All is well.\n",
        "",
    )
    status, out, err = mmuviz("lesson", "--check", str(bad))
    assert (status, out) == (2, "")
    assert '"wp = 7", expected 0 or 1' in err
    assert mmuviz("lesson", "--check", str(tmp_path / "none.md"))[0] == 2
