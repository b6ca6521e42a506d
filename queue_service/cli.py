"""The command line: `queue-service …`. Each command reads its settings, calls one thing, and says what it did.

What one command alone needs is imported by it: the server carries no simulator, no Alembic and no checker in memory.
"""

from __future__ import annotations

import sqlite3
import sys
from datetime import datetime
from getpass import getpass
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.exc import IntegrityError, OperationalError

from queue_service import backups, logs
from queue_service.clock import utc_now
from queue_service.domain.errors import QueueError
from queue_service.settings import SettingsError, read_database_settings, read_settings
from queue_service.sites.findings import SiteFileError
from queue_service.sites.site_file import load_site_file
from queue_service.store import archive
from queue_service.store.access import User, add_user, disable_user, set_password
from queue_service.store.devices import create_device, hall_of
from queue_service.store.engine import reading_engine, writing_engine
from queue_service.store.reads import forget_words
from queue_service.store.schema import WrongSchema, require_newest
from queue_service.store.second_copy import CopyRefused
from queue_service.web.access import OF_ROLE, SCOPES, hash_password

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
site_app = typer.Typer(no_args_is_help=True, help="The site's file.")
user_app = typer.Typer(no_args_is_help=True, help="Officers, supervisors, administrators.")
token_app = typer.Typer(no_args_is_help=True, help="Devices and integrations.")
app.add_typer(site_app, name="site")
app.add_typer(user_app, name="user")
app.add_typer(token_app, name="token")

SHORTEST_PASSWORD = 8  # characters; argon2 makes guessing slow, not a short word long

SiteOption = Annotated[str, typer.Option("--site", help="The site's id, such as lam-dong.")]


@app.command("demo")
def demo_(
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 8000,
    host: Annotated[
        str, typer.Option(help="0.0.0.0 lets phones and screens of your network in.")
    ] = "127.0.0.1",
    data: Annotated[Path, typer.Option(help="Where everything is kept.")] = Path("var/demo"),
    simulated: Annotated[bool, typer.Option("--simulate", help="Play a lively morning.")] = False,
    speed: Annotated[float, typer.Option(min=0.1, max=60, help="How fast the morning goes by.")] = 3.0,
    as_json: Annotated[bool, typer.Option("--json", help="Links and log-ins as one JSON line.")] = False,
) -> None:
    """The shipped 21-counter hall with a virtual printer, open at any hour."""
    from queue_service import demo

    demo.run(host=host, port=port, data=data, speed=speed if simulated else None, as_json=as_json)


@app.command("serve")
def serve(
    host: Annotated[str | None, typer.Option(help="Instead of QUEUE_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Instead of QUEUE_PORT.")] = None,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes; more than one need PostgreSQL and a bus.")
    ] = 1,
) -> None:
    """The production server, from settings."""
    from queue_service.serving import serve as run
    from queue_service.serving import serve_many

    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = read_settings(**given)
    logs.configure(settings.log_format)
    engine = writing_engine(settings.database_url)
    require_newest(engine)
    engine.dispose()
    if workers == 1:
        run(settings)
    else:
        serve_many(settings, workers)


@app.command("migrate")
def migrate_() -> None:
    """Bring the database to the newest schema."""
    from queue_service.store.migrate import migrate

    migrate(writing_engine(_database_url()))
    typer.echo("The database has the newest schema.")


