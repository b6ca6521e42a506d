"""Every page in every main state, in each of its languages, keeps the rules of WCAG 2.2 AA that a machine can check."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.demo import Demo
from tests.journeys.hands import press, settled, tap, tap_first, type_on_glass
from tests.journeys.screens import DESKTOP, KIOSK, PAD, Screens

pytestmark = pytest.mark.usefixtures("new_day")

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
RUN = """rules => axe
  .run({ runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] })
  .then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target }) => ({ target })) })))
"""
LANGUAGES = ("vi", "en")
CALM = {"reduced_motion": "reduce"}  # a colour is judged when it stands, not while it fades in


class Inspector:
    """Looks at pages as they stand and keeps what it finds."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._script: str = Axe().axe_script

    def look(self, page: Page, state: str, selector: str | None = None) -> None:
        """`selector` is what must stand first."""
        if selector:
            expect(page.locator(selector).first).to_be_visible()
        language = page.evaluate("() => document.documentElement.lang")
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(self._script)
        for violation in page.evaluate(RUN, list(RULES)):
            places = " ".join(" ".join(node["target"]) for node in violation["nodes"])
            self.found.append(f"{state} ({language}): {violation['id']}: {places}")


@pytest.fixture
def inspector() -> Iterator[Inspector]:
    inspector = Inspector()
    yield inspector
    assert inspector.found == []


def test_the_kiosk(screens: Screens, inspector: Inspector) -> None:
    kiosk = screens.kiosk(**CALM)
    page = "#kiosk[data-page='{}']".format
    for language in LANGUAGES:
        tap(kiosk, f"language:{language}")
        inspector.look(kiosk, "start", page("start"))
        tap(kiosk, "services")
        inspector.look(kiosk, "all services", page("services"))
        tap(kiosk, "restart", "search")
        inspector.look(kiosk, "empty search", page("search"))
        type_on_glass(kiosk, "so do")
        inspector.look(kiosk, "search", "[data-act^='procedure:']")
        tap_first(kiosk, "procedure")
        inspector.look(kiosk, "confirm", page("confirm"))
        tap(kiosk, "priority")
        inspector.look(kiosk, "priority", page("priority"))
        tap_first(kiosk, "priority-class")
        inspector.look(kiosk, "confirm with priority", "[data-act='no-priority']")
        tap(kiosk, "confirm")
        inspector.look(kiosk, "number", ".paper.ready")
        tap(kiosk, "done")
    tap(kiosk, "larger")
    inspector.look(kiosk, "larger", page("start"))


def test_a_kiosk_without_paper(screens: Screens, demo: Demo, inspector: Inspector) -> None:
    problem = demo.slips / "paper-out"
    problem.touch()
    kiosk = screens.kiosk(**CALM)
    inspector.look(kiosk, "start without paper", ".banner")
    tap(kiosk, "service:tra-ket-qua", "confirm")
    inspector.look(kiosk, "QR on the screen", ".qr")
    problem.unlink()


def test_devices_that_are_not_paired(screens: Screens, demo: Demo, inspector: Inspector) -> None:
    inspector.look(screens.open(f"/kiosk/{demo.site}", KIOSK), "kiosk", "#kiosk .signs")
    inspector.look(
        screens.open(f"/rate/{demo.site}/counters/7", PAD), "pad", "#pad[data-face='pairing'] .code"
    )


def test_the_hall_and_a_counters_display(screens: Screens, demo: Demo, inspector: Inspector) -> None:
    for _ in range(2):
        demo.take("chung-thuc")
    hall, sign = screens.hall("?voice=off", **CALM), screens.counter_display(3, **CALM)
    inspector.look(hall, "no call yet", "[data-role='hero']")
    inspector.look(sign, "closed", ".post[data-state='closed']")
    demo.do(3, "open")
    inspector.look(sign, "free", ".post[data-state='free']")
    demo.do(3, "call-next")
    inspector.look(hall, "called", "[data-role='hero'][data-state='called']")
    inspector.look(sign, "called", ".post[data-state='called']")
    demo.do(3, "recall")
    inspector.look(hall, "recalled", "[data-role='hero'] [data-role='recall']")
    demo.do(3, "start")
    inspector.look(hall, "answered", "[data-role='hero'][data-state='answered']")
    inspector.look(sign, "serving", ".post[data-state='serving']")
    demo.do(3, "call-next")
    demo.do(3, "finish")
    demo.do(3, "pause", reason="Nghỉ 10 phút")
    demo.ask(
        "POST",
        "announcements",
        {"text": {"vi": "Quầy 3 nghỉ 10 phút", "en": "Counter 3: a short break"}},
        by="supervisor",
    )
    inspector.look(hall, "past calls and a notice", "[data-role='notice']:visible")
    inspector.look(sign, "paused", ".post[data-state='paused']")


