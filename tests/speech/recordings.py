"""A recording taken apart, to be measured."""

from __future__ import annotations

import io
import math
import wave
from array import array
from dataclasses import dataclass

FULL_SCALE = 32_768


@dataclass(frozen=True, slots=True)
class Recording:
    samples: array[int]
    rate: int  # Hz

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate

    @property
    def loudness_db(self) -> float:
        """Root mean square, below full scale."""
        mean = sum(sample * sample for sample in self.samples) / len(self.samples)
        return 10 * math.log10(mean / FULL_SCALE**2)

    @property
    def peak_db(self) -> float:
        return 20 * math.log10(max(map(abs, self.samples)) / FULL_SCALE)

    @property
    def silence_before_s(self) -> float:
        return self._silence_s(self.samples)

    @property
    def silence_after_s(self) -> float:
        return self._silence_s(self.samples[::-1])

    def _silence_s(self, samples: array[int]) -> float:
        """Until the first sample above a hundredth of the peak."""
        floor = max(map(abs, samples)) / 100
        return next(index for index, sample in enumerate(samples) if abs(sample) > floor) / self.rate


def recording(wav: bytes) -> Recording:
    """Refuses all but a mono 16-bit WAV."""
    with wave.open(io.BytesIO(wav)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getcomptype()) == (1, 2, "NONE")
        samples = array("h", file.readframes(file.getnframes()))
        assert len(samples) == file.getnframes()
        return Recording(samples, file.getframerate())
