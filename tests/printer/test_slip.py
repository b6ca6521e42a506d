"""The slip, read back from its dots."""

from __future__ import annotations

import time
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageOps

from printer.column import Column
from printer.job import BadJob
from printer.slip import PAPERS, render
from printer.typeface import Face, set_text
from tests.printer.jobs import LONG_NAME, TRACK_URL, job

WIDTHS = sorted(PAPERS)
DOTS_PER_MM = {576: 203 / 25.4, 512: 180 / 25.4, 384: 203 / 25.4}
LEAST_EDGE = 8  # dots that stay white all around: a millimetre
MARKED = "ắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựíìỉĩịýỳỷỹỵáàảãạéèẻẽẹóòỏõọúùủũụâăêôơưđ"
LETTERS = MARKED + MARKED.upper() + "abcdeghiklmnopqrstuvxy" + "ABCDEGHIKLMNOPQRSTUVXY"

CASES: dict[str, dict[str, Any]] = {
    "usual": {},
    "English": {"language": "en"},
    "priority": {"priority": True},
    "reprint": {"repeat": True, "priority": True},
    "a long label": {"label": "A1000"},
    "a wide label": {"label": "MN100"},
    "a long name": {"service": {"name": LONG_NAME}},
    "a long name in English": {"service": {"name": LONG_NAME}, "language": "en", "repeat": True},
    "a word without end": {"service": {"name": {"vi": "Ộ" * 120}}},
    "stacked marks": {"service": {"name": {"vi": "NGUYỄN TRỄ ỘNG ỄỘỰẴ Ỗ Ỡ " * 3}}},
    "nobody ahead": {"ahead": 0, "estimated_wait_s": {"p50": 20, "p80": 90}},
    "no counter open": {"estimated_wait_s": None, "counters": []},
    "no counter open in English": {"estimated_wait_s": None, "counters": [], "language": "en"},
    "all counters": {"counters": list(range(1, 22)), "ahead": 1234},
    "many counters": {"counters": list(range(1, 42, 2))},
    "a long address": {"track_url": "https://xepso.example.vn/" + "t/abcdefgh" * 20},
    "no address": {"track_url": None},
    "no texts": {"texts": {}},
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("case", CASES)
def test_a_slip_has_ink_and_white_edges(case: str, width: int) -> None:
    slip = render(job(**CASES[case]), width)
    assert (slip.mode, slip.width) == ("1", width)
    left, top, right, bottom = ink(slip)
    assert min(left, top, width - right, slip.height - bottom) >= LEAST_EDGE
    assert slip.height < 2.2 * 800, "longer than 22 cm"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("case", [name for name in CASES if name != "no address"])
def test_its_qr_leads_to_the_ticket(case: str, width: int) -> None:
    wanted = job(**CASES[case])
    codes = zxingcpp.read_barcodes(render(wanted, width).convert("L"))
    assert [code.text for code in codes] == [wanted["track_url"]]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("case", ["usual", "a long address"])
def test_a_qr_module_is_at_least_4_dots_and_its_quiet_zone_4_modules(case: str, width: int) -> None:
    slip = render(job(**CASES[case]), width).convert("L")
    place = zxingcpp.read_barcodes(slip)[0].position
    left, top = place.top_left.x, place.top_left.y + 1
    finder = 0
    while slip.getpixel((left + finder, top)) == 0:
        finder += 1
    module = finder / 7  # the corner's square has seven
    assert module >= 4
    zone = round(4 * module)
    around = (left - zone, place.top_left.y - zone, place.top_right.x + zone, place.bottom_left.y + zone)
    code = (left, place.top_left.y, place.top_right.x + 1, place.bottom_left.y + 1)
    assert black(slip.crop(around)) == black(slip.crop(code))


@pytest.mark.parametrize("label", ["A007", "B118", "M148", "A1000", "AB100", "M1999"])
@pytest.mark.parametrize("width", [576, 512])
def test_the_digits_are_20_mm_high_on_80_mm_paper(label: str, width: int) -> None:
    assert label_height(label, width) >= 20 * DOTS_PER_MM[width]


@pytest.mark.parametrize("label", ["A007", "B118", "M148"])
def test_on_58_mm_paper_four_characters_fill_the_measure(label: str) -> None:
    slip = render(job(label=label, track_url=None), 384)
    left, _, right, _ = ink(slip.crop(label_box(slip)))
    assert right - left >= 0.9 * (384 - 2 * PAPERS[384].margin)


@pytest.mark.parametrize("size", [22, 42])
def test_each_vietnamese_letter_is_drawn_whole_and_is_told_from_all_others(size: int) -> None:
    tofu = drawn("\uffff", size)
    seen: dict[bytes, str] = {}
    for letter in LETTERS:
        picture = drawn(letter, size)
        assert picture.tobytes() != tofu.tobytes(), f"{letter} is not in the face"
        assert picture.tobytes() not in seen, f"{letter} looks like {seen.get(picture.tobytes())}"
        seen[picture.tobytes()] = letter
        _, top, _, bottom = ink(picture)
        line = set_text(letter, Face(size), 200, lines=1).face.line_height
        assert top >= 16, f"{letter} rises out of its line"
        assert bottom <= 16 + line, f"{letter} falls out of its line"


def test_decomposed_letters_are_drawn_like_composed_ones() -> None:
    decomposed = "Nguye\u0302\u0303n Lo\u0323\u0302c"
    assert drawn(decomposed, 42).tobytes() == drawn("Nguyễn Lộc", 42).tobytes()


def test_lines_with_stacked_marks_do_not_touch() -> None:
    column = Column(200, 16)
    column.text(set_text("Ộ Ộ Ộ Ộ Ễ Ễ Ễ Ễ", Face(42, 700), 168, lines=1))
    assert len(bands(column.paint())) >= 2


def test_a_repeat_carries_its_mark_at_the_top() -> None:
    plain, repeat = render(job(), 576), render(job(repeat=True), 576)
    band = repeat.crop((24, 24, 552, 24 + 50))
    assert repeat.height > plain.height
    assert black(band) > 0.6 * band.width * band.height


def test_priority_is_one_quiet_word_and_nothing_else() -> None:
    plain, priority = render(job(), 576), render(job(priority=True), 576)
    assert plain.size == priority.size
    left, top, right, bottom = ink(ImageChops.logical_xor(plain, priority).point(lambda dot: 255 - dot))
    assert right - left < 110
    assert bottom - top < 30
    assert right <= 552


def test_the_time_is_the_halls() -> None:
    early, late = job(issued_at="2026-11-24T18:30:00Z"), job(issued_at="2026-11-25T01:30:00+07:00")
    assert render(early, 576).tobytes() == render(late, 576).tobytes()
    elsewhere = job(issued_at="2026-11-24T18:30:00Z", site={**job()["site"], "time_zone": "UTC"})
    assert render(early, 576).tobytes() != render(elsewhere, 576).tobytes()


def test_the_languages_differ_and_an_unknown_one_is_the_halls_own() -> None:
    vietnamese = render(job(), 576).tobytes()
    assert render(job(language="en"), 576).tobytes() != vietnamese
    assert render(job(language="fr"), 576).tobytes() == vietnamese


def test_the_same_job_is_the_same_dots() -> None:
    assert render(job(), 576).tobytes() == render(job(), 576).tobytes()


def test_a_slip_takes_at_most_50_ms() -> None:
    render(job(), 576)

    def once() -> float:
        start = time.perf_counter()
        render(job(), 576)
        return time.perf_counter() - start

    assert min(once() for _ in range(5)) <= 0.050


@pytest.mark.parametrize(
    "broken",
    [
        {"label": " "},
        {"site": {"name": {"vi": "Trung tâm"}, "time_zone": "Asia/Nowhere"}},
        {"issued_at": "2026-11-24T01:42:00"},
        {"issued_at": None},
        {"ahead": "many"},
        {"service": None},
        {"counters": ["x"]},
    ],
)
def test_a_job_that_makes_no_sense_is_refused_by_name(broken: dict[str, Any]) -> None:
    with pytest.raises(BadJob, match=r"261124-(A007| )-1"):
        render(job(**broken), 576)


def test_a_job_may_know_more_than_this_version() -> None:
    assert render(job(colour="green"), 576).tobytes() == render(job(), 576).tobytes()


def test_the_track_url_of_the_usual_job_is_short_enough_for_large_modules() -> None:
    code = zxingcpp.read_barcodes(render(job(), 576).convert("L"))[0]
    assert code.text == TRACK_URL
    assert code.position.top_right.x - code.position.top_left.x >= 190  # dots: 24 mm


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    box = ImageOps.invert(picture.convert("L")).getbbox()
    assert box, "no ink"
    return box


def black(picture: Image.Image) -> int:
    return picture.convert("L").histogram()[0]


def drawn(text: str, size: int) -> Image.Image:
    column = Column(300, 16)
    column.text(set_text(text, Face(size), 268, lines=1))
    return column.paint()


def bands(picture: Image.Image) -> list[tuple[int, int]]:
    """The stretches of rows that have ink."""
    found: list[tuple[int, int]] = []
    for y in range(picture.height):
        if black(picture.crop((0, y, picture.width, y + 1))):
            if found and found[-1][1] == y:
                found[-1] = (found[-1][0], y + 1)
            else:
                found.append((y, y + 1))
    return found


def label_box(slip: Image.Image) -> tuple[int, int, int, int]:
    """Where the label is on a slip without QR: nothing is higher."""
    top, bottom = max(bands(slip), key=lambda band: band[1] - band[0])
    return 0, top, slip.width, bottom


def label_height(label: str, width: int) -> int:
    slip = render(job(label=label, track_url=None), width)
    _, top, _, bottom = label_box(slip)
    return bottom - top
