"""Secrets that people and devices hold, and what the server keeps of them.

A ticket's token is derived from the secret key, so it stands in no table, event or log. A device's token is random; its
SHA-256 is kept. A session is a signed cookie that names the officer and an epoch; raising the epoch ends it. A pairing
code carries its own check, so that strangers who ask for codes write nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

from queue_service.domain.errors import NotKnown

PAIRING_LASTS = timedelta(minutes=10)
SESSION_LASTS_S = 12 * 3600  # one working day
_CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that reads as another: no 0 O 1 I
_TICKET_TOKEN = re.compile(r"([a-z0-9-]{1,64})\.([0-9]{6}-[A-Z]{1,2}[0-9]{3,7})\.([A-Za-z0-9_-]{22})")
_DEVICE_TOKEN = re.compile(r"([a-z0-9-]{1,64})\.([a-z0-9-]{1,64})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Pairing:
    code: str
    claim: str  # the device's own proof that it asked for the code
    expires_at: datetime


class Tokens:
    """Makes and reads tokens with one secret key of at least 32 characters."""

    def __init__(self, secret_key: str) -> None:
        self._key = secret_key.encode()
        self._sessions = URLSafeTimedSerializer(secret_key, salt="session")

    def of_ticket(self, site: str, ticket_id: str) -> str:
        """`<site>.<ticket id>.<132 bits>`: only the holder of the slip can know it."""
        return f"{site}.{ticket_id}.{self._mac('ticket', site, ticket_id)[:22]}"

    def read_ticket(self, token: str) -> tuple[str, str]:
        """Site and ticket id. Raises NotKnown for a token that was never given."""
        match = _TICKET_TOKEN.fullmatch(token)
        if match is None or not _same(self.of_ticket(match[1], match[2]), token):
            raise NotKnown(what="ticket token")
        return match[1], match[2]

    def session(self, site: str, username: str, epoch: int) -> str:
        return str(self._sessions.dumps([site, username, epoch]))

    def read_session(self, cookie: str) -> tuple[str, str, int]:
        """Site, username, epoch. Raises NotKnown when forged or older than a working day."""
        try:
            site, username, epoch = self._sessions.loads(cookie, max_age=SESSION_LASTS_S)
        except (BadSignature, ValueError) as error:
            raise NotKnown(what="session") from error
        return str(site), str(username), int(epoch)

    def new_pairing(self, site: str, now: datetime) -> Pairing:
        """A code of eight signs for the administrator to type."""
        chosen = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(5))
        window = _window(now)
        return Pairing(
            chosen + self._check(site, chosen, window),
            self._mac("claim", site, chosen, str(window)),
            datetime.fromtimestamp((window + 2) * PAIRING_LASTS.total_seconds(), now.tzinfo),
        )

    def is_pairing(self, site: str, code: str, now: datetime) -> bool:
        """Was this code given for this site in the last minutes?"""
        return self._window_of(site, code, now) is not None

    def is_claim(self, site: str, code: str, claim: str, now: datetime) -> bool:
        window = self._window_of(site, code, now)
        return window is not None and _same(self._mac("claim", site, code[:5], str(window)), claim)

    def of_paired_device(self, site: str, device_id: str, code: str) -> str:
        """The token of a device paired by a code; the device fetches it with its claim."""
        return f"{site}.{device_id}.{self._mac('device', site, device_id, code)}"

    def _window_of(self, site: str, code: str, now: datetime) -> int | None:
        present = _window(now)
        windows = (present, present - 1)
        return next((w for w in windows if _same(self._check(site, code[:5], w), code[5:])), None)

    def _check(self, site: str, chosen: str, window: int) -> str:
        mac = self._digest("pairing", site, chosen, str(window))
        return "".join(_CODE_ALPHABET[byte % len(_CODE_ALPHABET)] for byte in mac[:3])

    def _mac(self, *parts: str) -> str:
        return base64.urlsafe_b64encode(self._digest(*parts)).decode().rstrip("=")

    def _digest(self, *parts: str) -> bytes:
        return hmac.digest(self._key, "\n".join(parts).encode(), "sha256")


def new_device_token(site: str, device_id: str) -> str:
    return f"{site}.{device_id}.{secrets.token_urlsafe(32)}"


def read_device_token(token: str) -> tuple[str, str]:
    """Site and device id; whether the token is right, its hash must tell. Raises NotKnown."""
    match = _DEVICE_TOKEN.fullmatch(token)
    if match is None:
        raise NotKnown(what="device token")
    return match[1], match[2]


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def fingerprint(*parts: Any) -> str:
    """SHA-256 of what a request asked: its method, path and body."""
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


def _same(ours: str, theirs: str) -> bool:
    """In constant time, whatever letters came."""
    return hmac.compare_digest(ours.encode(), theirs.encode())


def _window(now: datetime) -> int:
    return int(now.timestamp() // PAIRING_LASTS.total_seconds())
