"""A route whose request is read by one call of pydantic.

FastAPI documents it like any other; but its general way of reading a request (query, headers, cookies, dependencies)
takes as long as the rest of a durable command. For busy doors whose handlers ask only for their path, one JSON body
and the request.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response


class LeanRoute(APIRoute):
    """For `APIRouter(route_class=...)`. Raises TypeError at start for a handler that asks for more."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = self.endpoint
        body = _body_of(handler)

        async def read_and_handle(request: Request) -> Response:
            given = dict(request.path_params)
            if body is not None:
                given[body[0]] = _read(body[1], request, await request.body())
            answer: Response = await handler(request=request, **given)
            return answer

        return read_and_handle


def _body_of(handler: Callable[..., Any]) -> tuple[str, type[BaseModel]] | None:
    body = None
    for name, kind in inspect.get_annotations(handler, eval_str=True).items():
        if name == "return" or kind in (str, Request):
            continue
        if body is not None or not issubclass(kind, BaseModel):
            raise TypeError(f"{handler.__name__} asks for {name}, which a lean route does not read")
        body = name, kind
    return body


def _read(model: type[BaseModel], request: Request, content: bytes) -> BaseModel:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content and kind != "application/json":
        raise RequestValidationError(
            [{"loc": ("header", "content-type"), "msg": "application/json is needed"}]
        )
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        wrong = [{**e, "loc": ("body", *e["loc"])} for e in error.errors(include_url=False)]
        raise RequestValidationError(wrong) from error
