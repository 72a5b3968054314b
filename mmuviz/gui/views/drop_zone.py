"""What stands where the files would be: drop some here, add some, or take recorded ones."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from mmuviz.gui.theme import FontKind, Theme
from mmuviz.gui.widgets.empty_note import EmptyNote
from mmuviz.gui.widgets.link import Link
from mmuviz.gui.widgets.wrap_row import WrapRow
from mmuviz.present.recorded_groups import Group
from mmuviz.present.verify_picture import EMPTY_ADVICE, EMPTY_HEADING
from mmuviz.present.wording import amount


class DropZone(EmptyNote):
    """A dashed frame with the ways in.

    Signals:
        group_wished: recorded files were chosen (a sequence of paths).
    """

    group_wished = Signal(object)

    def __init__(self, groups: Sequence[Group], parent: QWidget | None = None) -> None:
        """Offer the recorded files of `groups`."""
        super().__init__("Add files…", parent)
        self._groups = groups
        self.show_words(EMPTY_HEADING, EMPTY_ADVICE, with_way=True)
        self.caption = QLabel("Recorded results that are here:", self)
        row = QWidget(self)
        self._links = WrapRow(row)
        self.links: list[Link] = []
        for title, files in groups:
            link = Link(f"{title} ({len(files)})", amount(len(files), "file"), row)
            link.clicked.connect(self._on_clicked)
            self.links.append(link)
            self._links.addWidget(link)
        self.append(self.caption)
        self.append(row)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts and sizes."""
        super().set_theme(theme)
        self.caption.setFont(theme.font(FontKind.STRONG))
        for link in self.links:
            link.set_theme(theme)

    def _on_clicked(self) -> None:
        sender = self.sender()
        number = next(place for place, link in enumerate(self.links) if link is sender)
        self.group_wished.emit(self._groups[number][1])
