"""The glossary, its sources, and what the program says of itself."""

from mmuviz import __version__
from mmuviz.resources import asset


def glossary() -> str:
    """Return the glossary as Markdown."""
    return asset("help/glossary.md").read_text(encoding="utf-8")


def about() -> str:
    """Return version and licences as Markdown."""
    return (
        f"# mmuviz {__version__}\n\n"
        "See a page walk: KVM's software MMU of January 2007 before and after "
        "“Perform access checks in walk_addr()”, and the hardware.\n\n"
        "MIT licence. No line of the kernel's source is in this program: the listings are "
        "pseudo-code of our own.\n\n"
        "Fonts: Inter and JetBrains Mono (SIL Open Font License 1.1), DejaVu Sans (its own "
        "permissive licence); the texts are in assets/fonts.\n\n"
        "Qt for Python (PySide6) is used under the LGPL, pyqtgraph under the MIT licence. "
        "The Unicorn engine (GPL, version 2) is asked where it is installed; it is no part of "
        "this program."
    )
