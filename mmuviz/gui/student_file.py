"""The student's record in the configuration folder."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from mmuviz.present.student import BadRecordError, Student, dump_student, load_student
from mmuviz.sources.replacing import replacing

_NAME, _ASIDE = "student.json", "student-unreadable.json"


def stamp() -> str:
    """Return the time as the record keeps it: ISO 8601 with the zone, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


class StudentFile:
    """Reads the record when it is first asked for, and writes it whole after every answer."""

    def __init__(self, folder: Path) -> None:
        """Keep it in `folder`."""
        self._path = folder / _NAME
        self._student: Student | None = None

    @property
    def student(self) -> Student:
        """The record; an unreadable file is put aside, never written over."""
        if self._student is None:
            self._student = self._read()
        return self._student

    def _read(self) -> Student:
        try:
            return load_student(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Student()
        except (BadRecordError, UnicodeDecodeError, OSError):
            with suppress(OSError):
                self._path.replace(self._path.with_name(_ASIDE))
            return Student()

    def keep(self, student: Student) -> None:
        """Take another record, and write it.

        Raises:
            OSError: it cannot be written; it holds for as long as the program runs.
        """
        self._student = student
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(self._path) as stream:
            stream.write(dump_student(student).encode())

    def delete(self) -> None:
        """Forget it all, and the file.

        Raises:
            OSError: the file cannot be removed.
        """
        self._student = Student()
        self._path.unlink(missing_ok=True)
        self._path.with_name(_ASIDE).unlink(missing_ok=True)
