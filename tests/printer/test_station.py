"""The agent's work, against a real socket server and real or virtual printers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from printer.slip import render
from tests.printer.agent_server import DEVICE, SITE, AgentServer
from tests.printer.agent_thread import AgentThread
from tests.printer.benches import read_picture
from tests.printer.jobs import job
from tests.printer.tcp_printer import TcpPrinter
from tests.printer.waiting import until

Start = Callable[..., AgentThread]


@pytest.fixture
def slips(tmp_path: Path) -> Path:
    return tmp_path / "slips"


@pytest.fixture
def start(server: AgentServer, slips: Path, tmp_path: Path) -> Iterator[Start]:
    """Start an agent on one journal; with the virtual printer unless told otherwise."""
    running: list[AgentThread] = []

    def begin(printer: str = "") -> AgentThread:
        running.append(AgentThread(server.url, printer or f"png://{slips}", tmp_path / "journal.db"))
        return running[-1]

    yield begin
    for agent in running:
        agent.clear_away()


def names(slips: Path) -> list[str]:
    return sorted(file.name for file in slips.glob("*.png"))


def test_slips_that_waited_and_slips_that_come_are_printed_and_confirmed(
    server: AgentServer, start: Start, slips: Path
) -> None:
    server.asks_for(job(label="A001"), job(label="A002"))
    start()
    until(lambda: len(server.printed) == 2)
    server.asks_for(job(label="A003"))
    until(lambda: len(server.printed) == 3)
    assert server.printed == [(f"261124-A00{n}-1", False) for n in (1, 2, 3)]
    assert names(slips) == [f"A00{n}-261124-A00{n}-1.png" for n in (1, 2, 3)]
    assert (
        read_picture(slips / "A003-261124-A003-1.png").tobytes() == render(job(label="A003"), 576).tobytes()
    )
    assert server.topics == [f"printer:{DEVICE}"]
    assert server.statuses[-1:] == [None]


def test_a_reprint_carries_its_mark_and_says_so(server: AgentServer, start: Start, slips: Path) -> None:
    server.asks_for(job(repeat=True))
    start()
    until(lambda: server.printed == [("261124-A007-1", True)])
    assert picture(slips) == render(job(repeat=True), 576).tobytes()


def test_a_server_that_goes_and_comes_back_is_found_again_and_logged_once(
    server: AgentServer, start: Start
) -> None:
    agent = start()
    until(lambda: server.connected)
    server.down()
    agent.says("server.lost")
    server.asks_for(job())
    server.up()
    until(lambda: server.printed == [("261124-A007-1", False)])
    agent.says("server.back")
    assert (agent.said("server.lost"), agent.said("server.back")) == (1, 1)
    assert server.statuses.count(None) >= 2, "a server that was away is told the printer's state again"


def test_a_server_that_is_not_there_yet_is_waited_for(server: AgentServer, start: Start) -> None:
    server.down()
    agent = start()
    agent.says("server.lost")
    server.asks_for(job())
    server.up()
    until(lambda: server.printed)


@pytest.mark.parametrize("code", [1012, 4408])
def test_a_socket_that_the_server_closes_is_opened_again(
    server: AgentServer, start: Start, code: int
) -> None:
    start()
    until(lambda: server.connected)
    server.close_sockets(code)
    until(lambda: len(server.topics) == 2 and server.connected)
    server.asks_for(job())
    until(lambda: server.printed)


def test_a_slip_that_the_server_has_forgotten_or_ended_is_forgotten_here(
    server: AgentServer, start: Start
) -> None:
    server.answers["printed"] = 409
    server.asks_for(job(label="A001"))
    agent = start()
    agent.says("report.refused")
    server.answers.clear()
    server.asks_for(job(label="A002"))
    until(lambda: server.printed == [("261124-A002-1", False)])
    assert server.requests.count(f"/api/v1/sites/{SITE}/slips/261124-A001-1/printed") == 1


def test_paper_out_reaches_the_server_and_the_slip_is_printed_when_there_is_paper(
    server: AgentServer, start: Start, tcp_printer: TcpPrinter
) -> None:
    tcp_printer.machine.fail(paper_out=True)
    server.asks_for(job())
    agent = start(tcp_printer.uri)
    until(lambda: "paper-out" in server.statuses)
    assert tcp_printer.machine.slips == []
    tcp_printer.machine.repair()
    until(lambda: server.printed == [("261124-A007-1", False)])
    until(lambda: server.statuses[-1] is None)
    assert (agent.said("printer.problem"), agent.said("printer.back")) == (1, 1)


def test_a_slip_that_could_not_begin_is_no_repeat_when_it_can(
    server: AgentServer, start: Start, tcp_printer: TcpPrinter
) -> None:
    tcp_printer.switch_off()
    server.asks_for(job())
    start(tcp_printer.uri)
    until(lambda: "no-answer" in server.statuses)
    tcp_printer.switch_on()
    until(lambda: server.printed == [("261124-A007-1", False)])


def test_a_slip_of_which_a_part_is_on_paper_is_printed_again_with_the_mark(
    server: AgentServer, start: Start, tcp_printer: TcpPrinter
) -> None:
    tcp_printer.machine.fail(paper_ends_after_rows=512)
    server.asks_for(job())
    start(tcp_printer.uri)
    until(lambda: "paper-out" in server.statuses)
    tcp_printer.machine.repair()
    until(lambda: server.printed == [("261124-A007-1", True)])
    assert tcp_printer.machine.slips[-1].tobytes() == render(job(repeat=True), 576).tobytes()


def test_trouble_while_idle_reaches_the_server_within_five_seconds(
    server: AgentServer, start: Start, tcp_printer: TcpPrinter
) -> None:
    start(tcp_printer.uri)
    until(lambda: server.statuses)
    tcp_printer.machine.fail(cover_open=True)
    until(lambda: server.statuses[-1] == "cover-open", deadline_s=5)
    tcp_printer.switch_off()
    until(lambda: server.statuses[-1] == "no-answer", deadline_s=5)
    tcp_printer.machine.repair()
    tcp_printer.switch_on()
    until(lambda: server.statuses[-1] is None, deadline_s=5)


def test_a_job_that_makes_no_sense_does_not_hold_up_the_others(server: AgentServer, start: Start) -> None:
    server.asks_for(job(label="A001", issued_at="yesterday"), job(label="A002"))
    agent = start()
    until(lambda: server.printed == [("261124-A002-1", False)])
    assert agent.said("slip.not_understood") >= 1


@pytest.mark.parametrize(("code", "why"), [(4401, "does not know"), (4403, "does not let")])
def test_a_token_that_is_not_wanted_ends_the_station(
    server: AgentServer, start: Start, code: int, why: str
) -> None:
    agent = start()
    until(lambda: server.connected)
    server.close_sockets(code)
    until(lambda: why in agent.refused)


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_handshake_ends_the_station_too(server: AgentServer, start: Start, status: int) -> None:
    server.refuse_handshakes_with = status
    agent = start()
    until(lambda: agent.refused)


def test_a_server_in_trouble_is_asked_again(server: AgentServer, start: Start) -> None:
    server.answers = {"printed": 500, "status": 503}
    server.asks_for(job())
    start()
    until(lambda: {path.rpartition("/")[2] for path in server.requests} == {"printed", "status"})
    server.answers = {}
    until(lambda: server.printed == [("261124-A007-1", False)])
    until(lambda: server.statuses)


def picture(slips: Path) -> bytes:
    (file,) = slips.glob("*.png")
    return read_picture(file).tobytes()
