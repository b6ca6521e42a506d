"""Who may do what: every kind of token against every route that asks for one."""

from __future__ import annotations

import pytest

from queue_service.web.access import SCOPES
from tests.running import Running
from tests.service.conftest import open_hall
from tests.service.hall import OpenHall, good, refused

# Method, path, body, and the scopes that may. Each is allowed when it is neither 401 nor 403.
ROUTES: list[tuple[str, str, object, set[str]]] = [
    ("POST", "tickets", {"service": "land"}, {"kiosk"}),
    ("POST", "tickets/261124-B001/slip", None, {"kiosk"}),
    ("GET", "counters/1", None, {"counter", "supervisor", "admin"}),
    *(
        ("POST", f"counters/1/{verb}", None, {"counter"})
        for verb in (
            *("open", "pause", "resume", "call-next", "recall", "start", "finish", "no-show", "hold"),
            *("return", "close"),
        )
    ),
    *(
        ("POST", f"counters/1/{verb}", {"ticket": "x"}, {"counter"})
        for verb in ("call", "cancel", "reinstate")
    ),
    ("POST", "counters/1/transfer", {"service": "land"}, {"counter"}),
    ("POST", "counters/1/rating", {"score": 5}, {"rating"}),
    ("POST", "announcements", {"text": {"vi": "Chào"}}, {"supervisor", "admin"}),
    ("GET", "events", None, {"supervisor", "admin"}),
    ("POST", "slips/x/printed", {}, {"printer"}),
    ("POST", "slips/x/failed", {"reason": "paper-out"}, {"printer"}),
    ("POST", "printer/status", {"problem": None}, {"printer"}),
    ("POST", "/pairings/AAAAAAAA/approve", {"kind": "kiosk", "name": "K"}, {"admin"}),
    ("GET", "/devices", None, {"admin"}),
    ("DELETE", "/devices/nothing", None, {"admin"}),
    ("POST", "day/close", None, {"supervisor", "admin"}),
]
IDS = [f"{method} {path}" for method, path, _, _ in ROUTES]
OFFICERS = {
    "officer": {"counter"},
    "supervisor": {"counter", "supervisor"},
    "admin": {"counter", "supervisor", "admin"},
}


@pytest.fixture(scope="module")
def hall(sqlite_server: Running) -> OpenHall:
    """One for all: nothing is asked here but who may."""
    return open_hall(sqlite_server)


@pytest.fixture(scope="module")
def other_hall(sqlite_server: Running) -> OpenHall:
    return open_hall(sqlite_server)


@pytest.mark.parametrize(("method", "path", "body", "allowed"), ROUTES, ids=IDS)
def test_a_token_opens_the_routes_of_its_scope_and_no_other(
    hall: OpenHall, method: str, path: str, body: object, allowed: set[str]
) -> None:
    refused(hall.ask(method, path, body), 401, "not-known")
    for scope in SCOPES:
        answer = hall.ask(method, path, body, by=scope)
        if scope in allowed:
            assert answer.status_code not in (401, 403), f"{scope}: {answer.text}"
        else:
            refused(answer, 403, "not-allowed")


@pytest.mark.parametrize("role", OFFICERS)
def test_an_officers_role_opens_the_routes_of_its_scopes_and_no_other(hall: OpenHall, role: str) -> None:
    hall.add_user(hall.own(role), role)
    session = hall.log_in(hall.own(role))
    for method, path, body, allowed in ROUTES:
        answer = hall.ask(method, path, body, by=session)
        may = bool(allowed & OFFICERS[role])
        assert (answer.status_code not in (401, 403)) == may, f"{method} {path}: {answer.text}"


@pytest.mark.parametrize(("method", "path", "body", "allowed"), ROUTES, ids=IDS)
def test_a_token_of_another_site_opens_nothing_here(
    hall: OpenHall, other_hall: OpenHall, method: str, path: str, body: object, allowed: set[str]
) -> None:
    if path.startswith("/"):
        return  # the administrator's routes mean the site of the token itself
    foreign = other_hall.token(min(allowed))
    refused(hall.ask(method, path, body, by=foreign), 403, "not-allowed")


def test_a_token_made_for_one_counter_acts_there_alone(any_hall: OpenHall) -> None:
    limited = any_hall.token("counter", counter=2)
    good(any_hall.verb(2, "open", by=limited))
    good(any_hall.get("counters/2", by=limited))
    for answer in (
        any_hall.verb(1, "open", by=limited),
        any_hall.verb(1, "call-next", by=limited),
        any_hall.verb(1, "cancel", {"ticket": "x"}, by=limited),
        any_hall.get("counters/1", by=limited),
    ):
        refused(answer, 403, "not-allowed")


def test_a_pad_made_for_one_counter_rates_there_alone(hall: OpenHall) -> None:
    limited = hall.token("rating", counter=2)
    refused(hall.post("counters/2/rating", {"score": 5}, by=limited), 409, "rating-closed")
    refused(hall.post("counters/1/rating", {"score": 5}, by=limited), 403, "not-allowed")


@pytest.mark.parametrize("header", ["Bearer x", "Bearer a.b.c", "Basic bGFuOng=", "Token x", "Bearer"])
def test_an_authorization_that_nobody_gave_is_not_known(hall: OpenHall, header: str) -> None:
    answer = hall.post("tickets", {"service": "land"}, by={"Authorization": header})
    refused(answer, 401, "not-known")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_with_one_sign_changed_is_not_known(hall: OpenHall) -> None:
    token = hall.token("kiosk")
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    refused(hall.post("tickets", {"service": "land"}, by=changed), 401, "not-known")
