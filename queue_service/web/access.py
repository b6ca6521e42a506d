"""Who is asking, and what they may do. Bearer tokens for devices, cookies for pages; cookies need the right Origin."""

from __future__ import annotations

import asyncio
import hmac
import time
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Engine
from starlette.requests import HTTPConnection

from queue_service.domain.errors import NotAllowed, NotKnown
from queue_service.domain.events import Event, EventType
from queue_service.domain.hall import Hall
from queue_service.store import access as store
from queue_service.store.access import Device, User
from queue_service.tokens import Tokens, read_device_token, token_hash

SCOPES = ("kiosk", "display", "counter", "rating", "printer", "supervisor", "admin")
OF_ROLE: dict[str, frozenset[str]] = {
    "officer": frozenset({"counter"}),
    "supervisor": frozenset({"counter", "supervisor"}),
    "admin": frozenset({"counter", "supervisor", "admin"}),
}
SESSION_COOKIE = "queue_session"
USER_KEPT_S = 5.0  # a log-out elsewhere is seen this late
SAFE_METHODS = ("GET", "HEAD")

_hasher = PasswordHasher()  # argon2id with the library's current defaults
_NOBODY = _hasher.hash("nobody")  # an unknown name costs the same time as a wrong password


@dataclass(frozen=True, slots=True)
class Caller:
    """A known device or officer. `counter` limits it to one counter when set."""

    site: str
    actor: str  # as the log names it: device:<id> or officer:<username>
    scopes: frozenset[str]
    counter: int | None = None
    device: Device | None = None
    user: User | None = None


