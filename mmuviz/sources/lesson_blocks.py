"""Cut a lesson's Markdown into its heading, its pages, and the blocks in code fences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from mmuviz.sources.problems import Problem

KINDS: Final = ("lesson", "scenario", "point", "question", "task")
_FENCE: Final = re.compile(r"(`{3,}|~{3,})\s*(.*?)\s*")
_ASK: Final = "### "


@dataclass(frozen=True, slots=True)
class Fence:
    """A block in a code fence: ```` ```toml question ````.

    Attributes:
        kind: one of KINDS.
        line: the line of its first fence, from 1; its text begins on the next.
        text: the TOML between the fences.
        ask: the heading `###` before it, without the sign; empty without one.
        body: what stands between that heading and the block.
    """

    kind: str
    line: int
    text: str
    ask: str = ""
    body: str = ""


@dataclass(slots=True)
class RawPage:
    """A page as the file has it.

    Attributes:
        title: its heading; empty for what stands before the first one.
        line: the heading's line.
        parts: Markdown and blocks, in their order.
    """

    title: str
    line: int
    parts: list[str | Fence] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RawLesson:
    """A lesson as the file has it.

    Attributes:
        title: the heading `#`; empty without one.
        pages: the first is what stands before the first heading `##`.
        problems: what is wrong with headings and fences.
    """

    title: str
    pages: tuple[RawPage, ...]
    problems: list[Problem]


def cut(text: str) -> RawLesson:
    """Cut a lesson file."""
    title, pages, problems = "", [RawPage("", 1)], list[Problem]()
    kept: list[str] = []

    def keep(*, before: str = "") -> tuple[str, str]:
        """Close a piece of Markdown; a question or task takes its heading and what follows."""
        markdown = "\n".join(kept).strip()
        kept.clear()
        ask = body = ""
        if before in {"question", "task"}:
            above, sign, below = ("\n" + markdown).rpartition("\n" + _ASK)
            if sign:
                ask, _, body = below.partition("\n")
                markdown = above.strip()
        if markdown:
            pages[-1].parts.append(markdown)
        return ask.strip(), body.strip()

    for line, kind, content in _pieces(text, problems):
        if kind == "title":
            title = title or content
        elif kind == "page":
            keep()
            pages.append(RawPage(content, line))
        elif kind == "text":
            kept.append(content)
        else:
            ask, body = keep(before=kind)
            pages[-1].parts.append(Fence(kind, line, content, ask, body))
    keep()
    return RawLesson(title, tuple(pages), problems)


def _pieces(text: str, problems: list[Problem]) -> Iterator[tuple[int, str, str]]:
    """Yield (line, kind, content): `title`, `page`, `text` for a line, or a block's kind."""
    lines = text.splitlines()
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        fence = _FENCE.fullmatch(line)
        if fence:
            start = number
            end = next(
                (at for at in range(start, len(lines)) if lines[at].rstrip() == fence[1]), None
            )
            if end is None:
                problems.append(Problem("a code fence that nobody closes", fence[1], start))
                end = len(lines)
            number = end + 1
            kind = _kind(fence[2], start, problems)
            inside = lines[start:end]
            yield start, kind, "\n".join(inside if kind != "text" else lines[start - 1 : end + 1])
        elif line.startswith("# "):
            yield number, "title", line[2:].strip()
        elif line.startswith("## "):
            yield number, "page", line[3:].strip()
        else:
            yield number, "text", line


def _kind(words: str, line: int, problems: list[Problem]) -> str:
    """Return the kind of block that a fence opens; `text` for any other code."""
    language, _, kind = words.partition(" ")
    if language != "toml" or not kind:
        return "text"
    if kind not in KINDS:
        problems.append(Problem(f"a block of {kind}", "one of " + ", ".join(KINDS), line))
        return "text"
    return kind
