"""The hall's voice: an announcement as audio, made once and kept."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from functools import partial
from importlib.metadata import version
from pathlib import Path

import structlog

from queue_service.speech.espeak import MANNERS
from queue_service.speech.shelf import Shelf
from queue_service.speech.synthesizer import PROGRAM, Synthesizer, VoiceUnavailable
from queue_service.speech.words import pronunciation

__all__ = ["Voice", "VoiceUnavailable"]

log = structlog.get_logger(__name__)

FILES_KEPT = 1_000  # 200 MB; a busy day in two languages is 3,000, but most calls are heard once
BYTES_IN_MEMORY = (
    16_000_000  # about 80 announcements: every display of a hall asks for a call within a second
)

_REVISION = 1  # raise it when `espeak.py` or `sound.py` make another sound of the same words


class Voice:
    """Speaks announcements; equal requests, at once or later, are made once. Opens nothing until it is asked.

    `cache`: the folder for finished recordings, made when needed; processes may share it. `files_kept`: about
    200 kB each. Call `close` at the end.
    """

    def __init__(
        self, cache: Path, *, files_kept: int = FILES_KEPT, program: tuple[str, ...] = PROGRAM
    ) -> None:
        self._shelf = Shelf(cache, files_kept)
        self._shelf_lost = False
        self._synthesizer = Synthesizer(program)
        self._recent = _Recent(BYTES_IN_MEMORY)
        self._making: dict[str, asyncio.Task[bytes]] = {}
        self._sound = f"{_REVISION} espeakng-loader {version('espeakng-loader')}"

    async def speak(self, label: str, counter: int, language: str, kind: str) -> bytes:
        """A mono 16-bit WAV of 22,050 Hz, 3 to 8 s long, with the words of `words.announcement`.

        Raises ValueError that names a wrong argument, and VoiceUnavailable.
        """
        text = pronunciation(label, counter, language, kind)
        name = self._name(text, language)
        recording = self._recent.get(name)
        if recording is not None:
            return recording
        making = self._making.get(name)
        if making is None:
            making = self._making[name] = asyncio.create_task(self._made(name, text, language))
            making.add_done_callback(partial(self._done, name))
        return await asyncio.shield(making)  # one listener that leaves does not take it from the others

    async def close(self) -> None:
        """Gives up what is being made and ends the synthesizer."""
        making = list(self._making.values())
        for task in making:
            task.cancel()
        await asyncio.gather(*making, return_exceptions=True)
        await self._synthesizer.close()

    async def _made(self, name: str, text: str, language: str) -> bytes:
        recording = await self._from_shelf(name)
        if recording is None:
            recording = await self._synthesizer.render(text, language)
            await self._to_shelf(name, recording)
        self._recent.put(name, recording)
        return recording

    async def _from_shelf(self, name: str) -> bytes | None:
        try:
            return await asyncio.to_thread(self._shelf.get, name)
        except OSError as error:
            self._lose_shelf(error)
            return None

    async def _to_shelf(self, name: str, recording: bytes) -> None:
        try:
            await asyncio.to_thread(self._shelf.put, name, recording)
        except OSError as error:
            self._lose_shelf(error)
            return
        if self._shelf_lost:
            log.info("voice cache back")
        self._shelf_lost = False

    def _lose_shelf(self, error: OSError) -> None:
        """Without its folder the voice still speaks, only more often anew."""
        if not self._shelf_lost:
            log.warning("voice cache lost", reason=str(error))
        self._shelf_lost = True

    def _done(self, name: str, task: asyncio.Task[bytes]) -> None:
        del self._making[name]
        if not task.cancelled():
            task.exception()  # seen, also when everyone who waited has left

    def _name(self, text: str, language: str) -> str:
        told = "\n".join((self._sound, repr(MANNERS[language]), text))
        return hashlib.sha256(told.encode()).hexdigest()[:32] + ".wav"


class _Recent:
    """The recordings used last, up to a sum of bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._recordings: OrderedDict[str, bytes] = OrderedDict()

    def get(self, name: str) -> bytes | None:
        recording = self._recordings.get(name)
        if recording is not None:
            self._recordings.move_to_end(name)
        return recording

    def put(self, name: str, recording: bytes) -> None:
        self._size += len(recording) - len(self._recordings.pop(name, b""))
        self._recordings[name] = recording
        while self._size > self._limit:
            _, oldest = self._recordings.popitem(last=False)
            self._size -= len(oldest)
