"""Colours by role and sizes by font metrics: the one place that knows both.

Source: look.md, "Type" and "Colour roles"; values in assets/theme.json.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPalette, QPen

from mmuviz.core.trace import Semantics
from mmuviz.resources import theme_tokens

BASE_POINTS = 10.0
PRESENTER_FACTOR = 2.0
MENU_PAD = 10.0


class Role(Enum):
    """What a colour means. The value is its name in assets/theme.json."""

    BG = "bg"
    SURFACE = "surface"
    SUNKEN = "sunken"
    BORDER = "border"
    BORDER_STRONG = "border_strong"
    TEXT = "text"
    MUTED = "muted"
    ON_FILL = "on_fill"
    ACCENT = "accent"
    FOCUS = "focus"
    PASS = "pass"
    FAIL = "fail"
    CURRENT = "current"
    WRITTEN = "written"
    NOTEVAL = "noteval"
    PML4E = "pml4e"
    PDPTE = "pdpte"
    PDE = "pde"
    PTE = "pte"
    OFFSET = "offset"
    BEFORE = "before"
    AFTER = "after"
    HARDWARE = "hardware"
    ATLAS_ALLOW = "atlas_allow"
    ATLAS_FAULT = "atlas_fault"
    ATLAS_D1 = "atlas_d1"
    ATLAS_D2 = "atlas_d2"
    ATLAS_D3 = "atlas_d3"
    ATLAS_D4 = "atlas_d4"
    ATLAS_D5 = "atlas_d5"
    ATLAS_D6 = "atlas_d6"
    ATLAS_D7 = "atlas_d7"
    ATLAS_D8 = "atlas_d8"

    __hash__ = object.__hash__  # keys of the colour cache, asked at every paint


class FontKind(Enum):
    """What a piece of text is for. Value: (points off the base, weight, monospaced)."""

    CAPTION = (-1.5, 400, False)
    BODY = (0.0, 400, False)
    STRONG = (0.0, 600, False)
    HEADING = (1.5, 600, False)
    VERDICT = (6.0, 600, False)
    COLUMN = (-2.0, 500, True)
    MONO_CAPTION = (-1.5, 400, True)
    MONO = (-0.5, 400, True)
    MONO_STRONG = (-0.5, 700, True)
    SLOT = (8.0, 700, True)
    CODE_TOTAL = (14.0, 700, True)
    CLAIM = (4.0, 600, False)
    DEFECT = (2.0, 500, False)
    COUNT = (3.0, 500, True)
    COUNT_STRONG = (3.0, 700, True)
    SIGN = (12.0, 700, True)

    __hash__ = object.__hash__


_LEVELS = {4: Role.PML4E, 3: Role.PDPTE, 2: Role.PDE, 1: Role.PTE, 0: Role.OFFSET}
_SEMANTICS = {
    Semantics.BEFORE: Role.BEFORE,
    Semantics.AFTER: Role.AFTER,
    Semantics.HARDWARE: Role.HARDWARE,
}


def level_role(number: int) -> Role:
    """Return the role of a level by its number; 0 is the page offset."""
    return _LEVELS[number]


def semantics_role(semantics: Semantics) -> Role:
    """Return the role of a semantics."""
    return _SEMANTICS[semantics]


@dataclass(frozen=True)
class Theme:
    """A look: colour scheme and text size.

    Attributes:
        dark: the dark scheme.
        scale: text size, 1.0 to 2.5.
    """

    dark: bool = False
    scale: float = 1.0

    def color(self, role: Role) -> QColor:
        """Return the colour of `role`."""
        return _color(self.dark, role.value)

    def tint(self, role: Role) -> QColor:
        """Return the quiet ground that goes with `role`.

        Raises:
            KeyError: the role has no tint.
        """
        return _color(self.dark, f"{role.value}_tint")

    def brush(self, role: Role) -> QBrush:
        """Return a brush of the role's colour."""
        return QBrush(self.color(role))

    def pen(
        self, role: Role, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine
    ) -> QPen:
        """Return a pen of the role's colour; `width` in pixels at 10 pt."""
        pen = QPen(self.color(role), self.px(width), style)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        return pen

    def dashed(self, role: Role, width: float, pattern: tuple[float, float]) -> QPen:
        """Return a dashed pen; `pattern` is dash and gap in pixels at 10 pt."""
        pen = self.pen(role, width)
        pen.setDashPattern([value / width for value in pattern])
        return pen

    def font(self, kind: FontKind) -> QFont:
        """Return the font of `kind`. A shared object: copy before changing it."""
        return _font(self.scale, kind)

    def metrics(self, kind: FontKind) -> QFontMetricsF:
        """Return the metrics of the font of `kind`."""
        return _metrics(self.scale, kind)

    def px(self, value: float) -> float:
        """Scale a size in pixels, as drawn at 10 pt, to this text size."""
        return value * self.scale

    def width(self, kind: FontKind, text: str) -> float:
        """Return the advance width of `text` in pixels."""
        return _width(self.scale, kind, text)

    def menu_bar_style(self) -> str:
        """Return the style sheet of the menu bar: as high as the tabs in its corner."""
        text, ground = self.color(Role.TEXT).name(), self.color(Role.BG).name()
        high, wide = round(self.px(7)), round(self.px(MENU_PAD))
        size = self.font(FontKind.BODY).pointSizeF()  # else that of its making stays
        return (
            f"QMenuBar {{ background: {ground}; font-size: {size}pt; }}"
            f"QMenuBar::item {{ padding: {high}px {wide}px; color: {text};"
            " background: transparent; }"
            f"QMenuBar::item:selected {{ background: {self.color(Role.BORDER).name()}; }}"
        )

    def palette(self) -> QPalette:
        """Return the palette for Fusion's own widgets."""
        group = QPalette.ColorGroup
        palette = QPalette()
        for part, role in _PALETTE.items():
            palette.setColor(part, self.color(role))
        palette.setColor(QPalette.ColorRole.ToolTipBase, self.color(Role.SURFACE))
        for part in (
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.Text,
            QPalette.ColorRole.ButtonText,
        ):
            palette.setColor(group.Disabled, part, self.color(Role.MUTED))
        return palette


