"""The schema. `migrations/` builds it; a test holds the two equal.

`site_id` leads every key, unique and index, so that the same tables can be cut by site over many machines. Times are
RFC 3339 UTC text with milliseconds, which sorts as it reads, on every database alike. No trigger, no sequence with a
meaning, no foreign key across sites.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from queue_service.domain.hall import CounterState, SlipState
from queue_service.domain.ticket import AT_COUNTER, State

SCHEMA = "0002"  # the newest migration; a server runs on no other

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(constraint_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
    }
)


def _one_of(column: str, values: object) -> str:
    words = ", ".join(f"'{value}'" for value in values)  # type: ignore[attr-defined]
    return f"{column} IN ({words})"


AT_COUNTER_SQL = _one_of("state", sorted(AT_COUNTER))

sites = Table(
    "sites",
    metadata,
    Column("site_id", String(64), primary_key=True),
    Column("seq", BigInteger, nullable=False),  # the site's own counter, raised in each transaction
    Column("head", String(64), nullable=False),  # hash of the last event
    Column("closed_seq", BigInteger, nullable=False),  # the last day.closed; images are built from there
    Column("closed_config_seq", BigInteger, nullable=False),  # the configuration in force then
    Column("archived_seq", BigInteger, nullable=False, server_default="0"),  # up to here: in files alone
    CheckConstraint("seq >= 0", name="seq"),
)

events = Table(
    "events",
    metadata,
    Column("site_id", String(64), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),  # order of seq = order of commit
    Column("type", String(32), nullable=False),
    Column("at", String(24), nullable=False),
    Column("actor", String(96), nullable=False),
    Column("ticket_id", String(32)),
    Column("counter", Integer),
    Column("data", Text, nullable=False),  # JSON, no personal data
    Column("prev_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
    sqlite_with_rowid=False,  # the log is its own index: one tree to write instead of two
)

tickets = Table(
    "tickets",
    metadata,
    Column("site_id", String(64), primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("day", String(10), nullable=False),
    Column("service", String(64), nullable=False),
    Column("prefix", String(2), nullable=False),
    Column("number", Integer, nullable=False),
    Column("label", String(12), nullable=False),
    Column("procedure", String(32)),
    Column("priority", String(32), nullable=False),
    Column("language", String(8), nullable=False),
    Column("kiosk", String(64)),
    Column("state", String(12), nullable=False),
    Column("counter", Integer),
    Column("for_counter", Integer),
    Column("turn", BigInteger, nullable=False),
    Column("calls", Integer, nullable=False),
    Column("issued_at", String(24), nullable=False),
    Column("called_at", String(24)),
    Column("started_at", String(24)),
    Column("finished_at", String(24)),
    Column("score", Integer),
    UniqueConstraint("site_id", "day", "label", name="label"),  # a label stands on one ticket a day
    CheckConstraint(_one_of("state", State), name="state"),
    CheckConstraint(f"NOT ({AT_COUNTER_SQL}) OR counter IS NOT NULL", name="at_counter"),
    CheckConstraint("number >= 1", name="number"),
    CheckConstraint("score IS NULL OR (score BETWEEN 1 AND 5 AND state = 'served')", name="score"),
    ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
    # A counter has at most one ticket called or serving.
    Index(
        "one_at_counter",
        "site_id",
        "counter",
        unique=True,
        sqlite_where=text(AT_COUNTER_SQL),
        postgresql_where=text(AT_COUNTER_SQL),
    ),
    sqlite_with_rowid=False,
)

counters = Table(
    "counters",
    metadata,
    Column("site_id", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", String(8), nullable=False),
    Column("officer", String(96)),
    Column("reason", Text),
    CheckConstraint(_one_of("state", CounterState), name="state"),
    CheckConstraint(
        "(state = 'closed') = (officer IS NULL)", name="officer"
    ),  # an open counter has its officer
    ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
)

slips = Table(
    "slips",
    metadata,
    Column("site_id", String(64), primary_key=True),
    Column("ticket_id", String(32), primary_key=True),  # before the id: a ticket finds its slips
    Column("id", String(40), primary_key=True),
    Column("printer", String(64), nullable=False),
    Column("state", String(12), nullable=False),
    Column("repeat", Integer, nullable=False),
    CheckConstraint(_one_of("state", SlipState), name="state"),
    ForeignKeyConstraint(["site_id", "ticket_id"], ["tickets.site_id", "tickets.id"]),
)

answers = Table(  # what each Idempotency-Key was answered, committed together with what it did
    "answers",
    metadata,
    Column("site_id", String(64), primary_key=True),
    Column("caller", String(128), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("fingerprint", String(64), nullable=False),  # SHA-256 of method, path and body
    Column("answer", Text, nullable=False),  # JSON; never a token
    Column("at", String(24), nullable=False),
)

devices = Table(
    "devices",
    metadata,
    Column("site_id", String(64), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("name", String(80), nullable=False),
    Column("counter", Integer),
    Column("printer", String(64)),  # a kiosk's printer: the id of a printer device
    Column("token_hash", String(64), nullable=False),  # SHA-256; the token itself is shown once
    Column("pairing", String(16)),  # the code it was paired by
    Column("paired_at", String(24), nullable=False),
    Column("revoked_at", String(24)),
    UniqueConstraint("site_id", "pairing", name="pairing"),  # a code pairs one device
    ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
)

users = Table(
    "users",
    metadata,
    Column("site_id", String(64), primary_key=True),
    Column("username", String(64), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("role", String(16), nullable=False),
    Column("counter", Integer),  # the counter proposed after log-in
    Column("password_hash", Text, nullable=False),  # argon2id
    Column("session_epoch", Integer, nullable=False),  # raised by log-out: older sessions end
    Column("disabled_at", String(24)),
    ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
)

private_texts = Table(  # words that people wrote; outside the log, so that they can be deleted
    "private_texts",
    metadata,
    Column("site_id", String(64), primary_key=True),
    Column("ticket_id", String(32), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),  # the event they belong to
    Column("kind", String(8), nullable=False),
    Column("words", Text, nullable=False),
    Column("at", String(24), nullable=False),
    CheckConstraint(_one_of("kind", ("note", "comment")), name="kind"),
    ForeignKeyConstraint(["site_id", "ticket_id"], ["tickets.site_id", "tickets.id"]),
)

procedures = Table(  # the site's catalogue, replaced as a whole when the site is loaded
    "procedures",
    metadata,
    Column("site_id", String(64), primary_key=True),
    Column("code", String(32), primary_key=True),
    Column("service", String(64), nullable=False),
    Column("rank", Integer, nullable=False),  # order in the site's file
    Column("entry", Text, nullable=False),  # JSON: names, field, level, source, everyday words
    ForeignKeyConstraint(["site_id"], ["sites.site_id"]),
)
