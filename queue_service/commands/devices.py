"""Devices join, leave, fall silent and come back."""

from __future__ import annotations

from datetime import datetime

from queue_service.domain.errors import Invalid
from queue_service.domain.events import EventType, Fact
from queue_service.domain.hall import Hall


def pair_device(
    hall: Hall, now: datetime, *, device: str, kind: str, name: str, counter: int | None, printer: str | None
) -> list[Fact]:
    """A device gets its token; the token itself stands nowhere. Raises NotFound for an unknown counter."""
    if counter is not None:
        hall.counter(counter)
    if printer is not None and kind != "kiosk":
        raise Invalid(field="printer", reason="only a kiosk has a printer")
    data = {"device": device, "kind": kind, "name": name, "counter": counter, "printer": printer}
    return [Fact(EventType.DEVICE_PAIRED, data=data)]


def revoke_device(hall: Hall, now: datetime, *, device: str) -> list[Fact]:
    return [Fact(EventType.DEVICE_REVOKED, data={"device": device})]


def report_trouble(hall: Hall, now: datetime, *, device: str, problem: str | None) -> list[Fact]:
    """A device's problem, or None when it works; said once when it begins and once when it ends."""
    known = hall.troubles.get(device)
    if problem == known:
        return []
    if problem is None:
        return [Fact(EventType.DEVICE_BACK, data={"device": device, "problem": known})]
    return [Fact(EventType.DEVICE_LOST, data={"device": device, "problem": problem})]
