"""A hall has no internet and a slow cable: pages are small, and everything on them comes from their own server."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page

from tests.journeys.demo import Demo
from tests.journeys.screens import Screens

AT_MOST = 150_000  # bytes of scripts, styles and sounds; the font comes on top and is kept by the browser


@pytest.mark.parametrize("name", ["kiosk", "hall"])
def test_a_screen_is_light(screens: Screens, name: str) -> None:
    opened: Callable[[], Page] = getattr(screens, name)
    weight = weigh(screens, opened())
    print(f"{name}: {weight}, beside fonts {sum(weight.values()) - weight.get('font', 0)} bytes")
    assert sum(weight.values()) - weight.get("font", 0) <= AT_MOST


def weigh(screens: Screens, page: Page) -> dict[str, int]:
    """Bytes of the page and its assets by kind, as they came over the line."""
    page.wait_for_load_state("networkidle")
    weight: dict[str, int] = defaultdict(int)
    for response in screens.watch(page).responses:
        if not urlsplit(response.url).path.startswith("/api/"):
            weight[response.request.resource_type] += len(response.body())
    return dict(weight)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/kiosk/{}",
        "/display/{}",
        "/display/{}/counters/7",
        "/counter/{}",
        "/rate/{}/counters/7",
        "/t/unknown",
    ],
)
def test_a_page_may_use_nothing_but_its_own_servers_files(demo: Demo, path: str) -> None:
    """The policy that the browser enforces; each journey ends by judging that no page broke it."""
    answer = httpx.get(demo.url + path.format(demo.site))
    assert answer.status_code == 200
    policy = dict(rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; "))
    assert policy.pop("default-src") == "'none'"
    assert {source for sources in policy.values() for source in sources.split()} <= {
        "'self'",
        "'none'",
        "data:",
        "blob:",
    }
