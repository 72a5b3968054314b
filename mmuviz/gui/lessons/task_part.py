"""What belongs to a task: the goals as a check list, a hint, the solution, and the way back."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mmuviz.core.lessons.lesson import Task
from mmuviz.gui.lessons.goal_list import GoalList
from mmuviz.gui.lessons.markdown_text import MarkdownText
from mmuviz.gui.lessons.session import LessonSession
from mmuviz.gui.theme import FontKind, Theme
from mmuviz.gui.widgets.link import HERE, Link
from mmuviz.gui.widgets.wrap_row import WrapRow

_HOW = (
    "Edit the state beside: click bits, type entries, change the access. "
    "The list is checked as you edit."
)
_KEYS = (
    "By keys: `Ctrl+T` to the entries (arrows, a letter flips its flag, `Enter` types), "
    "`Ctrl+G` to the address, `Ctrl+R` registers, `Alt+9` back here."
)


class TaskPart(QWidget):
    """The goals follow the live window; hint and solution are shown on demand."""

    def __init__(self, session: LessonSession, task: Task, parent: QWidget) -> None:
        """Show `task`, which is the one of the screen."""
        super().__init__(parent)
        self._session = session
        self._how = MarkdownText(f"{_HOW}\n\n{_KEYS}", self, FontKind.CAPTION)
        self.goals = GoalList(self)
        self.hint_text = MarkdownText(task.hint, self)
        self.hint_text.setVisible(False)
        self._solution = "Solution:\n\n" + "\n".join(f"- `{one.text}`" for one in task.solution)
        self.solution_text = MarkdownText("", self)
        self.hint = Link("Hint", task.hint or "none", self, way=HERE)
        self.solution = Link("Show the solution", "in the window beside", self)
        self.restart = Link("Start again", "from the task's own state", self, way=HERE)
        self.hint.setVisible(bool(task.hint))
        links = QWidget(self)
        self._links = WrapRow(links)
        for link in (self.hint, self.solution, self.restart):
            self._links.addWidget(link)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self._how, self.goals, links, self.hint_text, self.solution_text):
            self._column.addWidget(part)
        self.hint.clicked.connect(self._on_hint)
        self.solution.clicked.connect(session.show_solution)
        self.restart.clicked.connect(session.retry)

    def set_theme(self, theme: Theme) -> None:
        """Draw in `theme`."""
        self._column.setSpacing(round(theme.px(10)))
        for text in (self._how, self.hint_text, self.solution_text):
            text.set_theme(theme)
        for part in (self.goals, self.hint, self.solution, self.restart):
            part.set_theme(theme)

    def show_goals(self) -> None:
        """Follow the live window."""
        session = self._session
        self.goals.show_goals(session.goals)
        self.solution.setVisible(not session.peeked)
        self.restart.setVisible(session.has_left)
        self.solution_text.set_text(self._solution if session.peeked else "")

    def _on_hint(self) -> None:
        self.hint_text.setVisible(self.hint_text.isHidden())
