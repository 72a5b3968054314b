"""A selection of states as a table: what each asks, what comes of it, in which group it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from mmuviz.core.fixed_path import ENTRY_NAMES
from mmuviz.core.trace import Semantics
from mmuviz.sweep.colouring import Colouring, Sort
from mmuviz.sweep.columns import ENDINGS, NONE, OUTCOMES, Column, check_letters
from mmuviz.sweep.space import Numbers
from mmuviz.sweep.survey import Survey


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column.

    Attributes:
        name: what it is called: `state`, `pde.p`, `after.code`, `group`.
        values: a number a row.
        words: where the numbers stand for words, these, by number.
        nothing: the number that stands for no value; None: each row has one.
    """

    name: str
    values: Column
    words: tuple[str, ...] = ()
    nothing: int | None = None


def selected(colouring: Colouring, *, differing: bool = False) -> Numbers:
    """Return the numbers of the states that a map shows; of those, that stand out."""
    wanted = [
        group.number for group in colouring.groups if group.sort is Sort.MARK or not differing
    ]
    chosen = np.zeros(1 << 8, np.bool_)
    chosen[wanted] = True
    return np.flatnonzero(chosen[colouring.cells]).astype(np.uint32)


def table(
    survey: Survey, colouring: Colouring, numbers: Numbers, letters: Mapping[int, str]
) -> tuple[TableColumn, ...]:
    """Return the columns of some states.

    `state`; the flags by their names; of each rule of the lens `outcome`, `code` (the fault's;
    before's walk has none), `level` and `checks` (where its walk ended, and the checks that
    refuse, by their letters), A and D of the entries afterwards (`pde.a`), `pde.may` (the manual
    leaves that A open), of accesses also `vmexits`, `pf_fixed`, `shadow_leaf`; `group`.

    Args:
        survey: the space.
        colouring: the map.
        numbers: which states.
        letters: what stands for a group, by its number; others have nothing.
    """
    lens = colouring.lens
    rules = lens.pair if lens.against else (lens.semantics,)
    columns = [TableColumn("state", numbers)]
    columns += (
        TableColumn(flag.name, survey.states[flag.column][numbers]) for flag in survey.space.flags
    )
    for semantics in rules:
        columns += _results(survey, semantics, numbers)
    words = tuple(letters.get(number, "") for number in range(1 << 8))
    columns.append(TableColumn("group", colouring.cells[numbers], words))
    return tuple(columns)


def _results(survey: Survey, semantics: Semantics, numbers: Numbers) -> Iterator[TableColumn]:
    results, walked = survey.results(semantics), survey.walks(semantics)
    endings = [one.value for one in (ENDINGS if survey.is_access else OUTCOMES)]
    name = f"{semantics.value}.%s"
    yield TableColumn(name % "outcome", results["outcome"][numbers], tuple(endings))
    if "error_code" in results:
        yield TableColumn(name % "code", results["error_code"][numbers], nothing=NONE)
    yield TableColumn(name % "level", walked["level"][numbers])
    checks = tuple(check_letters(bits) for bits in range(1 << 6))
    yield TableColumn(name % "checks", walked["checks"][numbers], checks)
    for level in survey.space.mode.levels:
        entry = ENTRY_NAMES[level.number]
        for suffix in ("a", "d", "may"):
            if f"{entry}_{suffix}" in results:
                bits = results[f"{entry}_{suffix}"][numbers]
                yield TableColumn(name % f"{entry}.{suffix}", bits)
    if survey.is_access and semantics is not Semantics.HARDWARE:
        for one in ("vmexits", "pf_fixed", "shadow_leaf"):
            yield TableColumn(name % one, results[one][numbers])
