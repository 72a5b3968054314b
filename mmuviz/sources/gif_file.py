"""Write pictures as an animated GIF, which Qt cannot."""

from collections.abc import Generator, Iterable, Sequence
from pathlib import Path

from mmuviz.sources.replacing import replacing

_COLOURS = 256


def gif_parts(
    path: Path, size: tuple[int, int], pictures: Iterable[bytes], seconds: Sequence[float]
) -> Generator[float]:
    """Write `path`, a picture at a time; yield how far it has come, 0 to 1.

    Each picture gets the 256 colours that suit it best. It plays over and over. Who gives it up
    in between (`close`) finds the old file.

    Args:
        path: the file.
        size: width and height in pixels.
        pictures: red, green, blue and an unused byte of each pixel, row by row.
        seconds: how long each picture stays; as many as there are pictures.

    Raises:
        OSError: the file cannot be written.
    """
    from PIL import Image  # noqa: PLC0415  # only for this

    with replacing(path) as stream:
        frames = []
        for number, data in enumerate(pictures, 1):
            picture = Image.frombytes("RGB", size, data, "raw", "RGBX")
            frames.append(picture.quantize(_COLOURS, dither=Image.Dither.NONE))
            yield number / (len(seconds) + 1)
        frames[0].save(
            stream,
            format="GIF",
            save_all=True,
            append_images=frames[1:],
            duration=[round(1000 * one) for one in seconds],
            loop=0,
        )
    yield 1.0
