"""Write a walk or a storyline without a window: for the command line."""

import os
from collections import deque
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is loaded

from mmuviz.gui.app import make_application
from mmuviz.gui.export_story import StoryWish, story_parts
from mmuviz.gui.export_walk import Wish, parts


def take(path: Path, wish: Wish | StoryWish) -> None:
    """Write a walk or a storyline to `path`, as its name says.

    Raises:
        OSError: the name says no format, or it cannot be written.
    """
    make_application()
    written = story_parts(path, wish) if isinstance(wish, StoryWish) else parts(path, wish)
    deque(written, maxlen=0)
