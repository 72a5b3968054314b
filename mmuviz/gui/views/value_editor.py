"""The little line edit that lies over a value while it is typed."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from mmuviz.gui.theme import FontKind, Role, Theme


class ValueEditor(QLineEdit):
    """Takes a number. Enter enters it, Escape leaves everything as it was.

    Signals:
        entered: a text was entered for a subject (what `edit` was given, str).
        left: the editor was left by a key.
    """

    entered = Signal(object, str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._theme = Theme()
        self._subject: object = None
        self._hint = ""
        self.hide()
        self.returnPressed.connect(self._enter)
        self.textEdited.connect(self._calm)

    def set_theme(self, theme: Theme) -> None:
        """Use the theme's monospaced font."""
        self._theme = theme
        self.setFont(theme.font(FontKind.MONO))

    def edit(
        self, subject: object, named: tuple[str, str], text: str, place: QRect, *, fresh: bool
    ) -> None:
        """Edit `text` at `place`; a fresh one is selected as a whole.

        Args:
            subject: what it is about, given back by `entered`.
            named: what a screen reader calls it, and what is expected.
            text: what stands there first.
            place: where, on the parent.
            fresh: nothing was typed yet.
        """
        self._subject = subject
        name, self._hint = named
        self.setAccessibleName(name)
        self.setText(text)
        self._calm()
        width = round(self._theme.width(FontKind.MONO, "0" * 18) + self._theme.px(14))
        place.adjust(-6, -2, 0, 2)
        place.setWidth(max(width, place.width()))
        self.setGeometry(place)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if fresh:
            self.selectAll()

    def _enter(self) -> None:
        self.entered.emit(self._subject, self.text())

    def refuse(self, reason: str) -> None:
        """Keep what was typed and say what is wrong with it."""
        palette = self.palette()
        palette.setColor(palette.ColorRole.Text, self._theme.color(Role.FAIL))
        self.setPalette(palette)
        self.setAccessibleDescription(reason)
        QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), reason, self)

    def _calm(self, _text: str = "") -> None:
        self.setPalette(self._theme.palette())
        self.setAccessibleDescription(self._hint)

    def close_editor(self) -> None:
        """Hide, and give the keyboard back."""
        if self.isVisible():
            self.hide()
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_editor()
        else:
            super().keyPressEvent(event)
            event.accept()  # QLineEdit passes Enter on, and the view would edit anew

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave without a change when something else is clicked."""
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.hide()
