"""For those who run the service: health, measures, the description of the API, and what never leaks."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import select

from queue_service.store.tables import metadata
from tests.founding import engine_of
from tests.service.hall import OpenHall, good, refused

# Contract, section 4 (statistics come with the administrator's pages).
CONTRACT_ROUTES = {
    "GET /sites/{site}",
    "GET /sites/{site}/procedures",
    "POST /sites/{site}/tickets",
    "GET /tickets/{token}",
    "POST /tickets/{token}/cancel",
    "POST /tickets/{token}/rating",
    "POST /sites/{site}/counters/{number}/rating",
    "GET /sites/{site}/board",
    "GET /sites/{site}/speech",
    "POST /session",
    "DELETE /session",
    *(
        f"POST /sites/{{site}}/counters/{{number}}/{verb}"
        for verb in (
            *(
                "open",
                "pause",
                "resume",
                "close",
                "call-next",
                "call",
                "recall",
                "start",
                "finish",
                "no-show",
            ),
            *("hold", "return", "transfer", "cancel", "reinstate"),
        )
    ),
    "POST /sites/{site}/announcements",
    "POST /sites/{site}/day/close",
    "GET /sites/{site}/events",
    "POST /pairings",
    "POST /pairings/{code}/approve",
    "GET /devices",
    "DELETE /devices/{device}",
}
COMMENT = "Chị Lan tận tình, gọi 0912345678"


@pytest.fixture
def lived_in(any_hall: OpenHall) -> OpenHall:
    """A hall where everything that may hold a secret has been used."""
    ticket = any_hall.take(priority="elderly")
    any_hall.open(1)
    any_hall.do(1, "call-next")
    any_hall.do(1, "finish")
    body = {"score": 1, "comment": COMMENT}
    good(any_hall.post(f"/tickets/{ticket['token']}/rating", body, key="k"))
    any_hall.get(f"/tickets/{ticket['token']}x")
    any_hall.get(f"/tickets/{ticket['token']}/qr.svg")
    any_hall.server.http.get(f"/t/{ticket['token']}")
    any_hall.server.http.get(f"/nothing/{ticket['token']}")
    with any_hall.listen(f"ticket:{ticket['token']}") as ear:
        ear.frame()
    return any_hall


def secrets_of(hall: OpenHall) -> list[str]:
    token = good(hall.post("tickets", {"service": "land"}, by="kiosk"))["token"]
    first = re.sub(r"B\d+", "B001", token).rpartition(".")[0]
    return [first, hall.token("kiosk"), hall.token("counter"), COMMENT, "0912345678"]


def test_the_process_says_that_it_is_alive_and_ready(hall: OpenHall) -> None:
    assert good(hall.server.http.get("/healthz")) == {"status": "alive"}
    assert good(hall.server.http.get("/readyz")) == {"status": "ready"}


def test_the_measures_tell_requests_listeners_and_lines(lived_in: OpenHall) -> None:
    answer = lived_in.server.http.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    for name in ("queue_http_request_seconds_count", "queue_listeners", "queue_http_request_seconds_bucket"):
        assert name in answer.text
    assert 'route="/api/v1/tickets/{token}/rating"' in answer.text


def test_the_measures_tell_how_a_hall_is(any_hall: OpenHall) -> None:
    any_hall.token("supervisor")  # its pairing is an event that the server sees with the next command
    for _ in range(2):
        any_hall.take()
    any_hall.device("printer")
    good(any_hall.post("printer/status", {"problem": "paper-out"}, by="printer"))
    any_hall.take(by=any_hall.token("kiosk", printer=any_hall.device("printer")[0]))
    refused(any_hall.verb(1, "call-next"), 409, "counter-closed")
    last = any_hall.events()[-1]["seq"]
    told = figures(any_hall)
    site = f'{{site="{any_hall.id}"}}'
    assert told[f"queue_tickets_waiting{site}"] == 3
    assert 0 < told[f"queue_longest_wait_seconds{site}"] < 60
    assert told[f"queue_devices_in_trouble{site}"] == 1
    assert told[f'queue_slips{{site="{any_hall.id}",state="requested"}}'] == 1
    assert told[f"queue_log_seq{site}"] == last
    assert {told[f'queue_part_up{{part="{part}"}}'] for part in ("database", "writer", "bus")} == {1}
    assert told['queue_refusals_total{code="counter-closed"}'] >= 1
    assert told["queue_writer_commit_seconds_count"] == told["queue_writer_batch_commands_count"] >= 4


def figures(hall: OpenHall) -> dict[str, float]:
    lines = hall.server.http.get("/metrics").text.splitlines()
    pairs = [line.rpartition(" ") for line in lines if not line.startswith("#")]
    return {name: float(value) for name, _, value in pairs}


def test_no_token_and_no_name_stands_in_the_measures_or_the_log_lines(lived_in: OpenHall) -> None:
    measures, lines = lived_in.server.http.get("/metrics").text, lived_in.server.errors
    for secret in secrets_of(lived_in):
        assert secret not in measures
        assert secret not in lines


def test_no_table_holds_a_token(lived_in: OpenHall) -> None:
    secrets = [secret for secret in secrets_of(lived_in) if "." in secret]
    tails = [secret.rpartition(".")[2] for secret in secrets[1:]]
    with engine_of(lived_in.server.database_url) as engine, engine.connect() as connection:
        for table in metadata.tables.values():
            for row in connection.execute(select(table).where(table.c.site_id == lived_in.id)):
                text = str(tuple(row))
                assert not any(secret in text for secret in (*secrets, *tails)), table.name


def test_what_a_citizen_wrote_stands_outside_the_log_where_it_can_be_deleted(lived_in: OpenHall) -> None:
    assert COMMENT not in json.dumps(lived_in.events(), ensure_ascii=False)
    with engine_of(lived_in.server.database_url) as engine, engine.connect() as connection:
        private = metadata.tables["private_texts"]
        rows = connection.execute(select(private.c.words).where(private.c.site_id == lived_in.id))
        assert rows.scalars().all() == [COMMENT]


def test_the_description_of_the_api_lists_every_call_of_the_contract(hall: OpenHall) -> None:
    paths = good(hall.server.http.get("/openapi.json"))["paths"]
    found = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, calls in paths.items()
        for method in calls
    }
    assert found >= CONTRACT_ROUTES


def test_every_call_is_described_and_every_body_has_an_example(hall: OpenHall) -> None:
    description = good(hall.server.http.get("/openapi.json"))
    for path, calls in description["paths"].items():
        for method, call in calls.items():
            assert call.get("description") or call.get("summary"), f"{method} {path}"
    schemas = description["components"]["schemas"]
    bodies = {name: schema for name, schema in schemas.items() if schema.get("additionalProperties") is False}
    missing = [name for name, schema in bodies.items() if schema["properties"] and not schema.get("examples")]
    assert missing == []
