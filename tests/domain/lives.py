"""A ticket in each state of its life, made by what people do in the hall."""

from __future__ import annotations

from collections.abc import Callable

from queue_service.commands.cancel import cancel
from queue_service.commands.finish import finish
from queue_service.commands.hold import hold
from queue_service.commands.no_show import no_show
from queue_service.commands.start import start
from queue_service.domain.events import EventType, Fact
from tests.halls import Rehearsal

LABEL = "B001"


def ticket_that_is(state: str) -> Rehearsal:
    """A hall with counters 1 and 2 open and one ticket, B001, in a state; at counter 1 if it is at one."""
    play = Rehearsal()
    play.open(1, 2)
    play.issue("land")
    _MAKE[state](play)
    assert play.ticket(LABEL).state == state
    return play


def _waiting(play: Rehearsal) -> None:
    pass


def _called(play: Rehearsal) -> None:
    play.next(1)


def _serving(play: Rehearsal) -> None:
    _called(play)
    play.do(start, counter=1)


def _on_hold(play: Rehearsal) -> None:
    _serving(play)
    play.do(hold, counter=1)


def _served(play: Rehearsal) -> None:
    _serving(play)
    play.do(finish, counter=1)


def _no_show(play: Rehearsal) -> None:
    _called(play)
    play.do(no_show, counter=1)


def _cancelled(play: Rehearsal) -> None:
    play.do(cancel, ticket=play.id(LABEL))


def _expired(play: Rehearsal) -> None:
    """As it stands between its `ticket.expired` and the `day.closed` that clears the hall."""
    play.record(Fact(EventType.TICKET_EXPIRED, play.id(LABEL), None, {"label": LABEL, "service": "land"}))


_MAKE: dict[str, Callable[[Rehearsal], None]] = {
    "waiting": _waiting,
    "called": _called,
    "serving": _serving,
    "on_hold": _on_hold,
    "served": _served,
    "no_show": _no_show,
    "cancelled": _cancelled,
    "expired": _expired,
}
STATES = tuple(_MAKE)
