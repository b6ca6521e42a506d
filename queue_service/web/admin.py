"""The administrator's door: devices are paired by a code, listed, and revoked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Body, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from queue_service.commands.devices import pair_device, revoke_device
from queue_service.domain.errors import Invalid, NotAllowed, NotKnown
from queue_service.domain.events import Event, rfc3339
from queue_service.domain.hall import Hall
from queue_service.store import access
from queue_service.store.access import Device
from queue_service.store.act import Answer, SideRow
from queue_service.tokens import token_hash
from queue_service.web.access import SCOPES, Caller
from queue_service.web.limits import PAIRING, address
from queue_service.web.parts import API, Parts, json_response, respond


class NewPairing(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"site": "lam-dong"}]})

    site: str | None = Field(default=None, max_length=64)


class Claim(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"site": "lam-dong", "claim": "…"}]}
    )

    site: str | None = Field(default=None, max_length=64)
    claim: str = Field(max_length=64)


class Approval(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"kind": "kiosk", "name": "Kiosk 1", "printer": "printer-1"}]},
    )

    kind: Annotated[str, Field(pattern="^(" + "|".join(SCOPES) + ")$")]
    name: str = Field(min_length=1, max_length=80)
    counter: int | None = None
    printer: str | None = Field(default=None, max_length=64)


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(prefix=API, tags=["admin"])

    @router.post("/pairings", status_code=201)
    async def new_pairing(request: Request, body: Annotated[NewPairing | None, Body()] = None) -> Response:
        """A code that a device shows and an administrator approves; good for ten minutes. Writes nothing."""
        parts.limits.hit(PAIRING, "pairing", address(request))
        site = await _site(parts, body.site if body else None)
        pairing = parts.tokens.new_pairing(site, parts.now())
        told = {"code": pairing.code, "claim": pairing.claim, "expires_at": rfc3339(pairing.expires_at)}
        return json_response(told, 201)

    @router.post("/pairings/{code}/claim")
    async def claim(code: str, body: Claim, request: Request) -> Response:
        """The device asks for its token: 202 until approved; the proof came with the code."""
        parts.limits.hit(PAIRING, "claim", address(request), code)
        site = await _site(parts, body.site)
        if not parts.tokens.is_claim(site, code, body.claim, parts.now()):
            return json_response({"expired": True}, 410)
        device = await asyncio.to_thread(_paired, parts, site, code)
        if device is None:
            revoked = await asyncio.to_thread(_has_paired, parts, site, code)
            return json_response({"expired": True}, 410) if revoked else json_response({}, 202)
        return json_response({"token": parts.tokens.of_paired_device(site, device.id, code)})

    @router.post("/pairings/{code}/approve", status_code=201)
    async def approve(code: str, body: Approval, request: Request) -> Response:
        """Give the device that shows this code its name and its scope; the token is shown once."""
        caller = await _admin(parts, request)
        code = code.strip().upper()
        given = parts.tokens.is_pairing(caller.site, code, parts.now())
        free = given and not await asyncio.to_thread(_has_paired, parts, caller.site, code)
        await _require_printer(parts, caller.site, body.printer)
        device_id = f"{body.kind}-{code.lower()}"
        token = parts.tokens.of_paired_device(caller.site, device_id, code)
        new = Device(
            caller.site, device_id, body.kind, body.name, body.counter, body.printer, token_hash(token), ""
        )
        answer = await parts.act(
            request,
            caller,
            caller.site,
            pair_device,
            answer=lambda hall, events: Answer(201, {"id": device_id, "kind": body.kind, "name": body.name}),
            beside=_device_row(new, code),
            device=device_id,
            kind=body.kind,
            name=body.name,
            counter=body.counter,
            printer=body.printer,
            code=code,
            code_is_free=free,
        )
        return respond(answer, answer.body | {"token": token})

    @router.get("/devices")
    async def devices(request: Request) -> Response:
        """All paired devices with what troubles them."""
        caller = await _admin(parts, request)
        hall = await parts.images.fresh(caller.site)
        found = await asyncio.to_thread(_devices, parts, caller.site)
        shown = [
            {
                "id": d.id,
                "kind": d.kind,
                "name": d.name,
                "counter": d.counter,
                "printer": d.printer,
                "paired_at": d.paired_at,
                "problem": hall.troubles.get(d.id),
            }
            for d in found
        ]
        return json_response({"devices": shown})

    @router.delete("/devices/{device}", status_code=204)
    async def revoke(device: str, request: Request) -> Response:
        """Its token is worth nothing from now on; its sockets close."""
        caller = await _admin(parts, request)
        known = {d.id for d in await asyncio.to_thread(_devices, parts, caller.site)}
        answer = await parts.act(
            request,
            caller,
            caller.site,
            revoke_device,
            answer=lambda hall, events: Answer(204),
            device=device,
            known=device in known,
        )
        return respond(answer)

    return router


async def _admin(parts: Parts, request: Request) -> Caller:
    """The one caller with the scope `admin`; its site is the site meant."""
    callers = await parts.access.callers(request)
    if not callers:
        raise NotKnown()
    admin = next((c for c in callers if "admin" in c.scopes), None)
    if admin is None:
        raise NotAllowed(needs=["admin"])
    return await parts.access.require(request, admin.site, "admin")


async def _site(parts: Parts, named: str | None) -> str:
    if named is not None:
        return (await parts.images.hall(named)).site.id
    known = await parts.images.site_ids()
    if len(known) != 1:
        raise Invalid(field="site", reason="needed where there is not exactly one site")
    return known[0]


async def _require_printer(parts: Parts, site: str, printer: str | None) -> None:
    if printer is None:
        return
    devices = await asyncio.to_thread(_devices, parts, site)
    if all(d.id != printer or d.kind != "printer" for d in devices):
        raise Invalid(field="printer", value=printer, reason="no such printer is paired")


def _device_row(new: Device, code: str | None) -> Callable[[Hall, Sequence[Event]], list[SideRow]]:
    def beside(hall: Hall, events: Sequence[Event]) -> list[SideRow]:
        return (
            [SideRow("devices", access.device_values(new, pairing=code, at=events[0].at))] if events else []
        )

    return beside


def _paired(parts: Parts, site: str, code: str) -> Device | None:
    with parts.reading.connect() as connection:
        return access.paired_by(connection, site, code)


def _has_paired(parts: Parts, site: str, code: str) -> bool:
    with parts.reading.connect() as connection:
        return access.has_paired(connection, site, code)


def _devices(parts: Parts, site: str) -> list[Device]:
    with parts.reading.connect() as connection:
        return access.devices_of(connection, site)