@site_app.command("load")
def site_load(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Create or update a site from its file; says what changed."""
    from queue_service.sites.loading import load

    loaded, changes = load(writing_engine(_database_url()), load_site_file(file), now=utc_now())
    for line in changes or ["nothing changed"]:
        typer.echo(f"{loaded}: {line}")


@user_app.command("add")
def user_add(
    name: Annotated[str, typer.Argument(help="The name to log in with.")],
    role: Annotated[str, typer.Option(help="officer, supervisor or admin.")],
    site: SiteOption,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ],
    full_name: Annotated[str | None, typer.Option(help="As citizens and colleagues see it.")] = None,
    counter: Annotated[int | None, typer.Option(help="The counter proposed after log-in.")] = None,
) -> None:
    """Let somebody log in."""
    if role not in OF_ROLE:
        _fail(f"--role: {role!r} is none of {', '.join(OF_ROLE)}")
    new = User(site, name, full_name or name, role, counter, hash_password(_password()), 0)
    try:
        with writing_engine(_database_url()).begin() as connection:
            hall = hall_of(connection, site)
            if counter is not None:
                hall.counter(counter)
            add_user(connection, new)
    except IntegrityError:
        _fail(f"{name!r} is taken at {site!r}")
    typer.echo(f"{name} can log in at {site} as {role}.")


@user_app.command("password")
def user_password(
    name: Annotated[str, typer.Argument(help="The name to log in with.")],
    site: SiteOption,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ],
) -> None:
    """Give somebody a new password; sessions end, and a disabled user may log in again."""
    password_hash = hash_password(_password())  # before the lock is taken: a person types
    with writing_engine(_database_url()).begin() as connection:
        if not set_password(connection, site, name, password_hash):
            _fail(f"there is no {name!r} at {site!r}")
    typer.echo(f"{name} has a new password at {site}.")


@user_app.command("disable")
def user_disable(
    name: Annotated[str, typer.Argument(help="The name to log in with.")], site: SiteOption
) -> None:
    """Let somebody in no more; sessions end."""
    with writing_engine(_database_url()).begin() as connection:
        if not disable_user(connection, site, name, utc_now()):
            _fail(f"there is no {name!r} at {site!r}")
    typer.echo(f"{name} can no longer log in at {site}.")


@app.command("forget")
def forget(
    before: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day that is kept.")],
    site: SiteOption,
) -> None:
    """Delete what people wrote (notes, comments) on days before; the log stays whole."""
    with writing_engine(_database_url()).begin() as connection:
        count = forget_words(connection, site, before.date().isoformat())
    typer.echo(f"{site}: {count} texts deleted.")


@app.command("archive")
def archive_(
    before: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day that stays.")],
    site: SiteOption,
) -> None:
    """Move closed days before a date out of the database, into files that verify still reads."""
    settings = read_database_settings()
    reading, writing = reading_engine(settings.database_url), writing_engine(settings.database_url)
    require_newest(reading)
    count = 0
    for moved in archive.move(reading, writing, site, Path(settings.archive), before=before.date()):
        count += 1
        typer.echo(f"{site}: events {moved.first_seq} to {moved.last_seq} are now in {moved.file}")
    if not count:
        typer.echo(f"{site}: no closed day to move; the last one always stays.")


@app.command("emergency-slips")
def emergency_slips(
    file: Annotated[Path, typer.Argument(help="A PDF of A4 sheets, eight slips each.")],
    site: SiteOption,
    first: Annotated[int, typer.Option(min=1, help="The first number.")] = 1,
    last: Annotated[int, typer.Option(max=9999, help="The last number.")] = 100,
) -> None:
    """Slips for reception's drawer, with the emergency prefix of the site's file."""
    from printer.emergency import DOTS_PER_INCH, sheets

    if last < first:
        _fail("--last comes before --first")
    with reading_engine(_database_url()).connect() as connection:
        found = hall_of(connection, site).site
    if not found.emergency_prefix:
        _fail(f"{site}: the site's file names no emergency_prefix")
    labels = [found.emergency_label(number) for number in range(first, last + 1)]
    pages = sheets(found.name, labels)
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=DOTS_PER_INCH)
    typer.echo(f"{labels[0]} to {labels[-1]} are in {file}, {len(pages)} sheets.")


@token_app.command("create")
def token_create(
    site: SiteOption,
    scope: Annotated[str, typer.Option(help=", ".join(SCOPES))],
    name: Annotated[str, typer.Option(help="What people call the device.")],
    counter: Annotated[
        int | None, typer.Option(help="Limit a counter or rating token to one counter.")
    ] = None,
    printer: Annotated[
        str | None, typer.Option(help="A kiosk's printer: id or name of a printer device.")
    ] = None,
) -> None:
    """A token for a device; it stands alone on the last line and is shown once."""
    if scope not in SCOPES:
        _fail(f"--scope: {scope!r} is none of {', '.join(SCOPES)}")
    device, token = create_device(
        writing_engine(_database_url()),
        site,
        kind=scope,
        name=name,
        counter=counter,
        printer=printer,
        now=utc_now(),
    )
    typer.echo(f"Device {device} ({name}) of {site}; its token, shown this once:")
    typer.echo(token)


@app.command("verify")
def verify_(
    site: Annotated[str | None, typer.Option("--site", help="Only this site.")] = None,
    day: Annotated[
        datetime | None,
        typer.Option("--day", formats=["%Y-%m-%d"], help="Only this business day, such as 2026-11-24."),
    ] = None,
) -> None:
    """Check every invariant over the log and the tables; 0 all hold, 1 with a line for each breach."""
    from queue_service import verify

    only = day.date().isoformat() if day else None
    settings = read_database_settings()
    breaches = verify.run(settings.database_url, site=site, day=only, archived=Path(settings.archive))
    for breach in breaches:
        typer.echo(str(breach))
    raise typer.Exit(1 if breaches else 0)


@app.command("doctor")
def doctor_(
    backups_: Annotated[
        Path | None,
        typer.Option("--backups", exists=True, file_okay=False, help="The folder of the nightly copies."),
    ] = None,
) -> None:
    """Look at all that the hall stands on; 0 all is well, 1 with what is wrong and how to mend it."""
    from queue_service import doctor

    ill = False
    for finding in doctor.examine(read_settings(), backups_):
        typer.echo(str(finding))
        ill = ill or bool(finding.mend)
    raise typer.Exit(1 if ill else 0)


@app.command("backup")
def backup(file: Path) -> None:
    """A consistent copy while the server runs."""
    backups.backup(_database_url(), file)
    typer.echo(f"Backed up to {file}.")


@app.command("copy")
def copy_(
    file: Annotated[
        Path, typer.Argument(help="On a second disk, or in a mounted folder of a second machine.")
    ],
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two rounds.")] = 1.0,
) -> None:
    """Keep a second SQLite file up to date while the server runs, until told to end."""
    from queue_service.copier import keep_copying

    keep_copying(_database_url(), file, every_s=every)


@app.command("restore")
def restore(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Put a backup into an empty place."""
    backups.restore(file, _database_url())
    typer.echo(f"Restored from {file}.")


@app.command("bench")
def bench_(measures: Annotated[list[str] | None, typer.Argument(help="Only these.")] = None) -> None:
    """The figures of the benchmark; from a checkout, with its development packages."""
    try:
        from bench.__main__ import main as measure
    except ImportError as error:
        _fail(f"the benchmark runs from a checkout, by scripts/bench ({error.name} is missing)")
    measure(measures or [])


@app.command("simulate")
def simulate_(
    server: Annotated[str, typer.Option(help="The server's address.")],
    site: SiteOption,
    tokens: Annotated[
        Path, typer.Option(exists=True, help="JSON file with tokens of scope kiosk, counter, rating.")
    ],
    speed: Annotated[float, typer.Option(min=0.1, max=60)] = 3.0,
) -> None:
    """A day of citizens and officers against a running server."""
    from queue_service import simulate

    simulate.run(server, site, tokens, speed=speed)


def main() -> None:
    """Run a command; what the user can mend is said in one line, without a traceback."""
    try:
        app()
    except SiteFileError as error:
        _fail(str(error))
    except (SettingsError, WrongSchema, backups.BackupRefused, archive.ArchiveRefused, CopyRefused) as error:
        _fail(str(error))
    except QueueError as error:
        _fail(f"{error.code}: {', '.join(f'{k} {v}' for k, v in error.data.items())}")
    except OperationalError as error:
        first, _, _ = str(error.orig).partition("\n")
        _fail(f"the database does not answer: {first}")
    except (OSError, sqlite3.Error) as error:  # a folder that is not there, a file that is no database
        _fail(str(error))


def _database_url() -> str:
    return read_database_settings().database_url


def _password() -> str:
    """A line of standard input, unseen on a terminal."""
    password = getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if len(password) < SHORTEST_PASSWORD:
        _fail(f"the password needs at least {SHORTEST_PASSWORD} characters")
    return password


def _fail(line: str) -> Any:
    typer.echo(line, err=True)
    raise SystemExit(1)
