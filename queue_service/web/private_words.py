"""Words that people write may hold a name: they are kept outside the log, where they can be deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from queue_service.domain.events import Event, rfc3339
from queue_service.domain.hall import Hall
from queue_service.store.act import SideRow

Kind = Literal["note", "comment"]  # an officer's for the next officer; a citizen's with a rating


def said(words: str | None) -> bool:
    """Does a text hold anything but white space?"""
    return bool(words and words.strip())


def beside_event(kind: Kind, words: str | None) -> Callable[[Hall, Sequence[Event]], list[SideRow]]:
    """The row that an act commits beside its last event, if anything was said."""

    def beside(hall: Hall, events: Sequence[Event]) -> list[SideRow]:
        text = (words or "").strip()
        if not text or not events:
            return []
        event = events[-1]
        values = {
            "site_id": event.site,
            "ticket_id": event.ticket,
            "seq": event.seq,
            "kind": kind,
            "words": text,
            "at": rfc3339(event.at),
        }
        return [SideRow("private_texts", values)]

    return beside
