"""Errors over HTTP: RFC 9457 documents with stable codes, whatever goes wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.halls import small_site
from tests.running import Running
from tests.service.hall import API, OpenHall, refused

FOLLOWED = "019abc12-7def-7000-8000-0123456789ab"
PAGE_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


def test_a_path_that_is_not_there_is_not_found(hall: OpenHall) -> None:
    for path in (
        "/nothing",
        f"{API}/nothing",
        f"{API}/sites/{hall.id}/nothing",
        "/static/shared/../../app.py",
    ):
        refused(hall.server.http.get(path), 404, "not-found")


def test_a_method_that_is_not_there_is_said_to_be_not_allowed(hall: OpenHall) -> None:
    refused(hall.ask("DELETE", "tickets"), 405, "method-not-allowed")


def test_a_body_that_is_not_json_is_invalid(hall: OpenHall) -> None:
    answer = hall.server.http.post(
        hall.path("tickets"),
        content=b'{"service": "land"',
        headers=hall.headers("kiosk") | {"Content-Type": "application/json"},
    )
    refused(answer, 422, "invalid")


def test_a_body_over_the_limit_is_too_large_announced_or_not(hall: OpenHall) -> None:
    def drip() -> Iterator[bytes]:
        for _ in range(70):
            yield b" " * 1024

    headers = hall.headers("kiosk") | {"Content-Type": "application/json"}
    announced = hall.server.http.post(hall.path("tickets"), content=b" " * 70_000, headers=headers)
    assert refused(announced, 413, "too-large") == {"limit": 64 * 1024}
    dripped = hall.server.http.post(hall.path("tickets"), content=drip(), headers=headers)
    refused(dripped, 413, "too-large")
    assert hall.take()["label"] == "B001"


def test_a_stranger_who_asks_without_end_is_told_when_to_come_back_and_the_kiosk_is_not(
    own_server: Running,
) -> None:
    hall = OpenHall(own_server.start(), small_site())
    answers = [hall.post("/pairings", {"site": hall.id}) for _ in range(31)]
    last = answers[-1]
    refused(last, 429, "too-many")
    assert int(last.headers["retry-after"]) >= 1
    assert [hall.take()["number"] for _ in range(50)] == list(range(1, 51))


@pytest.mark.parametrize("path", ["", "board", "nothing", "events", "speech?label=B001&counter=1"])
def test_every_answer_carries_a_strict_policy_and_an_id(hall: OpenHall, path: str) -> None:
    answer = hall.get(path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-request-id"]
    assert "server" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/nothing", "/kiosk/none"])
def test_every_page_carries_the_headers_of_a_page(hall: OpenHall, path: str) -> None:
    answer = hall.server.http.get(path)
    for name, value in PAGE_HEADERS.items():
        assert answer.headers[name] == value
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_a_request_id_that_came_goes_back_unless_it_is_no_plain_word(hall: OpenHall) -> None:
    assert hall.get("board", headers={"X-Request-Id": FOLLOWED}).headers["x-request-id"] == FOLLOWED
    for other in ("Nguyễn Văn A".encode().hex() * 3, "0912345678", "x" * 20, "0" * 20):
        assert hall.get("board", headers={"X-Request-Id": other}).headers["x-request-id"] != other


def test_a_body_of_another_kind_is_invalid_even_when_it_reads_as_json(hall: OpenHall) -> None:
    answer = hall.server.http.post(
        hall.path("tickets"),
        content=b'{"service": "land"}',
        headers=hall.headers("kiosk") | {"Content-Type": "text/plain"},
    )
    assert refused(answer, 422, "invalid")["errors"][0]["field"] == "header.content-type"
