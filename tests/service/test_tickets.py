"""The kiosk's door over HTTP, on each database."""

from __future__ import annotations

from queue_service.domain.site import Hours
from tests.halls import service, small_site
from tests.service.conftest import NewHall
from tests.service.hall import OpenHall, good, refused

FIELDS = {  # contract, section 4
    *("id", "token", "label", "prefix", "number", "service", "procedure", "priority", "state", "counter"),
    *("position", "estimated_wait_s", "issued_at", "called_at", "started_at", "finished_at", "calls"),
    *("language", "track_url"),
}


def test_a_ticket_has_the_fields_of_the_contract(any_hall: OpenHall) -> None:
    answer = any_hall.post(
        "tickets", {"service": "land", "procedure": "1.000001", "language": "en"}, by="kiosk"
    )
    assert answer.status_code == 201
    ticket = answer.json()
    assert set(ticket) == FIELDS | {"slip", "counters"}
    known = ("label", "prefix", "number", "service", "procedure", "priority", "state", "language")
    assert [ticket[name] for name in known] == [
        *("B001", "B", 1, "land", "1.000001", "normal", "waiting", "en")
    ]
    assert [ticket[name] for name in ("counter", "called_at", "started_at", "finished_at")] == [None] * 4
    assert (ticket["position"], ticket["calls"], ticket["counters"]) == (0, 0, [1, 2])


def test_a_ticket_takes_the_halls_own_language_and_no_priority_when_nothing_is_said(hall: OpenHall) -> None:
    ticket = hall.take("business")
    assert (ticket["language"], ticket["priority"], ticket["procedure"]) == ("vi", "normal", None)


def test_the_track_url_carries_the_token_and_the_token_opens_the_ticket(any_hall: OpenHall) -> None:
    ticket = any_hall.take()
    assert ticket["track_url"] == f"{any_hall.server.origin}/t/{ticket['token']}"
    assert good(any_hall.get(f"/tickets/{ticket['token']}"))["label"] == ticket["label"]
    secret = ticket["token"].rpartition(".")[2]
    assert len(secret) * 6 >= 128  # bits in base64


def test_each_service_has_its_own_numbers_and_positions_count_who_waits_before(any_hall: OpenHall) -> None:
    tickets = [any_hall.take(name) for name in ("land", "land", "business", "land", "results")]
    assert [t["label"] for t in tickets] == ["B001", "B002", "A001", "B003", "K001"]
    assert [t["position"] for t in tickets] == [0, 1, 0, 2, 0]


def test_a_priority_class_is_taken_and_goes_before_normal_tickets(any_hall: OpenHall) -> None:
    any_hall.take()
    ticket = any_hall.take(priority="elderly")
    assert (ticket["priority"], ticket["position"]) == ("elderly", 0)


def test_only_the_kiosk_that_made_it_and_its_holder_get_token_and_link(any_hall: OpenHall) -> None:
    ticket = any_hall.take()
    any_hall.open(1)
    called = any_hall.do(1, "call-next")
    assert set(called) == FIELDS
    assert (called["label"], called["token"], called["track_url"]) == ("B001", None, None)
    held = good(any_hall.get(f"/tickets/{ticket['token']}"))
    assert set(held) >= FIELDS
    assert (held["token"], held["track_url"]) == (ticket["token"], ticket["track_url"])


def test_an_unknown_service_is_not_found(any_hall: OpenHall) -> None:
    data = refused(any_hall.post("tickets", {"service": "war"}, by="kiosk"), 404, "not-found")
    assert data == {"what": "service", "id": "war"}


def test_an_unknown_priority_names_the_known_ones(hall: OpenHall) -> None:
    answer = hall.post("tickets", {"service": "land", "priority": "vip"}, by="kiosk")
    assert refused(answer, 422, "invalid")["known"] == ["normal", "elderly"]


def test_an_unknown_language_is_invalid(hall: OpenHall) -> None:
    answer = hall.post("tickets", {"service": "land", "language": "fr"}, by="kiosk")
    assert refused(answer, 422, "invalid")["field"] == "language"


def test_a_procedure_of_another_service_is_invalid(hall: OpenHall) -> None:
    answer = hall.post("tickets", {"service": "business", "procedure": "1.000001"}, by="kiosk")
    assert refused(answer, 422, "invalid")["field"] == "procedure"


def test_a_procedure_that_the_catalogue_lacks_is_invalid(hall: OpenHall) -> None:
    answer = hall.post("tickets", {"service": "land", "procedure": "9.999999"}, by="kiosk")
    assert refused(answer, 422, "invalid")["field"] == "procedure"


def test_a_body_that_is_no_ticket_is_invalid_and_says_where(hall: OpenHall) -> None:
    bodies: list[object] = [None, {}, {"service": ""}, {"service": 7}, {"service": "land", "name": "A"}, []]
    for body in bodies:
        data = refused(hall.post("tickets", body, by="kiosk"), 422, "invalid")
        assert data["errors"][0]["field"].startswith("body")


def test_what_the_body_held_is_never_sent_back(hall: OpenHall) -> None:
    answer = hall.post("tickets", {"service": "land", "name": "Nguyễn Văn A"}, by="kiosk")
    assert "Nguyễn" not in answer.text


def test_a_closed_hall_gives_no_numbers_and_says_when_it_opens(new_hall: NewHall) -> None:
    hall = new_hall(hours=Hours())
    data = refused(hall.post("tickets", {"service": "land"}, by="kiosk"), 409, "hall-closed")
    assert set(data) == {"reason", "opens_at"}


def test_a_closed_service_gives_no_numbers(new_hall: NewHall) -> None:
    services = (service("land", "B", open=False), *small_site().services[1:])
    hall = new_hall(services=services)
    data = refused(hall.post("tickets", {"service": "land"}, by="kiosk"), 409, "service-closed")
    assert data == {"service": "land"}
    assert hall.take("business")["label"] == "A001"


def test_a_refused_number_leaves_no_gap(any_hall: OpenHall) -> None:
    any_hall.take()
    for body in ({"service": "war"}, {"service": "land", "priority": "vip"}):
        assert any_hall.post("tickets", body, by="kiosk").is_client_error
    assert any_hall.take()["label"] == "B002"
