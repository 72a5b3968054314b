"""Write the window, or a part of it, as a picture."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

SUFFIXES = (".png", ".svg")


def export_image(widget: QWidget, path: Path) -> None:
    """Write a picture of `widget` to `path`, as its suffix says; the old file stays on failure.

    Raises:
        OSError: the suffix is unknown, or the file cannot be written.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise OSError(f'found "{path.name}", expected a name that ends in .png or .svg')
    data = _svg(widget) if path.suffix.lower() == ".svg" else _png(widget)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _png(widget: QWidget) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    return bytes(data.data())


def _svg(widget: QWidget) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(QRect(0, 0, widget.width(), widget.height()))
    generator.setTitle("mmuviz")
    generator.setResolution(96)
    painter = QPainter(generator)
    with _drawn_anew(widget):
        widget.render(painter, QPoint(0, 0))
    painter.end()
    return bytes(data.data())


@contextmanager
def _drawn_anew(widget: QWidget) -> Iterator[None]:
    """Let scenes draw their items, not the pixels they keep of them."""
    items = [item for view in widget.findChildren(QGraphicsView) for item in view.scene().items()]
    for item in items:
        item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
    try:
        yield
    finally:
        for item in items:
            item.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
