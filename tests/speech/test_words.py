"""Every sentence that the hall can hear, against tables written by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_service.speech.words import LANGUAGES, announcement, pronunciation

VIETNAMESE = """
    một;hai;ba;bốn;năm;sáu;bảy;tám;chín;mười
    mười một;mười hai;mười ba;mười bốn;mười lăm;mười sáu;mười bảy;mười tám;mười chín;hai mươi
    hai mươi mốt;hai mươi hai;hai mươi ba;hai mươi tư;hai mươi lăm;hai mươi sáu;hai mươi bảy;hai mươi tám;hai mươi chín;ba mươi
    ba mươi mốt;ba mươi hai;ba mươi ba;ba mươi tư;ba mươi lăm;ba mươi sáu;ba mươi bảy;ba mươi tám;ba mươi chín;bốn mươi
    bốn mươi mốt;bốn mươi hai;bốn mươi ba;bốn mươi tư;bốn mươi lăm;bốn mươi sáu;bốn mươi bảy;bốn mươi tám;bốn mươi chín;năm mươi
    năm mươi mốt;năm mươi hai;năm mươi ba;năm mươi tư;năm mươi lăm;năm mươi sáu;năm mươi bảy;năm mươi tám;năm mươi chín;sáu mươi
    sáu mươi mốt;sáu mươi hai;sáu mươi ba;sáu mươi tư;sáu mươi lăm;sáu mươi sáu;sáu mươi bảy;sáu mươi tám;sáu mươi chín;bảy mươi
    bảy mươi mốt;bảy mươi hai;bảy mươi ba;bảy mươi tư;bảy mươi lăm;bảy mươi sáu;bảy mươi bảy;bảy mươi tám;bảy mươi chín;tám mươi
    tám mươi mốt;tám mươi hai;tám mươi ba;tám mươi tư;tám mươi lăm;tám mươi sáu;tám mươi bảy;tám mươi tám;tám mươi chín;chín mươi
    chín mươi mốt;chín mươi hai;chín mươi ba;chín mươi tư;chín mươi lăm;chín mươi sáu;chín mươi bảy;chín mươi tám;chín mươi chín;một trăm
    một trăm lẻ một;một trăm lẻ hai;một trăm lẻ ba;một trăm lẻ bốn;một trăm lẻ năm;một trăm lẻ sáu;một trăm lẻ bảy;một trăm lẻ tám;một trăm lẻ chín
"""  # noqa: E501 (ten to a line reads as a table)
ENGLISH = """
    one;two;three;four;five;six;seven;eight;nine;ten
    eleven;twelve;thirteen;fourteen;fifteen;sixteen;seventeen;eighteen;nineteen;twenty
    twenty-one;twenty-two;twenty-three;twenty-four;twenty-five;twenty-six;twenty-seven;twenty-eight;twenty-nine;thirty
    thirty-one;thirty-two;thirty-three;thirty-four;thirty-five;thirty-six;thirty-seven;thirty-eight;thirty-nine;forty
    forty-one;forty-two;forty-three;forty-four;forty-five;forty-six;forty-seven;forty-eight;forty-nine;fifty
    fifty-one;fifty-two;fifty-three;fifty-four;fifty-five;fifty-six;fifty-seven;fifty-eight;fifty-nine;sixty
    sixty-one;sixty-two;sixty-three;sixty-four;sixty-five;sixty-six;sixty-seven;sixty-eight;sixty-nine;seventy
    seventy-one;seventy-two;seventy-three;seventy-four;seventy-five;seventy-six;seventy-seven;seventy-eight;seventy-nine;eighty
    eighty-one;eighty-two;eighty-three;eighty-four;eighty-five;eighty-six;eighty-seven;eighty-eight;eighty-nine;ninety
    ninety-one;ninety-two;ninety-three;ninety-four;ninety-five;ninety-six;ninety-seven;ninety-eight;ninety-nine;one hundred
    one hundred and one;one hundred and two;one hundred and three;one hundred and four;one hundred and five;one hundred and six;one hundred and seven;one hundred and eight;one hundred and nine
