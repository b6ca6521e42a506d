"""The officers' view over all counters: which of them work, and who sits there."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request
from starlette.responses import Response

from queue_service.domain.hall import Hall
from queue_service.store import access as store
from queue_service.views import counters_view
from queue_service.web.parts import API, Parts, json_response


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(prefix=API + "/sites/{site}/counters", tags=["counter"])

    @router.get("")
    async def counters(site: str, request: Request) -> Response:
        """Every counter with its state and its officer; names are for the staff alone, the board tells none."""
        await parts.access.require(request, site, "counter", "supervisor")
        hall = await parts.images.fresh(site)
        names = await asyncio.to_thread(_names, parts, hall)
        return json_response({"counters": counters_view(hall, names)})

    return router


def _names(parts: Parts, hall: Hall) -> dict[str, str]:
    usernames = [username for desk in hall.desks.values() if (username := desk.username)]
    with parts.reading.connect() as connection:
        return store.officer_names(connection, hall.site.id, usernames)
