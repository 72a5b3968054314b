"""A question of the walk in the place of the lesson: one question is seen at a time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.predict_view import PredictView


class WalkQuestion(QWidget):
    """The panel of a predicted walk, and the way back to the lesson.

    Signals:
        back_wished: the lesson is to be shown again.
    """

    back_wished = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self.caption = QLabel(self)
        self.predict = PredictView(self)
        self.predict.leave.setText("Back to the lesson  Esc")
        self.predict.leave.setToolTip("The walk stays where it is")
        self.predict.leave_wished.connect(self.back_wished)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.caption)
        self._column.addWidget(self.predict, 1)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        side = round(theme.px(16))
        self.caption.setContentsMargins(side, round(theme.px(12)), side, 0)
        self.caption.setFont(theme.font(FontKind.CAPTION))
        palette = self.caption.palette()
        palette.setColor(self.caption.foregroundRole(), theme.color(Role.MUTED))
        self.caption.setPalette(palette)
        self.predict.set_theme(theme)

    def enter(self) -> None:
        """Take the keyboard: the digits answer."""
        self.predict.setFocus()
