"""What is asked of the writer, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from queue_service.domain.events import Event, Fact
from queue_service.domain.hall import Hall

Decision = Callable[[Hall, datetime], list[Fact]]  # a command with its arguments bound


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a body of JSON types; `replayed` when the same key was answered before."""

    status: int
    body: Any = None
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """An Idempotency-Key, scoped to its caller; `fingerprint` is the SHA-256 of what was asked with it."""

    caller: str
    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SideRow:
    """A row outside the log that must be written in the same transaction: a note, a device's token hash."""

    table: str
    values: dict[str, Any]


def _no_rows(hall: Hall, events: Sequence[Event]) -> Sequence[SideRow]:
    return ()


def _no_content(hall: Hall, events: Sequence[Event]) -> Answer:
    return Answer(204)


@dataclass(frozen=True, slots=True)
class Act:
    """One command at one site.

    `answer` and `beside` see the image right after the command's events; both must be pure. The answer is stored with
    the key, so it never holds a token.
    """

    site: str
    actor: str
    decide: Decision
    answer: Callable[[Hall, Sequence[Event]], Answer] = _no_content
    beside: Callable[[Hall, Sequence[Event]], Sequence[SideRow]] = _no_rows
    key: Key | None = None
