"""What `mmuviz atlas` does, once it is known that NumPy is needed."""

import argparse
import json
from dataclasses import replace
from typing import TextIO

from mmuviz.cli.atlas_json import group_record, map_record, state_record
from mmuviz.cli.inputs import gui_module, write_columns, write_lines
from mmuviz.cli.snapshot import BAD_NAME, FORMATS
from mmuviz.cli.window import show
from mmuviz.core.trace import Semantics
from mmuviz.present.atlas_legend import legend
from mmuviz.present.atlas_map import map_picture
from mmuviz.present.atlas_state import state_line, state_words
from mmuviz.present.atlas_text import group_lines, group_words, map_lines, map_words, state_lines
from mmuviz.present.atlas_words import (
    QUANTITY_NAMES,
    map_caption,
    space_title,
    states_text,
    title,
)
from mmuviz.sources.opened import Opened
from mmuviz.sources.problems import BadInput
from mmuviz.sources.scenario_text import dump_text, save
from mmuviz.sources.table_file import write_csv, write_parquet
from mmuviz.sweep.arrangement import usual
from mmuviz.sweep.colouring import Colouring, Lens, colour, offered
from mmuviz.sweep.columns import Column
from mmuviz.sweep.filter import parse
from mmuviz.sweep.filter_reader import FilterError
from mmuviz.sweep.filter_words import names_of
from mmuviz.sweep.space import STATE_SPACES, SpaceName, StateSpace
from mmuviz.sweep.survey import Quantity, Survey, offers
from mmuviz.sweep.table import selected, table

_ANYTHING = "anything"


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """Answer, and return the exit status."""
    _refuse_unheard(args)
    space = STATE_SPACES[args.mode, SpaceName(args.space)]
    if args.image is not None and args.image.suffix.lower() not in FORMATS:
        raise BadInput(args.image, BAD_NAME)
    if args.flags:
        _write_flags(space, out)
        return 0
    survey = Survey(space)
    lens = _lens(args, survey)
    if args.state is not None:
        return _tell(args, survey, lens, out, err)
    condition, shown = _shown(args.where, survey)
    colouring = colour(survey, lens, shown)
    _export(args, survey, colouring, err)
    _answer(args, survey, colouring, condition, out)
    return 0


def _refuse_unheard(args: argparse.Namespace) -> None:
    """Refuse options that would not be heard: some are for one state, some for many."""
    for option in ("where", "csv", "parquet", "image", "differing"):
        if args.state is not None and getattr(args, option):
            raise BadInput(None, f"--{option} is for many states, not for --state")
    for option in ("save", "open"):
        if args.state is None and getattr(args, option):
            raise BadInput(None, f"--{option} is for one state: say which with --state N")
    if args.differing and not (args.csv or args.parquet):
        raise BadInput(None, "--differing says which rows are written: say --csv or --parquet too")


def _answer(
    args: argparse.Namespace, survey: Survey, colouring: Colouring, condition: str, out: TextIO
) -> None:
    """Write the map, then each group as soon as its rule is known."""
    words = map_words(survey, colouring, condition)
    groups = group_words(survey, colouring, words.legend)
    if args.json:
        out.write(json.dumps(map_record(survey.space, colouring, words)) + "\n")
        out.flush()
        for each in groups:
            out.write(json.dumps(group_record(survey.space, each)) + "\n")
            out.flush()
        return
    write_lines(map_lines(words), out)
    for each in groups:
        write_lines(group_lines(each, f"{_command(args)} --state {each.group.smallest}"), out)


def _command(args: argparse.Namespace) -> str:
    """Return the command that looks at the same space by the same rules."""
    what = f"--of {args.of}" if args.of else f"--compare {' '.join(args.compare)}"
    default = "" if what == "--compare after hardware" else f" {what}"
    by = f" --by {args.by}" if args.by else ""
    return f"mmuviz atlas --mode {args.mode.value} --space {args.space}{default}{by}"


