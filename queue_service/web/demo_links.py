"""What a demonstration tells the person who opened it: every screen, every log-in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoUser:
    username: str
    password: str
    role: str
    counter: int | None = None


@dataclass(frozen=True, slots=True)
class DemoLinks:
    """`tokens` by scope; users in the order of their counters."""

    url: str
    site: str
    tokens: dict[str, str]
    users: tuple[DemoUser, ...]
    simulated: bool

    def as_json(self) -> dict[str, object]:
        users = [
            {"username": u.username, "password": u.password, "role": u.role}
            | ({"counter": u.counter} if u.counter is not None else {})
            for u in self.users
        ]
        return {"url": self.url, "site": self.site, "tokens": self.tokens, "users": users}