"""  # noqa: E501

DIGITS = {
    "vi": dict(zip("01234", ("không", "một", "hai", "ba", "bốn"), strict=True))
    | dict(zip("56789", ("năm", "sáu", "bảy", "tám", "chín"), strict=True)),
    "en": dict(zip("01234", ("zero", "one", "two", "three", "four"), strict=True))
    | dict(zip("56789", ("five", "six", "seven", "eight", "nine"), strict=True)),
}


def table(rows: str, hundred: str) -> dict[int, str]:
    """1 to 109 as written, and from 110 the words of 10 to 99 after the hundred."""
    written = dict(enumerate((word for row in rows.split("\n") if row for word in row.strip().split(";")), 1))
    written = {n: word for n, word in written.items() if word}
    return written | {n: f"{hundred} {written[n - 100]}" for n in range(110, 200)}


NUMBERS = {"vi": table(VIETNAMESE, "một trăm"), "en": table(ENGLISH, "one hundred and")}

labels = st.from_regex(r"[A-Z]{1,2}[0-9]{3,5}", fullmatch=True)


@pytest.mark.parametrize(
    ("language", "kind", "sentence"),
    [
        ("vi", "call", "Xin mời công dân có số thứ tự A không không bảy, đến quầy số ba."),
        ("vi", "recall", "Xin nhắc lại: mời công dân có số thứ tự A không không bảy, đến quầy số ba."),
        ("en", "call", "Ticket A zero zero seven, please go to counter three."),
        ("en", "recall", "Reminder: ticket A zero zero seven, please go to counter three."),
    ],
)
def test_a_call_and_its_reminder_are_worded_so(language: str, kind: str, sentence: str) -> None:
    assert announcement("A007", 3, language, kind) == sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_counter_from_1_to_199_is_said_as_a_number(language: str) -> None:
    before = {"vi": "đến quầy số", "en": "please go to counter"}[language]
    assert sorted(NUMBERS[language]) == list(range(1, 200))
    for counter, words in NUMBERS[language].items():
        assert announcement("A007", counter, language, "call").endswith(f", {before} {words}.")


@given(label=labels, language=st.sampled_from(LANGUAGES), kind=st.sampled_from(["call", "recall"]))
def test_a_label_is_read_sign_by_sign(label: str, language: str, kind: str) -> None:
    signs = " ".join(DIGITS[language].get(sign, sign) for sign in label)
    assert f" {signs}, " in announcement(label, 7, language, kind)


def test_a_last_five_is_năm_in_a_label_and_lăm_in_a_counter() -> None:
    assert announcement("B015", 15, "vi", "call").endswith("B không một năm, đến quầy số mười lăm.")


@pytest.mark.parametrize("say", [announcement, pronunciation])
@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("a007", 3, "vi", "call"), 'label "a007"'),
        (("ABC007", 3, "vi", "call"), 'label "ABC007"'),
        (("Đ007", 3, "vi", "call"), 'label "Đ007"'),
        (("A07", 3, "vi", "call"), 'label "A07"'),
        (("A123456", 3, "vi", "call"), 'label "A123456"'),
        (("A٠٠٧", 3, "vi", "call"), 'label "A٠٠٧"'),
        (("A007\n", 3, "vi", "call"), 'label "A007\n"'),
        (("", 3, "vi", "call"), 'label ""'),
        (("A007", 0, "vi", "call"), "counter 0"),
        (("A007", 200, "en", "call"), "counter 200"),
        (("A007", 3, "fr", "call"), 'language "fr"'),
        (("A007", 3, "vi", "shout"), 'kind "shout"'),
    ],
)
def test_what_cannot_be_said_is_named(say, given, named) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=named):
        say(*given)
