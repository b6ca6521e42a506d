"""A device gets its token without a running server: the command line's way."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlalchemy import Connection, Engine

from queue_service.commands.devices import pair_device
from queue_service.domain.errors import Invalid, NotFound, QueueError
from queue_service.domain.hall import Hall, fold
from queue_service.store import access, event_log, reads
from queue_service.store.access import Device
from queue_service.store.act import Act, SideRow
from queue_service.store.batch import SYSTEM, Batch
from queue_service.tokens import new_device_token, token_hash


def create_device(
    engine: Engine,
    site: str,
    *,
    kind: str,
    name: str,
    counter: int | None,
    printer: str | None,
    now: datetime,
) -> tuple[str, str]:
    """Id and token of a new device; the token is shown once. `printer` is the id or the name of a printer.

    Raises NotFound for an unknown site or counter, Invalid for an unknown printer.
    """
    with engine.begin() as connection:
        reads.lock_site(connection, site)
        hall = hall_of(connection, site)
        known = access.devices_of(connection, site)
        printer_id = _printer(known, printer)
        device_id = _free_id(kind, access.device_ids(connection, site))
        token = new_device_token(site, device_id)
        new = Device(site, device_id, kind, name, counter, printer_id, token_hash(token), "")
        act = Act(
            site,
            SYSTEM,
            partial(pair_device, device=device_id, kind=kind, name=name, counter=counter, printer=printer_id),
            beside=lambda hall, events: [
                SideRow("devices", access.device_values(new, pairing=None, at=events[0].at))
            ],
        )
        batch = Batch(connection, site, hall, [act])
        batch.open()
        (outcome,) = batch.decide(now).outcomes
        if isinstance(outcome, QueueError):
            raise outcome
        batch.write()
    return device_id, token


def hall_of(connection: Connection, site: str) -> Hall:
    """The image of a site. Raises NotFound."""
    events = list(event_log.since_last_close(connection, site))
    if not events:
        raise NotFound(what="site", id=site)
    return fold(events)


def _printer(known: list[Device], named: str | None) -> str | None:
    if named is None:
        return None
    found = next((d.id for d in known if d.kind == "printer" and named in (d.id, d.name)), None)
    if found is None:
        raise Invalid(field="printer", value=named, known=[d.name for d in known if d.kind == "printer"])
    return found


def _free_id(kind: str, taken: set[str]) -> str:
    number = 1
    while f"{kind}-{number}" in taken:
        number += 1
    return f"{kind}-{number}"
