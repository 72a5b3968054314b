"""Write the window, or a part of it, as a picture."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSize
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QWidget

from mmuviz.gui.svg_text import with_widths
from mmuviz.sources.replacing import replacing

SUFFIXES = (".png", ".svg")
_FINER = 2


def export_image(widget: QWidget, path: Path) -> None:
    """Write a picture of `widget` to `path`, as its suffix says; the old file stays on failure.

    Raises:
        OSError: the suffix is unknown, or the file cannot be written.
    """
    if _is_svg(path):
        with _drawn_anew(widget):
            data = _svg(widget.size(), lambda painter: widget.render(painter, QPoint(0, 0)))
    else:
        data = _png(widget.grab().toImage())
    _write(path, data)


def export_drawing(
    draw: Callable[[QPainter], None], size: QSize, path: Path, *, finer: int = _FINER
) -> None:
    """Write to `path` what `draw` draws, `size` pixels large; a PNG has `finer` times as many.

    Raises:
        OSError: the suffix is unknown, or the file cannot be written.
    """
    if _is_svg(path):
        data = _svg(size, draw)
    else:
        image = QImage(size * finer, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(finer)
        painter = QPainter(image)
        draw(painter)
        painter.end()
        data = _png(image)
    _write(path, data)


def pixels(widget: QWidget) -> bytes:
    """Return what `widget` shows: red, green, blue and an unused byte of each pixel."""
    image = QImage(widget.size(), QImage.Format.Format_RGBX8888)
    widget.render(image)
    return bytes(image.constBits())


def _is_svg(path: Path) -> bool:
    if path.suffix.lower() not in SUFFIXES:
        raise OSError(f'found "{path.name}", expected a name that ends in .png or .svg')
    return path.suffix.lower() == ".svg"


def _write(path: Path, data: bytes) -> None:
    with replacing(path) as stream:
        stream.write(data)


def _png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())


def _svg(size: QSize, draw: Callable[[QPainter], None]) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(size)
    generator.setViewBox(QRect(QPoint(0, 0), size))
    generator.setTitle("mmuviz")
    generator.setResolution(96)
    painter = QPainter(generator)
    draw(painter)
    painter.end()
    return with_widths(bytes(data.data()).decode()).encode()


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
