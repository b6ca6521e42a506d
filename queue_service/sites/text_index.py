"""Finding short Vietnamese texts by a few typed words, best first, in memory and without a clock or chance.

The score of a document is the sum over what was asked: how rare the word is, how weighty the field in which
it stands, whether its marks agree. Words that follow one another in both count once more ("hộ khẩu" is one
thing of two syllables); words of a name that were not asked for count against it, and so does what was asked
and not found.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import NamedTuple

from queue_service.sites.folding import Word, words_of

SAME_MARKS = 1.0
BARE = 0.9  # typed without marks, or without all of them yet
OTHER_MARKS = 0.35  # typed with marks that the text does not have
UNFINISHED = 0.8  # the last word while it is being typed
TOGETHER = 0.6  # two words that follow one another, as a share of their own scores
MINOR = 0.1  # the importance of words such as "tôi" and "làm"
NEAR_BEST = 0.45  # a document must have this share of what the best one has of the question


class Wording(NamedTuple):
    words: tuple[Word, ...]
    trust: float = 1.0  # how likely it is what was meant


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that was asked for: as it was typed, and other wordings of it; a document's best counts."""

    typed: tuple[Word, ...]
    others: tuple[Wording, ...] = ()
    unfinished: bool = False  # the last word typed may go on
    minor: bool = False  # it tells little

    @property
    def importance(self) -> float:
        return MINOR if self.minor else len(self.typed)


@dataclass(frozen=True, slots=True)
class _Answers:
    """What documents, by number, have of a wording."""

    scores: dict[int, float]  # the mean over its words
    shares: dict[int, float]  # of its words, the rarer counting more


_Last = dict[int, tuple[str, float]]  # by document: the word found last, and its score


class TextIndex:
    """Documents are tuples of (weight, text); the first is the name, whose brevity counts."""

    def __init__(self, documents: Sequence[Sequence[tuple[float, str]]]) -> None:
        self._names = [frozenset(word.folded for word in words_of(d[0][1])) for d in documents]
        # folded word → marked form → document → weight of its best field
        self._postings: dict[str, dict[str, dict[int, float]]] = {}
        self._pairs: dict[tuple[str, str], set[int]] = {}
        for number, document in enumerate(documents):
            for weight, text in document:
                self._add(number, weight, words_of(text))
        self._vocabulary = sorted(self._postings)
        self._rarity = {
            word: log(1 + len(documents) / len(set().union(*forms.values())))
            for word, forms in self._postings.items()
        }
        # That of a word that stands in one document, or in none.
        self._rarest = log(1 + max(1, len(documents)))

    def _add(self, number: int, weight: float, words: Sequence[Word]) -> None:
        for word in words:
            documents = self._postings.setdefault(word.folded, {}).setdefault(word.marked, {})
            documents[number] = max(documents.get(number, 0.0), weight)
        for first, second in pairwise(words):
            self._pairs.setdefault((first.folded, second.folded), set()).add(number)

    def find(self, asked: Sequence[Asked], least: float = 0.4) -> list[int]:
        """The numbers of the documents that have at least a share `least` of what was asked, best first.

        Equal ones stand in their order.
        """
        scores: dict[int, float] = {}
        shares: dict[int, float] = {}
        last: _Last = {}
        for one in asked:
            answers, last = self._answers(one, last)
            importance = one.importance
            for number, score in answers.scores.items():
                scores[number] = scores.get(number, 0.0) + importance * score
                shares[number] = shares.get(number, 0.0) + importance * answers.shares[number]
        whole = sum(one.importance for one in asked)
        enough = max(least * whole, NEAR_BEST * max(shares.values(), default=0.0))
        said = _said(asked)
        ranked = []
        for number, share in shares.items():
            if share >= enough:
                name = self._names[number]
                brevity = 0.6 + 0.4 * len(name & said) / max(1, len(name))
                ranked.append((-scores[number] * brevity * (share / whole) ** 2, number))
        return [number for _, number in sorted(ranked)]

    def _answers(self, asked: Asked, last: _Last) -> tuple[_Answers, _Last]:
        """The best answer of each document; the words as typed may follow on those typed before."""
        best, last = self._wording(asked.typed, last, unfinished=asked.unfinished)
        for wording in asked.others:
            other, _ = self._wording(wording.words, {})
            for number, score in other.scores.items():
                trusted = score * wording.trust
                if trusted > best.scores.get(number, 0.0):
                    best.scores[number] = trusted
                    best.shares[number] = other.shares[number]
        return best, last

    def _wording(
        self, wording: Sequence[Word], last: _Last, *, unfinished: bool = False
    ) -> tuple[_Answers, _Last]:
        scores: dict[int, float] = {}
        shares: dict[int, float] = {}
        mean = 1 / len(wording)
        rarities = [self._rarity.get(word.folded, self._rarest) for word in wording]
        whole = sum(rarities)
        for at, word in enumerate(wording):
            share = rarities[at] / whole
            here = self._word(word, unfinished=unfinished and at == len(wording) - 1)
            for number, (token, score) in here.items():
                before = last.get(number)
                if before is not None and number in self._pairs.get((before[0], token), ()):
                    score += TOGETHER * (before[1] + score)
                scores[number] = scores.get(number, 0.0) + score * mean
                shares[number] = shares.get(number, 0.0) + share
            last = here
        return _Answers(scores, shares), last

    def _word(self, word: Word, *, unfinished: bool) -> _Last:
        """Each document with the word or, unfinished, with one that begins so: the best it has."""
        best: _Last = {}
        for token in self._beginning_with(word.folded) if unfinished else (word.folded,):
            finished = 1.0 if token == word.folded else UNFINISHED
            for marked, documents in self._postings.get(token, {}).items():
                factor = self._rarity[token] * finished * _agreement(word, marked)
                for number, weight in documents.items():
                    score = weight * factor
                    known = best.get(number)
                    if known is None or score > known[1]:
                        best[number] = (token, score)
        return best

    def _beginning_with(self, beginning: str) -> Iterator[str]:
        at = bisect_left(self._vocabulary, beginning)
        while at < len(self._vocabulary) and self._vocabulary[at].startswith(beginning):
            yield self._vocabulary[at]
            at += 1


def _said(asked: Sequence[Asked]) -> set[str]:
    """Every word that was asked for, as typed or in a wording that was surely meant."""
    wordings = [one.typed for one in asked]
    wordings += [other.words for one in asked for other in one.others if other.trust == 1.0]
    return {word.folded for words in wordings for word in words}


def _agreement(typed: Word, marked: str) -> float:
    if typed.marked == marked:
        return SAME_MARKS
    # "sô" is "sổ" with a mark still to come, and so is "so"
    return BARE if typed.bare or marked.startswith(typed.marked) else OTHER_MARKS
