"""The officer's door: every verb of a counter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from queue_service.commands import counter_state
from queue_service.commands.call import call
from queue_service.commands.call_next import ANY, call_next
from queue_service.commands.cancel import cancel
from queue_service.commands.finish import finish
from queue_service.commands.hold import hold
from queue_service.commands.no_show import no_show
from queue_service.commands.recall import recall
from queue_service.commands.reinstate import reinstate
from queue_service.commands.return_to_line import return_to_line
from queue_service.commands.start import start
from queue_service.commands.transfer import transfer
from queue_service.domain.events import Event, EventType, Fact
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import Position
from queue_service.store import access as store
from queue_service.store import reads
from queue_service.store.act import Answer
from queue_service.views import View, counter_state_view, counter_view, listed_tickets, ticket_view
from queue_service.web.lean_route import LeanRoute
from queue_service.web.parts import API, Parts, json_response, respond
from queue_service.web.private_words import beside_event, said
from queue_service.web.words import Words

TicketId = Annotated[str, Field(min_length=1, max_length=32)]


class Nothing(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Pause(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "Nghỉ 10 phút"}]})

    reason: Words | None = Field(default=None, max_length=120)


class CallNext(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"service": "dat-dai"}]})

    service: str | None = Field(default=None, max_length=64)
    present: str | None = Field(default=ANY, max_length=32)


class Hold(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"note": "Đi sao y sổ hộ khẩu"}]}
    )

    note: Words | None = Field(default=None, max_length=500)


class OneTicket(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"ticket": "261124-B118"}]})

    ticket: TicketId


class Reinstate(OneTicket):
    position: Position = Position.BY_TIME


class Transfer(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"counter": 7, "position": "front", "note": "Đã kiểm bản đồ"}]},
    )

    ticket: TicketId | None = None
    service: str | None = Field(default=None, max_length=64)
    counter: int | None = None
    position: Position = Position.BY_TIME
    note: Words | None = Field(default=None, max_length=500)


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(
        prefix=API + "/sites/{site}/counters/{number}", tags=["counter"], route_class=LeanRoute
    )

    async def run(
        request: Request, site: str, number: int, decide: Callable[..., list[Fact]], answer: Any, **given: Any
    ) -> Response:
        caller = await parts.access.require(request, site, "counter", counter=number)
        return respond(await parts.act(request, caller, site, decide, answer=answer, **given))

    @router.get("")
    async def see(site: str, number: int, request: Request) -> Response:
        """The counter, its ticket, who waits for it, who is held or missed."""
        await parts.access.require(request, site, "counter", "supervisor", counter=number)
        hall = await parts.images.fresh(site)
        now = parts.now()
        listed, officer = (
            listed_tickets(hall, number, now),
            hall.desk(number).username,
        )  # images are read on the loop
        notes, name = await asyncio.to_thread(_private, parts, site, listed, officer)
        return json_response(counter_view(hall, number, now, notes, officer_name=name))

    @router.post("/open")
    async def open_(site: str, number: int, request: Request, body: Nothing | None = None) -> Response:
        """Open the counter; open already: the same answer, no event."""
        return await run(request, site, number, counter_state.open_counter, _counter(number), counter=number)

    @router.post("/pause")
    async def pause(site: str, number: int, request: Request, body: Pause | None = None) -> Response:
        """Call no more for a while; the reason is shown in the hall."""
        reason = body.reason if body else None
        return await run(
            request,
            site,
            number,
            counter_state.pause_counter,
            _counter(number),
            counter=number,
            reason=reason,
        )

    @router.post("/resume")
    async def resume(site: str, number: int, request: Request, body: Nothing | None = None) -> Response:
        """Call again."""
        return await run(
            request, site, number, counter_state.resume_counter, _counter(number), counter=number
        )

    @router.post("/close")
    async def close(site: str, number: int, request: Request, body: Nothing | None = None) -> Response:
        """Close the counter; refused while it has a ticket."""
        return await run(request, site, number, counter_state.close_counter, _counter(number), counter=number)

    @router.post("/call-next")
    async def next_(site: str, number: int, request: Request, body: CallNext | None = None) -> Response:
        """Finish the present ticket and call the next; 204 when nobody waits for this counter.

        `present`: the ticket that the officer sees at the counter, null for none; refused when it is another.
        """
        asked = body or CallNext()
        return await run(
            request,
            site,
            number,
            call_next,
            _called,
            counter=number,
            service=asked.service,
            present=asked.present,
        )

    @router.post("/call")
    async def call_by_name(site: str, number: int, body: OneTicket, request: Request) -> Response:
        """Call one ticket: waiting, held, or a no-show who came after all."""
        return await run(request, site, number, call, _called, counter=number, ticket=body.ticket)

    for path, command in (
        ("/recall", recall),
        ("/start", start),
        ("/finish", finish),
        ("/no-show", no_show),
        ("/return", return_to_line),
    ):
        router.post(path, name=command.__name__, description=command.__doc__)(_verb(run, command))

    @router.post("/hold")
    async def hold_(site: str, number: int, request: Request, body: Hold | None = None) -> Response:
        """The citizen will be back; a note tells the next officer why."""
        note = body.note if body else None
        beside = beside_event("note", note)
        return await run(request, site, number, hold, _moved, beside=beside, counter=number, noted=said(note))

    @router.post("/transfer")
    async def send_on(site: str, number: int, body: Transfer, request: Request) -> Response:
        """Send the counter's ticket, or a named one, to a service or a counter."""
        caller = await parts.access.require(request, site, "counter", counter=number)
        answer = await parts.act(
            request,
            caller,
            site,
            transfer,
            answer=_moved,
            beside=beside_event("note", body.note),
            counter=number,
            ticket=body.ticket,
            to_service=body.service,
            to_counter=body.counter,
            position=body.position,
            noted=said(body.note),
        )
        return respond(answer)

    @router.post("/cancel")
    async def cancel_(site: str, number: int, body: OneTicket, request: Request) -> Response:
        """Take a waiting or held ticket out of the line."""
        return await run(request, site, number, cancel, _moved, ticket=body.ticket)

    @router.post("/reinstate")
    async def reinstate_(site: str, number: int, body: Reinstate, request: Request) -> Response:
        """A no-show waits again."""
        return await run(request, site, number, reinstate, _moved, ticket=body.ticket, position=body.position)

    return router


