"""What every view that has a tab of its own is to the window."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mmuviz.core.events import Anchor
from mmuviz.core.trace import Semantics
from mmuviz.gui.stepper import Stepper
from mmuviz.gui.theme import Theme
from mmuviz.present.frame import Frame


class Page(QWidget):
    """A view that fills the window below the question.

    Attributes:
        asks: the question stands above it.
        steps: there is something in it to step through.
        rules: what stands in the question instead of whose rules are followed; None: those.
        stepper: what the keys and buttons that step move; None: the walk's own.

    Signals:
        stepped: it stands elsewhere in its own record.
        walk_wished: the walk of a linear address is to be shown (int).
        edit_wished: the scenario is to be another one (undo text, Scenario).
    """

    asks = True
    steps = True
    rules: QWidget | None = None
    stepper: Stepper | None = None

    stepped = Signal()
    walk_wished = Signal(object)  # object: a linear address is wider than Qt's int
    edit_wished = Signal(str, object)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        raise NotImplementedError

    def show_frame(self, frame: Frame) -> None:
        """Show `frame`; called only while the page is the one on screen."""
        raise NotImplementedError

    def leave(self) -> None:
        """End what runs beside the window, which closes."""

    def settle(self) -> None:
        """Wait for what is worked out beside the window: a picture is to be whole."""

    def anchors(self) -> Mapping[Semantics, Collection[Anchor]] | None:
        """Return where each version stands in its listings; None: where the walk stands."""
        return None
