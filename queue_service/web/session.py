"""Log-in and log-out: officers by name and password, devices by their token, both into HttpOnly cookies."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from queue_service.domain.errors import Invalid, NotAllowed, NotKnown
from queue_service.store.access import Device, User
from queue_service.tokens import SESSION_LASTS_S
from queue_service.web.access import SESSION_COOKIE, device_cookie
from queue_service.web.limits import LOG_IN_ADDRESS, LOG_IN_NAME, address
from queue_service.web.parts import API, Parts, json_response

DEVICE_COOKIE_S = 365 * 24 * 3600


class LogIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"username": "lan", "password": "…"}]}
    )

    username: str | None = Field(default=None, max_length=64)
    password: str | None = Field(default=None, max_length=256)
    site: str | None = Field(default=None, max_length=64)
    token: str | None = Field(default=None, max_length=256)


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(prefix=API + "/session", tags=["session"])

    @router.post("")
    async def log_in(body: LogIn, request: Request) -> Response:
        """A session cookie for an officer, or a device cookie for a page that holds a device's token."""
        if parts.access.is_foreign(request):
            raise NotAllowed(reason="origin")
        if body.token is not None:
            parts.limits.hit(LOG_IN_ADDRESS, "log-in", address(request))
            device = await parts.access.device(body.token)
            response = json_response({"device": _device(device)})
            _set(request, response, device_cookie(device.kind), body.token, DEVICE_COOKIE_S)
            return response
        if not body.username or not body.password:
            raise Invalid(field="username", reason="username and password, or token, are needed")
        parts.limits.hit(LOG_IN_ADDRESS, "log-in", address(request))
        user = await _log_in(parts, request, body)
        response = json_response({"user": _user(user)})
        session = parts.tokens.session(user.site, user.username, user.session_epoch)
        _set(request, response, SESSION_COOKIE, session, SESSION_LASTS_S)
        return response

    @router.get("")
    async def who(request: Request, site: str) -> Response:
        """Who this browser is at a site: an officer, devices by kind, or nobody."""
        callers = [c for c in await parts.access.callers(request) if c.site == site]
        user = next((c.user for c in callers if c.user), None)
        devices = [_device(c.device) for c in callers if c.device]
        return json_response(
            {
                "user": _user(user) if user else None,
                "device": devices[0] if devices else None,
                "devices": {device["kind"]: device for device in devices},
            }
        )

    @router.delete("", status_code=204)
    async def log_out(request: Request) -> Response:
        """Ends all sessions of the officer."""
        if parts.access.is_foreign(request):
            raise NotAllowed(reason="origin")
        for caller in await parts.access.callers(request):
            if caller.user is not None:
                await parts.access.log_out(caller.site, caller.user.username)
                parts.stream.close_user(caller.site, caller.user.username)
        response = Response(status_code=204)
        response.delete_cookie(SESSION_COOKIE, path="/")
        return response

    return router


async def _log_in(parts: Parts, request: Request, body: LogIn) -> User:
    """Wrong passwords are counted; an officer who knows hers is never kept out by her own log-ins."""
    tries = ("wrong password", address(request), body.username or "")
    parts.limits.require_room(LOG_IN_NAME, *tries)
    try:
        return await parts.access.log_in(body.site, body.username or "", body.password or "")
    except NotKnown:
        parts.limits.hit(LOG_IN_NAME, *tries)
        raise


def _set(request: Request, response: Response, name: str, value: str, lasts_s: int) -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(
        name, value, max_age=lasts_s, path="/", httponly=True, samesite="strict", secure=secure
    )


def _user(user: User) -> dict[str, Any]:
    return {"username": user.username, "name": user.name, "role": user.role, "counter": user.counter}


def _device(device: Device) -> dict[str, Any]:
    return {
        "id": device.id,
        "kind": device.kind,
        "name": device.name,
        "counter": device.counter,
        "printer": device.printer,
    }
