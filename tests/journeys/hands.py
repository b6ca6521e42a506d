"""What people do with a finger or a key, and when a screen shows it."""

from __future__ import annotations

from typing import cast

from playwright.sync_api import Page, expect

from tests.journeys.screens import LOOK_WITHIN_MS

# The moment at which an element came onto the glass: the frame after the change has been painted.
WATCH = """([selector, withinMs]) => {
  window.seenAt = new Promise((resolve, reject) => {
    setTimeout(reject, withinMs, `${selector} not seen within ${withinMs} ms`);
    const seen = new MutationObserver(look);
    function look() {
      if (!document.querySelector(selector)) return;
      seen.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
    }
    seen.observe(document, { subtree: true, childList: true, attributes: true });
    look();
  });
}"""
NOTE_KEYS = """() => document.addEventListener("keydown", () => (window.pressedAt = Date.now()), true)"""


def tap(page: Page, *acts: str) -> None:
    """Touch what is named so, one after the other; the first where there are several."""
    for act in acts:
        page.locator(f"[data-act='{act}']").first.click()


def tap_first(page: Page, kind: str) -> None:
    """The first of a list, such as of `procedure:…`."""
    page.locator(f"[data-act^='{kind}:']").first.click()


def type_on_glass(page: Page, text: str) -> None:
    """On the keyboard that the page draws."""
    tap(page, *("space" if sign == " " else f"key:{sign}" for sign in text))


def take_number(kiosk: Page, service: str = "dat-dai") -> str:
    """From the first page to the number; returns it."""
    tap(kiosk, f"service:{service}", "confirm")
    return number_on(kiosk)


def number_on(kiosk: Page) -> str:
    return kiosk.locator("[data-page='ticket'] .label").inner_text()


def watch_for(page: Page, selector: str) -> None:
    """Begin to watch, before the act; `seen_at` then tells the moment."""
    page.evaluate(WATCH, [selector, LOOK_WITHIN_MS])


def seen_at(page: Page) -> float:
    """Seconds; all pages have one clock."""
    return cast("float", page.evaluate("() => window.seenAt")) / 1000


def press(console: Page, key: str, act: str) -> float:
    """Press the key of an act, once it applies; the moment at which the page felt it, in seconds."""
    settled(console)
    expect(console.locator(f"[data-act='{act}']").first).to_be_enabled()
    console.evaluate(NOTE_KEYS)
    console.keyboard.press(key)
    return cast("float", console.evaluate("() => window.pressedAt")) / 1000


def settled(console: Page) -> None:
    """The last act has been answered: the console does one at a time."""
    expect(console.locator(".keys:not([aria-busy])")).to_be_visible()
