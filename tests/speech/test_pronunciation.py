"""What espeak-ng makes of the words: letters by their names, digits one by one, each tone in place."""

from __future__ import annotations

import re
from string import ascii_uppercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_service.speech.espeak import MANNERS
from queue_service.speech.words import pronunciation

from .phonemes import Ear

# Tones: 1 ngang, 2 huyền, 3 sắc, 4 hỏi, 6 nặng.
# `d_` is đ, `t[` t, `t` th, `z.` r, `e` ê, `E` e, `o` ô, `O` o, `@` ơ and â, `y` ư.
VIETNAMESE = {
    "A": "'a:1",
    "B": "b'e1",
    "C": "s'e1",
    "D": "d_'e1",
    "E": "'E1",
    "F": "'E3p f'@:2",
    "G": "z'e1",
    "H": "h'a:3t[",
    "I": "'i1 N'a3n",
    "J": "z'i1",
    "K": "k'a:1",
    "L": "'E1l'@:2",
    "M": "'E1mm'@:2",
    "N": "'E1nn'@:2",
    "O": "'O1",
    "P": "p'e1",
    "Q": "kw'i1",
    "R": "'E1z.@:2",
    "S": "'E3t[s'i2",
    "T": "t['e1",
    "U": "'u1",
    "V": "v'e1",
    "W": "v'e1 k'E3p",
    "X": "'i3cs'i2",
    "Y": "'i1 z'a:2j",
    "Z": "z'E3t[",
    **dict(zip("01234", ("x'o1N", "m'o6t[", "h'a:1j", "b'a:1", "b'o3n"), strict=True)),
    **dict(zip("56789", ("n'a1m", "s'a3w", "b'a4j", "t['a:3m", "tS'i3n"), strict=True)),
}

ENGLISH = {
    **dict(zip("ABCDEFG", ("'eI", "b'i:", "s'i:", "d'i:", "'i:", "'Ef", "dZ'i:"), strict=True)),
    **dict(zip("HIJKLMN", ("'eItS", "'aI", "dZ'eI", "k'eI", "'El", "'Em", "'En"), strict=True)),
    **dict(zip("OPQRSTU", ("'oU", "p'i:", "kj'u:", "'A@", "'Es", "t'i:", "j'u:"), strict=True)),
    **dict(zip("VWXYZ", ("v'i:", "d'Vb@Lj,u:", "'Eks", "w'aI", "z'Ed"), strict=True)),
    **dict(zip("01234", ("z'i@roU", "w'0n", "t'u:", "Tr'i:", "f'o@"), strict=True)),
    **dict(zip("56789", ("f'aIv", "s'Iks", "s'Ev@n", "'eIt", "n'aIn"), strict=True)),
}

NAMES = {"vi": VIETNAMESE, "en": ENGLISH}
BEFORE = {"vi": "s'i1n m'@:2j k'o#1N z'@1n k'O3 s'o3 t'y3 t['y6", "en": "t'IkI2t"}


@pytest.fixture(scope="module")
def ear() -> Ear:
    return Ear()


def heard(ear: Ear, label: str, counter: int, language: str) -> list[str]:
    """The clauses of a call, the label's and the counter's, without what only joins or ends words."""
    clauses = ear.hear(pronunciation(label, counter, language, "call"), MANNERS[language].voice)
    if language == "vi":
        return [clause.replace("7", "1") for clause in clauses]  # a level tone that sinks at the end
    return [re.sub(r"r-|;", "", clause) for clause in clauses]  # the r and the glide before a vowel


@pytest.mark.parametrize("language", NAMES)
def test_every_letter_is_spoken_by_its_name(ear: Ear, language: str) -> None:
    names = NAMES[language]
    for letter in ascii_uppercase:
        told = f"{BEFORE[language]} {names[letter]} {names['0']} {names['1']} {names['2']}"
        assert heard(ear, f"{letter}012", 3, language)[0] == told


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_no_two_letters_sound_the_same(names: dict[str, str]) -> None:
    assert len({names[letter] for letter in ascii_uppercase}) == 26


@pytest.mark.parametrize("language", NAMES)
@settings(max_examples=60, deadline=None)
@given(label=st.from_regex(r"[A-Z]{1,2}[0-9]{3,5}", fullmatch=True))
def test_a_label_is_never_spoken_as_a_number_or_a_word(ear: Ear, language: str, label: str) -> None:
    signs = " ".join(NAMES[language][sign] for sign in label)
    assert heard(ear, label, 3, language)[0] == f"{BEFORE[language]} {signs}"


@pytest.mark.parametrize(
    ("counter", "language", "phonemes"),
    [
        (1, "vi", "m'o6t["),
        (21, "vi", "h'a:1j m'y@1j m'o3t["),
        (24, "vi", "h'a:1j m'y@1j t['y1"),
        (25, "vi", "h'a:1j m'y@1j l'a1m"),
        (105, "vi", "m'o6t[ tS'a1m l'E4 n'a1m"),
        (115, "vi", "m'o6t[ tS'a1m m'y@2j l'a1m"),
        (1, "en", "w'0n"),
        (13, "en", "T,3:t'i:n"),
        (14, "en", "f,o@t'i:n"),
        (15, "en", "f,Ift'i:n"),
        (16, "en", "s,Ikst'i:n"),
        (17, "en", "s,Ev@nt'i:n"),
        (18, "en", ",eIt'i:n"),
        (19, "en", "n,aInt'i:n"),
        (50, "en", "f'Ifti"),
        (115, "en", "w'0n h'VndrI2d and f,Ift'i:n"),
    ],
)
def test_counters_are_heard_as_numbers(ear: Ear, counter: int, language: str, phonemes: str) -> None:
    before = {"vi": "d_,e3n kw'@I2 s'o3", "en": "pl'i:z g,oU t@ k'aUnt3"}[language]
    assert heard(ear, "A007", counter, language)[-1] == f"{before} {phonemes}"
