from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from queue_service import verify
from tests.journeys.demo import Demo
from tests.journeys.screens import BROWSER, Screens


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=list(BROWSER))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demonstration for the tests of one file; its log must hold every invariant in the end."""
    demo = Demo(tmp_path_factory.mktemp("demo") / "data")
    try:
        demo.start()
        yield demo
    finally:
        demo.close()
    assert verify.run(demo.database_url) == []
    assert "Traceback" not in demo.errors


@pytest.fixture
def screens(browser: Browser, demo: Demo) -> Iterator[Screens]:
    screens = Screens(browser, demo)
    yield screens
    screens.close()
