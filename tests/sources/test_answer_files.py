"""Answer files, well-formed or garbled, and the head from which a sheet is made again."""

import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.exercises.marking import Given
from mmuviz.core.exercises.spec import SheetSpec
from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.sources.answer_file import answers_in, read_answers, read_typed
from mmuviz.sources.answer_values import printable, read_answer
from mmuviz.sources.problems import BadInput
from mmuviz.sources.sheet_head import read_head

PAE, LONG = PagingMode.PAE, PagingMode.LONG
SPEC = SheetSpec(PAE, 3, 1, 3)


@pytest.mark.parametrize(
    ("part", "text", "value"),
    [
        (Part.PATH, "1 3 7", (1, 3, 7)),
        (Part.PATH, " PDPTR 1, pde 3 -> PTE 0x7", (1, 3, 7)),
        (Part.PATH, "1 3 7  (PDPTR 1, PDE 3, PTE 7)", (1, 3, 7)),
        (Part.RESULT, "0x00407238", 0x407238),
        (Part.RESULT, "407238", 0x407238),
        (Part.RESULT, "Page fault", None),
        (Part.RESULT, "fault, as always", None),
        (Part.RESULT, "#PF", None),
        (Part.CODE, "0x5", 5),
        (Part.CODE, "7 (P | W | U)", 7),
        (Part.CODE, "p|u", 5),
        (Part.CODE, "None", None),
        (Part.ACCESSED, "PDE PTE", frozenset({1, 2})),
        (Part.ACCESSED, "pde 3, pte 7", frozenset({1, 2})),
        (Part.ACCESSED, "PDPTE", frozenset({3})),
        (Part.ACCESSED, "none  (PDE: either, the manual leaves it open)", frozenset()),
        (Part.DIRTY, "-", frozenset()),
    ],
)
def test_an_answer_that_can_be_read(part, text, value):
    """In any of the ways in which people write it."""
    assert read_answer(PAE, part, text) == Given(value)


@pytest.mark.parametrize(
    ("part", "text", "trouble"),
    [
        (Part.PATH, "one two", 'found "one two", expected indices, root first'),
        (Part.PATH, "0xyz", 'found "0xyz", expected indices, root first'),
        (Part.PATH, "PDE PTE", 'found "PDE PTE", expected indices, root first'),
        (Part.RESULT, "here", 'found "here", expected a physical address in hexadecimal'),
        (Part.RESULT, "1" * 17, "expected a physical address"),
        (Part.CODE, "P | X", "expected an error code, in hexadecimal or as letters"),
        (Part.ACCESSED, "PML4E", "expected entries among PDPTR PDE PTE, or none"),
        (Part.ACCESSED, "1 2", "expected entries among PDPTR PDE PTE, or none"),
        (Part.DIRTY, "x" * 201, "found 201 letters, expected a short answer"),
        (Part.CODE, "\x1b[31m" + "z" * 60, 'found "?[31m' + "z" * 35 + '…", expected'),
    ],
)
def test_an_answer_that_cannot(part, text, trouble):
    """What was found and what was expected, short and clean."""
    found = read_answer(PAE, part, text)
    assert found.value is None
    assert trouble in found.trouble


def test_entries_are_those_of_the_mode():
    """32-bit paging has two."""
    assert read_answer(PagingMode.X32, Part.ACCESSED, "PDPTE").trouble
    assert read_answer(LONG, Part.ACCESSED, "PML4E PDPTR").value == frozenset({3, 4})


@settings(max_examples=200)
@given(st.sampled_from(Part), st.text(max_size=40))
def test_any_text_is_read_or_said_to_be_unreadable(part, text):
    """Never an exception."""
    said = read_answer(PAE, part, text)
    assert said.trouble.isprintable()


def test_printable():
    """Between quotes."""
    assert printable("a\nb") == '"a?b"'


@pytest.fixture
def file(tmp_path):
    """Write a file and read its answers."""

    def make(data):
        path = tmp_path / "answers.txt"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return read_answers(path, SPEC)

    return make


def test_text(file):
    """Remarks and blank answers do not count; a name may stand anywhere."""
    answers = file(
        "\ufeff# a remark\nname: Ann\n\nquestion 1\npath: 1 2 3 # so I think\nresult:\n"
        "[Question 3]\nCode : 0x5\n"
    )
    assert answers.name == "Ann"
    assert answers.given == {1: {Part.PATH: Given((1, 2, 3))}, 3: {Part.CODE: Given(5)}}
    assert answers.troubles == []


