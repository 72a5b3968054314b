"""The one table of actions: menus, keys, command palette and printed key list come from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes:
        name: identifier, as handlers and tests use it.
        menu: the menu it stands in; the separator before it is a leading `-`.
        text: what the menu says, with its mnemonic.
        tip: one sentence.
        keys: key sequences, the first one is shown.
        plain: the keys are plain ones (arrows, Space, Home, End): they act unless an editor or a
            table has the focus, and the window handles them instead of Qt's shortcuts.
        group: exclusive group of checkable actions; `toggle` for a checkable one of its own.
    """

    name: str
    menu: str
    text: str
    tip: str
    keys: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    group: str = ""

    @property
    def key_text(self) -> str:
        """All its keys as the key list prints them."""
        return ", ".join(self.plain + self.keys)


_A = ActionSpec
ACTIONS: tuple[ActionSpec, ...] = (
    _A("new", "&File", "&New…", "Build page tables: a mode, and pages mapped to frames", ("Ctrl+N",)),
    _A("open", "&File", "&Open…", "Open a scenario, an ELF core or a raw dump", ("Ctrl+O",)),
    _A("scenarios", "&File", "Open &built-in scenario…", "Pick one of the built-in scenarios", ("Ctrl+B",)),
    _A("storyline", "&File", "Open story&line…", "Play a lecture: slides of walks and exits, in order, on the whole screen", ("Ctrl+Shift+O",)),
    _A("save", "&File", "-&Save", "Save as a scenario file", ("Ctrl+S",)),
    _A("save_as", "&File", "Save &as…", "Save as another scenario file", ("Ctrl+Shift+S",)),
    _A("export", "&File", "-&Export…", "Write the walk as a page, a hand-out, pictures or text, or a picture of the window", ("Ctrl+E",)),
    _A("export_atlas", "&File", "Export a&tlas…", "Write the atlas: its map as PNG or SVG, its states as CSV or Parquet", ("Ctrl+Shift+E",)),
    _A("quit", "&File", "-&Quit", "Leave mmuviz", ("Ctrl+Q",)),
    _A("undo", "&Edit", "&Undo", "Take the last edit back", ("Ctrl+Z",)),
    _A("redo", "&Edit", "&Redo", "Make the edit again", ("Ctrl+Shift+Z", "Ctrl+Y")),
    _A("copy_step", "&Edit", "-&Copy step as text", "Copy what this step does", ("Ctrl+Shift+C",)),
    _A("copy_walk", "&Edit", "Copy &walk as text", "Copy the whole walk, as the command line prints it", ("Ctrl+Alt+C",)),
    _A("registers", "&Edit", "-Re&gisters…", "Mode, CR0, CR3, CR4, EFER, PDPTRs", ("Ctrl+R",)),
    _A("reload_cr3", "&Edit", "Re&load CR3", "Load CR3 again: PAE reads its four PDPTRs from memory, and checks them", ("Ctrl+L",)),
    _A("map_page", "&Edit", "&Map a page…", "Map an address to a frame; missing tables are built", ("Ctrl+M",)),
    _A("step", "&Walk", "&Step", "Show the next event", ("F7",), ("Right", "PgDown")),
    _A("back", "&Walk", "&Back", "Show the event before", ("F8",), ("Left", "PgUp")),
    _A("next_level", "&Walk", "Next &level", "Go to the next entry of the walk", (), ("Down",)),
    _A("previous_level", "&Walk", "&Previous level", "Go back to the entry before", (), ("Up",)),
    _A("first", "&Walk", "-To the start", "Stand before the first event", ("F12",), ("Home",)),
    _A("last", "&Walk", "To the &end", "Go to the result", (), ("End",)),
    _A("next_difference", "&Walk", "Next &difference", "Go to the next step at which before, after and hardware part", (), ("D",)),
    _A("run", "&Walk", "&Run / pause", "Step by itself", ("F5",), ("Space",)),
    _A("faster", "&Walk", "-&Faster", "Run with more steps a second", ("Ctrl+.",)),
    _A("slower", "&Walk", "Slo&wer", "Run with fewer steps a second", ("Ctrl+,",)),
    _A("predict", "&Walk", "-Predi&ct, then reveal", "Be asked before each decision of the walk; 1 to 4 answer, Escape leaves", (), ("P",), group="toggle"),
    _A("go_to_address", "&Walk", "-&Address…", "Type an address or a label", ("Ctrl+G",)),
    _A("go_to_entry", "&Walk", "Entr&y", "Give the keyboard to the entry that the walk is at: a letter flips its flag", ("Ctrl+T",)),
    _A("jump", "&Walk", "&Jump to an index…", "Show any entry of a table: type its index", ("Ctrl+J",)),
    _A("show_in_atlas", "&Walk", "Show &in the atlas", "Mark the open scenario among all states of its mode", ("Ctrl+Shift+A",)),
    _A("before", "&Walk", "-bef&ore the change", "Walk as KVM did before the change", ("Ctrl+1",), group="semantics"),
    _A("after", "&Walk", "af&ter the change", "Walk as KVM did after the change", ("Ctrl+2",), group="semantics"),
    _A("hardware", "&Walk", "&hardware", "Walk as the processor does", ("Ctrl+3",), group="semantics"),
    _A("view_walk", "&View", "&Walk", "The walk, step by step", ("Alt+1",), group="view"),
    _A("view_compare", "&View", "C&ompare", "before, after and hardware in lockstep, and where they part", ("Alt+2",), group="view"),
    _A("view_exits", "&View", "&Exits", "What is behind the walk: exits, shadow tables, a guest's program", ("Alt+3",), group="view"),
    _A("view_tables", "&View", "&Tables", "All tables and the entries that lead to them", ("Alt+4",), group="view"),
    _A("view_maps", "&View", "Ma&ps", "All that is mapped, with its rights", ("Alt+5",), group="view"),
    _A("view_atlas", "&View", "Atla&s", "Every state at once: what becomes of it, and where two rules differ", ("Alt+6",), group="view"),
    _A("view_claims", "&View", "Cl&aims", "What the change claimed and did: counts, test suite, guests, history", ("Alt+7",), group="view"),
    _A("view_verify", "&View", "&Verify", "Recorded results held against this program's walks, row by row", ("Alt+8",), group="view"),
    _A("view_lessons", "&View", "Lesso&ns", "Lessons beside the live window: read, answer, construct", ("Alt+9",), group="view"),
    _A("presenter", "&View", "-P&resenter", "The step of the walk alone, or the view, on the whole screen, for a projector; Escape leaves", ("F11",), group="toggle"),
    _A("change", "&View", "The &change as a diff", "before's and after's walk_addr, page_fault and gva_to_gpa side by side", ("Ctrl+D",), group="toggle"),
    _A("larger", "&View", "-&Larger text", "Make all text larger", ("Ctrl++", "Ctrl+=")),
    _A("smaller", "&View", "S&maller text", "Make all text smaller", ("Ctrl+-",)),
    _A("normal_size", "&View", "Normal te&xt size", "Back to 100 %", ("Ctrl+0",)),
    _A("theme_system", "&View", "-S&ystem theme", "Light or dark as the system says", (), group="theme"),
    _A("theme_light", "&View", "L&ight theme", "Dark ink on light ground", (), group="theme"),
    _A("theme_dark", "&View", "&Dark theme", "Light ink on dark ground", (), group="theme"),
    _A("palette", "&Tools", "&Command palette…", "Find an action by its name", ("Ctrl+K", "Ctrl+Shift+P")),
    _A("explain", "&Tools", "&Explain…", "Error codes, entries, oops lines and registers in words", ("Ctrl+I",)),
    _A("exercises", "&Tools", "E&xercises…", "Questions as on a worksheet, a set at a time, timed or not; marked, with the ideas behind wrong answers", ("Alt+0",)),
    _A("student", "&Tools", "What I got &wrong…", "Which wrong ideas your answers show, how often and when; to export or delete"),
    _A("ask_unicorn", "&Tools", "&Ask an independent processor…", "Let the Unicorn engine make the access on these tables, beside hardware's answer"),
    _A("glossary", "&Help", "&Glossary and sources", "Terms, rules and where they come from", ("F1",)),
    _A("keys", "&Help", "&Keys", "All keys in one list", ("Ctrl+F1",)),
    _A("about", "&Help", "-&About mmuviz", "Version, licences"),
)  # fmt: skip
"""Every action of the program, in menu order."""

