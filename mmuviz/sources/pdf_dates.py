"""The moment in a PDF that Qt writes: taken out, so that the same picture gives the same bytes."""

import re
from typing import Final

_MOMENT: Final = b"2007-01-01T00:00:00+00:00"
_DETAILS = re.compile(rb"(?<=Date=\")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d(?=\")")
_DATE = re.compile(rb"(?<=Date \(D:)\d{14}(?:Z|[+-]\d\d'\d\d')(?=\))")
_UTC: Final = b"20070101000000Z"
_TABLE = re.compile(rb"xref\n0 \d+ *\n(.*?)trailer", re.DOTALL)
_ENTRY = re.compile(rb"\d{10}(?= \d{5} n)")
_START = re.compile(rb"(?<=startxref\n)\d+")


def timeless(data: bytes) -> bytes:
    """Return a PDF of Qt with one fixed date, in UTC.

    A date is shorter in UTC than in another time zone (ISO 32000-1, 7.9.4), so what follows it
    moves: the table of objects is put right (7.5.4).
    """
    data = _DETAILS.sub(_MOMENT, data)  # as long as before: the stream's length is said elsewhere
    shifts = [(found.end(), len(_UTC) - len(found[0])) for found in _DATE.finditer(data)]

    def moved(found: re.Match[bytes], width: int = 10) -> bytes:
        offset = int(found[0])
        return b"%0*d" % (width, offset + sum(by for end, by in shifts if end <= offset))

    def start(found: re.Match[bytes]) -> bytes:
        return moved(found, 1)

    table = _TABLE.search(data)
    if table is not None:
        data = data[: table.start(1)] + _ENTRY.sub(moved, table[1]) + data[table.end(1) :]
    return _DATE.sub(_UTC, _START.sub(start, data))
