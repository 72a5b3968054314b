"""Take the README's picture of a lesson: a wrong answer, told the idea behind it.

python -m tests.lesson_picture docs/lesson.png
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is loaded

from mmuviz.gui.actions import LESSONS
from mmuviz.gui.app import make_application
from mmuviz.gui.export_image import export_image
from mmuviz.gui.main_window import MainWindow
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file

LESSON, WRONG = 11, 0x5


def main(out: Path) -> None:
    """Answer the first question of lesson 11 wrongly."""
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        opened = open_file(asset("default.toml"))
        window = MainWindow(opened, Path(folder), scheme="light")
        window.forget_settings()
        window.resize(1440, 900)
        window.show()
        window.show_view(LESSONS)
        window.teaching.panel.lesson_wished.emit(LESSON)
        session = window.teaching.panel.session
        while session.question is None:
            session.go(1)
        application.sendPostedEvents()
        session.answer(WRONG)
        application.sendPostedEvents()
        export_image(window, out)
        window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
