"""The atlas as JSON objects (docs/cli.md, "atlas")."""

from typing import Any

from mmuviz.present.atlas_rule import RuleWords
from mmuviz.present.atlas_state import StateWords, state_line
from mmuviz.present.atlas_text import GroupWords, MapWords
from mmuviz.sweep.colouring import Colouring
from mmuviz.sweep.columns import NONE
from mmuviz.sweep.space import StateSpace
from mmuviz.sweep.survey import Quantity, Survey

VERSION = 1


def map_record(space: StateSpace, colouring: Colouring, words: MapWords) -> dict[str, Any]:
    """Return the map: what was asked, how many states, where they differ."""
    lens = colouring.lens
    return {
        "version": VERSION,
        "kind": "map",
        "mode": space.mode.value,
        "space": space.name.value,
        "of": None if lens.against else lens.semantics.value,
        "compare": [one.value for one in lens.pair] if lens.against else None,
        "by": lens.quantity.value if lens.quantity else "anything",
        "quantities": [one.value for one in colouring.quantities],
        "where": words.filter or None,
        "title": words.title,
        "subtitle": words.subtitle,
        "states": space.asked,
        "shown": colouring.shown,
        "standing_out": colouring.differing,
        "ground": [
            {"title": row.title, "note": row.note, "states": row.count}
            for row in words.legend.rows
            if not row.letter
        ],
        "summary": words.summary,
        "gist": words.gist or None,
        "rule": None if words.rule is None else _rule(words.rule),
    }


def group_record(space: StateSpace, each: GroupWords) -> dict[str, Any]:
    """Return a group that stands out."""
    return {
        "version": VERSION,
        "kind": "group",
        "letter": each.row.letter,
        "values": list(each.group.values),
        "title": each.row.title,
        "note": each.row.note,
        "states": each.row.count,
        "smallest": {
            "state": each.group.smallest,
            "text": state_line(space, each.group.smallest),
            "flags": flags(space, each.group.smallest),
        },
        "rule": _rule(each.rule),
    }


def state_record(one: Survey, words: StateWords) -> dict[str, Any]:
    """Return a state, with what each rule makes of it, as numbers and in words."""
    space = one.space
    results = {}
    for said in words.results:
        numbers = {
            quantity: int(one.values(said.semantics, quantity)[0])
            for quantity in one.offers(said.semantics)
        }
        code = numbers.get(Quantity.ERROR_CODE, NONE)
        results[said.semantics.value] = {
            "outcome": said.outcome,
            "error_code": None if code == NONE else code,
            "check": said.check,
            "a_bits": said.accessed,
            "d_bits": said.dirty or None,
            "vmexits": numbers.get(Quantity.VMEXITS),
            "shadow_leaf": _leaf(numbers.get(Quantity.SHADOW)),
            "differs": said.differs,
        }
    return {
        "version": VERSION,
        "kind": "state",
        "mode": space.mode.value,
        "space": space.name.value,
        "state": words.number,
        "text": state_line(space, words.number),
        "flags": flags(space, words.number),
        "results": results,
        "differing": list(words.differing),
        "why": words.why,
    }


def flags(space: StateSpace, number: int) -> dict[str, int]:
    """Return the flags of a state by their names."""
    return {flag.name: flag.of(number) for flag in space.flags}


def _rule(rule: RuleWords) -> dict[str, Any]:
    return {
        "text": rule.text or None,
        "expression": rule.expression or None,
        "minimal": rule.is_minimal,
        "remark": rule.remark,
    }


def _leaf(value: int | None) -> str | None:
    return f"{value:#x}" if value else None
