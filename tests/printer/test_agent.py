"""The agent as a process: crashes, signals, exit codes, and what its log shows."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from printer.agent import cli
from printer.journal import Journal
from printer.slip import render
from tests.printer.agent_process import AgentProcess
from tests.printer.agent_server import SECRET, TOKEN, AgentServer
from tests.printer.jobs import TRACK_URL, job
from tests.printer.tcp_printer import TcpPrinter
from tests.printer.waiting import until

Start = Callable[..., AgentProcess]


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


def test_a_crash_between_paper_and_confirmation_prints_no_second_slip(
    server: AgentServer, start: Start, slips: Path
) -> None:
    server.answers["printed"] = 503
    server.asks_for(job())
    first = start()
    until(lambda: any(path.endswith("/printed") for path in server.requests))
    first.kill()
    (slip,) = slips.glob("*.png")
    printed_at = slip.stat().st_mtime_ns
    server.answers.clear()
    start()
    until(lambda: server.printed == [("261124-A007-1", False)])
    assert slip.stat().st_mtime_ns == printed_at


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


def test_an_agent_that_is_told_to_end_ends_cleanly_and_has_logged_no_token_and_no_track_url(
    server: AgentServer, start: Start
) -> None:
    server.asks_for(job())
    agent = start()
    until(lambda: server.printed)
    server.close_sockets(1012)
    agent.says("server.lost")
    assert agent.terminate() == 0
    assert not re.search(f"{TOKEN}|{SECRET}|{TRACK_URL}", "".join(agent.lines))


def test_a_refused_agent_says_so_in_one_line_and_exits_1(server: AgentServer, start: Start) -> None:
    server.refuse_sockets_with = 4401
    agent = start()
    assert agent.ended() == 1
    assert agent.lines[-1] == "queue-print-agent: the server does not know this token\n"
    assert not any("Traceback" in line for line in agent.lines)


@pytest.mark.parametrize(
    "wrong",
    [
        {"--printer": "lpt1"},
        {"--printer": "network://printer?width=600"},
        {"--server": "ftp://server"},
        {"--token": "no-token-of-a-device"},
    ],
)
def test_wrong_words_on_the_command_line_exit_2_and_never_show_the_token(
    wrong: dict[str, str], tmp_path: Path
) -> None:
    code, said = called(tmp_path / "j.db", **wrong)
    assert code == 2
    assert TOKEN not in said
    assert "no-token-of-a-device" not in said


def test_a_second_agent_on_the_same_journal_ends_at_once(tmp_path: Path) -> None:
    with Journal(tmp_path / "j.db"):
        code, said = called(tmp_path / "j.db")
    assert code == 1
    assert "in use" in said


def called(journal: Path, **words: str) -> tuple[int, str]:
    """The exit code and the output of a call that ends before it connects."""
    right = {"--server": "http://127.0.0.1:1", "--printer": "png://none", "--token": TOKEN}
    options = {**right, "--journal": str(journal), **words}
    result = CliRunner().invoke(cli, [word for pair in options.items() for word in pair])
    return result.exit_code, result.output
