"""Writes the atlas: its map as a picture at once, its states as a table bit by bit."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSize, QTimer, Signal

from mmuviz.gui.atlas.map_export import save_map
from mmuviz.gui.atlas.map_layout import Sight
from mmuviz.gui.atlas.session import AtlasSession
from mmuviz.gui.export_image import SUFFIXES
from mmuviz.gui.theme import Theme
from mmuviz.present.atlas_map import MapPicture
from mmuviz.present.atlas_words import space_title, states_text
from mmuviz.sources.table_file import csv_parts, parquet_parts
from mmuviz.sweep.table import TableColumn, selected, table

_TABLES: dict[str, Callable[[Path, Sequence[TableColumn]], Generator[float]]] = {
    ".csv": csv_parts,
    ".parquet": parquet_parts,
}


class Exporter(QObject):
    """Writes one file after the other; the window stays alive meanwhile.

    Signals:
        told: how far it has come, or that it is done (a sentence).
        failed: a file could not be written (Path, OSError).
    """

    told = Signal(str)
    failed = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        """Wait."""
        super().__init__(parent)
        self._parts: Generator[float] | None = None
        self._path = Path()
        self._done = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)

    @property
    def is_writing(self) -> bool:
        """Whether a table is being written."""
        return self._parts is not None

    def write_map(
        self, path: Path, picture: MapPicture, theme: Theme, size: QSize, sight: Sight | None
    ) -> None:
        """Write a picture of the map with its legend.

        Raises:
            OSError: the file cannot be written.
        """
        save_map(path, picture, theme, size, sight)
        self.told.emit(f"The map is written to {path.name}.")

    def write_table(self, path: Path, session: AtlasSession) -> None:
        """Begin to write the states that the map shows."""
        self.leave()
        numbers = selected(session.shown)
        letters = {row.number: row.letter for row in session.answer.legend.rows}
        columns = table(session.survey, session.shown, numbers, letters)
        self._path = path
        self._parts = _TABLES[path.suffix.lower()](path, columns)
        what = f"{states_text(len(numbers))} of the {space_title(session.space)}"
        self._done = f"{what} written to {path.name}."
        self._timer.start()

    def leave(self) -> None:
        """Give up what is not written yet: the old file stays."""
        self._timer.stop()
        if self._parts is not None:
            self._parts.close()
            self._parts = None

    def _on_tick(self) -> None:
        assert self._parts is not None, "the timer runs only while there is something to write"
        try:
            share = next(self._parts, None)
        except OSError as problem:
            self.leave()
            self.told.emit("")
            self.failed.emit(self._path, problem)
            return
        if share is None:
            self.leave()
            self.told.emit(self._done)
        else:
            self.told.emit(f"Writing {self._path.name}: {share:.0%}")


def check_suffix(path: Path) -> None:
    """Refuse a name that says nothing of how it is to be written.

    Raises:
        OSError: likewise.
    """
    known = (*SUFFIXES, *_TABLES)
    if path.suffix.lower() not in known:
        listed = ", ".join(known)
        raise OSError(f'found "{path.name}", expected a name that ends in one of {listed}')
