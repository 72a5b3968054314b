"""`mmuviz maps`: what is mapped, with which rights, by whom."""

import argparse
import json
from collections.abc import Iterable, Sequence
from typing import TextIO

from mmuviz.cli.inputs import (
    FILE_HELP,
    add_dump_options,
    number,
    open_named,
    read_address,
)
from mmuviz.core.maps import RangeFilter, Survey, survey
from mmuviz.core.scenario import Scenario
from mmuviz.present.maps_table import (
    HEADINGS,
    PAGE_HEADINGS,
    SHARED_HEADINGS,
    MapRow,
    SharedRow,
    aligned,
    caveats,
    map_rows,
    page_rows,
    shared_rows,
    table_rows,
    total_text,
)
from mmuviz.sources.problems import BadInput

_VERSION = 1
_EXAMPLES = """\
examples:
  mmuviz maps default                            all ranges
  mmuviz maps default --address cow_shared       the range that holds an address
  mmuviz maps default --user --writable          what user mode may write
  mmuviz maps guest.core --who-maps 0x5e75000    the pages that show a frame
  mmuviz maps x32-self-map --shared              tables that more than one entry leads to

Rights are those of all levels together, as the hardware combines them: u user, r, w write,
x fetch. The JSON fields are described in docs/cli.md.
"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register `maps`."""
    parser = subparsers.add_parser(
        "maps",
        help="list what is mapped, with which rights",
        description="List the mapped ranges with their effective rights; who maps a frame; which "
        "tables are shared.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", metavar="FILE", help=FILE_HELP)
    only = parser.add_argument_group("only ranges that")
    only.add_argument("--address", metavar="A", help="hold this address, label or label+offset")
    for name, what in (
        ("user", "user mode may use"),
        ("writable", "may be written"),
        ("executable", "may be fetched from"),
    ):
        only.add_argument(f"--{name}", action=argparse.BooleanOptionalAction, help=what)
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--who-maps", type=number, metavar="GPA", help="the pages and entries that lead to a frame"
    )
    which.add_argument(
        "--shared", action="store_true", help="tables that more than one entry leads to"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a row, one a line")
    add_dump_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    """List, and return the exit status."""
    opened = open_named(args.file, args)
    scenario = opened.scenario
    wanted = _filter(args, scenario)
    found = survey(scenario)
    if not args.json:
        err.writelines(f"note: {remark}\n" for remark in opened.remarks)
    # rows alone do not tell that some are missing: this is said beside JSON as well
    err.writelines(f"note: {caveat}\n" for caveat in caveats(found))
    if args.who_maps is not None:
        _write_pages(page_rows(found, args.who_maps), out, as_json=args.json)
        tables = table_rows(found, args.who_maps)
        _write_shared(tables, "no entry uses it as a table", out, as_json=args.json)
    elif args.shared:
        _write_shared(shared_rows(found), "no table is shared", out, as_json=args.json)
    else:
        _write_ranges(found, wanted, scenario, out, as_json=args.json)
    return 0


def _filter(args: argparse.Namespace, scenario: Scenario) -> RangeFilter:
    """Return what ranges are wanted.

    Raises:
        BadInput: the address is none, or a filter of ranges stands where no range is listed.
    """
    address = None if args.address is None else read_address(args.address, scenario)
    wanted = RangeFilter(address, args.user, args.writable, args.executable)
    if wanted != RangeFilter() and (args.shared or args.who_maps is not None):
        other = "--shared" if args.shared else "--who-maps"
        raise BadInput(
            None, f"{other} lists no ranges: it goes without --address and filters of rights"
        )
    return wanted


def _write_ranges(
    found: Survey, wanted: RangeFilter, scenario: Scenario, out: TextIO, *, as_json: bool
) -> None:
    rows = map_rows(found, wanted, scenario.labels)
    if as_json:
        _write_json((_range_record(row) for row in rows), out)
        return
    if rows:
        _write_table(HEADINGS, rows, out)
    out.write(f"{total_text(rows)}\n")


def _write_pages(rows: Sequence[MapRow], out: TextIO, *, as_json: bool) -> None:
    if as_json:
        _write_json((_range_record(row) for row in rows), out)
    elif rows:
        _write_table(PAGE_HEADINGS, rows, out)
    else:
        out.write("no page shows this frame\n")


def _write_shared(rows: Sequence[SharedRow], without: str, out: TextIO, *, as_json: bool) -> None:
    if as_json:
        _write_json((_shared_record(row) for row in rows), out)
    elif rows:
        _write_table(SHARED_HEADINGS, rows, out)
    else:
        out.write(f"{without}\n")


def _write_table(headings: Sequence[str], rows: Iterable[MapRow | SharedRow], out: TextIO) -> None:
    out.writelines(f"{line}\n" for line in aligned(headings, (row.cells for row in rows)))


def _write_json(records: Iterable[dict[str, object]], out: TextIO) -> None:
    out.writelines(json.dumps(record) + "\n" for record in records)


def _range_record(row: MapRow) -> dict[str, object]:
    return {
        "version": _VERSION,
        "kind": "range",
        "start": f"{row.start:#x}",
        "end": f"{row.end:#x}",
        "pages": row.pages,
        "page_size": row.page_size,
        "gpa": f"{row.gpa:#x}",
        "user": row.rights.user,
        "writable": row.rights.writable,
        "executable": not row.rights.no_execute,
        "reserved": row.rights.reserved,
        "note": row.note,
    }


def _shared_record(row: SharedRow) -> dict[str, object]:
    return {
        "version": _VERSION,
        "kind": "table",
        "gpa": f"{row.gpa:#x}",
        "level": row.level.number,
        "entry": row.entry,
        "gva": f"{row.gva:#x}",
        "self_map": row.self_map,
    }
