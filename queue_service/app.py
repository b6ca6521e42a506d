"""The one place where the parts meet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import structlog
from fastapi import FastAPI
from sqlalchemy import Engine

from queue_service.caretaker import IDLE_S, KEPT_SITES, Caretaker
from queue_service.clock import utc_now
from queue_service.realtime.bell import Bell, SilentBell
from queue_service.realtime.forecasts import Forecasts
from queue_service.realtime.presence import Presence
from queue_service.realtime.stream import RESTARTING, Stream
from queue_service.settings import Settings
from queue_service.speech.voice import Voice
from queue_service.store.engine import is_sqlite, reading_engine, writing_engine
from queue_service.store.images import Images
from queue_service.store.schema import require_newest
from queue_service.store.writer import Writer
from queue_service.tokens import Tokens
from queue_service.web import (
    admin,
    counter,
    counters,
    errors,
    hall,
    health,
    kiosk,
    pad,
    pages,
    phone,
    print_agent,
    reception,
    session,
    supervisor,
)
from queue_service.web.access import Access
from queue_service.web.catalogues import Catalogues
from queue_service.web.demo_links import DemoLinks
from queue_service.web.gate import Gate
from queue_service.web.limits import Limits
from queue_service.web.measures import Measures
from queue_service.web.parts import Parts
from queue_service.web.room import Room
from queue_service.web.sockets import Sockets, beat

POSTGRES_LANES = 4  # sites written at the same time

log = structlog.get_logger(__name__)

DOORS = (kiosk, reception, counter, hall, phone, pad, counters, session, admin, supervisor, print_agent)


def create_app(
    settings: Settings,
    *,
    now: Callable[[], datetime] = utc_now,
    demo: DemoLinks | None = None,
    idle_s: float = IDLE_S,
) -> FastAPI:
    """The whole service. Opens nothing before its lifespan begins; that raises WrongSchema if it must."""
    parts, aside = _parts(settings, now)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        require_newest(parts.reading)
        parts.writer.start()
        await parts.bell.start(partial(_rung, parts), parts.presence.seen_elsewhere)
        sites = await parts.images.site_ids()
        if len(sites) <= KEPT_SITES:  # of many, each is read when it is first asked for
            for site in sites:
                await parts.images.hall(site)
        caretaker = Caretaker(parts, aside, idle_s=idle_s)
        heart = asyncio.create_task(beat(parts), name="heart")
        log.info("ready", address=settings.origin, sites=len(sites))
        try:
            yield
        finally:
            heart.cancel()
            parts.stream.close_all(RESTARTING)
            await caretaker.close()
            await parts.writer.close()
            await parts.bell.close()
            await parts.voice.close()
            for engine in (parts.reading, aside):
                engine.dispose()

    app = FastAPI(
        title="Queue service",
        description="Tickets, calls and screens of a public service hall.",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    for router in (*(door.routes(parts) for door in DOORS), health.routes(parts), pages.routes(parts, demo)):
        app.router.routes.extend(router.routes)  # one flat list: an included router costs each request 100 µs
    app.state.works = lambda: parts.writer.works
    pages.mount_assets(app)
    errors.install(app, parts.measures.refusals)
    app.state.room = Room(parts.measures.sent_away)
    app.add_middleware(Gate, measures=parts.measures, room=app.state.room)
    app.state.sockets = Sockets(parts)
    return app


def _parts(settings: Settings, now: Callable[[], datetime]) -> tuple[Parts, Engine]:
    """Everything, wired; with the engine for small writes beside the writer (log-outs, tidying)."""
    url = settings.database_url
    sqlite = is_sqlite(url)
    lanes = 1 if sqlite else POSTGRES_LANES
    reading, writing, aside = (
        reading_engine(url),
        writing_engine(url, lanes=lanes, patient=False),
        writing_engine(url),
    )
    tokens = Tokens(settings.secret_key)
    bell, measures = _bell(settings), Measures()

    def track_url(site: str, ticket_id: str) -> str:
        return f"{settings.origin}/t/{tokens.of_ticket(site, ticket_id)}"

    images = Images(reading, listen=bell.listen, leave=bell.leave)
    presence = Presence()
    stream = Stream(track_url, presence)
    access, catalogues = Access(tokens, reading, aside, origin=settings.origin), Catalogues(reading, images)
    for follower in (stream, access, catalogues):
        images.follow(follower)
    parts = Parts(
        settings=settings,
        tokens=tokens,
        reading=reading,
        images=images,
        writer=Writer(
            writing,
            images,
            now=now,
            ring=bell.ring,
            committed=measures.committed,
            lanes=lanes,
            in_threads=not sqlite,
        ),
        bell=bell,
        stream=stream,
        presence=presence,
        forecasts=Forecasts(now),
        catalogues=catalogues,
        voice=Voice(Path(settings.voice_cache)),
        access=access,
        limits=Limits(),
        measures=measures,
        now=now,
    )
    return parts, aside


async def _rung(parts: Parts, site: str) -> None:
    """Another process has written: who listens hears of it now, who asks reads it then."""
    parts.images.note_rung(site)
    if parts.stream.is_heard(site):
        await parts.images.catch_up_rung(parts.stream.is_heard)


def _bell(settings: Settings) -> Bell:
    if settings.bus_url is None:
        return SilentBell()
    from queue_service.realtime.nats_bell import (
        NatsBell,
    )  # weighs five megabytes that one process does not need

    return NatsBell(settings.bus_url)
