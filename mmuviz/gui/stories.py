"""A storyline in the window: it fills the screen, and leaves all as it was."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mmuviz.core.storyline import Storyline
from mmuviz.gui.commands import title_of
from mmuviz.gui.dialogs.pick import Choice, PickDialog
from mmuviz.resources import storylines
from mmuviz.sources.opened import Opened
from mmuviz.sources.problems import BadInput

if TYPE_CHECKING:
    from mmuviz.gui.main_window import MainWindow
    from mmuviz.gui.views.story_page import StoryPage
    from mmuviz.present.story_spot import Spot

_STAY = ("quit", "export", "theme_system", "theme_light", "theme_dark")
"""What can be done while a storyline plays: nothing of it changes the document or the view."""


class Stories(QObject):
    """Plays a storyline at a time."""

    def __init__(self, window: "MainWindow") -> None:
        """Play in `window`."""
        super().__init__(window)
        self._window = window
        self.page: StoryPage | None = None
        self._places: dict[str, int] = {}  # by title: the slide that was left
        window.visits.ended.connect(self._on_ended)

    def choose(self) -> None:
        """Pick a lecture: one that ships, or a file of one's own."""
        shipped = [Choice(title_of(path), path.stem, str(path)) for path in storylines()]
        own = Choice("A file of your own…", "", "")
        picking = PickDialog("Storylines", [*shipped, own], self._window)
        picking.picked.connect(self._take)
        picking.open()

    def _take(self, name: str) -> None:
        if name:
            self.open(Path(name))
        else:
            self._window.files.choose_and_open()

    def open(self, path: Path) -> None:
        """Play a file; a bad one changes nothing."""
        from mmuviz.sources.storyline_file import read_storyline  # noqa: PLC0415  # few play one

        try:
            storyline = read_storyline(path)
        except BadInput as problem:
            self._window.files.tell(f"{path.name} cannot be opened; nothing was changed", problem)
            return
        self._window.settings.add_recent(path)
        self.play(storyline)

    def play(self, storyline: Storyline) -> None:
        """Show it on the whole screen: the slide that was left, else the first."""
        from mmuviz.gui.views.story_page import StoryPage  # noqa: PLC0415  # as above
        from mmuviz.present.story_spot import Spot  # noqa: PLC0415  # as above

        window = self._window
        window.visits.end()
        spot = Spot(storyline).at(self._places.get(storyline.title, 0))
        self.page = page = StoryPage(spot, window)
        page.set_theme(window.look.theme)
        page.left.connect(window.visits.end)
        page.walk_wished.connect(self._try)
        window.look.changed.connect(page.set_theme)
        window.visits.begin(page, _STAY, full=True)

    def _try(self, spot: "Spot") -> None:
        """Open the walk of a slide in the window, unless unsaved work is to be kept."""
        slide = spot.slide
        opened = Opened(slide.scenario, "slide", semantics=slide.semantics)
        self._window.openings.step(opened, spot.walk_step)

    def _on_ended(self, guest: QWidget) -> None:
        """Note the slide that was left, for the next time."""
        page = self.page
        if page is not None and guest is page:
            self.page = None
            self._places[page.spot.storyline.title] = page.spot.number
            self._window.look.changed.disconnect(page.set_theme)
            page.deleteLater()
