"""Pictures of many steps on one page: what is drawn alike is there once."""

from collections.abc import Iterable

from mmuviz.core.storyline import Panel
from mmuviz.present.export_picture import picture_parts, whole_svg
from mmuviz.present.frame import Frame

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" class="unseen" aria-hidden="true"><defs>'


class Pictures:
    """Draws steps, and keeps what they share."""

    def __init__(self) -> None:
        """Share nothing yet."""
        self._names: dict[str, str] = {}

    def step(self, frame: Frame, panels: Iterable[Panel] = Panel) -> str:
        """Return the picture of a step, or the parts of it that are chosen; they close up."""
        chosen, drawn, rise, top = set(panels), [], 0.0, 0.0
        for panel, svg, bottom in picture_parts(frame):
            if panel in chosen:
                drawn.append(self._use(svg, rise))
            else:
                rise += bottom - top
            top = bottom
        return whole_svg(frame, "".join(drawn), top - rise) if drawn else ""

    def shared(self) -> str:
        """Return what the pictures show, to stand on the page once."""
        drawn = (f'<g id="{name}">{svg}</g>' for svg, name in self._names.items())
        return f"{_SVG}{''.join(drawn)}</defs></svg>"

    def _use(self, svg: str, rise: float) -> str:
        name = self._names.setdefault(svg, f"drawn-{len(self._names)}")
        place = f' y="{-rise:g}"' if rise else ""
        return f'<use href="#{name}"{place}/>'
