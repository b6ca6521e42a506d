"""The tables of a site file, made into a Site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from queue_service.domain.site import NORMAL, AtCallNext, CallingOrder, Counter, PriorityClass, Service, Site
from queue_service.sites.findings import suggestion
from queue_service.sites.hours_table import read_hours
from queue_service.sites.table import Table

# I and O read as 1 and 0, Q as O; J and W have no settled Vietnamese name to call out.
PREFIX_LETTERS = "ABCDEFGHKLMNPRSTUVXYZ"

_PREFIX = re.compile(f"[{PREFIX_LETTERS}]{{1,2}}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_A_DAY = 24 * 60  # minutes
_USUAL: dict[str, Any] = {field.name: field.default for field in fields(Site)}


def read_site(table: Table) -> Site:
    """The site of a whole file. It is to be used only when the findings stayed empty."""
    languages = _languages(table)
    calling, rating, slip = table.section("calling"), table.section("rating"), table.section("slip")
    rows = _services(table, languages)
    site = Site(
        id=table.slug("id"),
        name=table.in_languages("name", languages),
        short_name=table.in_languages("short_name", languages),
        languages=languages,
        time_zone=_time_zone(table),
        hours=read_hours(table, languages),
        services=tuple(service for _, service in rows),
        counters=_counters(table, languages, rows),
        priority_classes=_priority_classes(table, languages),
        overtaking_bound=calling.integer(
            "overtaking_bound", least=0, most=100, default=_USUAL["overtaking_bound"]
        ),
        longest_wait=calling.minutes("longest_wait_minutes", most=_A_DAY, default=timedelta(0)) or None,
        calling_order=calling.choice("order", CallingOrder, default=_USUAL["calling_order"]),
        at_call_next=calling.choice("at_call_next", AtCallNext, default=_USUAL["at_call_next"]),
        calls_before_no_show=calling.integer(
            "calls_before_no_show", least=1, most=10, default=_USUAL["calls_before_no_show"]
        ),
        rating_window=rating.minutes("window_minutes", most=_A_DAY, default=_USUAL["rating_window"]),
        slip_timeout=slip.minutes("timeout_minutes", most=60, default=_USUAL["slip_timeout"]),
        slip_texts=_slip_texts(slip, languages),
        guide_desk=table.in_languages("guide_desk", languages, optional=True),
        emergency_prefix=_emergency_prefix(table, [service.prefix for _, service in rows]),
    )
    for part in (calling, rating, slip):
        part.done()
    return site


def _languages(table: Table) -> tuple[str, ...]:
    found: list[str] = []
    for index, language in table.words("languages").items():
        if not _LANGUAGE.fullmatch(language):
            table.findings.add(
                table.at("languages", index), f'"{language}" is not a language code such as "vi"'
            )
        elif language in found:
            table.findings.add(table.at("languages", index), f'the language "{language}" stands twice')
        else:
            found.append(language)
    return tuple(found)


def _time_zone(table: Table) -> str:
    name = table.text("time_zone")
    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        table.complain("time_zone", f'unknown time zone "{name}"{suggestion(name, available_timezones())}')
    return name


def _services(table: Table, languages: Sequence[str]) -> list[tuple[Table, Service]]:
    services = []
    ids, prefixes = _Unique("service", "id"), _Unique("service", "prefix")
    for row in table.tables("services"):
        service = Service(
            id=row.slug("id"),
            prefix=_prefix(row),
            name=row.in_languages("name", languages),
            short_name=row.in_languages("short_name", languages),
            hint=row.in_languages("hint", languages),
            usual_minutes=row.positive("usual_minutes", most=_A_DAY),
            open=row.flag("open", default=True),
        )
        ids.check(row, service.id)
        prefixes.check(row, service.prefix)
        row.done()
        services.append((row, service))
    return services


def _prefix(row: Table, key: str = "prefix", *, optional: bool = False) -> str:
    prefix = row.text(key, optional=optional)
    if prefix and not _PREFIX.fullmatch(prefix):
        row.complain(key, f'the prefix "{prefix}" must be one or two of the capitals {PREFIX_LETTERS}')
        return ""
    return prefix


def _emergency_prefix(table: Table, taken: Sequence[str]) -> str:
    prefix = _prefix(table, "emergency_prefix", optional=True)
    if prefix and prefix in taken:
        table.complain("emergency_prefix", f'the prefix "{prefix}" belongs to a service')
    return prefix


def _counters(
    table: Table, languages: Sequence[str], services: Sequence[tuple[Table, Service]]
) -> tuple[Counter, ...]:
    counters = []
    numbers = _Unique("counter", "number")
    for row in table.tables("counters"):
        counter = Counter(
            number=row.integer("number", least=1, most=999),
            name=row.in_languages("name", languages),
            services=_served(row, [s.id for _, s in services]),
        )
        numbers.check(row, counter.number)
        row.done()
        counters.append(counter)
    served = {service for counter in counters for service in counter.services}
    for row, service in services:
        if counters and service.id and service.id not in served:
            row.complain("id", f'no counter serves the service "{service.id}"')
    return tuple(counters)


def _served(row: Table, known: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for index, service in row.words("services").items():
        place = row.at("services", index)
        if service not in known:
            row.findings.add(place, f'no service has the id "{service}"{suggestion(service, known)}')
        elif service in found:
            row.findings.add(place, f'the service "{service}" stands twice at this counter')
        else:
            found.append(service)
    return tuple(found)


def _priority_classes(table: Table, languages: Sequence[str]) -> tuple[PriorityClass, ...]:
    classes = []
    ids = _Unique("priority class", "id")
    for row in table.tables("priority_classes", optional=True):
        found = PriorityClass(id=row.slug("id"), name=row.in_languages("name", languages))
        if found.id == NORMAL:
            row.complain("id", f'"{NORMAL}" is everybody without a priority class, and cannot be one')
        ids.check(row, found.id)
        row.done()
        classes.append(found)
    return tuple(classes)


def _slip_texts(slip: Table, languages: Sequence[str]) -> dict[str, dict[str, str]]:
    texts = {key: slip.in_languages(key, languages, optional=True) for key in ("rule", "thanks")}
    return {key: text for key, text in texts.items() if text}


class _Unique:
    """What may stand once in the file, and where it stood first."""

    def __init__(self, thing: str, key: str) -> None:
        self.thing = thing
        self.key = key
        self.lines: dict[str | int, int] = {}

    def check(self, row: Table, value: str | int) -> None:
        if not value:  # a stand-in for what is missing or wrong
            return
        line = row.findings.line(row.at(self.key))
        if value in self.lines:
            row.complain(
                self.key, f'the {self.thing} {self.key} "{value}" stands already in line {self.lines[value]}'
            )
        else:
            self.lines[value] = line
