"""Read a lesson: Markdown with TOML blocks in code fences (docs/lessons.md)."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from mmuviz.core.events import Anchor
from mmuviz.core.lessons.expectation import Expectation
from mmuviz.core.lessons.fact import Subject, Topic
from mmuviz.core.lessons.lesson import Block, Lesson, Page, Point, Task, Text
from mmuviz.core.lessons.question import SELECTS, Form, Question
from mmuviz.core.lessons.target import Stage, Target
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics
from mmuviz.resources import asset
from mmuviz.sources.fields import shown
from mmuviz.sources.lesson_block import BlockFields, read_block, shifted
from mmuviz.sources.lesson_blocks import Fence, RawPage, cut
from mmuviz.sources.lesson_words import WordsError, check_subject, parse_goal
from mmuviz.sources.open_file import open_file
from mmuviz.sources.problems import BadInput, Problem
from mmuviz.sources.scenario_file import load

_TOPICS: Final = {topic.value: topic for topic in Topic if topic is not Topic.BIT}
_FORMS: Final = tuple(form.value for form in Form)
_STAGES: Final = tuple(stage.value for stage in Stage)
_ANCHORS: Final = tuple(anchor.value for anchor in Anchor)
_VALUE_ONLY: Final = frozenset({Topic.PATH, Topic.INDEX, Topic.OFFSET})
_LARGEST: Final = 1 << 20


def read_lesson(path: Path) -> Lesson:
    """Read a lesson file.

    Raises:
        BadInput: with each thing that is wrong, by line and field.
        OSError: it cannot be read.
    """
    if path.stat().st_size > _LARGEST:
        raise BadInput(path, f"has more than {_LARGEST} bytes, expected a lesson")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        raise BadInput(path, f"is not UTF-8 at byte {problem.start}") from problem
    return _Reader(path).lesson(text)


@dataclass(slots=True)
class _Reader:
    """What is known while a lesson is read, from top to bottom.

    Attributes:
        path: the file.
        scenario: that of the page; a page without one keeps the last page's.
        summary: the lesson's.
        problems: all that is wrong.
        ids: by what questions and tasks are to be remembered, where that is said.
    """

    path: Path
    scenario: Scenario = field(default_factory=Scenario)
    summary: str = ""
    problems: list[Problem] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def lesson(self, text: str) -> Lesson:
        raw = cut(text)
        self.problems += raw.problems
        if not raw.title:
            self.problems.append(Problem("no heading", "# The lesson's title", 1))
        self._head(raw.pages[0])
        pages = tuple(self._page(page) for page in raw.pages if page.title or page.parts)
        if not self.problems:
            return Lesson(self.path.stem, raw.title, self.summary, pages)
        problems = sorted(self.problems, key=lambda problem: problem.line or 0)
        count = "one thing is" if len(problems) == 1 else f"{len(problems)} things are"
        raise BadInput(self.path, f"{count} wrong in this lesson", tuple(problems))

    def _head(self, first: RawPage) -> None:
        """Read the front matter: the first block of all."""
        head = next((part for part in first.parts if isinstance(part, Fence)), None)
        if head is None or head.kind != "lesson":
            line = head.line if head else first.line
            self.problems.append(
                Problem("no front matter", "a block ```toml lesson below the heading", line)
            )
            return
        first.parts.remove(head)
        block = read_block(self.path, head, self.problems)
        if block is None:
            return
        block.fields.only("summary", "scenario", "edit")
        self.summary = block.fields.text("summary") or ""
        if not self.summary:
            block.problem("no summary", "a sentence for the list of lessons")
        if "scenario" not in block.fields:
            block.problem(
                "no scenario", "the name of a built-in scenario, or a file beside this one"
            )
            return
        self._open(block)

    def _open(self, block: BlockFields) -> None:
        """Take the scenario that a block names, with its edits."""
        name = block.fields.text("scenario")
        if name is not None:
            beside = self.path.parent / name
            try:
                built_in = "default.toml" if name == "default" else f"scenarios/{name}.toml"
                file = beside if name.endswith(".toml") else asset(built_in)
                self.scenario = open_file(file).scenario
            except (BadInput, FileNotFoundError, ValueError) as error:
                why = f": {error.summary}" if isinstance(error, BadInput) else ""
                expected = "a built-in scenario (see mmuviz scenarios), or a file beside this one"
                block.problem(shown(name) + why, expected, "scenario")
                return
        self.scenario = block.edited(self.scenario)

    def _page(self, raw: RawPage) -> Page:
        blocks: list[Block] = []
        shows: Scenario | None = None
        for part in raw.parts:
            if isinstance(part, str):
                blocks.append(Text(part))
            elif part.kind == "scenario":
                if shows is not None:
                    expected = "one scenario a page, before its questions"
                    self.problems.append(Problem("another scenario", expected, part.line))
                self._given(part)
                shows = self.scenario
            elif block := read_block(self.path, part, self.problems):
                shows = self.scenario
                blocks += self._block(block)
        return Page(raw.title, shows or self.scenario, tuple(blocks))

    def _given(self, fence: Fence) -> None:
        """Take a page's scenario: a name and edits, edits alone, or a whole scenario file."""
        block = read_block(self.path, fence, self.problems)
        if block is None:
            return
        if "version" not in block.fields:
            block.fields.only("scenario", "edit")
            self._open(block)
            return
        try:
            self.scenario = load(self.path, fence.text, open_file).scenario
        except BadInput as error:
            self.problems += shifted(error.problems, fence)

    def _block(self, block: BlockFields) -> list[Block]:
        """Return what a block says; nothing, and problems noted, where something is wrong."""
        before = len(self.problems)
        match block.fence.kind:
            case "point":
                made: Block | None = self._point(block)
            case "question":
                made = self._question(block)
            case "task":
                made = self._task(block)
            case _:
                block.problem("a second front matter", "one block ```toml lesson, on top")
                made = None
        return [] if made is None or len(self.problems) > before else [made]

    def _point(self, block: BlockFields) -> Point:
        fields = block.fields
        fields.only("of", "level", "anchor", "occurrence", "stage", "say")
        anchor = fields.choice("anchor", _ANCHORS)
        say = fields.text("say") or ""
        for key, there in (("anchor", anchor), ("say", say)):
            if not there and key not in {problem.field for problem in self.problems}:
                block.problem(f"no {key}", "an anchor, and what to say of it")
        target = Target(
            block.semantics(Semantics.AFTER),
            Anchor(anchor or Anchor.READ.value),
            block.level(self.scenario),
            fields.number("occurrence", 16) or 1,
            Stage(fields.choice("stage", _STAGES) or Stage.WALK.value),
        )
        if anchor and not _reached(target, self.scenario):
            block.problem(
                "a place that is not come to", "a level, anchor and occurrence of the trace"
            )
        return Point(target, say)

    def _question(self, block: BlockFields) -> Question | None:
        fields = block.fields
        fields.only("about", "of", "level", "check", "operation", "as", "edit", "why", "id")
        name = self._asks(block)
        topic = fields.choice("about", tuple(_TOPICS))
        if topic is None:
            if "about" not in fields:
                block.problem("nothing asked", "about = one of " + ", ".join(_TOPICS))
            return None
        scenario = block.edited(self.scenario)
        subject = self._subject(block, _TOPICS[topic], scenario)
        if subject is None:
            return None
        default = Form.VALUE if subject.topic in _VALUE_ONLY else Form.CHOICE
        form = Form(fields.choice("as", _FORMS) or default.value)
        fence = block.fence
        why = fields.text("why") or ""
        question = Question(fence.ask, fence.body, subject, form, scenario, why, name)
        if form is Form.CHOICE and len(question.options) < 2:
            block.problem("no wrong idea that differs here", 'as = "value", or another state')
        elif subject.topic in SELECTS and subject.truth(self.scenario) == question.truth:
            block.problem("what the window shows beside the page", "an edit of the address, gva")
        return question

    def _subject(self, block: BlockFields, topic: Topic, scenario: Scenario) -> Subject | None:
        """Return what a question asks; None, and a problem noted, where nobody can tell."""
        who, fields = block.semantics(Semantics.HARDWARE), block.fields
        operation, count = fields.number("operation", 16), len(scenario.program)
        if operation is not None and not 0 < operation <= count:
            block.problem(
                str(operation), f"1 to {count}, an operation of the scenario", "operation"
            )
        try:
            if topic is Topic.CHECK:
                letter, word = fields.text("check") or "", fields.text("level")
                return check_subject(letter, word, scenario.cpu.mode, who)
            level = block.level(scenario)
            if topic is Topic.INDEX and level is None:
                if "level" not in fields:
                    block.problem("no level", "the level whose index is asked for")
                return None
            return Subject(topic, who, level, operation=operation)
        except WordsError as error:
            block.problem("a check that nobody makes", error.expected)
        except ValueError as error:
            block.problem(str(error), "of = before or after")
        return None

    def _task(self, block: BlockFields) -> Task | None:
        fields = block.fields
        fields.only("goal", "of", "edit", "solution", "hint", "id")
        name = self._asks(block)
        start = block.edited(self.scenario)
        goals = self._goals(block, start)
        solution = block.settings("solution", start)
        for key, found in (("goal", goals), ("solution", solution)):
            if not found and key not in fields:
                block.problem(f"no {key}", "a goal and a solution for each task")
        if not goals or not solution:
            return None
        fence, hint = block.fence, fields.text("hint") or ""
        task = Task(fence.ask, fence.body, start, goals, solution, hint, name)
        if not task.unmet(start):
            block.problem("a start that meets every goal already", "a goal to reach", "goal")
        try:
            missed = task.unmet(task.solved)
        except ValueError as error:
            block.problem(str(error), "an edit that can be made", "solution")
            return task
        for goal in missed:
            block.problem(f'a solution that misses "{goal.text}"', "one that meets it", "solution")
        return task

    def _goals(self, block: BlockFields, start: Scenario) -> tuple[Expectation, ...]:
        who, found = block.semantics(Semantics.AFTER), []
        for text in block.words("goal"):
            try:
                found.append(parse_goal(text, start.cpu.mode, who))
            except WordsError as error:
                block.problem(shown(text), error.expected, "goal")
        return tuple(found)

    def _asks(self, block: BlockFields) -> str:
        """Return by what it is to be remembered; empty where nothing is said."""
        if not block.fence.ask:
            block.problem("nothing that is asked", "a heading ### before the block")
        name = block.fields.text("id") or ""
        if name and name in self.ids:
            block.problem(f'another "{name}"', "an id of its own", "id")
        self.ids.add(name)
        return name


def _reached(target: Target, scenario: Scenario) -> bool:
    """Whether a trace comes to a place; the processor has no shadow to exit from."""
    if target.stage is Stage.EXITS and target.semantics is Semantics.HARDWARE:
        return False
    return target.step(scenario) is not None


def lesson_files(folder: Path) -> tuple[Path, ...]:
    """Return the lessons of a folder, in the order of their names."""
    return tuple(sorted(folder.glob("*.md")))
