"""The supervisor's door: notices, the end of the day, the log."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.responses import Response

from queue_service.commands.announce import announce
from queue_service.commands.close_day import close_day
from queue_service.domain.events import Event, rfc3339
from queue_service.domain.hall import Hall
from queue_service.store import reads
from queue_service.store.act import Answer
from queue_service.web.parts import API, Parts, json_response, respond
from queue_service.web.words import Words


class NewAnnouncement(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"text": {"vi": "Quầy 7 tạm nghỉ 10 phút", "en": "Counter 7 is on a short break"}}]
        },
    )

    text: dict[Annotated[str, Field(max_length=8)], Annotated[Words, Field(max_length=300)]]
    until: AwareDatetime | None = None


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(prefix=API + "/sites/{site}", tags=["supervisor"])

    @router.post("/announcements", status_code=201)
    async def new_announcement(site: str, new: NewAnnouncement, request: Request) -> Response:
        """Show a notice on every display, until a moment or the end of the day."""
        caller = await parts.access.require(request, site, "supervisor")
        until: datetime | None = new.until
        answer = await parts.act(
            request, caller, site, announce, answer=_announced, text=new.text, until=until
        )
        return respond(answer)

    @router.post("/day/close", status_code=201)
    async def end_day(site: str, request: Request) -> Response:
        """End the business day now: who still waits expires, counters close."""
        caller = await parts.access.require(request, site, "supervisor")
        return respond(await parts.act(request, caller, site, close_day, answer=_closed))

    @router.get("/events")
    async def events(
        site: str,
        request: Request,
        after: Annotated[int, Query(ge=0, le=2**53)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """The log, oldest first; 410 for what has left it for the archive."""
        await parts.access.require(request, site, "supervisor")
        found = await asyncio.to_thread(_events, parts, site, after, limit)
        return json_response({"events": [event.shown() for event in found]})

    return router


def _announced(hall: Hall, events: Sequence[Event]) -> Answer:
    return Answer(201, {"seq": events[0].seq, "at": rfc3339(events[0].at), **events[0].data})


def _closed(hall: Hall, events: Sequence[Event]) -> Answer:
    expired = sum(1 for event in events if event.type.value == "ticket.expired")
    return Answer(201, {"day": events[-1].data["day"], "expired": expired})


def _events(parts: Parts, site: str, after: int, limit: int) -> list[Event]:
    with parts.reading.connect() as connection:
        return reads.events_after(connection, site, after, limit)
