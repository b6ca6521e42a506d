"""For machines that watch: alive, ready, measures."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import DBAPIError
from starlette.responses import Response

from queue_service.domain.errors import Unavailable
from queue_service.store import reads
from queue_service.web.parts import Parts, json_response

READY_TIMEOUT_S = 3.0


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(tags=["operations"])

    @router.get("/healthz")
    async def alive() -> Response:
        """The process answers."""
        return json_response({"status": "alive"})

    @router.get("/readyz")
    async def ready() -> Response:
        """The database and the bus answer."""
        try:
            async with asyncio.timeout(READY_TIMEOUT_S):
                await asyncio.to_thread(_ask_database, parts)
        except (DBAPIError, TimeoutError) as error:
            raise Unavailable(reason="database", retry_after_s=2) from error
        if not parts.writer.works:
            raise Unavailable(reason="writer", retry_after_s=2)
        if not parts.bell.answers():
            raise Unavailable(reason="bus", retry_after_s=2)
        return json_response({"status": "ready"})

    @router.get("/metrics")
    async def metrics() -> Response:
        """Prometheus' text format."""
        return Response(generate_latest(parts.measures.registry), media_type=CONTENT_TYPE_LATEST)

    return router


def _ask_database(parts: Parts) -> None:
    with parts.reading.connect() as connection:
        reads.answers_at_all(connection)
