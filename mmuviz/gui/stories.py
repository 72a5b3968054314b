"""A storyline in the window: it fills the screen, and leaves all as it was."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mmuviz.core.storyline import Storyline
from mmuviz.gui.commands import title_of
from mmuviz.gui.dialogs.pick import Choice, PickDialog
from mmuviz.resources import storylines
from mmuviz.sources.problems import BadInput

if TYPE_CHECKING:
    from mmuviz.gui.main_window import MainWindow
    from mmuviz.gui.views.story_page import StoryPage

_STAY = ("quit", "export", "theme_system", "theme_light", "theme_dark")
"""What can be done while a storyline plays: nothing of it changes the document or the view."""


class Stories(QObject):
    """Plays a storyline at a time."""

    def __init__(self, window: "MainWindow") -> None:
        """Play in `window`."""
        super().__init__(window)
        self._window = window
        self._able: dict[str, bool] = {}
        self.page: StoryPage | None = None

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
        """Show the first slide on the whole screen."""
        from mmuviz.gui.views.story_page import StoryPage  # noqa: PLC0415  # as above
        from mmuviz.present.story_spot import Spot  # noqa: PLC0415  # as above

        self.leave()
        window = self._window
        window.present(on=False)
        window.stepper.pause()
        self.page = page = StoryPage(Spot(storyline), window)
        page.set_theme(window.look.theme)
        page.left.connect(self.leave)
        window.look.changed.connect(page.set_theme)
        for name, action in window.actions_by_name.items():
            self._able[name] = action.isEnabled()
            action.setEnabled(action.isEnabled() and name in _STAY)
        window.show_alone(page)

    def leave(self) -> None:
        """Bring the window back as it was; nothing where no storyline plays."""
        page, self.page = self.page, None
        if page is None:
            return
        window = self._window
        window.look.changed.disconnect(page.set_theme)
        for name, able in self._able.items():
            window.actions_by_name[name].setEnabled(able)
        window.show_again(page)
        page.deleteLater()
