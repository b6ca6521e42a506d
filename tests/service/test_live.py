"""The live feed: a snapshot, then every event once; and what each topic hears."""

from __future__ import annotations

import json
import threading
import time

import pytest

from tests.service.conftest import NewHall
from tests.service.hall import Json, OpenHall, good

BOARD_FIELDS = {"label", "service", "counter", "state", "calls", "waiting", "reason", "text", "until"}
HEARTBEAT_S = 10.0  # contract, section 5


def test_the_first_frame_is_a_snapshot_that_equals_the_board(any_hall: OpenHall) -> None:
    any_hall.take()
    any_hall.open(1)
    any_hall.do(1, "call-next")
    with any_hall.listen() as ear:
        frame = ear.frame()
        board = good(any_hall.get("board"))
    assert (frame["type"], frame["seq"]) == ("snapshot", board["seq"])
    assert frame["board"] | {"at": None} == board | {"at": None}


def test_events_follow_with_rising_seq_and_what_a_screen_needs(any_hall: OpenHall) -> None:
    any_hall.token("kiosk"), any_hall.token("counter")
    with any_hall.listen() as ear:
        seqs = [ear.frame()["seq"]]
        any_hall.take("land")
        any_hall.open(1)
        any_hall.do(1, "call-next")
        frames = [ear.event() for _ in range(3)]
    seqs += [frame["seq"] for frame in frames]
    assert seqs == sorted(set(seqs))
    issued, opened, called = frames
    assert issued["data"] == {
        "label": "B001",
        "service": "land",
        "counter": None,
        "state": "waiting",
        "waiting": {"land": 1},
    }
    assert (opened["event"], opened["data"]) == (
        "counter.opened",
        {"counter": 1, "state": "open", "reason": None},
    )
    assert called["data"] == {
        "label": "B001",
        "service": "land",
        "counter": 1,
        "state": "called",
        "calls": 1,
        "waiting": {"land": 0},
    }


def test_the_board_hears_every_event_that_changes_it_and_no_other(any_hall: OpenHall) -> None:
    with any_hall.listen() as ear:
        start = ear.frame()["seq"]
        token = any_hall.take("land")["token"]
        any_hall.open(1)
        any_hall.do(1, "call-next")
        any_hall.do(1, "finish")
        good(any_hall.post(f"/tickets/{token}/rating", {"score": 5}))
        good(any_hall.post("printer/status", {"problem": "paper-out"}, by="printer"))
        good(any_hall.post("announcements", {"text": {"vi": "Chào"}}, by="supervisor"))
        good(any_hall.post("day/close", by="supervisor"))
        heard: list[Json] = []
        while not heard or heard[-1]["event"] != "day.closed":
            heard.append(ear.event())
    silent = {"ticket.rated", "device.paired", "device.lost", "device.back"}
    expected = [e for e in any_hall.events(start) if e["type"] not in silent]
    assert [(f["seq"], f["event"], f["at"]) for f in heard] == [
        (e["seq"], e["type"], e["at"]) for e in expected
    ]


def test_the_board_tells_nothing_private(any_hall: OpenHall) -> None:
    with any_hall.listen() as ear:
        ear.frame()
        ticket = any_hall.take("land", priority="elderly")
        any_hall.open(1)
        any_hall.do(1, "call-next")
        any_hall.do(1, "pause", reason="Nghỉ")
        frames = [ear.event() for _ in range(4)]
    for frame in frames:
        assert set(frame["data"]) <= BOARD_FIELDS
    told = json.dumps(frames, ensure_ascii=False)
    for secret in (ticket["token"], ticket["id"], "elderly", "officer", "device"):
        assert secret not in told


def test_a_transfer_tells_both_lines(hall: OpenHall) -> None:
    ticket = hall.take("land")
    with hall.listen() as ear:
        ear.frame()
        hall.do(1, "transfer", ticket=ticket["id"], service="business")
        frame = ear.named("ticket.transferred")
    assert frame["data"]["waiting"] == {"business": 1, "land": 0}
    assert (frame["data"]["service"], frame["data"]["state"]) == ("business", "waiting")


def test_a_heartbeat_comes_in_time_even_while_the_board_is_busy(hall: OpenHall) -> None:
    """Its seq tells how far the topic has come: a listener that waits learns that it is not behind."""
    hall.take()
    stop = threading.Event()

    def busy() -> None:
        while not stop.wait(0.05):
            hall.take()

    crowd = threading.Thread(target=busy)
    crowd.start()
    try:
        with hall.listen() as ear:
            last = ear.frame()["seq"]
            while (frame := ear.frame(within_s=HEARTBEAT_S))["type"] != "heartbeat":
                last = frame["seq"]
    finally:
        stop.set()
        crowd.join()
    assert frame["seq"] == last


