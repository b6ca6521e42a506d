"""Errors become RFC 9457 problem documents; status codes for them stand here and nowhere else."""

from __future__ import annotations

import json
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from prometheus_client import Counter
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import Response

from queue_service.domain import errors

log = structlog.get_logger(__name__)

STATUS: dict[type[errors.QueueError], int] = {
    errors.Refusal: 409,
    errors.Invalid: 422,
    errors.NotKnown: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Archived: 410,
    errors.TooLarge: 413,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}

TITLES = {
    "refused": "The hall's rules do not allow this",
    "illegal-move": "The ticket cannot make this move from its state",
    "no-ticket": "The counter has no ticket",
    "not-present": "The counter has another ticket by now",
    "counter-closed": "The counter is closed",
    "counter-paused": "The counter is paused",
    "counter-busy": "The counter still has a ticket",
    "hall-closed": "The hall gives no numbers now",
    "service-closed": "The service gives no numbers now",
    "already-rated": "The ticket was rated before",
    "rating-closed": "There is nothing to rate now",
    "number-taken": "This number, or a higher one, was entered before",
    "slip-ended": "The slip has ended",
    "invalid": "The request is not valid",
    "idempotency-mismatch": "The Idempotency-Key came before with another request",
    "not-known": "Authentication is needed",
    "not-allowed": "Not allowed",
    "not-found": "No such thing",
    "archived": "These events have left the database for the archive",
    "too-large": "The body is too large",
    "too-many": "Too many requests",
    "unavailable": "Not available now, please retry",
    "method-not-allowed": "The method is not allowed here",
    "internal": "An error on our side; it has been logged",
}


def problem(
    code: str, status: int, data: dict[str, Any] | None = None, *, replayed: bool = False
) -> Response:
    data = data or {}
    headers = {}
    retry = data.get("retry_after_s") if status in (429, 503) else None
    if status in (429, 503):
        headers["Retry-After"] = str(max(1, int(retry or 1)))
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if replayed:
        headers["Idempotent-Replayed"] = "true"
    title = TITLES[code]
    body = {
        "type": f"/problems/{code}",
        "code": code,
        "title": title,
        "status": status,
        "detail": _detail(title, data),
        **({"data": data} if data else {}),
    }
    return Response(
        json.dumps(body, ensure_ascii=False), status, headers, media_type="application/problem+json"
    )


def problem_of(error: errors.QueueError) -> Response:
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    return problem(error.code, status, error.data, replayed=error.replayed)


def install(app: FastAPI, refusals: Counter) -> None:
    """One handler for the whole tree, and the framework's own errors in the same form; `refusals` counts by code."""

    @app.exception_handler(errors.QueueError)
    async def _ours(request: Request, error: errors.QueueError) -> Response:
        refusals.labels(error.code).inc()
        return problem_of(error)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:
        wrong = [
            {"field": ".".join(str(part) for part in e["loc"]), "reason": e["msg"]} for e in error.errors()
        ]
        refusals.labels("invalid").inc()
        return problem("invalid", 422, {"errors": wrong})

    @app.exception_handler(HTTPException)
    async def _framework(request: Request, error: HTTPException) -> Response:
        code = _FRAMEWORKS.get(error.status_code, "invalid")
        refusals.labels(code).inc()
        return problem(code, error.status_code)

    @app.exception_handler(DBAPIError)
    @app.exception_handler(PoolTimeout)
    async def _database(request: Request, error: DBAPIError | PoolTimeout) -> Response:
        """A read that failed, or found no connection in time; the writer tells of its own failures."""
        log.warning("database refused a read", error=type(getattr(error, "orig", None) or error).__name__)
        return await _ours(request, errors.Unavailable(reason="database", retry_after_s=1))


_FRAMEWORKS = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}


def _detail(title: str, data: dict[str, Any]) -> str:
    """The title with what is wrong: `The ticket cannot make this move from its state: move start, state waiting.`"""
    told = ", ".join(f"{name} {value}" for name, value in data.items() if isinstance(value, str | int))
    return f"{title}: {told}." if told else f"{title}."
