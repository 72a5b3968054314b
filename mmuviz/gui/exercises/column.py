"""How a question and its report are laid out: head and boxes, the sheet, the ways on."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmuviz.gui.exercises.foot import Foot
from mmuviz.gui.exercises.head import Head
from mmuviz.gui.exercises.strip import QuestionStrip
from mmuviz.gui.theme import Theme
from mmuviz.gui.widgets.ground import Hairline


class Column(QVBoxLayout):
    """From top to bottom, with hairlines between."""

    def __init__(
        self, view: QWidget, head: Head, strip: QuestionStrip, sheet: QWidget, foot: Foot
    ) -> None:
        """Lay `view` out."""
        super().__init__(view)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(0)
        self._boxes = QVBoxLayout()
        self._boxes.addWidget(strip)
        self.addWidget(head)
        self.addLayout(self._boxes)
        self.addWidget(Hairline(view))
        self.addWidget(sheet, 1)
        self.addWidget(Hairline(view))
        self.addWidget(foot)

    def set_theme(self, theme: Theme) -> None:
        """Keep the boxes in line with the head."""
        side = round(theme.px(16))
        self._boxes.setContentsMargins(side, 0, side, round(theme.px(6)))
