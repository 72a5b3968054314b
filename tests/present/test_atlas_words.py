"""What the atlas says: names, values, the legend, a state and why it comes out so."""

import numpy as np
import pytest

from mmuviz.core.paging import PagingMode
from mmuviz.core.trace import Semantics
from mmuviz.present.atlas_legend import legend
from mmuviz.present.atlas_state import NO_CODE, NOBODY, smallest_text, state_line, state_words
from mmuviz.present.atlas_why import why
from mmuviz.present.atlas_words import (
    direction,
    map_caption,
    mark_letter,
    space_title,
    states_text,
    subtitle,
    title,
    value_text,
)
from mmuviz.sweep.colouring import Lens, Sort, colour
from mmuviz.sweep.space import STATE_SPACES, SpaceName
from mmuviz.sweep.survey import Quantity, Survey

BEFORE, AFTER, HARDWARE = Semantics
X32, PAE, LONG = PagingMode.X32, PagingMode.PAE, PagingMode.LONG
WALK, ACCESS, FETCHES = SpaceName.WALK, SpaceName.ACCESS, SpaceName.HARDWARE
CODE = Quantity.ERROR_CODE
DRAWN = Lens(AFTER, HARDWARE, CODE)


def survey(mode=PAE, name=WALK):
    return Survey(STATE_SPACES[mode, name])


def number(space, text):
    """The state in which just these flags are 1; `kind` has its value after `=`."""
    flags = {flag.name: flag for flag in space.flags}
    found = 0
    for word in text.split():
        name, _, value = word.partition("=")
        found += int(value or 1) << flags[name].shift
    return found


def told(surveyed, lens, shown=None):
    """The legend's rows as text."""
    rows = legend(surveyed, colour(surveyed, lens, shown)).rows
    return [(row.letter, row.title, row.note, row.count) for row in rows]


def reason(text, one, other=None, mode=PAE, name=WALK):
    surveyed = survey(mode, name)
    return why(surveyed.one(number(surveyed.space, text)), Lens(one, other, None))


def test_titles():
    """An arrow and a sentence start at what is measured by."""
    assert title(DRAWN) == title(Lens(HARDWARE, AFTER, CODE)) == "Where after differs from hardware"
    assert title(Lens(BEFORE, AFTER, None)) == "Where after differs from before"
    assert title(Lens(AFTER, None, CODE)) == "What after does"
    assert direction(DRAWN) == "hardware → after"
    assert direction(Lens(AFTER, None, CODE)) == ""


def test_a_space_is_named_with_its_states():
    """Always: a count without its space says nothing."""
    said = {key: space_title(space) for key, space in STATE_SPACES.items()}

    assert len(set(said.values())) == len(STATE_SPACES)
    assert said[PAE, WALK] == "PAE walk"
    assert said[X32, ACCESS] == "32-bit access from a cold shadow"
    assert said[LONG, ACCESS].endswith("with upper entries P W U")
    assert said[X32, FETCHES] == "32-bit walk with D and fetches"
    assert said[LONG, FETCHES] == "long-mode walk with D, NX and fetches"
    assert subtitle(STATE_SPACES[PAE, WALK], CODE) == "PAE walk, 8,192 states, error code"
    assert "393,216 states, anything" in subtitle(STATE_SPACES[PAE, FETCHES], None)
    said = map_caption(STATE_SPACES[PAE, WALK], DRAWN, "user", "the map shows wp = 1 only")
    assert said == (
        "PAE walk, 8,192 states, error code, hardware → after; only where user; "
        "the map shows wp = 1 only"
    )
    alone = Lens(AFTER, None, Quantity.OUTCOME)
    assert map_caption(STATE_SPACES[PAE, WALK], alone) == "PAE walk, 8,192 states, outcome"
    assert states_text(1) == "1 state"


