"""The kiosk's door: take a number, print its slip again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from queue_service.commands.issue_ticket import issue_ticket
from queue_service.commands.request_slip import request_slip
from queue_service.domain.errors import Invalid, NotFound
from queue_service.domain.events import Event
from queue_service.domain.hall import Hall
from queue_service.domain.site import NORMAL
from queue_service.store.act import Answer
from queue_service.views import slip_view, ticket_view, wait_view
from queue_service.web.gate import request_id
from queue_service.web.lean_route import LeanRoute
from queue_service.web.parts import API, Parts, respond

Name = Annotated[str, Field(min_length=1, max_length=64)]


class NewTicket(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"service": "dat-dai", "procedure": "1.012784", "language": "vi"}]},
    )

    service: Name
    procedure: Name | None = None
    priority: Name = NORMAL
    language: Name | None = None


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(prefix=API, tags=["kiosk"], route_class=LeanRoute)

    @router.post("/sites/{site}/tickets", status_code=201)
    async def take_number(site: str, new: NewTicket, request: Request) -> Response:
        """Take the next number of a service; the kiosk's printer, if it has one, gets the slip."""
        caller = await parts.access.require(request, site, "kiosk")
        parts.limits.hit_numbers(site, caller.actor)
        hall = await parts.images.hall(site)
        if new.procedure is not None:
            await _require_procedure(parts, site, new)
        answer = await parts.act(
            request,
            caller,
            site,
            issue_ticket,
            answer=_issued,
            service=new.service,
            procedure=new.procedure,
            priority=new.priority,
            language=new.language,
            kiosk=caller.device.id if caller.device else None,
            printer=caller.device.printer if caller.device else None,
            estimated_wait_s=wait_view(
                parts.forecasts.of(hall).newcomer(new.service, normal=new.priority == NORMAL)
            ),
            request_id=request_id(request),
        )
        return respond(answer, _for_holder(parts, hall, answer.body))

    @router.post("/sites/{site}/tickets/{ticket}/slip", status_code=201)
    async def print_again(site: str, ticket: str, request: Request) -> Response:
        """Print a slip once more, marked as a repeat; on the kiosk's own printer."""
        caller = await parts.access.require(request, site, "kiosk")
        printer = caller.device.printer if caller.device else None
        if printer is None:
            raise NotFound(what="printer", id=caller.actor)
        answer = await parts.act(
            request,
            caller,
            site,
            request_slip,
            answer=_requested,
            ticket=ticket,
            printer=printer,
            request_id=request_id(request),
        )
        return respond(answer)

    return router


async def _require_procedure(parts: Parts, site: str, new: NewTicket) -> None:
    service = await parts.catalogues.service_of(site, new.procedure or "")
    if service is None:
        raise Invalid(field="procedure", value=new.procedure, reason="not in the catalogue")
    if service != new.service:
        raise Invalid(field="procedure", value=new.procedure, reason=f"belongs to service {service}")


def _issued(hall: Hall, events: Sequence[Event]) -> Answer:
    ticket = hall.ticket(events[0].ticket or "")
    body = ticket_view(hall, ticket)
    return Answer(201, body | {"slip": slip_view(hall.slips.get(f"{ticket.id}-1"))})


def _requested(hall: Hall, events: Sequence[Event]) -> Answer:
    return Answer(201, slip_view(hall.slips[events[0].data["slip"]]))


def _for_holder(parts: Parts, hall: Hall, body: dict[str, object]) -> dict[str, object]:
    """The stored answer with what only the holder and this kiosk may know."""
    site, ticket_id = hall.site, str(body["id"])
    token = parts.tokens.of_ticket(site.id, ticket_id)
    return body | {
        "token": token,
        "track_url": parts.track_url(token),
        "counters": list(hall.serving.get(str(body["service"]), ())),
    }
