"""Slips from reception's drawer: printed before, entered afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from printer.emergency import A4, sheets
from tests.founding import found
from tests.halls import small_site, text
from tests.running import Running
from tests.service.conftest import open_hall
from tests.service.hall import OpenHall, good, refused


@pytest.fixture
def any_hall(any_server: Running) -> OpenHall:
    return open_hall(any_server, emergency_prefix="X")


def slips(*given: tuple[int, str]) -> dict[str, object]:
    return {"slips": [{"number": number, "service": service} for number, service in given]}


@pytest.mark.parametrize("scope", ["kiosk", "counter", "supervisor"])
def test_reception_enters_slips_and_they_are_called_like_all_others(any_hall: OpenHall, scope: str) -> None:
    any_hall.open(1)
    entered = good(any_hall.post("emergency-slips", slips((9, "land"), (4, "land")), by=scope))["tickets"]
    assert [(t["label"], t["state"], t["position"]) for t in entered] == [
        ("X004", "waiting", 0),
        ("X009", "waiting", 1),
    ]
    assert entered[0]["token"] is None
    assert any_hall.do(1, "call-next")["label"] == "X004"
    assert good(any_hall.get("board"))["counters"][0]["ticket"]["label"] == "X004"
    assert any_hall.get("speech?label=X004&counter=1&language=vi").status_code == 200


def test_a_list_sent_again_enters_nothing_twice_and_a_doubled_number_is_refused(any_hall: OpenHall) -> None:
    first = any_hall.post("emergency-slips", slips((1, "land")), by="kiosk", key="one")
    again = any_hall.post("emergency-slips", slips((1, "land")), by="kiosk", key="one")
    assert (again.json(), again.headers["Idempotent-Replayed"]) == (first.json(), "true")
    grown = good(any_hall.post("emergency-slips", slips((1, "land"), (2, "business")), by="kiosk"))["tickets"]
    assert [t["label"] for t in grown] == ["X001", "X002"]
    doubled = any_hall.post("emergency-slips", slips((1, "business")), by="kiosk")
    assert refused(doubled, 409, "number-taken")["last"] == "X002"
    assert [e["data"]["label"] for e in any_hall.told("ticket.issued")] == ["X001", "X002"]


def test_a_hall_without_such_slips_and_a_stranger_are_refused(sqlite_server: Running) -> None:
    hall = open_hall(sqlite_server)
    refused(hall.post("emergency-slips", slips((1, "land")), by="kiosk"), 422, "invalid")
    refused(hall.post("emergency-slips", slips((1, "land"))), 401, "not-known")
    refused(hall.post("emergency-slips", slips((1, "land")), by="rating"), 403, "not-allowed")


def test_the_command_line_prints_sheets_of_slips(own_server: Running, tmp_path: Path) -> None:
    program, file = own_server, tmp_path / "slips.pdf"
    found(program.database_url, small_site(emergency_prefix="X"))
    command = ("emergency-slips", str(file), "--site", "small")
    assert program.command(*command, "--first", "21", "--last", "30") == (
        0,
        f"X021 to X030 are in {file}, 2 sheets.\n",
    )
    assert file.read_bytes().count(b"/Type /Page\n") == 2
    assert program.command(*command, "--first", "9", "--last", "3") == (1, "--last comes before --first\n")


def test_a_site_that_names_no_prefix_gets_no_sheets(own_server: Running, tmp_path: Path) -> None:
    found(own_server.database_url, small_site())
    code, words = own_server.command("emergency-slips", str(tmp_path / "slips.pdf"), "--site", "small")
    assert (code, words) == (1, "small: the site's file names no emergency_prefix\n")


def test_a_sheet_has_eight_different_slips_with_white_between_them_and_at_its_edges() -> None:
    first, second = sheets(text("Trung tâm"), [f"X{n:03d}" for n in range(1, 10)])
    width, height = A4[0] // 2, A4[1] // 4
    places = [(x * width, y * height) for y in range(4) for x in range(2)]
    cut = [first.crop((x, y, x + width, y + height)) for x, y in places]
    for slip in cut:
        left, top, right, bottom = _ink(slip)
        assert min(left, top, width - right, height - bottom) >= 40  # 5 mm: what no office printer reaches
    assert len({slip.tobytes() for slip in cut}) == 8
    assert _ink(second)[2] < width
    assert _ink(second)[3] < height


def _ink(picture: Image.Image) -> tuple[int, int, int, int]:
    box = ImageChops.invert(picture.convert("L")).getbbox()
    assert box is not None
    return box