@pytest.mark.parametrize(
    ("name", "quantity", "value", "text"),
    [
        (WALK, CODE, 7, "0x7"),
        (WALK, CODE, 255, "no fault"),
        (WALK, Quantity.OUTCOME, 2, "access error"),
        (ACCESS, Quantity.OUTCOME, 0, "done"),
        (ACCESS, Quantity.OUTCOME, 1, "#PF"),
        (ACCESS, Quantity.OUTCOME, 3, "livelock"),
        (WALK, Quantity.CHECK, 0, "none refuses"),
        (WALK, Quantity.CHECK, 0x202, "b in the PDE"),
        (WALK, Quantity.CHECK, 6, "b c"),
        (WALK, Quantity.CHECK, 0x301, "a in the PDPTR"),
        (WALK, Quantity.ACCESSED, 0, "no A bit"),
        (WALK, Quantity.ACCESSED, 3, "A of PDE, PTE"),
        (WALK, Quantity.ACCESSED, 0x20, "± A of PDE left open"),
        (WALK, Quantity.ACCESSED, 0x21, "A of PTE; ± A of PDE left open"),
        (WALK, Quantity.DIRTY, 1, "D of PTE"),
        (WALK, Quantity.DIRTY, 0, "no D bit"),
        (ACCESS, Quantity.VMEXITS, 2, "2 vmexits"),
        (ACCESS, Quantity.VMEXITS, 1, "1 vmexit"),
        (ACCESS, Quantity.SHADOW, 0, "no leaf"),
        (ACCESS, Quantity.SHADOW, 0x467, "P W U A D, remembered W"),
        (ACCESS, Quantity.SHADOW, 0x220, "A, IO"),
    ],
)
def test_a_value(name, quantity, value, text):
    """In the words of the other views."""
    assert value_text(STATE_SPACES[PAE, name], quantity, value) == text


def test_letters_go_on_after_z():
    """More groups than letters are told apart too."""
    assert [mark_letter(place) for place in (0, 25, 26, 27, 701, 702)] == [
        "a", "z", "aa", "ab", "zz", "aaa",
    ]  # fmt: skip


def test_the_drawn_legend():
    """The marks by their codes, then the ground: what faults, what is allowed."""
    surveyed = survey()
    found = legend(surveyed, colour(surveyed, DRAWN))

    assert told(surveyed, DRAWN) == [
        ("a", "2 → 3", "supervisor write", 32),
        ("b", "4 → 5", "user read", 64),
        ("c", "6 → 7", "user write", 96),
        ("", "same", "both fault, same code", 7112),
        ("", "same", "both allow", 888),
    ]
    assert (found.direction, found.shown) == ("hardware → after", 8192)
    assert [row.sort for row in found.rows[-2:]] == [Sort.FAULT, Sort.ALLOW]
    by_number = {group.number: group for group in colour(surveyed, DRAWN).groups}
    assert all(row.smallest == by_number[row.number].smallest for row in found.rows)


def test_everything_at_once_names_what_differs():
    """Quantities, not values; the ground holds disasters of both, which are no faults."""
    rows = told(survey(PAE, ACCESS), Lens(AFTER, BEFORE, None))

    assert rows[0] == ("a", "error code", "", 1536)
    assert rows[5] == ("f", "A bits, vmexits and shadow leaf", "", 4464)
    assert rows[6] == ("", "same", "neither allows, same in all", 104000)
    assert rows[7] == ("", "same", "both allow, same in all", 13632)


def test_ground_says_what_holds_in_all_of_it():
    """Before's walk allows what hardware refuses: A may agree there."""
    rows = told(survey(), Lens(BEFORE, HARDWARE, Quantity.ACCESSED))
    assert rows[-2:] == [
        ("", "same", "hardware faults, same A bits", 6980),
        ("", "same", "both allow, same A bits", 888),
    ]
    surveyed = survey(PAE, ACCESS)
    mmio = (surveyed.states["leaf_kind"] == 1).view(np.uint8)
    lens = Lens(AFTER, HARDWARE, Quantity.ACCESSED)
    assert told(surveyed, lens)[-1] == ("", "same", "hardware allows, same A bits", 14208)
    assert told(surveyed, lens, mmio)[-1][2] == "both allow, same A bits"
    codes = Lens(AFTER, HARDWARE, CODE)
    assert told(surveyed, codes)[-1] == ("", "same", "hardware allows, no code", 14208)
    rows = told(surveyed, Lens(BEFORE, AFTER, Quantity.DIRTY))
    assert [row[2] for row in rows] == ["neither allows, same D bits", "both allow, same D bits"]


def test_one_rule_alone_tells_values():
    """With what all states of a value ask."""
    rows = told(survey(X32, FETCHES), Lens(HARDWARE, None, CODE))

    notes = {row[1]: row[2] for row in rows}
    assert notes["0x2"] == "supervisor write"
    assert notes["0x4"] == "user read or fetch"
    fetches = told(survey(PAE, FETCHES), Lens(HARDWARE, None, CODE))
    assert {row[1]: row[2] for row in fetches}["0x14"] == "user fetch"


