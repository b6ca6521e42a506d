from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys.demo import Demo, demonstration
from tests.journeys.screens import BROWSER, LOOK_WITHIN_MS, Screens


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """Ends with the journeys: while it runs, no other test can have an event loop."""
    expect.set_options(timeout=LOOK_WITHIN_MS)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=list(BROWSER))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demonstration that all journeys share."""
    with demonstration(tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@pytest.fixture
def new_day(demo: Demo) -> None:
    """Nobody waits, all counters are closed."""
    demo.ask("POST", "day/close", {}, by="supervisor")


@pytest.fixture
def screens(browser: Browser, demo: Demo) -> Iterator[Screens]:
    screens = Screens(browser, demo)
    yield screens
    screens.close()
