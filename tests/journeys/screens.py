"""The browser's side: each screen at its real size, watched for anything that a finished page does not do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.journeys.demo import Demo

LOOK_WITHIN_MS = 20_000  # the machine may be busy
BROWSER = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
    "--autoplay-policy=no-user-gesture-required",  # as a hall's browser is set up
)
KIOSK, HALL, DISPLAY = (1080, 1920), (1920, 1080), (1280, 720)
CONSOLE, PHONE, PAD, DESKTOP = (1366, 768), (390, 844), (1280, 800), (1280, 900)


@dataclass(slots=True)
class Watch:
    """What the pages of one browser context have said and fetched."""

    errors: list[str] = field(default_factory=list)  # breaches of the CSP are told here too
    requests: list[Request] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    excused: Callable[[str], bool] = lambda error: False


class Screens:
    """Opens screens of one demonstration, each in a browser profile of its own; `close` judges them all."""

    def __init__(self, browser: Browser, demo: Demo) -> None:
        self.demo = demo
        self._browser = browser
        self._opened: list[tuple[BrowserContext, Watch]] = []

    # --- the screens

    def kiosk(self, **options: Any) -> Page:
        page = self.open(f"/kiosk/{self.demo.site}#token={self.demo.token('kiosk')}", KIOSK, **options)
        page.wait_for_selector("#kiosk[data-page='start']")
        return page

    def hall(self, query: str = "", **options: Any) -> Page:
        page = self.open(f"/display/{self.demo.site}{query}", HALL, **options)
        page.wait_for_function("() => window.queueDisplay.state === 'live'")
        return page

    def counter_display(self, number: int, **options: Any) -> Page:
        page = self.open(f"/display/{self.demo.site}/counters/{number}", DISPLAY, **options)
        page.wait_for_selector("[data-role='counter-state']:not(:empty)")
        return page

    def console(self, username: str, number: int, **options: Any) -> Page:
        """An officer who has logged in and sits at a counter."""
        page = self.login(**options)
        self.log_in(page, username)
        page.locator(f"[data-act='sit:{number}']").click()
        page.wait_for_selector("#console[data-page='desk']")
        return page

    def login(self, **options: Any) -> Page:
        page = self.open(f"/counter/{self.demo.site}", CONSOLE, **options)
        page.wait_for_selector("#console[data-page='login']")
        return page

    def log_in(self, page: Page, username: str) -> None:
        page.fill("#field-username", username)
        page.fill("#field-password", self.demo.password(username))
        page.locator("[data-act='log-in']").click()
        page.wait_for_selector("#console[data-page='choose']")

    def pad(self, number: int, **options: Any) -> Page:
        token = self.demo.token("rating")
        page = self.open(f"/rate/{self.demo.site}/counters/{number}#token={token}", PAD, **options)
        page.wait_for_selector("#pad[data-face='idle'][data-live='live']")
        return page

    def phone(self, track_url: str, **options: Any) -> Page:
        page = self.open(track_url.removeprefix(self.demo.url), PHONE, **options)
        page.wait_for_selector("[data-role='phone']:not([data-state='loading'])")
        return page

    def open(self, path: str, size: tuple[int, int], **options: Any) -> Page:
        """A page in a new profile."""
        context = self._browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        context.set_default_timeout(LOOK_WITHIN_MS)
        self._opened.append((context, watched(context)))
        page = context.new_page()
        page.goto(self.demo.url + path)
        return page

    # --- the judgement

    def watch(self, page: Page) -> Watch:
        return next(watch for context, watch in self._opened if context is page.context)

    def excuse(self, page: Page, excused: Callable[[str], bool]) -> None:
        """A test that cuts the line on purpose says which errors that explains."""
        self.watch(page).excused = excused

    def close(self) -> None:
        """Ends all pages. Raises AssertionError when one of them erred or asked another server."""
        for context, _ in self._opened:
            context.close()
        for _, watch in self._opened:
            assert [e for e in watch.errors if not watch.excused(e)] == []
            assert {r.url for r in watch.requests if not self._is_ours(r.url)} == set()

    def _is_ours(self, url: str) -> bool:
        return url.startswith((self.demo.url + "/", "data:", "blob:"))


def watched(context: BrowserContext) -> Watch:
    watch = Watch()

    def console(said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            watch.errors.append(said.text)

    context.on("console", console)
    context.on("weberror", lambda raised: watch.errors.append(str(raised.error)))
    context.on("request", lambda request: watch.requests.append(request))
    context.on("response", lambda response: watch.responses.append(response))
    return watch


def lost_connection(error: str) -> bool:
    """What Chromium itself reports of a server that is away."""
    return "net::ERR_" in error or "WebSocket connection to" in error
