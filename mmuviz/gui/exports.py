"""Export…: the walk and the atlas, written where the user says."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QProgressDialog

from mmuviz.gui.ask import Asker
from mmuviz.gui.export_image import SUFFIXES, export_image
from mmuviz.gui.export_walk import Wish, parts
from mmuviz.gui.part_writer import PartWriter

if TYPE_CHECKING:
    from mmuviz.gui.main_window import MainWindow

_KINDS = (
    "Web page of all steps (*.html)",
    "Hand-out, a page a step (*.pdf)",
    "Picture of the window (*.png *.svg)",
    "Animation of all steps (*.gif)",
    "Markdown (*.md)",
    "LaTeX picture of this step (*.tex)",
    "Folder with pictures of all steps (*)",
)
_UNSEEN_MS = 500
_WHOLE = 100


class Exports(QObject):
    """The handlers of the actions that export, on one window."""

    def __init__(self, window: "MainWindow", asker: Asker) -> None:
        """Write what `window` shows."""
        super().__init__(window)
        self._window = window
        self._asker = asker
        self._progress: QProgressDialog | None = None
        self.writer = PartWriter(self)
        self.writer.advanced.connect(self._on_advanced)
        self.writer.done.connect(self._on_done)
        self.writer.failed.connect(self.tell_failure)
        self.writer.failed.connect(self._on_done)

    def export(self) -> None:
        """Write the walk, or a picture of the window."""
        self._asker.save_path("Export", "walk.html", ";;".join(_KINDS), self._export)

    def _export(self, path: Path) -> None:
        if path.suffix.lower() in SUFFIXES:
            try:
                export_image(self._window, path)
            except OSError as problem:
                self.tell_failure(path, problem)
            return
        frame, theme = self._window.session.frame, self._window.look.theme
        is_page = path.suffix.lower() == ".html"
        scheme = "" if is_page else "dark" if theme.dark else "light"
        self._show_progress(path)
        self.writer.begin(path, parts(path, Wish(frame.trace, frame.step, scheme)))

    def export_atlas(self) -> None:
        """Write the atlas as a picture, or its states as a table."""
        kinds = "The map (*.png *.svg);;Its states (*.csv *.parquet)"
        self._asker.save_path("Export atlas", "atlas.png", kinds, self._export_atlas)

    def _export_atlas(self, path: Path) -> None:
        try:
            self._window.atlas.board.export(path)
        except OSError as problem:
            self.tell_failure(path, problem)

    def tell_failure(self, path: Path, problem: OSError) -> None:
        """Tell why a file was not written."""
        self._window.files.tell(f"{path.name} was not written", problem)

    def leave(self) -> None:
        """Give up what is not written yet: what was there before stays."""
        self.writer.leave()
        self._on_done()

    def _show_progress(self, path: Path) -> None:
        """Let a dialog come up where it takes long; the window can be used meanwhile."""
        self._on_done()
        dialog = QProgressDialog(f"Writing {path.name}", "Cancel", 0, _WHOLE, self._window)
        dialog.setWindowTitle("Export")
        dialog.setMinimumDuration(_UNSEEN_MS)
        dialog.setAutoReset(False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)  # keys still step
        dialog.setValue(0)
        dialog.canceled.connect(self.leave)
        self._progress = dialog

    def _on_advanced(self, share: float) -> None:
        if self._progress is not None:
            self._progress.setValue(round(share * _WHOLE))

    def _on_done(self) -> None:
        dialog, self._progress = self._progress, None
        if dialog is not None:
            dialog.canceled.disconnect(self.leave)
            dialog.close()
            dialog.deleteLater()
