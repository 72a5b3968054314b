"""A PDF without its moment: the same bytes from any time zone, and all where the table says."""

import re

import pytest

from mmuviz.sources.pdf_dates import timeless

DETAILS = b'xmp:CreateDate="2026-11-27T07:15:40+01:00" xmp:ModifyDate="2026-11-27T07:15:40+01:00"'


def pdf(date, details):
    """Return a file as Qt writes it: its details, their description, and the table of both."""
    parts = [
        b"%PDF-1.4\n",
        b"1 0 obj\n<<\n/CreationDate (D:%b)\n/ModDate (D:%b)\n>>\nendobj\n" % (date, date),
        b"2 0 obj\n<< /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (len(details), details),
    ]
    first = len(parts[0])
    second = first + len(parts[1])
    table = second + len(parts[2])
    entries = b"0000000000 65535 f \n%010d 00000 n \n%010d 00000 n \n" % (first, second)
    tail = b"xref\n0 3\n%btrailer\n<< /Size 3 >>\nstartxref\n%d \n%%%%EOF\n" % (entries, table)
    return b"".join([*parts, tail])


def test_all_time_zones_give_the_same_bytes():
    """UTC, west and east of it, in another second."""
    zones = (
        (b"20261127071540Z", b"07:15:40+00:00"),
        (b"20261127081541+01'00'", b"08:15:41+01:00"),
        (b"20261127021542-05'30'", b"02:15:42-05:30"),
    )
    files = {
        timeless(pdf(date, DETAILS.replace(b"07:15:40+01:00", clock))) for date, clock in zones
    }
    assert len(files) == 1


@pytest.mark.parametrize("date", [b"20261127071540Z", b"20261127071540+01'00'"])
def test_every_object_stands_where_the_table_says(date):
    """Offsets of the objects, of the table, and the length of the stream."""
    data = timeless(pdf(date, DETAILS))
    assert data.count(b"(D:20070101000000Z)") == 2
    assert data.count(b'"2007-01-01T00:00:00+00:00"') == 2
    for number, offset in enumerate(re.findall(rb"(\d{10}) 00000 n", data), 1):
        assert data[int(offset) :].startswith(b"%d 0 obj" % number)
    start = int(re.search(rb"startxref\n(\d+)", data)[1])
    assert data[start:].startswith(b"xref\n")
    found = re.search(rb"/Length (\d+) >>\nstream\n(.*?)\nendstream", data, re.DOTALL)
    assert int(found[1]) == len(found[2])


def test_what_is_no_such_file_stays():
    """Nothing to put right."""
    assert timeless(b"%PDF-1.4\nnothing") == b"%PDF-1.4\nnothing"
