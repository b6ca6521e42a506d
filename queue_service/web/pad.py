"""The rating pad's door: what it may ask about, and the answer."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import ConfigDict, Field
from starlette.responses import Response

from queue_service.commands.rate import rate_last_served, to_rate
from queue_service.store import access as store
from queue_service.store.act import Answer
from queue_service.views import pad_view
from queue_service.web.parts import API, Parts, json_response, respond
from queue_service.web.phone import Rating
from queue_service.web.private_words import beside_event, said


class PadRating(Rating):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"score": 5, "label": "B118"}]})

    label: Annotated[str, Field(min_length=1, max_length=12)] | None = None


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(prefix=API + "/sites/{site}/counters/{number}/rating", tags=["pad"])

    @router.get("")
    async def asked_about(site: str, number: int, request: Request) -> Response:
        """The ticket last served at the counter while it may still be rated, and who sits there."""
        await parts.access.require(request, site, "rating", counter=number)
        hall = await parts.images.fresh(site)
        username = hall.desk(number).username
        name = await asyncio.to_thread(_name, parts, site, username) if username else None
        return json_response(pad_view(to_rate(hall, parts.now(), counter=number), name))

    @router.post("", status_code=204)
    async def rate(site: str, number: int, rating: PadRating, request: Request) -> Response:
        """Rate the ticket last served at the counter; with a `label`, only if it is still that one."""
        caller = await parts.access.require(request, site, "rating", counter=number)
        answer = await parts.act(
            request,
            caller,
            site,
            rate_last_served,
            answer=lambda hall, events: Answer(204),
            beside=beside_event("comment", rating.comment),
            counter=number,
            label=rating.label,
            score=rating.score,
            reasons=rating.reasons,
            commented=said(rating.comment),
        )
        return respond(answer)

    return router


def _name(parts: Parts, site: str, username: str) -> str | None:
    with parts.reading.connect() as connection:
        return store.officer_names(connection, site, [username]).get(username)
