"""A route whose request is read by one call of pydantic.

FastAPI documents it like any other; but its general way of reading a request (query, headers, cookies, dependencies)
takes as long as the rest of a durable command. For busy doors whose handlers ask only for their path, one JSON body
and the request.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response

Wrong = dict[str, Any]


class _Body(NamedTuple):
    name: str
    model: type[BaseModel]
    optional: bool


class LeanRoute(APIRoute):
    """For `APIRouter(route_class=...)`. Raises TypeError at start for a handler that asks for more."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = self.endpoint
        asked = inspect.get_annotations(handler, eval_str=True)
        numbers = [name for name, kind in asked.items() if kind is int]
        body = _body_of(handler.__name__, asked)

        async def read_and_handle(request: Request) -> Response:
            given = dict(request.path_params)
            for name in numbers:
                given[name] = _number(name, given[name])
            if body is not None:
                given[body.name] = _read(body, request, await request.body())
            answer: Response = await handler(request=request, **given)
            return answer

        return read_and_handle


def _body_of(handler: str, asked: dict[str, Any]) -> _Body | None:
    body = None
    for name, kind in asked.items():
        if name == "return" or kind in (str, int, Request):
            continue
        optional = isinstance(kind, UnionType) and get_args(kind)[1:] == (NoneType,)
        model = get_args(kind)[0] if optional else kind
        if body is not None or not issubclass(model, BaseModel):
            raise TypeError(f"{handler} asks for {name}, which a lean route does not read")
        body = _Body(name, model, optional)
    return body


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise _invalid({"loc": ("path", name), "msg": "a number is needed"})
    return int(text)


def _read(body: _Body, request: Request, content: bytes) -> BaseModel | None:
    if not content and body.optional:
        return None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content and kind != "application/json":
        raise _invalid({"loc": ("header", "content-type"), "msg": "application/json is needed"})
    if content == b"null" and body.optional:
        return None
    try:
        return body.model.model_validate_json(content)
    except ValidationError as error:
        raise _invalid(
            *({**e, "loc": ("body", *e["loc"])} for e in error.errors(include_url=False))
        ) from error


def _invalid(*wrong: Wrong) -> RequestValidationError:
    return RequestValidationError(list(wrong))
