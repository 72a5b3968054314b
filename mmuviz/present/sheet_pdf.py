"""A worksheet and its key as PDF: the same sheet gives the same bytes.

No time stamp, no random id, and no compression, which differs from one zlib to the next.
"""

import io
import re
from collections.abc import Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from mmuviz.core.exercises.spec import SheetSpec
from mmuviz.present.sheet_page import KeyText, QuestionText, SheetText, TableText
from mmuviz.present.sheet_words import command
from mmuviz.resources import asset

_TEXT, _MONO = "Inter", "JetBrainsMono"
_INK, _HEAD, _QUIET, _RULE, _GROUND = "#16202b", "#1f3a5f", "#5b6673", "#c9d0d8", "#eef1f5"
_SIDE: Final = 42.0  # points
_WIDE: Final = 595.28 - 2 * _SIDE  # of an A4 page
_COLUMNS: Final = (27.0, 42.0, 28.0)
_GAP: Final = 28.0  # between tables, where there is room
_LINE: Final = 11.0
_BLANKS: Final = {"path": 2, "result": 2, "code": 1, "accessed": 2, "dirty": 1}
"""How wide a blank is, beside the others."""


def sheet_pdf(spec: SheetSpec, sheet: SheetText) -> bytes:
    """Return a sheet as PDF, A4."""
    page = _Page(spec, sheet.heading)
    story = [
        page.text(sheet.heading, 17, colour=_HEAD, after=3),
        page.text(sheet.subject, 9.5, after=8),
        page.text("Name", 9.5, colour=_QUIET),
        page.rule(_WIDE / 2),
        page.text("For each question, say:", 9.5, before=6, after=2),
    ]
    story += [page.text(f"`{part}`: {meaning}", 9, indent=10) for part, meaning in sheet.asked]
    story.append(page.text(" ".join(sheet.given), 9, colour=_QUIET, before=4, after=4))
    story += [page.question(question) for question in sheet.questions]
    return page.bytes(story)


def key_pdf(spec: SheetSpec, sheet: SheetText, key: Sequence[KeyText]) -> bytes:
    """Return the key of a sheet as PDF, A4."""
    page = _Page(spec, f"Key: {sheet.heading}")
    story = [
        page.text(f"Key: {sheet.heading}", 17, colour=_HEAD, after=3),
        page.text(sheet.subject, 9.5, after=4),
    ]
    story += [page.key(question) for question in key]
    return page.bytes(story)


