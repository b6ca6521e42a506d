"""Finished recordings in a folder, so that a restart or a second process need not make them again."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from queue_service.speech.sound import is_whole


class Shelf:
    """At most `limit` recordings, the longest unused go first. Blocks: call it in a thread.

    Processes may share a folder: files come whole or not at all, and whoever finds one gone makes it anew.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = folder
        self._limit = limit

    def get(self, name: str) -> bytes | None:
        """The recording, or None when there is none or it is damaged. Raises OSError."""
        path = self._folder / name
        try:
            recording = path.read_bytes()
        except FileNotFoundError:
            return None
        if not is_whole(recording):
            return None
        with contextlib.suppress(
            OSError
        ):  # a folder that may only be read, or a file swept just now: still good
            os.utime(path)
        return recording

    def put(self, name: str, recording: bytes) -> None:
        """Keeps a recording and makes room for it. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".", delete=False) as file:
            try:
                file.write(recording)
                file.flush()
                os.fsync(file.fileno())  # or a power cut could leave the name with nothing behind it
                os.replace(file.name, self._folder / name)
            except BaseException:
                os.unlink(file.name)
                raise
        self._sweep()

    def _sweep(self) -> None:
        """Whatever lies in the folder counts, half-written files of a crash too: they become old and go."""
        with os.scandir(self._folder) as entries:
            paths = [entry.path for entry in entries if entry.is_file(follow_symlinks=False)]
        if len(paths) <= self._limit:
            return
        to_go = len(paths) - self._limit + self._limit // 10  # a tenth more, so that not every new one sweeps
        for path in sorted(paths, key=_last_used)[:to_go]:
            with contextlib.suppress(FileNotFoundError):  # another process swept it
                os.unlink(path)


def _last_used(path: str) -> float:
    try:
        return os.stat(path).st_mtime
    except FileNotFoundError:
        return 0.0
