"""Samples on their way to the loudspeaker, and the chime."""

from __future__ import annotations

import math
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_service.speech import chime
from queue_service.speech.sound import is_whole, levelled, trimmed, wav

from .recordings import recording

RATE = 8_000


def tone(seconds: float, height: int) -> array[int]:
    return array("h", [round(height * math.sin(i * 0.5)) for i in range(round(seconds * RATE))])


def silence(seconds: float) -> array[int]:
    return array("h", bytes(2 * round(seconds * RATE)))


@pytest.mark.parametrize("before", [0.0, 0.05, 0.7])
@pytest.mark.parametrize("after", [0.0, 0.3])
def test_whatever_silence_there_was_a_tenth_of_a_second_remains(before: float, after: float) -> None:
    ready = trimmed(silence(before) + tone(0.5, 9_000) + silence(after), RATE)
    measured = recording(wav(ready, RATE))
    assert measured.seconds == pytest.approx(0.7, abs=0.001)
    assert measured.silence_before_s == pytest.approx(0.1, abs=0.001)
    assert measured.silence_after_s == pytest.approx(0.1, abs=0.001)


def test_a_pause_within_the_words_stays() -> None:
    spoken = tone(0.2, 9_000) + silence(0.4) + tone(0.2, 9_000)
    assert recording(wav(trimmed(spoken, RATE), RATE)).seconds == pytest.approx(1.0, abs=0.001)


@pytest.mark.parametrize("nothing", [array("h"), silence(0.5)], ids=["empty", "silence"])
def test_silence_alone_gives_nothing(nothing: array[int]) -> None:
    assert trimmed(nothing, RATE) == array("h")
    assert levelled(nothing) == nothing


@pytest.mark.parametrize("height", [50, 3_000, 32_767])
def test_quiet_and_loud_sounds_come_out_equally_loud(height: int) -> None:
    assert recording(wav(levelled(tone(0.5, height)), RATE)).loudness_db == pytest.approx(-20, abs=0.3)


@settings(max_examples=50)
@given(samples=st.lists(st.integers(-32_768, 32_767), min_size=1, max_size=200))
def test_nothing_ever_clips(samples: list[int]) -> None:
    ready = levelled(array("h", samples))
    assert max(map(abs, ready)) <= math.ceil(32_767 * 10 ** (-1 / 20))


def test_a_torn_recording_is_not_whole() -> None:
    whole = wav(tone(0.1, 9_000), RATE)
    assert is_whole(whole)
    assert not any(is_whole(torn) for torn in (b"", whole[:20], whole[:-2], whole + b"\0", bytes(len(whole))))


def test_the_chime_on_disk_is_the_one_that_the_generator_makes() -> None:
    kept, made = recording(chime.FILE.read_bytes()), recording(chime.chime())
    assert (kept.rate, len(kept.samples)) == (made.rate, len(made.samples))
    # One step, as libraries may round a sine differently.
    assert all(abs(a - b) <= 1 for a, b in zip(kept.samples, made.samples, strict=True))


def test_the_chime_is_short_small_and_ends_in_silence_without_a_click() -> None:
    measured = recording(chime.FILE.read_bytes())
    assert chime.FILE.stat().st_size <= 40_000
    assert measured.seconds == pytest.approx(0.8, abs=0.001)
    assert measured.peak_db == pytest.approx(-6, abs=0.1)
    assert -24 < measured.loudness_db < -14
    steps = [abs(b - a) for a, b in zip(measured.samples, measured.samples[1:], strict=False)]
    assert max(steps) * measured.rate < 1.2e8  # no jump: steeper than its own partials is nothing
    assert max(map(abs, measured.samples[: measured.rate // 10_000])) < 400  # in its first 0.1 ms
    assert max(map(abs, measured.samples[-20:])) < 20


def test_the_chime_has_two_notes_a_third_apart() -> None:
    measured = recording(chime.FILE.read_bytes())
    first = measured.samples[round(0.02 * measured.rate) : round(0.22 * measured.rate)]
    second = measured.samples[round(0.45 * measured.rate) : round(0.65 * measured.rate)]
    high, low = chime.NOTES
    assert strength(first, high.pitch_hz, measured.rate) > 5 * strength(first, low.pitch_hz, measured.rate)
    assert strength(second, low.pitch_hz, measured.rate) > 3 * strength(second, high.pitch_hz, measured.rate)
    assert high.pitch_hz / low.pitch_hz == pytest.approx(5 / 4, rel=0.01)


def strength(samples: array[int], pitch_hz: float, rate: int) -> float:
    """How much of a pitch sounds: one bin of the Fourier transform."""
    turn = 2 * math.pi * pitch_hz / rate
    real = sum(sample * math.cos(turn * i) for i, sample in enumerate(samples))
    imaginary = sum(sample * math.sin(turn * i) for i, sample in enumerate(samples))
    return math.hypot(real, imaginary) / len(samples)
