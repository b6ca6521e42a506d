"""Reading a slip as people and their phones do: the large number, and the QR code."""

from __future__ import annotations

import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageStat

from printer.typeface import Face

NUMBER_AT_LEAST = (
    120  # dots; of the parts of a slip only the number and the QR code are so high (8 dots are 1 mm)
)
NUMBER_WEIGHT = 700


def read_slip(path: Path) -> tuple[str, str]:
    """The number that is printed large, and where the QR code leads."""
    with Image.open(path) as file:
        picture = file.convert("L")
    ink = picture.point(lambda dot: 255 if dot < 128 else 0)
    number = next(band for band in _bands(ink) if band.height >= NUMBER_AT_LEAST)
    prefix, *digits = [_trimmed(band.rotate(90, expand=True)) for band in _bands(_turned(number))]
    read = [_likest(prefix, string.ascii_uppercase), *(_likest(digit, string.digits) for digit in digits)]
    return "".join(read), qr_text(picture)


def qr_text(picture: Image.Image) -> str:
    """The text of the one QR code in a picture."""
    (code,) = zxingcpp.read_barcodes(picture)
    return str(code.text)


def _bands(ink: Image.Image) -> Iterator[Image.Image]:
    """The parts that an empty row separates, from the top."""
    rows = ink.resize((1, ink.height), Image.Resampling.BOX).tobytes()
    top = None
    for y, inked in enumerate([*rows, 0]):
        if inked and top is None:
            top = y
        elif not inked and top is not None:
            yield ink.crop((0, top, ink.width, y))
            top = None


def _turned(ink: Image.Image) -> Image.Image:
    """Its left side becomes its top."""
    return ink.rotate(-90, expand=True)


def _trimmed(ink: Image.Image) -> Image.Image:
    return ink.crop(ink.getbbox())


def _likest(ink: Image.Image, signs: str) -> str:
    def difference(sign: str) -> float:
        drawn = _drawn(sign).resize(ink.size)
        return float(ImageStat.Stat(ImageChops.difference(ink, drawn)).mean[0])

    return min(signs, key=difference)


@cache
def _drawn(sign: str) -> Image.Image:
    picture = Image.new("L", (300, 300), 0)
    ImageDraw.Draw(picture).text((20, 20), sign, font=Face(200, NUMBER_WEIGHT).font, fill=255)
    return _trimmed(picture)
