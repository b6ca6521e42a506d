"""The reception's door: numbers that were given on paper."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from queue_service.commands.enter_emergency_slips import PaperSlip, enter_emergency_slips
from queue_service.domain.events import Event
from queue_service.domain.hall import Hall
from queue_service.domain.site import NORMAL
from queue_service.store.act import Answer
from queue_service.views import ticket_view
from queue_service.web.kiosk import Name
from queue_service.web.parts import API, Parts, respond

MOST_SLIPS = 300  # in one request: more than a reception hands out in an hour


class Slip(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"number": 1, "service": "dat-dai"}]}
    )

    number: Annotated[int, Field(ge=1, le=9999)]
    service: Name
    priority: Name = NORMAL


class Slips(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"slips": [{"number": 1, "service": "dat-dai"}]}]},
    )

    slips: Annotated[list[Slip], Field(min_length=1, max_length=MOST_SLIPS)]


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(prefix=API + "/sites/{site}", tags=["reception"])

    @router.post("/emergency-slips", status_code=201)
    async def enter(site: str, new: Slips, request: Request) -> Response:
        """Enter numbers that were handed out on paper while the server was away; all of them, or none."""
        caller = await parts.access.require(request, site, "kiosk", "counter", "supervisor")
        slips = [PaperSlip(slip.number, slip.service, slip.priority) for slip in new.slips]
        answer = partial(_entered, numbers={slip.number for slip in slips})
        return respond(
            await parts.act(request, caller, site, enter_emergency_slips, answer=answer, slips=slips)
        )

    return router


def _entered(hall: Hall, events: Sequence[Event], *, numbers: Collection[int]) -> Answer:
    """Each slip of the list as it stands now, also one that was entered before."""
    prefix = hall.site.emergency_prefix
    found = (t for t in hall.tickets.values() if t.prefix == prefix and t.number in numbers)
    return Answer(201, {"tickets": [ticket_view(hall, ticket) for ticket in found]})
