"""Vietnamese of the announcements: sentences, digits, letters, numbers."""

from __future__ import annotations

from types import MappingProxyType

SENTENCES = MappingProxyType(
    {
        "call": "Xin mời công dân có số thứ tự {label}, đến quầy số {counter}.",
        "recall": "Xin nhắc lại: mời công dân có số thứ tự {label}, đến quầy số {counter}.",
    }
)

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")

SPOKEN = MappingProxyType(
    {
        "A": "a",
        "B": "bê",
        "C": "xê",
        "D": "đê",  # as people say CD and DVD; "dê" would be heard as G
        "E": "e",
        "F": "ép phờ",
        "G": "giê",
        "H": "hát",
        "I": "i ngắn",  # short and long, or I and Y sound the same
        "J": "di",  # is written "gi", of which espeak-ng says the consonant alone
        "K": "ca",
        "L": "e-lờ",
        "M": "em-mờ",
        "N": "en-nờ",
        "O": "o",
        "P": "pê",
        "Q": "quy",
        "R": "R",  # "e-rờ": given so, the northern voice would say "e-dờ"
        "S": "ét-sì",
        "T": "tê",
        "U": "u",
        "V": "vê",
        "W": "vê kép",
        "X": "ích-xì",
        "Y": "i dài",
        "Z": "dét",
        "không": "[[x'oN]]",  # espeak-ng takes it for the unstressed "not", 2 dB quieter than any other digit
    }
)


def number(n: int) -> str:
    """1 to 199 as it is said: `hai mươi mốt`, `một trăm lẻ năm` (the South's lẻ, as in Lâm Đồng)."""
    hundreds, rest = divmod(n, 100)
    tens, ones = divmod(rest, 10)
    words = [DIGITS[hundreds], "trăm"] if hundreds else []
    if tens == 0 and hundreds and ones:
        words.append("lẻ")
    if tens == 1:
        words.append("mười")
    if tens > 1:
        words += [DIGITS[tens], "mươi"]
    if ones:
        words.append(_ones(ones, tens))
    return " ".join(words)


def _ones(ones: int, tens: int) -> str:
    """The last digit changes its word after tens: mốt and tư after mươi, lăm after mười and mươi."""
    if ones == 5 and tens >= 1:
        return "lăm"
    if tens >= 2:
        return {1: "mốt", 4: "tư"}.get(ones, DIGITS[ones])
    return DIGITS[ones]
