"""What officers do all day besides calling the next, each seen by whom it concerns: colleague, hall, citizen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.demo import Demo
from tests.journeys.hands import press, settled, tap, tap_first
from tests.journeys.screens import Screens

NOTE = "Đã kiểm bản đồ, còn thiếu bản sao căn cước"


@pytest.fixture(scope="module")
def desk(browser: Browser, demo: Demo) -> Iterator[Page]:
    """Lan has logged in and sits at counter 7."""
    screens = Screens(browser, demo)
    yield screens.console("lan", 7)
    screens.close()


@pytest.fixture
def console(desk: Page, new_day: None, demo: Demo) -> Page:
    """Hers, on a new day: counter 7 is open, nobody waits."""
    demo.do(7, "open")
    expect(desk.locator("[data-act='pause']")).to_be_enabled()
    return desk


def listed(console: Page, name: str, label: str) -> Locator:
    """The row of a number in a list: waiting, held or missed."""
    return console.locator(f"[data-role='list-{name}'] [data-label='{label}']")


def at_counter(console: Page) -> Locator:
    return console.locator("[data-role='label']")


def call(console: Page, label: str) -> None:
    press(console, "Space", "call-next")
    expect(at_counter(console)).to_have_text(label)


def test_a_transfer_takes_the_note_to_the_colleague(screens: Screens, demo: Demo, console: Page) -> None:
    label = demo.take()["label"]
    demo.do(8, "open")
    colleague = screens.console("minh", 8)
    call(console, label)
    press(console, "t", "transfer")
    console.check("#to-counter-8")
    console.check("#place-front")
    console.fill("#field-note", NOTE)
    tap(console, "transfer-go")
    expect(at_counter(console)).to_have_count(0)
    expect(listed(colleague, "waiting", label)).to_contain_text(NOTE)
    call(colleague, label)
    expect(colleague.locator("[data-role='notes']")).to_contain_text(NOTE)
    moved = next(event for event in demo.log(label) if event["type"] == "ticket.transferred")
    assert moved["data"]["noted"] is True
    assert NOTE not in str(moved)


def test_a_held_number_is_called_back(demo: Demo, console: Page) -> None:
    label = demo.take()["label"]
    call(console, label)
    press(console, "h", "hold")
    settled(console)
    expect(at_counter(console)).to_have_count(0)
    listed(console, "held", label).click()
    tap_first(console, "call-ticket")
    expect(at_counter(console)).to_have_text(label)
    expect(listed(console, "held", label)).to_have_count(0)
    assert demo.moves(label)[-2:] == ["ticket.held", "ticket.called"]


def test_who_missed_the_call_waits_again(screens: Screens, demo: Demo, console: Page) -> None:
    ticket = demo.take()
    label = ticket["label"]
    phone = screens.phone(ticket["track_url"])
    call(console, label)
    press(console, "n", "no-show")
    expect(phone.locator("[data-role='phone']")).to_have_attribute("data-state", "no_show")
    expect(listed(console, "missed", label)).to_be_visible()
    settled(console)
    tap_first(console, "reinstate")
    expect(listed(console, "waiting", label)).to_be_visible()
    expect(phone.locator("[data-role='phone']")).to_have_attribute("data-state", "waiting")
    assert demo.moves(label)[-2:] == ["ticket.no_show", "ticket.reinstated"]


def test_a_break_is_shown_in_the_hall_with_its_reason(screens: Screens, console: Page) -> None:
    hall, sign = screens.hall(), screens.counter_display(7)
    cell = hall.locator("[data-role='counter'][data-number='7']")
    expect(cell).to_have_attribute("data-state", "free")
    press(console, "p", "pause")
    console.fill("#field-reason", "Nghỉ 10 phút")
    tap(console, "pause-go")
    expect(cell).to_have_attribute("data-state", "paused")
    expect(sign.locator("[data-role='reason']")).to_have_text("Nghỉ 10 phút")
    press(console, "p", "resume")
    expect(cell).to_have_attribute("data-state", "free")
    expect(sign.locator("[data-role='reason']")).to_have_count(0)


def test_who_gives_the_number_back_leaves_the_line(screens: Screens, demo: Demo, console: Page) -> None:
    leaving, staying = demo.take(), demo.take()
    phones = {ticket["label"]: screens.phone(ticket["track_url"]) for ticket in (leaving, staying)}
    expect(phones[staying["label"]].locator("[data-role='sentence']")).to_contain_text("1")
    expect(listed(console, "waiting", leaving["label"])).to_be_visible()
    tap(phones[leaving["label"]], "cancel", "cancel-yes")
    expect(listed(console, "waiting", leaving["label"])).to_have_count(0)
    expect(listed(console, "waiting", staying["label"])).to_be_visible()
    expect(phones[leaving["label"]].locator("[data-role='phone']")).to_have_attribute(
        "data-state", "cancelled"
    )
    expect(phones[staying["label"]].locator("[data-role='sentence']")).not_to_contain_text("1")
    assert demo.moves(leaving["label"])[-1] == "ticket.cancelled"
