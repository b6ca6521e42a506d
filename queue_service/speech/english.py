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
        "one": "[[w'0n]]",  # at an end it takes it for the pronoun of "this one" and lowers it
        # Stressed at their end, as by itself it does not, or fifteen is taken for fifty.
        "thirteen": "[[T,3:t'i:n]]",
        "fourteen": "[[f,o@t'i:n]]",
        "fifteen": "[[f,Ift'i:n]]",
        "sixteen": "[[s,Ikst'i:n]]",
        "seventeen": "[[s,Ev@nt'i:n]]",
        "eighteen": "[[,eIt'i:n]]",
        "nineteen": "[[n,aInt'i:n]]",
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
