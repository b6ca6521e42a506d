"""Waiting for what other threads and processes do, with a deadline instead of a sleep."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

DEADLINE_S = 30.0  # far more than anything takes, also on a busy machine
LOOK_EVERY_S = 0.02


def until(found: Callable[[], T], *, what: str, deadline_s: float = DEADLINE_S) -> T:
    """The first true value; fails when it does not come in time."""
    end = time.monotonic() + deadline_s
    pause = threading.Event()
    while time.monotonic() < end:
        if value := found():
            return value
        pause.wait(LOOK_EVERY_S)
    raise AssertionError(f"did not happen in {deadline_s:g} s: {what}")


async def soon(found: Callable[[], T], *, what: str, deadline_s: float = DEADLINE_S) -> T:
    """The same on an event loop."""
    end = time.monotonic() + deadline_s
    while time.monotonic() < end:
        if value := found():
            return value
        await asyncio.sleep(LOOK_EVERY_S)
    raise AssertionError(f"did not happen in {deadline_s:g} s: {what}")
