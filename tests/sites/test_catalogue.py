from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import queue_service.sites
from queue_service.sites.catalogue import Catalogue
from queue_service.sites.folding import words_of
from queue_service.sites.procedure import Procedure
from queue_service.sites.site_file import load_site_file
from tests.halls import service

SLOWEST_SEARCH_S = 0.005  # a kiosk searches at every key


def procedure(code: str, name: str, service_id: str = "land") -> Procedure:
    return Procedure(code, name, name, service_id, "Lĩnh vực", "tỉnh", "https://example.vn")


SMALL = Catalogue(
    [procedure("1.000001", "Đăng ký khai sinh"), procedure("1.000002", "Tách thửa")], [service("land", "B")]
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    shipped = load_site_file(Path(queue_service.sites.__file__).parent / "lam-dong.toml")
    return Catalogue(shipped.procedures, shipped.site.services)


EVERYDAY = {
    # đất đai
    "sổ đỏ": "dat-dai",
    "so do": "dat-dai",
    "mất sổ đỏ": "dat-dai",
    "sang ten so do": "dat-dai",
    "mua bán đất": "dat-dai",
    "tách thửa": "dat-dai",
    "cho con đất": "dat-dai",
    "thừa kế nhà đất": "dat-dai",
    "vay ngân hàng thế chấp sổ đỏ": "dat-dai",
    "tranh chấp đất": "dat-dai",
    "len tho cu": "dat-dai",
    # doanh nghiệp
    "mở công ty": "doanh-nghiep",
    "mo cong ty": "doanh-nghiep",
    "mở quán cà phê": "doanh-nghiep",
    "hộ kinh doanh": "doanh-nghiep",
    "giải thể": "doanh-nghiep",
    "đổi tên công ty": "doanh-nghiep",
    "gop von": "doanh-nghiep",
    # công an
    "hộ khẩu": "can-cuoc",
    "ho khau": "can-cuoc",
    "căn cước": "can-cuoc",
    "mất cccd": "can-cuoc",
    "tạm trú": "can-cuoc",
    "hộ chiếu": "can-cuoc",
    "passport": "can-cuoc",
    "lý lịch tư pháp": "can-cuoc",
    "tien an tien su": "can-cuoc",
    "visa": "can-cuoc",
    # xe
    "bằng lái": "lai-xe",
    "doi bang lai xe": "lai-xe",
    "mất bằng lái": "lai-xe",
    "biển số xe": "lai-xe",
    "cà vẹt": "lai-xe",
    # hộ tịch, chứng thực
    "sinh con": "tu-phap",
    "làm giấy khai sinh cho con": "tu-phap",
    "kết hôn": "tu-phap",
    "giấy độc thân": "tu-phap",
    "báo tử": "tu-phap",
    "sửa tên trong giấy khai sinh": "tu-phap",
    "con nuôi": "tu-phap",
    "quoc tich": "tu-phap",
    "luật sư": "tu-phap",
    "sao y": "chung-thuc",
    "công chứng giấy tờ": "chung-thuc",
    "di chúc": "chung-thuc",
    "ủy quyền": "chung-thuc",
    # xây dựng, vận tải
    "xây nhà": "xay-dung",
    "sua nha": "xay-dung",
    "xem quy hoạch": "xay-dung",
    "phù hiệu xe tải": "xay-dung",
    # việc làm, bảo hiểm, chính sách
    "thất nghiệp": "viec-lam",
    "tìm việc làm": "viec-lam",
    "giấy phép lao động": "viec-lam",
    "lương hưu": "bao-hiem",
    "rút bảo hiểm một lần": "bao-hiem",
    "rut bhxh": "bao-hiem",
    "trợ cấp người già": "chinh-sach",
    "khuyết tật": "chinh-sach",
    "con liệt sĩ": "chinh-sach",
    "thanh niên xung phong": "chinh-sach",
    # các sở khác
    "nhà thuốc": "y-te",
    "mở phòng khám": "y-te",
    "an toan thuc pham": "y-te",
    "khoan giếng": "nong-nghiep",
    "giấy phép môi trường": "nong-nghiep",
    "rừng": "nong-nghiep",
    "cây xăng": "cong-thuong",
    "điện mặt trời": "cong-thuong",
    "mã vạch": "cong-thuong",
    "chuyển trường": "van-hoa",
    "mất bằng tốt nghiệp": "van-hoa",
    "hướng dẫn viên": "van-hoa",
    "khách sạn": "van-hoa",
    # in English
    "birth certificate": "tu-phap",
    "marriage": "tu-phap",
    "driving licence": "lai-xe",
    "land": "dat-dai",
    "start a company": "doanh-nghiep",
    "work permit": "viec-lam",
    "criminal record": "can-cuoc",
    "certified copies": "chung-thuc",
    "building permit": "xay-dung",
    "tourism": "van-hoa",
}


@pytest.mark.parametrize(("query", "expected"), EVERYDAY.items())
def test_everyday_words_find_their_service_among_the_first_three(
    catalogue: Catalogue, query: str, expected: str
) -> None:
    found = catalogue.search(query)[:3]
    assert expected in {p.service for p in found}, [p.short_name for p in found]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("khai sinh", "1.001193"),
        ("sinh con", "1.001193"),
        ("kết hôn", "1.000894"),
        ("khai tử", "1.000656"),
        ("thường trú", "1.004222"),
        ("hộ chiếu", "1.001456"),
        ("lý lịch tư pháp", "3.000333"),
        ("đổi bằng lái", "3.000347"),
        ("mất bằng lái", "3.000348"),
        ("sao y", "2.000815"),
        ("tách thửa", "1.012784"),
        ("mất sổ đỏ", "1.012786"),
        ("đổi sổ đỏ", "1.012783"),
        ("sang tên sổ đỏ", "1.013831"),
        ("hộ kinh doanh", "1.001612"),
        ("trợ cấp thất nghiệp", "1.014748"),
        ("bảo hiểm xã hội một lần", "1.014173"),
        ("giấy độc thân", "1.004873"),
    ],
)
def test_what_most_people_come_for_stands_first(catalogue: Catalogue, query: str, code: str) -> None:
    assert code in [p.code for p in catalogue.search(query)[:2]]