LESSONS = "view_lessons"
"""The view that stands beside another one."""

VIEWS = {
    spec.name: spec.text.replace("&", "").lstrip("-") for spec in ACTIONS if spec.group == "view"
}
"""The actions that show a view, with the view's title."""


def make_actions(
    parent: QObject, handlers: Mapping[str, Callable[..., object]]
) -> dict[str, QAction]:
    """Make a `QAction` of each row, connected to its handler.

    Raises:
        KeyError: a row without a handler: a menu entry that would do nothing.
    """
    groups: dict[str, QActionGroup] = {}
    actions: dict[str, QAction] = {}
    for spec in ACTIONS:
        action = QAction(spec.text.removeprefix("-"), parent)
        action.setObjectName(spec.name)
        keys = f" ({spec.key_text})" if spec.key_text else ""
        action.setToolTip(f"{spec.tip}{keys}")
        action.setStatusTip(spec.tip)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(bool(spec.group))
        if spec.group and spec.group != "toggle":
            groups.setdefault(spec.group, QActionGroup(parent)).addAction(action)
        action.triggered.connect(handlers[spec.name])
        actions[spec.name] = action
    return actions


PREDICT_KEYS = (
    ("1, 2, 3, 4", "Answer"),
    ("Return", "Go to the next question"),
    ("R", "Take the answer back; once all is answered: ask the same walk again"),
    ("H", "The rule, and where it stands: before an answer it is a hint"),
    ("Esc", "Close the board of a wrong idea; else leave: all of the walk is shown again"),
)
"""What keys do while a walk is predicted."""

