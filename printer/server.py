"""Where the server is and who this agent is to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

SCHEMES = {"http": "ws", "https": "wss"}


class Refused(Exception):
    """The server does not want this token; trying again is of no use. The text is for the log."""


@dataclass(frozen=True, slots=True)
class Server:
    """The wire's addresses for one printer. A token is `<site>.<device>.<secret>`."""

    url: str
    site: str
    device: str
    token: str = field(repr=False)

    @property
    def authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def live(self) -> str:
        """The socket of this printer's slips."""
        scheme, _, rest = self._site().partition(":")
        return f"{SCHEMES[scheme]}:{rest}/live?topics=printer:{quote(self.device, safe='')}"

    @property
    def status(self) -> str:
        return f"{self._site()}/printer/status"

    def printed(self, slip: str) -> str:
        return f"{self._site()}/slips/{quote(slip, safe='')}/printed"

    def failed(self, slip: str) -> str:
        return f"{self._site()}/slips/{quote(slip, safe='')}/failed"

    def _site(self) -> str:
        return f"{self.url}/api/v1/sites/{quote(self.site, safe='')}"


def server_at(url: str, token: str) -> Server:
    """Raises ValueError with a text that never holds the token."""
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ValueError(f"{url}: a server is http://… or https://…")
    site, _, rest = token.strip().partition(".")
    device, _, secret = rest.partition(".")
    if not (site and device and secret):
        raise ValueError("the token is not one of a device: <site>.<device>.<secret>")
    return Server(url.rstrip("/"), site, device, token.strip())
