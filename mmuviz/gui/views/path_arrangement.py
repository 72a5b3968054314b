"""Picture and layout of the path together: as many rows as fit, made once for many questions."""

from PySide6.QtCore import QSize

from mmuviz.gui.theme import Theme
from mmuviz.gui.views.path_layout import PathLayout, lay_out
from mmuviz.present.frame import Frame
from mmuviz.present.path_picture import PathPicture, PathView, path_picture

_Key = tuple[PathView, Theme, QSize]


class Arrangement:
    """Keeps what was made last."""

    def __init__(self) -> None:
        """Start empty."""
        self._frame: Frame | None = None
        self._key: _Key | None = None
        self._made: tuple[PathPicture, PathLayout] | None = None

    def of(
        self, frame: Frame, choice: PathView, theme: Theme, size: QSize
    ) -> tuple[PathView, PathPicture, PathLayout]:
        """Return the choice with as many rows as fit into `size`, its picture and its layout."""
        if self._made is None or self._frame is not frame or self._key != (choice, theme, size):
            choice = self._make(frame, choice, theme, size)
        assert self._made is not None, "just made"
        return choice, *self._made

    def _make(self, frame: Frame, choice: PathView, theme: Theme, size: QSize) -> PathView:
        picture = path_picture(frame.trace, frame.step, choice)
        layout = lay_out(picture, theme, size.width(), size.height())
        if layout.visible_rows != choice.rows:
            choice = PathView(layout.visible_rows, choice.centers)
            picture = path_picture(frame.trace, frame.step, choice)
            layout = lay_out(picture, theme, size.width(), size.height())
        self._frame, self._key, self._made = frame, (choice, theme, size), (picture, layout)
        return choice