def _verb(run: Callable[..., Any], command: Callable[..., list[Fact]]) -> Callable[..., Any]:
    async def route(site: str, number: int, request: Request, body: Nothing | None = None) -> Response:
        return await run(request, site, number, command, _moved, counter=number)  # type: ignore[no-any-return]

    return route


def _counter(number: int) -> Callable[[Hall, Sequence[Event]], Answer]:
    return lambda hall, events: Answer(200, counter_state_view(hall, number))


def _called(hall: Hall, events: Sequence[Event]) -> Answer:
    called = next((e for e in events if e.type is EventType.TICKET_CALLED), None)
    return Answer(200, _ticket(hall, called)) if called else Answer(204)


def _moved(hall: Hall, events: Sequence[Event]) -> Answer:
    return Answer(200, _ticket(hall, events[-1]))


def _ticket(hall: Hall, event: Event) -> View:
    return ticket_view(hall, hall.ticket(event.ticket or ""))


def _private(
    parts: Parts, site: str, listed: list[str], username: str | None
) -> tuple[dict[str, list[View]], str | None]:
    """What stands outside the log: the notes of the tickets that a console lists, and its officer's name."""
    with parts.reading.connect() as connection:
        found = reads.notes(connection, site, listed)
        names = store.officer_names(connection, site, [username] if username else [])
    shown = {ticket: [{"text": n.text, "at": n.at} for n in notes] for ticket, notes in found.items()}
    return shown, names.get(username or "")
