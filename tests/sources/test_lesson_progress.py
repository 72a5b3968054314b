"""Progress in the lessons: remembered whole or not at all, and never in the way."""

import json

import pytest

from mmuviz.core.lessons.progress import Course, Progress
from mmuviz.sources.lesson_progress import read_progress, write_progress

ORDER = "11-the-order-of-checks"
SOME = Course(
    {
        "01-what-an-address-is-made-of": Progress(),
        ORDER: Progress().answered("b", right=False).answered("b", right=True).at(4),
    },
    last=ORDER,
)


def test_what_was_written_is_read(tmp_path):
    """In a folder that may not be there yet."""
    path = tmp_path / "new" / "lessons.json"
    write_progress(path, SOME)

    assert read_progress(path) == SOME
    assert SOME.lessons[ORDER] == Progress(4, frozenset({"b"}), frozenset({"b"}))


def test_nothing_to_remember_leaves_no_file(tmp_path):
    """Forgotten is gone."""
    path = tmp_path / "lessons.json"
    write_progress(path, SOME)
    write_progress(path, Course())

    assert list(tmp_path.iterdir()) == []
    write_progress(path, Course())
    assert read_progress(path) == Course()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 3, "lessons": {"a": {"screen": 1, "right": [], "missed": []}}}',
        '{"version": 2, "lessons": {"a": {"screen": 1, "right": [1], "missed": []}}}',
        '{"version": [], "lessons": {}}',
        '{"version": 2, "last": 3, "lessons": {}}',
        '{"version": 1, "lessons": []}',
        '{"version": 1, "lessons": {"a": 3}}',
        '{"version": 1, "lessons": {"a": {"screen": 1}}}',
        '{"version": 1, "lessons": {"a": {"screen": 0, "right": [], "missed": []}}}',
        '{"version": 1, "lessons": {"a": {"screen": 1, "right": ["x"], "missed": []}}}',
        '{"version": 1, "lessons": {"a": {"screen": 1, "right": 3, "missed": []}}}',
    ],
)
def test_what_nobody_can_read_is_nothing(tmp_path, text):
    """Somebody edits the file, or a later version wrote it."""
    path = tmp_path / "lessons.json"
    path.write_text(text, encoding="utf-8")

    assert read_progress(path) == Course()


def test_the_file_is_plain(tmp_path):
    """Whose it is can read it."""
    path = tmp_path / "lessons.json"
    write_progress(path, Course({"x": Progress(3, frozenset({"c", "b"}), frozenset({"c"}))}, "x"))

    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept == {
        "version": 2,
        "last": "x",
        "lessons": {"x": {"screen": 3, "right": ["b", "c"], "missed": ["c"]}},
    }


def test_what_went_by_numbers_gets_its_names(tmp_path):
    """Whoever knows the lesson gives them; a number too high stays what it is."""
    path = tmp_path / "lessons.json"
    path.write_text(
        '{"version": 1, "lessons": {"x": {"screen": 2, "right": [1, 9], "missed": [2]}}}',
        encoding="utf-8",
    )
    assert read_progress(path).last == "", "who wrote it did not remember that"
    old = read_progress(path).lessons["x"]

    assert old.named(("a", "b")) == Progress(2, frozenset({"a", "9"}), frozenset({"b"}))
