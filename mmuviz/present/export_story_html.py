"""A storyline as one HTML page: a slide at a time, each walk to be stepped, notes if wished.

No network; without script a list of the slides. The same storyline gives the same bytes.
"""

from dataclasses import asdict
from html import escape
from typing import Final

from mmuviz.core.storyline import Slide, Storyline
from mmuviz.core.trace import Semantics
from mmuviz.present.compare_table import EndRow, Value
from mmuviz.present.export_html import (
    signs_text,
    state_attribute,
    state_tables,
    step_head,
    step_section,
    timeline,
)
from mmuviz.present.export_page import part, whole_page
from mmuviz.present.export_state import state_record
from mmuviz.present.export_story_picture import Pictures
from mmuviz.present.frame import Frame
from mmuviz.present.story_exits import ExitBox, ExitChain, ExitChains
from mmuviz.present.story_spot import Spot
from mmuviz.present.story_text import clock, flowing, where
from mmuviz.present.wording import amount, signed

_BUTTON: Final = (
    ' <button type="button" id="notes" aria-pressed="false">Notes <kbd>N</kbd></button>'
)
_KEY: Final = " <kbd>N</kbd> the lecturer's notes,"


def story_page(storyline: Storyline, theme: str = "", *, notes: bool = False) -> str:
    """Return the page of a storyline.

    Args:
        storyline: the lecture.
        theme: `light` or `dark`; empty: as the reader's system says.
        notes: with what the lecturer says, hidden until it is asked for: who gets the page has it.
    """
    pictures, walks = Pictures(), _walks(storyline)
    count = len(storyline.slides)
    noted = notes and any(slide.notes for slide in storyline.slides)
    spots = [Spot(storyline, number) for number in range(count)]
    sections = [_slide(spot, walks, pictures, notes=noted) for spot in spots]
    steps = [_walk(frames, number, pictures) for number, frames in enumerate(walks.values(), 1)]
    body = part("story.html").substitute(
        title=escape(storyline.title),
        subject=f"{amount(count, 'slide')}, {clock(storyline.seconds)} minutes.",
        notes_button=_BUTTON if noted else "",
        notes_key=_KEY if noted else "",
        drawn=pictures.shared(),
        sections="\n".join(sections),
        walks="\n".join(steps),
        slides="\n".join(_link(number, slide) for number, slide in enumerate(storyline.slides, 1)),
        signs=signs_text(),
    )
    return whole_page(storyline.title, body, ("page", "story"), theme)


_Key = tuple[Semantics, int]
_Walks = dict[_Key, list[Frame]]


def _walks(storyline: Storyline) -> _Walks:
    """Return each walk that slides show, once: slides on one scenario share it."""
    walks: _Walks = {}
    for number, slide in enumerate(storyline.slides):
        if Spot(storyline, number).panels and _key(slide) not in walks:
            steps = range(len(slide.trace.events) + 1)
            walks[_key(slide)] = [Frame(slide.trace, step) for step in steps]
    return walks


def _key(slide: Slide) -> _Key:
    return slide.semantics, id(slide.scenario)


def _slide(spot: Spot, walks: _Walks, pictures: Pictures, *, notes: bool) -> str:
    number, slide, frame = spot.number + 1, spot.slide, spot.frame
    state: dict[str, object] = {"slide": number, "view": slide.view.value}
    shown, walk = "", ""
    if frame is not None:
        state |= state_record(frame)
        shown = _step(spot, frame, pictures)
        walk = f' data-walk="{list(walks).index(_key(slide)) + 1}" data-step="{frame.step}"'
    if spot.compared:
        state |= {"rows": [asdict(row) for row in spot.compared]}
        shown = _compared(spot.compared)
    if spot.exits is not None:
        state |= {"chains": [_chain_record(chain) for chain in spot.exits.chains]}
        state |= {"truth": spot.exits.truth}
        shown = _exits(spot.exits)
    about = f'<p class="where">{escape(where(slide))}</p>\n' if shown else ""
    told = _notes(slide) if notes else ""
    words = "" if shown else " words"
    said = escape(f"Slide {number} of {len(spot.storyline.slides)}: {slide.caption}")
    return (
        f'<section class="slide{words}" id="slide-{number}" aria-labelledby="caption-{number}"'
        f' data-said="{said}" data-state="{state_attribute(state)}"{walk}>\n'
        f'<h2 id="caption-{number}">{escape(slide.caption, quote=False)}</h2>\n'
        f"{about}{told}{shown}</section>"
    )


