"""What every kind of printer does: one contract for the real ones and the virtual one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from printer.device import BadAddress, printer_at
from printer.problems import CoverOpen, NoAnswer, PaperOut, PrinterProblem, Problem
from printer.slip import render
from tests.printer.benches import Bench, CupsBench, bench
from tests.printer.jobs import job

KINDS = ["png", "network", "serial", "file", "usb", "cups"]


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    with bench(request.param, tmp_path, monkeypatch) as made:
        yield made


@pytest.mark.parametrize("width", [576, 512, 384])
def test_a_slip_comes_out_dot_for_dot(place: Bench, width: int) -> None:
    slip = render(job(), width)
    printer = printer_at(f"{place.uri}?width={width}")
    assert printer.width == width
    assert printer.print_slip(slip, name="A007-1") is None
    assert same(place.slips(1)[0], slip)


def test_slips_come_out_one_by_one(place: Bench) -> None:
    printer = printer_at(place.uri)
    slips = [render(job(label=label), 576) for label in ("A001", "A002")]
    for number, slip in enumerate(slips):
        printer.print_slip(slip, name=f"A00{number}-1")
    assert all(same(out, slip) for out, slip in zip(place.slips(2), slips, strict=True))


def test_all_is_well_when_all_is_well(place: Bench) -> None:
    assert printer_at(place.uri).problem() is None


@pytest.mark.parametrize(
    ("problem", "error"), [(Problem.PAPER_OUT, PaperOut), (Problem.COVER_OPEN, CoverOpen)]
)
def test_a_printer_that_cannot_print_says_why_and_prints_nothing(
    place: Bench, problem: Problem, error: type[PrinterProblem]
) -> None:
    place.has(problem)
    printer = printer_at(place.uri)
    assert printer.problem() is problem
    with pytest.raises(error) as raised:
        printer.print_slip(render(job(), 576), name="A007-1")
    assert not raised.value.begun
    assert place.slips(0) == []


def test_paper_low_is_told_and_does_not_stop_the_slip(place: Bench) -> None:
    place.has(Problem.PAPER_LOW)
    printer = printer_at(place.uri)
    assert printer.print_slip(render(job(), 576), name="A007-1") is Problem.PAPER_LOW
    assert printer.problem() is Problem.PAPER_LOW
    assert len(place.slips(1)) == 1


@pytest.mark.parametrize(
    "uri",
    [
        "network://127.0.0.1:1",
        "serial:///dev/no-such-port",
        "file:///dev/no-such-device",
        "usb://04b8:0e28",
        "cups://no-such-queue",
        "png:///proc/no-such-directory",
    ],
)
def test_a_printer_that_is_not_there_gives_no_answer(uri: str) -> None:
    printer = printer_at(uri)
    assert printer.problem() is Problem.NO_ANSWER
    with pytest.raises(NoAnswer) as raised:
        printer.print_slip(render(job(), 576), name="A007-1")
    assert not raised.value.begun


@pytest.mark.parametrize(
    "uri",
    [
        "lpt1",
        "ftp://printer",
        "network://",
        "network://host:port",
        "network://host?width=600",
        "network://host?speed=9",
        "usb://epson",
        "serial:///dev/ttyUSB0?baud=fast",
        "serial:///dev/ttyUSB0?flow=always",
        "file://",
        "cups://",
        "png://",
    ],
)
def test_an_address_that_names_no_printer_is_refused_with_its_text(uri: str) -> None:
    with pytest.raises(BadAddress) as raised:
        printer_at(uri)
    assert uri in str(raised.value)


def test_a_png_is_named_after_label_and_slip_and_stays_in_its_directory(tmp_path: Path) -> None:
    printer_at(f"png://{tmp_path}").print_slip(render(job(), 576), name="A007-../261124/A007-1")
    assert [file.name for file in tmp_path.iterdir()] == ["A007-.._261124_A007-1.png"]


def test_a_plain_file_is_not_made_in_the_place_of_a_device(tmp_path: Path) -> None:
    with pytest.raises(NoAnswer):
        printer_at(f"file://{tmp_path}/lp0").print_slip(render(job(), 576), name="A007-1")
    assert list(tmp_path.iterdir()) == []


def test_a_job_that_cups_keeps_is_taken_back_when_the_cause_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bench("cups", tmp_path, monkeypatch) as place:
        assert isinstance(place, CupsBench)
        place.cups.breaks_at_the_next_job("media-empty-error")
        with pytest.raises(PaperOut) as raised:
            printer_at(place.uri).print_slip(render(job(), 576), name="A007-1")
        assert raised.value.begun
        assert place.cups.cancelled == ["kiosk-0"]


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and one.convert("1").tobytes() == other.convert("1").tobytes()
