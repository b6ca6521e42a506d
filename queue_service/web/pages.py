"""The pages: one small template each, everything else by their modules over the API."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from functools import wraps
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from queue_service.domain.errors import NotFound, NotKnown
from queue_service.domain.hall import Hall
from queue_service.web.demo_links import DemoLinks
from queue_service.web.parts import Parts

FOLDERS = {
    "shared": ("queue_service.web", "assets"),
    "kiosk_ui": ("kiosk_ui", ""),
    "display_ui": ("display_ui", ""),
    "counter_ui": ("counter_ui", ""),
}
KEPT = (".woff2", ".wav")  # these change with a new version of the product at most


def folder(name: str) -> Path:
    """A package's folder on disk; wheels are unpacked, so it is one."""
    package, inside = FOLDERS[name]
    with as_file(files(package) / inside) as path:
        return path


class _Assets(StaticFiles):
    """Fonts and sounds are kept for a day; scripts and styles are asked for anew, mostly answered 304."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        kept = path.endswith(KEPT)
        response.headers["Cache-Control"] = "public, max-age=86400" if kept else "no-cache"
        return response


def mount_assets(app: FastAPI) -> None:
    for name in FOLDERS:
        app.mount(f"/static/{name}", _Assets(directory=folder(name)), name=name)


def routes(parts: Parts, links: DemoLinks | None) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    folders = [folder(name) for name in FOLDERS]
    templates = Environment(loader=FileSystemLoader(folders), autoescape=select_autoescape())
    version = _version(folders)

    def page(template: str, hall: Hall | None, title: str, **given: object) -> HTMLResponse:
        context = {
            "site": hall.site.id if hall else "",
            "lang": hall.site.languages[0] if hall else "vi",
            "title": f"{title} · {_name(hall)}" if hall else title,
            "number": None,
            "token": None,
            "version": version,
            **given,
        }
        return HTMLResponse(
            templates.get_template(template).render(context), headers={"Cache-Control": "no-cache"}
        )

    def spoken(route: Callable[..., Awaitable[Response]]) -> Callable[..., Awaitable[Response]]:
        """A person who typed a wrong address gets words, not a document for programs."""

        @wraps(route)
        async def answer(*given: Any, **named: Any) -> Response:
            try:
                return await route(*given, **named)
            except NotFound:
                missing = page("missing.html", None, "Không có trang này")
                missing.status_code = 404
                return missing

        return answer

    @router.get("/kiosk/{site}")
    @spoken
    async def kiosk(site: str) -> Response:
        return page("kiosk.html", await parts.images.hall(site), "Lấy số")

    @router.get("/display/{site}")
    @spoken
    async def display(site: str) -> Response:
        return page("hall.html", await parts.images.hall(site), "Bảng số")

    @router.get("/display/{site}/counters/{number}")
    @spoken
    async def counter_display(site: str, number: int) -> Response:
        hall = await parts.images.hall(site)
        hall.counter(number)
        return page("counter.html", hall, f"Quầy {number}", number=number)

    @router.get("/counter/{site}")
    @spoken
    async def console(site: str) -> Response:
        return page("console.html", await parts.images.hall(site), "Quầy làm việc")

    @router.get("/rate/{site}/counters/{number}")
    @spoken
    async def pad(site: str, number: int) -> Response:
        hall = await parts.images.hall(site)
        hall.counter(number)
        return page("pad.html", hall, f"Đánh giá quầy {number}", number=number)

    @router.get("/t/{token}")
    @spoken
    async def phone(token: str) -> Response:
        """The page opens for any token: it says itself when a number is unknown or of another day."""
        try:
            site, ticket_id = parts.tokens.read_ticket(token)
        except NotKnown:
            return page("phone.html", None, "Số thứ tự", token="")
        hall = await parts.images.hall(site)
        ticket = hall.tickets.get(ticket_id)
        lang = ticket.language if ticket else hall.site.languages[0]
        return page("phone.html", hall, "Số thứ tự", token=token, lang=lang)

    @router.get("/")
    @spoken
    async def start(request: Request) -> Response:
        """In a demonstration: every screen with its link."""
        if links is None:
            raise NotFound(what="page")
        return page("start.html", await parts.images.hall(links.site), "Bản dùng thử", links=links)

    return router


def _name(hall: Hall) -> str:
    return hall.site.short_name[hall.site.languages[0]]


def _version(folders: list[Path]) -> str:
    """Changes when an asset changes, so that a browser takes page and styles of one kind."""
    digest = hashlib.sha256()
    for path in sorted(p for folder in folders for p in folder.iterdir() if p.suffix in (".js", ".css")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]
