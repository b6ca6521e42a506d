"""Samples made ready for a hall: silence trimmed, loudness evened, packed as WAV."""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from operator import mul

SILENCE_S = 0.1  # kept at each end: a loudspeaker's amplifier wakes without eating the first sound
LOUDNESS = 10 ** (-20 / 20)  # root mean square as a part of full scale: −20 dB, usual for speech
PEAK = 10 ** (-1 / 20)  # −1 dB of full scale; above it cheap amplifiers clip

_FULL_SCALE = 32_767
_QUIET = 1 / 200  # of the peak (−46 dB): breath and rounding, not speech


def trimmed(samples: array[int], rate: int) -> array[int]:
    """The same speech with SILENCE_S before and after it; `rate` in Hz. Silence alone gives nothing."""
    floor = _peak(samples) * _QUIET
    loud = (index for index, sample in enumerate(samples) if abs(sample) > floor)
    first = next(loud, None)
    if first is None:
        return array("h")
    last = next(index for index in range(len(samples) - 1, -1, -1) if abs(samples[index]) > floor)
    silence = array("h", bytes(2 * round(SILENCE_S * rate)))
    return silence + samples[first : last + 1] + silence


def levelled(samples: array[int]) -> array[int]:
    """The same sound at LOUDNESS, or quieter where a peak would pass PEAK."""
    peak = _peak(samples)
    if peak == 0:
        return samples
    loudness = math.sqrt(sum(map(mul, samples, samples)) / len(samples))
    gain = min(LOUDNESS * _FULL_SCALE / loudness, PEAK * _FULL_SCALE / peak)
    whole = round(gain * 65_536)  # by whole numbers in half the time
    return array("h", [sample * whole >> 16 for sample in samples])


def wav(samples: array[int], rate: int) -> bytes:
    """A mono 16-bit WAV file; `rate` in Hz."""
    if sys.byteorder == "big":  # WAV is little-endian
        samples = samples[:]
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(rate)
        recording.writeframes(samples.tobytes())
    return file.getvalue()


def is_whole(recording: bytes) -> bool:
    """Whether a WAV file has the length that its head promises: a torn or damaged one has not."""
    return recording[:4] == b"RIFF" and int.from_bytes(recording[4:8], "little") == len(recording) - 8


def _peak(samples: array[int]) -> int:
    return max(max(samples), -min(samples)) if samples else 0
