"""Devices join, leave, fall silent and come back."""

from __future__ import annotations

from datetime import datetime

from queue_service.domain.errors import Invalid, NotFound
from queue_service.domain.events import EventType, Fact
from queue_service.domain.hall import Hall


def pair_device(
    hall: Hall,
    now: datetime,
    *,
    device: str,
    kind: str,
    name: str,
    counter: int | None,
    printer: str | None,
    code: str | None = None,
    code_is_free: bool = True,
) -> list[Fact]:
    """A device gets its token; the token itself stands nowhere.

    `code_is_free`: the code, if any, was given to a device and has paired none yet. Raises NotFound for another code
    or an unknown counter, Invalid.
    """
    if not code_is_free:
        raise NotFound(what="pairing", id=code)
    if counter is not None:
        hall.counter(counter)
    if printer is not None and kind != "kiosk":
        raise Invalid(field="printer", reason="only a kiosk has a printer")
    data = {"device": device, "kind": kind, "name": name, "counter": counter, "printer": printer}
    return [Fact(EventType.DEVICE_PAIRED, data=data)]


def revoke_device(hall: Hall, now: datetime, *, device: str, known: bool = True) -> list[Fact]:
    """Its token is worth nothing from now on. Raises NotFound when no such device is paired."""
    if not known:
        raise NotFound(what="device", id=device)
    return [Fact(EventType.DEVICE_REVOKED, data={"device": device})]


def report_trouble(hall: Hall, now: datetime, *, device: str, problem: str | None) -> list[Fact]:
    """A device's problem, or None when it works; said once when it begins and once when it ends."""
    known = hall.troubles.get(device)
    if problem == known:
        return []
    if problem is None:
        return [Fact(EventType.DEVICE_BACK, data={"device": device, "problem": known})]
    return [Fact(EventType.DEVICE_LOST, data={"device": device, "problem": problem})]
