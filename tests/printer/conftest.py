from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.printer.agent_server import AgentServer
from tests.printer.pty_printer import PtyPrinter
from tests.printer.tcp_printer import TcpPrinter


@pytest.fixture
def tcp_printer() -> Iterator[TcpPrinter]:
    printer = TcpPrinter()
    printer.switch_on()
    yield printer
    printer.switch_off()


@pytest.fixture
def pty_printer() -> Iterator[PtyPrinter]:
    printer = PtyPrinter()
    yield printer
    printer.switch_off()


@pytest.fixture
def server() -> Iterator[AgentServer]:
    made = AgentServer()
    made.up()
    yield made
    made.down()
