"""Hardware's answer beside an independent processor's, in a window of its own."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from mmuviz.core.second_opinion import Verdict
from mmuviz.core.trace import Semantics
from mmuviz.gui.second_opinion import SecondOpinion
from mmuviz.gui.theme import FontKind, Role, Theme
from mmuviz.present.second_opinion import ENGINE, OpinionPage
from mmuviz.present.wording import signed
from mmuviz.sources.problems import BadInput

_ROLES: Final = {
    Verdict.SAME: Role.PASS,
    Verdict.OPEN: Role.MUTED,
    Verdict.LIMIT: Role.TEXT,
    Verdict.DIFFERS: Role.FAIL,
}
_WIDTH = 600.0
_ASKING = f"Asking {ENGINE}…"
_STALE = "The scenario has changed since; ask again for an answer about it as it is now."


class OpinionDialog(QDialog):
    """Asks when it is made, and again on demand."""

    def __init__(self, text: Callable[[SecondOpinion], str], theme: Theme, parent: QWidget) -> None:
        """Ask.

        Args:
            text: returns the scenario's text for the file that the question is written to.
            theme: how to draw.
            parent: the window.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("An independent processor")
        self._text = text
        self._window = parent
        self._theme = theme
        self.opinion = SecondOpinion(self)
        self.opinion.changed.connect(self._show)
        self.question = self._label()
        self.conclusion = self._label()
        self.stale = self._label()
        self.notes = self._label()
        self.table = QWidget(self)
        self.again = QPushButton("&Ask again", self)
        self.again.clicked.connect(self.ask)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.addButton(self.again, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self._column = QVBoxLayout(self)
        for widget in (self.question, self.table, self.conclusion, self.stale, self.notes):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self._column.addWidget(buttons)
        self.stale.setText(_STALE)
        self.set_theme(theme)
        self.ask()

    def ask(self) -> None:
        """Ask about the scenario as it is now."""
        self.stale.hide()
        try:
            self.opinion.ask(self._text(self.opinion))
        except (BadInput, OSError) as problem:
            self.conclusion.setText(str(problem))

    def mark_stale(self) -> None:
        """Say that the answer is about what the scenario was."""
        self.stale.show()
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._theme = theme
        self._column.setContentsMargins(*(round(theme.px(16)) for _ in range(4)))
        self._column.setSpacing(round(theme.px(12)))
        for label, kind, role in (
            (self.question, FontKind.HEADING, Role.TEXT),
            (self.stale, FontKind.BODY, Role.TEXT),
            (self.notes, FontKind.BODY, Role.MUTED),
        ):
            self._dress(label, kind, role)
        self._show()

    def done(self, result: int) -> None:
        """End the engine's process with the window."""
        self.opinion.changed.disconnect(self._show)
        self.opinion.leave()
        super().done(result)

    def _show(self) -> None:
        """Show how it stands."""
        opinion, page = self.opinion, self.opinion.page
        told = opinion.problem or opinion.refusal or (page.conclusion if page else _ASKING)
        self.conclusion.setText(told)
        failed = page is not None and any(row.verdict is Verdict.DIFFERS for row in page.rows)
        failed = failed or bool(opinion.problem)
        self._dress(self.conclusion, FontKind.STRONG, Role.FAIL if failed else Role.TEXT)
        self.question.setText(page.question if page else "")
        self.question.setVisible(page is not None)
        self.notes.setText("\n".join(f"• {note}." for note in page.notes) if page else "")
        self.notes.setVisible(page is not None)
        self.again.setEnabled(not opinion.is_running)
        table = self._table(page)
        self._column.replaceWidget(self.table, table)
        self.table.deleteLater()
        self.table = table
        table.setVisible(page is not None)  # now: what is not shown has no size yet
        self._fit()

    def _fit(self) -> None:
        """Be as large as the text needs: labels that wrap tell no least height."""
        width = max(self._column.minimumSize().width(), round(self._theme.px(_WIDTH)))
        size = QSize(width, self._column.totalHeightForWidth(width))
        self.setMinimumSize(size.boundedTo(self._window.size()))
        self.resize(size)

    def _table(self, page: OpinionPage | None) -> QWidget:
        """Return the comparison, a row a point."""
        table = QWidget(self)
        if page is None:
            return table
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(round(self._theme.px(24)))
        grid.setVerticalSpacing(round(self._theme.px(4)))
        for column, head in enumerate(("", signed(Semantics.HARDWARE), page.engine), 0):
            grid.addWidget(self._cell(head, FontKind.STRONG, Role.TEXT, table), 0, column)
        for number, row in enumerate(page.rows, 1):
            cells = (
                (row.title, FontKind.BODY, Role.MUTED),
                (row.hardware, FontKind.MONO, Role.TEXT),
                (row.engine, FontKind.MONO, Role.TEXT),
                (f"{row.sign} {row.remark}", FontKind.STRONG, _ROLES[row.verdict]),
            )
            for column, (text, kind, role) in enumerate(cells):
                grid.addWidget(self._cell(text, kind, role, table), number, column)
        grid.setColumnStretch(3, 1)
        return table

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        return label

    def _cell(self, text: str, kind: FontKind, role: Role, parent: QWidget) -> QLabel:
        label = QLabel(text, parent)
        self._dress(label, kind, role)
        return label

    def _dress(self, label: QLabel, kind: FontKind, role: Role) -> None:
        label.setFont(QFont(self._theme.font(kind)))
        palette = self._theme.palette()
        palette.setColor(label.foregroundRole(), self._theme.color(role))
        label.setPalette(palette)
