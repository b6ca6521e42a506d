"""The chime before an announcement: `python -m queue_service.speech.chime` writes `web/assets/chime.wav`."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from pathlib import Path

from queue_service.speech.sound import wav

FILE = Path(__file__).parent.parent / "web" / "assets" / "chime.wav"

RATE = 22_050  # Hz, as the voice: the highest partial is below 2 kHz, and every hall screen fetches this file
LENGTH_S = 0.8
LOUDEST = 0.5  # of full scale (−6 dB): it wakes the ear and is no louder than the words that follow

_ATTACK_S = 0.006  # soft enough not to click
_RELEASE_S = 0.12  # the end fades to nothing
_PARTIALS = (
    (1, 1.0),
    (2, 0.28),
    (3, 0.10),
)  # of the note, and how strong: near a vibraphone, carries in a hall


@dataclass(frozen=True, slots=True)
class Note:
    pitch_hz: float
    starts_s: float
    fades_s: float  # time to fall to 1/e


# A falling major third, the ding-dong of stations and lifts.
NOTES = (Note(659.26, 0.0, 0.16), Note(523.25, 0.26, 0.20))


def chime() -> bytes:
    """A mono 16-bit WAV of LENGTH_S."""
    wave = [_at(index / RATE) for index in range(round(LENGTH_S * RATE))]
    loudest = max(map(abs, wave))
    return wav(array("h", [round(value / loudest * LOUDEST * 32_767) for value in wave]), RATE)


def _at(t: float) -> float:
    release = min(1.0, (LENGTH_S - t) / _RELEASE_S)
    return release**2 * sum(_sounding(note, t - note.starts_s) for note in NOTES if t >= note.starts_s)


def _sounding(note: Note, t: float) -> float:
    attack = math.sin(min(1.0, t / _ATTACK_S) * math.pi / 2)
    return attack * sum(
        strength * math.exp(-t * partial / note.fades_s) * math.sin(2 * math.pi * note.pitch_hz * partial * t)
        for partial, strength in _PARTIALS
    )


if __name__ == "__main__":
    FILE.write_bytes(chime())
