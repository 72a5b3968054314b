"""The tabs of the views, in the corner of the menu bar."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabBar, QWidget

from mmuviz.gui.actions import VIEWS


class ViewTabs(QTabBar):
    """A tab a view.

    Signals:
        view_wished: the action name of the view that was picked (str).
    """

    view_wished = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Add the tabs."""
        super().__init__(parent)
        self.setObjectName("view_tabs")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setAccessibleName("Views")
        for title in VIEWS.values():
            self.addTab(title)
        self.tabBarClicked.connect(self._on_clicked)

    def _on_clicked(self, index: int) -> None:
        if index >= 0:
            self.view_wished.emit(list(VIEWS)[index])

    def show_view(self, name: str) -> None:
        """Mark the view `name`."""
        self.setCurrentIndex(list(VIEWS).index(name))
