"""A heading as one word: for anchors and for names of files."""


def slug(heading: str) -> str:
    """Return a heading's letters and digits, with lines between: `which-error-code-is-it`."""
    letters = (letter if letter.isalnum() else " " for letter in heading.lower())
    return "-".join("".join(letters).split())
