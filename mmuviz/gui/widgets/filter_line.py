"""The line in which a filter is typed: words are offered, and a fault is underlined."""

from PySide6.QtCore import QModelIndex, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.gui.widgets.completion_list import CompletionList
from mmuviz.sweep.filter_completion import Completion, completions
from mmuviz.sweep.filter_words import Names

_SHOWN_WORDS = 10
_POPUP_KEYS = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
)


class FilterLine(QLineEdit):
    """Offers words as one types; Down or Ctrl+Space lists all that may stand at the cursor.

    Enter or Tab takes the marked word. Escape closes the list, then empties the line.

    Attributes:
        popup: the list of what may stand at the cursor.

    Signals:
        left: the keyboard went elsewhere.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty, with no names."""
        super().__init__(parent)
        self._theme = Theme()
        self._names = Names((), {})
        self._offered: tuple[Completion, ...] = ()
        self._fault: tuple[int, int] | None = None
        self.setFrame(False)
        self.setClearButtonEnabled(True)
        self.setPlaceholderText("e.g. user and not pde.u")
        self.setAccessibleName("Filter")
        self.setToolTip(
            "Only states where this holds: flags with and, or, not and brackets;"
            " kind = mmio; pde.u != pte.u. Down lists what may stand at the cursor"
        )
        self.popup = CompletionList(self)
        self._completer = QCompleter(self.popup.words, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_SHOWN_WORDS)
        self.popup.serve(self._completer)
        self._completer.setWidget(self)
        self._completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]  # not in its types
        self.textEdited.connect(self._on_edited)

    def set_names(self, names: Names) -> None:
        """Offer these names."""
        self._names = names
        self.popup.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the theme's font and sizes."""
        self._theme = theme
        self.setFont(theme.font(FontKind.MONO))
        self.setTextMargins(round(theme.px(6)), 0, 0, 0)
        self.setFixedHeight(round(theme.metrics(FontKind.BODY).height() + theme.px(12)))
        self.popup.set_theme(theme)

    def mark(self, fault: tuple[int, int] | None) -> None:
        """Underline the characters of a fault, from 0; None: nothing is wrong."""
        self._fault = fault
        self.update()

    @property
    def is_at_start_of_word(self) -> bool:
        """Whether what stands before the cursor may become a word that may stand there."""
        at = self.cursorPosition()
        found = completions(self.text(), at, self._names)
        return any(one.start < at and one.end == len(self.text()) for one in found)

    def _on_edited(self, _text: str) -> None:
        self._offer(whole=False)

    def _offer(self, *, whole: bool) -> None:
        """List what may stand at the cursor; `whole`: though no letter was typed of it."""
        at = self.cursorPosition()
        self._offered = completions(self.text(), at, self._names)
        typed = self.text()[self._offered[0].start : at] if self._offered else ""
        if not self._offered or not (typed or whole):
            self.popup.hide()
            return
        width = max(self.popup.show_words(self._offered), self.width())
        self._completer.complete(QRect(0, 0, width, self.height()))
        first = self._completer.completionModel().index(0, 0)
        is_whole = self._names.find(typed) is not None  # Enter shall not lengthen such a word
        self.popup.setCurrentIndex(QModelIndex() if is_whole else first)

    def _take(self, index: QModelIndex) -> None:
        one = self._offered[index.row()]
        text, at = one.applied(self.text())
        self.setSelection(one.start, one.end - one.start)
        self.insert(text[one.start : len(text) - len(self.text()) + one.end])
        self.setCursorPosition(at)

    def focusNextPrevChild(self, on: bool) -> bool:  # noqa: FBT001  # Qt's own signature
        """Leave Tab to the list while it is open."""
        return False if self.popup.isVisible() else super().focusNextPrevChild(on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list, or leave its keys to it; empty the line on Escape."""
        key = event.key()
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self.popup.isVisible() and key in _POPUP_KEYS:
            event.ignore()
        elif key == Qt.Key.Key_Down or (key == Qt.Key.Key_Space and control):
            self._offer(whole=True)
        elif key == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say so, unless only the list has opened."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, and the zigzag under a fault."""
        super().paintEvent(event)
        painter = QPainter(self)
        paint.edit_frame(painter, self, self._theme, is_bad=self._fault is not None)
        if self._fault is not None:
            self._draw_fault(painter, *self._fault)

    def _draw_fault(self, painter: QPainter, start: int, end: int) -> None:
        """Draw the zigzag; where something is missing it is as wide as a letter."""
        theme, text = self._theme, self.text()
        scrolled = self.cursorRect().center().x() - self._advance(self.cursorPosition())
        left = scrolled + self._advance(start)
        letter = theme.width(FontKind.MONO, "0")
        right = max(scrolled + self._advance(min(end, len(text))), left + letter)
        height = theme.px(3)
        bottom = self.height() - theme.px(3)
        room = QRectF(self.rect()).adjusted(theme.px(5), 0, -theme.px(24), 0)
        painter.setClipRect(room)
        painter.setPen(theme.pen(Role.FAIL, 1.5))
        first, last = max(left, room.left() - 2 * height), min(right, room.right() + 2 * height)
        count = max(round((last - first) / height), 2)
        painter.drawPolyline(
            QPolygonF(
                [QPointF(first + at * height, bottom - at % 2 * height) for at in range(count + 1)]
            )
        )

    def _advance(self, characters: int) -> float:
        return self._theme.width(FontKind.MONO, self.text()[:characters])
