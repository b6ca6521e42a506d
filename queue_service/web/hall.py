"""The public's door: the hall, its board, its catalogue, its voice."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import PlainTextResponse, Response

from queue_service.domain.errors import Invalid, NotFound, NotKnown
from queue_service.speech.words import announcement
from queue_service.views import board_view, site_view
from queue_service.web.limits import PUBLIC, address
from queue_service.web.parts import API, Parts, json_response

SPEECH_KEPT = "public, max-age=31536000, immutable"  # the same words for ever


def routes(parts: Parts) -> APIRouter:
    router = APIRouter(prefix=API, tags=["hall"])

    @router.get("/sites/{site}")
    async def site(site: str, request: Request) -> Response:
        """The hall: languages, services with who waits and how long it will take, priority classes."""
        await _limit(parts, request)
        hall = await parts.images.fresh(site)
        return json_response(site_view(hall, parts.forecasts.of(hall), parts.now()))

    @router.get("/sites/{site}/procedures")
    async def procedures(
        site: str,
        request: Request,
        q: Annotated[str, Query(max_length=200)] = "",
        service: Annotated[str | None, Query(max_length=64)] = None,
        limit: Annotated[int, Query(ge=1, le=1000)] = 20,
    ) -> Response:
        """Search the catalogue; accents and case do not matter, best first. Without `q`: all, in the site's order.

        `services`: services that answer by their own names, also those without a procedure.
        """
        await _limit(parts, request)
        await parts.images.hall(site)
        catalogue = await parts.catalogues.of(site)
        found = catalogue.search(q, limit=limit, service=service)
        shown = [
            {"code": p.code, "name": p.name, "short_name": p.short_name, "service": p.service} for p in found
        ]
        services = [s.id for s in catalogue.services(q)] if q else []
        return json_response({"procedures": shown, "services": services})

    @router.get("/sites/{site}/board")
    async def board(site: str, request: Request) -> Response:
        """The public state of the hall."""
        await _limit(parts, request)
        return json_response(board_view(await parts.images.fresh(site), parts.now()))

    @router.get("/sites/{site}/speech")
    async def speech(
        site: str,
        request: Request,
        label: Annotated[str, Query(max_length=12)],
        counter: Annotated[int, Query(ge=1, le=199)],
        language: Annotated[str, Query(max_length=8)] = "vi",
        kind: Annotated[str, Query(pattern="^(call|recall)$")] = "call",
    ) -> Response:
        """The announcement of a call as audio; with `Accept: text/plain` its words."""
        await _limit(parts, request)
        hall = await parts.images.hall(site)
        if language not in hall.site.languages:
            raise Invalid(field="language", value=language, known=list(hall.site.languages))
        hall.counter(counter)
        if label.rstrip("0123456789") not in hall.site.prefixes:
            raise NotFound(what="label", id=label)
        try:
            words = announcement(label, counter, language, kind)
        except ValueError as error:
            raise Invalid(field="label", reason=str(error)) from error
        if "text/plain" in request.headers.get("accept", ""):
            return PlainTextResponse(words, headers={"Cache-Control": SPEECH_KEPT, "Vary": "Accept"})
        audio = await parts.voice.speak(label, counter, language, kind)
        return Response(
            audio, media_type="audio/wav", headers={"Cache-Control": SPEECH_KEPT, "Vary": "Accept"}
        )

    return router


async def _limit(parts: Parts, request: Request) -> None:
    """Strangers are counted by address; whoever shows a valid token or session is not."""
    try:
        known = bool(await parts.access.callers(request))
    except NotKnown:
        known = False
    if not known:
        parts.limits.hit(PUBLIC, "public", address(request))
