"""Animated GIFs, and folders that come as a whole or not at all."""

import pytest
from PIL import Image

from mmuviz.sources.gif_file import gif_parts
from mmuviz.sources.replacing import new_folder, replacing

RED, BLUE = b"\xff\x00\x00\x00", b"\x00\x00\xff\x00"


def test_a_gif_plays_its_pictures(tmp_path):
    """In order, each for its time, over and over; it tells how far it has come."""
    path = tmp_path / "two.gif"
    shares = list(gif_parts(path, (4, 2), iter([RED * 8, BLUE * 8]), [0.5, 1.5]))
    assert shares == [1 / 3, 2 / 3, 1.0]
    with Image.open(path) as picture:
        assert (picture.n_frames, picture.size, picture.info["loop"]) == (2, (4, 2), 0)
        seen = []
        for number in range(2):
            picture.seek(number)
            seen.append((picture.info["duration"], picture.convert("RGB").getpixel((0, 0))))
    assert seen == [(500, (255, 0, 0)), (1500, (0, 0, 255))]


def test_a_gif_that_is_given_up_leaves_the_old_file(tmp_path):
    """Nothing else stays behind."""
    path = tmp_path / "two.gif"
    path.write_bytes(b"old")
    writing = gif_parts(path, (4, 2), iter([RED * 8, BLUE * 8]), [1, 1])
    next(writing)
    writing.close()
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("two.gif", b"old")]


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_comes_as_a_whole(tmp_path, there):
    """A new one, or an empty one that is there; others may read it."""
    path = tmp_path / "steps"
    if there:
        path.mkdir()
    with new_folder(path) as folder:
        (folder / "one").write_text("1")
        assert not list(path.glob("*"))
    assert [one.name for one in tmp_path.iterdir()] == ["steps"]
    assert (path / "one").read_text() == "1"
    assert path.stat().st_mode & 0o777 == 0o755


def test_a_folder_that_fails_leaves_nothing(tmp_path):
    """What went wrong is told as it is."""
    with pytest.raises(IsADirectoryError), new_folder(tmp_path / "steps") as folder:
        folder.write_text("this is no file")
    assert list(tmp_path.iterdir()) == []


def test_what_the_user_has_there_stays(tmp_path):
    """A file, or a folder with something in it, is no place for a new folder."""
    path = tmp_path / "steps"
    path.write_text("mine")
    with pytest.raises(OSError, match='found "steps", a file, expected'), new_folder(path):
        pass
    with pytest.raises(OSError, match="a folder with something in it"), new_folder(tmp_path):
        pass
    assert path.read_text() == "mine"


@pytest.mark.parametrize("make", [replacing, new_folder])
def test_the_complaint_names_what_was_named(tmp_path, make):
    """Not the temporary name."""
    path = tmp_path / "no" / "steps"
    with pytest.raises(FileNotFoundError) as raised, make(path):
        pass
    assert raised.value.filename == str(path)
