"""What people say for what the law calls otherwise: "sổ đỏ" for giấy chứng nhận quyền sử dụng đất.

The table `everyday-words.toml` ships with the program: it maps words to words, never to the services of one
hall, so it serves every site.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from queue_service.sites.folding import Word, words_of
from queue_service.sites.text_index import Asked, Wording

LETTERS_TO_GUESS = 3  # so many typed letters of a saying may stand for all of it
BEGUN = 0.6  # trust in a saying of which only the beginning was typed
SECOND_MEANING = 0.9  # trust in each further meaning of a saying

_Words = tuple[Word, ...]


class EverydayWords:
    def __init__(self, sayings: dict[_Words, tuple[_Words, ...]], minor: frozenset[Word]) -> None:
        """`sayings`: from a saying to its official wordings, likelier first; `minor`: what tells little."""
        self._sayings = sayings
        self._minor = minor
        self._longest = max((len(saying) for saying in sayings), default=1)
        self._by_letters: dict[tuple[str, ...], list[_Words]] = {}  # folded
        for saying in sayings:
            self._by_letters.setdefault(tuple(word.folded for word in saying), []).append(saying)

    def asked_by(self, typed: str) -> list[Asked]:
        """What was typed, in order, with the sayings in it understood; the longest saying is taken first.

        A text that does not end in a space is still being typed: its last word, or last saying, may go on.
        """
        words = words_of(typed)
        going_on = not typed[-1:].isspace()
        asked: list[Asked] = []
        at = 0
        while at < len(words):
            length, meant = self._saying(words[at:], going_on=going_on)
            said = words[at : at + length]
            at += length
            minor = not meant and said[0] in self._minor
            asked.append(Asked(said, meant, unfinished=going_on and at == len(words), minor=minor))
        return asked

    def _saying(self, words: _Words, *, going_on: bool) -> tuple[int, tuple[Wording, ...]]:
        """How many of the words make a saying, and what it means; one word and nothing when none does."""
        for length in range(min(len(words), self._longest), 0, -1):
            typed = words[:length]
            meant = [m for said, m in self._of(typed) if all(map(_may_become, typed, said))]
            trust = 1.0
            if not meant and going_on and length == len(words):
                meant = [m for said, m in self._sayings.items() if _begins(typed, said)]
                trust = BEGUN
            if meant:
                return length, tuple(
                    Wording(wording, trust * SECOND_MEANING**at)
                    for wordings in meant
                    for at, wording in enumerate(wordings)
                )
        return 1, ()

    def _of(self, typed: _Words) -> Iterator[tuple[_Words, tuple[_Words, ...]]]:
        """The sayings with these letters, whatever their marks."""
        for said in self._by_letters.get(tuple(word.folded for word in typed), ()):
            yield said, self._sayings[said]


@cache
def everyday_words() -> EverydayWords:
    """The shipped table, read once."""
    text = files(__package__).joinpath("everyday-words.toml").read_text("utf-8")
    table = tomllib.loads(text)
    sayings: dict[_Words, tuple[_Words, ...]] = {}
    for row in table["words"]:
        meanings = tuple(words_of(meaning) for meaning in row["means"])
        for saying in row["say"]:
            key = words_of(saying)
            sayings[key] = (*sayings.get(key, ()), *meanings)
    return EverydayWords(sayings, frozenset(word for text in table["minor"] for word in words_of(text)))


def _begins(typed: _Words, saying: _Words) -> bool:
    if len(typed) > len(saying) or sum(len(word.folded) for word in typed) < LETTERS_TO_GUESS:
        return False
    *whole, last = zip(typed, saying, strict=False)
    return _may_become(*last) and all(t.folded == m.folded and _may_become(t, m) for t, m in whole)


def _may_become(typed: Word, meant: Word) -> bool:
    """True when typing on, letters or marks, can make the word that is meant."""
    return meant.folded.startswith(typed.folded) and (typed.bare or meant.marked.startswith(typed.marked))
