"""Small halls for tests: three services, three counters, always open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from queue_service.domain.site import Counter, Hours, PriorityClass, Service, Site

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # a Tuesday, 08:00 in the hall


def text(word: str) -> dict[str, str]:
    return {"vi": word, "en": f"{word} (en)"}


def service(service_id: str, prefix: str, **changes: Any) -> Service:
    words = text(service_id)
    return Service(
        **{  # type: ignore[arg-type]
            "id": service_id,
            "prefix": prefix,
            "name": words,
            "short_name": words,
            "hint": words,
            "usual_minutes": 8.0,
            **changes,
        }
    )


def small_site(**changes: Any) -> Site:
    """`land` B at counters 1 and 2, `business` A at 2 and 3, `results` K at 3; priority class `elderly`."""
    settings: dict[str, Any] = {
        "id": "small",
        "name": text("Trung tâm"),
        "short_name": text("Trung tâm"),
        "languages": ("vi", "en"),
        "time_zone": "Asia/Ho_Chi_Minh",
        "hours": Hours(always=True),
        "services": (
            service("land", "B"),
            service("business", "A"),
            service("results", "K", usual_minutes=3.0),
        ),
        "counters": (
            Counter(1, text("Quầy 1"), ("land",)),
            Counter(2, text("Quầy 2"), ("land", "business")),
            Counter(3, text("Quầy 3"), ("business", "results")),
        ),
        "priority_classes": (PriorityClass("elderly", text("Cao tuổi")),),
        "overtaking_bound": 2,
        "longest_wait": timedelta(hours=1),
        **changes,
    }
    return Site(**settings)
