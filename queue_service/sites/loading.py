"""A checked site file goes into a database."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Engine

from queue_service.sites.site_changes import changes, merge
from queue_service.sites.site_file import SiteFile
from queue_service.store.found import load_site


def load(engine: Engine, file: SiteFile, *, now: datetime) -> tuple[str, list[str]]:
    """The site's id, and what changed in words; nothing when nothing did."""
    entries = [asdict(procedure) for procedure in file.procedures]
    lines = load_site(engine, file.site, entries, compare=changes, merge=merge, now=now)
    return file.site.id, lines
