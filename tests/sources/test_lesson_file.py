"""Reading lessons: what they say, and every way in which they can be wrong."""

import re
from pathlib import Path

import pytest

from mmuviz.core.bits import Pte
from mmuviz.core.events import Anchor
from mmuviz.core.lessons.fact import Subject, Topic
from mmuviz.core.lessons.lesson import Point, Text
from mmuviz.core.lessons.question import Form
from mmuviz.core.lessons.target import Stage
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.sources.lesson_file import read_lesson
from mmuviz.sources.lesson_values import parse_value
from mmuviz.sources.lesson_words import WordsError, parse_goal, parse_setting
from mmuviz.sources.problems import BadInput

GOOD = """\
# A title

```toml lesson
summary = "A sentence."
scenario = "pae-hit"
edit = ["access = user write"]
```

Text with `code`.

```
# no heading in here
```

```toml
plain = "code is text"
```

## A page

```toml scenario
edit = ["pte.w = 0"]
```

Before the place.

```toml point
level = "PDE"
anchor = "b"
say = "Passes."
```

```toml point
of = "before"
anchor = "vmexit"
stage = "exits"
occurrence = 2
say = "Twice."
```

## Another

### Which code?

The body
of it.

```toml question
about = "error_code"
edit = ["wp = 0"]
why = "So."
```

### Which index?

```toml question
about = "index"
level = "pde"
edit = ["gva = 0x40a09123"]
```

### Do it

```toml task
of = "hardware"
edit = ["pte.w = 1"]
goal = ["error_code = 0x6"]
solution = ["pte.p = 0"]
hint = "P."
```

The end.
"""
HEAD = '# T\n\n```toml lesson\nsummary = "S."\nscenario = "pae-hit"\n```\n\n'
SCENARIO = """\
```toml scenario
version = 1
mode = "pae"
[registers]
cr3 = "0x1000"
wp = {wp}
[[map]]
address = "0x1000"
pdpte = "P -> 0x2000"
pde = "P -> 0x3000"
pte = "P -> 0x5000"
[access]
address = "0x1000"
```
"""


def read(tmp_path, text):
    path = tmp_path / "my-lesson.md"
    path.write_text(text, encoding="utf-8")
    return read_lesson(path)


def wrong(tmp_path, text):
    """What is wrong with a lesson, a line a problem."""
    with pytest.raises(BadInput) as caught:
        read(tmp_path, text)
    assert caught.value.path == tmp_path / "my-lesson.md"
    return [str(problem) for problem in caught.value.problems]


def test_a_lesson_is_what_its_file_says(tmp_path):
    """Pages, text, places, questions and tasks, each with its state."""
    lesson = read(tmp_path, GOOD)

    assert (lesson.name, lesson.title, lesson.summary) == ("my-lesson", "A title", "A sentence.")
    first, page, last = lesson.pages
    assert [one.title for one in lesson.pages] == ["", "A page", "Another"]
    assert first.scenario.access.write
    (block,) = first.blocks
    assert block.markdown == (
        "Text with `code`.\n\n```\n# no heading in here\n```\n\n"
        '```toml\nplain = "code is text"\n```'
    )
    text, place, exits = page.blocks
    assert text == Text("Before the place.")
    assert isinstance(place, Point)
    assert place.target.step(page.scenario) is not None
    assert (exits.target.stage, exits.target.occurrence) == (Stage.EXITS, 2)
    assert exits.target.semantics is Semantics.BEFORE
    code, index, task, end = last.blocks
    assert (code.ask, code.body, code.why) == ("Which code?", "The body\nof it.", "So.")
    assert not code.scenario.cpu.wp
    assert code.subject == Subject(Topic.ERROR_CODE, Semantics.HARDWARE)
    assert code.truth == 7
    assert (index.form, index.truth) == (Form.VALUE, 5)
    assert (task.ask, task.hint) == ("Do it", "P.")
    assert end == Text("The end.")
    assert [goal.text for goal in task.goals] == ["error_code = 0x6"]


def test_a_scenario_may_stand_in_the_lesson_or_beside_it(tmp_path):
    """A block with a version is a whole scenario file; a name with .toml is a file."""
    block = SCENARIO.format(wp="true")
    (tmp_path / "own.toml").write_text(block.split("\n", 1)[1].removesuffix("```\n"))
    inside = read(tmp_path, HEAD + block).pages[0].scenario
    beside = read(tmp_path, HEAD.replace("pae-hit", "own.toml")).pages
    default = read(tmp_path, HEAD.replace("pae-hit", "default") + "Text.").pages[0].scenario

    assert inside.access.gva == 0x1000
    assert beside == ()
    assert default.labels