class Access:
    """Resolves callers; a follower of the images, so that a revoked device is out at once."""

    def __init__(self, tokens: Tokens, reading: Engine, writing: Engine, *, origin: str) -> None:
        self._origin = origin
        self._tokens = tokens
        self._reading = reading
        self._writing = writing
        self._devices: dict[str, Device] = {}  # by token hash
        self._revoked: set[tuple[str, str]] = set()  # site and id; a read may be older than this
        self._users: dict[tuple[str, str], tuple[float, User]] = {}

    def heard(self, hall: Hall, event: Event) -> None:
        if event.type is EventType.DEVICE_REVOKED:
            self._revoked.add((event.site, event.data["device"]))
            self._devices.clear()  # a kiosk may have lost its printer

    def lost(self, site: str) -> None:
        self._devices.clear()

    # --- questions

    async def require(
        self, request: HTTPConnection, site: str, *scopes: str, counter: int | None = None
    ) -> Caller:
        """The caller, if one of its credentials has one of the scopes at this site (and counter).

        Raises NotKnown without any valid credential, NotAllowed for a wrong scope, site, counter or origin.
        """
        callers = await self.callers(request)
        if not callers:
            raise NotKnown()
        for caller in callers:
            if caller.site == site and caller.scopes & set(scopes) and _may_act_at(caller, counter):
                self._require_origin(request)
                return caller
        raise NotAllowed(needs=list(scopes), site=site)

    def is_foreign(self, request: HTTPConnection) -> bool:
        """Does a page of another site ask? Browsers say so in `Origin`; who sends none is no browser's page."""
        origin = request.headers.get("origin")
        if origin is None or origin == self._origin:
            return False
        asked = urlsplit(origin)
        scheme = request.url.scheme.replace("ws", "http", 1)
        return (asked.scheme, asked.netloc) != (scheme, request.headers.get("host"))

    async def callers(self, request: HTTPConnection) -> list[Caller]:
        """Everybody that a request's credentials stand for: the bearer alone, or each cookie."""
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        if bearer:
            if scheme.lower() != "bearer":
                raise NotKnown(what="authorization scheme")
            return [_of_device(await self.device(bearer.strip()))]
        callers = []
        for name, value in request.cookies.items():
            try:
                if name == SESSION_COOKIE:
                    callers.append(of_user(await self._user_of(value)))
                elif name.startswith("queue_"):
                    callers.append(_of_device(await self.device(value)))
            except NotKnown:
                continue
        return callers

    def _require_origin(self, request: HTTPConnection) -> None:
        """A page of another site must not act with our cookies; a bearer token no page can send by accident."""
        by_cookie = "authorization" not in request.headers and request.scope["type"] == "http"
        if by_cookie and request.scope["method"] not in SAFE_METHODS and self.is_foreign(request):
            raise NotAllowed(reason="origin")

    async def device(self, token: str) -> Device:
        """The device of a token. Raises NotKnown."""
        digest = token_hash(token)
        found = self._devices.get(digest)
        if found is None:
            site, device_id = read_device_token(token)
            found = await asyncio.to_thread(self._read_device, site, device_id)
        if found is None or not hmac.compare_digest(found.token_hash, digest):
            raise NotKnown(what="device token")
        if (found.site, found.id) in self._revoked:
            self._devices.pop(digest, None)
            raise NotKnown(what="device token")
        self._devices[digest] = found
        return found

    async def log_in(self, site: str | None, username: str, password: str) -> User:
        """Raises NotKnown, in the same words and time for a wrong name and a wrong password."""
        user = await asyncio.to_thread(self._read_user, site, username)
        good = await asyncio.to_thread(_verified, user.password_hash if user else _NOBODY, password)
        if user is None or not good:
            raise NotKnown(what="username or password")
        return user

    async def log_out(self, site: str, username: str) -> None:
        """Ends all sessions of an officer."""
        await asyncio.to_thread(self._end_sessions, site, username)
        self._users.pop((site, username), None)  # after the write: nobody keeps the old one

    async def _user_of(self, cookie: str) -> User:
        site, username, epoch = self._tokens.read_session(cookie)
        kept = self._users.get((site, username))
        if kept is None or time.monotonic() - kept[0] > USER_KEPT_S:
            found = await asyncio.to_thread(self._read_user, site, username)
            if found is None:
                raise NotKnown(what="session")
            kept = self._users[site, username] = (time.monotonic(), found)
        if kept[1].session_epoch != epoch:
            raise NotKnown(what="session")
        return kept[1]

    async def printers(self, site: str) -> list[str]:
        """The ids of a site's printers."""
        return await asyncio.to_thread(self._read_printers, site)

    def _read_device(self, site: str, device_id: str) -> Device | None:
        """A kiosk whose printer was revoked has none."""
        with self._reading.connect() as connection:
            found = store.device(connection, site, device_id)
            if found and found.printer and store.device(connection, site, found.printer) is None:
                return replace(found, printer=None)
            return found

    def _read_printers(self, site: str) -> list[str]:
        with self._reading.connect() as connection:
            return [d.id for d in store.devices_of(connection, site) if d.kind == "printer"]

    def _read_user(self, site: str | None, username: str) -> User | None:
        with self._reading.connect() as connection:
            sites = [site] if site else store.sites_of_user(connection, username)
            return store.user(connection, sites[0], username) if len(sites) == 1 else None

    def _end_sessions(self, site: str, username: str) -> None:
        with self._writing.begin() as connection:
            store.end_sessions(connection, site, username)


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def of_user(user: User) -> Caller:
    return Caller(user.site, f"officer:{user.username}", OF_ROLE[user.role], user=user)


def device_cookie(kind: str) -> str:
    """Each kind has its own cookie: one browser may be kiosk and pad, as in a demonstration."""
    return f"queue_{kind}"


def _of_device(device: Device) -> Caller:
    scopes = {device.kind}
    if device.kind == "admin":
        scopes.add("supervisor")
    return Caller(device.site, f"device:{device.id}", frozenset(scopes), device.counter, device=device)


def _may_act_at(caller: Caller, counter: int | None) -> bool:
    return counter is None or caller.counter is None or caller.counter == counter


def _verified(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
