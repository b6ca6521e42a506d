"""One database for more halls than are kept warm."""

from __future__ import annotations

from dataclasses import replace

from queue_service.caretaker import KEPT_SITES
from tests.founding import found
from tests.halls import small_site
from tests.running import Running
from tests.service.hall import OpenHall
from tests.waiting import until


def measured(server: Running) -> int:
    """Sites in memory, as the metrics tell a second later."""
    return server.http.get("/metrics").text.count("\nqueue_log_seq{")


def test_few_sites_are_in_memory_from_the_start(own_server: Running) -> None:
    for n in range(2):
        found(own_server.database_url, small_site(id=f"town-{n}"))
    own_server.start()
    until(lambda: measured(own_server) == 2)


def test_of_many_sites_each_is_read_when_it_is_first_asked_for(own_server: Running) -> None:
    site = small_site()
    for n in range(KEPT_SITES + 1):
        found(own_server.database_url, replace(site, id=f"town-{n:02d}"), ())
    own_server.start()
    halls = [OpenHall(own_server, replace(site, id=f"town-{n:02d}")) for n in (3, 17)]
    assert measured(own_server) == 0
    assert [hall.take("land")["label"] for hall in halls] == ["B001", "B001"]
    until(lambda: measured(own_server) == 2)
