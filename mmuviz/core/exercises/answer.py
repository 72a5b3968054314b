"""What is right of a question, and what the wrong ideas say of it, part by part."""

from collections.abc import Mapping
from dataclasses import dataclass

from mmuviz.core.entry import large_frame, page_offset
from mmuviz.core.events import EntryRead
from mmuviz.core.exercises.difficulty import Part
from mmuviz.core.models.effect import Effect, right_effect
from mmuviz.core.models.path import Path, read_path
from mmuviz.core.models.wrong import WRONG_MODELS, WrongModel
from mmuviz.core.paging import PagingMode
from mmuviz.core.scenario import Scenario
from mmuviz.core.trace import Semantics, record

Value = tuple[int, ...] | frozenset[int] | int | None
"""The answer to a part.

PATH: the indices of the entries read, root first. RESULT: the physical address, None for a fault.
CODE: the error code, None for none. ACCESSED, DIRTY: the numbers of the levels that get the bit.
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is right of an access.

    Attributes:
        values: the answer to each part.
        either: levels whose A the manual leaves open.
        levels: the numbers of the levels of the entries read, root first.
    """

    values: Mapping[Part, Value]
    either: frozenset[int]
    levels: tuple[int, ...]

    def accepts(self, part: Part, value: Value, either: frozenset[int] = frozenset()) -> bool:
        """Whether a value is right for a part.

        Args:
            part: which.
            value: the answer.
            either: levels whose A may be either for another reason than the manual.
        """
        right = self.values[part]
        if part is Part.ACCESSED and isinstance(value, frozenset):
            assert isinstance(right, frozenset), "A is a set of levels"
            return not (value ^ right) - self.either - either
        return value == right


@dataclass(frozen=True, slots=True)
class Idea:
    """A wrong idea that answers a question wrong.

    Attributes:
        model: the idea.
        wrong: what it says, of each part in which it is wrong.
    """

    model: WrongModel
    wrong: Mapping[Part, Value]


def right_answer(semantics: Semantics, scenario: Scenario) -> Answer:
    """Return what is right of a scenario's access."""
    trace = record(semantics, scenario)
    reads = [event for event in trace.events if isinstance(event, EntryRead)]
    effect = right_effect(semantics, scenario)
    values = {Part.PATH: tuple(read.index for read in reads), **_parts(effect, trace.result.gpa)}
    return Answer(values, effect.either, tuple(read.level.number for read in reads))


def failing_ideas(semantics: Semantics, scenario: Scenario) -> tuple[Idea, ...]:
    """Return the wrong ideas that fail on a scenario's access, in the order of WRONG_MODELS."""
    path = read_path(scenario)
    if path is None:
        return ()
    right = right_answer(semantics, scenario)
    code = right_effect(Semantics.HARDWARE, scenario).error_code
    found = []
    for model in WRONG_MODELS:
        said = model.walk(path)
        if not _concerns(model, semantics, said, code, right):
            continue
        parts = _parts(said, said_address(scenario.cpu.mode, path, said))
        if model.semantics is not semantics:
            parts = {part: parts[part] for part in (Part.RESULT, Part.CODE)}
        wrong = {
            part: value
            for part, value in parts.items()
            if not right.accepts(part, value, said.either)
        }
        if wrong:
            found.append(Idea(model, wrong))
    return tuple(found)


def _concerns(
    model: WrongModel, semantics: Semantics, said: Effect, code: int | None, right: Answer
) -> bool:
    """Whether an idea can be wrong about a walk of `semantics`.

    One about the other walk can be, where both walks agree on the code (`code` is hardware's)
    and the idea does not: there it is the idea that fails, not the walk that it spoils.
    """
    if model.semantics is semantics:
        return True
    return (
        model.semantics is Semantics.HARDWARE
        and code == right.values[Part.CODE]
        and said.error_code != code
    )


def _parts(effect: Effect, gpa: int | None) -> dict[Part, Value]:
    return {
        Part.RESULT: gpa,
        Part.CODE: effect.error_code,
        Part.ACCESSED: effect.accessed,
        Part.DIRTY: effect.dirty,
    }


def said_address(mode: PagingMode, path: Path, said: Effect) -> int | None:
    """Return the physical address where an idea says that the access is made."""
    leaf = path.leaf
    if said.error_code is not None or leaf is None:
        return None
    small = leaf.level.number == 1
    base = leaf.entry & mode.frame_mask if small else large_frame(leaf.entry, mode, leaf.level)
    return base | page_offset(path.access.gva, leaf.level)
