"""The citizen's door: one's own ticket, by the token on the slip."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Annotated, Any

import segno
from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from queue_service.commands.cancel import cancel
from queue_service.commands.rate import rate_ticket
from queue_service.domain.errors import IllegalMove, NotFound, NotKnown
from queue_service.domain.events import Event
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import Move
from queue_service.store import reads
from queue_service.store.act import Answer
from queue_service.views import past_ticket_view, ticket_view
from queue_service.web.limits import HOLDER
from queue_service.web.parts import API, Parts, json_response, respond
from queue_service.web.private_words import beside_event, said

CITIZEN = "citizen"


class Rating(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"score": 5}]})

    score: int = Field(ge=1, le=5, strict=True)
    reasons: tuple[Annotated[str, Field(pattern=r"^[a-z0-9-]{1,32}$")], ...] = Field(default=(), max_length=8)
    comment: str | None = Field(default=None, max_length=2_000)


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(prefix=API, tags=["phone"])

    @router.get("/tickets/{token}")
    async def ticket(token: str) -> Response:
        """The ticket with its place and expected wait."""
        site, ticket_id = _read(parts, token)
        hall = await parts.images.fresh(site)
        found = hall.tickets.get(ticket_id)
        if found is not None:
            return json_response(parts.held(hall, found))
        row = await asyncio.to_thread(_past, parts, site, ticket_id)
        if row is None:
            raise NotFound(what="ticket")
        track_url = parts.track_url_of(site, ticket_id)
        return json_response(past_ticket_view(row, token=token, track_url=track_url))

    @router.get("/tickets/{token}/qr.svg")
    async def qr(token: str) -> Response:
        """The QR that leads to the ticket's page, for a kiosk without paper."""
        site, ticket_id = _read(parts, token)
        picture = io.BytesIO()
        code = segno.make(parts.track_url_of(site, ticket_id), error="m", micro=False)
        code.save(picture, kind="svg", border=2, xmldecl=False, svgns=True, omitsize=True, dark="#14211E")
        return Response(
            picture.getvalue(), media_type="image/svg+xml", headers={"Cache-Control": "private, max-age=600"}
        )

    @router.post("/tickets/{token}/cancel")
    async def give_up(token: str, request: Request) -> Response:
        """Give the number back."""
        site, ticket_id = _read(parts, token)
        async with _of_today(parts, site, ticket_id, Move.CANCEL):
            answer = await parts.act(
                request, _holder(ticket_id), site, cancel, answer=_of(ticket_id), ticket=ticket_id
            )
        return respond(answer, await _held(parts, site, ticket_id))

    @router.post("/tickets/{token}/rating")
    async def rate(token: str, rating: Rating, request: Request) -> Response:
        """Rate the service, once."""
        site, ticket_id = _read(parts, token)
        async with _of_today(parts, site, ticket_id, Move.RATE):
            answer = await parts.act(
                request,
                _holder(ticket_id),
                site,
                rate_ticket,
                answer=_of(ticket_id),
                beside=beside_event("comment", rating.comment),
                ticket=ticket_id,
                score=rating.score,
                reasons=rating.reasons,
                commented=said(rating.comment),
            )
        return respond(answer, await _held(parts, site, ticket_id))

    def _read(parts: Parts, token: str) -> tuple[str, str]:
        try:
            site, ticket_id = parts.tokens.read_ticket(token)
        except NotKnown as error:
            raise NotFound(what="ticket") from error
        parts.limits.hit(HOLDER, "holder", site, ticket_id)
        return site, ticket_id

    return router


@asynccontextmanager
async def _of_today(parts: Parts, site: str, ticket_id: str, move: Move) -> AsyncIterator[None]:
    """A ticket of a day that has ended moves no more: its holder is told in which state it stands."""
    try:
        yield
    except NotFound:
        row = await asyncio.to_thread(_past, parts, site, ticket_id)
        if row is None:
            raise
        raise IllegalMove(move=str(move), state=row["state"], label=row["label"]) from None


async def _held(parts: Parts, site: str, ticket_id: str) -> dict[str, Any] | None:
    hall = await parts.images.fresh(site)
    found = hall.tickets.get(ticket_id)
    return parts.held(hall, found) if found else None


def _holder(ticket_id: str) -> str:
    return f"{CITIZEN}:{ticket_id}"


def _of(ticket_id: str) -> Any:
    def answer(hall: Hall, events: Sequence[Event]) -> Answer:
        return Answer(200, ticket_view(hall, hall.ticket(ticket_id)))

    return answer


def _past(parts: Parts, site: str, ticket_id: str) -> dict[str, Any] | None:
    with parts.reading.connect() as connection:
        return reads.past_ticket(connection, site, ticket_id)
