"""The agent as a process, against a real socket server and real or virtual printers."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from printer.slip import render
from tests.printer.agent_process import AgentProcess
from tests.printer.agent_server import DEVICE, SITE, TOKEN, AgentServer
from tests.printer.benches import read_picture
from tests.printer.jobs import job
from tests.printer.tcp_printer import TcpPrinter
from tests.printer.waiting import until

Start = Callable[..., AgentProcess]


@pytest.fixture
def server() -> Iterator[AgentServer]:
    made = AgentServer()
    made.up()
    yield made
    made.down()


@pytest.fixture
def slips(tmp_path: Path) -> Path:
    return tmp_path / "slips"


@pytest.fixture
def start(server: AgentServer, slips: Path, tmp_path: Path) -> Iterator[Start]:
    """Start an agent on one journal; with the virtual printer unless told otherwise."""
    running: list[AgentProcess] = []

    def begin(printer: str = "", **more: str) -> AgentProcess:
        running.append(AgentProcess(server.url, printer or f"png://{slips}", tmp_path / "journal.db", **more))
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
    agent = start()
    until(lambda: len(server.printed) == 2)
    server.asks_for(job(label="A003"))
    until(lambda: len(server.printed) == 3)
    assert server.printed == [(f"261124-A00{n}-1", False) for n in (1, 2, 3)]
    assert names(slips) == [f"A00{n}-261124-A00{n}-1.png" for n in (1, 2, 3)]
    assert read_picture(slips / "A003-261124-A003-1.png").tobytes() == render(job(label="A003"), 576).tobytes()
    assert server.topics == [f"printer:{DEVICE}"]
    assert server.statuses[-1:] == [None]
    assert agent.terminate() == 0


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


@pytest.mark.parametrize("code", [1012, 4408, 4429])
def test_a_socket_that_the_server_closes_is_opened_again(server: AgentServer, start: Start, code: int) -> None:
    start()
    until(lambda: server.connected)
    server.close_sockets(code)
    until(lambda: len(server.topics) == 2)
    server.asks_for(job())
    until(lambda: server.printed)


def test_a_crash_between_paper_and_confirmation_prints_no_second_slip(
    server: AgentServer, start: Start, slips: Path
) -> None:
    server.answers["printed"] = 503
    server.asks_for(job())
    first = start()
    until(lambda: any(path.endswith("/printed") for path in server.requests))
    first.kill()
    printed_at = (slips / names(slips)[0]).stat().st_mtime_ns
    server.answers.clear()
    start()
    until(lambda: server.printed == [("261124-A007-1", False)])
    assert (slips / names(slips)[0]).stat().st_mtime_ns == printed_at


def test_a_crash_amid_a_slip_prints_it_again_with_the_repeat_mark(
    server: AgentServer, start: Start, tcp_printer: TcpPrinter
) -> None:
    machine = tcp_printer.machine
    machine.fail(stalls_at_raster=2)
    server.asks_for(job())
    first = start(tcp_printer.uri)
    until(lambda: machine.faults.stalled)
    first.kill()
    tcp_printer.switch_off()
    machine.reset()
    tcp_printer.switch_on()
    start(tcp_printer.uri)
    until(lambda: server.printed == [("261124-A007-1", True)])
    assert [slip.tobytes() for slip in machine.slips] == [render(job(repeat=True), 576).tobytes()]


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
    until(lambda: server.statuses == ["paper-out"])
    assert tcp_printer.machine.slips == []
    tcp_printer.machine.repair()
    until(lambda: server.printed == [("261124-A007-1", False)])
    until(lambda: server.statuses == ["paper-out", None])
    assert (agent.said("printer.problem"), agent.said("printer.back")) == (1, 1)


def test_trouble_while_idle_reaches_the_server_within_five_seconds(
    server: AgentServer, start: Start, tcp_printer: TcpPrinter
) -> None:
    start(tcp_printer.uri)
    until(lambda: server.statuses == [None])
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


def test_sigterm_ends_the_agent_cleanly_in_under_five_seconds_amid_a_slip(
    server: AgentServer, start: Start, tcp_printer: TcpPrinter
) -> None:
    tcp_printer.machine.fail(stalls_at_raster=1)
    server.asks_for(job())
    agent = start(tcp_printer.uri)
    until(lambda: tcp_printer.machine.faults.stalled)
    begun = time.monotonic()
    assert agent.terminate() == 0
    assert time.monotonic() - begun < 5
    assert agent.said("agent.ended") == 1


@pytest.mark.parametrize(("code", "words"), [(4401, "does not know"), (4403, "does not let")])
def test_a_refused_agent_says_so_in_one_line_and_exits_1(
    server: AgentServer, start: Start, code: int, words: str
) -> None:
    server.refuse_sockets_with = code
    agent = start()
    assert agent.ended() == 1
    said = [line for line in agent.lines if words in line]
    assert len(said) == 1
    assert not any("Traceback" in line for line in agent.lines)


def test_a_refused_handshake_is_a_refusal_too(server: AgentServer, start: Start) -> None:
    server.refuse_handshakes_with = 401
    assert start().ended() == 1


def test_an_agent_whose_token_is_revoked_while_it_runs_exits_1(server: AgentServer, start: Start) -> None:
    agent = start()
    until(lambda: server.connected)
    server.close_sockets(4401)
    assert agent.ended() == 1


@pytest.mark.parametrize(("printer", "token"), [("lpt1", TOKEN), ("", "no-token-of-a-device")])
def test_wrong_words_on_the_command_line_exit_2_and_never_show_the_token(
    start: Start, printer: str, token: str
) -> None:
    agent = start(printer, token=token)
    assert agent.ended() == 2
    assert token not in "".join(agent.lines)


def test_no_log_line_holds_the_token_or_a_track_url(server: AgentServer, start: Start) -> None:
    server.asks_for(job())
    agent = start()
    until(lambda: server.printed)
    server.close_sockets(1012)
    agent.says("server.lost")
    assert agent.terminate() == 0
    assert not re.search(f"{TOKEN}|c2VjcmV0|xepso", "".join(agent.lines))


def test_a_second_agent_on_the_same_journal_ends_at_once(server: AgentServer, start: Start) -> None:
    start()
    until(lambda: server.connected)
    second = start()
    assert second.ended() == 1
    assert "in use" in second.lines[-1]


def picture(slips: Path) -> bytes:
    (file,) = slips.glob("*.png")
    return read_picture(file).tobytes()
