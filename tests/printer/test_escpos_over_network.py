"""A network printer with the faults of real ones."""

from __future__ import annotations

import time

import pytest

from printer.escpos_printer import EscposPrinter, Patience
from printer.lines.network import NetworkLine
from printer.problems import NoAnswer, PaperOut, Problem
from printer.slip import render
from tests.printer.jobs import job
from tests.printer.tcp_printer import TcpPrinter
from tests.printer.waiting import until

SLIP = render(job(), 576)
SHORT = Patience(answer_s=0.1, look_s=0.05, looks=4, silent_looks=2)


def short_of_patience(printer: TcpPrinter) -> EscposPrinter:
    return EscposPrinter(NetworkLine("127.0.0.1", printer.port, stalled_s=0.4), 576, SHORT)


def test_a_printer_that_never_speaks_still_prints(tcp_printer: TcpPrinter) -> None:
    tcp_printer.machine.fail(silent=True)
    printer = short_of_patience(tcp_printer)
    assert printer.problem() is None
    assert printer.print_slip(SLIP, name="A007-1") is None
    until(lambda: tcp_printer.machine.slips, what="the slip")


def test_a_printer_without_receipts_prints_and_is_not_waited_for_again(tcp_printer: TcpPrinter) -> None:
    tcp_printer.machine.fail(gives_receipts=False)
    printer = short_of_patience(tcp_printer)
    for count in (1, 2):
        printer.print_slip(SLIP, name="A007-1")
        until(lambda count=count: len(tcp_printer.machine.slips) == count, what="the slip")  # type: ignore[misc]


def test_paper_that_ends_amid_the_slip_is_told_with_its_cause(tcp_printer: TcpPrinter) -> None:
    tcp_printer.machine.fail(paper_ends_after_rows=512)
    printer = short_of_patience(tcp_printer)
    with pytest.raises(PaperOut) as raised:
        printer.print_slip(SLIP, name="A007-1")
    assert raised.value.begun
    assert printer.problem() is Problem.PAPER_OUT
    tcp_printer.machine.repair()
    assert printer.problem() is None
    printer.print_slip(SLIP, name="A007-1")
    assert len(tcp_printer.machine.slips) == 2  # the rest of the first, and the second


@pytest.mark.parametrize("silent", [True, False])
def test_a_printer_that_stops_amid_the_slip_is_given_up_in_time(
    tcp_printer: TcpPrinter, silent: bool
) -> None:
    tcp_printer.machine.fail(silent=silent, stalls_at_raster=1)
    start = time.monotonic()
    with pytest.raises(NoAnswer) as raised:
        short_of_patience(tcp_printer).print_slip(SLIP, name="A007-1")
    assert raised.value.begun
    assert time.monotonic() - start < 3


def test_a_printer_that_is_switched_off_and_on_again_prints_again(tcp_printer: TcpPrinter) -> None:
    printer = short_of_patience(tcp_printer)
    printer.print_slip(SLIP, name="A007-1")
    tcp_printer.switch_off()
    assert printer.problem() is Problem.NO_ANSWER
    with pytest.raises(NoAnswer) as raised:
        printer.print_slip(SLIP, name="A007-1")
    assert not raised.value.begun
    tcp_printer.switch_on()
    assert printer.problem() is None
    printer.print_slip(SLIP, name="A007-1")
    assert len(tcp_printer.machine.slips) == 2


def test_a_slip_whose_dots_read_like_a_question_prints_as_it_is(tcp_printer: TcpPrinter) -> None:
    tricky = SLIP.copy()
    for y in range(0, SLIP.height, 7):  # 10 04 02 amid the raster: the printer answers it, unasked
        for byte, place in ((0x10, 0), (0x04, 8), (0x02, 16)):
            for bit in range(8):
                tricky.putpixel((place + bit, y), 0 if byte >> (7 - bit) & 1 else 255)
    short_of_patience(tcp_printer).print_slip(tricky, name="A007-1")
    assert tcp_printer.machine.slips[0].tobytes() == tricky.tobytes()


def test_watching_a_printer_costs_one_short_connection_each(tcp_printer: TcpPrinter) -> None:
    printer = short_of_patience(tcp_printer)
    for _ in range(3):
        assert printer.problem() is None
    assert tcp_printer.connections == 3
