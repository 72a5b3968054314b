"""The faces of the Exits view, in the order in which they are offered."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from mmuviz.gui.views.exit_face import ExitFace
from mmuviz.gui.views.face import Face
from mmuviz.gui.views.program_face import ProgramFace
from mmuviz.gui.views.shadow_face import TablesFace


def exit_faces(actions: dict[str, QAction], parent: QWidget) -> dict[str, Face]:
    """Return the faces by their words; `actions` are the window's own."""
    return {
        "exits": ExitFace(actions["view_claims"], parent),
        "tables": TablesFace(parent),
        "program": ProgramFace(parent),
    }
