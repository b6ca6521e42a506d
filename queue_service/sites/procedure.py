"""A procedure of the catalogue (thủ tục hành chính)."""

from __future__ import annotations

from dataclasses import dataclass

SHORT_NAME_LIMIT = 60  # characters: two lines of a kiosk row


@dataclass(frozen=True, slots=True)
class Procedure:
    """`code` is the national code, for ever: old codes stay in circulation and are never given again."""

    code: str  # 1.001193
    name: str  # the official name, word for word
    short_name: str  # for people: at most SHORT_NAME_LIMIT characters
    service: str  # the id of the service whose line it waits in
    field: str  # the official field (lĩnh vực)
    level: str  # who decides: tỉnh, xã or both; "(suy ra)" where the national portal does not say
    source: str  # address of its official page
