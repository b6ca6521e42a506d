"""Log-in and log-out over HTTP; cookies act only from our own pages."""

from __future__ import annotations

import pytest

from tests.halls import small_site
from tests.running import Running
from tests.service.hall import PASSWORD, OpenHall, good, refused


def cookie_of(header: str) -> dict[str, str | None]:
    """A Set-Cookie header as its attributes, names in lower case."""
    parts = [part.strip().partition("=") for part in header.split(";")]
    return {name.lower(): value or None for name, _, value in parts}


def test_an_officer_logs_in_and_works(any_hall: OpenHall) -> None:
    any_hall.add_user(any_hall.own("lan"), "officer", counter=1)
    given = {"site": any_hall.id, "username": any_hall.own("lan"), "password": PASSWORD}
    answer = any_hall.post("/session", given)
    assert good(answer) == {
        "user": {
            "username": any_hall.own("lan"),
            "name": any_hall.own("lan"),
            "role": "officer",
            "counter": 1,
        }
    }
    lan = any_hall.log_in(any_hall.own("lan"))
    opened = good(any_hall.post("counters/1/open", by=lan))
    assert opened["officer"] == any_hall.own("lan")
    assert any_hall.told("counter.opened")[0]["actor"] == f"officer:{any_hall.own('lan')}"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites(hall: OpenHall) -> None:
    hall.add_user(hall.own("lan"), "officer")
    answer = hall.post("/session", {"site": hall.id, "username": hall.own("lan"), "password": PASSWORD})
    cookie = cookie_of(answer.headers["set-cookie"])
    assert {"httponly", "samesite", "path", "max-age"} <= set(cookie)
    assert (cookie["samesite"], cookie["path"]) == ("strict", "/")


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(hall: OpenHall) -> None:
    hall.add_user(hall.own("lan"), "officer")
    wrong = hall.post("/session", {"site": hall.id, "username": hall.own("lan"), "password": "x"})
    nobody = hall.post("/session", {"site": hall.id, "username": "nobody", "password": PASSWORD})
    refused(wrong, 401, "not-known")
    assert wrong.json() == nobody.json()
    assert "set-cookie" not in wrong.headers


def test_a_log_in_without_name_or_password_is_invalid(hall: OpenHall) -> None:
    for body in ({}, {"username": "lan"}, {"username": "lan", "password": "x" * 257}, {"user": "lan"}):
        refused(hall.post("/session", body), 422, "invalid")


def test_after_ten_wrong_passwords_a_name_must_wait_and_others_need_not(own_server: Running) -> None:
    hall = OpenHall(own_server.start(), small_site())
    hall.add_user(hall.own("lan"), "officer")
    hall.add_user(hall.own("minh"), "officer")
    wrong = {"site": hall.id, "username": hall.own("lan"), "password": "wrong"}
    answers = [hall.post("/session", wrong) for _ in range(11)]
    assert [answer.status_code for answer in answers[:10]] == [401] * 10
    refused(answers[10], 429, "too-many")
    assert int(answers[10].headers["retry-after"]) >= 1
    right = hall.post("/session", wrong | {"password": PASSWORD})
    refused(right, 429, "too-many")
    assert hall.log_in(hall.own("minh"))


def test_a_log_out_ends_every_session_of_the_officer(hall: OpenHall) -> None:
    hall.add_user(hall.own("lan"), "officer")
    here, there = hall.log_in(hall.own("lan")), hall.log_in(hall.own("lan"))
    answer = hall.ask("DELETE", "/session", by=here)
    assert answer.status_code == 204
    for session in (here, there):
        refused(hall.post("counters/1/open", by=session), 401, "not-known")
    again = hall.log_in(hall.own("lan"))
    good(hall.post("counters/1/open", by=again))


def test_a_log_out_without_a_session_is_no_error(hall: OpenHall) -> None:
    assert hall.ask("DELETE", "/session").status_code == 204


def test_a_page_of_another_origin_cannot_act_with_our_cookie(hall: OpenHall) -> None:
    hall.add_user(hall.own("lan"), "officer")
    cookie = hall.log_in(hall.own("lan"))["Cookie"]
    for origin in ("https://evil.example", "null", f"{hall.server.origin}.evil.example"):
        answer = hall.post("counters/1/open", by={"Cookie": cookie, "Origin": origin})
        assert refused(answer, 403, "not-allowed") == {"reason": "origin"}


def test_a_page_of_another_origin_can_neither_log_in_nor_out(hall: OpenHall) -> None:
    hall.add_user(hall.own("lan"), "officer")
    session = hall.log_in(hall.own("lan"))
    foreign = {"Cookie": session["Cookie"], "Origin": "https://evil.example"}
    given = {"site": hall.id, "username": hall.own("lan"), "password": PASSWORD}
    refused(hall.post("/session", given, by=foreign), 403, "not-allowed")
    refused(hall.ask("DELETE", "/session", by=foreign), 403, "not-allowed")
    good(hall.post("counters/1/open", by=session))


def test_a_forged_cookie_is_not_known(hall: OpenHall) -> None:
    hall.add_user(hall.own("lan"), "officer")
    session = hall.log_in(hall.own("lan"))
    for cookie in (session["Cookie"][:-2] + "xx", "queue_session=", "queue_kiosk=x.y.z"):
        refused(hall.post("counters/1/open", by=session | {"Cookie": cookie}), 401, "not-known")


def test_a_device_takes_a_cookie_for_its_token_and_acts_with_it(any_hall: OpenHall) -> None:
    device, token = any_hall.device("kiosk")
    answer = any_hall.post("/session", {"token": token})
    assert good(answer)["device"] == {
        "id": device,
        "kind": "kiosk",
        "name": "a kiosk",
        "counter": None,
        "printer": None,
    }
    cookie = answer.headers["set-cookie"]
    assert "httponly" in cookie_of(cookie)
    assert int(cookie_of(cookie)["max-age"] or 0) >= 364 * 24 * 3600
    page = {"Cookie": cookie.partition(";")[0], "Origin": any_hall.server.origin}
    assert any_hall.take(by=page)["label"] == "B001"


def test_a_browser_may_be_several_devices_and_an_officer_at_once(hall: OpenHall) -> None:
    hall.add_user(hall.own("lan"), "officer")
    cookies = [hall.log_in(hall.own("lan"))["Cookie"]]
    for scope in ("kiosk", "rating"):
        answer = hall.post("/session", {"token": hall.token(scope)})
        cookies.append(answer.headers["set-cookie"].partition(";")[0])
    page = {"Cookie": "; ".join(cookies), "Origin": hall.server.origin}
    assert hall.take(by=page)["label"] == "B001"
    good(hall.post("counters/1/open", by=page))
    who = good(hall.get(f"/session?site={hall.id}", by=page))
    assert who["user"]["username"] == hall.own("lan")
    assert set(who["devices"]) == {"kiosk", "rating"}


def test_a_browser_that_nobody_knows_is_nobody(hall: OpenHall) -> None:
    assert good(hall.get(f"/session?site={hall.id}")) == {"user": None, "device": None, "devices": {}}


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "hall.kiosk-1." + "A" * 43])
def test_a_token_that_was_never_given_opens_no_session(hall: OpenHall, token: str) -> None:
    answer = hall.post("/session", {"token": token})
    assert answer.status_code in (401, 422)
    assert "set-cookie" not in answer.headers
