"""What guest kernels see: the shipped stories, and what machines that die look like."""

from dataclasses import replace

import pytest

from mmuviz.core.access import Access
from mmuviz.core.operation import LoadCr3, SetWp, TableWrite, Touch
from mmuviz.core.scenario import Label
from mmuviz.core.trace import Semantics
from mmuviz.present.guest_stories import story_of
from mmuviz.resources import asset
from mmuviz.sources.open_file import open_file

BEFORE, AFTER, HARDWARE = Semantics


def scenario(name):
    return open_file(asset(f"scenarios/{name}.toml")).scenario


@pytest.mark.parametrize(
    ("name", "summary", "differing"),
    [
        ("guest-copy-on-write", "2 of 4 differ in cost or A", [1, 2]),
        ("guest-demand-paging", "before and after are alike", []),
        ("guest-demand-paging-below-read-only", "1 of 5 operations end otherwise", [2]),
        ("guest-page-ageing", "9 of 15 differ in cost or A", [2, 3, 4, 7, 8, 9, 12, 13, 14]),
        ("guest-stack-guard", "before and after are alike", []),
        ("guest-user-pointer", "2 of 7 differ in cost or A", [1, 2]),
    ],
)
def test_what_differs(name, summary, differing):
    """In how many operations, and which."""
    story = story_of(scenario(name))

    assert story.summary == summary
    assert [row.number for row in story.rows if row.differs] == differing


def test_a_bit_over_time():
    """Page ageing: the A bit that before sets for the refused page is watched in every version."""
    story = story_of(scenario("guest-page-ageing"))
    bits = {
        semantics: "".join(str(int(row.seen[semantics].accessed)) for row in story.rows)
        for semantics in Semantics
    }

    assert story.watched == "A of the entry at 0x4008"
    assert bits == {BEFORE: "011100111001110", AFTER: "0" * 15, HARDWARE: "0" * 15}
    assert story.title == "Page ageing, and a cold page that looks hot"
    assert "\n" not in story.notes


def test_what_the_handler_sees():
    """The wrong code is marked; labels stand for addresses."""
    story = story_of(scenario("guest-demand-paging-below-read-only"))
    row = story.rows[1]

    assert row.operation == "the program writes private"
    assert row.seen[AFTER].text == "#PF 0x7 (P | W | U)"
    assert row.seen[AFTER].wrong
    assert not row.seen[BEFORE].wrong
    assert row.words == (
        "2, the program writes private: before #PF 0x6 (W | U) 1 vmexit, "
        "after #PF 0x7 (P | W | U) 1 vmexit, hardware #PF 0x6 (W | U)."
    )
    assert story.watched == ""
    assert row.seen[BEFORE].accessed is None


def test_every_kind_of_operation():
    """In the words of the story; an address beside a label is told from it."""
    guest = scenario("guest-user-pointer")
    at = guest.labels[0].gva
    program = (
        Touch(Access(at + 8, fetch=True, user=True)),
        TableWrite(0xC0003000, 0x201007),
        Touch(Access(0x10)),
        SetWp(wp=False),
        SetWp(wp=True),
        LoadCr3(guest.cpu.cr3),
    )
    story = story_of(replace(guest, operations=program, labels=(Label("page", at),)))

    assert [row.operation for row in story.rows] == [
        "the program runs page + 0x8",
        "the kernel writes 0xc0003000 = 0x201007",
        "the kernel reads 0x10",
        "the kernel clears CR0.WP",
        "the kernel sets CR0.WP",
        f"the kernel loads CR3 = {guest.cpu.cr3:#x}",
    ]


def test_a_machine_that_dies():
    """The host hangs: the guest sees nothing more; hardware goes on."""
    guest = scenario("pae-host-hang")
    story = story_of(replace(guest, operations=(*guest.program, *guest.program)))

    assert story.rows[-1].seen[AFTER].text == "the machine is dead"
    assert any(row.seen[AFTER].text == "the host hangs" for row in story.rows)
    assert story.rows[-1].seen[HARDWARE].text == "no fault"


def test_both_kinds_of_difference():
    """Endings and costs are counted apart."""
    guest = scenario("pae-shared-table")
    story = story_of(guest)

    assert "end otherwise" in story.summary
    assert any("livelock" in row.seen[AFTER].text for row in story.rows)
