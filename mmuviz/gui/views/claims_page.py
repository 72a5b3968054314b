"""The Claims view: what the change claimed and did, told in faces."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.claims_face import ClaimsFace
from mmuviz.gui.views.guests_face import GuestsFace
from mmuviz.gui.views.history_face import HistoryFace
from mmuviz.gui.views.page import Page
from mmuviz.gui.views.story_face import StoryFace
from mmuviz.gui.views.suite_face import SuiteFace
from mmuviz.gui.widgets.control import RING
from mmuviz.gui.widgets.ground import Hairline
from mmuviz.gui.widgets.segmented import Segmented
from mmuviz.gui.widgets.stack import Stack
from mmuviz.present.frame import Frame

_TIPS = {
    "claims": "What the change claimed and did, counted over every state",
    "test suite": "The 256 cases of January 2007, run on before, after and hardware",
    "guests": "What an operating system's fault handler sees",
    "history": "What happened around the change, with dates",
}


class ClaimsPage(Page):
    """A heading, and one of the faces; the scenario that is open is nothing to it.

    Signals:
        opening_wished: a built-in scenario is to be opened at its telling step (Opening).
        scenario_wished: a scenario that is no file is to be walked (Opened).
    """

    asks = False
    steps = False

    opening_wished = Signal(object)
    scenario_wished = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show the first face."""
        super().__init__(parent)
        self.title, self.subtitle = QLabel(self), QLabel(self)
        for label in (self.title, self.subtitle):
            label.setWordWrap(True)
        self.choice = Segmented("Face", list(_TIPS.items()), self)
        self.board = ClaimsFace(self)
        self.faces: dict[str, StoryFace] = {
            "claims": self.board,
            "test suite": SuiteFace(self),
            "guests": GuestsFace(self),
            "history": HistoryFace(self),
        }
        self.stack = Stack(self)
        self._lay_out()
        for face in self.faces.values():
            self.stack.addWidget(face)
            face.opening_wished.connect(self.opening_wished)
            face.scenario_wished.connect(self.scenario_wished)
        self.choice.chosen.connect(self.show_face)
        self.show_face(self.choice.value)

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self.choice)
        self._heading = QVBoxLayout()
        self._heading.setSpacing(0)
        self._heading.addLayout(self._head)
        self._below = QHBoxLayout()
        self._below.addWidget(self.subtitle, 1)
        for face in self.faces.values():
            if face.aside is not None:
                self._below.addWidget(face.aside)
        self._heading.addLayout(self._below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._heading)
        column.addWidget(Hairline(self))
        column.addWidget(self.stack, 1)

    @property
    def face(self) -> StoryFace:
        """The face that is shown."""
        return self.faces[self.choice.value]

    def show_face(self, word: str) -> None:
        """Show the face called `word`."""
        self.choice.set_value(word)
        self.title.setText(self.face.title)
        self.subtitle.setText(self.face.subtitle)
        self.stack.setCurrentWidget(self.face)
        for face in self.faces.values():
            if face.aside is not None:
                face.aside.setVisible(face is self.face)

    def leave(self) -> None:
        """End what runs beside the window."""
        self.board.counting.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Let the keys act in the face at once."""
        super().showEvent(event)
        self.face.entrance.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Draw every face in `theme`."""
        margin, gap, ring = (round(theme.px(size)) for size in (20, 8, RING))
        self._below.setContentsMargins(0, 0, ring, 0)
        self._below.setSpacing(margin)
        self._heading.setContentsMargins(margin, gap, margin - ring, gap)
        self.title.setFont(theme.font(FontKind.VERDICT))
        self.subtitle.setFont(theme.font(FontKind.CAPTION))
        muted = self.subtitle.palette()
        muted.setColor(self.subtitle.foregroundRole(), theme.color(Role.MUTED))
        self.subtitle.setPalette(muted)
        self.choice.set_theme(theme)
        for face in self.faces.values():
            face.set_theme(theme)
        # As high as the button beside it, also while there is none: nothing below it moves.
        self.subtitle.setMinimumHeight(self.board.bar.button.sizeHint().height())

    def show_frame(self, frame: Frame) -> None:
        """The story is the same whatever is walked."""
