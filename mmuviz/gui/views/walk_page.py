"""The walk: path above, algorithm and listing below, the timeline at the foot."""

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from mmuviz.gui.theme import Theme
from mmuviz.gui.views.algorithm_view import AlgorithmView
from mmuviz.gui.views.idea_stage import IdeaStage
from mmuviz.gui.views.listing_view import ListingView
from mmuviz.gui.views.page import Page
from mmuviz.gui.views.path_view import PathView
from mmuviz.gui.views.predict_view import PredictView
from mmuviz.gui.views.timeline_view import TimelineView
from mmuviz.gui.views.transport import Transport
from mmuviz.gui.views.walker_view import WalkerView
from mmuviz.gui.widgets.stack import Stack
from mmuviz.present.frame import Frame
from mmuviz.present.idea_board import IdeaBoard
from mmuviz.present.predict_panel import Panel

_NARROW = 1400
_PREDICTED, _ANSWERED = "predicted", "answered"
_TALL, _TALL_SHARE = 1000, 0.4  # of a tall window the path takes more rows


class WalkPage(Page):
    """All zones of the Walk view.

    Signals:
        step_wished: a step was pointed at (int).
    """

    step_wished = Signal(int)

    def __init__(self, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        """Lay the zones out."""
        super().__init__(parent)
        self._theme = Theme()
        self._user_sized = False
        self.path = PathView(self)
        self.algorithm = AlgorithmView(Theme(), self)
        self.listing = ListingView(self)
        self.walker = WalkerView(self)
        self.transport = Transport(actions, self)
        self.timeline = TimelineView(self)
        self.predict = PredictView(self)
        code = QWidget(self)
        side_column = QVBoxLayout(code)
        side_column.setContentsMargins(0, 0, 0, 0)
        side_column.setSpacing(0)
        side_column.addWidget(self.listing, 1)
        side_column.addWidget(self.walker)
        self.side = Stack(self)  # the code, or the question instead of it
        self.side.addWidget(code)
        self.side.addWidget(self.predict)
        self.bottom = QSplitter(Qt.Orientation.Horizontal, self)
        self.stage = IdeaStage(self.algorithm, self)
        self.bottom.addWidget(self.stage)
        self.bottom.addWidget(self.side)
        self.zones = _Zones(Qt.Orientation.Vertical, self)
        self.zones.addWidget(self.path)
        self.zones.addWidget(self.bottom)
        for splitter in (self.bottom, self.zones):
            splitter.setHandleWidth(1)
            splitter.setAutoFillBackground(True)
            splitter.setBackgroundRole(QPalette.ColorRole.Mid)  # the hairline between zones
            splitter.setChildrenCollapsible(False)
            splitter.splitterMoved.connect(self._on_splitter_moved)
        self._foot = QFrame(self)
        foot_row = QHBoxLayout(self._foot)
        foot_row.setContentsMargins(0, 2, 8, 2)
        foot_row.addWidget(self.transport)
        foot_row.addWidget(self.timeline, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.zones.resized.connect(self._share_out)
        scrolled = _Scrolled(self.zones, self)
        self.stage.board_shown.connect(scrolled.see)
        column.addWidget(scrolled, 1)
        column.addWidget(self._foot)
        self.path.edit_wished.connect(self.edit_wished)
        self.algorithm.step_wished.connect(self.step_wished)
        self.timeline.step_wished.connect(self.step_wished)

    def set_theme(self, theme: Theme) -> None:
        """Draw every zone in `theme`."""
        self._theme = theme
        for view in (
            self.path,
            self.algorithm,
            self.stage,
            self.listing,
            self.walker,
            self.predict,
            self.transport,
            self.timeline,
        ):
            view.set_theme(theme)
        self._share_out()

    def show_frame(self, frame: Frame) -> None:
        """Show `frame` in every zone."""
        self.path.show_frame(frame)
        self.algorithm.show_frame(frame)
        self.listing.show_frame(frame)
        self.walker.show_frame(frame)
        self.transport.show_place(frame.place)
        self.timeline.show_steps(frame.timeline, frame.step, frame.last_step)

    def show_panel(self, panel: Panel | None) -> None:
        """Show a question, or what became of one, where the code stands; None: the code."""
        if panel is not None:
            self.predict.show_panel(panel)
        self.side.setCurrentIndex(int(panel is not None))
        self.stage.tell(_PREDICTED, panel.boards if panel is not None else ())

    def show_answered(self, boards: tuple[IdeaBoard, ...]) -> None:
        """Show the ideas behind a lesson's answer beside the truth, where there are any."""
        self.stage.tell(_ANSWERED, boards)

    def show_side(self, *, shown: bool) -> None:
        """Show or hide listing and walker: beside a lesson the algorithm needs their room."""
        self.side.setVisible(shown)
        self._share_out()

    def splitters(self) -> QByteArray:
        """Return the places of the splitters; empty while they are where the page put them."""
        if not self._user_sized:
            return QByteArray()
        return self.zones.saveState() + self.bottom.saveState()

    def restore_splitters(self, state: QByteArray) -> None:
        """Put the splitters where they were."""
        half = self.zones.saveState().size()
        if state.size() > half:
            places = QByteArray(state.data()[:half]), QByteArray(state.data()[half:])
            restored = self.zones.restoreState(places[0]), self.bottom.restoreState(places[1])
            self._user_sized = all(restored)

    def _on_splitter_moved(self, _position: int, _index: int) -> None:
        self._user_sized = True

    def _share_out(self) -> None:
        """Give each zone its drawn share, until the user moves a splitter."""
        if self._user_sized:
            return
        px, width = self._theme.px, self.width()
        narrow = width < px(_NARROW)
        path = px(234 if narrow else 346 if width > px(1600) else 290)
        height = self.zones.height()
        path = max(path, height * _TALL_SHARE if height > px(_TALL) else 0)
        self.zones.setSizes([round(path), max(round(height - path), 1)])
        side = px(312) if narrow else px(560) if width > px(1600) else px(470)
        self.bottom.setSizes([max(round(width - side), 1), round(side)])


class _Zones(QSplitter):
    """Tells when its room has changed."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell it, once the zones have their new size."""
        super().resizeEvent(event)
        self.resized.emit()


class _Scrolled(QScrollArea):
    """Lets the zones scroll where large text makes them higher than the window."""

    def __init__(self, zones: "_Zones", parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(zones)
        self._seen: QWidget | None = None
        zones.resized.connect(self._follow)

    def see(self, part: QWidget | None) -> None:
        """Let `part` be seen, now and when the zones have other heights; None: nothing more."""
        self._seen = part
        self._follow()

    def _follow(self) -> None:
        if self._seen is not None:
            self.ensureWidgetVisible(self._seen, 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the keys to the window: arrows step."""
        event.ignore()
