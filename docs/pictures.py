"""Take the pictures of the README from the real pages: `python docs/pictures.py`.

Starts a demonstration with its simulated morning, lets the hall become lively, sits down at counter 7 as an officer,
takes a number at the kiosk, and photographs each screen at its own size. Needs the `dev` dependencies and Chromium.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

FOLDER = Path(__file__).parent / "pictures"
WIDEST = 900  # pixels; more than a README shows
COLOURS = 64  # the pages have few; a picture is then 20 to 100 kB
COUNTER = 7  # the simulation leaves it to visitors
WAIT_FOR_LAND = (
    *({"procedure": code} for code in ("1.011441", "1.012756", "1.011442", "1.011441", "1.012756")),
    {"priority": "cao-tuoi"},
    *({"procedure": code} for code in ("1.011442", "1.011441", "1.012753")),
)
BROWSER = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
BROWSER += ["--autoplay-policy=no-user-gesture-required"]  # as on a hall's screen
SPEED = "6"
ONE_SERVICE_S = 12.0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--after", type=float, default=240, help="seconds until the hall is lively")
    after = options.parse_args().after
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        demonstration(Path(folder)) as told,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=BROWSER)
        officer = Officer(browser, told)
        for _ in range(round(after / ONE_SERVICE_S)):
            officer.work()
        for asked in WAIT_FOR_LAND:
            take_number(browser, told, **asked)
        officer.serve()
        hall(browser, told)
        kiosk(browser, told)
        officer.picture()
        ticket = take_number(browser, told)
        phone(browser, ticket)
        slip(Path(folder) / "slips", ticket)
        pad(browser, told, officer)
        browser.close()
    print(f"{sum(p.stat().st_size for p in FOLDER.glob('*.png')) // 1000} kB in all")


@contextmanager
def demonstration(data: Path) -> Iterator[dict[str, Any]]:
    """A running hall; what `queue-service demo --json` tells."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = ["-c", "from queue_service.cli import main; main()", "demo", "--json", "--simulate"]
    options = ["--speed", SPEED, "--port", port, "--data", str(data)]
    everything = [sys.executable, *command, *options]
    with subprocess.Popen(everything, stdout=subprocess.PIPE, text=True) as demo:  # noqa: S603 — all our own words
        assert demo.stdout is not None
        try:
            yield json.loads(demo.stdout.readline())
        finally:
            demo.send_signal(signal.SIGINT)  # as Ctrl+C does


class Officer:
    """Lan at counter 7: her browser, and the same API that her console uses."""

    def __init__(self, browser: Browser, told: dict[str, Any]) -> None:
        self._told = told
        self._context = browser.new_context(viewport={"width": 1366, "height": 768})
        self._page = self._context.new_page()
        lan = next(user for user in told["users"] if user.get("counter") == COUNTER)
        self._page.goto(f"{told['url']}/counter/{told['site']}")
        self._page.get_by_label("Tên đăng nhập").fill(lan["username"])
        self._page.get_by_label("Mật khẩu").fill(lan["password"])
        self._page.get_by_label("Mật khẩu").press("Enter")
        self._page.locator(f"[data-act='sit:{COUNTER}']").click()
        self.act("open")

    def act(self, verb: str, body: dict[str, Any] | None = None) -> Any:
        path = f"/api/v1/sites/{self._told['site']}/counters/{COUNTER}/{verb}"
        url = self._told["url"]
        answer = self._context.request.post(url + path, data=body or {}, headers={"Origin": url})
        assert answer.ok, answer.text()
        return answer.json() if answer.status == 200 else None

    def work(self) -> None:
        """One more ticket, if somebody waits."""
        if self.act("call-next"):
            self.act("start")
        time.sleep(ONE_SERVICE_S)

    def serve(self) -> None:
        """One ticket held, one served, the next one sent here with a note and served now."""
        self.act("call-next")
        self.act("hold")
        self.act("call-next")
        note = "Đã kiểm bản đồ, còn thiếu bản sao căn cước."
        self.act("transfer", {"counter": COUNTER, "position": "front", "note": note})
        self.act("call-next")
        self.act("start")

    def picture(self) -> None:
        expect(self._page.get_by_text("bản sao căn cước").first).to_be_visible()
        keep(self._page, "console", 900)


def hall(browser: Browser, told: dict[str, Any]) -> None:
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"{told['url']}/display/{told['site']}")
    painted = 0
    while painted == 0:  # until a call comes while one looks
        page.wait_for_timeout(200)
        painted = page.evaluate("window.queueDisplay.painted.length")
    page.wait_for_timeout(1_500)  # it has slid in
    keep(page, "hall", 900)


def kiosk(browser: Browser, told: dict[str, Any]) -> None:
    page = browser.new_page(viewport={"width": 1080, "height": 1920})
    page.goto(f"{told['url']}/kiosk/{told['site']}#token={told['tokens']['kiosk']}")
    expect(page.get_by_text("Đất đai").first).to_be_visible()
    page.wait_for_timeout(1_000)
    keep(page, "kiosk", 540)


def take_number(browser: Browser, told: dict[str, Any], **asked: str) -> Any:
    headers = {"Authorization": f"Bearer {told['tokens']['kiosk']}"}
    context = browser.new_context(extra_http_headers=headers)
    url = f"{told['url']}/api/v1/sites/{told['site']}/tickets"
    return context.request.post(url, data={"service": "dat-dai", **asked}).json()


def phone(browser: Browser, ticket: dict[str, Any]) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    page.goto(ticket["track_url"])
    expect(page.get_by_text(ticket["label"]).first).to_be_visible()
    page.wait_for_timeout(1_000)
    keep(page, "phone", 390)


def slip(slips: Path, ticket: dict[str, Any]) -> None:
    """The paper that the virtual printer made of the ticket."""
    for _ in range(100):
        if found := next(slips.glob(f"*{ticket['id']}-1.png"), None):
            with Image.open(found) as paper:
                crush(paper.convert("L"), "slip", 400)
            return
        time.sleep(0.1)
    sys.exit("no slip was printed")


def pad(browser: Browser, told: dict[str, Any], officer: Officer) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{told['url']}/rate/{told['site']}/counters/{COUNTER}#token={told['tokens']['rating']}")
    expect(page.locator("#pad[data-live='live']")).to_be_visible()
    officer.act("finish")
    expect(page.locator("[data-face='asking']")).to_be_visible()
    page.wait_for_timeout(500)
    keep(page, "pad", 900)


def keep(page: Page, name: str, width: int) -> None:
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        page.screenshot(path=file.name)
        with Image.open(file.name) as picture:
            crush(picture.convert("RGB"), name, width)


def crush(picture: Image.Image, name: str, width: int) -> None:
    """Scaled and with few colours: a picture of words needs no more."""
    assert width <= WIDEST
    scaled = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    few = scaled.quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{name}.png", optimize=True)
    print(f"{name}.png: {(FOLDER / f'{name}.png').stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
