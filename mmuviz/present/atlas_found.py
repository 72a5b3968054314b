"""The rules of a map, as the command line writes them one by one: read from its records."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as it is shown.

    Attributes:
        text: in signs; empty where none that is short was found.
        expression: the same as a filter; empty likewise.
        remark: what is proved of it, or that there is none.
    """

    text: str
    expression: str
    remark: str

    @property
    def said(self) -> str:
        """The rule, or that there is no short one."""
        return self.text or self.remark


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of the rules.

    Attributes:
        gist: what all states that differ have in common; may be empty.
        whole: where the states are that differ; None: not known yet, or nothing is compared.
        groups: where those of each group are, by its letter.
    """

    gist: str = ""
    whole: RuleText | None = None
    groups: Mapping[str, RuleText] = field(default_factory=dict)


def with_record(found: Found, record: Mapping[str, Any]) -> Found:
    """Return what is known once a record is read.

    Raises:
        LookupError: it is no record of a map.
        TypeError: likewise.
    """
    rule = record["rule"]
    text = None
    if rule is not None:
        text = RuleText(rule["text"] or "", rule["expression"] or "", str(rule["remark"]))
    if record["kind"] == "map":
        return replace(found, gist=record["gist"] or "", whole=text)
    if text is None:
        raise TypeError("a group has a rule")
    return replace(found, groups={**found.groups, record["letter"]: text})
