"""IBM Plex Sans at any size, weight and width, and how text is set with it.

Sizes are in dots: the em. The face's width axis sets long names narrower before they get smaller.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from PIL import ImageFont

FULL_WIDTH, NARROWEST = 100, 75  # the ends of the width axis, in per cent
NARROWER_BY = 5
LINE_HEIGHT = 1.35  # of the em: Ễ rises 1.10 over the baseline, Ộ falls 0.21 below
RISE = 1.1  # of the em: the highest stacked mark
CAPITAL = 0.698  # of the em: the height of H, 1 and 7 (round letters and digits overshoot)

SHORTEST_LAST_LINE = 0.3  # of the measure
WIDOW_STEP = 8  # dots
NBSP = "\u00a0"

SHORTEST_LAST_LINE = 0.3  # of the measure
WIDOW_STEP = 8  # dots
NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Face:
    """One cut of the typeface."""

    size: int
    weight: int = 400
    width: int = FULL_WIDTH

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        return _font(self)

    @property
    def line_height(self) -> int:
        return round(self.size * LINE_HEIGHT)

    @property
    def rise(self) -> int:
        """Dots that a line needs above its baseline."""
        return round(self.size * RISE)

    def length(self, text: str) -> float:
        """How far a line of text reaches, in dots."""
        return _length(self, text)

    def narrower(self) -> Iterator[Face]:
        """This cut, then ever narrower ones."""
        for width in range(self.width, NARROWEST - 1, -NARROWER_BY):
            yield replace(self, width=width)


@dataclass(frozen=True, slots=True)
class Setting:
    """Text that has been broken into lines of one cut."""

    face: Face
    lines: tuple[str, ...]


def clean(text: str) -> str:
    """Text as the face has it: letters composed (NFC), no control characters, single spaces, NBSP kept."""
    composed = unicodedata.normalize("NFC", text)
    spaced = "".join(c if c.isprintable() or c == NBSP else " " for c in composed)
    return " ".join(word for word in spaced.split(" ") if word)


def set_text(text: str, face: Face, measure: int, *, lines: int) -> Setting:
    """Break text to a measure in the widest cut that keeps to so many lines, else in the narrowest.

    Nothing is ever left out: a word longer than the measure is cut where it must be.
    """
    words = clean(text).split(" ")
    for cut in face.narrower():
        broken = _break(words, cut, measure)
        if len(broken) <= lines:
            break
    return Setting(cut, _without_widow(broken, words, cut, measure))


def _break(words: list[str], face: Face, measure: int) -> tuple[str, ...]:
    """Fill line after line."""
    lines: list[list[str]] = [[]]
    room = float(measure)
    for part in (part for word in words for part in _fitting(word, face, measure)):
        length, space = face.length(part), face.length(" ")
        if lines[-1] and length + space > room:
            lines.append([])
            room = measure
        room -= length + (space if lines[-1] else 0)
        lines[-1].append(part)
    return tuple(" ".join(line) for line in lines)


def _fitting(word: str, face: Face, measure: int) -> list[str]:
    if face.length(word) <= measure:
        return [word]
    parts = [""]
    for letter in word:
        if parts[-1] and face.length(parts[-1] + letter) > measure:
            parts.append("")
        parts[-1] += letter
    return parts


def _without_widow(broken: tuple[str, ...], words: list[str], face: Face, measure: int) -> tuple[str, ...]:
    """The same number of lines to a smaller measure, when the last would be a word alone."""
    if len(broken) == 1 or _is_full(broken[-1], face, measure):
        return broken
    for smaller in range(measure, measure // 2, -WIDOW_STEP):
        tried = _break(words, face, smaller)
        if len(tried) > len(broken):
            break
        if _is_full(tried[-1], face, measure):
            return tried
    return broken


def _is_full(line: str, face: Face, measure: int) -> bool:
    return face.length(line) >= measure * SHORTEST_LAST_LINE


@lru_cache(maxsize=4096)  # the words of a hall are few and are measured again for every cut that is tried
def _length(face: Face, text: str) -> float:
    return float(face.font.getlength(text))


@lru_cache(maxsize=128)  # a slip uses about ten, the next slip the same; a new one costs a millisecond
def _font(face: Face) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(_file(), face.size)
    font.set_variation_by_axes([face.weight, face.width])
    return font


@lru_cache(maxsize=1)
def _file() -> str:
    return str(files("fontpkg_ibm_plex_sans") / "files" / "IBMPlexSans[wdth,wght].ttf")