def test_a_check_is_no_mark():
    """Both have letters."""
    checks = told(survey(), Lens(BEFORE, HARDWARE, Quantity.CHECK))
    assert [row[:2] for row in checks[:3]] == [
        ("a", "check b → none refuses"),
        ("b", "check c → none refuses"),
        ("c", "check b c → none refuses"),
    ]


def test_a_code_above_nine_has_its_base():
    """Where digits could mean another number."""
    titles = [row[1] for row in told(survey(PAE, FETCHES), DRAWN)]
    assert "0x15 → 5" in titles
    assert "0x15 → no fault" in titles


def test_the_drawn_state():
    """The hover of atlas.png, but that before's walk makes no code."""
    surveyed = survey()
    at = number(surveyed.space, "pdpte.p pde.p pde.a user")
    words = state_words(surveyed, at, DRAWN)

    assert (words.number, words.title, words.remarks) == (at, "User read, WP 0", ())
    assert [entry.text for entry in words.entries] == ["PDPTR P", "PDE P A", "PTE 0"]
    assert words.entries[1].bits == (
        ("P", True), ("W", False), ("U", False), ("A", True), ("S", False),
    )  # fmt: skip
    codes = [(one.semantics, one.code, one.letters, one.differs) for one in words.results]
    assert codes == [
        (BEFORE, NO_CODE, "", False),
        (AFTER, "0x5", "P | U", True),
        (HARDWARE, "0x4", "U", False),
    ]
    before, after, hardware = words.results
    assert (before.outcome, before.check) == ("not present", "a in the PTE")
    assert (after.outcome, after.check) == ("access error", "c in the PDE")
    assert (hardware.dirty, after.dirty, after.vmexits, after.shadow) == ("no D bit", "", "", "")
    assert words.why == "PDE refuses, PTE is absent."


def test_an_access_tells_costs_and_the_leaf():
    """And what the leaf maps; long mode's upper entries are there though they do not vary."""
    surveyed = survey(LONG, ACCESS)
    at = number(surveyed.space, "kind=1 pde.p pde.ps user wp")
    words = state_words(surveyed, at, Lens(BEFORE, AFTER, None))

    assert [entry.text for entry in words.entries] == [
        "PML4E P W U",
        "PDPTE P W U",
        "PDE P S",
        "PTE 0",
    ]
    assert words.title == "User read, WP 1"
    assert words.remarks == ("the leaf maps MMIO",)
    before, after, _ = words.results
    assert (before.vmexits, before.shadow, before.accessed) == (
        "1 vmexit",
        "A, IO",
        "A of PML4E, PDPTE, PDE",
    )
    assert (after.vmexits, after.shadow, after.accessed) == (
        "1 vmexit",
        "no leaf",
        "A of PML4E, PDPTE",
    )
    assert after.differs


def test_what_nobody_can_ask():
    """It is said, not answered."""
    surveyed = survey(X32, FETCHES)
    words = state_words(surveyed, number(surveyed.space, "write fetch pse"), DRAWN)

    assert (words.results, words.why) == ((), NOBODY)
    assert words.remarks == ("PSE 1",)


def test_a_state_on_a_line():
    """In full, and the smallest in short."""
    walk, access = STATE_SPACES[PAE, WALK], STATE_SPACES[PAE, ACCESS]
    fetches = STATE_SPACES[PAE, FETCHES]

    assert state_line(walk, 6146) == "supervisor write, WP 0; PDPTR P, PDE P, PTE 0"
    assert smallest_text(walk, number(walk, "pdpte.p pde.p write wp")) == (
        "PDPTR P, PDE P · supervisor write, WP 1"
    )
    assert smallest_text(walk, 0) == "supervisor read"
    assert smallest_text(access, number(access, "kind=2 user")) == (
        "user read, the leaf maps the page directory"
    )
    assert smallest_text(fetches, number(fetches, "fetch nxe pte.nx")) == (
        "PTE X · supervisor fetch, NXE 1"
    )
    assert state_line(access, 0).endswith("; the leaf maps RAM")


DENIED_ABOVE = "pdpte.p pde.p user"
REFUSED = "pdpte.p pde.p pte.p user"
VAIN = (
    "PDE refuses; before walks on: it sets A of PDE and PTE, takes a second vmexit and leaves a"
    " shadow leaf behind."
)
LATE = "The page is found; the rights are judged after the walk, and refuse."
TELLS_FETCH = "PDPTR is absent; only the processor's code says that it is a fetch (I)."


