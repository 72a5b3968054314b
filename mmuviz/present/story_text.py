"""A storyline as text: what the lecturer reads at the desk, with times and notes."""

from collections.abc import Iterator
from textwrap import wrap

from mmuviz.core.storyline import Edge, Panel, Slide, SlideView, Storyline
from mmuviz.present.wording import Line, Span, Style, amount, signed

_WIDTH = 88
_INDENT = " " * 7


def clock(seconds: int) -> str:
    """`1:05`."""
    return f"{seconds // 60}:{seconds % 60:02}"


def story_lines(storyline: Storyline) -> Iterator[Line]:
    """Yield the lecture slide by slide."""
    slides = storyline.slides
    yield (Span(storyline.title, Style.STRONG),)
    yield (Span(f"{amount(len(slides), 'slide')}, {clock(storyline.seconds)} minutes"),)
    for number, slide in enumerate(slides):
        yield ()
        start = clock(storyline.start(number))
        yield Span(f"{start:>5}  "), Span(f"{number + 1}. {where(slide)}", Style.STRONG)
        yield from _indented(slide.caption)
        if slide.notes:
            yield ()
            yield from _indented("\n".join(flowing(slide.notes)), "| ")
    yield ()
    yield (Span(f"{clock(storyline.seconds):>5}  the end"),)


def where(slide: Slide) -> str:
    """`A plain hit · ◆ after · walk, PDE d`: what a slide shows; `words alone`."""
    if slide.view is SlideView.WALK and not slide.panels:
        return "words alone"
    shown = [slide.scenario.title]
    if slide.view is not SlideView.COMPARE:
        shown.append(signed(slide.semantics))
    what = slide.view.value
    if len(slide.scenario.program) > 1 and slide.view is SlideView.EXITS:
        what += f" of operation {slide.operation + 1}"
    if slide.view is not SlideView.COMPARE:
        what += f", {_place(slide)}"
    if slide.view is SlideView.WALK and slide.panels != frozenset(Panel):
        what += " (" + ", ".join(panel.value for panel in Panel if panel in slide.panels) + ")"
    return " · ".join([*shown, what])


def _place(slide: Slide) -> str:
    place = slide.place
    if isinstance(place, Edge):
        return place.value
    levels = {level.number: level.name for level in slide.scenario.cpu.mode.levels}
    words = [levels[place.level]] if place.level is not None else []
    words.append(place.anchor.value)
    if place.occurrence > 1:
        words.append(f"({place.occurrence})")
    return " ".join(words)


def flowing(text: str) -> list[str]:
    """Return the paragraphs of a text: a line break in a file is no other."""
    return [" ".join(part.split()) for part in text.split("\n\n")]


def _indented(text: str, mark: str = "") -> Iterator[Line]:
    """Yield the lines of a text, wrapped, to the right of the times."""
    for line in text.splitlines():
        for part in wrap(line, _WIDTH - len(_INDENT) - len(mark)):
            yield (Span(f"{_INDENT}{mark}{part}"),)
