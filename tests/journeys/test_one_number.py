"""At the kiosk one wish makes one number, whatever the finger, the network or the paper does."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, WebSocket, expect

from tests.journeys.demo import Demo
from tests.journeys.hands import number_on, take_number, tap, type_on_glass
from tests.journeys.paper import qr_text, read_slip
from tests.journeys.screens import Screens
from tests.waiting import until

ASKED_AFTER_S, GONE_AFTER_S = 45, 15  # how long a visitor may do nothing, and then not answer
STEP_S = 4  # the page takes 11 s without a word from the hall for an outage
READING = "#kiosk [data-act='service:dat-dai']"


def issued(demo: Demo) -> list[str]:
    return [event["data"]["label"] for event in demo.log() if event["type"] == "ticket.issued"]


def test_two_taps_on_confirm_make_one_number(screens: Screens, demo: Demo) -> None:
    before = issued(demo)
    kiosk = screens.kiosk(has_touch=True)
    tap(kiosk, "service:dat-dai")
    confirm = kiosk.locator("[data-act='confirm']")
    confirm.click(trial=True)  # the page takes taps by now
    box = confirm.bounding_box()
    assert box is not None
    for _ in range(3):
        kiosk.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    label = number_on(kiosk)
    expect(kiosk.locator(".paper.ready")).to_be_visible()
    assert issued(demo) == [*before, label]


def test_a_reload_while_the_server_is_slow_makes_one_number(screens: Screens, demo: Demo) -> None:
    before = issued(demo)
    kiosk = screens.kiosk()
    answered: list[int] = []

    def never_tell(route: Route) -> None:
        answered.append(route.fetch().status)  # the server has made the ticket; its answer gets lost

    kiosk.route("**/tickets", never_tell)
    tap(kiosk, "service:dat-dai", "confirm")
    expect(kiosk.locator("[data-act='confirm']")).to_have_attribute("aria-busy", "true")
    kiosk.wait_for_function(
        "() => document.querySelector('.told')?.textContent"
    )  # it says that it takes long
    until(lambda: kiosk.evaluate("() => 1") and answered)
    kiosk.unroute("**/tickets")
    kiosk.reload()
    label = number_on(kiosk)
    assert answered == [201]
    assert issued(demo) == [*before, label]


def test_a_slip_that_is_printed_before_the_page_knows_its_number_is_shown_as_printed(
    screens: Screens, demo: Demo
) -> None:
    kiosk = screens.kiosk()

    def tell_late(route: Route) -> None:
        answer = route.fetch()
        slip = answer.json()["slip"]["id"]
        until(lambda: any(e["type"] == "slip.printed" and e["data"]["slip"] == slip for e in demo.log()))
        route.fulfill(response=answer)

    kiosk.route("**/tickets", tell_late)
    tap(kiosk, "service:dat-dai", "confirm")
    number_on(kiosk)
    expect(kiosk.locator(".paper.ready")).to_be_visible()


@pytest.fixture
def no_paper(demo: Demo) -> Iterator[Path]:
    """The virtual printer has run out of paper, until the file is taken away."""
    problem = demo.slips / "paper-out"
    problem.touch()
    yield problem
    problem.unlink(missing_ok=True)


def test_without_paper_the_kiosk_shows_the_qr_and_loses_nothing(
    screens: Screens, demo: Demo, no_paper: Path
) -> None:
    kiosk = screens.kiosk()
    expect(kiosk.locator(".banner")).to_be_visible()
    label = take_number(kiosk)
    expect(kiosk.locator(".trouble")).to_be_visible()
    phone = screens.phone(qr_text(photograph(kiosk, ".qr")))
    expect(phone.locator("[data-role='label']")).to_contain_text(label)
    assert demo.told(label) == ["ticket.issued", "slip.requested"]

    no_paper.unlink()  # somebody puts a new roll in while the visitor stands there
    expect(kiosk.locator(".paper.ready")).to_be_visible()
    expect(kiosk.locator(".qr")).to_be_visible()
    assert read_slip(demo.paper(label))[0] == label
    tap(kiosk, "done")
    expect(kiosk.locator(".banner")).to_have_count(0)
    after = take_number(kiosk)
    expect(kiosk.locator(".paper.ready")).to_be_visible()
    expect(kiosk.locator(".qr")).to_have_count(0)
    taps = set()
    for number in (label, after):
        assert demo.told(number) == ["ticket.issued", "slip.requested", "slip.printed"]
        _, asked, _ = demo.log(number)
        taps.add(asked["data"]["request"])
    sent = {request.headers.get("x-request-id") for request in screens.watch(kiosk).requests}
    assert len(taps & sent) == 2, "one id follows each tap"


def test_nobody_at_the_kiosk_is_asked_once_and_then_it_starts_over_in_its_own_language(
    screens: Screens, demo: Demo
) -> None:
    kiosk = screens.kiosk()
    passing = Passing(kiosk, demo)
    tap(kiosk, "language:en", "search")
    type_on_glass(kiosk, "so")
    passing.time(ASKED_AFTER_S + 1)
    question = kiosk.locator("dialog[open] #idle-question")
    expect(question).to_be_visible()
    tap(kiosk, "still-here")
    expect(question).to_be_hidden()
    expect(kiosk.locator("#query")).to_have_value("so")

    passing.time(ASKED_AFTER_S + 1)
    expect(question).to_be_visible()
    passing.time(GONE_AFTER_S + 1)
    expect(question).to_be_hidden()
    expect(kiosk.locator("#kiosk")).to_have_attribute("data-page", "start")
    expect(kiosk.locator("html")).to_have_attribute("lang", "vi")


class Passing:
    """Time that passes for a visitor while the hall goes on: the clock of a page is moved, its line stays alive."""

    def __init__(self, page: Page, demo: Demo) -> None:
        self._page = page
        self._demo = demo
        self._sockets: list[WebSocket] = []
        self._is_open = False  # counter 20, whose officer keeps the line alive
        page.on("websocket", lambda socket: self._sockets.append(socket))
        page.clock.install()
        page.reload()
        page.wait_for_selector(READING)
        until(lambda: page.evaluate("() => 1") and self._sockets)

    def time(self, seconds: int) -> None:
        for begun in range(0, seconds, STEP_S):
            self._page.clock.run_for(1000 * min(STEP_S, seconds - begun))
            with self._sockets[-1].expect_event("framereceived"):
                self._demo.do(20, "close" if self._is_open else "open")
            self._is_open = not self._is_open


def photograph(page: Page, selector: str) -> Image.Image:
    """What a phone's camera sees."""
    return Image.open(io.BytesIO(page.locator(selector).screenshot())).convert("L")
