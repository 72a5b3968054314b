"""What the choices of rules, view and look do: nothing of them changes the scenario."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from mmuviz.core.trace import Semantics
from mmuviz.gui.actions import VIEWS
from mmuviz.gui.dialogs.change import ChangeDialog
from mmuviz.gui.look import SCHEMES

if TYPE_CHECKING:
    from mmuviz.gui.main_window import MainWindow


class ViewCommands(QObject):
    """Handlers of the actions in View, and of the rules to follow."""

    def __init__(self, window: "MainWindow") -> None:
        """Act on `window`."""
        super().__init__(window)
        self._window = window
        self._change: ChangeDialog | None = None

    def choices(self) -> Mapping[str, Callable[..., object]]:
        """Return the handlers of the exclusive choices by the action's name."""
        views = {name: partial(self._view, name) for name in VIEWS}
        rules = {rule.value: partial(self._semantics, rule) for rule in Semantics}
        schemes = {f"theme_{scheme}": partial(self._scheme, scheme) for scheme in SCHEMES}
        return views | rules | schemes

    def follow(self) -> None:
        """Light in the diff where the view that is shown stands."""
        if self._change is None or not self._change.isVisible():
            return
        page = self._window.page
        anchors = None if page is None else page.anchors()
        if anchors is None:
            self._change.show_frame(self._window.session.frame)
        else:
            self._change.show_anchors(anchors)

    def _semantics(self, semantics: Semantics, _checked: object = None) -> None:
        self._window.session.set_semantics(semantics)

    def _view(self, name: str, _checked: object = None) -> None:
        self._window.show_view(name)

    def change(self, checked: bool) -> None:  # noqa: FBT001  # a signal's argument
        """Show or hide the change as a diff."""
        if self._change is None:
            self._change = ChangeDialog(self._window)
            self._change.set_theme(self._window.look.theme)
            self._window.look.changed.connect(self._change.set_theme)
            self._change.finished.connect(self._on_change_closed)
        self._change.setVisible(checked)
        self.follow()

    def _on_change_closed(self, _result: int) -> None:
        self._window.actions_by_name["change"].setChecked(False)

    def presenter(self, checked: bool) -> None:  # noqa: FBT001  # a signal's argument
        """Enter or leave the presenter."""
        self._window.present(checked)

    def normal_size(self) -> None:
        """Text at 100 %."""
        self._window.look.set_scale(1.0)

    def _scheme(self, scheme: str, _checked: object = None) -> None:
        self._window.look.set_scheme(scheme)
