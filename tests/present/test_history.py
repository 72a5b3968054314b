"""The timeline's facts: the days, their order, and how long a defect was there."""

from datetime import date

from mmuviz.present.history import FIRST_DAY, HISTORY, LAST_DAY, Mark, along, day_text, weeks

LANES = {lane.title: lane for lane in HISTORY}


def test_the_days_are_those_of_the_sources():
    """Each lane in time, with the dates that are known."""
    told = {title: [moment.date_text for moment in lane.moments] for title, lane in LANES.items()}

    assert told == {
        "The test suite": ["10 Jan", "22 Jan"],
        "The change": ["21 Jan", "23 Jan"],
        "Fetches from no-execute pages": ["23 Jan"],
        "gva_to_gpa of an unmapped address": ["24 Jan", "12 Feb"],
        "CR0.WP on AMD": ["29 Jan"],
        "Dirty tracking": ["31 Jan"],
    }


def test_a_defect_lasts_from_the_change_to_its_mend():
    """Spans start where the change went in, and end where something is mended."""
    change = LANES["The change"].moments[0].day
    for lane in HISTORY:
        mended = [moment.day for moment in lane.moments if moment.mark is Mark.MENDED]
        assert [span.last for span in lane.spans] == mended
        if lane.spans:
            assert lane.spans[0].first == change
    assert [span.elsewhere for span in LANES["gva_to_gpa of an unmapped address"].spans] == [
        False,
        True,
    ]


def test_everything_lies_on_the_timeline():
    """Weeks start on Mondays; a day's place is to scale."""
    assert [day_text(day) for day in weeks()] == [
        "8 Jan", "15 Jan", "22 Jan", "29 Jan", "5 Feb", "12 Feb",
    ]  # fmt: skip
    assert {day.weekday() for day in weeks()} == {0}
    assert along(FIRST_DAY) == 0
    assert along(LAST_DAY) == 1
    assert along(date(2007, 1, 22)) == 14 / 37
    for lane in HISTORY:
        assert all(FIRST_DAY <= moment.day <= LAST_DAY for moment in lane.moments)


def test_a_lane_reads_as_text():
    """What a screen reader says."""
    assert LANES["CR0.WP on AMD"].words.startswith("CR0.WP on AMD. 29 Jan: CR0.WP is forced to 1")
