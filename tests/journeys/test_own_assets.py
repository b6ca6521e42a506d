"""A hall has no internet and a slow cable: pages are small, and everything on them comes from their own server."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.journeys.demo import Demo
from tests.journeys.screens import DESKTOP, Screens

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


def test_no_page_asks_another_server_or_breaks_its_own_policy(screens: Screens, demo: Demo) -> None:
    """What `Screens.close` judges in every journey, for those pages that no other journey opens from the start."""
    for path in (
        "/",
        f"/counter/{demo.site}",
        f"/rate/{demo.site}/counters/7",
        f"/display/{demo.site}?zone=1-7",
    ):
        page = screens.open(path, DESKTOP)
        page.wait_for_load_state("networkidle")
        policy = page.evaluate(
            "() => fetch(location.href).then((r) => r.headers.get('content-security-policy'))"
        )
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
