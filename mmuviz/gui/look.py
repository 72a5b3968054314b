"""Which theme holds: the chosen one or the system's, at the chosen text size."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QApplication

from mmuviz.gui import settings as table
from mmuviz.gui.settings import Settings
from mmuviz.gui.theme import FontKind, Theme

SCHEMES = ("system", "light", "dark")
SIZES = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.25, 2.5)
DRAWN = (1440, 900)
_LARGEST_UNASKED = 1.5
_SMALLEST = (1280, 720)
_TITLE = 40  # px; how high a title is nobody says before there is one


def fitting_scale(width: int, height: int) -> float:
    """Return the text size at which a window as it was drawn fills `width` x `height` pixels.

    At least 1.0, and no more than a reader at a desk would want unasked.
    """
    room = min(width / DRAWN[0], height / DRAWN[1], _LARGEST_UNASKED)
    return max(size for size in SIZES if size <= max(room, 1.0))


def fitting_size(width: int, height: int, scale: float) -> tuple[int, int]:
    """Return the size of a new window on a screen of `width` x `height` pixels.

    As it was drawn, at text size `scale`; smaller where that would stand out, title and all. A
    screen that is smaller than any the program is made for is no measure.
    """
    drawn = round(DRAWN[0] * scale), round(DRAWN[1] * scale)
    if width < _SMALLEST[0] or height < _SMALLEST[1]:
        return drawn
    return min(drawn[0], width), min(drawn[1], height - _TITLE)


def first_scale(settings: Settings) -> float:
    """Return the remembered text size, or the one that suits the screen."""
    if settings.holds(table.TEXT_SCALE):
        return settings.number(table.TEXT_SCALE, SIZES[0], SIZES[-1])
    return fitting_scale(*_screen())


def first_size(scale: float) -> tuple[int, int]:
    """Return the size of a new window at text size `scale`, in pixels."""
    return fitting_size(*_screen(), scale)


def _screen() -> tuple[int, int]:
    return QGuiApplication.primaryScreen().availableSize().toTuple()


class Look(QObject):
    """The one place that changes the theme.

    Signals:
        changed: another theme holds (Theme).
    """

    changed = Signal(object)

    def __init__(self, scheme: str, scale: float, parent: QObject | None = None) -> None:
        """Start with `scheme` (one of SCHEMES) at text size `scale`."""
        super().__init__(parent)
        self._scheme = scheme if scheme in SCHEMES else "system"
        self._scale = scale
        QApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def scheme(self) -> str:
        """`system`, `light` or `dark`."""
        return self._scheme

    @property
    def theme(self) -> Theme:
        """The theme that holds."""
        system = QApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return Theme(system if self._scheme == "system" else self._scheme == "dark", self._scale)

    def set_scheme(self, scheme: str) -> None:
        """Follow the system, or be light or dark."""
        self._scheme = scheme
        self.apply()

    def set_scale(self, scale: float) -> None:
        """Use another text size."""
        self._scale = min(max(scale, SIZES[0]), SIZES[-1])
        self.apply()

    def larger(self) -> None:
        """One size up."""
        self.set_scale(next((size for size in SIZES if size > self._scale), SIZES[-1]))

    def smaller(self) -> None:
        """One size down."""
        self.set_scale(next((size for size in reversed(SIZES) if size < self._scale), SIZES[0]))

    def apply(self) -> None:
        """Give the application the theme's palette and font, and tell the views."""
        theme = self.theme
        QApplication.setPalette(theme.palette())
        QApplication.setFont(QFont(theme.font(FontKind.BODY)))
        self.changed.emit(theme)

    def _on_system_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._scheme == "system":
            self.apply()