def test_a_ticket_topic_hears_its_own_ticket_alone(any_hall: OpenHall) -> None:
    mine, other = any_hall.take(), any_hall.take()
    with any_hall.listen(f"ticket:{mine['token']}") as ear:
        first = ear.frame()
        assert (first["type"], first["ticket"]["label"]) == ("snapshot", "B001")
        assert {"counters", "ahead_at_issue", "token"} <= set(first["ticket"])
        good(any_hall.post(f"/tickets/{other['token']}/cancel"))
        any_hall.open(1)
        any_hall.do(1, "call-next")
        frame = ear.event()
    assert (frame["event"], frame["data"]["label"], frame["data"]["counter"]) == ("ticket.called", "B001", 1)


def test_a_ticket_topic_is_told_when_its_place_changes(any_hall: OpenHall) -> None:
    first, mine = any_hall.take(), any_hall.take()
    with any_hall.listen(f"ticket:{mine['token']}") as ear:
        assert ear.frame()["ticket"]["position"] == 1
        good(any_hall.post(f"/tickets/{first['token']}/cancel"))
        while (frame := ear.next("ticket"))["ticket"]["position"] != 0:
            pass
    assert frame["ticket"]["label"] == "B002"


def test_a_ticket_topic_is_told_its_expected_wait_even_when_nothing_moves_any_more(hall: OpenHall) -> None:
    """The look ahead is made at most once a second, so the last move is told before its wait is known."""
    hall.open(1)
    for _ in range(3):
        hall.take()
    mine = hall.take()
    with hall.listen(f"ticket:{mine['token']}") as ear:
        while (wait := ear.next("ticket")["ticket"]["estimated_wait_s"])["p50"] == 0:
            pass
    assert 0 < wait["p50"] <= wait["p80"]


def test_a_counter_topic_hears_its_counter_and_the_lines_that_it_serves(any_hall: OpenHall) -> None:
    any_hall.token("kiosk"), any_hall.token("counter")
    with any_hall.listen("counter:1", by="counter") as ear:
        assert ear.frame()["type"] == "snapshot"
        any_hall.take("results")
        any_hall.open(3)
        land = any_hall.take("land")
        any_hall.open(1)
        frames = [ear.event() for _ in range(2)]
    assert [(f["event"], f["data"].get("label"), f["data"]["counter"]) for f in frames] == [
        ("ticket.issued", "B001", None),
        ("counter.opened", None, 1),
    ]
    assert frames[0]["data"]["ticket"] == land["id"]


def test_several_topics_in_one_socket_tell_an_event_once(any_hall: OpenHall) -> None:
    any_hall.token("kiosk"), any_hall.token("counter")
    with any_hall.listen("board,counter:1,counter:2", by="counter") as ear:
        topics = [ear.frame() for _ in range(3)]
        assert [frame["type"] for frame in topics] == ["snapshot"] * 3
        any_hall.take("land")
        any_hall.open(1)
        frames = [ear.event() for _ in range(2)]
    assert [frame["event"] for frame in frames] == ["ticket.issued", "counter.opened"]


def test_operations_hear_every_event_as_the_log_shows_it(any_hall: OpenHall) -> None:
    for scope in ("kiosk", "counter", "printer", "supervisor"):
        any_hall.token(scope)
    with any_hall.listen("operations", by="supervisor") as ear:
        start = ear.frame()["seq"]
        any_hall.take("land", priority="elderly")
        good(any_hall.post("printer/status", {"problem": "paper-low"}, by="printer"))
        frames = [ear.event() for _ in range(2)]
    assert [frame["data"] for frame in frames] == any_hall.events(start)


@pytest.fixture
def printing(any_hall: OpenHall) -> OpenHall:
    any_hall.device("printer")
    return any_hall


def kiosk_of(hall: OpenHall) -> str:
    return hall.token("kiosk", printer=hall.device("printer")[0])


def test_a_print_agent_gets_its_jobs_and_after_a_loss_all_that_are_not_printed(printing: OpenHall) -> None:
    printer, _ = printing.device("printer")
    topic = f"printer:{printer}"
    with printing.listen(topic, by="printer") as ear:
        assert ear.frame()["slips"] == []
        first = printing.take(by=kiosk_of(printing))
        job = ear.named("slip.requested")["data"]
    second = printing.take(by=kiosk_of(printing))
    with printing.listen(topic, by="printer") as ear:
        slips = ear.frame()["slips"]
    assert slips[0] == job
    assert [s["slip"] for s in slips] == [first["slip"]["id"], second["slip"]["id"]]
    good(printing.post(f"slips/{first['slip']['id']}/printed", {}, by="printer"))
    with printing.listen(topic, by="printer") as ear:
        assert [s["slip"] for s in ear.frame()["slips"]] == [second["slip"]["id"]]


