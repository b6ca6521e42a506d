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
    score: int,
    reasons: tuple[str, ...] = (),
    commented: bool = False,
) -> list[Fact]:
    """Rate the ticket last served at a counter, from its pad, for as long as the site allows.

    Raises RatingClosed when there is none or its time has passed, AlreadyRated.
    """
    last = hall.desk(counter).last_served
    ticket = hall.tickets.get(last) if last else None
    if ticket is None or ticket.finished_at is None or now - ticket.finished_at > hall.site.rating_window:
        raise RatingClosed(counter=counter)
    return _rated(ticket, score, reasons, commented)


def _rated(ticket: Ticket, score: int, reasons: tuple[str, ...], commented: bool) -> list[Fact]:
    ticket.require(Move.RATE)
    if ticket.score is not None:
        raise AlreadyRated(label=ticket.label)
    return [moved(ticket, Move.RATE, score=score, reasons=list(reasons), commented=commented)]
