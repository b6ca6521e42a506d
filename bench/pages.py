"""What a page weighs and when it paints first, in Chromium on this machine."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Response, sync_playwright

from bench.figure import Figure
from bench.hall import SITE, Served, found, served

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
]
RUNS = 5
PAGES = {"kiosk": (1080, 1920), "display": (1920, 1080)}
FIRST_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
FONTS = (".woff2",)


def measure(folder: Path) -> list[Figure]:
    url = f"sqlite:///{folder / 'pages.db'}"
    with served(url, found(url)) as hall, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        return [figure for page in PAGES for figure in _page(hall, browser, page)]


def _page(hall: Served, browser: Browser, page: str) -> list[Figure]:
    runs = [_open(hall, browser, page) for _ in range(RUNS)]
    return [
        Figure(
            f"{page} page: own assets beside fonts",
            "KB",
            (median(weight for weight, _ in runs) / 1000,),
            limit_name="uncompressed",
            reach="≤ 150 KB",
        ),
        Figure(
            f"{page} page: first paint, nothing cached",
            "ms",
            tuple(paint for _, paint in runs),
            limit_name="Chromium, software",
            reach="≤ 1,000 ms",
        ),
    ]


def _open(hall: Served, browser: Browser, page: str) -> tuple[int, float]:
    """Bytes of pages, scripts, styles and pictures; and the first paint in ms."""
    width, height = PAGES[page]
    context = browser.new_context(viewport={"width": width, "height": height})
    bodies: list[int] = []

    def weigh(response: Response) -> None:
        if "/api/" not in response.url and not response.url.endswith(FONTS):
            bodies.append(int(response.headers.get("content-length", 0)))

    tab = context.new_page()
    tab.on("response", weigh)
    fragment = f"#token={hall.tokens['kiosk']}" if page == "kiosk" else "?voice=off"
    tab.goto(f"http://127.0.0.1:{hall.port}/{page}/{SITE}{fragment}", wait_until="networkidle")
    paint = float(tab.evaluate(FIRST_PAINT))
    context.close()
    return sum(bodies), paint