def _lens(args: argparse.Namespace, survey: Survey) -> Lens:
    """Return what the options look through; without --by: at the code, else at the outcome.

    Raises:
        BadInput: the rules have no such result here.
    """
    one, other = Semantics(args.of or args.compare[0]), None
    if not args.of:
        other = Semantics(args.compare[1])
        if one is other:
            raise BadInput(None, f"--compare: {one.value} does not differ from itself")
    there = offered(survey, one, other)
    if args.by is None:
        code = Quantity.ERROR_CODE
        return Lens(one, other, code if code in there else Quantity.OUTCOME)
    if args.by == _ANYTHING:
        if other is None:
            raise BadInput(None, "--by anything needs two rules: say --compare, not --of")
        return Lens(one, other, None)
    quantity = Quantity(args.by)
    if quantity not in there:
        raise BadInput(None, _not_offered(args, survey, quantity, one, other))
    return Lens(one, other, quantity)


def _not_offered(
    args: argparse.Namespace,
    survey: Survey,
    quantity: Quantity,
    one: Semantics,
    other: Semantics | None,
) -> str:
    """Say who has no such result, why, and in which space it has."""
    who = one if quantity not in survey.offers(one) or other is None else other
    name = QUANTITY_NAMES[quantity]
    said = f"--by {args.by}: in the {space_title(survey.space)}, {who.value} has no {name}"
    if not survey.is_access and quantity in offers(SpaceName.ACCESS, who):
        return f"{said}; --space access has"
    return said


def _shown(where: str | None, survey: Survey) -> tuple[str, Column | None]:
    """Return the filter as it is written, and where it holds."""
    if where is None:
        return "", None
    try:
        expression = parse(where, names_of(survey.space))
    except FilterError as problem:
        raise BadInput(None, f"--where: {problem}") from problem
    return str(expression), expression.evaluate(survey.states)


def _export(args: argparse.Namespace, survey: Survey, colouring: Colouring, err: TextIO) -> None:
    """Write the files that are asked for, and say so."""
    for path in filter(None, (args.csv, args.parquet, args.image)):
        if not path.parent.is_dir():
            raise BadInput(path, "the folder does not exist")
    found, space = legend(survey, colouring), survey.space
    if args.csv or args.parquet:
        numbers = selected(colouring, differing=args.differing)
        letters = {row.number: row.letter for row in found.rows}
        columns = table(survey, colouring, numbers, letters)
        for path, write in ((args.csv, write_csv), (args.parquet, write_parquet)):
            if path is not None:
                write(path, columns)
                err.write(f"note: {states_text(len(numbers))} of the {space_title(space)}")
                err.write(f" written to {path}\n")
    if args.image is not None:
        words = title(colouring.lens), map_caption(space, colouring.lens, args.where or "")
        picture = map_picture(space, colouring, usual(space), found.rows, *words)
        gui_module("atlas.map_snapshot").take(picture, args.image, args.theme, args.size)
        err.write(f"note: the map written to {args.image}\n")


def _tell(args: argparse.Namespace, survey: Survey, lens: Lens, out: TextIO, err: TextIO) -> int:
    """Tell of one state, write it, show it."""
    space = survey.space
    if args.state >= len(space):
        last = len(space) - 1
        raise BadInput(
            None, f"--state: found {args.state}, expected 0 to {last} in the {space_title(space)}"
        )
    if not survey.exists[args.state]:
        raise BadInput(
            None, f"--state {args.state}: a write and a fetch at once: nobody can ask it"
        )
    words = state_words(survey, args.state, lens)
    name = f"{space_title(space)}, state {args.state}: {state_line(space, args.state)}"
    scenario = replace(space.scenario(args.state), title=name)
    opened = Opened(scenario, "atlas", semantics=lens.semantics)
    if args.save is not None:
        save(args.save, dump_text(opened, scenario, lens.semantics, args.save))
        err.write(f"note: state {args.state} written to {args.save}\n")
    if args.open:
        return show(opened)
    if args.json:
        out.write(json.dumps(state_record(survey.one(args.state), words)) + "\n")
    else:
        write_lines(state_lines(space, words, lens), out)
    return 0


def _write_flags(space: StateSpace, out: TextIO) -> None:
    """List the flags of a space, as a filter names them."""
    out.write(f"{space_title(space)}, {states_text(space.asked)}: flags and words of a filter\n\n")
    rows = []
    for word in names_of(space).words:
        values = ", ".join(word.values) if word.values else ""
        rows.append(("", word.name, f"{word.meaning}{f': {values}' if values else ''}"))
    write_columns(rows, out)
