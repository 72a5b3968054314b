"""A line that tells for some seconds that a file is written: nothing is asked, or in the way."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from mmuviz.gui import paint
from mmuviz.gui.theme import FontKind, Role, Theme

SECONDS = 6
_MARGIN = 16.0
_PAD = 12.0
_DISC = 8.0


class Notice(QWidget):
    """Lies over the lower right corner of a page, and lets every click through.

    Attributes:
        timer: takes the line away when its time is over.
    """

    def __init__(self, page: QWidget) -> None:
        """Lie over `page`, hidden."""
        super().__init__(page)
        self._page = page
        self._theme = Theme()
        self._name = self._where = ""
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SECONDS * 1000)
        self.timer.timeout.connect(self.dismiss)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        page.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self._place()
        self.update()

    def tell_written(self, path: Path) -> None:
        """Say that the file, or the folder, `path` is written, and where; to ears too."""
        self._name, self._where = path.name, f"written to {path.absolute().parent}"
        said = f"{self._name} {self._where}"
        self.setAccessibleName(said)
        self._place()
        self.raise_()
        self.show()
        self.update()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
        self.timer.start()

    def dismiss(self) -> None:
        """Take the line away."""
        self.timer.stop()
        self.hide()

    def _place(self) -> None:
        """Be as wide as the words, and no wider than the page."""
        theme, page = self._theme, self._page
        wide = theme.width(FontKind.STRONG, self._name) + theme.width(FontKind.BODY, self._where)
        around = theme.px(4 * _PAD + 2 * _DISC)
        margin = round(theme.px(_MARGIN))
        width = min(round(wide + around) + 2, page.width() - 2 * margin)
        height = round(theme.metrics(FontKind.BODY).height() + theme.px(2 * _PAD))
        x, y = page.width() - margin - width, page.height() - margin - height
        self.setGeometry(x, y, width, height)

    def eventFilter(self, _page: QObject, event: QEvent) -> bool:
        """Stay in the corner of the page."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the mark, the file's name, and where it is; a long folder is elided."""
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(theme.pen(Role.BORDER_STRONG, 1))
        painter.setBrush(theme.brush(Role.SURFACE))
        painter.drawRoundedRect(frame, theme.px(4), theme.px(4))
        pad, radius = theme.px(_PAD), theme.px(_DISC)
        paint.disc(
            painter, QPointF(pad + radius, frame.center().y()), radius, paint.Disc.PASSED, theme
        )
        room = frame.adjusted(2 * pad + 2 * radius, 0, -pad, 0)
        long = min(theme.width(FontKind.STRONG, self._name), room.width())
        named = QRectF(room.left(), room.top(), long, room.height())
        paint.text(painter, named, self._name, theme, FontKind.STRONG)
        room.setLeft(named.right() + pad)
        paint.text(painter, room, self._where, theme, FontKind.BODY, Role.MUTED)
