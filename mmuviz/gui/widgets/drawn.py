"""What draws itself as high as its width asks for."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmuviz.gui.theme import Theme


class Drawn(QWidget):
    """The ground of lists that are drawn; a kind of its own gives the height, and draws."""

    def __init__(self, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = Theme()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self._measure_again()

    def _measure_again(self) -> None:
        """Draw something else, which may be of another height."""
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that is needed at a width."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:
        """As what is drawn at the width there is."""
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """As wide as a word or two."""
        return QSize(round(self._theme.px(120)), 0)
