"""The server runs on the newest schema alone. Asked without Alembic, which weighs 11 MB and only `migrate` needs."""

from __future__ import annotations

from sqlalchemy import Engine, inspect, text

from queue_service.store.tables import SCHEMA


class WrongSchema(Exception):
    """The database's schema is not the one that this program knows."""


def require_newest(engine: Engine) -> None:
    """Raises WrongSchema with what to do about it."""
    found = _found(engine)
    if found is None:
        raise WrongSchema("the database has no schema yet: run `queue-service migrate`")
    if found != SCHEMA:
        raise WrongSchema(
            f"the database has schema {found}, this program needs {SCHEMA}: "
            "run `queue-service migrate`, or a program as new as the database"
        )


def _found(engine: Engine) -> str | None:
    """What Alembic noted in its own table."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        version = text("SELECT version_num FROM alembic_version")
        found: str | None = connection.execute(version).scalar_one_or_none()
        return found