QUESTION = "### Q\n\n```toml question\n{}\n```\n"
TASK = "### Q\n\n```toml task\n{}\n```\n"
POINT = "```toml point\n{}\n```\n"
WRONG = {
    "nothing": ("", ["line 1  found no heading", "line 1  found no front matter"]),
    "late front matter": (
        "# T\n\n" + POINT.format('anchor = "a"\nsay = "x"\nlevel = "pde"'),
        ["line 3  found no front matter, expected a block ```toml lesson below the heading"],
    ),
    "empty front matter": (
        "# T\n```toml lesson\n```\n",
        ["line 2  lesson   found no summary", "line 2  lesson   found no scenario"],
    ),
    "front matter that is no TOML": (
        "# T\n```toml lesson\nsummary = \n```\n",
        ["line 3  found no TOML: invalid value, expected TOML 1.0"],
    ),
    "unknown key": (
        HEAD.replace("summary", "sumary"),
        ["line 3  lesson   found no summary", 'line 4  sumary   found the unknown key "sumary"'],
    ),
    "no such scenario": (
        HEAD.replace("pae-hit", "pae-hat"),
        ['line 5  scenario   found "pae-hat", expected a built-in scenario'],
    ),
    "no such file": (
        HEAD.replace("pae-hit", "x.toml"),
        ['line 5  scenario   found "x.toml": does not exist, expected a built-in scenario'],
    ),
    "no file's name": (HEAD.replace("pae-hit", r"\u0000.toml"), ["line 5  scenario   found"]),
    "operation": (
        HEAD + QUESTION.format('about = "ending"\nof = "after"\noperation = 2\nas = "value"'),
        ["line 13  operation   found 2, expected 1 to 1, an operation of the scenario"],
    ),
    "a check at no level of the mode": (
        HEAD + QUESTION.format('about = "check"\nof = "after"\ncheck = "a"\nlevel = "pml4e"'),
        ["line 10  question   found a check that nobody makes, expected one of pdpte"],
    ),
    "an index at no level of the mode": (
        HEAD + QUESTION.format('about = "index"\nlevel = "pml4e"'),
        ['line 12  level   found "pml4e", expected one of pdpte'],
    ),
    "edit": (
        HEAD + '```toml scenario\nedit = ["pte.q = 1", "x"]\n```\n',
        [
            'line 9  edit   found "pte.q = 1", expected pte.frame, or a flag: p, w, u',
            'line 9  edit   found "x", expected an edit such as "pde.u = 0"',
        ],
    ),
    "no list": (
        HEAD + '```toml scenario\nedit = "wp = 1"\n```\n',
        ['line 9  edit   found "wp = 1", expected a list of texts in quotes'],
    ),
    "an edit that cannot be made": (
        HEAD + '```toml scenario\nedit = ["pde = 0", "pte.p = 1"]\n```\n',
        ["line 9  edit   found pte.p = 1: the path of the access does not come to such an entry"],
    ),
    "a scenario inside": (
        HEAD + SCENARIO.format(wp="2"),
        ["line 13  registers.wp   found 2, expected true or false"],
    ),
    "two scenarios": (
        HEAD + '```toml scenario\nedit = ["wp = 1"]\n```\n' * 2,
        ["line 11  found another scenario, expected one scenario a page"],
    ),
    "a scenario that is no TOML": (
        HEAD + "```toml scenario\n=\n```\n",
        ["line 9  found no TOML"],
    ),
    "nested": (
        HEAD + "```toml scenario\nx = " + "[" * 20000 + "\n```\n",
        ["found this TOML is nested too deeply, expected TOML 1.0"],
    ),
    "second front matter": (
        HEAD + "```toml lesson\n```\n",
        ["line 8  lesson   found a second front matter"],
    ),
    "unknown block": (HEAD + "```toml quiz\n```\n", ["line 8  found a block of quiz"]),
    "open fence": (HEAD + "```\ncode\n", ["line 8  found a code fence that nobody closes"]),
    "point": (
        HEAD + POINT.format('level = "pte"'),
        ["line 8  point   found no anchor", "line 8  point   found no say"],
    ),
    "anchor": (
        HEAD + POINT.format('anchor = "q"\nsay = "x"'),
        ['line 9  anchor   found "q", expected one of read_pdptr'],
    ),
    "level": (
        HEAD + POINT.format('anchor = "a"\nsay = "x"\nlevel = "pml4e"'),
        ['line 11  level   found "pml4e", expected one of pdpte, pdptr, pde, pte'],
    ),
    "place": (
        HEAD + POINT.format('anchor = "a"\nsay = "x"\nlevel = "pde"\noccurrence = 2'),
        ["line 8  point   found a place that is not come to"],
    ),
    "exits of hardware": (
        HEAD + POINT.format('anchor = "a"\nsay = "x"\nstage = "exits"\nof = "hardware"'),
        ["line 8  point   found a place that is not come to"],
    ),
    "nothing asked": (
        HEAD + '```toml question\nabout = "outcome"\nas = "value"\n```\n',
        ["line 8  question   found nothing that is asked, expected a heading ### before"],
    ),
    "a question that is no TOML": (HEAD + QUESTION.format("="), ["line 11  found no TOML"]),
    "about": (HEAD + QUESTION.format(""), ["line 10  question   found nothing asked"]),
    "unknown about": (
        HEAD + QUESTION.format('about = "weather"'),
        ['line 11  about   found "weather", expected one of outcome, error_code'],
    ),
    "no options": (
        HEAD + QUESTION.format('about = "offset"\nas = "choice"'),
        ['line 10  question   found no wrong idea that differs here, expected as = "value"'],
    ),
    "an id twice": (
        HEAD + 2 * QUESTION.format('about = "error_code"\nas = "value"\nid = "a"'),
        ['line 20  id   found another "a", expected an id of its own'],
    ),
    "told by the window": (
        HEAD + QUESTION.format('about = "offset"'),
        ["line 10  question   found what the window shows beside the page, expected an edit"],
    ),
    "index": (HEAD + QUESTION.format('about = "index"'), ["line 10  question   found no level"]),
    "hardware has none": (
        HEAD + QUESTION.format('about = "vmexits"'),
        ["line 10  question   found hardware has no vmexits, expected of = before or after"],
    ),
    "check": (
        HEAD + QUESTION.format('about = "check"\ncheck = "q"\nlevel = "pde"'),
        ["line 10  question   found a check that nobody makes, expected a check: one of a, b"],
    ),
    "task": (
        HEAD + TASK.format(""),
        ["line 10  task   found no goal", "line 10  task   found no solution"],
    ),
    "goal": (
        HEAD + TASK.format('goal = ["pde.u"]\nsolution = ["pde.u = 0"]'),
        ['line 11  goal   found "pde.u", expected an edit'],
    ),
    "met at once": (
        HEAD + TASK.format('goal = ["outcome = mapped"]\nsolution = ["wp = 0"]'),
        ["line 11  goal   found a start that meets every goal already, expected a goal to reach"],
    ),
    "missed": (
        HEAD + TASK.format('goal = ["outcome = access_error"]\nsolution = ["wp = 0"]'),
        ['line 12  solution   found a solution that misses "outcome = access_error"'],
    ),
    "a solution that cannot be made": (
        HEAD + TASK.format('goal = ["pte.p = 0"]\nsolution = ["pde = 0", "pte.p = 0"]'),
        ["line 12  solution   found pte.p = 0: the path of the access"],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named_by_line_and_field(tmp_path, name):
    """Each thing that is wrong, in the order of the file, and nothing else."""
    text, expected = WRONG[name]
    found = wrong(tmp_path, text)

    assert len(found) == len(expected)
    for line, begins in zip(found, expected, strict=True):
        assert begins in line


def test_several_things_are_counted(tmp_path):
    """The summary says how many."""
    with pytest.raises(BadInput, match="2 things are wrong in this lesson"):
        read(tmp_path, "")
    with pytest.raises(BadInput, match="one thing is wrong in this lesson"):
        read(tmp_path, HEAD.replace("# T\n", ""))


def test_a_file_that_is_no_lesson(tmp_path):
    """It is refused before it is read."""
    path = tmp_path / "x.md"
    path.write_bytes(b"\xff")
    with pytest.raises(BadInput, match="not UTF-8 at byte 0"):
        read_lesson(path)
    path.write_bytes(b"x" * (1 << 20) + b"x")
    with pytest.raises(BadInput, match="more than 1048576 bytes"):
        read_lesson(path)


SETTINGS_WRONG = {
    "pde": "an edit such as",
    "pml4e.p = 1": "one of pdpte, pdptr, pde, pte",
    "pde = Q": "letters of",
    "pde.frame = 0x5001": "the address of a frame",
    "pde.frame = x": "a number of at most 52 bits",
    "pde.u = 2": "0 or 1",
    "access = user": "one of user, supervisor, then one of read",
    "access = root read": "one of user, supervisor, then one of read",
    "gva = 0x100000000": "a number of at most 32 bits",
    "cr3 = x": "a number of at most 64 bits",
    "cr9 = 1": "one of pdpte, pdptr, pde, pte, wp",
    "cr3.p = 1": "one of pdpte, pdptr, pde, pte, wp",
}


@pytest.mark.parametrize("text", SETTINGS_WRONG)
def test_an_edit_that_is_none(text):
    """It says what is expected instead."""
    with pytest.raises(WordsError) as caught:
        parse_setting(text, PagingMode.PAE)
    assert caught.value.expected.startswith(SETTINGS_WRONG[text])


GOALS_WRONG = {
    "after and nobody differ in outcome": "one of before, after, hardware",
    "after and before differ in mood": "one of outcome, error_code",
    "after and hardware differ in vmexits": "before or after: hardware has no vmexits",
    "check q at pde refuses": "a check: one of a, b, c, r, x, s",
    "check b refuses": "check b at a level",
    "hardware check b at pde refuses": "no level: hardware judges b once",
    "check b at pml4e refuses": "one of pdpte",
    "a of pde = lost": "one of set, kept, clear, open",
    "nobody outcome = mapped": "one of before, after, hardware",
    "after mood = good": "one of outcome, error_code",
    "outcome = lost": "one of mapped, not_present",
    "error_code = many": "an error code, in hexadecimal",
    "gpa = x": "a physical address",
    "vmexits = x": "a number",
    "gva_to_gpa = x": "an address in hexadecimal, unmapped or undefined",
    "ending = injected": "injected and its code, or one of done, emulate",
    "ending = done 0x7": "injected and its code, or one of done, emulate",
    "ending = lost": "injected and its code, or one of done, emulate",
    "ending = done x": "injected and its code, or one of done, emulate",
}


@pytest.mark.parametrize("text", GOALS_WRONG)
def test_a_goal_that_is_none(text):
    """It says what is expected instead."""
    with pytest.raises(WordsError) as caught:
        parse_goal(text, PagingMode.PAE, Semantics.AFTER)
    assert caught.value.expected.startswith(GOALS_WRONG[text])


def test_goals_speak_of_whom_they_name():
    """Or of whom the task does."""
    mode = PagingMode.PAE
    check = parse_goal("before check a at pdptr is not reached", mode, Semantics.AFTER)
    judged = parse_goal("check x refuses", mode, Semantics.HARDWARE)
    bit = parse_goal("d of pte = kept", mode, Semantics.HARDWARE)

    assert check.subject == Subject(Topic.CHECK, Semantics.BEFORE, 3, Anchor.PDPTR_PRESENT)
    assert judged.subject == Subject(Topic.CHECK, Semantics.HARDWARE, None, Anchor.FETCH)
    assert bit.subject == Subject(Topic.BIT, Semantics.HARDWARE, 1, bit=Pte.D)


@pytest.mark.parametrize(("heading", "parse"), [("## Edits", "setting"), ("## Goals", "goal")])
def test_the_documented_vocabulary_is_the_one_there_is(heading, parse):
    """Each form in the tables of docs/lessons.md can be read."""
    text = (Path(__file__).parents[2] / "docs" / "lessons.md").read_text(encoding="utf-8")
    section = text.partition(f"\n{heading}\n")[2].partition("\n## ")[0]
    rows = [line.split(" | ")[0] for line in section.splitlines() if line.startswith("| `")]
    forms = [form for row in rows for form in re.findall(r"`([^`]+)`", row)]

    assert len(forms) > 8
    for form in forms:
        if parse == "setting":
            assert parse_setting(form, PagingMode.PAE).text == form
        else:
            assert parse_goal(form, PagingMode.PAE, Semantics.AFTER).text == form


def test_values():
    """What a student may type."""
    mode = PagingMode.PAE
    values = {
        (Topic.TRANSLATION, "0x0407238"): "0x407238",
        (Topic.TRANSLATION, "unmapped"): "unmapped",
        (Topic.ENDING, "injected 0x07"): "injected 0x7",
        (Topic.ENDING, " done "): "done",
        (Topic.VMEXITS, "2"): 2,
        (Topic.CHECK, "passes"): "passes",
        (Topic.PATH, "1 3 7"): (1, 3, 7),
    }

    for (topic, text), value in values.items():
        assert parse_value(Subject(topic), text, mode) == value
    with pytest.raises(ValueError, match="a short answer"):
        parse_value(Subject(Topic.PATH), "1" * 300, mode)
