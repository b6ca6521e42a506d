"""A print job as the server sends it, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from printer.words import Text

REQUEST_LENGTH = 64


class BadJob(ValueError):
    """A job that cannot be printed, now or later. `slip` is None when not even that was told."""

    def __init__(self, slip: str | None, reason: str) -> None:
        super().__init__(f"job {slip}: {reason}")
        self.slip = slip


@dataclass(frozen=True, slots=True)
class Wait:
    """The expected wait: half of the people wait less than `p50_s` seconds, four fifths less than `p80_s`."""

    p50_s: float
    p80_s: float


@dataclass(frozen=True, slots=True)
class SlipKey:
    """Which slip: a server that starts anew may give an old id to another one."""

    slip: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Job:
    slip: str  # the job's id
    label: str
    site: Text
    zone: ZoneInfo  # paper shows the hall's time
    service: Text  # the short name where there is one
    language: str
    ahead: int  # people before this one
    wait: Wait | None  # None: nobody can tell, no counter is open
    counters: tuple[int, ...]  # who serves it, ascending
    issued_at: datetime
    track_url: str  # empty: no QR
    priority: bool
    repeat: bool
    rule: Text
    thanks: Text
    request: str  # follows one tap through the logs; empty: the server told none

    @property
    def key(self) -> SlipKey:
        return SlipKey(self.slip, self.issued_at)


def read_job(wire: Mapping[str, Any]) -> Job:
    """The job that a frame carries. Raises BadJob; what this version does not know is ignored."""
    slip = wire.get("slip")
    if not isinstance(slip, str) or not slip:
        raise BadJob(None, "no slip id")
    try:
        return _read(slip, wire)
    except (KeyError, TypeError, ValueError, AttributeError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise BadJob(slip, f"{type(error).__name__}: {error}") from error


def _read(slip: str, wire: Mapping[str, Any]) -> Job:
    service, texts, wait = wire["service"], wire.get("texts") or {}, wire.get("estimated_wait_s")
    label = str(wire["label"]).strip()
    if not label:
        raise ValueError("empty label")
    return Job(
        slip=slip,
        label=label,
        site=_text(wire["site"]["name"]),
        zone=ZoneInfo(wire["site"]["time_zone"]),
        service=_text(service.get("short_name")) or _text(service["name"]),
        language=str(wire.get("language") or "vi"),
        ahead=int(wire["ahead"]),
        wait=Wait(float(wait["p50"]), float(wait["p80"])) if wait else None,
        counters=tuple(sorted({int(number) for number in wire.get("counters") or ()})),
        issued_at=_moment(wire["issued_at"]),
        track_url=str(wire.get("track_url") or ""),
        priority=bool(wire.get("priority")),
        repeat=bool(wire.get("repeat")),
        rule=_text(texts.get("rule")),
        thanks=_text(texts.get("thanks")),
        request=_plain(wire.get("request")),
    )


def _plain(wire: object) -> str:
    """Only what may stand in a header and in a log."""
    text = str(wire or "")
    return text if text.isascii() and text.isprintable() and len(text) <= REQUEST_LENGTH else ""


def _text(wire: Mapping[str, Any] | None) -> Text:
    return {str(language): str(text) for language, text in (wire or {}).items() if text}


def _moment(wire: str) -> datetime:
    moment = datetime.fromisoformat(wire)
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment.astimezone(UTC)
