"""The optional extra: whether the Unicorn engine is there, and its loading, on demand alone."""

import importlib
import importlib.util
from types import ModuleType
from typing import Final

from mmuviz.sources.problems import BadInput

HOW_TO_INSTALL: Final = 'pip install "mmuviz[oracle]" installs it'


def is_installed() -> bool:
    """Whether the engine can be loaded, without loading it."""
    return importlib.util.find_spec("unicorn") is not None


def load_unicorn() -> ModuleType:
    """Load the engine.

    Raises:
        BadInput: it is not installed.
    """
    try:
        return importlib.import_module("unicorn")
    except ImportError as problem:
        raise BadInput(None, f"the Unicorn engine is not installed; {HOW_TO_INSTALL}") from problem


def engine_version() -> str:
    """Return the engine's version, such as `2.1.4`.

    Raises:
        BadInput: it is not installed.
    """
    return str(load_unicorn().__version__)