@pytest.mark.parametrize(
    "query",
    ["ĐĂNG KÝ KẾT HÔN", "dang ky ket hon", "kết hôn đăng ký", "đăng ký kêt hôn", "  đăng-ký, kết hôn! "],
)
def test_case_marks_order_and_punctuation_are_free(catalogue: Catalogue, query: str) -> None:
    assert catalogue.search(query)[0].code == "1.000894"


@pytest.mark.parametrize("length", range(6, len("đăng ký kết hôn") + 1))
def test_a_procedure_is_found_while_its_name_is_typed(catalogue: Catalogue, length: int) -> None:
    found = catalogue.search("kết hôn đăng ký"[:length])
    assert "tu-phap" in {p.service for p in found[:3]}


def test_a_word_is_taken_as_unfinished_until_a_space_follows() -> None:
    assert SMALL.search("kha")
    assert not SMALL.search("kha ")


def test_typed_marks_put_what_has_them_first() -> None:
    procedures = [
        procedure("1.000001", "Bán hồ"),
        procedure("1.000002", "Bán hộ"),
        procedure("1.000003", "Bán họ"),
    ]
    small = Catalogue(procedures, [service("land", "B")])
    assert [p.code for p in small.search("hộ ")] == ["1.000002", "1.000001", "1.000003"]
    assert small.search("hồ ")[0].code == "1.000001"
    assert [p.code for p in small.search("ho ")] == ["1.000001", "1.000002", "1.000003"]


def test_a_tone_may_stand_on_either_vowel() -> None:
    assert words_of("hoà thuỷ") == words_of("hòa thủy")
    assert words_of("Hoà")[0].folded == "hoa"
    assert words_of("đ")[0].folded == "d"