def test_json(file):
    """The same as an object; lists are levels and indices."""
    answers = file(
        json.dumps(
            {
                "name": "Bo",
                "answers": {
                    "1": {"path": [1, 2, 3], "result": "0x1000", "code": None, "accessed": []},
                    "2": {"code": 5, "dirty": ["PTE"], "accessed": ""},
                },
            }
        )
    )
    assert answers.name == "Bo"
    assert answers.given == {
        1: {
            Part.PATH: Given((1, 2, 3)),
            Part.RESULT: Given(0x1000),
            Part.CODE: Given(None),
            Part.ACCESSED: Given(frozenset()),
        },
        2: {Part.CODE: Given(5), Part.DIRTY: Given(frozenset({1}))},
    }
    assert answers.troubles == []


LETTER = "name: J\u00fcrgen\r\nquestion 1\r\npath: 1 2 3\r\n"


@pytest.mark.parametrize(
    ("data", "troubles"),
    [
        (LETTER.encode(), []),
        (LETTER.encode("utf-8-sig"), []),
        (LETTER.encode("utf-16"), []),
        (b"\xfe\xff" + LETTER.encode("utf-16-be"), []),
        (LETTER.encode("utf-16-le"), []),
        (LETTER.encode("utf-16-be"), []),
        (LETTER.encode("cp1252"), ["not UTF-8: read as Windows-1252"]),
    ],
)
def test_text_as_editors_save_it(file, data, troubles):
    """With a mark or without, wide or narrow: the name and the answers are there."""
    answers = file(data)
    assert answers.name == "J\u00fcrgen"
    assert answers.given == {1: {Part.PATH: Given((1, 2, 3))}}
    assert answers.troubles == troubles


def test_a_bad_byte_costs_its_own_line(file):
    """What is UTF-8 beside it stays so; what means nothing is a sign of its own."""
    answers = file(LETTER.encode() + b"result: \x810\nquestion 2\ncode: 5\n")
    assert answers.name == "J\u00fcrgen"
    assert answers.given[1][Part.PATH] == Given((1, 2, 3))
    assert answers.given[1][Part.RESULT].trouble.startswith('found "\ufffd0"')
    assert answers.given[2] == {Part.CODE: Given(5)}
    assert answers.troubles == ["not UTF-8: read as Windows-1252"]


def test_json_in_another_encoding(file):
    """The same rule."""
    answers = file('{"name": "J\u00fcrgen", "answers": {"1": {"path": [1, 2]}}}'.encode("cp1252"))
    assert (answers.name, answers.given[1]) == ("J\u00fcrgen", {Part.PATH: Given((1, 2))})


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"\0\0", b"n"])
def test_files_with_next_to_nothing(file, data):
    """No answer, and nothing raised."""
    assert file(data).given == {}


def test_a_page_fault_by_its_sign(file):
    """`#PF` is a result; elsewhere, and behind an answer, a `#` begins a remark."""
    answers = file(
        "question 1\nresult: #PF\nquestion 2\nresult:#pf # W is 0\npath: #PF\n"
        "question 3\nresult: 0x1000 #PF?\n"
    )
    fault = {Part.RESULT: Given(None)}
    assert answers.given == {1: fault, 2: fault, 3: {Part.RESULT: Given(0x1000)}}
    assert answers.troubles == []
    assert file('{"answers": {"1": {"result": "#PF"}}}').given == {1: fault}
    assert file("question 1\nresult: #PFE\n").given == {}


def test_what_is_answered_twice_counts_for_nothing(file):
    """Nobody can know which one was meant."""
    answers = file("question 1\ncode: 5\ncode: 4\ncode:\n")
    assert answers.given[1][Part.CODE].trouble == "answered twice"


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"x" * ((1 << 20) + 1), "it cannot be used: larger than 1 MiB"),
        ("{", "it cannot be used: Expecting property name"),
        ("{}", 'expected "answers": {"1": {...}}'),
        ('{"answers": []}', 'expected "answers": {"1": {...}}'),
        ('{"answers": {"x": {}}}', 'found question "x", expected its number'),
        ('{"answers": {"1": 5}}', "question 1: expected its parts between braces"),
        ('{"answers": {"9": {}}}', "found question 9, expected 1 to 3"),
        ('{"answers": {"1": {"colour": 1}}}', 'question 1: found "colour", expected a part'),
        ('{"a":' * 100_000, "it is nested too deep"),
        ("question 0\n", "line 1: found question 0, expected 1 to 3"),
        ("code: 5\n", 'line 1: found "code: 5", expected question N'),
        ("question 1\nhello\n", 'line 2: found "hello", expected question N, or one of path'),
        ("question 1\ncolour: 5\n", 'line 2: found "colour: 5", expected question N'),
    ],
)
def test_garbled_files(file, data, trouble):
    """A line says what is wrong; nothing is raised."""
    answers = file(data)
    assert trouble in answers.troubles[0]
    assert len(answers.troubles) == 1


