"""A table of a site file, read key by key; what is wrong goes to the findings and reading goes on.

Each reader returns a harmless stand-in (an empty text, a zero) for what is missing or wrong. That is safe,
since a file with findings is never loaded; whoever compares values must leave stand-ins out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from math import isfinite
from typing import Any, TypeVar

from queue_service.sites.findings import Findings, suggestion
from queue_service.sites.toml_lines import Place

E = TypeVar("E", bound=StrEnum)

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

_KINDS: Mapping[type, str] = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "an array",
    dict: "a table",
}


class Table:
    def __init__(self, content: Mapping[str, Any], place: Place, findings: Findings) -> None:
        self.place = place
        self.findings = findings
        self._content = content
        self._known: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._content

    def at(self, *below: str | int) -> Place:
        return (*self.place, *below)

    def complain(self, key: str, reason: str) -> None:
        self.findings.add(self.at(key), reason)

    def raw(self, key: str) -> Any:
        """The value as TOML has it, of any kind; None when missing, which is a finding."""
        self._known.append(key)
        if key not in self._content:
            self.findings.add(self.place, f'missing key "{key}"')
        return self._content.get(key)

    def text(self, key: str, *, optional: bool = False) -> str:
        value = self._of_kind(key, str, optional=optional)
        if value is None:
            return ""
        if not value.strip():
            self.complain(key, f'"{key}" is empty')
        return str(value.strip())

    def slug(self, key: str) -> str:
        value = self.text(key)
        if value and not SLUG.fullmatch(value):
            self.complain(key, f'"{key}" must be small letters a–z, digits and hyphens, not "{value}"')
            return ""
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._of_kind(key, bool, optional=True)
        return default if value is None else bool(value)

    def integer(self, key: str, *, least: int, most: int, default: int | None = None) -> int:
        value = self._of_kind(key, int, optional=default is not None)
        if value is None:
            return default or 0
        if not least <= value <= most:
            self.complain(key, f'"{key}" must lie between {least} and {most}, not {value}')
        return int(value)

    def minutes(self, key: str, *, most: int, default: timedelta) -> timedelta:
        value = self._number(key, optional=True)
        if value is None:
            return default
        if not 0 <= value <= most:
            self.complain(key, f'"{key}" must lie between 0 and {most} minutes, not {value:g}')
            return default
        return timedelta(minutes=value)

    def positive(self, key: str, *, most: int) -> float:
        value = self._number(key, optional=False)
        if value is not None and not 0 < value <= most:
            self.complain(key, f'"{key}" must be more than 0 and at most {most}, not {value:g}')
            return 0.0
        return value or 0.0

    def choice(self, key: str, kind: type[E], *, default: E) -> E:
        value = self._of_kind(key, str, optional=True)
        if value is None:
            return default
        allowed = [member.value for member in kind]
        if value not in allowed:
            wanted = " or ".join(f'"{a}"' for a in allowed)
            self.complain(key, f'"{key}" must be {wanted}, not "{value}"')
            return default
        return kind(value)

    def words(self, key: str, *, optional: bool = False) -> dict[int, str]:
        """The texts of an array by their index; those that are not a text are findings and left out."""
        found: dict[int, str] = {}
        value = self._of_kind(key, list, optional=optional)
        if value == [] and not optional:
            self.complain(key, f'"{key}" is empty')
        for index, item in enumerate(value or []):
            if isinstance(item, str) and item.strip():
                found[index] = item.strip()
            else:
                self.findings.add(self.at(key, index), f'"{key}" must hold texts, not {_kind_of(item)}')
        return found

    def in_languages(self, key: str, languages: Sequence[str], *, optional: bool = False) -> dict[str, str]:
        """A text in every language of the site, `{ vi = "…", en = "…" }`; empty when optional and missing."""
        table = self.table(key, optional=optional)
        if table is None:
            return {}
        text = {}
        for language in languages:
            if language in table:
                text[language] = table.text(language)
            else:
                self.complain(key, f'"{key}" has no text in the language "{language}"')
                table._known.append(language)
        if languages:
            table.done(of="language")
        return text

    def table(self, key: str, *, optional: bool = False) -> Table | None:
        value = self._of_kind(key, dict, optional=optional)
        return None if value is None else Table(value, self.at(key), self.findings)

    def section(self, key: str) -> Table:
        """An optional table: empty when missing."""
        return self.table(key, optional=True) or Table({}, self.at(key), self.findings)

    def tables(self, key: str, *, optional: bool = False) -> list[Table]:
        value = self._of_kind(key, list, optional=optional)
        if value == [] and not optional:
            self.complain(key, f'"{key}" is empty')
        found = []
        for index, item in enumerate(value or []):
            if isinstance(item, dict):
                found.append(Table(item, self.at(key, index), self.findings))
            else:
                self.findings.add(self.at(key, index), f'"{key}" must hold tables, not {_kind_of(item)}')
        return found

    def done(self, *, of: str = "key") -> None:
        """Call when all keys were asked for: the others are unknown."""
        for key in self._content:
            if key not in self._known:
                self.complain(key, f'unknown {of} "{key}"{suggestion(key, self._known)}')

    def _number(self, key: str, *, optional: bool) -> float | None:
        value = self._of_kind(key, float, optional=optional)
        return None if value is None else float(value)

    def _of_kind(self, key: str, kind: type, *, optional: bool = False) -> Any:
        if optional and key not in self._content:
            self._known.append(key)
            return None
        value = self.raw(key)
        if value is None or _is(value, kind):
            return value
        self.complain(key, f'"{key}" must be {_KINDS[kind]}, not {_kind_of(value)}')
        return None


def _is(value: object, kind: type) -> bool:
    if isinstance(value, bool):  # which Python counts among the integers
        return kind is bool
    if kind is float:
        return isinstance(value, int | float) and isfinite(value)
    return isinstance(value, kind)


def _kind_of(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return next((name for kind, name in _KINDS.items() if _is(value, kind)), "a date or time")
