"""Waiting in tests: look again until it holds, never longer than a deadline."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LOOK_EVERY_S = 0.02


def until(look: Callable[[], T], *, within_s: float = 20.0) -> T:
    """The first true value of `look`. Raises AssertionError when the time is up."""
    deadline = time.monotonic() + within_s
    while not (seen := look()):
        assert time.monotonic() < deadline, f"not seen within {within_s} s"
        time.sleep(LOOK_EVERY_S)
    return seen


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
