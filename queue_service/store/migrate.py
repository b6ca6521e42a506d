"""Bring a database to the newest schema, and refuse to run on one that is not."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine


class WrongSchema(Exception):
    """The database's schema is not the one that this program knows."""


def migrate(engine: Engine) -> None:
    """Forwards only, each step in a transaction; nothing happens when the schema is the newest."""
    config = _config()
    if engine.dialect.name == "sqlite" and engine.url.database:
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def require_newest(engine: Engine) -> None:
    """Raises WrongSchema with what to do about it."""
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    if found is None:
        raise WrongSchema("the database has no schema yet: run `queue-service migrate`")
    if found != newest:
        raise WrongSchema(
            f"the database has schema {found}, this program needs {newest}: "
            "run `queue-service migrate`, or a program as new as the database"
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    return config
