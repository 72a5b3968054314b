"""A wrong idea beside the truth: computed rows, what comes out, and where exactly the two part."""

from dataclasses import replace

import pytest
from hypothesis import given

from mmuviz.core.access import Access
from mmuviz.core.claims.space import SPACES, SpaceKind
from mmuviz.core.cpu import CpuState
from mmuviz.core.exercises.answer import failing_ideas
from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.memory import GuestMemory, RamRanges
from mmuviz.core.models.path import read_path
from mmuviz.core.models.smallest import smallest_state
from mmuviz.core.models.wrong import WRONG_MODELS
from mmuviz.core.paging import PagingMode
from mmuviz.core.predict.decisions import questions
from mmuviz.core.predict.question import Asks, Way
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, record
from mmuviz.present.idea_board import decision_board, idea_board
from mmuviz.present.idea_rows import Sign
from mmuviz.present.misconceptions import MISCONCEPTIONS
from mmuviz.present.predict_words import answer_text
from tests.strategies import walk_states

AFTER, HARDWARE = Semantics.AFTER, Semantics.HARDWARE
BY_NAME = {model.name: model for model in WRONG_MODELS}
IDEAS = pytest.mark.parametrize("model", WRONG_MODELS, ids=lambda model: model.name)
MODES = pytest.mark.parametrize("mode", PagingMode, ids=lambda mode: mode.value)
WALKERS = pytest.mark.parametrize("semantics", [AFTER, HARDWARE], ids=lambda one: one.value)
FLAGS = {"A": Part.ACCESSED, "D": Part.DIRTY}


def of_smallest(name):
    model = BY_NAME[name]
    return idea_board(model, model.semantics, smallest_state(model))


def signs(column):
    return [(row.name, row.sign, row.text) for row in column.rows]


def letters(result):
    """The bits of the code that are 1."""
    return [cell.letter for cell in result.cells if cell.value]


def parting(board):
    """The rows up to the marked one are the same, and that one is not."""
    idea, truth, at = board.idea.rows, board.truth.rows, board.parts
    return len(idea) == len(truth) and idea[:at] == truth[:at] and idea[at] != truth[at]


def holds(board, idea, trace):
    """The board shows what idea and trace say, and where they part."""
    said, code, result = board.idea.result, trace.result.error_code, board.truth.result
    assert parting(board)
    assert said != result
    if Part.CODE in idea.wrong:
        wrong = idea.wrong[Part.CODE]
        assert said.big == f"{idea.wrong[Part.RESULT] if wrong is None else wrong:#x}"
        assert result.big == f"{trace.result.gpa if code is None else code:#x}"
        for shown, number in ((said, wrong), (result, code)):
            bits = [letter for bit, letter in ((1, "P"), (2, "W"), (4, "U")) if (number or 0) & bit]
            assert letters(shown) == bits
        differs = 0 if wrong is None or code is None else wrong ^ code
        assert [cell.differs for cell in said.cells if differs] == [
            bool(differs & bit) for bit in (1, 2, 4) if differs
        ]
    else:
        assert said.big == result.big == ""
        for letter, part in FLAGS.items():
            cells = [cell for cell in said.cells if cell.letter == letter]
            assert bool(cells) == (part in idea.wrong)
            written = {cell.of for cell in cells if cell.written}
            assert len(written) == len(idea.wrong.get(part, ()))
            assert any(cell.differs for cell in cells) == bool(cells)
        assert ("0x" in result.caption) == (code is not None)
    assert not any(cell.differs for cell in result.cells)


@MODES
@WALKERS
def test_boards_show_what_idea_and_truth_say(mode, semantics):
    """Of every state; in long mode of one in 1,009."""
    space = SPACES[mode, SpaceKind.WALK]
    stride = {PagingMode.LONG: 1009}.get(mode, 1)
    met = set()
    for row in space.rows(range(0, len(space), stride)):
        trace = record(semantics, row.scenario)
        for idea in failing_ideas(semantics, row.scenario):
            board = idea_board(idea.model, semantics, row.scenario)
            holds(board, idea, trace)
            met.add(idea.model.name)
            path = read_path(row.scenario)
            length = len(path.present) + (path.absent is not None)
            assert [look.level > 0 for look in board.truth.rows].count(True) == length
    assert len(met) >= 6


