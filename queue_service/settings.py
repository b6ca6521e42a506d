"""Settings from the environment (prefix `QUEUE_`) or a `.env` file; read once, frozen, passed on."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(Exception):
    """A setting is wrong or missing; the text is one line that names it."""


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="QUEUE_", env_file=".env", extra="ignore", frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    database_url: str = "sqlite:///var/queue.db"
    bus_url: str | None = None  # needed with more than one process
    secret_key: str = Field(min_length=32)
    public_url: str | None = None  # as citizens' phones reach the server; stands in the slip's QR
    log_format: Literal["text", "json"] = "text"
    voice_cache: str = "var/voice"  # announcements, made when needed

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if not url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return url

    @property
    def origin(self) -> str:
        """The address that links carry, without a slash at its end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


def read_settings(**given: object) -> Settings:
    """Settings from the environment; `given` go before it. Raises SettingsError."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "QUEUE_" + str(first["loc"][0]).upper()
        told = "is missing" if first["type"] == "missing" else first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}: {told}") from error


class DatabaseSettings(BaseSettings):
    """What commands need that only touch the database (`migrate`, `verify`, `site load` …)."""

    model_config = SettingsConfigDict(env_prefix="QUEUE_", env_file=".env", extra="ignore", frozen=True)

    database_url: str = "sqlite:///var/queue.db"
