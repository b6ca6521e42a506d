"""The print agent's door: how each slip ended, and how the printer is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from queue_service.commands.confirm_slip import slip_failed, slip_printed
from queue_service.commands.devices import report_trouble
from queue_service.domain.events import Event
from queue_service.domain.hall import Hall
from queue_service.store.act import Answer
from queue_service.web.access import Caller
from queue_service.web.parts import API, Parts, respond

Problem = Literal["paper-low", "paper-out", "cover-open", "no-answer"]


class Printed(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"repeat": False}]})

    repeat: bool = False


class Failed(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "paper-out"}]})

    reason: str = Field(pattern="^[a-z-]{1,32}$")


class Status(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"problem": "paper-low"}]})

    problem: Problem | None


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(prefix=API + "/sites/{site}", tags=["print agent"])

    @router.post("/slips/{slip}/printed", status_code=204)
    async def printed(site: str, slip: str, request: Request, body: Printed | None = None) -> Response:
        """The slip is paper; safe to repeat."""
        caller = await parts.access.require(request, site, "printer")
        repeat = body.repeat if body else False
        answer = await parts.act(
            request, caller, site, slip_printed, answer=_done, slip=slip, printer=_id(caller), repeat=repeat
        )
        return respond(answer)

    @router.post("/slips/{slip}/failed", status_code=204)
    async def failed(site: str, slip: str, body: Failed, request: Request) -> Response:
        """The slip will not be paper; safe to repeat."""
        caller = await parts.access.require(request, site, "printer")
        answer = await parts.act(
            request,
            caller,
            site,
            slip_failed,
            answer=_done,
            slip=slip,
            printer=_id(caller),
            reason=body.reason,
        )
        return respond(answer)

    @router.post("/printer/status", status_code=204)
    async def status(site: str, body: Status, request: Request) -> Response:
        """The printer's problem, or null when it works; an event only when that changed."""
        caller = await parts.access.require(request, site, "printer")
        answer = await parts.act(
            request, caller, site, report_trouble, answer=_done, device=_id(caller), problem=body.problem
        )
        return respond(answer)

    return router


def _id(caller: Caller) -> str:
    return caller.device.id if caller.device else caller.actor


def _done(hall: Hall, events: Sequence[Event]) -> Answer:
    return Answer(204)
