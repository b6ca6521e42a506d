"""Many halls in one database, founded in bulk: each the shipped hall, with kiosks and one token for its counters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import as_file, files

from sqlalchemy import Connection

from queue_service.clock import utc_now
from queue_service.commands.configure_site import configure_site
from queue_service.commands.devices import pair_device
from queue_service.domain.hall import Hall
from queue_service.domain.site import Site
from queue_service.sites.site_file import load_site_file
from queue_service.store import reads
from queue_service.store.access import Device, device_values
from queue_service.store.act import Act, Answer, SideRow
from queue_service.store.batch import SYSTEM, Batch
from queue_service.store.engine import writing_engine
from queue_service.store.migrate import migrate
from queue_service.tokens import new_device_token, token_hash

SITES_A_TRANSACTION = 100


@dataclass(frozen=True, slots=True)
class Town:
    """A hall as its clients know it."""

    id: str
    kiosk: str
    counter: str
    services: dict[int, str]  # one that each counter serves


def found_country(url: str, count: int) -> list[Town]:
    engine = writing_engine(url)
    migrate(engine)
    with as_file(files("queue_service.sites") / "lam-dong.toml") as path:
        shipped = load_site_file(path).site
    site = replace(shipped, hours=replace(shipped.hours, always=True))
    towns: list[Town] = []
    for first in range(0, count, SITES_A_TRANSACTION):
        with engine.begin() as connection:
            for n in range(first, min(first + SITES_A_TRANSACTION, count)):
                towns.append(_found(connection, replace(site, id=f"hall-{n:04d}")))
    engine.dispose()
    return towns


def _found(connection: Connection, site: Site) -> Town:
    reads.found_site(connection, site.id)
    kiosk, counter = new_device_token(site.id, "kiosk-1"), new_device_token(site.id, "counter-1")
    acts = [
        Act(
            site.id,
            SYSTEM,
            partial(configure_site, site=site, changes=["new"]),
            answer=lambda hall, events: Answer(200),
        ),
        _pairing(site.id, "kiosk", kiosk),
        _pairing(site.id, "counter", counter),
    ]
    batch = Batch(connection, site.id, Hall.of(site), acts)
    batch.open()
    batch.decide(utc_now())
    batch.write()
    return Town(site.id, kiosk, counter, {c.number: c.services[0] for c in site.counters if c.services})


def _pairing(site: str, kind: str, token: str) -> Act:
    device = Device(site, f"{kind}-1", kind, kind, None, None, token_hash(token), "")
    command = partial(pair_device, device=device.id, kind=kind, name=kind, counter=None, printer=None)
    return Act(
        site,
        SYSTEM,
        command,
        beside=lambda hall, events: [
            SideRow("devices", device_values(device, pairing=None, at=events[0].at))
        ],
    )
