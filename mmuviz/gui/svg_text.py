"""Text of an SVG picture: as wide on every computer as where it was drawn."""

import re
from html import unescape
from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF

_TEXT = re.compile(
    r'<text (?P<more>[^>]*)font-family="(?P<families>[^"]*)"'
    r'(?P<rest> font-size="(?P<size>[\d.]+)" font-weight="(?P<weight>\d+)"[^>]*)>'
    r"(?P<words>[^<]+)</text>"
)
_MEASURED: Final = 1000  # pixels: large enough that no rounding is seen
_MONO: Final = "Mono"


def with_widths(svg: str) -> str:
    """Return a picture of Qt whose texts say how wide they are.

    The reader's computer may lack the fonts: then a text in another one is drawn narrower, instead
    of leaving its box.
    """
    return _TEXT.sub(_with_width, svg)


def _with_width(found: re.Match[str]) -> str:
    families, words = found["families"].split(","), found["words"]
    metrics = _metrics(families[0], int(found["weight"]))
    wide = metrics.horizontalAdvance(unescape(words)) * float(found["size"]) / _MEASURED
    if _MONO in families[0]:
        families.insert(1, "monospace")
    return (
        f'<text {found["more"]}font-family="{",".join(families)}"{found["rest"]}'
        f' textLength="{wide:.5g}" lengthAdjust="spacingAndGlyphs">{words}</text>'
    )


def _metrics(family: str, weight: int) -> QFontMetricsF:
    font = QFont(family)
    font.setPixelSize(_MEASURED)
    font.setWeight(QFont.Weight(weight))
    return QFontMetricsF(font)
