"""The schema on each database: what the migrations build is what the code knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, inspect, text

from queue_service.store.engine import writing_engine
from queue_service.store.migrate import migrate
from queue_service.store.schema import WrongSchema, require_newest
from queue_service.store.tables import metadata
from tests.databases import Databases
from tests.founding import engine_of

ALEMBIC = "alembic_version"  # the one table that is not about halls


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = writing_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def empty(databases: Databases) -> Iterator[Engine]:
    made = writing_engine(databases.empty())
    yield made
    made.dispose()


def test_the_migrations_build_the_tables_that_the_code_knows(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_the_migrations_build_every_check_of_the_code(engine: Engine) -> None:
    found = inspect(engine)
    for name, table in metadata.tables.items():
        known = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint)}
        assert {check["name"] for check in found.get_check_constraints(name)} == known


def test_the_site_leads_every_key_unique_index_and_foreign_key(engine: Engine) -> None:
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, ALEMBIC}
    assert _not_led_by_the_site(engine) == []


def test_an_index_a_key_or_a_reference_that_the_site_does_not_lead_is_found(databases: Databases) -> None:
    with engine_of(databases.migrated()) as engine:
        with engine.begin() as connection:
            connection.execute(text("CREATE INDEX by_day ON tickets (day, site_id)"))
            connection.execute(text("CREATE TABLE towns (name TEXT PRIMARY KEY)"))
            connection.execute(
                text(
                    "CREATE TABLE visits (site_id VARCHAR(64) NOT NULL, town TEXT NOT NULL REFERENCES towns (name), "
                    "PRIMARY KEY (site_id, town))"
                )
            )
        assert _not_led_by_the_site(engine) == [
            "tickets (day, site_id)",
            "towns (name)",
            "visits (town) -> towns (name)",
        ]


def _not_led_by_the_site(engine: Engine) -> list[str]:
    """Every key, unique, index and reference of the catalogue that does not begin with the site, or leaves it."""
    found, bad = inspect(engine), []
    for table in sorted(set(found.get_table_names()) - {ALEMBIC}):
        own: list[Sequence[str | None]] = [
            found.get_pk_constraint(table)["constrained_columns"],
            *(unique["column_names"] for unique in found.get_unique_constraints(table)),
            *(index["column_names"] for index in found.get_indexes(table)),
        ]
        bad += [f"{table} ({', '.join(map(str, key))})" for key in own if key[:1] != ["site_id"]]
        for key in found.get_foreign_keys(table):
            columns, to, others = key["constrained_columns"], key["referred_table"], key["referred_columns"]
            if columns[:1] != ["site_id"] or others[:1] != ["site_id"]:
                bad.append(f"{table} ({', '.join(columns)}) -> {to} ({', '.join(others)})")
    return bad


def test_the_database_has_no_triggers_and_no_sequences(engine: Engine) -> None:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger' OR name = 'sqlite_sequence'"
        else:
            query = (
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal "
                "UNION ALL SELECT relname FROM pg_class WHERE relkind = 'S'"
            )
        assert connection.execute(text(query)).all() == []


def test_migrating_twice_does_no_harm(empty: Engine) -> None:
    migrate(empty)
    before = inspect(empty).get_table_names()
    migrate(empty)
    assert inspect(empty).get_table_names() == before
    require_newest(empty)


def test_a_database_without_a_schema_is_refused_with_what_to_do(empty: Engine) -> None:
    with pytest.raises(WrongSchema, match="run `queue-service migrate`"):
        require_newest(empty)


def test_a_schema_of_a_newer_program_is_refused_by_its_name(databases: Databases) -> None:
    with engine_of(databases.migrated()) as engine:
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(WrongSchema, match="has schema 9999, this program needs"):
            require_newest(engine)


def test_every_commit_of_the_embedded_database_is_flushed(sqlite: Databases) -> None:
    with engine_of(sqlite.migrated()) as engine, engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