_PALETTE = {
    QPalette.ColorRole.Window: Role.BG,
    QPalette.ColorRole.WindowText: Role.TEXT,
    QPalette.ColorRole.Base: Role.SURFACE,
    QPalette.ColorRole.AlternateBase: Role.SUNKEN,
    QPalette.ColorRole.Text: Role.TEXT,
    QPalette.ColorRole.Button: Role.SURFACE,
    QPalette.ColorRole.ButtonText: Role.TEXT,
    QPalette.ColorRole.Highlight: Role.ACCENT,
    QPalette.ColorRole.HighlightedText: Role.ON_FILL,
    QPalette.ColorRole.ToolTipText: Role.TEXT,
    QPalette.ColorRole.PlaceholderText: Role.MUTED,
    QPalette.ColorRole.Link: Role.ACCENT,
    QPalette.ColorRole.Light: Role.SURFACE,
    QPalette.ColorRole.Midlight: Role.BORDER,
    QPalette.ColorRole.Mid: Role.BORDER,
    QPalette.ColorRole.Dark: Role.BORDER_STRONG,
    QPalette.ColorRole.Shadow: Role.BORDER_STRONG,
}


@cache
def _color(dark: bool, name: str) -> QColor:  # noqa: FBT001  # the key of a cache
    return QColor(theme_tokens()["colour"]["dark" if dark else "light"][name])


@lru_cache(maxsize=256)
def _font(scale: float, kind: FontKind) -> QFont:
    offset, weight, mono = kind.value
    families = theme_tokens()["font"]
    font = QFont([families["mono" if mono else "ui"], families["symbols"]])
    points = max(BASE_POINTS + offset, families["minimum_pt"]) * scale
    font.setPointSizeF(points)
    font.setWeight(QFont.Weight(weight))
    font.setVariableAxis(QFont.Tag("wght"), weight)  # the shipped fonts are variable ones
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if mono:
        font.setFeature(QFont.Tag("calt"), 0)  # `&&` and `|=` stay as they are typed
    return font


@lru_cache(maxsize=256)
def _metrics(scale: float, kind: FontKind) -> QFontMetricsF:
    return QFontMetricsF(_font(scale, kind))


@lru_cache(maxsize=4096)
def _width(scale: float, kind: FontKind, text: str) -> float:
    return _metrics(scale, kind).horizontalAdvance(text)
