"""A piece of Markdown, painted: no HTML, no picture and no link of a file is followed."""

from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mmuviz.gui.theme import FontKind, Role, Theme

_FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


class _Document(QTextDocument):
    """Loads nothing that a text names."""

    def loadResource(self, _kind: int, _url: object) -> object:
        """Give nothing."""
        return None


class MarkdownText(QWidget):
    """As high as its text at the width there is."""

    def __init__(self, markdown: str, parent: QWidget, kind: FontKind = FontKind.BODY) -> None:
        """Show `markdown` in the type of `kind`."""
        super().__init__(parent)
        self._theme = Theme()
        self._kind = kind
        self._markdown = ""
        self._document = _Document(self)
        self._document.setDocumentMargin(0)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_text(markdown)

    @property
    def text(self) -> str:
        """What is read."""
        return self._document.toPlainText()

    def set_text(self, markdown: str) -> None:
        """Show another text; nothing where it is empty."""
        self._markdown = markdown
        self._typeset()
        self.setVisible(bool(markdown))

    def set_theme(self, theme: Theme) -> None:
        """Set it in `theme`."""
        self._theme = theme
        self._typeset()

    def _typeset(self) -> None:
        document, theme = self._document, self._theme
        document.setDefaultFont(QFont(theme.font(self._kind)))
        document.setMarkdown(self._markdown, _FEATURES)
        self._set_code()
        for frame in document.rootFrame().childFrames():
            self._set_table(frame)
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()

    def _set_code(self) -> None:
        """Give code the program's own monospaced type."""
        font = self._theme.font(FontKind.MONO)
        style = QTextCharFormat()
        style.setFontFamilies(font.families())
        style.setProperty(
            QTextFormat.Property.FontPointSize,
            self._theme.font(self._kind).pointSizeF() + FontKind.MONO.value[0] * self._theme.scale,
        )
        spans = []
        whole = QTextCursor(self._document)
        whole.select(QTextCursor.SelectionType.Document)
        wraps = QTextBlockFormat()
        wraps.setNonBreakableLines(False)  # as lines of code are made: they would be cut
        whole.mergeBlockFormat(wraps)
        block = self._document.begin()
        while block.isValid():
            fenced = block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence)
            pieces = block.begin()
            while not pieces.atEnd():
                piece = pieces.fragment()
                if piece.charFormat().fontFixedPitch() or fenced:
                    spans.append((piece.position(), piece.length()))
                pieces += 1
            block = block.next()
        cursor = QTextCursor(self._document)
        for start, length in spans:
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(style)

    def _set_table(self, frame: QTextFrame) -> None:
        """Rule a table with hairlines."""
        if not isinstance(frame, QTextTable):
            return
        style = frame.format().toTableFormat()
        style.setBorderCollapse(True)
        style.setBorder(1)
        style.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        style.setBorderBrush(self._theme.brush(Role.BORDER_STRONG))
        style.setCellPadding(self._theme.px(4))
        style.setCellSpacing(0)
        frame.setFormat(style)

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the text at a width."""
        self._document.setTextWidth(width)
        return round(self._document.size().height() + 0.5)

    def sizeHint(self) -> QSize:
        """As the text at the width there is."""
        width = max(self.width(), self.minimumSizeHint().width())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """As wide as a long word."""
        return QSize(round(self._theme.px(60)), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the text."""
        self._document.setTextWidth(self.width())
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette(self.palette())
        role = Role.MUTED if self._kind is FontKind.CAPTION else Role.TEXT
        palette.setColor(QPalette.ColorRole.Text, self._theme.color(role))
        context.palette = palette
        self._document.documentLayout().draw(QPainter(self), context)


def plain(markdown: str) -> str:
    """Return Markdown as one reads it, without its signs."""
    document = QTextDocument()
    document.setMarkdown(markdown, _FEATURES)
    return document.toPlainText()
