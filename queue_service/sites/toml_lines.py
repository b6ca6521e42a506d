"""On which line of a TOML file each key and each element stands.

`tomllib` reads TOML and keeps no positions; nor does `tomlkit`, and no maintained reader that keeps them was
found. So `tomllib` stays the judge of what a file says, and this scanner walks the same text, known to be
valid, for positions alone: it finds where keys and values begin and end and never interprets a value. A
property test holds the two together: the scanner must find exactly the places that `tomllib` found.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left

Place = tuple[str | int, ...]  # ("services", 3, "prefix")

_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'  # up to two quotes may touch the closing three
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'",
    re.DOTALL,
)
_BARE_VALUE = re.compile(r"[^,\]}#\r\n]+")  # numbers, dates, true and false


def lines_of(text: str) -> dict[Place, int]:
    """The line, from 1, of every table, key and element of a TOML text; the document itself is `()`, line 1.

    A table or an element of an array of tables stands where its header stands, the tables of a dotted key
    where it first stands. The text must be one that `tomllib` has accepted.
    """
    return _Scanner(text).document()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.breaks = [i for i, char in enumerate(text) if char == "\n"]
        self.found: dict[Place, int] = {(): 1}
        self.table_arrays: dict[Place, int] = {}  # how many elements each has so far

    def document(self) -> dict[Place, int]:
        table: Place = ()
        while self.skip(_BLANK) < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.key_and_value(table)
        return self.found

    def header(self) -> Place:
        line, of_array = self.line(), self.text.startswith("[[", self.at)
        self.at += 2 if of_array else 1
        *parents, last = self.key()
        self.at += 2 if of_array else 1
        place: Place = ()
        for part in parents:
            place = self.newest(self.note((*place, part), line))
        place = self.note((*place, last), line)
        if of_array:
            self.table_arrays[place] = self.table_arrays.get(place, 0) + 1
        return self.note(self.newest(place), line)

    def newest(self, place: Place) -> Place:
        """A header below an array of tables speaks of its newest element."""
        count = self.table_arrays.get(place)
        return place if count is None else (*place, count - 1)

    def key_and_value(self, table: Place) -> None:
        line, place = self.line(), table
        for part in self.key():
            place = self.note((*place, part), line)
        self.at += 1  # the equals sign
        self.skip(_SPACE)
        self.value(place)

    def key(self) -> list[str]:
        parts = []
        while True:
            self.skip(_SPACE)
            if self.text[self.at] in "\"'":
                quoted = self.take(_STRING)
                parts.append(str(tomllib.loads(f"key = {quoted}")["key"]))
            else:
                parts.append(self.take(_BARE_KEY))
            self.skip(_SPACE)
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def value(self, place: Place) -> None:
        opening = self.text[self.at]
        if opening == "[":
            self.elements(place)
        elif opening == "{":
            self.inline_table(place)
        else:
            self.take(_STRING if opening in "\"'" else _BARE_VALUE)

    def elements(self, place: Place) -> None:
        self.at += 1
        index = 0
        while self.text[self.skip(_BLANK)] != "]":
            self.value(self.note((*place, index), self.line()))
            index += 1
            self.comma()
        self.at += 1

    def inline_table(self, place: Place) -> None:
        self.at += 1
        while self.text[self.skip(_BLANK)] != "}":
            self.key_and_value(place)
            self.comma()
        self.at += 1

    def comma(self) -> None:
        if self.text[self.skip(_BLANK)] == ",":
            self.at += 1

    def note(self, place: Place, line: int) -> Place:
        self.found.setdefault(place, line)
        return place

    def line(self) -> int:
        return bisect_left(self.breaks, self.at) + 1

    def skip(self, pattern: re.Pattern[str]) -> int:
        self.take(pattern)
        return self.at

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise ValueError(f"not the TOML that was accepted: line {self.line()}")
        self.at = found.end()
        return found.group()
