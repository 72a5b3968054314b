"""The lessons as a list: what each is about, and how far somebody has come in it."""

from dataclasses import dataclass

from mmuviz.core.lessons.lesson import Lesson
from mmuviz.core.lessons.progress import Progress


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson in the list of them.

    Attributes:
        number: its place in the course, from 1.
        title: its heading.
        summary: a sentence.
        items: how many questions and tasks it has.
        right: how many of them were answered rightly.
        begun: whether somebody has come beyond its first screen, or answered something.
    """

    number: int
    title: str
    summary: str
    items: int
    right: int
    begun: bool

    @property
    def done(self) -> bool:
        """Whether all is answered."""
        return self.right == self.items

    @property
    def told(self) -> str:
        """`3 of 8`."""
        return f"{self.right} of {self.items}"

    @property
    def meaning(self) -> str:
        """What its disc and number say."""
        if self.done:
            return f"Done: all {self.items} answered rightly"
        begun = "Begun" if self.begun else "Not begun"
        return f"{begun}: {self.right} of {self.items} answered rightly"


def lesson_row(number: int, lesson: Lesson, progress: Progress) -> LessonRow:
    """Return how a lesson stands in the list; what is remembered may be of an older edition."""
    ids = lesson.ids
    items, right = len(ids), len(progress.right.intersection(ids))
    begun = progress != Progress()
    return LessonRow(number, lesson.title, lesson.summary, items, right, begun)
