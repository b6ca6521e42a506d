"""The program that speaks: `python -m queue_service.speech.renderer`, started and owned by `synthesizer.py`.

A process of its own, because espeak-ng is C with global state: so it can neither crash the queue nor hold up
its loop. In: lines of JSON `{"language", "text"}`. Out, for each: HEAD (done or not, length), then a WAV file
or why there is none. It ends with its input.
"""

from __future__ import annotations

import json
import os
import struct
import sys

from queue_service.speech.espeak import MANNERS, SAMPLE_RATE, Espeak, EspeakError
from queue_service.speech.sound import levelled, trimmed, wav

HEAD = struct.Struct("!?I")


def main() -> None:
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        os.dup2(
            sys.stderr.fileno(), sys.stdout.fileno()
        )  # what the library may print must not enter an answer
        espeak = Espeak()
        for line in sys.stdin.buffer:
            answers.write(_answer(espeak, line))
            answers.flush()


def _answer(espeak: Espeak, line: bytes) -> bytes:
    asked = json.loads(line)
    try:
        samples = trimmed(espeak.speak(asked["text"], MANNERS[asked["language"]]), SAMPLE_RATE)
        if not samples:
            raise EspeakError("espeak-ng spoke only silence")
    except EspeakError as error:
        reason = str(error).encode()
        return HEAD.pack(False, len(reason)) + reason
    recording = wav(levelled(samples), SAMPLE_RATE)
    return HEAD.pack(True, len(recording)) + recording


if __name__ == "__main__":
    main()
