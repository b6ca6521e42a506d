"""Who may listen to what: a socket that is refused is accepted and then closed with the code."""

from __future__ import annotations

import pytest

from tests.service.conftest import NewHall
from tests.service.hall import OpenHall


def code(hall: OpenHall, topics: str, **how: object) -> int:
    """The code with which a socket is refused."""
    with hall.listen(topics, **how) as ear:  # type: ignore[arg-type]
        return ear.close_code()


@pytest.mark.parametrize(
    "topics",
    ["news", "board,news", "counter:x", "counter:", "ticket:", "printer:", "BOARD", ",".join("abcdefghi")],
)
def test_a_topic_that_is_none_is_a_bad_request(hall: OpenHall, topics: str) -> None:
    assert code(hall, topics) == 4400


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 16])
def test_a_cursor_that_is_no_number_is_a_bad_request(hall: OpenHall, after: str) -> None:
    assert code(hall, "board", after=after) == 4400


@pytest.mark.parametrize("topic", ["counter:1", "operations", "kiosk", "printer:printer-1"])
def test_topics_of_devices_and_officers_need_someone_who_is_known(hall: OpenHall, topic: str) -> None:
    assert code(hall, topic) == 4401
    assert code(hall, topic, by="hall.kiosk-1." + "A" * 43) == 4401


def test_a_token_that_is_not_known_hears_not_even_the_board(hall: OpenHall) -> None:
    assert code(hall, "board", by="hall.display-1." + "A" * 43) == 4401


@pytest.mark.parametrize(
    ("topic", "scope"),
    [
        ("counter:1", "kiosk"),
        ("counter:1", "display"),
        ("operations", "counter"),
        ("operations", "printer"),
        ("kiosk", "counter"),
        ("printer:printer-1", "kiosk"),
        ("printer:printer-2", "printer"),
    ],
)
def test_a_topic_of_somebody_else_is_not_allowed(hall: OpenHall, topic: str, scope: str) -> None:
    assert code(hall, topic, by=scope) == 4403


def test_a_console_made_for_one_counter_hears_no_other(hall: OpenHall) -> None:
    limited = hall.token("counter", counter=2)
    assert code(hall, "counter:1", by=limited) == 4403
    with hall.listen("counter:2", by=limited) as ear:
        assert ear.frame()["type"] == "snapshot"


def test_a_token_of_another_site_hears_nothing_here(hall: OpenHall, new_hall: NewHall) -> None:
    other = new_hall()
    for topic, scope in (("counter:1", "counter"), ("operations", "supervisor"), ("kiosk", "kiosk")):
        assert code(hall, topic, by=other.token(scope)) == 4403


def test_a_page_of_another_origin_hears_not_even_the_board(hall: OpenHall) -> None:
    assert code(hall, "board", headers={"Origin": "https://evil.example"}) == 4403
    with hall.listen("board", headers={"Origin": hall.server.origin}) as ear:
        assert ear.frame()["type"] == "snapshot"


def test_an_officers_page_listens_by_its_cookie(hall: OpenHall) -> None:
    hall.add_user(hall.own("lan"), "officer")
    page = hall.log_in(hall.own("lan"))
    with hall.listen("counter:1", headers=page) as ear:
        assert ear.frame()["type"] == "snapshot"
    assert code(hall, "operations", headers=page) == 4403
    assert code(hall, "counter:1", headers=page | {"Origin": "https://evil.example"}) == 4403


def test_a_site_a_counter_and_a_ticket_that_are_not_there_are_no_such_thing(
    hall: OpenHall, new_hall: NewHall
) -> None:
    assert code(hall, "counter:99", by="counter") == 4404
    token = hall.take()["token"]
    forged = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert code(hall, f"ticket:{forged}") == 4404
    assert code(new_hall(), f"ticket:{token}") == 4404
    hall.id = "nowhere"
    assert code(hall, "board") == 4404
