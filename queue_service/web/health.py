"""For machines that watch: alive, ready, measures."""

from __future__ import annotations

import asyncio
from pathlib import Path

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.responses import Response

from queue_service.domain.errors import Unavailable
from queue_service.store import reads
from queue_service.store.engine import is_sqlite
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
        for part, is_up in (await _up(parts)).items():
            if not is_up:
                raise Unavailable(reason=part, retry_after_s=2)
        return json_response({"status": "ready"})

    @router.get("/metrics")
    async def metrics() -> Response:
        """Prometheus' text format."""
        up, measures = await _up(parts), parts.measures
        measures.read_off(
            parts.images.loaded, parts.now(), depth=parts.writer.depth, up=up, folder=_folder(parts)
        )
        return Response(await asyncio.to_thread(measures.text), media_type=CONTENT_TYPE_LATEST)

    return router


async def _up(parts: Parts) -> dict[str, bool]:
    """Which parts answer."""
    try:
        async with asyncio.timeout(READY_TIMEOUT_S):
            await asyncio.to_thread(_ask_database, parts)
        database = True
    except (DBAPIError, PoolTimeout, TimeoutError):
        database = False
    return {"database": database, "writer": parts.writer.works, "bus": parts.bell.answers()}


def _folder(parts: Parts) -> Path | None:
    url = parts.settings.database_url
    return Path(make_url(url).database or "").absolute().parent if is_sqlite(url) else None


def _ask_database(parts: Parts) -> None:
    with parts.reading.connect() as connection:
        reads.answers_at_all(connection)
