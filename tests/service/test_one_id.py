"""One id follows a tap from the kiosk to its paper, through the logs of all who had a hand in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.printer.agent_process import AgentProcess
from tests.service.hall import OpenHall, good
from tests.waiting import until

TAP = "019abc12-7def-7000-8000-0123456789ab"  # as the kiosk's page makes one for each tap


@pytest.fixture
def agent(hall: OpenHall, tmp_path: Path) -> Iterator[AgentProcess]:
    """The real print agent, with a printer that draws pictures."""
    made = AgentProcess(
        hall.server.origin,
        f"png://{tmp_path / 'slips'}",
        tmp_path / "journal.db",
        token=hall.token("printer"),
    )
    yield made
    made.clear_away()


def test_one_id_is_found_at_each_step_from_the_kiosk_to_the_printer(
    hall: OpenHall, agent: AgentProcess
) -> None:
    kiosk = hall.headers(hall.token("kiosk", printer=hall.device("printer")[0]))
    answer = hall.ask("POST", "tickets", {"service": "land"}, headers=kiosk | {"X-Request-Id": TAP})
    slip = good(answer)["slip"]["id"]
    assert answer.headers["x-request-id"] == TAP
    (asked,) = hall.told("slip.requested")
    assert asked["data"]["request"] == TAP
    agent.says("slip.printed")
    until(lambda: len(followed(hall.server.errors.splitlines())) == 2)
    issued, confirmed = followed(hall.server.errors.splitlines())
    assert issued | {"route": "/api/v1/sites/{site}/tickets", "site": hall.id, "status": 201} == issued
    assert confirmed["route"].endswith("/slips/{slip}/printed")
    assert (confirmed["slip"], confirmed["status"]) == (slip, 204)
    (printed,) = followed(agent.lines)
    assert (printed["event"], printed["slip"]) == ("slip.printed", slip)


def test_a_kiosk_that_names_no_id_is_followed_by_one_that_the_server_makes(hall: OpenHall) -> None:
    kiosk = hall.headers(hall.token("kiosk", printer=hall.device("printer")[0]))
    answer = hall.ask("POST", "tickets", {"service": "land"}, headers=kiosk)
    (asked,) = hall.told("slip.requested")
    assert asked["data"]["request"] == answer.headers["x-request-id"]


def followed(lines: list[str]) -> list[dict[str, Any]]:
    """The lines of one tap."""
    told = [json.loads(line) for line in lines if line.startswith("{")]
    return [line for line in told if line.get("request") == TAP]
