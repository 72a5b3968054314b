"""A storyline as a text: which of the formats it is written in, and how."""

from mmuviz.core.storyline import Storyline
from mmuviz.present.export_story_html import story_page
from mmuviz.present.export_story_markdown import story_markdown
from mmuviz.present.export_story_tikz import story_tikz


def story_document(kind: str, storyline: Storyline, theme: str, *, notes: bool) -> str | None:
    """Return a storyline as a text of `kind`; None where the kind is no text.

    Args:
        kind: a suffix.
        storyline: the lecture.
        theme: `light` or `dark`; empty: the reader's own, where the kind knows it.
        notes: with what the lecturer says.
    """
    match kind:
        case ".html":
            return story_page(storyline, theme, notes=notes)
        case ".md":
            return story_markdown(storyline, notes=notes)
        case ".tex":
            return story_tikz(storyline, notes=notes)
        case _:
            return None
