"""Settings from the environment (prefix `QUEUE_`) or a `.env` file; read once, frozen, passed on."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url

DATABASE_URL = "sqlite:///var/queue.db"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 — compared with, nothing is bound

S = TypeVar("S", bound=BaseSettings)


class SettingsError(Exception):
    """A setting is wrong or missing; the text is one line that names it."""


def _known_database(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    try:
        address = make_url(url)
    except ValueError as error:  # a port that is no number
        raise ValueError(f"is not an address: {error}") from error
    if not address.database:
        raise ValueError("names no database")
    return url


def _beginning_with(*beginnings: str) -> AfterValidator:
    def check(url: str | None) -> str | None:
        if url is not None and not url.startswith(beginnings):
            raise ValueError(f"must begin with {' or '.join(beginnings)}")
        return url

    return AfterValidator(check)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="QUEUE_", env_file=".env", extra="ignore", frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    database_url: Annotated[str, AfterValidator(_known_database)] = DATABASE_URL
    bus_url: Annotated[str | None, _beginning_with("nats://", "tls://")] = (
        None  # needed with more than one process
    )
    secret_key: str = Field(min_length=32)
    public_url: Annotated[str | None, _beginning_with("http://", "https://")] = (
        None  # as citizens' phones reach the server; stands in the slip's QR
    )
    log_format: Literal["text", "json"] = "text"
    voice_cache: str = "var/voice"  # announcements, made when needed

    @property
    def origin(self) -> str:
        """The address that links carry, without a slash at its end."""
        host = _own_address() if self.host in EVERYWHERE else self.host
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")


class DatabaseSettings(BaseSettings):
    """What commands need that do without the server (`migrate`, `verify`, `site load` …)."""

    model_config = SettingsConfigDict(env_prefix="QUEUE_", env_file=".env", extra="ignore", frozen=True)

    database_url: Annotated[str, AfterValidator(_known_database)] = DATABASE_URL
    archive: str = "var/archive"  # a folder for days that have left the database


def read_settings(**given: object) -> Settings:
    """Settings from the environment; `given` go before it. Raises SettingsError."""
    return _read(Settings, given)


def read_database_settings() -> DatabaseSettings:
    """Raises SettingsError."""
    return _read(DatabaseSettings, {})


def _read(kind: type[S], given: Mapping[str, Any]) -> S:
    try:
        return kind(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = "QUEUE_" + str(first["loc"][0]).upper()
        told = "is missing" if first["type"] == "missing" else first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}: {told}") from error


def _own_address() -> str:
    """The address by which this machine's network knows it; no packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # documentation addresses, RFC 5737
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
