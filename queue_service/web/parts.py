"""Everything that a route may need, made once by `app.py` and handed to each door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import orjson
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import Response

from queue_service.domain.errors import Invalid
from queue_service.domain.events import Fact
from queue_service.domain.hall import Hall
from queue_service.domain.ticket import Ticket
from queue_service.realtime.bell import Bell
from queue_service.realtime.forecasts import Forecasts
from queue_service.realtime.presence import Presence
from queue_service.realtime.stream import Stream
from queue_service.settings import Settings
from queue_service.speech.voice import Voice
from queue_service.store.act import Act, Answer, Key
from queue_service.store.images import Images
from queue_service.store.writer import Writer
from queue_service.tokens import Tokens, fingerprint
from queue_service.views import View, held_ticket_view
from queue_service.web.access import Access, Caller
from queue_service.web.catalogues import Catalogues
from queue_service.web.limits import Limits
from queue_service.web.measures import Measures

API = "/api/v1"
KEY_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Parts:
    settings: Settings
    tokens: Tokens
    reading: Engine
    images: Images
    writer: Writer
    bell: Bell
    stream: Stream
    presence: Presence
    forecasts: Forecasts
    catalogues: Catalogues
    voice: Voice
    access: Access
    limits: Limits
    measures: Measures
    now: Callable[[], datetime]

    async def act(
        self,
        request: Request,
        caller: Caller | str,
        site: str,
        decide: Callable[..., list[Fact]],
        *,
        answer: Callable[..., Answer],
        beside: Callable[..., Any] | None = None,
        **given: Any,
    ) -> Answer:
        """Run one command for a request; its Idempotency-Key, if any, is bound to the caller and to what was asked."""
        actor = caller.actor if isinstance(caller, Caller) else caller
        key = await _key(request, actor)
        extra: dict[str, Any] = {} if beside is None else {"beside": beside}
        return await self.writer.submit(
            Act(site, actor, partial(decide, **given), answer=answer, key=key, **extra)
        )

    def track_url(self, token: str) -> str:
        return f"{self.settings.origin}/t/{token}"

    def track_url_of(self, site: str, ticket_id: str) -> str:
        return self.track_url(self.tokens.of_ticket(site, ticket_id))

    def held(self, hall: Hall, ticket: Ticket) -> View:
        """A ticket as its holder sees it now."""
        token = self.tokens.of_ticket(hall.site.id, ticket.id)
        track_url = self.track_url(token)
        return held_ticket_view(hall, ticket, self.forecasts.of(hall), token=token, track_url=track_url)


async def _key(request: Request, caller: str) -> Key | None:
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not 1 <= len(key) <= KEY_LENGTH:
        raise Invalid(field="Idempotency-Key", reason=f"1 to {KEY_LENGTH} characters")
    body = await request.body()
    return Key(caller, key, fingerprint(request.method, request.url.path, body))


def respond(answer: Answer, body: Any = None) -> Response:
    """An answer as HTTP; `body` replaces the stored one where the edge adds what only this caller may see."""
    headers = {"Idempotent-Replayed": "true"} if answer.replayed else None
    if answer.status == 204:
        return Response(status_code=204, headers=headers)
    return json_response(answer.body if body is None else body, answer.status, headers)


def json_response(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(orjson.dumps(body), status, headers, media_type="application/json")
