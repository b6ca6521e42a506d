"""espeak-ng, its library and voices from the wheel `espeakng-loader`, called through ctypes."""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import espeakng_loader  # type: ignore[import-untyped]  # has no hints

SAMPLE_RATE = 22_050  # Hz, of every voice in the wheel


@dataclass(frozen=True, slots=True)
class Manner:
    """How a language is spoken."""

    voice: str  # espeak-ng's name for it
    words_per_minute: int
    word_gap: int  # pause after each word, in 10 ms at espeak-ng's own pace


# 0.9 of espeak-ng's usual 175 words a minute: a hall echoes, and many who listen are old.
MANNERS: Mapping[str, Manner] = MappingProxyType(
    {
        "vi": Manner(
            "vi", words_per_minute=158, word_gap=1
        ),  # the northern voice, which broadcasts have made common
        "en": Manner("en", words_per_minute=158, word_gap=1),  # British
    }
)

# Names from espeak-ng's speak_lib.h.
_AUDIO_OUTPUT_SYNCHRONOUS = 2  # espeak_Synth returns when all is spoken
_DONT_EXIT = 0x8000  # without it a missing voice folder ends the process
_RATE, _VOLUME, _WORD_GAP = 1, 2, 7
_CHARS_UTF8, _PHONEMES = 0x1, 0x100
_POS_CHARACTER = 1

_LOW_VOLUME = (
    60  # per cent; at 100 espeak-ng clips loud vowels, and `sound.levelled` sets the loudness anyway
)

_ON_SAMPLES = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class EspeakError(Exception):
    """The library or a voice is missing, or it refused the text."""


class Espeak:
    """The one synthesizer of a process: its state is global in the library and not thread-safe."""

    def __init__(self) -> None:
        """Loads library and voices (2–10 ms). Raises EspeakError."""
        try:
            self._library = ctypes.CDLL(espeakng_loader.get_library_path())
            voices = espeakng_loader.get_data_path()
        except (OSError, RuntimeError) as error:
            raise EspeakError(f"espeak-ng cannot be loaded: {error}") from error
        rate = self._library.espeak_Initialize(_AUDIO_OUTPUT_SYNCHRONOUS, 0, voices.encode(), _DONT_EXIT)
        if rate != SAMPLE_RATE:
            raise EspeakError(f"espeak-ng did not start: sample rate {rate}, not {SAMPLE_RATE}")
        self._spoken = array("h")
        self._callback = _ON_SAMPLES(self._on_samples)  # kept: the library holds no reference of its own
        self._library.espeak_SetSynthCallback(self._callback)

    def speak(self, text: str, manner: Manner) -> array[int]:
        """Mono 16-bit samples at SAMPLE_RATE. `text` may hold phonemes in `[[ ]]`. Raises EspeakError."""
        self._spoken = array("h")
        self._expect(self._library.espeak_SetVoiceByName(manner.voice.encode()), f"voice {manner.voice}")
        self._set(_RATE, manner.words_per_minute)
        self._set(_WORD_GAP, manner.word_gap)
        self._set(_VOLUME, _LOW_VOLUME)
        said = text.encode() + b"\0"
        flags = _CHARS_UTF8 | _PHONEMES
        begun = self._library.espeak_Synth(
            said, ctypes.c_size_t(len(said)), 0, _POS_CHARACTER, 0, flags, None, None
        )
        self._expect(begun, "speaking")
        self._expect(self._library.espeak_Synchronize(), "finishing")
        return self._spoken

    def _set(self, parameter: int, value: int) -> None:
        self._expect(self._library.espeak_SetParameter(parameter, value, 0), f"parameter {parameter}")

    def _on_samples(self, samples: ctypes._Pointer[ctypes.c_short], count: int, events: int | None) -> int:
        if samples and count > 0:
            self._spoken.frombytes(ctypes.string_at(samples, count * self._spoken.itemsize))
        return 0  # go on

    @staticmethod
    def _expect(result: int, what: str) -> None:
        if result != 0:
            raise EspeakError(f"espeak-ng refused: {what} ({result})")
