"""The faces of the Exits view, in the order in which they are offered."""

from PySide6.QtWidgets import QWidget

from mmuviz.gui.views.exit_face import ExitFace
from mmuviz.gui.views.face import Face
from mmuviz.gui.views.program_face import ProgramFace


def exit_faces(parent: QWidget) -> dict[str, Face]:
    """Return the faces by their words."""
    return {"exits": ExitFace(parent), "program": ProgramFace(parent)}
