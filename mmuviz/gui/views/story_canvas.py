"""A slide's canvas: the caption, below it the parts that are chosen, and the foot."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSizeF

from mmuviz.core.storyline import Panel
from mmuviz.gui.views.presenter_layout import MARGIN, Canvas

_TOP, _BOTTOM = 26.0, 832.0
_LEAST_CAPTION = 122.0  # two lines
_BELOW_CAPTION = 40.0  # the marker over a card stands there
_PATH, _CHECK, _PILL, _CODE = 190.0, 158.0, 58.0, 125.0
_AFTER_PATH, _ARROW, _TO_CODE = 34.0, 44.0, 37.0
_COUNT = 190.0  # the slide's number, left of the timeline
_CAPTION_SHARE, _SPACE_SHARE = 0.3, 0.3  # of the room that is not needed


@dataclass(frozen=True, slots=True)
class StoryCanvas(Canvas):
    """Where the parts of a slide stand.

    Attributes:
        panels: those of the walk that are shown.
        whole: the room below the caption is for one picture instead.
    """

    panels: frozenset[Panel] = frozenset()
    whole: bool = False

    @classmethod
    def fitting(cls, size: QSizeF, panels: frozenset[Panel], *, whole: bool) -> "StoryCanvas":
        """Return the canvas that fills a screen of `size` best."""
        return cls(Canvas.of(size).width, panels, whole)

    @property
    def _needed(self) -> float:
        """The height of the parts, as close together as they may be."""
        if self.whole:
            return _BOTTOM - _TOP - _LEAST_CAPTION - _BELOW_CAPTION
        path = (_PATH + _AFTER_PATH) * (Panel.PATH in self.panels)
        check = (_CHECK + _ARROW) * (Panel.CHECK in self.panels)
        return path + check + (_PILL + _TO_CODE + _CODE) * (Panel.CODE in self.panels)

    @property
    def slack(self) -> float:
        """The height that is not needed."""
        return max(_BOTTOM - _TOP - _LEAST_CAPTION - _BELOW_CAPTION - self._needed, 0.0)

    @property
    def caption(self) -> QRectF:
        """What is said: all the room where there is nothing else."""
        if not self._needed:
            return self.band(_TOP, _BOTTOM - _TOP)
        return self.band(_TOP, _LEAST_CAPTION + _CAPTION_SHARE * self.slack)

    @property
    def _first(self) -> float:
        """The top of the first part."""
        return self.caption.bottom() + _BELOW_CAPTION + _SPACE_SHARE * self.slack

    @property
    def picture(self) -> QRectF:
        """The one picture."""
        return self.band(self._first - _BELOW_CAPTION / 2, _BOTTOM - self._first)

    @property
    def path(self) -> QRectF:
        """The cards."""
        return self.band(self._first, _PATH)

    @property
    def check(self) -> QRectF:
        """The one check; where it is not shown, the line from which the way out leads."""
        has_path = Panel.PATH in self.panels
        if Panel.CHECK in self.panels:
            return self.band(self.path.bottom() + _AFTER_PATH if has_path else self._first, _CHECK)
        return self.band(self.path.bottom() if has_path else self._first - _ARROW, 0)

    @property
    def pill(self) -> QRectF:
        """Where control went."""
        return QRectF(MARGIN, self.check.bottom() + _ARROW, 320, _PILL)

    @property
    def code(self) -> QRectF:
        """The error code's slots."""
        return self.band(self.pill.bottom() + _TO_CODE, _CODE)

    @property
    def count(self) -> QRectF:
        """Which slide it is."""
        return QRectF(MARGIN, 848, _COUNT, 40)

    @property
    def steps(self) -> QRectF:
        """The bare timeline, or whose rules they are."""
        return self.band(848, 40).adjusted(_COUNT, 0, 0, 0)
