"""What `mmuviz claims --json` writes and the window reads: one object a number, a line each.

The only place that knows the fields; docs/cli.md describes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from mmuviz.core.claims.counts import Item, What
from mmuviz.core.claims.programs import ProgramTally
from mmuviz.core.claims.survey import Count
from mmuviz.core.paging import PagingMode

VERSION: Final = 1

WHAT: Final = {
    Item.ACCESSED: "accesses where before set a wrong A",
    Item.EXITS: "accesses with 2 exits before, 1 after",
    Item.CODES: "wrong codes of after",
    Item.ORDER: "walk states where after says P = 1 and a lower entry is absent",
    Item.TRANSLATION: "walk states where gva_to_gpa of after is wrong or undefined",
    Item.NO_EXECUTE: "fetches that NX alone forbids and after finds a page for, NXE 1",
    Item.SECOND: "pairs whose second access has 0 exits before, 1 after",
    Item.HANG: "accesses that hang the host of after",
}
"""What the number of an item counts."""

PROGRAM_FIELDS: Final = {
    Item.CODES: (
        "before_wrong",
        "after_right_of_those",
        "after_wrong",
        "before_right_of_those",
    ),
    Item.SHARED: ("new_livelocks", "spurious_before"),
}
"""What is counted over guest programs, by item."""

Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class Results:
    """What is counted so far.

    Attributes:
        counts: over the states of a space, by item and mode.
        programs: over the guest programs, by the item that they say something of.
    """

    counts: Mapping[tuple[Item, PagingMode], Count] = field(default_factory=dict)
    programs: Mapping[Item, ProgramTally] = field(default_factory=dict)


def count_record(count: Count) -> Record:
    """Return the record of a count."""
    return {
        "version": VERSION,
        "kind": "count",
        "item": count.item.value,
        "mode": count.mode.value,
        What.COUNT.value: count.numbers[What.COUNT],
        "states": count.states,
        "what": WHAT[count.item],
        **{what.value: n for what, n in count.numbers.items() if what is not What.COUNT},
    }


def programs_record(item: Item, tally: ProgramTally) -> Record:
    """Return the record of what guest programs say of an item."""
    names = ("programs", "operations", *PROGRAM_FIELDS[item])
    numbers = {name: getattr(tally, name) for name in names}
    return {"version": VERSION, "kind": "programs", "item": item.value, **numbers}


def progress_record(done: int, of: int) -> Record:
    """Return the record of how far the counting has come, in shares of the work."""
    return {"version": VERSION, "kind": "progress", "done": done, "of": of}


def with_record(results: Results, record: Mapping[str, object]) -> Results:
    """Return the results with a record that was read; one that is neither changes nothing.

    Raises:
        KeyError: a field is missing.
        ValueError: it names no item or mode.
    """
    numbers = {name: value for name, value in record.items() if type(value) is int}
    if record["kind"] == "count":
        item, mode = Item(record["item"]), PagingMode(str(record["mode"]))
        found = {what: numbers[what.value] for what in What if what.value in numbers}
        count = Count(item, mode, numbers["states"], found)
        return replace(results, counts={**results.counts, (item, mode): count})
    if record["kind"] == "programs":
        item = Item(record["item"])
        names = ("programs", "operations", *PROGRAM_FIELDS[item])
        tally = ProgramTally(**{name: numbers[name] for name in names})
        return replace(results, programs={**results.programs, item: tally})
    return results
