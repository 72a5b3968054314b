"""The Exits view: what is behind the walk, as exits, as shadow tables, and as a program."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mmuviz.core.events import Anchor
from mmuviz.core.trace import Semantics
from mmuviz.gui.run_session import RunSession
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.views.exit_face import ExitFace
from mmuviz.gui.views.face import Face
from mmuviz.gui.views.page import Page
from mmuviz.gui.views.timeline_view import TimelineView
from mmuviz.gui.views.transport import Transport
from mmuviz.gui.widgets.ground import Hairline
from mmuviz.gui.widgets.segmented import Segmented
from mmuviz.gui.widgets.stack import Stack
from mmuviz.present.frame import Frame
from mmuviz.present.run_frame import RunFrame
from mmuviz.present.run_timeline import run_timeline

_TIPS = {
    "exits": "Guest, processor and KVM: who does what, in time",
    "tables": "The guest's tables beside the shadow that the processor walks",
    "program": "What the guest does, edited and run; the statistics",
}


class ExitsPage(Page):
    """A heading, one of the faces, and the steps at the foot."""

    asks = False

    def __init__(
        self, actions: dict[str, QAction], faces: dict[str, Face], parent: QWidget | None = None
    ) -> None:
        """Show `faces` by their words, the first one first."""
        super().__init__(parent)
        self._theme = Theme()
        self.session = RunSession(self)
        self.stepper = self.session
        self.faces = faces
        self.title, self.subtitle = QLabel(self), QLabel(self)
        self.title.setWordWrap(True)  # large text in a small window
        self.subtitle.setWordWrap(True)
        self.choice = Segmented("Face", [(word, _TIPS[word]) for word in faces], self)
        self.choice.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the arrows alone
        self.stack = Stack(self)
        self.transport = Transport(actions, self)
        self.timeline = TimelineView(self)
        self._lay_out()
        for face in faces.values():
            self.stack.addWidget(face)
            face.step_wished.connect(self.session.go_to)
            face.edit_wished.connect(self.edit_wished)
            face.face_wished.connect(self.show_face)
        self.choice.chosen.connect(self.show_face)
        self.timeline.step_wished.connect(self.session.go_to)
        self.session.frame_changed.connect(self._show)
        self.session.running_changed.connect(self.transport.show_running)
        self.show_face(self.choice.value)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        self._head = QHBoxLayout()
        self._head.addLayout(words, 1)
        self._head.addWidget(self.choice)
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(0, 2, 8, 2)
        self._foot.addWidget(self.transport)
        self._foot.addWidget(self.timeline, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(Hairline(self))
        column.addWidget(self.stack, 1)
        column.addWidget(Hairline(self))
        column.addLayout(self._foot)

    def show_version(self, version: Semantics) -> None:
        """Let `version` be the one that is shown where only one has room."""
        face = self.face
        if isinstance(face, ExitFace):
            face.show_version(version)

    @property
    def face(self) -> Face:
        """The face that is shown."""
        return self.faces[self.choice.value]

    def show_face(self, word: str) -> None:
        """Show the face called `word`."""
        self.choice.set_value(word)
        self.session.by_operation = self.face.by_operation
        self.stack.setCurrentWidget(self.face)
        self._show(self.session.frame)

    def set_theme(self, theme: Theme) -> None:
        """Draw every face in `theme`."""
        self._theme = theme
        margin, gap = round(theme.px(20)), round(theme.px(12))
        self._head.setContentsMargins(margin, gap, margin, gap)
        self.title.setFont(theme.font(FontKind.VERDICT))
        self.subtitle.setFont(theme.font(FontKind.CAPTION))
        muted = self.subtitle.palette()
        muted.setColor(self.subtitle.foregroundRole(), theme.color(Role.MUTED))
        self.subtitle.setPalette(muted)
        for part in (self.choice, self.transport, self.timeline):
            part.set_theme(theme)
        for face in self.faces.values():
            face.set_theme(theme)

    def show_frame(self, frame: Frame) -> None:
        """Show the run of the walk's scenario; a step within the walk changes nothing here."""
        self.session.set_scenario(frame.scenario)
        self._show(self.session.frame)

    def anchors(self) -> Mapping[Semantics, Collection[Anchor]]:
        """Return where each version stands at the moment."""
        return self.session.frame.anchors

    def _show(self, frame: RunFrame) -> None:
        title, subtitle = self.face.heading(frame)
        self.title.setText(title)
        self.title.setToolTip(frame.record.scenario.notes)
        self.subtitle.setText(subtitle)
        self.face.show_run(frame)
        by_operation = self.face.by_operation
        record, step = frame.record, frame.step
        if by_operation and step:
            step = record.last_step_of(frame.operation)  # its cell, wherever one came from
        groups = run_timeline(frame, by_operation=by_operation)
        self.timeline.show_steps(groups, step, frame.last_step)
        if by_operation:
            number, count = frame.operation + 1 if step else 0, len(record.operations)
            self.transport.show_place(f"Operation {number} of {count}")
            self.transport.show_hint("Enter its exits   D difference")
        else:
            self.transport.show_step(frame.step, frame.last_step)
            self.transport.show_hint("← → step   ↑ ↓ operation")
        self.stepped.emit()
