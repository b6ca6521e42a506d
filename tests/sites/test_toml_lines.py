import tomllib
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_service.sites.toml_lines import Place, lines_of

TRICKY = '''# a comment with [brackets] and "quotes"
a.b = 1
"quoted # key" = """three
lines # with a hash ] and \\""" quotes"""""
'literal' = \'\'\'x = [1, 2]
"""\'\'\'
dates = [2027-01-01, 2027-01-01 07:30:00, 07:30:00] # ] not an end
deep = [
  [1, 2],  # [
  { x = 1, y = ["a,b", 'c]'] },

  3,
]
[table . "with space"]
empty = []
none = {}
[[array]]
n = 1
[array.below]
n = 2
[[array.more]]
n = 3
[[array]]
n = 4
[array.below]
n = 5
'''


def test_every_place_of_a_tricky_file_is_found_on_its_line() -> None:
    found = lines_of(TRICKY)
    assert set(found) == set(_places(tomllib.loads(TRICKY)))
    expected = {
        (): 1,
        ("a",): 2,
        ("a", "b"): 2,
        ("quoted # key",): 3,
        ("literal",): 5,
        ("dates", 2): 7,
        ("deep",): 8,
        ("deep", 0, 1): 9,
        ("deep", 1): 10,
        ("deep", 1, "y", 1): 10,
        ("deep", 2): 12,
        ("table",): 14,
        ("table", "with space"): 14,
        ("table", "with space", "none"): 16,
        ("array",): 17,
        ("array", 0, "below"): 19,
        ("array", 0, "more", 0, "n"): 22,
        ("array", 1): 23,
        ("array", 1, "below", "n"): 26,
    }
    assert {place: found[place] for place in expected} == expected


@pytest.mark.parametrize("text", ["", "\n", "# only a comment", "a = 1", "a = 1 # at the end", "[t]"])
def test_a_file_may_end_anywhere(text: str) -> None:
    assert set(lines_of(text)) == set(_places(tomllib.loads(text)))


_VALUES = st.recursive(
    st.sampled_from(
        [
            "1",
            "-2.5e3",
            "true",
            "2027-01-01",
            "07:30:00",
            '"a # b"',
            "'c ] d'",
            '"""e\nf"""',
            "'''\ng = 1\n'''",
            '""',
            '"\\""',
        ]
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]"),
        st.lists(inner, max_size=3).map(lambda items: "[ # [\n" + "".join(f"{i},\n" for i in items) + "]"),
        st.lists(inner, max_size=3).map(
            lambda items: "{" + ", ".join(f"in{n} = {item}" for n, item in enumerate(items)) + "}"
        ),
    ),
    max_leaves=6,
)
_STATEMENTS = st.one_of(
    _VALUES.map(lambda value: f"KEY = {value}"),
    _VALUES.map(lambda value: f"KEY . 'KEY' = {value} # = 1"),
    st.sampled_from(["[KEY]", "[KEY.KEY]", "[[tables]]", "[[tables.KEY]]", "[tables.KEY]", "", "# [c]"]),
)


@given(st.lists(_STATEMENTS, max_size=12))
def test_the_places_are_those_of_the_parser_and_each_key_stands_on_its_line(statements: list[str]) -> None:
    numbers = count(1)
    text = "\n".join(statements)
    while "KEY" in text:
        text = text.replace("KEY", f"key-{next(numbers)}-", 1)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return  # [tables.x] before any [[tables]], and the like
    found = lines_of(text)
    assert set(found) == set(_places(document))
    lines = text.split("\n")
    for place, line in found.items():
        if place and isinstance(place[-1], str):
            assert place[-1] in lines[line - 1]


def _places(value: Any, place: Place = ()) -> Iterator[Place]:
    yield place
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _places(inner, (*place, index))