@given(walk_states())
def test_decisions_show_no_more_than_they_reveal(scenario):
    """The results are the two answers; rows of the walk below stay hidden while it goes on."""
    for semantics in (AFTER, HARDWARE):
        decided(record(semantics, scenario))


@IDEAS
@WALKERS
def test_decisions_about_the_smallest_states(model, semantics):
    """The same, of states that are sure to come to every kind of question."""
    decided(record(semantics, smallest_state(model)))


def decided(trace):
    for question in questions(trace):
        for choice in question.choices:
            for model in choice.ideas:
                board = decision_board(model, question, choice.answer, trace)
                told(board, question, choice.answer, trace)


def told(board, question, answer, trace):
    open_rows = [row.sign is Sign.OPEN for row in board.truth.rows]
    if question.asks not in (Asks.CHECK, Asks.BIT):
        assert parting(board)
        assert not any(open_rows)
        return
    said = answer_text(question, answer, trace.scenario)[0]
    right = answer_text(question, question.right, trace.scenario)[0]
    assert (board.idea.result.big, board.truth.result.big) == (said, right)
    if question.level is not None:
        assert board.idea.rows[board.parts].level == question.level.number
        shown = board.parts + 1
        assert not any(open_rows[:shown])
        if question.right is Way.ON:
            assert open_rows[shown:] in ([], [True]), "not even how many there are"
        else:
            assert not any(open_rows)
        assert len(board.idea.rows) == len(board.truth.rows)
    else:
        assert parting(board)
        assert not any(open_rows)


def test_the_order_of_checks():
    """The drawn board: the idea refuses where the processor only remembers."""
    board = of_smallest("level-by-level")
    assert (board.idea.title, board.idea.manner) == ("Your idea", "level by level")
    assert (board.truth.title, board.truth.manner) == ("The processor", "whole path, then rights")
    assert signs(board.idea) == [
        ("PDPTR 1", Sign.PASSED, "P = 1"),
        ("PDE 3", Sign.REFUSED, "user, and U = 0: refuse"),
        ("PTE 7", Sign.LEFT_OUT, "never read"),
        ("rights", Sign.LEFT_OUT, "judged at each entry"),
    ]
    assert signs(board.truth) == [
        ("PDPTR 1", Sign.PASSED, "P = 1"),
        ("PDE 3", Sign.PASSED, "P = 1; U = 0 is remembered"),
        ("PTE 7", Sign.REFUSED, "P = 0: no translation"),
        ("rights", Sign.LEFT_OUT, "never judged"),
    ]
    assert board.parts == 1
    assert [cell.differs for cell in board.idea.result.cells] == [True, False, False]
    assert board.idea.result.caption == "not what happens"
    assert board.truth.result.caption == "raised, with CR2 = 0x40607238"
    words = MISCONCEPTIONS["level-by-level"]
    assert (board.rule, board.source) == (words.rule, words.source)
    assert board.spoken.startswith("The two part at PDE 3. Your idea, level by level: PDPTR 1: P")
    assert "PTE 7: never read; rights: judged at each entry; 0x5, not what happens." in board.spoken


