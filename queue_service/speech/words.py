"""What is said when a number is called, in words: to read, and spelled for the synthesizer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from queue_service.speech import english, vietnamese

COUNTERS = range(1, 200)

_LABEL = re.compile(r"([A-Z]{1,2})([0-9]{3,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Tongue:
    sentences: Mapping[str, str]  # by kind, with {label} and {counter}
    digits: tuple[str, ...]  # 0 to 9
    number: Callable[[int], str]  # of a counter
    spoken: Mapping[str, str]  # a letter or a number's word → what the synthesizer is given for it


_TONGUES = {
    "vi": _Tongue(vietnamese.SENTENCES, vietnamese.DIGITS, vietnamese.number, vietnamese.SPOKEN),
    "en": _Tongue(english.SENTENCES, english.DIGITS, english.number, english.SPOKEN),
}

LANGUAGES = tuple(_TONGUES)


def announcement(label: str, counter: int, language: str, kind: str) -> str:
    """The announcement to read: `Ticket A zero zero seven, please go to counter three.`

    `label`: one or two capitals and three to five digits, read one by one, so that no number is misheard.
    `counter`: 1 to 199, read as a number. `language`: one of LANGUAGES. `kind`: `call` or `recall`.
    Raises ValueError that names what is wrong.
    """
    tongue, signs, number = _parts(label, counter, language, kind)
    return tongue.sentences[kind].format(label=" ".join(signs), counter=" ".join(number))


def pronunciation(label: str, counter: int, language: str, kind: str) -> str:
    """The same announcement as espeak-ng must be given it to say each letter's name and each digit clearly.

    May hold phonemes in `[[ ]]`. Takes and raises what `announcement` does.
    """
    tongue, signs, number = _parts(label, counter, language, kind)
    said, number_said = ([tongue.spoken.get(word, word) for word in words] for words in (signs, number))
    return tongue.sentences[kind].format(label=" ".join(said), counter=" ".join(number_said))


def _parts(label: str, counter: int, language: str, kind: str) -> tuple[_Tongue, list[str], list[str]]:
    """The language, the label's letters and digits, and the counter's number, as words."""
    tongue = _TONGUES.get(language)
    if tongue is None:
        raise ValueError(f'the language "{language}" is not spoken; known are {", ".join(LANGUAGES)}')
    if kind not in tongue.sentences:
        raise ValueError(f'the kind "{kind}" is not one of {", ".join(tongue.sentences)}')
    if counter not in COUNTERS:
        raise ValueError(f"the counter {counter} is not within {COUNTERS[0]} to {COUNTERS[-1]}")
    signs = _LABEL.fullmatch(label)
    if signs is None:
        raise ValueError(f'the label "{label}" is not one or two capital letters and three to five digits')
    digits = [tongue.digits[int(digit)] for digit in signs[2]]
    return tongue, [*signs[1], *digits], tongue.number(counter).split()