def test_a_job_holds_everything_that_stands_on_the_paper(printing: OpenHall) -> None:
    printer, _ = printing.device("printer")
    with printing.listen(f"printer:{printer}", by="printer") as ear:
        ear.frame()
        ticket = printing.take("land", by=kiosk_of(printing), priority="elderly", language="en")
        job = ear.named("slip.requested")["data"]
    assert set(job) == {
        *(
            "slip",
            "site",
            "label",
            "service",
            "language",
            "ahead",
            "estimated_wait_s",
            "counters",
            "issued_at",
        ),
        *("track_url", "priority", "repeat", "texts", "request"),
    }
    known = ("label", "language", "counters", "track_url", "priority", "repeat", "ahead")
    assert [job[name] for name in known] == ["B001", "en", [1, 2], ticket["track_url"], True, False, 0]
    assert job["site"]["time_zone"] == "Asia/Ho_Chi_Minh"


def test_a_kiosk_hears_how_its_own_slips_ended_and_of_its_printer(printing: OpenHall) -> None:
    kiosk = kiosk_of(printing)
    with printing.listen("kiosk", by=kiosk) as ear:
        printer = printing.device("printer")[0]
        assert ear.frame()["printer"] == {"id": printer, "name": printer, "problem": None}
        slip = printing.take(by=kiosk)["slip"]["id"]
        good(printing.post("printer/status", {"problem": "paper-out"}, by="printer"))
        good(printing.post(f"slips/{slip}/failed", {"reason": "paper-out"}, by="printer"))
        good(printing.post("printer/status", {"problem": None}, by="printer"))
        lost, failed, back = (ear.event() for _ in range(3))
    assert (lost["event"], lost["data"]["problem"]) == ("device.lost", "paper-out")
    assert (failed["event"], failed["data"]["slip"], failed["data"]["label"]) == ("slip.failed", slip, "B001")
    assert failed["data"]["reason"] == "paper-out"
    assert back["event"] == "device.back"


def test_a_kiosk_that_did_not_listen_is_told_how_its_last_slips_ended(printing: OpenHall) -> None:
    kiosk, other = (
        kiosk_of(printing),
        printing.token("kiosk", printer=printing.device("printer", counter=1)[0]),
    )
    mine, failed, waits = (printing.take(by=kiosk)["slip"]["id"] for _ in range(3))
    theirs = printing.take(by=other)["slip"]["id"]
    good(printing.post(f"slips/{mine}/printed", {}, by="printer"))
    good(printing.post(f"slips/{theirs}/printed", {}, by=printing.device("printer", counter=1)[1]))
    good(printing.post(f"slips/{failed}/failed", {"reason": "paper-out"}, by="printer"))
    with printing.listen("kiosk", by=kiosk) as ear:
        told = {slip["slip"]: slip["state"] for slip in ear.frame()["slips"]}
    assert told == {mine: "printed", failed: "failed"}, f"{waits} waits, {theirs} is another kiosk's"


def test_a_kiosk_hears_nothing_of_another_kiosks_slips_and_printer(printing: OpenHall) -> None:
    mine = printing.device("printer", counter=1)
    with printing.listen("kiosk", by=printing.token("kiosk", printer=mine[0])) as ear:
        ear.frame()
        slip = printing.take(by=kiosk_of(printing))["slip"]["id"]
        good(printing.post("printer/status", {"problem": "paper-out"}, by="printer"))
        good(printing.post(f"slips/{slip}/printed", {}, by="printer"))
        good(printing.post("printer/status", {"problem": "paper-low"}, by=mine[1]))
        frame = ear.event()
    assert frame["data"] == {"device": mine[0], "problem": "paper-low"}


def test_a_print_agent_that_goes_away_is_told_to_its_kiosk_within_seconds_but_not_at_once(
    new_hall: NewHall,
) -> None:
    """An agent that restarts is back in three seconds; each hall's agent is judged by itself."""
    for hall in (new_hall(), new_hall()):
        printer = hall.device("printer")[0]
        with hall.listen("kiosk", by=kiosk_of(hall)) as ear:
            ear.frame()
            with hall.listen(f"printer:{printer}", by="printer") as agent:
                agent.frame()
            left = time.monotonic()
            lost = ear.named("device.lost")
        assert lost["data"] == {"device": printer, "problem": "disconnected"}
        assert time.monotonic() - left > 3
