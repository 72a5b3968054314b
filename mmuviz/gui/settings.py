"""What the program remembers between runs, as one typed table."""

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

MOST_RECENT = 10


@dataclass(frozen=True, slots=True)
class Setting:
    """One remembered value.

    Attributes:
        key: its name in the file.
        default: what holds until something else was remembered; its type is the setting's.
        meaning: what it is.
    """

    key: str
    default: str | float | bytes | list[str]
    meaning: str


THEME = Setting("look/theme", "system", "system, light or dark")
TEXT_SCALE = Setting("look/text_scale", 1.0, "text size, 1.0 to 2.5")
SPEED = Setting("walk/speed", 2.0, "steps a second while running")
GEOMETRY = Setting("window/geometry", b"", "place and size of the window")
SPLITTERS = Setting("window/splitters", b"", "the places of the zones' splitters")
ATLAS = Setting("atlas/asked", "", "what the Atlas view was asked last")
RECENT = Setting("files/recent", [], "files opened lately, the latest first")


def config_folder() -> Path:
    """Return the folder of the program's own files; MMUVIZ_CONFIG_DIR overrides it."""
    override = os.environ.get("MMUVIZ_CONFIG_DIR")
    if override:
        return Path(override)
    base = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(base) / "mmuviz"


class Settings:
    """Reads and writes the remembered values. A value that does not fit gives the default."""

    def __init__(self, folder: Path) -> None:
        """Keep them in `folder`/settings.ini."""
        self._store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)

    def text(self, setting: Setting) -> str:
        """Return a setting that is a word."""
        value = self._store.value(setting.key, setting.default)
        return value if isinstance(value, str) else str(setting.default)

    def number(self, setting: Setting, low: float, high: float) -> float:
        """Return a setting that is a number between `low` and `high`."""
        assert isinstance(setting.default, float), "the table says so"
        try:
            value = float(str(self._store.value(setting.key, setting.default)))
        except ValueError:
            return setting.default
        return value if low <= value <= high else setting.default

    def holds(self, setting: Setting) -> bool:
        """Whether a value was ever remembered."""
        return self._store.contains(setting.key)

    def raw(self, setting: Setting) -> QByteArray:
        """Return a setting that Qt made itself."""
        value = self._store.value(setting.key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def recent(self) -> list[Path]:
        """Return the files opened lately that still exist."""
        value = self._store.value(RECENT.key, [])
        names = [value] if isinstance(value, str) else value
        if not isinstance(names, list):
            return []
        return [Path(name) for name in names if isinstance(name, str) and Path(name).exists()]

    def add_recent(self, path: Path) -> None:
        """Put `path` first among the recent files."""
        path = path.absolute()
        others = [other for other in self.recent() if other != path]
        self.put(RECENT, [str(other) for other in [path, *others][:MOST_RECENT]])

    def put(self, setting: Setting, value: str | float | QByteArray | list[str]) -> None:
        """Remember `value`."""
        self._store.setValue(setting.key, value)

    def sync(self) -> None:
        """Write to the disk now."""
        self._store.sync()
