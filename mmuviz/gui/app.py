"""Start the application and show the window."""

import gc
import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from mmuviz.core.storyline import Storyline
from mmuviz.gui.fonts import load_fonts
from mmuviz.gui.main_window import MainWindow
from mmuviz.gui.settings import config_folder
from mmuviz.sources.opened import Opened


def make_application() -> QApplication:
    """Return the application in the program's own style; the running one where there is one."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        application = running
    else:
        QApplication.setHighDpiScaleFactorRoundingPolicy(
            Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
        )
        application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    application.setApplicationName("mmuviz")
    application.setApplicationDisplayName("mmuviz")
    load_fonts()
    return application


def run(opened: Opened, storyline: Storyline | None = None) -> int:
    """Show `opened` in a window until it is closed; return the exit code.

    Args:
        opened: the document.
        storyline: what plays over it first.
    """
    application = make_application()
    window = MainWindow(opened, config_folder())
    window.openings.show_program(opened)
    window.show()
    if storyline is not None:
        window.stories.play(storyline)
    window.files.offer_recovery()
    settle()
    return application.exec()


def settle() -> None:
    """Take what the start has made out of garbage collection: a pass over it costs a frame."""
    gc.collect()
    gc.freeze()


def has_display() -> bool:
    """Whether Qt can open a window here: elsewhere it would end the process."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    if os.environ.get("DISPLAY"):
        return True
    name = os.environ.get("WAYLAND_DISPLAY")
    return bool(name) and (Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / str(name)).exists()
