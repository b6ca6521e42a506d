"""A hall that updates keeps what it has: from every schema that was ever released, on both databases."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select

from queue_service import verify
from queue_service.store import event_log
from queue_service.store.migrate import migrate
from queue_service.store.schema import WrongSchema, require_newest
from queue_service.store.tables import SCHEMA, metadata, private_texts, users
from tests import released
from tests.databases import Databases
from tests.founding import engine_of
from tests.verify.good_log import SITE

OLDER = [schema for schema in released.SCHEMAS if schema != SCHEMA]


@pytest.mark.parametrize("schema", released.SCHEMAS)
def test_a_hall_of_a_released_schema_is_whole_on_the_newest(databases: Databases, schema: str) -> None:
    url = databases.empty()
    released.load(url, schema)
    with engine_of(url) as engine:
        migrate(engine)
        require_newest(engine)
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, metadata) == []
            assert connection.execute(select(users.c.name)).scalars().all() == ["Nguyễn Thị Lan"]
            assert connection.execute(select(private_texts.c.words)).scalars().all() == ["Cảm ơn"]
            log = event_log.count(connection, SITE)
    assert log > 70
    assert verify.run(url) == []


@pytest.mark.parametrize("schema", OLDER)
def test_a_server_refuses_an_older_schema_by_its_name_with_what_to_do(
    databases: Databases, schema: str
) -> None:
    url = databases.empty()
    released.load(url, schema)
    with (
        engine_of(url) as engine,
        pytest.raises(
            WrongSchema, match=f"has schema {schema}, this program needs {SCHEMA}: run `queue-serv"
        ),
    ):
        require_newest(engine)
