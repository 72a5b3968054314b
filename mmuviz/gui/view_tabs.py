"""The tabs of the views, in the corner of the menu bar."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabBar, QWidget

TABS = (("view_walk", "Walk"),)


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
        for _, title in TABS:
            self.addTab(title)
        self.tabBarClicked.connect(self._on_clicked)

    def _on_clicked(self, index: int) -> None:
        if index >= 0:
            self.view_wished.emit(TABS[index][0])

    def show_view(self, name: str) -> None:
        """Mark the view `name`."""
        self.setCurrentIndex([view for view, _ in TABS].index(name))
