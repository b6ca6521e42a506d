"""How often strangers may ask. Counted in memory, per process: a second net, not an accounting."""

from __future__ import annotations

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.requests import HTTPConnection

from queue_service.domain.errors import TooMany

LOG_IN_NAME = RateLimitItemPerMinute(10)  # wrong passwords for one name from one address
LOG_IN_ADDRESS = RateLimitItemPerMinute(120)  # a whole office behind one address logs in at 7:25
PAIRING = RateLimitItemPerMinute(30)
PUBLIC = RateLimitItemPerSecond(300)  # board, search, speech: a hall's screens may share one address
HOLDER = RateLimitItemPerSecond(20)  # one ticket: its page asks each five seconds when its socket fails
NUMBERS = RateLimitItemPerSecond(1_000)  # one kiosk; no hand is as fast, and it leaves room for the others
LUMP = 50  # a kiosk's numbers are counted in lumps: the count would cost as much as a quarter of the command


class Limits:
    def __init__(self) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._numbers: dict[tuple[str, str], int] = {}

    def hit(self, item: RateLimitItem, what: str, *whose: str) -> None:
        """Count one request. Raises TooMany with when to come back."""
        if not self._limiter.hit(item, what, *whose):
            raise TooMany(what=what, retry_after_s=item.get_expiry())

    def require_room(self, item: RateLimitItem, what: str, *whose: str) -> None:
        """Look without counting. Raises TooMany when the next count would be one too many."""
        if not self._limiter.test(item, what, *whose):
            raise TooMany(what=what, retry_after_s=item.get_expiry())

    def hit_numbers(self, site: str, kiosk: str) -> None:
        """Count one number taken at a site's kiosk. Raises TooMany."""
        count = self._numbers[site, kiosk] = (self._numbers.get((site, kiosk), 0) + 1) % LUMP
        if count == 0 and not self._limiter.hit(NUMBERS, "numbers", site, kiosk, cost=LUMP):
            raise TooMany(what="numbers", retry_after_s=1)


def address(request: HTTPConnection) -> str:
    return request.client.host if request.client else "?"
