"""Read a storyline: TOML, version 1 (docs/storylines.md)."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mmuviz.core.events import Anchor
from mmuviz.core.place import Place
from mmuviz.core.scenario import Scenario
from mmuviz.core.storyline import Edge, Panel, Slide, SlideView, Storyline
from mmuviz.core.trace import Semantics
from mmuviz.resources import built_in_scenarios
from mmuviz.sources.fields import Fields, shown
from mmuviz.sources.open_file import open_file, read_text
from mmuviz.sources.problems import BadInput
from mmuviz.sources.scenario_file import parse_toml
from mmuviz.sources.scenario_memory import with_maps
from mmuviz.sources.scenario_question import SEMANTICS, read_access
from mmuviz.sources.toml_lines import key_lines

VERSION = 1
LONGEST = 240
"""Characters of a caption: more cannot be read from the last row."""

_SLIDE = (
    "caption", "scenario", "access", "map", "wp", "semantics", "view", "place", "operation",
    "panels", "seconds", "notes",
)  # fmt: skip
_EDITS = ("access", "map", "wp")
_ANCHORS = tuple(anchor.value for anchor in Anchor)
_EDGES = tuple(edge.value for edge in Edge)
_PANELS = tuple(panel.value for panel in Panel)
_VIEWS = tuple(view.value for view in SlideView)
_NAMED = 12


def read_storyline(path: Path) -> Storyline:
    """Read a storyline, and see that each slide can be shown.

    Raises:
        BadInput: with each thing that is wrong, by line and field.
    """
    if not path.exists():
        raise BadInput(path, "does not exist")
    text = read_text(path)
    fields = Fields(parse_toml(path, text), key_lines(text), [])
    fields.only("version", "title", "slide")
    if fields.number("version", 16) != VERSION:
        found = fields.table.get("version", "no version")
        fields.problem("version", str(found), f"version = {VERSION} as the first line")
    title = fields.text("title")
    if not title:
        fields.problem("title", "no title", "what the lecture is called")
    reader = _Reader(path.parent)
    slides = [reader.slide(one) for one in fields.subs("slide")]
    if not slides and not fields.problems:
        fields.problem("slide", "no slide", "at least one [[slide]]")
    if fields.problems:
        problems = sorted(fields.problems, key=lambda problem: problem.line or 0)
        count = "one thing is" if len(problems) == 1 else f"{len(problems)} things are"
        raise BadInput(path, f"{count} wrong in this storyline", tuple(problems))
    return Storyline(title or "", tuple(slides), path.stem)


@dataclass(slots=True)
class _Reader:
    """Reads slide after slide: what one does not say is as on the one before.

    Attributes:
        folder: where the scenario files lie that are named.
        scenarios: those that are open, by name; slides on one share it, and so its walk.
        scenario: of the slide before.
        semantics: of the slide before.
    """

    folder: Path
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    scenario: Scenario | None = None
    semantics: Semantics = Semantics.AFTER

    def slide(self, fields: Fields) -> Slide:
        """Read one slide; what is wrong with it is noted."""
        before = len(fields.problems)
        fields.only(*_SLIDE)
        self.scenario = scenario = self._scenario(fields)
        word = fields.choice("semantics", SEMANTICS)
        self.semantics = Semantics(word) if word else self.semantics
        slide = Slide(
            _caption(fields),
            scenario,
            self.semantics,
            SlideView(fields.choice("view", _VIEWS) or SlideView.WALK.value),
            _place(fields, scenario),
            _counted(fields, "operation", 1) - 1,
            _panels(fields),
            _counted(fields, "seconds", 60),
            fields.text("notes") or "",
        )
        if len(fields.problems) == before:
            _check(fields, slide)
        return slide

    def _scenario(self, fields: Fields) -> Scenario:
        """Return what the slide looks at: a scenario that it names, with its edits."""
        scenario = self.scenario
        if "scenario" in fields or scenario is None:
            scenario = self._named(fields)
        if not any(key in fields for key in _EDITS):
            return scenario
        wp = fields.flag("wp")
        if wp is not None:
            scenario = replace(scenario, cpu=replace(scenario.cpu, wp=wp))
        scenario = with_maps(fields, scenario)
        return replace(scenario, access=read_access(fields, scenario))

    def _named(self, fields: Fields) -> Scenario:
        """Open the scenario that the slide names; the default one where that is not possible."""
        name = fields.text("scenario") or "default"
        if name not in self.scenarios:
            path = built_in_scenarios().get(name, self.folder / name)
            try:
                self.scenarios[name] = open_file(path).scenario
            except BadInput as error:
                found = f"{shown(name)}, which {error.summary}"
                expected = "a built-in scenario (see mmuviz scenarios), or a file beside this one"
                fields.problem("scenario", found, expected)
                return Scenario()
        return self.scenarios[name]


def _caption(fields: Fields) -> str:
    lines = (fields.text("caption") or "").splitlines()
    text = "\n".join(" ".join(line.split()) for line in lines)
    if not text:
        fields.problem("caption", "no caption", "what the audience reads")
    elif len(text) > LONGEST:
        fields.problem("caption", f"{len(text)} characters", f"at most {LONGEST}")
    return text


def _counted(fields: Fields, key: str, default: int) -> int:
    """Read a whole number from 1."""
    number = fields.number(key, 16)
    if number == 0:
        fields.problem(key, "0", "a number from 1")
    return number or default


def _panels(fields: Fields) -> frozenset[Panel]:
    value: Any = fields.table.get("panels", list(_PANELS))
    if not isinstance(value, list) or not all(item in _PANELS for item in value):
        fields.problem("panels", shown(value), "a list of " + ", ".join(_PANELS))
        return frozenset(Panel)
    return frozenset(Panel(item) for item in value)


def _place(fields: Fields, scenario: Scenario) -> Place | Edge:
    value = fields.table.get("place", Edge.END.value)
    if not isinstance(value, dict):
        if value in _EDGES:
            return Edge(value)
        fields.problem(
            "place", shown(value), 'start, end, or a table { level = "PTE", anchor = "b" }'
        )
        return Edge.END
    place = fields.sub("place")
    place.only("level", "anchor", "occurrence")
    anchor = place.choice("anchor", _ANCHORS)
    if "anchor" not in place:
        place.problem("anchor", "no anchor", "a point of the algorithm, such as b")
    levels = {level.name: level.number for level in scenario.cpu.mode.levels}
    level = place.choice("level", tuple(levels))
    occurrence = _counted(place, "occurrence", 1)
    if anchor is None:
        return Edge.END
    return Place(Anchor(anchor), levels.get(level or ""), occurrence)


def _check(fields: Fields, slide: Slide) -> None:
    """See that a slide can be shown as it says."""
    exits = slide.view is SlideView.EXITS
    if exits and slide.semantics is Semantics.HARDWARE:
        fields.problem("semantics", "hardware, which has no exits", "before or after")
    elif slide.operation >= len(slide.scenario.program):
        count = len(slide.scenario.program)
        fields.problem("operation", str(slide.operation + 1), f"1 to {count}, as the guest does")
    elif "operation" in fields and not exits:
        fields.problem("operation", f"one of a {slide.view.value}", 'view = "exits" beside it')
    elif "panels" in fields and slide.view is not SlideView.WALK:
        fields.problem("panels", f"panels of {slide.view.value}", 'view = "walk" beside them')
    elif "place" in fields and slide.view is SlideView.COMPARE:
        fields.problem("place", "a place to compare", "none: it shows what all come to")
    elif slide.step is None:
        fields.problem("place", "a place that is not come to", _come_to(slide))


def _come_to(slide: Slide) -> str:
    """Name the places that there are, in order: `PDPTR read_pdptr, PDE a, PTE b`."""
    found: dict[str, None] = {}
    for event in slide.events:
        level = getattr(getattr(event, "level", None), "name", "")
        found[f"{level} {event.anchor.value}".strip()] = None
    names = list(found)
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return "one of " + ", ".join(names[:_NAMED]) + more