PARTING = {
    "leaf-alone": ("P = 1; U = 0 does not count", "P = 1; U = 0 is remembered"),
    "level-by-level": ("user, and U = 0: refuse", "P = 1; U = 0 is remembered"),
    "absent-is-judged": ("U = 0 refuses, though P = 0", "P = 0: no translation"),
    "pdpte-has-rights": ("P = 1; U = 0 is remembered", "P = 1"),
    "code-describes-page": ("U = 0: what the entries allow", "U = 1: a user read"),
    "last-entry-present": ("P = 0: PTE 7 is absent", "P = 1: a present entry refused"),
    "whole-path-first": ("P = 1; U = 0 is remembered", "user, and U = 0: refuse"),
    "wp-frees-user": ("P = 1; W = 0 does not count", "P = 1; W = 0 is remembered"),
    "wp-locks-all": ("write, and WP = 1: refuse", "no entry refuses"),
    "user-page-shut": ("supervisor, and U = 1: refuse", "no entry refuses"),
    "accessed-when-read": ("set in PDE 3 and PTE 7", "set nowhere; PDE 3 left open"),
    "accessed-on-success": ("P = 1", "P = 1; A is set"),
    "dirty-everywhere": ("set in PDE 3 and PTE 7", "set in PTE 7"),
}


@IDEAS
def test_where_each_idea_parts_from_the_truth(model):
    """In its smallest state, in words."""
    board = of_smallest(model.name)
    words = tuple(column.rows[board.parts].text for column in (board.idea, board.truth))
    assert words == PARTING[model.name]


def test_flags_stand_for_the_code_where_that_is_right():
    """A of each entry: one that the manual leaves open, one that differs."""
    board = of_smallest("accessed-when-read")
    idea, truth = board.idea.result, board.truth.result
    assert [(cell.of, cell.value, cell.differs) for cell in idea.cells] == [
        ("PDE 3", True, False),
        ("PTE 7", True, True),
    ]
    assert [(cell.of, cell.value, cell.either) for cell in truth.cells] == [
        ("PDE 3", False, True),
        ("PTE 7", False, False),
    ]
    assert truth.caption == "0x5 raised, with CR2 = 0x40607238"
    assert idea.spoken == "A of PDE 3 1, A of PTE 7 1, not what happens"
    made = of_smallest("dirty-everywhere")
    assert made.truth.result.caption == "the access is made"


def test_an_idea_about_the_processor_spoils_the_walk_that_is_asked_about():
    """Level by level, where the question is about walk_addr; both W and U do not count."""
    scenario = smallest_state(BY_NAME["leaf-alone"])
    scenario = replace(scenario, access=Access(scenario.access.gva, write=True, user=True))
    entries = scenario.memory.words
    leaf = next(address for address, word in entries.items() if word >> 12 == 0x407)
    scenario = replace(scenario, memory=replace(scenario.memory, words={**entries, leaf: 0x407007}))
    board = idea_board(BY_NAME["leaf-alone"], AFTER, scenario)
    assert board.idea.rows[1].text == "P = 1; W = 0 and U = 0 do not count"
    assert board.truth.rows[1].text == "write, and W = 0: refuse"
    assert len(board.truth.rows) == 3
    assert board.idea.result.big == "0x407238"
    board = idea_board(BY_NAME["leaf-alone"], HARDWARE, scenario)
    assert board.truth.rows[1].text == "P = 1; W = 0 and U = 0 are remembered"
    assert board.truth.rows[3].text == "W = 0 and U = 0 in PDE 3: refuse"


def test_an_entry_that_only_one_of_the_two_reads():
    """A page of 1 GiB is one for the processor; walk_addr takes it for a table."""
    words = {0x1000: 0x2007, 0x2000: 0x40000087, 0x40000000: 0}
    cpu = CpuState(cr3=0x1000, pae=True, lma=True)
    scenario = Scenario(cpu, GuestMemory(words=words), RamRanges((range(0x80000000),)), Access(0))
    board = idea_board(BY_NAME["whole-path-first"], AFTER, scenario)
    assert [row.name for row in board.idea.rows] == ["PML4E 0", "PDPTE 0", "PDE 0", "rights"]
    assert board.idea.rows[2].text == "never read"
    assert board.truth.rows[2].text == "P = 0: not_present"
    assert (board.idea.result.big, board.truth.result.big) == ("0x40000000", "0x0")