def _step(spot: Spot, frame: Frame, pictures: Pictures) -> str:
    picture = pictures.step(frame, spot.panels)
    return f'{picture}\n<h3 class="told">{step_head(frame)}</h3>\n{state_tables(frame)}\n'


def _notes(slide: Slide) -> str:
    if not slide.notes:
        return ""
    said = "".join(f"<p>{escape(one, quote=False)}</p>" for one in flowing(slide.notes))
    return f'<aside class="notes" aria-label="Notes">{said}</aside>\n'


def _walk(frames: list[Frame], number: int, pictures: Pictures) -> str:
    prefix = f"walk-{number}-"
    steps = "\n".join(step_section(frame, prefix, pictures.step) for frame in frames)
    links = "\n".join(timeline(frames[0].timeline, prefix))
    return (
        f'<div class="walk" id="walk-{number}" hidden="hidden">\n'
        f'<div class="steps">\n{steps}\n</div>\n'
        f'<nav aria-label="Steps of the walk">\n<ol>\n{links}\n</ol>\n</nav>\n</div>'
    )


def _compared(rows: tuple[EndRow, ...]) -> str:
    heads = "".join(f'<th scope="col">{signed(who)}</th>' for who in Semantics)
    lines = "".join(_row(row) for row in rows)
    return f'<table class="compared"><tr><td></td>{heads}</tr>{lines}</table>\n'


def _row(row: EndRow) -> str:
    differs, sign = (' class="differs"', "≠ ") if row.differs else ("", "")
    cells = "".join(_cell(value) for value in row.values)
    return f'<tr{differs}><th scope="row">{sign}{escape(row.title)}</th>{cells}</tr>'


def _cell(value: Value) -> str:
    wrong = " wrong" if value.wrong else ""
    return f'<td class="mono"><span class="value{wrong}">{escape(value.judged)}</span></td>'


def _exits(shown: ExitChains) -> str:
    truth = ""
    if shown.truth:
        words = f"{signed(Semantics.HARDWARE)}: {shown.truth}"
        truth = f'<span class="hardware">{escape(words)}</span>'
    chains = "\n".join(_chain(chain) for chain in shown.chains)
    return f'<p class="access"><span>{escape(shown.access)}</span>{truth}</p>\n{chains}\n'


def _chain(chain: ExitChain) -> str:
    version = chain.version
    boxes = "".join(_box(box) for box in chain.boxes)
    return (
        f'<h3 class="chain"><span class="{version.value}">{signed(version)}</span>'
        f" <span>{escape(chain.summary)}</span></h3>\n"
        f'<ol class="chain">{boxes}</ol>'
    )


def _box(box: ExitBox) -> str:
    kinds = {"wrong": box.wrong, "end": box.is_end, "untold": not box.told}
    kind = "".join(f" {name}" for name, holds in kinds.items() if holds)
    lines = "".join(f"<span>{escape(line)}</span>" for line in box.said)
    return f'<li class="box{kind}"><strong>{escape(box.heading)}</strong>{lines}</li>'


def _chain_record(chain: ExitChain) -> dict[str, object]:
    boxes = [[box.heading, *box.said] for box in chain.boxes]
    return {"version": chain.version.value, "summary": chain.summary, "boxes": boxes}


def _link(number: int, slide: Slide) -> str:
    title = escape(" ".join(slide.caption.split()))
    return (
        f'<li><a href="#slide-{number}" title="{title}" aria-label="Slide {number}: {title}">'
        f"{number}</a></li>"
    )