TABLE_KEYS = (
    ("Left, Right, Up, Down", "Over the bits, values and rows of the tables"),
    ("Home, End", "To the first or the last entry"),
    ("PgUp, PgDown", "A screenful of entries up or down"),
    ("Space, or its letter", "Flip a flag"),
    ("Return, F2, or a digit", "Type the value, or -> and a frame"),
    ("Shift with them, or click", "Mark rows from here to there"),
    ("Ctrl+C, Ctrl+V", "Copy the marked rows, paste rows"),
    ("Esc", "Leave the table"),
)
"""What keys do while a row of the path has the keyboard."""

PROGRAM_KEYS = (
    ("Alt+Up, Alt+Down", "Move the operation"),
    ("Alt+Shift+Down", "Copy the operation"),
    ("Delete", "Remove the operation"),
    ("F2, or a double click", "Change the kind or the field of the cell"),
    ("Return", "Show the exits of the operation"),
)
"""What keys do while the table of a guest program has the keyboard."""

ATLAS_KEYS = (
    ("Arrows, Shift with them", "On the map: go from cell to cell, or see another part"),
    ("+, -, 0", "On the map: zoom in, zoom out, see all"),
    ("Return", "On the map: open the state, or a fold; on a group: open its smallest example"),
    ("R, C, F, I", "On a flag: put it to rows, columns, fixed or ignored; arrows move it there"),
    ("Space", "On a fixed flag: its other value; on a group of the legend: show it alone"),
)
"""What keys do in the parts of the Atlas view."""

VERIFY_KEYS = (
    ("Return", "Go to the rows of the file that differ; there, open the row as a scenario"),
    ("Delete", "Take the file out of the list"),
)
"""What keys do while the list of files of the Verify view has the keyboard."""

LESSON_KEYS = (
    ("1 to 5", "Choose an answer"),
    ("Return", "Next, once it is answered; on a row: choose it"),
    ("R", "Try again"),
    ("H", "The rule, and where it stands: before an answer it is a hint"),
    ("P", "Let the walk beside ask before each decision, or just step; Esc leaves its question"),
    ("Backspace", "The screen before; from a state that shows where an idea fails: back"),
    ("Up, Down", "Scroll, then over the rows; in the list: over the lessons, also Home, End"),
    ("Ctrl+T, Ctrl+G", "For a task: to the entries, to the address"),
    (
        "Esc",
        "Close the board of a wrong idea; else the list of all lessons; Alt+9 gives the keyboard back to the lesson",
    ),
)
"""What keys do while a lesson stands beside the window."""


EXERCISE_KEYS = (
    ("Return", "The next line, then the next question; in a report: the next question"),
    ("Up, Down", "The line above or below; in a report: scroll"),
    ("Ctrl+Up, Ctrl+Down", "Scroll the tables"),
    ("PgUp, PgDn", "The question before, or the next one"),
    ("1 to 4", "Before the set begins: choose the level"),
    ("Esc", "The list of all lessons; Alt+0 goes on with the set"),
)
"""What keys do while exercises are done."""


STORY_KEYS = (
    ("PgDown, Space, click", "The next slide; a click in the left half, PgUp: the one before"),
    ("Right, Left", "A step of the walk between two slides, else the next or previous slide"),
    ("Home, F5, End", "The first slide, or the last"),
    ("L", "A ring at the mouse, to point with; also in the presenter"),
    ("B, .", "A black screen, until the next key"),
    ("A number, Return", "Go to that slide; Ctrl+G asks for one, Esc takes the digits back"),
    ("E", "Try it: leave, and open the slide's walk in the window"),
    ("?, F1", "These keys, over the slide"),
    ("Esc, F11", "Leave for the window; played again, it goes on at this slide"),
)
"""What keys do while a storyline plays."""


_EVERYWHERE = "Everywhere"
_PARTS = (
    ("In a lesson", LESSON_KEYS, (LESSONS,)),
    ("In an exercise", EXERCISE_KEYS, (LESSONS,)),
    ("In a prediction", PREDICT_KEYS, ("view_walk", LESSONS)),
    ("In a table of the path", TABLE_KEYS, ("view_walk", LESSONS)),
    ("In a guest program", PROGRAM_KEYS, ("view_exits",)),
    ("In the atlas", ATLAS_KEYS, ("view_atlas",)),
    ("In a list to verify", VERIFY_KEYS, ("view_verify",)),
    ("In a storyline", STORY_KEYS, ()),
)
"""Where keys mean more than everywhere: the place, its keys, and the views that have it."""


def key_list(view: str = "") -> str:
    """Return the key list as Markdown: the open view's own keys, then all actions, then the rest.

    Args:
        view: the action name of the view that is open.
    """
    actions = [
        (spec.key_text, f"{spec.text.strip('-').replace('&', '').rstrip('…')}: {spec.tip}")
        for spec in ACTIONS
        if spec.key_text
    ]
    here = [(where, keys) for where, keys, views in _PARTS if view in views]
    rest = [(where, keys) for where, keys, views in _PARTS if view not in views]
    parts = [*here, (_EVERYWHERE, actions), *rest]
    return "\n".join(
        f"## {where}\n\n| Keys | What they do |\n|---|---|\n"
        + "".join(f"| {keys} | {does} |\n" for keys, does in table)
        for where, table in parts
    )
