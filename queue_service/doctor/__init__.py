"""`queue-service doctor`: looks at everything that a hall stands on, with the server or without it.

Each look gives findings in plain words; one that needs mending says how. Nothing is changed, and no look can stop the
others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from sqlalchemy.engine import make_url

from queue_service.doctor import data, machine, reach
from queue_service.doctor.finding import Finding, ill
from queue_service.settings import Settings
from queue_service.store.engine import is_sqlite

__all__ = ["Finding", "examine"]

Look = Callable[[], Iterator[Finding]]


def examine(settings: Settings, backups: Path | None) -> Iterator[Finding]:
    """All findings, in an order that explains: what lies below comes first. `backups`: the folder of the copies."""
    for subject, look in _looks(settings, backups):
        try:
            yield from look()
        except Exception as error:
            told = f"cannot be looked at: {type(error).__name__}: {error}"
            yield ill(subject, told, "look at what stands before this, and report it if that is well")


def _looks(settings: Settings, backups: Path | None) -> Sequence[tuple[str, Look]]:
    url = settings.database_url
    folder = Path(make_url(url).database or "").absolute().parent if is_sqlite(url) else Path.cwd()
    return (
        ("disk", partial(machine.disk, folder)),
        ("clock", machine.clock),
        ("secrets", partial(machine.secrets, settings.secret_key, Path(".env"))),
        ("voice", partial(machine.voice, Path(settings.voice_cache))),
        ("fonts", machine.fonts),
        ("database", partial(data.database, url)),
        ("backups", partial(data.backups, backups)),
        ("bus", partial(reach.bus, settings.bus_url, several=not is_sqlite(url))),
        ("server", partial(reach.server, settings.host, settings.port)),
        ("certificate", partial(reach.certificate, settings.origin)),
    )
