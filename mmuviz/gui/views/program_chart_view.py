"""The chart of a guest program: bars for each operation, before hollow and after filled.

Import it when the chart is first shown: pyqtgraph and NumPy take a quarter of a second to load.
"""

from itertools import zip_longest

import pyqtgraph
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QScrollBar, QVBoxLayout, QWidget

from mmuviz.core.trace import Semantics
from mmuviz.gui.theme import FontKind, Role, Theme, semantics_role
from mmuviz.present.program_chart import Bar, Chart, ChartGroup

_WIDTH, _APART = 0.27, 0.16  # of the room of an operation
_LEAST, _ROOMY = 52.0, 84.0
_FEWEST = 4  # one operation alone has no giant bars
_SIDES = {Semantics.BEFORE: -_APART, Semantics.AFTER: _APART}

pyqtgraph.setConfigOptions(exitCleanup=False)  # Qt ends by itself, in its own order


class ProgramChart(QWidget):
    """Shows the bars; where they are many, those around the current operation.

    Signals:
        operation_wished: an operation was clicked (its number, from 0).
    """

    operation_wished = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the items once; they are only restyled later."""
        super().__init__(parent)
        self._theme = Theme()
        self._chart = Chart((), (0,), "")
        self._current = 0
        self.plot = pyqtgraph.PlotWidget(self, enableMenu=False)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.hideButtons()
        self.plot.hideAxis("bottom")
        self._view = self.plot.getViewBox()
        self._view.setMouseEnabled(x=False, y=False)
        self._view.sigResized.connect(self._on_resized)
        self._axis = self.plot.getAxis("left")
        self._lines = [pyqtgraph.InfiniteLine(angle=0) for _ in range(5)]
        self._now = pyqtgraph.LinearRegionItem(movable=False)
        self._bars = {side: pyqtgraph.BarGraphItem(x=[], height=[], width=1) for side in _SIDES}
        self._zeros = {side: pyqtgraph.PlotCurveItem() for side in _SIDES}
        for item in (self._now, *self._lines, *self._bars.values(), *self._zeros.values()):
            self.plot.addItem(item, ignoreBounds=True)
        self._tops: list[pyqtgraph.TextItem] = []
        self._feet: list[pyqtgraph.TextItem] = []
        self.bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self.bar.setAccessibleName("Operations in the chart")
        self.bar.valueChanged.connect(self._range)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.plot, 1)
        column.addWidget(self.bar)
        self.plot.scene().sigMouseClicked.connect(self._on_clicked)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self.plot.setBackground(theme.color(Role.SURFACE))
        self._axis.setPen(theme.pen(Role.SURFACE))
        self._axis.setTickPen(theme.pen(Role.SURFACE))
        self._axis.setTextPen(theme.color(Role.MUTED))
        self._axis.setStyle(tickFont=theme.font(FontKind.COLUMN), tickLength=0)
        self._axis.setWidth(round(theme.px(34)))
        self._now.setBrush(theme.color(Role.SUNKEN))
        for line in self._now.lines:
            line.setPen(QPen(Qt.PenStyle.NoPen))
        before, after = (self._bars[side] for side in _SIDES)
        hollow = _cosmetic(theme.dashed(Role.BEFORE, 2, (6, 3)))
        before.setOpts(pen=hollow, brush=theme.tint(Role.BEFORE))
        after.setOpts(pen=QPen(Qt.PenStyle.NoPen), brush=theme.brush(Role.AFTER))
        for side, curve in self._zeros.items():
            curve.setPen(_cosmetic(theme.pen(semantics_role(side), 3)))
        self._draw()

    def show_chart(self, name: str, chart: Chart) -> None:
        """Show `chart`, the statistic called `name`."""
        self._chart = chart
        self.setAccessibleName(f"{name} of each operation")
        self.setAccessibleDescription("; ".join(group.text for group in chart.groups))
        self._draw()

    def show_current(self, number: int) -> None:
        """Mark operation `number`, and bring it into view."""
        self._current = number
        self._now.setRegion((number - 0.5, number + 0.5))
        first, seen = self.bar.value(), self._seen()
        self.bar.setValue(min(max(first, number - seen + 1), number))

    def _on_resized(self, _view: object) -> None:
        """See more or fewer operations; their texts keep their room."""
        self._draw()

    def _seen(self) -> int:
        """Return how many operations have room beside one another."""
        width = self.plot.width() - self._axis.width()
        room = max(int(width / self._theme.px(_LEAST)), 1)
        return min(max(len(self._chart.groups), _FEWEST), room)

    def _draw(self) -> None:
        chart, theme, groups = self._chart, self._theme, self._chart.groups
        self.bar.setRange(0, max(len(groups) - self._seen(), 0))
        self.bar.setPageStep(self._seen())
        self.bar.setVisible(self.bar.maximum() > 0)
        self._axis.setTicks([[(tick, str(tick)) for tick in chart.ticks]])
        for line, tick in zip_longest(self._lines, chart.ticks):
            line.setVisible(tick is not None)
            line.setValue(tick or 0)
            line.setPen(_cosmetic(theme.pen(Role.BORDER if tick else Role.BORDER_STRONG, 1)))
        for side, shift in _SIDES.items():
            self._draw_side(side, shift)
        bars = [
            (number + shift, group.before if side is Semantics.BEFORE else group.after)
            for number, group in enumerate(groups)
            for side, shift in _SIDES.items()
        ]
        self._fit(self._tops, len(bars), (0.5, 1))
        for text, (x, bar) in zip(self._tops, bars, strict=False):
            self._draw_top(text, x, bar)
        self._fit(self._feet, len(groups), (0.5, 0))
        for text, (number, group) in zip(self._feet, enumerate(groups), strict=False):
            text.setHtml(self._foot(group))
            text.setTextWidth(-1)
            text.setTextWidth(text.textItem.document().idealWidth())  # or nothing is centred
            text.setPos(number, 0)
        self._range()

    def _draw_side(self, side: Semantics, shift: float) -> None:
        groups = self._chart.groups
        bars = [group.before if side is Semantics.BEFORE else group.after for group in groups]
        places = [number + shift for number in range(len(groups))]
        drawn = [(x, bar.height) for x, bar in zip(places, bars, strict=True) if bar]
        self._bars[side].setOpts(
            x=[x for x, height in drawn if height],
            height=[height for _, height in drawn if height],
            width=_WIDTH,
        )
        ends = [x + end * _WIDTH / 2 for x, height in drawn if not height for end in (-1, 1)]
        self._zeros[side].setData(ends, [0.0] * len(ends), connect="pairs")

    def _fit(self, texts: list[pyqtgraph.TextItem], count: int, anchor: tuple[float, int]) -> None:
        """Have `count` texts to be seen; the others wait hidden."""
        while len(texts) < count:
            texts.append(pyqtgraph.TextItem(anchor=anchor))
            self.plot.addItem(texts[-1], ignoreBounds=True)
        for number, text in enumerate(texts):
            text.setVisible(number < count)

    def _is_roomy(self) -> bool:
        """Whether the titles fit below the numbers."""
        width = self.plot.width() - self._axis.width()
        return bool(width / max(self._seen(), 1) >= self._theme.px(_ROOMY))

    def _draw_top(self, text: pyqtgraph.TextItem, x: float, bar: Bar | None) -> None:
        theme = self._theme
        label = bar.label if bar else "–"
        amiss = bar is not None and bar.amiss
        text.setText(label if self._is_roomy() else label.split()[-1])
        text.setColor(theme.color(Role.FAIL if amiss else Role.TEXT))
        text.setFont(theme.font(FontKind.HEADING if amiss else FontKind.MONO_STRONG))
        text.setPos(x, bar.height if bar else 0)

    def _foot(self, group: ChartGroup) -> str:
        """Return what stands below the bars: the number, whether they differ, the title."""
        theme = self._theme
        font = theme.font(FontKind.CAPTION)
        family, size = font.families()[0], font.pointSizeF()
        differs = f'<span style="color:{theme.color(Role.CURRENT).name()}"> ≠</span>'
        number = f"<b>{group.number}{differs if group.differs else ''}</b>"
        muted = f'<span style="color:{theme.color(Role.MUTED).name()}">{group.title}</span>'
        lines = f"{number}<br>{muted}" if self._is_roomy() else number
        style = f"text-align:center; font-family:'{family}'; font-size:{size}pt; "
        return f'<div style="{style}color:{theme.color(Role.TEXT).name()}">{lines}</div>'

    def _range(self) -> None:
        """Show the operations from the scroll bar's place on, with room for the texts."""
        first, top = self.bar.value(), self._chart.ticks[-1] or 1
        self._view.setXRange(first - 0.5, first + self._seen() - 0.5, padding=0)
        theme = self._theme
        above = theme.metrics(FontKind.HEADING).height() + theme.px(4)
        below = 2 * theme.metrics(FontKind.BODY).height() + theme.px(4)
        room = max(self._view.height() - above - below, 1) / top
        self._view.setYRange(-below / room, top + above / room, padding=0)

    def _on_clicked(self, event: object) -> None:
        place = self._view.mapSceneToView(event.scenePos())  # type: ignore[attr-defined]  # pyqtgraph ships no types
        number = round(place.x())
        if 0 <= number < len(self._chart.groups):
            self.operation_wished.emit(number)


def _cosmetic(pen: QPen) -> QPen:
    """Return `pen` with its width in pixels, whatever the chart is stretched by."""
    pen.setCosmetic(True)
    return pen
