"""A filter over the flags of a state space, typed; what is wrong with it stands below."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.filter_line import FilterLine
from mmuviz.sweep.filter import parse
from mmuviz.sweep.filter_reader import FilterError
from mmuviz.sweep.filter_tree import Expression
from mmuviz.sweep.filter_words import Names, names_of
from mmuviz.sweep.space import StateSpace

_SHOWN = 60


class FilterEdit(QWidget):
    """The last good filter stays in force while the text is wrong, and is said then.

    A text that only has to go on is no fault until Enter, or until the keyboard goes elsewhere.

    Attributes:
        line: where it is typed.
        problem: what is wrong.
        still: what is in force meanwhile.

    Signals:
        filter_changed: another filter is in force (Expression, or None for all states).
    """

    filter_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty; `set_space` says which names there are."""
        super().__init__(parent)
        self._theme = Theme()
        self._names = Names((), {})
        self._expression: Expression | None = None
        self._error: FilterError | None = None
        self.line = FilterLine(self)
        self.problem = QLabel(self)
        self.still = QLabel(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.line)
        for label in (self.problem, self.still):
            label.setWordWrap(True)
            label.hide()
            self._column.addWidget(label)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._on_text_changed)
        self.line.returnPressed.connect(self._settle)
        self.line.left.connect(self._settle)

    @property
    def expression(self) -> Expression | None:
        """The filter in force; None: all states are meant."""
        return self._expression

    def set_space(self, space: StateSpace) -> None:
        """Speak of the flags of `space`."""
        self.set_names(names_of(space))

    def set_names(self, names: Names) -> None:
        """Speak of other things: a text that means nothing there leaves no filter in force."""
        self._names = names
        self.line.set_names(names)
        self._put(self._parsed())
        self._settle()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's fonts, colours and sizes."""
        self._theme = theme
        self.line.set_theme(theme)
        self._column.setSpacing(round(theme.px(4)))
        for label, role in ((self.problem, Role.FAIL), (self.still, Role.MUTED)):
            label.setFont(theme.font(FontKind.CAPTION))
            palette = label.palette()
            palette.setColor(label.foregroundRole(), theme.color(role))
            label.setPalette(palette)

    def _parsed(self) -> Expression | None:
        """Return what the text means, and remember what is wrong with it."""
        text = self.line.text()
        self._error = None
        if text.strip():
            try:
                return parse(text, self._names)
            except FilterError as error:
                self._error = error
        return None

    def _put(self, expression: Expression | None) -> None:
        if expression != self._expression:
            self._expression = expression
            self.filter_changed.emit(expression)

    def _on_text_changed(self, _text: str) -> None:
        found = self._parsed()
        if self._error is None:
            self._put(found)
        is_going_on = self.line.hasFocus() and self._goes_on()
        self._show_error(None if is_going_on else self._error)

    def _goes_on(self) -> bool:
        """Whether the text may be right once more is typed behind it."""
        error = self._error
        return error is not None and (not error.found or self.line.is_at_start_of_word)

    def _settle(self) -> None:
        self._show_error(self._error)

    def _show_error(self, error: FilterError | None) -> None:
        words = "" if error is None else f"✗ {error}"
        self.line.mark(None if error is None else (error.start, error.end))
        self.line.setAccessibleDescription(words)
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        filtered = "all states" if self._expression is None else str(self._expression)
        if len(filtered) > _SHOWN:
            filtered = f"{filtered[:_SHOWN]}…"
        self.still.setText(f"still shown: {filtered}")
        self.still.setVisible(self._error is not None)
