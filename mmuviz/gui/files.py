"""Opening, saving and recovering: nothing the user made is lost."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from mmuviz.core.trace import Semantics
from mmuviz.gui.ask import Asker, Question
from mmuviz.gui.document import Document
from mmuviz.gui.settings import Settings
from mmuviz.sources.open_file import is_storyline, open_file, with_hash
from mmuviz.sources.opened import SCENARIO, Opened, OpenOptions
from mmuviz.sources.problems import BadInput, NeedsProgram, NeedsRegisters
from mmuviz.sources.scenario_text import dump_text, save

KINDS = (
    "Scenarios, storylines, cores, dumps, guest programs"
    " (*.toml *.core *.gz *.raw *.bin *.dump *.jsonl)"
    ";;All files (*)"
)
_RECOVERY_DELAY_MS = 800


class Files(QObject):
    """Reads and writes the document's files, and keeps unsaved work safe from a kill.

    Signals:
        storyline_found: the file to open is a storyline, and no document (Path).
    """

    storyline_found = Signal(object)

    def __init__(
        self,
        document: Document,
        asker: Asker,
        settings: Settings,
        folder: Path,
        parent: QObject | None = None,
    ) -> None:
        """Keep recovery files in `folder`."""
        super().__init__(parent)
        self._document = document
        self._asker = asker
        self._settings = settings
        self._recovery = folder / f"recovery-{os.getpid()}.toml"
        self._folder = folder
        self.semantics = Semantics.AFTER
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_RECOVERY_DELAY_MS)
        self._timer.timeout.connect(self.write_recovery)
        document.history_changed.connect(self._on_history_changed)

    def open(
        self,
        path: Path,
        then: Callable[[Opened], None] | None = None,
        options: OpenOptions | None = None,
    ) -> None:
        """Open `path`, asking first where that would lose work; a bad file changes nothing."""
        if is_storyline(path):
            self.storyline_found.emit(path)
            return
        try:
            opened = open_file(path, options)
        except NeedsProgram as several:
            given = options or OpenOptions()
            self._asker.program(
                path,
                several.programs,
                lambda name: self.open(path, then, replace(given, program=name)),
            )
            return
        except NeedsRegisters:
            self._asker.registers(path, lambda given: self.open(path, then, given))
            return
        except BadInput as problem:
            self.tell(f"{path.name} cannot be opened; nothing was changed", problem)
            return
        self._unless_unsaved(lambda: self._take(opened, path, then))

    def _take(self, opened: Opened, path: Path, then: Callable[[Opened], None] | None) -> None:
        self._settings.add_recent(path)
        self._replace(opened, then)

    def _replace(self, opened: Opened, then: Callable[[Opened], None] | None) -> None:
        self._document.open(opened)
        if then is not None:
            then(opened)

    def replace_all(self, opened: Opened, then: Callable[[Opened], None] | None = None) -> None:
        """Show `opened`, which is no file, asking first where that would lose work."""
        self._unless_unsaved(lambda: self._replace(opened, then))

    def _unless_unsaved(self, go_on: Callable[[], None]) -> None:
        if not self._document.is_modified:
            go_on()
            return

        def on_answer(answer: str) -> None:
            if answer == "Discard":
                go_on()
            elif answer == "Save":
                self.save(then=go_on)

        text = f"“{self._document.title}” has edits that are not saved."
        answers = ("Cancel", "Save", "Discard")
        self._asker.ask(Question("Unsaved edits", text, answers=answers), on_answer)

    def close(self, go_on: Callable[[], None]) -> None:
        """Call `go_on` once it is safe to leave."""
        self._unless_unsaved(go_on)

    def choose_and_open(self, then: Callable[[Opened], None] | None = None) -> None:
        """Let the user pick a file, and open it."""
        self._asker.open_path("Open", KINDS, lambda path: self.open(path, then))

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save to the scenario's own file, or ask for one."""
        if self._document.path is None:
            self.save_as(then)
        else:
            self._write(self._document.path, then)

    def save_as(self, then: Callable[[], None] | None = None) -> None:
        """Ask for a file name and save there."""
        start = str(self._document.path or Path.home() / "scenario.toml")
        self._asker.save_path(
            "Save as", start, "Scenarios (*.toml)", lambda path: self._write(path, then)
        )

    def _write(self, path: Path, then: Callable[[], None] | None) -> None:
        if not path.suffix:
            path = path.with_suffix(".toml")
        document = self._document
        try:
            opened = with_hash(document.opened)
            text = dump_text(opened, document.scenario, self.semantics, path)
            save(path, text)
        except (BadInput, OSError) as problem:
            self.tell(f"{path.name} was not saved; your work is as it was", problem)
            return
        saved = replace(opened, path=path, text=text, kind=SCENARIO, scenario=document.scenario)
        if saved.scenario.operations != opened.scenario.operations:
            saved = replace(saved, expected_operations=())  # they stand beside the old ones
        document.saved(saved)
        self._settings.add_recent(path)
        self.forget_recovery()
        if then is not None:
            then()

    def tell(self, summary: str, problem: Exception) -> None:
        """Tell what went wrong with an input or a file."""
        self._asker.ask(Question("mmuviz", summary, str(problem), serious=True), _nothing)

    def _on_history_changed(self) -> None:
        if not self._document.is_modified:
            self.forget_recovery()
        else:
            self._timer.start()

    def write_recovery(self) -> None:
        """Write the unsaved scenario beside the settings, for the next start."""
        document = self._document
        if not document.is_modified:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            opened = document.opened
            save(
                self._recovery,
                dump_text(opened, document.scenario, self.semantics, self._recovery),
            )
        except (BadInput, OSError):
            return  # saving tells; a recovery file that cannot be written must not disturb

    def forget_recovery(self) -> None:
        """The work is safe: no recovery file is needed."""
        self._timer.stop()
        self._recovery.unlink(missing_ok=True)

    def offer_recovery(self) -> None:
        """Ask whether to take up unsaved work of a run that was killed."""
        for path in sorted(self._folder.glob("recovery-*.toml")):
            if path == self._recovery or _is_running(path):
                continue
            question = Question(
                "Unsaved work",
                "mmuviz ended without saving the last time.",
                "The edits can be taken up again.",
                answers=("Take them up", "Throw them away"),
            )
            self._asker.ask(question, lambda answer, path=path: self._recover(answer, path))  # type: ignore[misc]  # mypy infers no default arguments of a lambda
            return

    def _recover(self, answer: str, path: Path) -> None:
        if answer == "Take them up":
            try:
                opened = open_file(path)
            except BadInput as problem:
                self.tell("The unsaved work cannot be read", problem)
                return
            clean = replace(opened, path=None, kind="recovered", text=None)
            self._document.open(clean)
            self._document.undo_stack.resetClean()
        path.unlink(missing_ok=True)


def _nothing(_answer: str) -> None:
    """Take note of the only answer to a message."""


def _is_running(path: Path) -> bool:
    """Whether the process that wrote the recovery file still lives."""
    number = path.stem.removeprefix("recovery-")
    if not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