@pytest.mark.parametrize(
    ("text", "one", "other", "sentence"),
    [
        (DENIED_ABOVE, AFTER, HARDWARE, "PDE refuses, PTE is absent."),
        (DENIED_ABOVE, HARDWARE, AFTER, "PDE refuses, PTE is absent."),
        (
            DENIED_ABOVE,
            AFTER,
            BEFORE,
            "PDE refuses, PTE is absent; before walks on: it sets A of PDE.",
        ),
        (f"{DENIED_ABOVE} pde.a", AFTER, BEFORE, "PDE refuses, PTE is absent."),
        (REFUSED, AFTER, HARDWARE, "PDE refuses."),
        (REFUSED, BEFORE, HARDWARE, "The path refuses; before walks on: it sets A of PTE."),
        (REFUSED, BEFORE, AFTER, "PDE refuses; before walks on: it sets A of PDE and PTE."),
        (f"{REFUSED} pde.a pte.a", BEFORE, AFTER, "PDE refuses; before's walk does not judge."),
        ("pdpte.p", AFTER, HARDWARE, "PDE is absent."),
        ("pdpte.p", AFTER, None, "PDE is absent."),
        (REFUSED, AFTER, None, "PDE refuses."),
        (REFUSED, HARDWARE, None, "The path refuses."),
        (REFUSED, BEFORE, None, "The page is found, and allowed."),
    ],
)
def test_why_of_a_walk(text, one, other, sentence):
    """By the checks that refuse, never by the state."""
    assert reason(text, one, other) == sentence


@pytest.mark.parametrize(
    ("text", "one", "other", "sentence"),
    [
        (
            REFUSED,
            BEFORE,
            AFTER,
            VAIN,
        ),
        (REFUSED, BEFORE, None, LATE),
        ("pdpte.p pde.p pte.p", AFTER, None, "The page is found, and the access allowed."),
        (
            "kind=2 pdpte.p pde.p pde.w pde.u pte.p pte.w pte.u user write",
            AFTER,
            HARDWARE,
            "The leaf maps the root table in use: the host zaps its shadow for ever.",
        ),
        (
            "kind=3 pdpte.p pde.p pde.w pde.u pte.p pte.w pte.u user write",
            BEFORE,
            AFTER,
            "The leaf maps a table in use: KVM zaps its shadow and builds it again, for ever.",
        ),
    ],
)  # fmt: skip
def test_why_of_an_access(text, one, other, sentence):
    """With what before does behind the entry that refuses, and the disasters of both."""
    assert reason(text, one, other, PAE, ACCESS) == sentence


@pytest.mark.parametrize(
    ("text", "one", "other", "sentence"),
    [
        ("fetch nxe", AFTER, HARDWARE, TELLS_FETCH),
        ("fetch nxe", BEFORE, HARDWARE, "PDPTR is absent."),
        (
            "pdpte.p pde.p pte.p pte.nx fetch nxe",
            AFTER,
            HARDWARE,
            "The path forbids fetches; after's walk does not look at NX.",
        ),
        (
            "pdpte.p pde.p pte.p pte.nx",
            AFTER,
            HARDWARE,
            "PTE has a reserved bit set; after's walk does not look at that.",
        ),
        ("pdpte.p pde.p pde.nx user", AFTER, HARDWARE, "PDE has a reserved bit set, PDE refuses."),
    ],
)  # fmt: skip
def test_why_of_a_fetch(text, one, other, sentence):
    """What only the processor looks at."""
    assert reason(text, one, other, PAE, FETCHES) == sentence


@pytest.mark.parametrize("mode", PagingMode)
@pytest.mark.parametrize("name", [WALK, ACCESS, FETCHES])
def test_every_group_has_words(mode, name):
    """A title, an example and a reason, in every space and comparison."""
    surveyed = survey(mode, name)
    for one, other in ((AFTER, HARDWARE), (BEFORE, HARDWARE), (BEFORE, AFTER)):
        lens = Lens(one, other, None)
        for row in legend(surveyed, colour(surveyed, lens)).rows:
            words = state_words(surveyed, row.smallest, lens)
            assert row.title
            assert words.why.endswith(".")
            assert any(result.differs for result in words.results) == bool(row.letter)
