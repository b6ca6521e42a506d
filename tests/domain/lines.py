"""Halls in which numbers were taken, told in few words."""

from __future__ import annotations

from typing import Any

from queue_service.commands.transfer import transfer
from tests.halls import Rehearsal, small_site


def hall(*tickets: str, counters: tuple[int, ...] = (1, 2, 3), **site: Any) -> Rehearsal:
    """A hall with open counters in which numbers were taken: `land`, or `land!` for an elderly citizen."""
    play = Rehearsal(small_site(**site))
    play.open(*counters)
    take(play, *tickets)
    return play


def take(play: Rehearsal, *tickets: str) -> None:
    for ticket in tickets:
        play.issue(ticket.rstrip("!"), "elderly" if ticket.endswith("!") else "normal")
        play.passes(seconds=1)


def called(play: Rehearsal, counter: int, times: int, service: str | None = None) -> list[str | None]:
    return [play.next(counter, service) for _ in range(times)]


def send(play: Rehearsal, label: str, **where: Any) -> None:
    play.do(transfer, counter=1, ticket=play.id(label), **where)
