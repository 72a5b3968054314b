"""The tabs of the views, in the corner of the menu bar."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenuBar, QTabBar

from mmuviz.gui.actions import VIEWS
from mmuviz.gui.menus import menus_width
from mmuviz.gui.theme import FontKind, Role, Theme

_PAD, _LEAST_PAD = 14.0, 5.0
_LINE = 3.0
_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class ViewTabs(QTabBar):
    """A tab a view, flat; a line under the one that is shown.

    Signals:
        view_wished: the action name of the view that was picked (str).
    """

    view_wished = Signal(str)

    def __init__(self, bar: QMenuBar) -> None:
        """Add the tabs; they leave the menus of `bar` the room that these need."""
        super().__init__(bar)
        self._bar = bar
        bar.installEventFilter(self)
        self._theme = Theme()
        self._pad = _PAD
        self.setObjectName("view_tabs")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setAccessibleName("Views")
        for title in VIEWS.values():
            self.addTab(title)
        self.tabBarClicked.connect(self._on_clicked)

    def _on_clicked(self, index: int) -> None:
        if index >= 0:
            self.view_wished.emit(list(VIEWS)[index])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the view beside with Left and Right; the rest is the window's, not the menus'."""
        if event.key() in _MOVES:
            self._on_clicked(
                min(self.currentIndex() + _MOVES[Qt.Key(event.key())], self.count() - 1)
            )
        else:
            QCoreApplication.sendEvent(self.window(), event)
            event.accept()  # a letter would open a menu

    def show_view(self, name: str) -> None:
        """Mark the view `name`."""
        self.setCurrentIndex(list(VIEWS).index(name))

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self._fit()
        self._size_anew()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the bar out anew when it has another width."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Stand as close as the menus ask for, but never without air."""
        room = self._bar.width() - menus_width(self._bar, self._theme)
        titles = sum(self._theme.width(FontKind.STRONG, title) for title in VIEWS.values())
        pad = (room - titles) / (2 * self.count()) / self._theme.scale
        pad = min(max(pad, _LEAST_PAD), _PAD)
        if pad != self._pad:
            self._pad = pad
            self._size_anew()

    def _size_anew(self) -> None:
        for number in range(self.count()):
            self.setTabText(number, self.tabText(number))  # the sizes are asked for anew
        self.updateGeometry()
        self.update()

    def tabSizeHint(self, index: int) -> QSize:
        """As wide as the title in bold, and some air."""
        width = self._theme.width(FontKind.STRONG, self.tabText(index))
        height = self._theme.metrics(FontKind.STRONG).height() + self._theme.px(13)
        return QSize(round(width + 2 * self._theme.px(self._pad)), round(height))

    def minimumTabSizeHint(self, index: int) -> QSize:
        """No title is cut."""
        return self.tabSizeHint(index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the titles, and the line under the current one."""
        painter = QPainter(self)
        theme = self._theme
        for number in range(self.count()):
            rect = QRectF(self.tabRect(number))
            current = number == self.currentIndex()
            painter.setFont(theme.font(FontKind.STRONG if current else FontKind.BODY))
            painter.setPen(theme.color(Role.ACCENT if current else Role.TEXT))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.tabText(number))
            if current:
                line = theme.px(_LINE)
                below = QRectF(rect.left(), rect.bottom() - line + 1, rect.width(), line)
                painter.fillRect(below, theme.color(Role.ACCENT))
            if current and self.hasFocus():
                painter.setPen(theme.pen(Role.FOCUS, 2))
                painter.drawRect(rect.adjusted(2, 2, -2, -2))
