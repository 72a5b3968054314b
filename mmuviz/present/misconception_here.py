"""Where a wrong idea goes wrong in a state, made of what the idea and the right walk say of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from mmuviz.core.bits import Pte
from mmuviz.core.models.effect import Effect
from mmuviz.core.models.path import Path, Step
from mmuviz.present.wording import code_text, entry_hex, listed, name


@dataclass(frozen=True, slots=True)
class Case:
    """A state that catches an idea.

    Attributes:
        path: its entries.
        said: what the idea makes of it.
        right: what is right.
        tells_code: the error code may be named.
    """

    path: Path
    said: Effect
    right: Effect
    tells_code: bool = True

    def name(self, step: Step) -> str:
        """`PDE 3`."""
        return name(step.level, step.level.select(self.path.access.gva))

    def names(self, numbers: Iterable[int]) -> str:
        """`PDE 3 and PTE 7`, of level numbers."""
        path = self.path
        steps = [*path.present, *([path.absent] if path.absent else [])]
        return listed([self.name(step) for step in steps if step.level.number in numbers])

    def lacking(self, step: Step) -> str:
        """Which right the access needs and the entry lacks: `U`, `W and U`; empty for none."""
        found = self.path.lacking(step)
        return listed([letter for letter, bit in (("W", Pte.W), ("U", Pte.U)) if found & bit])

    @property
    def refusing(self) -> Step:
        """The first entry that refuses the access."""
        return next(step for step in self.path.present if self.lacking(step))

    @property
    def last(self) -> Step:
        """The entry at which the path ends: it maps the page, or it is absent."""
        return self.path.absent or self.path.present[-1]

    @property
    def code(self) -> str:
        """The right error code; the access faults."""
        assert self.right.error_code is not None, "only asked where the access faults"
        return code_text(self.right.error_code)

    def coded(self, before: str) -> str:
        """Return the right error code behind some words; empty where it may not be named."""
        return f"{before}{self.code}" if self.tells_code else ""


def _leaf_alone(case: Case) -> str:
    refusing = case.refusing
    return (
        f"{case.name(case.last)} allows the access, but {case.name(refusing)} above it lacks "
        f"{case.lacking(refusing)}: the path as a whole refuses{case.coded(', with ')}."
    )


def _level_by_level(case: Case) -> str:
    refusing = case.name(case.refusing)
    return (
        f"The idea stops at {refusing}, which lacks {case.lacking(case.refusing)}. The processor "
        f"reads on: {case.name(case.last)} is absent, so there is no translation whose rights "
        f"could be judged, and P stays 0{case.coded(': ')}."
    )


def _absent_is_judged(case: Case) -> str:
    absent = case.last
    return (
        f"{case.name(absent)} has P = 0. That it lacks {case.lacking(absent)} says nothing: it is "
        f"absent{case.coded(', and the code is ')}."
    )


def _pdpte_has_rights(case: Case) -> str:
    root, *below = case.path.present
    lower = listed([case.name(step) for step in below])
    return (
        f"{case.name(root)} is {entry_hex(root.entry)}: it has no W and no U that could refuse. "
        f"{lower} {'allow' if len(below) > 1 else 'allows'} the access."
    )


def _code_describes_page(case: Case) -> str:
    access = case.path.access
    assert case.said.error_code is not None, "the idea is about the code of a fault"
    made = f"The access is a {access.kind} by {'user mode' if access.user else 'the supervisor'}"
    if not case.tells_code:
        return f"{made}: W and U tell of that, not of what the entries allow."
    return (
        f"{made}, so W is {int(access.write)} and U is {int(access.user)}: {case.code}. "
        f"{code_text(case.said.error_code)} would tell of the entries instead."
    )


def _whole_path_first(case: Case) -> str:
    refusing = case.refusing
    return (
        f"walk_addr stops at {case.name(refusing)}, which lacks {case.lacking(refusing)}, and "
        f"never comes to {case.name(case.last)}, which is absent: the walk ends at access_error"
        f"{case.coded(', so P is 1: ')}."
    )


def _wp_frees_user(case: Case) -> str:
    refusing = case.refusing
    return (
        f"CR0.WP is 0, but the write comes from user mode: {case.name(refusing)} lacks W, and that "
        f"refuses it{case.coded(': ')}."
    )


def _wp_locks_all(case: Case) -> str:
    steps = [case.name(step) for step in case.path.present if step.level.has_rights]
    return f"CR0.WP is 1, and W is 1 in {listed(steps)}: the write breaks no rule, and is made."


def _user_page_shut(case: Case) -> str:
    steps = [case.name(step) for step in case.path.present if step.level.has_rights]
    return (
        f"U is 1 in {listed(steps)}, so user mode may come here. The supervisor, who makes this "
        f"{case.path.access.kind}, may too."
    )


def _accessed_when_read(case: Case) -> str:
    return (
        f"{case.name(case.last)} was read, but the access is refused{case.coded(' with ')}: its A "
        "stays 0."
    )


def _accessed_on_success(case: Case) -> str:
    passed = case.names(case.right.accessed)
    return (
        f"walk_addr passed {passed} and set A there, before it came to the entry that ends the "
        f"walk{case.coded(' with ')}."
    )


def _dirty_everywhere(case: Case) -> str:
    leaf, wrong = case.name(case.last), case.said.dirty - case.right.dirty
    now = "D is already set there" if case.last.entry & Pte.D else "D is set there"
    leads = "only leads there, and keeps" if len(wrong) == 1 else "only lead there, and keep"
    return f"{leaf} maps the page: {now}. {case.names(wrong)} {leads} D = 0."


HERE: Final[dict[str, Callable[[Case], str]]] = {
    "leaf-alone": _leaf_alone,
    "level-by-level": _level_by_level,
    "absent-is-judged": _absent_is_judged,
    "pdpte-has-rights": _pdpte_has_rights,
    "code-describes-page": _code_describes_page,
    "last-entry-present": _whole_path_first,
    "whole-path-first": _whole_path_first,
    "wp-frees-user": _wp_frees_user,
    "wp-locks-all": _wp_locks_all,
    "user-page-shut": _user_page_shut,
    "accessed-when-read": _accessed_when_read,
    "accessed-on-success": _accessed_on_success,
    "dirty-everywhere": _dirty_everywhere,
}
"""The sentence by the model's name; the state catches the model."""
