"""A listener that comes back misses nothing and hears nothing twice, whatever happened in between."""

from __future__ import annotations

import asyncio
import random
import socket

from websockets.sync.client import connect

from queue_service.realtime.hub import QUEUE
from tests.halls import small_site
from tests.running import Running
from tests.service.hall import Ear, OpenHall, good
from tests.service.listeners import Listener

LISTENERS = 12
SMALL_BUFFER = 4096  # bytes
ENOUGH = QUEUE + 300  # notices of 20 kB: the kernel keeps up to 5 MB of them, the listener's queue the others


def test_a_listener_that_comes_back_hears_exactly_what_it_missed(any_hall: OpenHall) -> None:
    any_hall.open(1)
    with any_hall.listen() as ear:
        cursor = ear.frame()["seq"]
    for _ in range(3):
        any_hall.take()
    any_hall.do(1, "call-next")
    missed = [e["seq"] for e in any_hall.events(cursor) if e["type"].startswith("ticket.")]
    with any_hall.listen(after=cursor) as ear:
        assert [ear.event()["seq"] for _ in missed] == missed
        beat = ear.frame()
        any_hall.do(1, "call-next")
        assert ear.event()["seq"] > missed[-1]
    assert (beat["type"], beat["seq"] >= missed[-1]) == ("heartbeat", True)


def test_a_listener_that_missed_nothing_is_told_so(hall: OpenHall) -> None:
    seq = good(hall.get("board"))["seq"]
    with hall.listen(after=seq) as ear:
        frame = ear.frame()
    assert (frame["type"], frame["seq"]) == ("heartbeat", seq)


def test_a_cursor_from_the_future_gets_a_snapshot(hall: OpenHall) -> None:
    """A hall that was restored from a backup: what the listener holds is not this hall."""
    with hall.listen(after=10_000) as ear:
        assert ear.frame()["type"] == "snapshot"


def test_a_ticket_topic_resumes_too(hall: OpenHall) -> None:
    ticket = hall.take()
    topic = f"ticket:{ticket['token']}"
    with hall.listen(topic) as ear:
        cursor = ear.frame()["seq"]
    hall.take()
    hall.open(1)
    hall.do(1, "call-next")
    with hall.listen(topic, after=cursor) as ear:
        frame = ear.frame()
    assert (frame["event"], frame["data"]["label"]) == ("ticket.called", "B001")


def test_listeners_that_join_drop_and_resume_at_random_hear_each_event_once(
    any_own_server: Running,
) -> None:
    """Under load, and across a server that is killed and started again."""
    hall = OpenHall(any_own_server.start(), small_site())
    for scope in ("kiosk", "supervisor"):
        hall.token(scope)
    address = f"ws{any_own_server.origin[4:]}{hall.path('live')}?topics=board"
    crowd = [Listener(address, random.Random(n)) for n in range(LISTENERS)]

    async def story() -> None:
        last: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        tasks = [asyncio.create_task(listener.hear(last)) for listener in crowd]
        await asyncio.to_thread(_load, hall, 60)
        any_own_server.kill()
        await asyncio.to_thread(any_own_server.start)
        await asyncio.to_thread(_load, hall, 60)
        last.set_result((await asyncio.to_thread(hall.events))[-1]["seq"] + 1)
        await asyncio.to_thread(hall.take)  # who waits now learns at once that this was the last
        await asyncio.wait_for(asyncio.gather(*tasks), timeout=60)

    asyncio.run(story())
    told = [e["seq"] for e in hall.events() if e["type"].startswith("ticket.")]
    for listener in crowd:
        (start,) = listener.snapshots  # the first; every return was resumed
        assert listener.seqs == [seq for seq in told if seq > start]
    assert sum(listener.hops for listener in crowd) > 2 * LISTENERS


def test_a_server_that_stops_says_that_it_will_be_back(own_server: Running) -> None:
    hall = OpenHall(own_server.start(), small_site())
    with hall.listen() as ear:
        ear.frame()
        own_server.stop()
        assert ear.close_code() == 1012


def test_a_listener_that_does_not_read_is_let_go_and_the_others_hear_on(own_server: Running) -> None:
    languages = ("vi", "en", *(f"l{n}" for n in range(20)))
    hall = OpenHall(own_server.start(), small_site(languages=languages))
    notice = {"text": {language: "ộ" * 300 for language in languages}}  # 20 kB
    address = f"ws{own_server.origin[4:]}{hall.path('live')}?topics=board"
    with connect(address, sock=_narrow(own_server.port), compression=None, max_queue=1) as slow:
        with hall.listen() as quick:
            seqs = [quick.frame()["seq"]]
            for _ in range(ENOUGH):
                good(hall.post("announcements", notice, by="supervisor"))
                seqs.append(quick.event()["seq"])
            assert seqs == sorted(set(seqs))
        assert Ear(slow).close_code() == 4408


def _narrow(port: int) -> socket.socket:
    """A connection that holds little of what its owner does not read."""
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
    narrow.connect(("127.0.0.1", port))
    return narrow


def _load(hall: OpenHall, tickets: int) -> None:
    for _ in range(tickets):
        hall.take()
