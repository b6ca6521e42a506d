"""What espeak-ng says, as its own phoneme names: `'` stress, a digit after a vowel its Vietnamese tone."""

from __future__ import annotations

import ctypes
import re

import espeakng_loader  # type: ignore[import-untyped]

AUDIO_OUTPUT_SYNCHRONOUS = 2
CHARS_UTF8, PHONEMES = 0x1, 0x100
PAUSE = re.compile(r"(?<!\S)_[|:_]*|_[|:_]*(?!\S)")  # at a word's edge; within a word `d_` is đ
ON_SAMPLES = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
ON_PHONEMES = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p)


class Ear:
    """Listens to the library while it speaks, in the test's own process."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        self._library.espeak_Initialize(
            AUDIO_OUTPUT_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0
        )
        self._clauses: list[str] = []
        self._callbacks = ON_SAMPLES(lambda *samples: 0), ON_PHONEMES(self._on_phonemes)
        self._library.espeak_SetSynthCallback(self._callbacks[0])
        self._library.espeak_SetPhonemeCallback(self._callbacks[1])

    def hear(self, text: str, voice: str) -> list[str]:
        """The phonemes of each clause, a space between words."""
        self._clauses = []
        assert self._library.espeak_SetVoiceByName(voice.encode()) == 0
        said = text.encode() + b"\0"
        self._library.espeak_Synth(
            said, ctypes.c_size_t(len(said)), 0, 1, 0, CHARS_UTF8 | PHONEMES, None, None
        )
        return self._clauses

    def _on_phonemes(self, clause: bytes) -> int:
        self._clauses.append(" ".join(PAUSE.sub(" ", clause.decode()).split()))
        return 0
