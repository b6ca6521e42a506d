"""The supervisor's door over HTTP: notices, the end of the day, and the log with its chain."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.service.hall import Json, OpenHall, good, refused

EVENT_FIELDS = {  # contract, section 3
    *("site", "seq", "id", "type", "at", "actor", "ticket", "counter", "data", "prev_hash", "hash"),
}


def hash_of(event: Json) -> str:
    """By the words of the contract alone: as shown, without `hash`, keys sorted, no spaces, UTF-8."""
    shown = {name: value for name, value in event.items() if name != "hash"}
    text = json.dumps(shown, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def busy(hall: OpenHall) -> None:
    """Events of many kinds, with Vietnamese words, lists and nulls in them."""
    hall.take("land", priority="elderly")
    hall.take("land")
    hall.open(1)
    hall.do(1, "call-next")
    hall.do(1, "pause", reason="Nghỉ giải lao “10 phút”")
    hall.do(1, "finish")
    good(hall.post("counters/1/rating", {"score": 5, "reasons": ["polite", "fast"]}, by="rating"))
    good(hall.post("announcements", {"text": {"vi": "Xin chào", "en": "Hello"}}, by="supervisor"))


def test_an_event_has_the_fields_of_the_contract(any_hall: OpenHall) -> None:
    busy(any_hall)
    for event in any_hall.events():
        assert set(event) == EVENT_FIELDS
        assert event["site"] == any_hall.id
        assert datetime.fromisoformat(event["at"]).tzinfo is not None
        assert len(event["at"]) == len("2026-11-24T01:42:05.123Z")


def test_the_log_has_no_gap_and_its_chain_holds_when_reckoned_anew(any_hall: OpenHall) -> None:
    busy(any_hall)
    events = any_hall.events()
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    head = "0" * 64
    for event in events:
        assert event["prev_hash"] == head
        head = hash_of(event)
        assert event["hash"] == head


def test_the_log_comes_in_pages_oldest_first(any_hall: OpenHall) -> None:
    busy(any_hall)
    everything = any_hall.events()
    pages: list[Json] = []
    while page := good(any_hall.get(f"events?after={len(pages)}&limit=3", by="supervisor"))["events"]:
        assert len(page) <= 3
        pages += page
    assert pages == everything


@pytest.mark.parametrize("query", ["?after=-1", "?limit=0", "?limit=1001", "?after=x"])
def test_a_page_out_of_bounds_is_invalid(hall: OpenHall, query: str) -> None:
    refused(hall.get(f"events{query}", by="supervisor"), 422, "invalid")


def test_a_notice_stands_on_the_board_until_its_time(any_hall: OpenHall) -> None:
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    text = {"vi": "Quầy 7 tạm nghỉ", "en": "Counter 7 is on a break"}
    answer = any_hall.post("announcements", {"text": text, "until": until}, by="supervisor")
    assert answer.status_code == 201
    (shown,) = good(any_hall.get("board"))["announcements"]
    assert shown["text"] == text
    assert shown["until"].endswith("Z")


def test_a_notice_that_makes_no_sense_is_invalid(hall: OpenHall) -> None:
    past = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    bodies: list[Json] = [
        {},
        {"text": {}},
        {"text": {"fr": "Bonjour"}},
        {"text": {"vi": ""}},
        {"text": {"vi": "x" * 301}},
        {"text": {"vi": "Chào"}, "until": past},
        {"text": {"vi": "Chào"}, "until": "2026-11-24T10:00:00"},
    ]
    for body in bodies:
        refused(hall.post("announcements", body, by="supervisor"), 422, "invalid")


def test_the_end_of_the_day_expires_who_waits_and_closes_the_counters(any_hall: OpenHall) -> None:
    tokens = [any_hall.take()["token"] for _ in range(3)]
    any_hall.open(1, 2)
    any_hall.do(1, "call-next")
    any_hall.do(1, "finish")
    any_hall.do(2, "call-next")
    answer = any_hall.post("day/close", by="supervisor")
    assert answer.status_code == 201
    assert answer.json()["expired"] == 2
    states = [good(any_hall.get(f"/tickets/{token}"))["state"] for token in tokens]
    assert states == ["served", "expired", "expired"]
    board = good(any_hall.get("board"))
    assert {counter["state"] for counter in board["counters"]} == {"closed"}
    assert board["recent_calls"] == []


def test_after_an_early_end_of_the_day_numbers_go_on(any_hall: OpenHall) -> None:
    any_hall.take()
    good(any_hall.post("day/close", by="supervisor"))
    assert any_hall.take()["label"] == "B002"


def test_the_end_of_the_day_with_its_key_again_ends_nothing_twice(any_hall: OpenHall) -> None:
    any_hall.take()
    answers = [any_hall.post("day/close", by="supervisor", key="once") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert len(any_hall.told("day.closed")) == 1
