"""The words on paper, by language: the same word for the same thing as on screens and in speech."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

Text = Mapping[str, str]  # by language code: {"vi": "…", "en": "…"}

OWN_LANGUAGE = "vi"  # what everybody who works in the hall reads


@dataclass(frozen=True, slots=True)
class Words:
    """All that a slip says by itself; what the site says comes with the job."""

    your_number: str
    priority: str
    repeat: str
    ahead: str
    nobody: str
    people: Callable[[int], str]
    wait: str
    wait_about: str  # the same, before a range
    no_counter_open: str
    under_minutes: str
    minutes: str
    hours: str
    decimal: str  # the sign in "2,5"
    counter: Callable[[int], str]  # the heading for so many counters
    see_board: str
    follow: str
    follow_how: str
    long_date: Callable[[date], str]


def in_language(text: Text, language: str) -> str:
    """The text in a language, else in the hall's own, else in any; empty when there is none."""
    return text.get(language) or text.get(OWN_LANGUAGE) or next(iter(text.values()), "")


def words(language: str) -> Words:
    """The catalogue of a language; the hall's own for one that is not there."""
    return CATALOGUE.get(language, CATALOGUE[OWN_LANGUAGE])


_NGAY = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip  # strftime would follow the machine's locale, not the citizen's language

CATALOGUE: Mapping[str, Words] = {
    "vi": Words(
        your_number="Số thứ tự",
        priority="Ưu tiên",
        repeat="BẢN IN LẠI",
        ahead="Trước ông/bà",
        nobody="không có ai",
        people=lambda n: f"{n} người",
        wait="Thời gian chờ",
        wait_about="Chờ khoảng",
        no_counter_open="chưa có quầy mở",
        under_minutes="dưới {} phút",
        minutes="{}–{} phút",
        hours="{}–{} giờ",
        decimal=",",
        counter=lambda n: "Quầy",
        see_board="xem bảng số",
        follow="Theo dõi trên điện thoại",
        follow_how="Quét mã để biết còn mấy người và khi nào đến lượt.",
        long_date=lambda d: f"{_NGAY[d.weekday()]}, {d:%d/%m/%Y}",
    ),
    "en": Words(
        your_number="Your number",
        priority="Priority",
        repeat="REPRINT",
        ahead="Ahead of you",
        nobody="nobody",
        people=lambda n: "1 person" if n == 1 else f"{n} people",
        wait="Wait",
        wait_about="Wait, about",
        no_counter_open="no counter open yet",
        under_minutes="under {} min",
        minutes="{}–{} min",
        hours="{}–{} hours",
        decimal=".",
        counter=lambda n: "Counter" if n == 1 else "Counters",
        see_board="see the board",
        follow="Follow on your phone",
        follow_how="Scan to see how many are ahead and when it is your turn.",
        long_date=lambda d: f"{_DAYS[d.weekday()]}, {d.day} {_MONTHS[d.month - 1]} {d.year}",
    ),
}
