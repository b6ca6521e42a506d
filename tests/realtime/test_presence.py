"""Where print agents are, on a clock that tests move."""

from __future__ import annotations

import pytest

from queue_service.realtime.presence import GONE_AFTER_S, Presence

SITE, PRINTER = "small", "printer-1"


class Watch:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def presence(watch: Watch) -> Presence:
    return Presence(watch)


def test_an_expected_printer_is_lost_when_no_agent_came_in_time(presence: Presence, watch: Watch) -> None:
    presence.expect(SITE, [PRINTER])
    watch.now += GONE_AFTER_S - 0.1
    assert presence.lost(SITE) == []
    watch.now += 0.1
    assert presence.lost(SITE) == [PRINTER]


def test_a_printer_whose_agent_is_here_is_never_lost(presence: Presence, watch: Watch) -> None:
    presence.expect(SITE, [PRINTER])
    presence.come(SITE, PRINTER)
    presence.expect(SITE, [PRINTER])
    watch.now += 1_000
    assert presence.lost(SITE) == []
    assert presence.here(SITE) == [PRINTER]


def test_an_agent_that_left_and_came_back_in_time_was_never_lost(presence: Presence, watch: Watch) -> None:
    presence.come(SITE, PRINTER)
    presence.go(SITE, PRINTER)
    watch.now += GONE_AFTER_S - 0.1
    presence.come(SITE, PRINTER)
    watch.now += GONE_AFTER_S
    assert presence.lost(SITE) == []


def test_a_printer_is_lost_when_the_process_that_told_of_its_agent_falls_silent(
    presence: Presence, watch: Watch
) -> None:
    for _ in range(10):
        presence.seen_elsewhere(SITE, [PRINTER])
        watch.now += 1
        assert presence.lost(SITE) == []
    watch.now += GONE_AFTER_S - 1
    assert presence.lost(SITE) == [PRINTER]
    assert presence.here(SITE) == []


def test_what_another_process_tells_does_not_hide_an_agent_that_is_here(
    presence: Presence, watch: Watch
) -> None:
    presence.come(SITE, PRINTER)
    presence.seen_elsewhere(SITE, [PRINTER])
    watch.now += GONE_AFTER_S
    assert presence.here(SITE) == [PRINTER]
    assert presence.lost(SITE) == []


def test_while_the_bus_is_away_only_agents_that_were_here_can_be_known_as_lost(
    presence: Presence, watch: Watch
) -> None:
    presence.seen_elsewhere(SITE, ["elsewhere"])
    presence.come(SITE, PRINTER)
    presence.go(SITE, PRINTER)
    watch.now += GONE_AFTER_S
    assert presence.lost(SITE, bus=False) == [PRINTER]
    assert presence.lost(SITE, bus=True) == [PRINTER]  # the other has its time again from here
    watch.now += GONE_AFTER_S
    assert presence.lost(SITE, bus=True) == ["elsewhere", PRINTER]


def test_a_printer_that_was_told_lost_is_watched_again_when_it_is_seen(
    presence: Presence, watch: Watch
) -> None:
    presence.expect(SITE, [PRINTER])
    watch.now += GONE_AFTER_S
    presence.drop(SITE, PRINTER)
    assert presence.lost(SITE) == []
    presence.go(SITE, PRINTER)  # a socket of a revoked device closes late
    assert presence.lost(SITE) == []
    presence.seen_elsewhere(SITE, [PRINTER])
    watch.now += GONE_AFTER_S
    assert presence.lost(SITE) == [PRINTER]
