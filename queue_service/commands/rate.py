"""The citizen rates the service: one to five, once a ticket."""

from __future__ import annotations

from datetime import datetime

from queue_service.commands.at_counter import moved
from queue_service.domain.errors import AlreadyRated, RatingClosed
from queue_service.domain.events import Fact
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import Move, Ticket


def rate_ticket(
    hall: Hall,
    now: datetime,
    *,
    ticket: str,
    score: int,
    reasons: tuple[str, ...] = (),
    commented: bool = False,
) -> list[Fact]:
    """Rate a served ticket, by its holder. `commented`: words go with it, kept outside the log.

    Raises IllegalMove when it is not served, AlreadyRated.
    """
    return _rated(hall.ticket(ticket), score, reasons, commented)


def rate_last_served(
    hall: Hall,
    now: datetime,
    *,
    counter: int,
    label: str | None = None,
    score: int,
    reasons: tuple[str, ...] = (),
    commented: bool = False,
) -> list[Fact]:
    """Rate the ticket last served at a counter, from its pad, for as long as the site allows.

    `label`: the ticket that the pad asked about. Raises RatingClosed when there is none, its time has passed or
    another was served since, AlreadyRated.
    """
    ticket = _last_served(hall, now, counter)
    if ticket is None or label not in (None, ticket.label):
        raise RatingClosed(counter=counter)
    return _rated(ticket, score, reasons, commented)


def to_rate(hall: Hall, now: datetime, *, counter: int) -> Ticket | None:
    """The ticket that a counter's pad may ask about: served last, in time, not rated yet. Raises NotFound."""
    ticket = _last_served(hall, now, counter)
    return ticket if ticket is not None and ticket.score is None else None


def _last_served(hall: Hall, now: datetime, counter: int) -> Ticket | None:
    ticket = hall.tickets.get(hall.desk(counter).last_served or "")
    if ticket is None or ticket.finished_at is None or now - ticket.finished_at > hall.site.rating_window:
        return None
    return ticket


def _rated(ticket: Ticket, score: int, reasons: tuple[str, ...], commented: bool) -> list[Fact]:
    ticket.require(Move.RATE)
    if ticket.score is not None:
        raise AlreadyRated(label=ticket.label)
    return [moved(ticket, Move.RATE, score=score, reasons=list(reasons), commented=commented)]
