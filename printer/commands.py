"""ESC/POS: what is sent to a printer for a slip, and what its answers mean. Pure but for one import."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from functools import cache
from typing import Any

from PIL import Image

from printer.problems import Problem

ASK_OFFLINE_CAUSE = b"\x10\x04\x02"  # DLE EOT 2: answered at once, also out of paper
ASK_PAPER = b"\x10\x04\x04"  # DLE EOT 4
ASK_RECEIPT = b"\x1dr\x01"  # GS r 1: answered when all before it has been printed
FRAGMENT_ROWS = 256  # of one raster command: cheap printers hold no more, and begin to print sooner
PROFILES: Mapping[int, str] = {  # of python-escpos: it refuses a picture wider than its profile
    576: "TM-T20II",
    512: "TM-T88V",
    384: "RP-F10-58mm",  # the 58 mm one with a cutter; a printer without one passes over the cut
}


def slip_bytes(slip: Image.Image) -> bytes:
    """Reset, the slip as raster (GS v 0), feed and cut, and the request for a receipt."""
    printer = _dummy_type()(profile=PROFILES[slip.width])
    printer.hw("INIT")
    printer.image(slip, impl="bitImageRaster", fragment_height=FRAGMENT_ROWS)
    printer.cut(mode="PART")  # a corner holds, so that the slip does not fall to the floor
    return bytes(printer.output)


def is_status(byte: int) -> bool:
    """An answer to DLE EOT has bits 1 and 4, not 0 and 7; flow control and receipts have not."""
    return byte & 0x93 == 0x12


def is_receipt(byte: int) -> bool:
    """An answer to GS r has neither bit 4 nor 7."""
    return byte & 0x90 == 0


def read_status(offline_cause: int, paper: int) -> Problem | None:
    """The answers to both questions in one word; the cover first, since an open one hides the paper."""
    if offline_cause & 0x04:
        return Problem.COVER_OPEN
    if offline_cause & 0x20 or paper & 0x60:
        return Problem.PAPER_OUT
    if offline_cause & 0x40:  # the cutter is jammed, the head too hot …
        return Problem.NO_ANSWER
    return Problem.PAPER_LOW if paper & 0x0C else None


@cache
def _dummy_type() -> Any:
    """python-escpos' encoder, imported when needed: it reads a large table; the virtual printer needs none.

    Each import of it leaves a temporary directory behind; here it is made where it is swept up.
    """
    usual = tempfile.tempdir
    with tempfile.TemporaryDirectory() as swept:
        tempfile.tempdir = swept
        try:
            from escpos.printer import Dummy  # type: ignore[import-untyped]  # ships no types
        finally:
            tempfile.tempdir = usual
    return Dummy