@pytest.mark.parametrize("query", ["1.001612", "1001612", " 1.001612 ", "1.001612.000.00.00.H48", "1.00161"])
def test_a_national_code_finds_itsprocedure(catalogue: Catalogue, query: str) -> None:
    assert catalogue.search(query)[0].code == "1.001612"


def test_the_beginning_of_a_code_finds_all_that_begin_so(catalogue: Catalogue) -> None:
    found = catalogue.search("3.00034")
    assert [p.code for p in found] == [f"3.00034{n}" for n in (6, 7, 8, 9)]


def test_nothing_typed_lists_all_by_service(catalogue: Catalogue) -> None:
    everything = catalogue.search("", limit=1000)
    assert len(everything) == 605
    assert everything == catalogue.search("  ", limit=1000)
    services = list(dict.fromkeys(p.service for p in everything))
    assert services[:3] == ["dat-dai", "doanh-nghiep", "can-cuoc"]
    assert len(services) == len({p.service for p in everything})


def test_a_search_keeps_to_its_service_and_its_limit(catalogue: Catalogue) -> None:
    assert len(catalogue.search("cấp", limit=7)) == 7
    found = catalogue.search("cấp lại", limit=1000, service="lai-xe")
    assert found
    assert {p.service for p in found} == {"lai-xe"}
    assert len(catalogue.search("", limit=1000, service="bao-hiem")) == 15
    assert catalogue.search("khai sinh", service="none") == []


@pytest.mark.parametrize("query", ["pizza", "xyzzy", "!!!", "🙂", "'; drop table"])
def test_what_nobody_does_here_finds_nothing_or_harms_nothing(catalogue: Catalogue, query: str) -> None:
    assert len(catalogue.search(query)) in (0, 20)


@given(st.text())
def test_anything_may_be_typed(query: str) -> None:
    assert len(SMALL.search(query)) <= 2
    assert len(SMALL.services(query)) <= 1


def test_a_query_of_any_length_is_answered_in_time(catalogue: Catalogue) -> None:
    began = process_time()
    catalogue.search("cấp giấy chứng nhận " * 10_000)
    assert process_time() - began < 20 * SLOWEST_SEARCH_S


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("trả kết quả", "tra-ket-qua"),
        ("tra ket qua", "tra-ket-qua"),
        ("lấy kết quả", "tra-ket-qua"),
        ("nộp phí", "tra-ket-qua"),
        ("hướng dẫn nộp trực tuyến", "ho-tro"),
        ("vneid", "ho-tro"),
        ("thuế", "bao-hiem"),
        ("passport", "can-cuoc"),
        ("land", "dat-dai"),
    ],
)
def test_services_are_found_by_their_own_words(catalogue: Catalogue, query: str, expected: str) -> None:
    assert catalogue.services(query)[0].id == expected


def test_a_search_is_fast_enough_for_every_key(catalogue: Catalogue) -> None:
    queries = [query[:length] for query in EVERYDAY for length in range(1, len(query) + 1)]
    began = process_time()
    for query in queries:
        catalogue.search(query)
    assert (process_time() - began) / len(queries) < SLOWEST_SEARCH_S


def test_the_answer_to_a_query_is_always_the_same(catalogue: Catalogue) -> None:
    again = Catalogue(catalogue.search("", limit=1000), [service(s, "B") for s in _services(catalogue)])
    other = Catalogue(catalogue.search("", limit=1000), [service(s, "B") for s in _services(catalogue)])
    for query in EVERYDAY:
        assert again.search(query) == other.search(query)


def test_procedures_of_a_service_that_is_gone_are_not_found() -> None:
    small = Catalogue([procedure("1.000001", "Tách thửa", "gone")], [service("land", "B")])
    assert small.search("tách thửa") == small.search("") == []


def _services(catalogue: Catalogue) -> list[str]:
    return list(dict.fromkeys(p.service for p in catalogue.search("", limit=1000)))