class _Page:
    """What a document is built of, with reportlab loaded: nobody else needs it."""

    def __init__(self, spec: SheetSpec, title: str) -> None:
        from reportlab import platypus  # noqa: PLC0415  # large, and needed for PDF alone
        from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415  # the same
        from reportlab.pdfbase import pdfmetrics, ttfonts  # noqa: PLC0415  # the same

        for name in (_TEXT, _MONO):
            pdfmetrics.registerFont(ttfonts.TTFont(name, str(asset(f"fonts/{name}.ttf"))))
        self._kit: Any = platypus
        self._style: Any = ParagraphStyle
        self._title = title
        self._foot = command(spec)

    def text(  # noqa: PLR0913  # what a line of text looks like
        self,
        text: str,
        size: float,
        *,
        colour: str = _INK,
        before: float = 0,
        after: float = 0,
        indent: float = 0,
    ) -> Any:  # noqa: ANN401  # a flowable: reportlab has no types
        """Return a paragraph; what stands between backticks is code."""
        style = self._style(
            "text",
            fontName=_TEXT,
            fontSize=size,
            leading=size * 1.4,
            textColor=colour,
            spaceBefore=before,
            spaceAfter=after,
            leftIndent=indent,
        )
        code = rf'<font name="{_MONO}" size="{size - 0.5}">\1</font>'
        return self._kit.Paragraph(
            re.sub(r"`([^`]*)`", code, escape(text)).replace("\n", "<br/>"), style
        )

    def rule(self, width: float) -> Any:  # noqa: ANN401  # the same
        """Return a line to write on."""
        return self._kit.HRFlowable(width, 0.7, color=_QUIET, hAlign="LEFT", spaceAfter=6)

    def question(self, question: QuestionText) -> Any:  # noqa: ANN401  # the same
        """Return a question that stays on one page."""
        number = self.text(question.title, 11, colour=_HEAD, before=10, after=2)
        asks = self.text(f"{question.access} {question.registers}", 9.5, after=4)
        tables = [self._table(table) for table in question.tables]
        wide = sum(_COLUMNS[: len(question.tables[0].head)])
        beside = self._beside(tables, wide)
        return self._kit.KeepTogether([number, asks, beside, self._blanks(question)])

    def _beside(self, tables: list[Any], wide: float) -> Any:  # noqa: ANN401  # the same
        """Return tables side by side: no path has more than four, and there is one decoy."""
        free = (_WIDE - len(tables) * wide) / (len(tables) - 1)
        gap = min(free, _GAP)
        return self._kit.Table(
            [tables],
            colWidths=[wide + gap] * (len(tables) - 1) + [wide],
            hAlign="LEFT",
            style=[
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ],
        )

    def _table(self, table: TableText) -> list[Any]:
        """Return the title of a table, and the table, its flags set close."""
        rows = [
            (index, value, *(one.replace(" ", "") for one in more))
            for index, value, *more in table.rows
        ]
        drawn = self._kit.Table(
            [table.head, *rows],
            colWidths=_COLUMNS[: len(table.head)],
            rowHeights=_LINE,
            hAlign="LEFT",
            style=[
                ("FONT", (0, 0), (-1, 0), _TEXT, 6.5),
                ("TEXTCOLOR", (0, 0), (-1, 0), _QUIET),
                ("BACKGROUND", (0, 0), (-1, 0), _GROUND),
                ("FONT", (0, 1), (-1, -1), _MONO, 7.5),
                ("TEXTCOLOR", (0, 1), (-1, -1), _INK),
                ("ALIGN", (0, 0), (0, -1), "RIGHT"),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
                ("LEFTPADDING", (1, 0), (1, -1), 5),
                ("RIGHTPADDING", (1, 0), (1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, _RULE),
            ],
        )
        return [self.text(f"{table.title}\n{table.where}", 7.5, after=2), drawn]

    def _blanks(self, question: QuestionText) -> Any:  # noqa: ANN401  # the same
        """Return the blanks that the answers are written into."""
        shares = [_BLANKS[part] for part, _hint in question.blanks]
        return self._kit.Table(
            [[part for part, _hint in question.blanks]],
            colWidths=[_WIDE * share / sum(shares) for share in shares],
            rowHeights=24,
            hAlign="LEFT",
            style=[
                ("FONT", (0, 0), (-1, -1), _TEXT, 7),
                ("TEXTCOLOR", (0, 0), (-1, -1), _QUIET),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("GRID", (0, 0), (-1, -1), 0.6, _QUIET),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ],
        )

    def key(self, key: KeyText) -> Any:  # noqa: ANN401  # the same
        """Return the key of a question, which stays on one page."""
        lines = [
            self.text(f"{key.title}", 11, colour=_HEAD, before=8, after=1),
            self.text(key.access, 9, after=2),
        ]
        for part, answer in key.answers:
            lines.append(self.text(f"{part}: `{answer}`", 9, indent=10))
        lines.append(self.text(key.why, 8.5, colour=_QUIET, before=2))
        for title, sentence in key.ideas:
            lines.append(self.text(f"× {title}: {sentence}", 8.5, colour=_QUIET, indent=10))
        return self._kit.KeepTogether(lines)

    def bytes(self, story: list[Any]) -> bytes:
        """Return the document."""
        file = io.BytesIO()
        document = self._kit.SimpleDocTemplate(
            file,
            pagesize=(595.28, 841.89),
            leftMargin=_SIDE - 6,  # the frame has 6 points of its own
            rightMargin=_SIDE - 6,
            topMargin=36,
            bottomMargin=44,
            title=self._title,
            author="mmuviz",
            invariant=1,
            pageCompression=0,
        )
        document.build(story, onFirstPage=self._footer, onLaterPages=self._footer)
        return file.getvalue()

    def _footer(self, canvas: Any, document: Any) -> None:  # noqa: ANN401  # the same
        canvas.setFont(_TEXT, 7)
        canvas.setFillColor(_QUIET)
        canvas.drawString(_SIDE, 28, self._foot)
        canvas.drawRightString(_SIDE + _WIDE, 28, f"page {document.page}")
