"""Each site's catalogue, ready for search; re-read when the site is configured anew."""

from __future__ import annotations

import asyncio

from sqlalchemy import Engine

from queue_service.domain.events import Event, EventType
from queue_service.domain.hall import Hall
from queue_service.sites.catalogue import Catalogue
from queue_service.sites.procedure import Procedure
from queue_service.store import reads
from queue_service.store.images import Images


class Catalogues:
    """A follower of the images: a `site.configured` makes the site's catalogue stale."""

    def __init__(self, reading: Engine, images: Images) -> None:
        self._reading = reading
        self._images = images
        self._kept: dict[str, Catalogue] = {}
        self._services: dict[str, dict[str, str]] = {}  # service by procedure code, by site

    def heard(self, hall: Hall, event: Event) -> None:
        if event.type is EventType.SITE_CONFIGURED:
            self.forget(hall.site.id)

    def lost(self, site: str) -> None:
        self.forget(site)

    def forget(self, site: str) -> None:
        self._kept.pop(site, None)
        self._services.pop(site, None)

    async def of(self, site: str) -> Catalogue:
        kept = self._kept.get(site)
        if kept is None:
            hall = await self._images.hall(site)
            kept = self._kept[site] = await asyncio.to_thread(self._build, hall)
        return kept

    async def service_of(self, site: str, code: str) -> str | None:
        """The service that a procedure belongs to; None for an unknown code."""
        catalogue = await self.of(site)
        if site not in self._services:
            self._services[site] = {p.code: p.service for p in catalogue.search("", limit=100_000)}
        return self._services[site].get(code)

    def _build(self, hall: Hall) -> Catalogue:
        with self._reading.connect() as connection:
            entries = reads.catalogue(connection, hall.site.id)
        return Catalogue([Procedure(**entry) for entry in entries], hall.site.services)
