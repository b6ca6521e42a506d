"""English of the announcements: sentences, digits, letters, numbers."""

from __future__ import annotations

from types import MappingProxyType

SENTENCES = MappingProxyType(
    {
        "call": "Ticket {label}, please go to counter {counter}.",
        "recall": "Reminder: ticket {label}, please go to counter {counter}.",
    }
)

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

SPOKEN = MappingProxyType(
    {
        "A": "eigh",  # espeak-ng takes the bare letters for the article and the pronoun and swallows them
        "I": "eye",
    }
)

_BELOW_TWENTY = (
    *DIGITS,
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def number(n: int) -> str:
    """1 to 199 as it is said: `twenty-one`, `one hundred and five`."""
    hundreds, rest = divmod(n, 100)
    words = [f"{DIGITS[hundreds]} hundred"] if hundreds else []
    if rest:
        words.append(_below_hundred(rest))
    return " and ".join(words)


def _below_hundred(n: int) -> str:
    if n < 20:
        return _BELOW_TWENTY[n]
    tens, ones = divmod(n, 10)
    return f"{_TENS[tens]}-{DIGITS[ones]}" if ones else _TENS[tens]
