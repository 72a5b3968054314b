"""Export…: the walk, the storyline that plays and the atlas, written where the user says."""

from collections.abc import Generator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QProgressDialog

from mmuviz.core.slug import slug
from mmuviz.gui.ask import Asker
from mmuviz.gui.dialogs.pick import Choice, PickDialog
from mmuviz.gui.export_image import SUFFIXES, export_image
from mmuviz.gui.export_walk import Wish, parts
from mmuviz.gui.part_writer import PartWriter
from mmuviz.present.answer import question_text
from mmuviz.present.frame import Frame

if TYPE_CHECKING:
    from mmuviz.core.storyline import Storyline
    from mmuviz.gui.main_window import MainWindow
    from mmuviz.present.story_spot import Spot

_KINDS = (
    "Web page of all steps (*.html)",
    "Hand-out, a page a step (*.pdf)",
    "Picture of the window (*.png *.svg)",
    "Animation of all steps (*.gif)",
    "Markdown (*.md)",
    "LaTeX picture of this step (*.tex)",
    "Folder with pictures of all steps (*)",
)
_STORY_KINDS = (
    "Web page of all slides (*.html)",
    "Hand-out, a page a slide (*.pdf)",
    "Animation of all slides (*.gif)",
    "Markdown (*.md)",
    "LaTeX (*.tex)",
    "Folder with pictures of all slides (*)",
)
_PAGE, _HAND_OUT, _, *_TEXTS, _ = _STORY_KINDS
_NOTED_KINDS = (_HAND_OUT, _PAGE, *_TEXTS)  # on paper first: notes lie on the desk
_WALK_KINDS = tuple(kind for kind in _KINDS if "window" not in kind)
_STORY, _NOTED, _WALK = "story", "noted", "walk"
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
        self.writer.done.connect(self._on_written)
        self.writer.failed.connect(self.tell_failure)
        self.writer.failed.connect(self._on_done)

    def export(self) -> None:
        """Write the walk, or a picture of the window; while a storyline plays, that."""
        page = self._window.stories.page
        if page is not None:
            self._offer(page.spot)
            return
        document = self._window.document
        start = f"{document.path.stem}.html" if document.path else _page_of(document.title)
        self._asker.save_path("Export", start, ";;".join(_KINDS), self._export)

    def _offer(self, spot: "Spot") -> None:
        """Let the lecturer say what of the storyline is to be written."""
        choices = [
            Choice("The storyline", spot.storyline.title, _STORY),
            Choice(
                "The storyline with your notes", "on paper, in a page, Markdown or LaTeX", _NOTED
            ),
        ]
        if spot.frame is not None:
            choices.append(Choice("The walk of this slide", question_text(spot.frame.trace), _WALK))
        picking = PickDialog("Export", choices, self._window)
        picking.resize(picking.width(), picking.sizeHint().height())  # for few choices
        picking.picked.connect(partial(self._ask_where, spot))
        picking.open()

    def _ask_where(self, spot: "Spot", what: str) -> None:
        start, kinds = {
            _STORY: (f"{spot.storyline.name}.html", _STORY_KINDS),
            _NOTED: (f"{spot.storyline.name}-notes.pdf", _NOTED_KINDS),
            _WALK: (_page_of(spot.slide.scenario.title), _WALK_KINDS),
        }[what]
        written = partial(self._export_story, spot.storyline, what == _NOTED)
        if what == _WALK and spot.frame is not None:
            written = partial(self._export_walk, spot.frame)
        self._asker.save_path("Export", start, ";;".join(kinds), written)

    def _export(self, path: Path) -> None:
        if path.suffix.lower() in SUFFIXES:
            self._window.notice.dismiss()  # it is no part of the picture
            try:
                export_image(self._window, path)
            except OSError as problem:
                self.tell_failure(path, problem)
            else:
                self._window.notice.tell_written(path)
            return
        self._export_walk(self._window.session.frame, path)

    def _export_walk(self, frame: Frame, path: Path) -> None:
        wish = Wish(frame.trace, frame.step, self._scheme(path))
        self._begin(path, parts(path, wish))

    def _export_story(self, storyline: "Storyline", notes: bool, path: Path) -> None:  # noqa: FBT001  # bound
        from mmuviz.gui.export_story import StoryWish, story_parts  # noqa: PLC0415  # few play one

        wish = StoryWish(storyline, self._scheme(path), notes=notes)
        self._begin(path, story_parts(path, wish))

    def _scheme(self, path: Path) -> str:
        """Return the window's own theme; a page has both."""
        if path.suffix.lower() == ".html":
            return ""
        return "dark" if self._window.look.theme.dark else "light"

    def _begin(self, path: Path, written: Generator[float]) -> None:
        self._window.notice.dismiss()  # it told of another file
        self._show_progress(path)
        self.writer.begin(path, written)

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

    def _on_written(self) -> None:
        self._window.notice.tell_written(self.writer.path)

    def _on_done(self) -> None:
        dialog, self._progress = self._progress, None
        if dialog is not None:
            dialog.canceled.disconnect(self.leave)
            dialog.close()
            dialog.deleteLater()


def _page_of(title: str) -> str:
    """`a-plain-hit.html`: what the page of a walk is called."""
    return f"{slug(title) or 'walk'}.html"
