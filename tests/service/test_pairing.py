"""A device is paired: it shows a code, the administrator approves, it claims its token; and loses it again."""

from __future__ import annotations

import re

import pytest

from tests.service.conftest import NewHall
from tests.service.hall import Json, OpenHall, good, refused


def asks(hall: OpenHall) -> Json:
    """A device asks for a code."""
    return good(hall.post("/pairings", {"site": hall.id}))


def approved(hall: OpenHall, pairing: Json, **approval: object) -> Json:
    body = {"kind": "kiosk", "name": "Kiosk 1"} | approval
    return good(hall.post(f"/pairings/{pairing['code']}/approve", body, by="admin"))


def claim(hall: OpenHall, pairing: Json) -> Json:
    path = f"/pairings/{pairing['code']}/claim"
    return good(hall.post(path, {"site": hall.id, "claim": pairing["claim"]}))


def test_a_device_shows_a_code_is_approved_and_claims_a_token_that_works(any_hall: OpenHall) -> None:
    pairing = asks(any_hall)
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{8}", pairing["code"])
    waiting = any_hall.post(
        f"/pairings/{pairing['code']}/claim", {"site": any_hall.id, "claim": pairing["claim"]}
    )
    assert waiting.status_code == 202
    device = approved(any_hall, pairing)
    assert set(device) == {"id", "kind", "name", "token"}
    assert claim(any_hall, pairing)["token"] == device["token"]
    assert any_hall.take(by=device["token"])["label"] == "B001"


def test_a_code_writes_nothing_until_it_is_approved(any_hall: OpenHall) -> None:
    before = any_hall.events()
    pairing = asks(any_hall)
    assert any_hall.events() == before
    approved(any_hall, pairing)
    (event,) = [e for e in any_hall.told("device.paired") if e["actor"] != "system"]
    assert event["data"]["name"] == "Kiosk 1"


def test_a_code_is_typed_in_either_case_and_pairs_one_device(any_hall: OpenHall) -> None:
    pairing = asks(any_hall)
    typed = pairing | {"code": f" {pairing['code'].lower()}"}
    approved(any_hall, typed)
    again = {"kind": "display", "name": "Another"}
    answer = any_hall.post(f"/pairings/{pairing['code']}/approve", again, by="admin")
    refused(answer, 404, "not-found")


def test_an_approval_sent_twice_with_its_key_is_answered_twice_the_same(any_hall: OpenHall) -> None:
    path = f"/pairings/{asks(any_hall)['code']}/approve"
    body = {"kind": "kiosk", "name": "Kiosk 1"}
    answers = [any_hall.post(path, body, by="admin", key="once") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert answers[1].headers["idempotent-replayed"] == "true"


def test_a_code_that_was_never_given_pairs_nothing(any_hall: OpenHall, new_hall: NewHall) -> None:
    body = {"kind": "kiosk", "name": "Kiosk 1"}
    foreign = asks(new_hall())["code"]
    for code in ("AAAAAAAA", "x", foreign):
        refused(any_hall.post(f"/pairings/{code}/approve", body, by="admin"), 404, "not-found")


def test_a_stranger_who_read_the_code_cannot_claim_the_token(any_hall: OpenHall) -> None:
    pairing = asks(any_hall)
    approved(any_hall, pairing)
    stranger = {"site": any_hall.id, "claim": asks(any_hall)["claim"]}
    answer = any_hall.post(f"/pairings/{pairing['code']}/claim", stranger)
    assert answer.status_code == 410
    assert "token" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "spy", "name": "K"},
        {"kind": "kiosk", "name": ""},
        {"kind": "kiosk", "name": "x" * 81},
        {"kind": "kiosk"},
        {"kind": "kiosk", "name": "K", "printer": "no-such-printer"},
        {"kind": "display", "name": "D", "printer": "printer-1"},
        {"kind": "kiosk", "name": "K", "token": "x"},
    ],
)
def test_an_approval_that_makes_no_sense_is_invalid(any_hall: OpenHall, body: Json) -> None:
    any_hall.token("printer")
    path = f"/pairings/{asks(any_hall)['code']}/approve"
    refused(any_hall.post(path, body, by="admin"), 422, "invalid")


def test_a_pad_is_paired_with_its_counter(any_hall: OpenHall) -> None:
    pad = approved(any_hall, asks(any_hall), kind="rating", name="Pad 2", counter=2)
    refused(any_hall.post("counters/1/rating", {"score": 5}, by=pad["token"]), 403, "not-allowed")
    unknown = {"kind": "rating", "name": "Pad 9", "counter": 9}
    path = f"/pairings/{asks(any_hall)['code']}/approve"
    refused(any_hall.post(path, unknown, by="admin"), 404, "not-found")


def test_the_administrator_sees_every_device_and_no_token(any_hall: OpenHall) -> None:
    device = approved(any_hall, asks(any_hall))
    answer = any_hall.get("/devices", by="admin")
    (kiosk,) = [d for d in good(answer)["devices"] if d["id"] == device["id"]]
    assert set(kiosk) == {"id", "kind", "name", "counter", "printer", "paired_at", "problem"}
    assert device["token"] not in answer.text


def test_a_revoked_device_is_out_at_once_and_its_sockets_close(any_hall: OpenHall) -> None:
    device = approved(any_hall, asks(any_hall), kind="counter", name="Console")
    good(any_hall.verb(1, "open", by=device["token"]))
    with any_hall.listen("counter:1,board", by=device["token"]) as ear:
        ear.frame()
        answer = any_hall.ask("DELETE", f"/devices/{device['id']}", by="admin")
        assert answer.status_code == 204
        assert ear.close_code() == 4401
    refused(any_hall.verb(1, "pause", by=device["token"]), 401, "not-known")
    with any_hall.listen("counter:1", by=device["token"]) as ear:
        assert ear.close_code() == 4401
    assert [e["data"]["device"] for e in any_hall.told("device.revoked")] == [device["id"]]


def test_a_revoked_display_loses_even_the_public_board(any_hall: OpenHall) -> None:
    device = approved(any_hall, asks(any_hall), kind="display", name="Hall")
    with any_hall.listen("board", by=device["token"]) as ear:
        ear.frame()
        any_hall.ask("DELETE", f"/devices/{device['id']}", by="admin")
        assert ear.close_code() == 4401


def test_a_revocation_sent_twice_with_its_key_is_answered_twice_the_same(any_hall: OpenHall) -> None:
    device = approved(any_hall, asks(any_hall))
    path = f"/devices/{device['id']}"
    answers = [any_hall.ask("DELETE", path, by="admin", key="once") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]
    refused(any_hall.ask("DELETE", path, by="admin"), 404, "not-found")


def test_a_code_whose_device_was_revoked_gives_nothing_any_more(any_hall: OpenHall) -> None:
    pairing = asks(any_hall)
    device = approved(any_hall, pairing)
    any_hall.ask("DELETE", f"/devices/{device['id']}", by="admin")
    answer = any_hall.post(
        f"/pairings/{pairing['code']}/claim", {"site": any_hall.id, "claim": pairing["claim"]}
    )
    assert answer.status_code == 410
    body = {"kind": "kiosk", "name": "Kiosk 1"}
    refused(any_hall.post(f"/pairings/{pairing['code']}/approve", body, by="admin"), 404, "not-found")


def test_a_site_must_be_named_where_there_is_more_than_one(any_hall: OpenHall, new_hall: NewHall) -> None:
    refused(new_hall().post("/pairings"), 422, "invalid")
    refused(any_hall.post("/pairings", {"site": "nowhere"}), 404, "not-found")
