"""Everybody at once, over HTTP, on each database: nobody is lost, nobody comes twice."""

from __future__ import annotations

import httpx

from queue_service.domain.site import Counter
from tests.halls import small_site, text
from tests.running import Running
from tests.service.conftest import open_hall
from tests.service.crowd import at_once

OFFICERS = 21
WAITING = 200
KIOSKS = 50


def test_twenty_one_officers_who_call_at_once_call_each_ticket_once_and_in_order(any_server: Running) -> None:
    counters = tuple(Counter(n, text(f"Quầy {n}"), ("land",)) for n in range(1, OFFICERS + 1))
    hall = open_hall(any_server, counters=counters, services=small_site().services[:1])
    kiosk, officer = hall.headers("kiosk"), hall.headers("counter")

    async def takes(http: httpx.AsyncClient, number: int) -> None:
        for _ in range(WAITING // KIOSKS):
            answer = await http.post(hall.path("tickets"), json={"service": "land"}, headers=kiosk)
            answer.raise_for_status()

    async def calls(http: httpx.AsyncClient, number: int) -> list[str]:
        counter = f"counters/{number + 1}"
        (await http.post(hall.path(f"{counter}/open"), headers=officer)).raise_for_status()
        called: list[str] = []
        while True:
            answer = await http.post(hall.path(f"{counter}/call-next"), headers=officer)
            if answer.status_code == 204:
                return called
            answer.raise_for_status()
            called.append(answer.json()["label"])

    at_once(any_server, KIOSKS, takes)
    called = at_once(any_server, OFFICERS, calls)
    everybody = [f"B{n:03d}" for n in range(1, WAITING + 1)]
    assert sorted(label for labels in called for label in labels) == everybody
    assert all(labels == sorted(labels) for labels in called)
    assert [e["data"]["label"] for e in hall.told("ticket.called")] == everybody


def test_fifty_kiosks_at_once_get_fifty_numbers_without_a_gap(any_server: Running) -> None:
    hall = open_hall(any_server)
    kiosk = hall.headers("kiosk")

    async def takes(http: httpx.AsyncClient, number: int) -> list[int]:
        answers = [
            await http.post(hall.path("tickets"), json={"service": "land"}, headers=kiosk) for _ in range(2)
        ]
        return [answer.raise_for_status().json()["number"] for answer in answers]

    numbers = at_once(any_server, KIOSKS, takes)
    assert sorted(n for pair in numbers for n in pair) == list(range(1, 2 * KIOSKS + 1))
    assert [e["data"]["number"] for e in hall.told("ticket.issued")] == list(range(1, 2 * KIOSKS + 1))


def test_one_key_twenty_times_at_once_is_one_ticket_and_twenty_equal_answers(any_server: Running) -> None:
    hall = open_hall(any_server)
    headers = hall.headers("kiosk") | {"Idempotency-Key": "the same"}

    async def takes(http: httpx.AsyncClient, number: int) -> tuple[int, bytes, bool]:
        answer = await http.post(hall.path("tickets"), json={"service": "land"}, headers=headers)
        return answer.status_code, answer.content, "idempotent-replayed" in answer.headers

    answers = at_once(any_server, 20, takes)
    assert len({(status, body) for status, body, _ in answers}) == 1
    assert sum(not replayed for _, _, replayed in answers) == 1
    assert len(hall.told("ticket.issued")) == 1


def test_two_officers_who_call_one_ticket_by_name_do_not_both_get_it(any_server: Running) -> None:
    hall = open_hall(any_server)
    ticket = hall.take()["id"]
    hall.open(1, 2)
    officer = hall.headers("counter")

    async def calls(http: httpx.AsyncClient, number: int) -> int:
        path = hall.path(f"counters/{number + 1}/call")
        return (await http.post(path, json={"ticket": ticket}, headers=officer)).status_code

    assert sorted(at_once(any_server, 2, calls)) == [200, 409]
    assert len(hall.told("ticket.called")) == 1


def test_a_citizen_who_cancels_while_being_called_is_either_called_or_gone(any_server: Running) -> None:
    hall = open_hall(any_server)
    hall.open(1)
    officer = hall.headers("counter")
    for _ in range(5):
        token = hall.take()["token"]

        async def acts(http: httpx.AsyncClient, number: int, token: str = token) -> int:
            path = f"/tickets/{token}/cancel" if number else "counters/1/call-next"
            return (await http.post(hall.path(path), headers={} if number else officer)).status_code

        assert at_once(any_server, 2, acts) in ([200, 409], [204, 200])
