"""The guests face of the Claims page: kernels at work, and the one that the mail names."""

from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from mmuviz.gui.theme import Theme
from mmuviz.gui.views.guest_board import GuestBoard
from mmuviz.gui.views.guests_list import GuestsList
from mmuviz.gui.views.remarks_board import TITLE, RemarksBoard
from mmuviz.gui.views.story_face import StoryFace
from mmuviz.gui.widgets.scroller import Scroller
from mmuviz.present import guest_stories
from mmuviz.present.claims import Opening, View
from mmuviz.present.guest_stories import Story, story_of
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file


class GuestsFace(StoryFace):
    """A list of stories, and the one that is chosen; they are run when it is first shown."""

    title = guest_stories.TITLE
    subtitle = guest_stories.SUBTITLE

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay the parts out."""
        super().__init__(parent)
        self._paths: list[Path] = []
        self._stories: list[Story] = []
        self.list = GuestsList(self)
        self.story = GuestBoard(self)
        self.remarks = RemarksBoard(self)
        self.stack = QStackedWidget(self)
        for content in (self.story, self.remarks):
            self.stack.addWidget(Scroller(content, self.title, self))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self.stack, 1)
        self.entrance = self.list
        self.list.currentRowChanged.connect(self._show)
        self.list.itemActivated.connect(self._open)
        self.story.open_wished.connect(self._open)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts and sizes."""
        self.list.set_theme(theme)
        self.story.set_theme(theme)
        self.remarks.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        """Run the guests, the first time."""
        super().showEvent(event)
        if not self._paths:
            self._paths = sorted(asset("scenarios").glob("guest-*.toml"))
            self._stories = [story_of(open_file(path).scenario) for path in self._paths]
            for story in self._stories:
                self.list.add(story.title, story.summary)
            self.list.add(TITLE, "what is known, and what is not")
            self.list.setCurrentRow(0)

    def _show(self, number: int) -> None:
        is_story = number < len(self._stories)
        if is_story:
            self.story.show_story(self._stories[number])
        self.stack.setCurrentIndex(0 if is_story else 1)

    def _open(self) -> None:
        number = self.list.currentRow()
        if number < len(self._paths):
            rows = self._stories[number].rows
            first = next((row.number - 1 for row in rows if row.differs), 0)
            opening = Opening(self._paths[number].stem, View.PROGRAM, operation=first)
            self.opening_wished.emit(opening)
