"""What the hall remembers: the database, its halls and devices, and the copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from queue_service.clock import utc_now
from queue_service.doctor.finding import Finding, ill, well
from queue_service.domain.events import Event, EventType
from queue_service.domain.hall import SlipState, fold
from queue_service.store import access, event_log, health
from queue_service.store.engine import is_sqlite, reading_engine
from queue_service.store.schema import WrongSchema, require_newest

MOST_WAL_BYTES = 256 * 2**20  # the caretaker moves it away every two minutes at most
MOST_DRIFT = timedelta(seconds=1)  # between this clock and the database server's
MOST_AHEAD = timedelta(seconds=5)  # of the last event
DAMAGED = (
    "stop the server, keep the file, queue-service restore the newest copy, queue-service verify, start; "
    "and replace the disk"
)
COPY_AT_LEAST_EVERY = timedelta(hours=26)  # a day, and a late night


def database(url: str) -> Iterator[Finding]:
    """Is it there, whole and of the right schema; then what its halls tell."""
    path = Path(make_url(url).database or "")
    if is_sqlite(url) and not path.exists():
        yield ill("database", f"there is no database at {path}", "queue-service migrate, or restore a copy")
        return
    engine = reading_engine(url, connections=1)
    try:
        damage = health.damage(engine)
        if damage is not None:
            yield ill("database", f"is damaged: {damage}", DAMAGED)
            return
        require_newest(engine)
        told = "and is whole" if is_sqlite(url) else "PostgreSQL"
        yield well("database", f"answers with the schema that this program knows, {told}")
        if is_sqlite(url):
            yield from write_ahead_log(path)
        with engine.connect() as connection:
            yield from _halls(connection)
    except WrongSchema as error:
        yield ill(
            "database", str(error), "queue-service migrate; make a copy before: queue-service backup FILE"
        )
    except DBAPIError as error:
        first, _, _ = str(error.orig).partition("\n")
        yield ill("database", f"does not answer: {first}", _mend(is_sqlite(url)))
    finally:
        engine.dispose()


def _mend(sqlite: bool) -> str:
    if sqlite:
        return "look at the disk; a damaged file is replaced by the newest copy: queue-service restore FILE"
    return "start PostgreSQL (systemctl start postgresql), and check QUEUE_DATABASE_URL and the network to it"


def write_ahead_log(path: Path) -> Iterator[Finding]:
    log = path.with_name(path.name + "-wal")
    size = log.stat().st_size if log.exists() else 0
    if size > MOST_WAL_BYTES:
        yield ill(
            "database",
            f"its write-ahead log has grown to {size // 2**20} MB",
            "a program that reads it does not end: close it; then restart the server",
        )


def _halls(connection: Connection) -> Iterator[Finding]:
    drift = health.clock_drift(connection)
    if drift is not None:
        yield beside(drift)
    sites = event_log.site_ids(connection)
    if not sites:
        yield ill("halls", "no hall is loaded", "queue-service site load FILE.toml")
    for site in sites:
        names = {device.id: device.name for device in access.devices_of(connection, site)}
        yield from hall(list(event_log.since_last_close(connection, site)), names, utc_now())


def beside(drift: timedelta) -> Finding:
    """The database server's clock beside this one."""
    said = f"the database server's clock is {drift.total_seconds():+.3f} s from this one"
    if abs(drift) > MOST_DRIFT:
        return ill("clock", said, "let both follow one time server (chrony)")
    return well("clock", said)


def hall(events: Sequence[Event], names: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    """By the log since the last end of day; `names`: the paired devices, by id."""
    hall, site = fold(events), events[-1].site
    if events[-1].at > now + MOST_AHEAD:
        yield ill(
            "clock",
            f"the last event of {site} is of {events[-1].at:%d.%m.%Y %H:%M} UTC: by this clock that is still to come",
            "the clock is wrong or was: set it by a time server before the hall opens",
        )
    for device, problem in hall.troubles.items():
        said = f"{site}: {names.get(device, device)}: {problem}, {_since(events, device)}"
        yield ill("devices", said, TROUBLE.get(problem, "look at it"))
    limit = now - hall.site.slip_timeout
    late = [s for s in hall.slips.values() if s.state is SlipState.REQUESTED and s.requested_at < limit]
    if late:
        yield ill("devices", f"{site}: {len(late)} slips wait for a printer", TROUBLE["disconnected"])
    if not hall.troubles and not late:
        yield well("devices", f"{site}: {len(names)} paired, none in trouble")


TROUBLE = {
    "disconnected": "start its print agent (systemctl status queue-print-agent on its machine), look at its network",
    "no-answer": "switch the printer on, look at its cable",
    "paper-out": "put paper in",
    "paper-low": "have paper ready",
    "cover-open": "close its cover",
}


def _since(events: Sequence[Event], device: str) -> str:
    """The last time that it was lost, when that was since the last end of day."""
    lost = [e.at for e in events if e.type is EventType.DEVICE_LOST and e.data["device"] == device]
    return f"since {lost[-1]:%d.%m. %H:%M} UTC" if lost else "since before today"


def backups(folder: Path | None) -> Iterator[Finding]:
    """How old is the newest copy?"""
    if folder is None:
        yield well("backups", "not looked at; --backups FOLDER looks")
        return
    copies = [file.stat().st_mtime for file in folder.glob("*") if file.is_file() and file.suffix != ".part"]
    if not copies:
        yield ill(
            "backups",
            f"there is no copy in {folder}",
            f"queue-service backup {folder}/queue.copy, each night",
        )
        return
    age = utc_now() - datetime.fromtimestamp(max(copies), UTC)
    hours = age / timedelta(hours=1)
    said = f"the newest copy in {folder} is {hours:.0f} hours old"
    if age > COPY_AT_LEAST_EVERY:
        yield ill(
            "backups", said, "see why the nightly copy does not run; make one now: queue-service backup FILE"
        )
    else:
        yield well("backups", said)
