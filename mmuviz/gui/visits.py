"""What fills the window for a while and is no view of the document: a storyline, the exercises."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from mmuviz.gui.main_window import MainWindow


class Visits(QObject):
    """Lets one guest at a time take the place of the views, and brings them back as they were.

    Signals:
        ended: the guest is not shown any more (QWidget).
    """

    ended = Signal(object)

    def __init__(self, window: "MainWindow") -> None:
        """Show in `window`."""
        super().__init__(window)
        self._window = window
        self._able: dict[str, bool] = {}
        self.guest: QWidget | None = None

    def begin(self, guest: QWidget, stay: Collection[str], *, full: bool) -> None:
        """Show `guest` alone.

        Args:
            guest: what to show.
            stay: the names of the actions that mean something meanwhile.
            full: show it on the whole screen, without menus and tabs.
        """
        self.end()
        window = self._window
        window.present(on=False)
        window.stepper.pause()
        self.guest = guest
        for name, action in window.actions_by_name.items():
            self._able[name] = action.isEnabled()
            action.setEnabled(action.isEnabled() and name in stay)
        window.show_alone(guest, full=full)

    def end(self) -> None:
        """Bring the window back as it was; nothing where there is no guest."""
        guest, self.guest = self.guest, None
        if guest is None:
            return
        for name, able in self._able.items():
            self._window.actions_by_name[name].setEnabled(able)
        self._window.commands.show_undo()
        self._window.show_again(guest)
        self.ended.emit(guest)
