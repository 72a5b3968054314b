"""`story`: the list, the text, the check; and what the window is asked to play."""

import io
from types import SimpleNamespace

import pytest

from mmuviz.cli import window
from mmuviz.cli.main import run


def mmuviz(*arguments):
    out, err = io.StringIO(), io.StringIO()
    status = run([*map(str, arguments)], out, err)
    return status, out.getvalue(), err.getvalue()


def test_the_list_names_what_ships():
    """Name, length, title."""
    status, out, err = mmuviz("story")
    assert (status, err) == (0, "")
    assert out.startswith("the-change  15:00 minutes  Access checks in walk_addr")


def test_one_is_printed_by_name(golden):
    """With times and notes."""
    status, out, err = mmuviz("story", "the-change")
    assert (status, err) == (0, "")
    golden("story.txt", out)


def test_a_file_is_checked(tmp_path):
    """All is well, or each thing that is not."""
    path = tmp_path / "mine.toml"
    path.write_text('version = 1\ntitle = "T"\n[[slide]]\ncaption = "C"\n', encoding="utf-8")
    assert mmuviz("story", "--check", path)[1] == f"{path}: 1 slide, 1:00 minutes. All is well.\n"
    path.write_text(path.read_text(encoding="utf-8") + "place = 3\n", encoding="utf-8")
    status, _, err = mmuviz("story", path, "--check")
    assert status == 2
    assert err.startswith(
        f"mmuviz: {path}: one thing is wrong in this storyline\n  line 5  slide 1.p"
    )
    assert "no storyline" not in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["nowhere"], "nowhere: does not exist"), (["--check"], "--check: found no file")],
)
def test_what_is_not_there_is_told(arguments, said):
    """In one sentence."""
    status, _, err = mmuviz("story", *arguments)
    assert status == 2
    assert said in err


def test_a_file_that_is_a_storyline_is_played(tmp_path, monkeypatch):
    """Known by its content; a bad one is told in the terminal, and no window opens."""
    shown = []
    app = SimpleNamespace(run=lambda *given: shown.append(given) or 0)
    monkeypatch.setattr(window, "_app", lambda: app)
    path = tmp_path / "lecture"
    path.write_text('version = 1\ntitle = "T"\n[[slide]]\ncaption = "C"\n', encoding="utf-8")
    assert mmuviz(path)[0] == 0
    (opened, storyline), *rest = shown
    assert not rest
    assert storyline.title == "T"
    assert opened.path.name == "default.toml"
    path.write_text('version = 1\n[[slide]]\ncaption = "C"\n', encoding="utf-8")
    status, _, err = mmuviz(path)
    assert status == 2
    assert "found no title" in err
    assert len(shown) == 1