def test_the_console(screens: Screens, demo: Demo, inspector: Inspector) -> None:
    console = screens.login(**CALM)
    inspector.look(console, "log-in")
    tap(console, "language")
    inspector.look(console, "log-in", "html[lang='en']")
    screens.log_in(console, "lan")
    inspector.look(console, "choice of a counter", "[data-act='sit:7'][data-state]")
    tap(console, "sit:7")
    for _ in LANGUAGES:
        at_the_desk(console, demo, inspector)
        tap(console, "language")


def at_the_desk(console: Page, demo: Demo, inspector: Inspector) -> None:
    """One number from a closed counter to a closed counter, and every dialog."""
    inspector.look(console, "closed", "[data-act='begin']")
    tap(console, "begin")
    inspector.look(console, "nobody waits", "[data-act='pause']")
    held, missed, waiting = (demo.take(priority="cao-tuoi")["label"] for _ in range(3))
    listed = "[data-role='list-{}'] [data-label='{}']".format
    for label, key, verb, where in ((held, "h", "hold", "held"), (missed, "n", "no-show", "missed")):
        press(console, "Space", "call-next")
        press(console, key, verb)
        expect(console.locator(listed(where, label))).to_be_visible()
    inspector.look(console, "all lists", listed("waiting", waiting))
    console.locator(listed("held", held)).click()
    inspector.look(console, "one number", "dialog[open]")
    tap_first(console, "cancel-ticket")
    inspector.look(console, "sure to cancel", "dialog[open] [data-act^='cancel-sure']")
    tap_first(console, "cancel-sure")
    press(console, "Space", "call-next")
    inspector.look(console, "called", "[data-role='label']")
    press(console, "s", "start")
    inspector.look(console, "serving", "[data-act='start'][aria-disabled]")
    for dialog in ("transfer", "pause", "keys", "log-out"):
        tap(console, dialog)
        inspector.look(console, dialog, "dialog[open]")
        console.keyboard.press("Escape")
    expect(console.locator("dialog[open]")).to_have_count(0)  # keys sleep while a dialog is open
    press(console, "f", "finish")
    inspector.look(console, "served", "[data-role='last-served']")
    press(console, "p", "pause")
    console.locator("[data-act='pause-for']").first.click()
    inspector.look(console, "on a break", "[data-act='begin']")
    settled(console)
    tap(console, "begin")
    press(console, "c", "close")
    inspector.look(console, "sure to close", "dialog[open]")
    tap(console, "close-sure")


def test_the_phone(screens: Screens, demo: Demo, inspector: Inspector) -> None:
    ticket = demo.take("tu-phap")
    phone = screens.phone(ticket["track_url"], **CALM)
    state = "[data-role='phone'][data-state='{}']".format

    def look(name: str) -> None:
        for _ in LANGUAGES:
            inspector.look(phone, name, state(name))
            tap(phone, "language")

    look("waiting")
    tap(phone, "cancel")
    inspector.look(phone, "sure to cancel", "dialog[open]")
    tap(phone, "cancel-no")
    demo.do(12, "open")
    demo.do(12, "call", ticket=ticket["id"])
    look("called")
    demo.do(12, "no-show")
    look("no_show")
    demo.do(12, "call", ticket=ticket["id"])
    demo.do(12, "hold")
    look("on_hold")
    demo.do(12, "call", ticket=ticket["id"])
    demo.do(12, "start")
    look("serving")
    demo.do(12, "finish")
    look("served")
    phone.locator("[data-act='rate'][data-score='4']").click()
    inspector.look(phone, "thanks", "[data-role='thanks']")
    unknown = screens.phone(f"{demo.url}/t/lam-dong.261124-A001.x", **CALM)
    screens.excuse(unknown, lambda error: "404" in error)
    inspector.look(unknown, "unknown", state("not-found"))


def test_the_rating_pad(screens: Screens, demo: Demo, inspector: Inspector) -> None:
    demo.do(21, "open")
    pad = screens.pad(21, **CALM)
    inspector.look(pad, "idle")
    demo.take("ho-tro")
    demo.do(21, "call-next")
    demo.do(21, "finish")
    inspector.look(pad, "question", "#pad[data-face='asking']")
    tap(pad, "score:1")
    inspector.look(pad, "reasons", "#pad[data-face='reasons']")
    tap(pad, "skip-reasons")
    inspector.look(pad, "thanks", "#pad[data-face='thanks']")


def test_the_start_page(screens: Screens, inspector: Inspector) -> None:
    inspector.look(screens.open("/", DESKTOP), "start", "main")
