"""Take a picture of the real window without a screen."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is loaded

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler

from mmuviz.gui.actions import VIEWS
from mmuviz.gui.app import make_application
from mmuviz.gui.export_image import export_image
from mmuviz.gui.lessons.pictured import LessonWish, show_lesson
from mmuviz.gui.look import fitting_scale
from mmuviz.gui.main_window import MainWindow
from mmuviz.gui.settings import config_folder
from mmuviz.sources.opened import Opened


def take(  # noqa: PLR0913, PLR0917  # what is shown, and how
    opened: Opened,
    out: Path,
    theme: str,
    step: int | None,
    size: tuple[int, int],
    view: str,
    lesson: LessonWish | None = None,
) -> None:
    """Write a picture of the window on `opened` to `out`.

    Args:
        opened: what to show.
        out: a .png or .svg file.
        theme: `light` or `dark`.
        step: the step to show; None for the last one.
        size: width and height in pixels.
        view: the view to show, such as `walk`.
        lesson: what of a lesson to show instead; nobody's progress is looked at, or changed.

    Raises:
        OSError: the file cannot be written, or has another suffix.
        IndexError: the view has no such step.
        LookupError: there is no such view.
        BadInput: there is no such screen of a lesson, or no such answer.
    """
    if f"view_{view}" not in VIEWS:
        names = ", ".join(name.removeprefix("view_") for name in VIEWS)
        raise LookupError(f'there is no view "{view}", expected one of {names}')
    qInstallMessageHandler(_forward)
    application = make_application()
    with TemporaryDirectory() as own:
        window = MainWindow(opened, Path(own) if lesson else config_folder(), scheme=theme)
        window.forget_settings()
        window.show_view(f"view_{view}")
        window.look.set_scale(fitting_scale(*size))
        window.resize(*size)
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        window.show()
        if lesson is not None:
            show_lesson(window, lesson)
    last = window.stepper.last_step
    if step is not None and not 0 <= step <= last:
        raise IndexError(f"the {view} has steps 0 to {last}, not {step}")
    if step is not None:
        window.stepper.go_to(step)
    if window.page is not None:
        window.page.settle()
    application.sendPostedEvents()
    export_image(window, out)
    window.close()


def _forward(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Pass Qt's messages on, but for one that the offscreen platform says of every window."""
    if "propagateSizeHints" not in message:
        sys.stderr.write(f"{message}\n")
