"""Writes the atlas: its map as a picture at once, its states as a table bit by bit."""

from collections.abc import Callable, Generator, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Signal

from mmuviz.gui.atlas.map_export import save_map
from mmuviz.gui.atlas.map_layout import Sight
from mmuviz.gui.atlas.session import AtlasSession
from mmuviz.gui.export_image import SUFFIXES
from mmuviz.gui.part_writer import PartWriter
from mmuviz.gui.theme import Theme
from mmuviz.present.atlas_map import MapPicture
from mmuviz.present.atlas_words import space_title, states_text
from mmuviz.sources.table_file import csv_parts, parquet_parts
from mmuviz.sweep.table import TableColumn, selected, table

_TABLES: dict[str, Callable[[Path, Sequence[TableColumn]], Generator[float]]] = {
    ".csv": csv_parts,
    ".parquet": parquet_parts,
}


class Exporter(PartWriter):
    """Writes one file after the other; the window stays alive meanwhile.

    Signals:
        told: how far it has come, or that it is done (a sentence).
    """

    told = Signal(str)

    def __init__(self, parent: QObject) -> None:
        """Wait."""
        super().__init__(parent)
        self._done = ""
        self.advanced.connect(self._on_advanced)
        self.done.connect(self._on_done)
        self.failed.connect(self._on_failed)

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
        numbers = selected(session.shown)
        letters = {row.number: row.letter for row in session.answer.legend.rows}
        columns = table(session.survey, session.shown, numbers, letters)
        what = f"{states_text(len(numbers))} of the {space_title(session.space)}"
        self._done = f"{what} written to {path.name}."
        self.begin(path, _TABLES[path.suffix.lower()](path, columns))

    def _on_advanced(self, share: float) -> None:
        self.told.emit(f"Writing {self.path.name}: {share:.0%}")

    def _on_done(self) -> None:
        self.told.emit(self._done)

    def _on_failed(self) -> None:
        self.told.emit("")


def check_suffix(path: Path) -> None:
    """Refuse a name that says nothing of how it is to be written.

    Raises:
        OSError: likewise.
    """
    known = (*SUFFIXES, *_TABLES)
    if path.suffix.lower() not in known:
        listed = ", ".join(known)
        raise OSError(f'found "{path.name}", expected a name that ends in one of {listed}')
