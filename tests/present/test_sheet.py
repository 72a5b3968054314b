"""A sheet can be answered from what is printed, says what it asks, and is the same every time."""

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.exercises.difficulty import DIFFICULTIES, Part
from mmuviz.core.exercises.make import make_questions
from mmuviz.core.exercises.spec import SheetSpec
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.present.sheet_markdown import answer_template, key_markdown, sheet_markdown
from mmuviz.present.sheet_page import key_text, sheet_text, value_text
from mmuviz.present.sheet_pdf import key_pdf, sheet_pdf
from mmuviz.present.sheet_words import command
from tests.present.sheet_solver import read_key, read_sheet, solve

KINDS = list(product(DIFFICULTIES, PagingMode, range(1, 5)))


def made(spec):
    """A sheet and its key as Markdown."""
    questions = tuple(make_questions(spec))
    sheet = sheet_text(spec, questions)
    return sheet_markdown(spec, sheet), key_markdown(spec, sheet, key_text(questions))


def check(spec):
    """Solve the sheet from its text and compare with the key's."""
    markdown, key = made(spec)
    head, questions = read_sheet(markdown)
    answers = read_key(key)
    assert len(questions) == len(answers) == spec.count
    for printed, keyed in zip(questions, answers, strict=True):
        assert list(keyed) == printed.parts == [part.value for part in spec.parts]
        solved, either = solve(head["mode"], head["semantics"], printed)
        for part in printed.parts:
            right = (solved[part], either) if part == "accessed" else solved[part]
            assert keyed[part] == right


@pytest.mark.parametrize(("semantics", "mode", "level"), KINDS)
def test_every_kind_can_be_solved_from_the_page(semantics, mode, level):
    """By a solver that reads the Markdown and nothing else: it finds what the key says."""
    check(SheetSpec(mode, level, 7, 12, semantics))


@settings(max_examples=20)
@given(st.sampled_from(KINDS), st.integers(0, (1 << 64) - 1))
def test_any_seed_can(kind, seed):
    """The same, of any sheet."""
    semantics, mode, level = kind
    check(SheetSpec(mode, level, seed, 3, semantics))


@pytest.mark.parametrize(
    ("name", "spec"),
    [
        ("sheet-pae-1", SheetSpec(PagingMode.PAE, 1, 1, 3)),
        ("sheet-long-2", SheetSpec(PagingMode.LONG, 2, 7, 2)),
        ("sheet-x32-3-after", SheetSpec(PagingMode.X32, 3, 2007, 3, Semantics.AFTER)),
        ("sheet-pae-4", SheetSpec(PagingMode.PAE, 4, 42, 4)),
    ],
)
def test_golden(name, spec, golden):
    """Sheet, key and answer file, letter by letter."""
    markdown, key = made(spec)
    golden(f"{name}.md", markdown)
    golden(f"{name}-key.md", key)
    golden(f"{name}-answers.txt", answer_template(spec))


def test_rules_that_are_given_are_printed_where_they_matter():
    """That a PDPTR has no rights: up to level 3, in PAE mode."""
    says = {
        (mode, level)
        for mode, level in product(PagingMode, range(1, 5))
        if "A PDPTR has no W" in made(SheetSpec(mode, level, 1, 1))[0]
    }
    assert says == {(PagingMode.PAE, level) for level in (1, 2, 3)}


def test_flags_are_spelled_up_to_level_3():
    """At level 4 they are read off the value."""
    for level in range(1, 5):
        text, _key = made(SheetSpec(PagingMode.PAE, level, 1, 1))
        assert ("| flags |" in text) == (level < 4)


@pytest.mark.parametrize(("semantics", "mode", "level"), KINDS[3:12:4] + KINDS[:2])
def test_pdf_is_the_same_every_time(semantics, mode, level):
    """Same bytes, no time stamp, the text of every question in it, fonts and all."""
    spec = SheetSpec(mode, level, 3, 9, semantics)
    questions = tuple(make_questions(spec))
    sheet = sheet_text(spec, questions)
    key = key_text(questions)
    data = sheet_pdf(spec, sheet)
    assert data == sheet_pdf(spec, sheet)
    assert key_pdf(spec, sheet, key) == key_pdf(spec, sheet, key)
    assert data.startswith(b"%PDF-1")
    assert data.rstrip().endswith(b"%%EOF")
    assert set(re.findall(rb"/(?:Creation|Mod)Date \(D:(\d{4})", data)) <= {b"2000"}
    assert b"/FlateDecode" not in data
    assert len(re.findall(rb"/Type /Page\b", data)) >= 2


def test_another_sheet_is_another_file():
    """The question is in the bytes."""
    files = set()
    for seed in (1, 2):
        spec = SheetSpec(PagingMode.PAE, 1, seed, 1)
        sheet = sheet_text(spec, tuple(make_questions(spec)))
        files.add(sheet_pdf(spec, sheet))
    assert len(files) == 2


def test_the_command_makes_the_sheet():
    """What the key names is what was asked."""
    spec = SheetSpec(PagingMode.X32, 4, 9, 2, Semantics.AFTER)
    expected = "mmuviz sheet --mode 32-bit --level 4 --seed 9 --count 2 --semantics after"
    assert command(spec) == expected


@pytest.mark.parametrize(
    ("part", "value", "text"),
    [
        (Part.PATH, (1, 3, 7), "1 3 7"),
        (Part.RESULT, 0x407238, "0x00407238"),
        (Part.RESULT, None, "fault"),
        (Part.CODE, 5, "0x5 (P | U)"),
        (Part.CODE, None, "none"),
        (Part.ACCESSED, frozenset({1, 2}), "PDE PTE"),
        (Part.DIRTY, frozenset(), "none"),
    ],
)
def test_an_answer_as_it_is_written(part, value, text):
    """As an answer file has it."""
    assert value_text(PagingMode.PAE, part, value) == text


def test_the_answers_that_are_written_stand_in_their_lines():
    """A line stays a line, whatever was pasted; without any it is the empty file."""
    spec = SheetSpec(PagingMode.PAE, 2, 1, 2)
    typed = {(2, Part.PATH): " 1\u20283\t7 ", (1, Part.RESULT): "fault"}
    empty = answer_template(spec)
    lines = answer_template(spec, "Ann  B", typed).splitlines()
    assert [line for line in lines if line not in empty.splitlines()] == [
        "name: Ann B",
        "result: fault",
        "path: 1 3 7",
    ]
    assert answer_template(spec, "", {}) == empty
