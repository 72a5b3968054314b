"""What is remembered of the lessons over a restart, beside the settings."""

from collections.abc import Sequence
from pathlib import Path

from mmuviz.core.lessons.lesson import Lesson
from mmuviz.core.lessons.progress import Course, Progress
from mmuviz.sources.lesson_progress import read_progress, write_progress


class Memory:
    """Progress in every lesson, written whole at every change.

    Attributes:
        last: the name of the lesson that was read last; empty for none.
    """

    def __init__(self, path: Path) -> None:
        """Keep it in the file `path`."""
        self._path = path
        self._progress: dict[str, Progress] = {}
        self.last = ""

    def read(self, lessons: Sequence[Lesson]) -> None:
        """Read what an earlier run kept of `lessons`."""
        course, ids = read_progress(self._path), {lesson.name: lesson.ids for lesson in lessons}
        self.last = course.last
        self._progress = {
            name: one.named(ids.get(name, ())) for name, one in course.lessons.items()
        }

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done yet."""
        return not self._progress

    def of(self, lesson: Lesson) -> Progress:
        """Return how far one has come in a lesson."""
        return self._progress.get(lesson.name, Progress())

    def open(self, lesson: Lesson) -> None:
        """Keep that a lesson is read."""
        self.last = lesson.name
        self._write()

    def put(self, lesson: Lesson, progress: Progress) -> None:
        """Keep how far one has come in a lesson."""
        self._progress[lesson.name] = progress
        self._write()

    def forget(self) -> None:
        """Keep nothing."""
        self._progress, self.last = {}, ""
        self._write()

    def _write(self) -> None:
        try:
            write_progress(self._path, Course(self._progress, self.last))
        except OSError:
            return  # what cannot be remembered must not disturb who learns
