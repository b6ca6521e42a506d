"""The catalogue of procedures as people search it at the kiosk and on the phone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from queue_service.domain.site import Service
from queue_service.sites.everyday_words import EverydayWords, everyday_words
from queue_service.sites.procedure import Procedure
from queue_service.sites.text_index import TextIndex

SHORT_NAME, NAME, FIELD, SERVICE = 4.0, 2.5, 1.5, 1.0  # weights of where a word stands

ENOUGH_FOR_A_SERVICE = 0.6  # share of the question; with less a service would only distract

LONGEST_QUERY = 120  # characters; what is typed beyond is not read

# 1.001612, 1001612 and the older 1.001612.000.00.00.H48; at least three digits, or it is no code
_CODE = re.compile(r"\s*(\d)\.?(\d{2,6})(?:\.[\d.]*(?:[A-Za-z]\d*)?)?\s*")


class Catalogue:
    """The procedures of one site; immutable, so a new site file makes a new catalogue."""

    def __init__(
        self, procedures: Iterable[Procedure], services: Sequence[Service], words: EverydayWords | None = None
    ) -> None:
        """`words` None takes the shipped table. Procedures of services that the site lacks are left out."""
        self._words = words or everyday_words()
        self._services = tuple(services)
        place = {service.id: at for at, service in enumerate(services)}
        self._procedures = sorted(
            (p for p in procedures if p.service in place), key=lambda p: place[p.service]
        )
        told = {service.id: _told(service) for service in services}
        self._index = TextIndex(
            [
                ((SHORT_NAME, p.short_name), (NAME, p.name), (FIELD, p.field), (SERVICE, told[p.service]))
                for p in self._procedures
            ]
        )
        self._service_index = TextIndex([((SERVICE, told[service.id]),) for service in services])

    def search(self, query: str, limit: int = 20, service: str | None = None) -> list[Procedure]:
        """The procedures that answer, best first; all of them, by service, when nothing is typed.

        Marks, case and word order are free, the last word may be unfinished, everyday words are understood.
        A national code or its beginning finds its procedure. `service` keeps those of one service.
        """
        query = query[:LONGEST_QUERY]
        found = self._by_code(query) or self._by_words(query)
        return [p for p in found if service is None or p.service == service][:limit]

    def services(self, query: str, limit: int = 3) -> list[Service]:
        """The services whose own names and hints answer, best first: also those without a procedure."""
        asked = self._words.asked_by(query[:LONGEST_QUERY])
        return [
            self._services[number] for number in self._service_index.find(asked, ENOUGH_FOR_A_SERVICE)[:limit]
        ]

    def _by_code(self, query: str) -> list[Procedure]:
        found = _CODE.fullmatch(query)
        if found is None:
            return []
        beginning = f"{found[1]}.{found[2]}"
        return sorted((p for p in self._procedures if p.code.startswith(beginning)), key=lambda p: p.code)

    def _by_words(self, query: str) -> list[Procedure]:
        asked = self._words.asked_by(query)
        if not asked:
            return list(self._procedures)
        return [self._procedures[number] for number in self._index.find(asked)]


def _told(service: Service) -> str:
    """All that a service says of itself, in every language."""
    texts = (service.short_name, service.name, service.hint)
    return " · ".join(text[language] for text in texts for language in sorted(text))