@pytest.mark.parametrize("value", [True, 1.5, {"a": 1}, [[1]], [{}]])
def test_json_values_that_nobody_expects(file, value):
    """They are unreadable answers."""
    answers = file(json.dumps({"name": 7, "answers": {"1": {"path": value}}}))
    assert answers.given[1][Part.PATH].trouble
    assert answers.name == ""


def test_a_flood_of_troubles_is_cut(file):
    """Twenty lines are enough."""
    assert len(file("nonsense\n" * 1000).troubles) == 20


def test_files_that_are_none(tmp_path):
    """A folder, a pipe, nothing, and one that may not be read."""
    os.mkfifo(tmp_path / "pipe")
    for name in (".", "pipe", "missing"):
        assert read_answers(tmp_path / name, SPEC).troubles == ["it cannot be used: it is no file"]


def test_a_file_that_the_system_refuses(tmp_path, monkeypatch):
    """Its own words, in small letters."""
    path = tmp_path / "answers.txt"
    path.touch()

    def refuse(*_arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert read_answers(path, SPEC).troubles == ["it cannot be read: permission denied"]


@settings(max_examples=100)
@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_bytes_are_read(data, tmp_path_factory):
    """Or said to be unreadable."""
    path = tmp_path_factory.mktemp("any") / "answers.txt"
    path.write_bytes(data)
    for trouble in read_answers(path, SPEC).troubles:
        assert trouble.isprintable()


HEAD = "---\nmmuviz-sheet: 1\nmode: long\nlevel: 2\nseed: 7\ncount: 5\nsemantics: after\n---\n"


@pytest.fixture
def head(tmp_path):
    """Write a sheet and read its head."""

    def read(text):
        path = tmp_path / "sheet.md"
        path.write_text(text, encoding="utf-8")
        return read_head(path)

    return read


def test_a_head_is_a_spec(head):
    """And what follows it does not count."""
    assert head(HEAD + "whatever") == SheetSpec(LONG, 2, 7, 5, Semantics.AFTER)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is no worksheet: expected a head that begins with mmuviz-sheet: 1"),
        ("# Sheet\n", "is no worksheet"),
        ("---\nmode: pae\n", "is no worksheet"),
        ("---\nmode: pae\n---\n", "is no worksheet"),
        (HEAD.replace("sheet: 1", "sheet: 2"), "is of generator 2, expected 1: make it anew"),
        (HEAD.replace("long", "wide"), 'line 3  mode   found "wide", expected one of 32-bit, pae'),
        (HEAD.replace("mode: long\n", ""), "mode   found nothing, expected one of 32-bit"),
        (HEAD.replace("after", "before"), 'found "before", expected one of hardware, after'),
        (HEAD.replace("level: 2", "level: 5"), 'level   found "5", expected a number from 1 to 4'),
        (HEAD.replace("seed: 7", "seed: x"), 'seed   found "x", expected a number from 0 to'),
        (
            HEAD.replace("count: 5", "count: 0"),
            'count   found "0", expected a number from 1 to 100',
        ),
        (HEAD.replace("seed: 7", "seed: " + "9" * 50), "expected a number from 0 to"),
    ],
)
def test_a_head_that_cannot_be_used(head, text, says):
    """Line, field, what was found and what was expected."""
    with pytest.raises(BadInput) as problem:
        head(text)
    assert says in str(problem.value)


def test_a_text_is_read_as_a_file_is(tmp_path):
    """What the window hands in, and what `mark` finds in the file that it saves."""
    text = "name: Ann\nquestion 2\npath: 1 3 7  # sure\nresult: later\nmore\n"
    file = tmp_path / "answers.txt"
    file.write_text(text, encoding="utf-8")
    assert answers_in(text, SPEC) == read_answers(file, SPEC)


@pytest.mark.parametrize(
    ("part", "text", "said"),
    [
        (Part.PATH, "1 3 7", Given((1, 3, 7))),
        (Part.PATH, "1 3 7 # sure", Given((1, 3, 7))),
        (Part.PATH, " # later", None),
        (Part.PATH, "#PF", None),
        (Part.PATH, "", None),
        (Part.RESULT, " #PF", Given(None)),
        (Part.RESULT, "#PF # W is 0", Given(None)),
        (Part.RESULT, "# later", None),
        (
            Part.PATH,
            "x",
            Given(trouble='found "x", expected indices, root first, with spaces between'),
        ),
    ],
)
def test_what_is_typed_is_read_as_a_line_of_a_file(part, text, said):
    """Nothing behind a #; an empty answer is none."""
    assert read_typed(SPEC, part, text) == said
