"""Vietnamese words as people type them: with all their marks, with some, or with none."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # huyền, sắc, ngã, hỏi, nặng


class Word(NamedTuple):
    folded: str  # "ho": no marks, no case, đ as d
    marked: str  # "hô" and its tone last, so that "hoà" and "hòa" are one word

    @property
    def bare(self) -> bool:
        """Typed without marks, so it stands for every marked word of these letters."""
        return self.folded == self.marked


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in their order; digits are words too, punctuation is nothing."""
    return tuple(_word(found) for found in _WORD.findall(unicodedata.normalize("NFC", text.casefold())))


def _word(text: str) -> Word:
    parts = unicodedata.normalize("NFD", text)
    letters = "".join(char for char in parts if char not in _TONES)
    tones = "".join(char for char in parts if char in _TONES)
    folded = "".join(char for char in letters if not unicodedata.combining(char)).replace("đ", "d")
    return Word(folded, letters + tones)
