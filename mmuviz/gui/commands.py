"""What the actions do. Each handler is one row of the table in `actions`."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from operator import methodcaller
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication

from mmuviz.core.load import LoadFault, load_cr3
from mmuviz.core.scenario import Scenario
from mmuviz.gui import settings as table
from mmuviz.gui.actions import ACTIONS
from mmuviz.gui.ask import Asker, Question
from mmuviz.gui.dialogs.page import PageDialog
from mmuviz.gui.dialogs.pick import Choice
from mmuviz.gui.dialogs.registers import RegistersDialog
from mmuviz.gui.exercising import Exercising
from mmuviz.gui.exports import Exports
from mmuviz.gui.predict_commands import PredictCommands
from mmuviz.gui.stepper import Stepper
from mmuviz.gui.tools import Tools
from mmuviz.gui.view_commands import ViewCommands
from mmuviz.present.answer import step_text, walk_text
from mmuviz.resources import asset
from mmuviz.sources.opened import Opened

if TYPE_CHECKING:
    from mmuviz.gui.main_window import MainWindow

_MOVES: dict[str, Callable[[Stepper], None]] = {
    "step": methodcaller("forward"),
    "back": methodcaller("back"),
    "next_level": methodcaller("next_level"),
    "previous_level": methodcaller("previous_level"),
    "first": methodcaller("first"),
    "last": methodcaller("last"),
    "next_difference": methodcaller("next_difference"),
}
SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)


class Commands(QObject):
    """The handlers of all actions, on one window."""

    def __init__(self, window: "MainWindow", asker: Asker) -> None:
        """Act on `window`."""
        super().__init__(window)
        self._window = window
        self._asker = asker
        self._tools = Tools(window)
        self._views = ViewCommands(window)
        self.exports = Exports(window, asker)
        self.predicting = PredictCommands(window, asker)
        self.exercising = Exercising(window, asker)
        speed = window.settings.number(table.SPEED, SPEEDS[0], SPEEDS[-1])
        self._speed = min(SPEEDS, key=lambda known: abs(known - speed))

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the handler of each action by its name."""
        window = self._window
        own: dict[str, Callable[..., object]] = {
            spec.name: getattr(owner, spec.name)
            for owner in self._owners()
            for spec in ACTIONS
            if hasattr(owner, spec.name)
        }
        steps = {name: partial(self._move, move) for name, move in _MOVES.items()}
        others: dict[str, Callable[..., object]] = {
            "undo": window.document.undo_stack.undo,
            "redo": window.document.undo_stack.redo,
            "show_in_atlas": window.openings.show_in_atlas,
            "storyline": window.stories.choose,
            "larger": window.look.larger,
            "smaller": window.look.smaller,
            "quit": window.close,
        }
        return own | steps | others | dict(self._views.choices())

    def _owners(self) -> tuple[QObject, ...]:
        """Return who handles actions, each by methods of the actions' names."""
        others = (self._tools, self._views, self.exports, self.predicting, self.exercising)
        return (self, *others)

    # What the window tells.

    def follow(self) -> None:
        """Let what stands beside the view follow it."""
        self._views.follow()

    def leave(self) -> None:
        """End what runs beside the window."""
        self._tools.leave()
        self.exports.leave()

    def show_choices(self) -> None:
        """Tick the theme that is chosen, say what can be undone, and offer what is installed."""
        self._tools.show_installed()
        self._window.actions_by_name[f"theme_{self._window.look.scheme}"].setChecked(True)
        self.show_undo()

    def show_undo(self) -> None:
        """Name the edits that Undo and Redo mean."""
        stack = self._window.document.undo_stack
        for name, able, what in (
            ("undo", stack.canUndo(), stack.undoText()),
            ("redo", stack.canRedo(), stack.redoText()),
        ):
            action = self._window.actions_by_name[name]
            action.setEnabled(able)
            action.setText(f"&{name.title()} {what}".rstrip())

    def show_steps(self, *, steps: bool, opinions: bool) -> None:
        """Offer to step only where something is stepped through, and where opinions part."""
        for name in (*_MOVES, "run"):
            able = steps and (opinions or name != "next_difference")
            self._window.actions_by_name[name].setEnabled(able)

    def show_remarks(self, opened: Opened) -> None:
        """Tell what was guessed when a file was opened."""
        if opened.remarks:
            text = "\n".join(opened.remarks)
            name = opened.path.name if opened.path else opened.kind
            self._asker.ask(Question("mmuviz", f"{name}: opened", text), _nothing)

    def fill_recent(self) -> None:
        """List the files opened lately."""
        menu = self._window.recent_menu
        menu.clear()
        for path in self._window.settings.recent():
            action = QAction(path.name, menu)
            action.setToolTip(str(path))
            action.triggered.connect(partial(self._open_recent, path))
            menu.addAction(action)
        if menu.isEmpty():
            menu.addAction("no file was opened yet").setEnabled(False)

    def _open_recent(self, path: Path, _checked: object = None) -> None:
        self._window.files.open(path)

    # File.

    def new(self) -> None:
        """Build page tables from nothing."""
        dialog = PageDialog(None, self._window)
        dialog.built.connect(self._take_new)
        dialog.open()

    def _take_new(self, _text: str, scenario: Scenario) -> None:
        opened = Opened(scenario, "new", semantics=self._window.session.semantics)
        self._window.files.replace_all(opened)

    def open(self) -> None:
        """Pick a file."""
        self._window.files.choose_and_open()

    def add_recorded(self) -> None:
        """Pick recorded files for the Verify view."""
        kinds = "Recorded results (*.npz *.jsonl *.gz *.json);;All files (*)"
        self._asker.open_paths("Add recorded results", kinds, self._window.verify.add_files)

    def scenarios(self) -> None:
        """Pick a built-in scenario."""
        choices = []
        for path in sorted(asset("scenarios").glob("*.toml")):
            title = title_of(path)
            choices.append(Choice(title, path.stem, str(path)))
        self._tools.pick("Built-in scenarios", choices, self._open_built_in)

    def _open_built_in(self, name: str) -> None:
        self._window.files.open(Path(name))

    def save(self) -> None:
        """Save."""
        self._window.files.save()

    def save_as(self) -> None:
        """Save under another name."""
        self._window.files.save_as()

    # Edit.

    def copy_step(self) -> None:
        """Put the step's sentence on the clipboard."""
        frame = self._window.session.frame
        QGuiApplication.clipboard().setText(step_text(frame.trace, frame.step))

    def copy_walk(self) -> None:
        """Put the walk on the clipboard, as the command line prints it."""
        QGuiApplication.clipboard().setText(walk_text(self._window.session.trace))

    def registers(self) -> None:
        """Show and edit the registers."""
        dialog = RegistersDialog(self._window.document.scenario, self._window)
        dialog.edit_wished.connect(self._window.document.edit)
        dialog.open()

    def reload_cr3(self) -> None:
        """Load CR3 again."""
        document = self._window.document
        loaded = load_cr3(document.scenario, document.scenario.cpu.cr3)
        if isinstance(loaded, LoadFault):
            text = "Loading CR3 fails, and the registers stay as they were."
            self._asker.ask(Question("Reload CR3", text, loaded.reason, serious=True), _nothing)
        elif loaded == document.scenario:
            text = "CR3 is loaded again. Nothing changed: memory holds what the registers hold."
            self._asker.ask(Question("Reload CR3", text), _nothing)
        else:
            document.edit("Reload CR3", loaded)

    def map_page(self) -> None:
        """Map an address to a frame in the open scenario."""
        dialog = PageDialog(self._window.document.scenario, self._window)
        dialog.built.connect(self._window.document.edit)
        dialog.open()

    # Walk.

    def _move(self, move: Callable[[Stepper], None], _checked: object = None) -> None:
        move(self._window.stepper)

    def run(self) -> None:
        """Run or pause."""
        stepper = self._window.stepper
        if stepper.running:
            stepper.pause()
        else:
            stepper.run(self._speed)

    def faster(self) -> None:
        """Run with more steps a second."""
        self._set_speed(1)

    def slower(self) -> None:
        """Run with fewer steps a second."""
        self._set_speed(-1)

    def _set_speed(self, change: int) -> None:
        number = SPEEDS.index(self._speed) + change
        self._speed = SPEEDS[min(max(number, 0), len(SPEEDS) - 1)]
        self._window.settings.put(table.SPEED, self._speed)
        if self._window.stepper.running:
            self._window.stepper.run(self._speed)
        self._window.walk.transport.show_speed(self._speed)

    def go_to_address(self) -> None:
        """Put the cursor where the address is typed."""
        self._window.question.address.setFocus()
        self._window.question.address.selectAll()

    def go_to_entry(self) -> None:
        """Give the keyboard to the entry that the walk is at, also beside a lesson."""
        window = self._window
        if window.page is not window.walk:
            window.show_beside("view_walk")
        if window.page is not window.walk:
            window.show_view("view_walk")
        window.walk.path.clearFocus()
        window.walk.path.setFocus(Qt.FocusReason.TabFocusReason)

    def jump(self) -> None:
        """Ask which entry of a table to show."""
        self._window.show_view("view_walk")
        self._window.walk.path.ask_index()

    def walk_to(self, gva: int) -> None:
        """Walk `gva` and show the walk."""
        scenario = self._window.document.scenario
        access = replace(scenario.access, gva=gva)
        self._window.document.edit(f"Address {gva:#x}", replace(scenario, access=access))
        self._window.show_view("view_walk")


def title_of(path: Path) -> str:
    """Return the title line of a scenario or storyline file without opening all of it."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("title"):
            return line.partition("=")[2].strip().strip('"')
    return path.stem


def _nothing(_answer: str) -> None:
    """Take note of the only answer to a message."""
