"""The server goes away and comes back: every screen says so, none loses or repeats anything."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.demo import Demo, Json, demonstration
from tests.journeys.hands import press, take_number
from tests.journeys.screens import Screens, lost_connection

AWAY_WITHIN_MS = 15_000  # a screen that hears nothing says so within 12 s
BACK_WITHIN_MS = 20_000  # back-off is at most 5 s, and the machine may be busy
SHOWN_AT_COUNTERS = """() => Object.fromEntries(
  [...document.querySelectorAll("[data-role='counter']")].map((cell) => [
    cell.dataset.number,
    [cell.dataset.state, cell.querySelector("[data-role='counter-label']").textContent],
  ]),
)"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One that may be stopped."""
    with demonstration(tmp_path_factory.mktemp("restart")) as demo:
        yield demo


def test_all_screens_live_through_a_restart(screens: Screens, demo: Demo) -> None:
    demo.do(7, "open")
    first, second, third = (demo.take() for _ in range(3))
    kiosk, hall, phone = screens.kiosk(), screens.hall(), screens.phone(third["track_url"])
    console = screens.console("lan", 7)
    press(console, "Space", "call-next")
    expect(hall.locator("[data-role='hero-label']")).to_have_text(first["label"])
    for page in (kiosk, hall, phone, console):
        screens.excuse(page, lost_connection)

    demo.stop()
    expect(hall.locator("[data-role='hero']")).to_have_attribute(
        "data-face", "offline", timeout=AWAY_WITHIN_MS
    )
    expect(hall.locator("[data-role='face-title']")).to_contain_text(re.compile("mất kết nối", re.IGNORECASE))
    expect(kiosk.locator("#kiosk")).to_have_attribute("data-page", "offline", timeout=AWAY_WITHIN_MS)
    expect(phone.locator("[data-role='offline']")).to_be_visible(timeout=AWAY_WITHIN_MS)
    strip = console.locator("[data-role='strip']")
    expect(strip).to_have_attribute("data-tone", "offline", timeout=AWAY_WITHIN_MS)
    expect(console.locator("[data-act='finish']")).to_have_attribute("aria-disabled", "true")
    console.keyboard.press("f")  # as an officer does who has not looked: nothing happens, now or later
    hall.context.set_offline(True)

    demo.start()
    expect(strip).not_to_have_attribute("data-tone", "offline", timeout=BACK_WITHIN_MS)
    expect(console.locator("#console")).to_have_attribute("data-page", "desk")
    assert demo.moves(first["label"])[-1] == "ticket.called"
    before = announced(hall)
    press(console, "f", "finish")
    expect(console.locator("[data-role='last-served']")).to_contain_text(first["label"])
    press(console, "Space", "call-next")
    expect(console.locator("[data-role='label']")).to_have_text(second["label"])
    expect(kiosk.locator("#kiosk")).to_have_attribute("data-page", "start", timeout=BACK_WITHIN_MS)
    expect(phone.locator("[data-role='offline']")).to_have_count(0, timeout=BACK_WITHIN_MS)
    expect(phone.locator("[data-role='phone']")).to_have_attribute("data-state", "waiting")
    taken = take_number(kiosk)

    hall.context.set_offline(False)
    hall.wait_for_function("() => window.queueDisplay.state === 'live'", timeout=BACK_WITHIN_MS)
    expect(hall.locator("[data-role='hero-label']")).to_have_text(second["label"])
    assert shown(hall) == on_board(demo)
    assert announced(hall) == before, "a call that was made while the hall was away is not spoken late"
    assert [event["data"]["label"] for event in demo.log() if event["type"] == "ticket.issued"] == [
        *(ticket["label"] for ticket in (first, second, third)),
        taken,
    ]


def test_screens_notice_a_server_that_stands_still_and_go_on_when_it_does(
    screens: Screens, demo: Demo
) -> None:
    """The worst of losses: every socket stays open, and nothing is said."""
    away = {
        screens.kiosk(): "#kiosk[data-page='offline']",
        screens.hall(): "[data-role='hero'][data-face='offline']",
        screens.counter_display(3): ".post[data-state='offline']",
        screens.pad(3): "#pad[data-live='offline']",
    }
    for page in away:
        screens.excuse(page, lost_connection)
    with demo.frozen():
        deadline = time.monotonic() + AWAY_WITHIN_MS / 1000
        for page, face in away.items():
            left_ms = max(1.0, (deadline - time.monotonic()) * 1000)
            expect(page.locator(face)).to_have_count(1, timeout=left_ms)
    for page, face in away.items():
        expect(page.locator(face)).to_have_count(0, timeout=BACK_WITHIN_MS)
    kiosk, *_ = away
    assert take_number(kiosk) in [event["data"].get("label") for event in demo.log()]


def announced(hall: Page) -> list[str]:
    """The calls that the hall has shown as news; it speaks no others."""
    told: list[str] = hall.evaluate("() => window.queueDisplay.painted.map(({ label }) => label)")
    return told


def shown(hall: Page) -> Json:
    told: Json = hall.evaluate(SHOWN_AT_COUNTERS)
    return told


def on_board(demo: Demo) -> Json:
    """What the hall must show at its counters, by the board of this moment."""
    return {str(counter["number"]): _cell(counter) for counter in demo.board()["counters"]}


def _cell(counter: Json) -> list[str]:
    if ticket := counter["ticket"]:
        return [ticket["state"], ticket["label"]]
    return {"open": ["free", ""], "closed": ["closed", "–"], "paused": ["paused", ""]}[counter["state"]]
