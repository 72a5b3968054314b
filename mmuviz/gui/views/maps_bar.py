"""What the Maps view is asked: the topic, an address, rights, a frame."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mmuviz.core.maps import RangeFilter
from mmuviz.core.scenario import Label
from mmuviz.gui.theme import Theme
from mmuviz.gui.widgets.number_edit import NumberEdit
from mmuviz.gui.widgets.segmented import Segmented
from mmuviz.gui.widgets.wish_toggle import WishToggle
from mmuviz.gui.widgets.wrap_row import WrapRow
from mmuviz.present.maps_picture import Asked, Topic
from mmuviz.sources.entry_text import parse_number
from mmuviz.sources.scenario_question import resolve_address

_TOPICS = (
    (Topic.RANGES.value, "Every mapped range, with the rights of all levels together"),
    (Topic.FRAME.value, "Every page and every entry that leads to one frame"),
    (Topic.SHARED.value, "Tables that more than one entry leads to, self-maps included"),
)
_RIGHTS = (("user", "u"), ("writable", "w"), ("executable", "x"))


class MapsBar(QWidget):
    """The controls, in as many lines as they need.

    Signals:
        changed: something else is asked.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Lay the controls out."""
        super().__init__(parent)
        self._theme = Theme()
        self._labels: tuple[Label, ...] = ()
        self.topic = Segmented("List", _TOPICS, self)
        self.address = NumberEdit("Only the range that holds this address", self._read, self)
        self.address.setPlaceholderText("any address or label")
        self.address.setToolTip("Only the range that holds this address, label or label + 0x10")
        self.frame = NumberEdit("Guest-physical address of the frame", parse_number, self)
        self.frame.setToolTip("A guest-physical address; empty for the one that is walked to")
        self.rights = {name: WishToggle(name, letter, self) for name, letter in _RIGHTS}
        self._address_field = _Field("Ran&ge of", self.address, self)
        self._frame_field = _Field("Fra&me", self.frame, self)
        self._row = WrapRow(self)
        for widget in (
            self.topic,
            self._address_field,
            self._frame_field,
            *self.rights.values(),
        ):
            self._row.addWidget(widget)
        self.topic.chosen.connect(self._on_topic)
        self.address.changed.connect(self.changed)
        self.frame.changed.connect(self.changed)
        for toggle in self.rights.values():
            toggle.changed.connect(self._on_right)
        self._show_fields()

    def _read(self, text: str) -> int | None:
        return resolve_address(text, self._labels)

    @property
    def asked(self) -> Asked:
        """What is asked."""
        wished = {name: toggle.value for name, toggle in self.rights.items()}
        wanted = RangeFilter(self.address.value, **wished)
        return Asked(Topic(self.topic.value), wanted, self.frame.value)

    @property
    def problem(self) -> str:
        """What is wrong with what was typed; empty where nothing is."""
        topic = Topic(self.topic.value)
        if topic is Topic.RANGES and self.address.is_bad:
            return f'"{self.address.text()}" is no address: a number, a label, or label + 0x10'
        if topic is Topic.FRAME and self.frame.is_bad:
            return f'"{self.frame.text()}" is no guest-physical address: a number such as 0x5e75000'
        return ""

    @property
    def is_narrowed(self) -> bool:
        """Whether the ranges are filtered."""
        return self.asked.wanted != RangeFilter()

    def set_labels(self, labels: tuple[Label, ...]) -> None:
        """Know the labels of the scenario."""
        self._labels = labels

    def set_gpa(self, gpa: int | None) -> None:
        """Offer the frame of the current address."""
        self.frame.setPlaceholderText("0x5e75000" if gpa is None else f"{gpa:#x} (walked)")
        self._frame_field.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts and sizes."""
        self._row.setSpacing(round(theme.px(16)))
        self._theme = theme
        for control in (self.topic, *self.rights.values()):
            control.set_theme(theme)
        for field in (self._address_field, self._frame_field):
            field.set_theme(theme)
        self.updateGeometry()

    def clear(self) -> None:
        """Ask for all ranges."""
        self.address.clear()
        for toggle in self.rights.values():
            toggle.set_value(None)
        self.changed.emit()

    def _on_topic(self, _word: str) -> None:
        self._show_fields()
        self.changed.emit()

    def _on_right(self, _value: bool | None) -> None:  # noqa: FBT001  # a signal's argument
        self.changed.emit()

    def _show_fields(self) -> None:
        topic = Topic(self.topic.value)
        for widget in (self._address_field, *self.rights.values()):
            widget.setVisible(topic is Topic.RANGES)
        self._frame_field.setVisible(topic is Topic.FRAME)


class _Field(QWidget):
    """A label before an edit."""

    def __init__(self, words: str, edit: NumberEdit, parent: QWidget) -> None:
        super().__init__(parent)
        self._edit = edit
        self._label = QLabel(words, self)
        self._label.setBuddy(edit)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._label)
        self._row.addWidget(edit)

    def set_theme(self, theme: Theme) -> None:
        self._row.setSpacing(round(theme.px(8)))
        self._edit.set_theme(theme)
