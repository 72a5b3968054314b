"""What the keys do on the screen of a lesson, in a line."""

from mmuviz.gui.lessons.session import LessonSession
from mmuviz.present.lesson_page import QuestionBlock

_TIED = "\N{NO-BREAK SPACE}"


def foot_keys(session: LessonSession, *, asks: bool, types: bool, inside: bool) -> str:
    """Return the line: a key and what it does, tied together.

    Args:
        session: what is shown.
        asks: the walk beside asks before each decision.
        types: letters go into a line.
        inside: the lesson has the keyboard, not the window beside.
    """
    asked, is_open = session.screen.asked, session.is_open
    writes = types and is_open
    keys = []
    if session.failing:
        keys.append("Backspace  back to the question")
    if is_open and isinstance(asked, QuestionBlock):
        count = len(asked.options)
        keys.append(f"1 to {count}  answer" if count else "Enter  answer")
    elif not is_open and not session.failing:
        keys.append("Enter  next" if inside else "Alt+9, Enter  next")
    if session.feedback is not None:
        keys.append("R  try again")
    if session.question is not None and not writes:
        keys.append("H  rule, in the manual")
    keys.append("← →  step and predict" if asks else "← →  step")
    if session.task is None and not writes:
        keys.append("P  just step" if asks else "P  predict")
    keys.append("Esc  all lessons")
    return "     ".join(key.replace(" ", _TIED) for key in keys)
