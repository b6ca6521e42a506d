"""A site enters a database, as `queue-service site load` does it; and devices and people of it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine

from queue_service.clock import utc_now
from queue_service.domain.site import Site
from queue_service.sites.loading import load
from queue_service.sites.procedure import Procedure
from queue_service.sites.site_file import SiteFile
from queue_service.store.devices import create_device
from queue_service.store.engine import writing_engine

PROCEDURES = (
    Procedure("1.000001", "Tách thửa đất", "Tách thửa", "land", "Đất đai", "tỉnh", "https://example.vn/1"),
    Procedure("1.000002", "Đăng ký hộ kinh doanh", "Hộ kinh doanh", "business", "", "xã", ""),
    Procedure("1.000003", "Cấp sổ hộ khẩu", "Sổ hộ khẩu", "land", "Cư trú", "xã", ""),
)


@functools.lru_cache(maxsize=8)
def _engine(url: str) -> Engine:
    """Kept for the statements that it has compiled; its connections are not."""
    return writing_engine(url)


@contextmanager
def engine_of(url: str) -> Iterator[Engine]:
    engine = _engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def found(
    url: str, site: Site, procedures: tuple[Procedure, ...] = PROCEDURES, *, now: datetime | None = None
) -> list[str]:
    """Load a site; what changed, in words."""
    with engine_of(url) as engine:
        _, lines = load(engine, SiteFile(site, procedures), now=now or utc_now())
    return lines


def new_token(
    url: str,
    site: str,
    scope: str,
    *,
    name: str | None = None,
    counter: int | None = None,
    printer: str | None = None,
) -> tuple[str, str]:
    """Id and token of a new device."""
    with engine_of(url) as engine:
        return create_device(
            engine,
            site,
            kind=scope,
            name=name or f"a {scope}",
            counter=counter,
            printer=printer,
            now=utc_now(),
        )
