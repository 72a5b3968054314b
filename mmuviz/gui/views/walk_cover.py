"""What lies over the walk while a lesson asks for what its first sight would tell."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmuviz.gui.theme import Theme
from mmuviz.gui.widgets.empty_note import EmptyNote
from mmuviz.gui.widgets.ground import Ground

_HEADING = "The walk comes with your answer"
_ADVICE = "At its first sight it would tell what the lesson asks."


class WalkCover(Ground):
    """Hides all of the walk, and says why."""

    def __init__(self, parent: QWidget) -> None:
        """Start hidden."""
        super().__init__(parent)
        self.note = EmptyNote("Show it now", self)
        self.note.show_words(_HEADING, _ADVICE, with_way=True)
        self.note.way_wished.connect(self.hide)
        self.setAccessibleName(f"{_HEADING}. {_ADVICE}")
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.note)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Lie there in `theme`."""
        super().set_theme(theme)
        margin = round(theme.px(20))
        self._column.setContentsMargins(margin, margin, margin, margin)
        self.note.set_theme(theme)
