"""Bars for each operation: heights, labels, what never ended."""

from mmuviz.present.program_chart import Statistic, program_chart
from tests.present.programs import recorded


def labels(name, statistic):
    groups = program_chart(recorded(name), statistic).groups
    return [tuple(bar and bar.label for bar in (one.before, one.after)) for one in groups]


def test_the_bars_of_the_drawing():
    """1 1, 2 and given up, 1 and given up, 0 0; lines at every second exit."""
    chart = program_chart(recorded("shared-pt-ro-first"), Statistic.VMEXITS)
    assert labels("shared-pt-ro-first", Statistic.VMEXITS) == [
        ("1", "1"),
        ("2", "8 ∞"),
        ("1", "8 ∞"),
        ("0", "0"),
    ]
    assert chart.ticks == (0, 2, 4, 6, 8)
    assert chart.note == "8 = given up"
    assert [group.differs for group in chart.groups] == [False, True, True, False]
    assert chart.groups[1].text == "2, user write: before 2, after 8 ∞"
    assert chart.groups[1].after.amiss


def test_repairs_and_complaints():
    """pf_fixed counts what mended nothing; the audit may die."""
    assert labels("shared-pt-ro-first", Statistic.PF_FIXED)[1] == ("1", "8")
    chart = program_chart(recorded("x32-pde-half-stale"), Statistic.AUDIT)
    assert [group.after.label for group in chart.groups] == ["0", "0", "dies", "dies", "dies"]
    assert chart.groups[-1].after.amiss
    assert chart.groups[-1].after.height == 8
    assert chart.note == "dies: of an undefined gva_to_gpa"
    assert program_chart(recorded("shared-pt-ro-first"), Statistic.AUDIT).note == ""


def test_many_complaints_have_even_lines():
    """The axis grows with what is counted."""
    chart = program_chart(recorded("pae-100040"), Statistic.AUDIT)
    assert chart.ticks[-1] >= max(group.before.height for group in chart.groups)
    assert all(tick % 2 == 0 for tick in chart.ticks)


def test_a_dead_machine_has_no_bar():
    """Nor a complaint."""
    for statistic in Statistic:
        group = program_chart(recorded("pdpte-mmio-not-present-host-bug"), statistic).groups[-1]
        assert (group.before, group.after) == (None, None)
        assert group.text == "3, user read: before dead, after dead"
