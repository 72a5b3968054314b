"""Write a walk without a window: for the command line."""

import os
from collections import deque
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is loaded

from mmuviz.gui.app import make_application
from mmuviz.gui.export_walk import Wish, parts


def take(path: Path, wish: Wish) -> None:
    """Write a walk to `path`, as its name says.

    Raises:
        OSError: the name says no format, or it cannot be written.
    """
    make_application()
    deque(parts(path, wish), maxlen=0)
