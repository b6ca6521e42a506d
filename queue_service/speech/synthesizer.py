"""The owner of the program that speaks: starts it, asks one text at a time, replaces it when it dies."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence

import structlog

from queue_service.domain.errors import Unavailable
from queue_service.speech.renderer import HEAD

log = structlog.get_logger(__name__)

PROGRAM = (sys.executable, "-m", "queue_service.speech.renderer")
ANSWER_WITHIN_S = 5.0  # fifty times the usual: a machine that swaps still has a voice
WAITING_AT_MOST = 64  # texts; a hall has fewer counters, so more is a flood
REST_S = 5.0  # after a failure, so that a broken voice does not cost a new process for every call


class VoiceUnavailable(Unavailable):
    """No announcement can be made now; `retry_after_s` says when to come back, the log says why."""


class Synthesizer:
    """Texts to WAV files, one at a time. Call `close` at the end."""

    def __init__(self, program: Sequence[str] = PROGRAM, *, answer_within_s: float = ANSWER_WITHIN_S) -> None:
        self._program = program
        self._answer_within_s = answer_within_s
        self._process: Process | None = None
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._rests_until = 0.0  # in the loop's time
        self._lost = False

    async def render(self, text: str, language: str) -> bytes:
        """A mono 16-bit WAV. `language`: one of the MANNERS in `espeak.py`. Raises VoiceUnavailable."""
        if self._waiting >= WAITING_AT_MOST:
            raise _unavailable(REST_S)
        self._waiting += 1
        try:
            async with self._turn:
                return await self._render(json.dumps({"language": language, "text": text}).encode() + b"\n")
        finally:
            self._waiting -= 1

    async def close(self) -> None:
        """Ends the program; a later `render` would start it anew."""
        async with self._turn:
            await self._end()

    async def _render(self, question: bytes) -> bytes:
        rest_s = self._rests_until - asyncio.get_running_loop().time()
        if rest_s > 0:
            raise _unavailable(rest_s)
        try:
            recording = await self._ask_twice(question)
        except (_Died, _Failed) as error:
            self._rests_until = asyncio.get_running_loop().time() + REST_S
            if not self._lost:
                log.warning("voice lost", reason=str(error))
            self._lost = True
            raise _unavailable(REST_S) from error
        if self._lost:
            log.info("voice back")
        self._lost = False
        return recording

    async def _ask_twice(self, question: bytes) -> bytes:
        try:
            return await self._ask(question)
        except _Died:  # perhaps while it was idle, and nobody saw
            return await self._ask(question)

    async def _ask(self, question: bytes) -> bytes:
        try:
            async with asyncio.timeout(self._answer_within_s):
                done, answer = await self._exchange(question)
        except TimeoutError as error:
            await self._end()
            raise _Failed(f"no answer within {self._answer_within_s} s") from error
        except (OSError, asyncio.IncompleteReadError) as error:
            await self._end()
            raise _Died(f"the speaking program ended or did not start: {error}") from error
        except asyncio.CancelledError:  # the answer would be taken for that of the next question
            await self._end()
            raise
        if not done:
            raise _Failed(answer.decode())
        return answer

    async def _exchange(self, question: bytes) -> tuple[bool, bytes]:
        if self._process is None:
            # A session of its own: Ctrl+C at the server's terminal is for the server, and `_end` ends the group.
            self._process = await asyncio.create_subprocess_exec(
                *self._program, stdin=PIPE, stdout=PIPE, start_new_session=True
            )
        questions, answers = self._process.stdin, self._process.stdout
        if questions is None or answers is None:
            raise _Failed("the speaking program has no pipes")
        if questions.is_closing():  # uvloop's write would raise a RuntimeError
            raise BrokenPipeError("its input is closed")
        questions.write(question)
        await questions.drain()
        done, length = HEAD.unpack(await answers.readexactly(HEAD.size))
        return done, await answers.readexactly(length)

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):  # it ended just now
                os.killpg(process.pid, signal.SIGKILL)  # it keeps nothing that could be lost
        await process.wait()


class _Died(Exception):
    """The program is gone: a new one may do better at once."""


class _Failed(Exception):
    """The program hangs, or espeak-ng did not speak."""


def _unavailable(retry_after_s: float) -> VoiceUnavailable:
    return VoiceUnavailable(what="voice", retry_after_s=retry_after_s)
