"""`queue-print-agent`: prints the slips of one kiosk's printer, for as long as it runs.

It connects out to the server, so the kiosk's machine needs no open port. Exit codes: 0 told to end, 1 not
wanted by the server or journal in use, 2 called wrongly.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import httpx
import structlog
import typer

from printer.device import BadAddress, Printer, printer_at
from printer.journal import Journal, JournalInUse
from printer.reporter import REQUEST_S
from printer.server import Refused, Server, server_at
from printer.station import Station

ENDS_WITHIN_S = 4.5

cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@cli.command()
def print_agent(
    server: Annotated[str, typer.Option(help="Such as https://queue.example.vn", envvar="QUEUE_SERVER")],
    token: Annotated[
        str,
        typer.Option(
            help="The printer's token; in the environment other users of the machine do not see it",
            envvar="QUEUE_PRINTER_TOKEN",
        ),
    ],
    printer: Annotated[
        str,
        typer.Option(
            help="network://host:9100, usb://vendor:product, serial:///dev/ttyUSB0, file:///dev/usb/lp0,"
            " cups://name or png://directory; ?width=576, 512 or 384 dots",
        ),
    ],
    journal: Annotated[
        Path | None,
        typer.Option(help="Where it keeps what has been printed; else in the user's state directory"),
    ] = None,
    log_format: Annotated[str, typer.Option(help="text or json", envvar="QUEUE_LOG_FORMAT")] = "text",
) -> None:
    """Print the slips of one kiosk's printer, for as long as it runs."""
    _set_up_log(log_format)
    try:
        where, device = server_at(server, token), printer_at(printer)
    except (ValueError, BadAddress) as error:
        raise typer.BadParameter(str(error)) from error
    path = journal or _state_directory() / "queue-print-agent" / f"{where.site}.{where.device}.db"
    try:
        with Journal(path) as kept:
            asyncio.run(_work(where, device, kept))
    except (Refused, JournalInUse, OSError) as error:
        typer.echo(f"queue-print-agent: {error}", err=True)
        raise typer.Exit(1) from error


def main() -> None:
    cli()


async def _work(server: Server, printer: Printer, journal: Journal) -> None:
    log = structlog.get_logger()
    async with httpx.AsyncClient(headers=server.authorization, timeout=REQUEST_S) as client:
        station = Station(server, printer, journal, client, log)
        for end in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(end, _end, station)
        log.info("agent.started", server=server.url, site=server.site, device=server.device)
        await station.run()
        log.info("agent.ended")


def _end(station: Station) -> None:
    """End soon, whatever hangs: a name that is being looked up cannot be interrupted. The journal is on the disk."""
    station.stop()
    watchdog = threading.Timer(ENDS_WITHIN_S, os._exit, (0,))
    watchdog.daemon = True
    watchdog.start()


def _set_up_log(log_format: str) -> None:
    """On standard error, a line an event; the level is info."""
    json_lines = log_format == "json"
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([structlog.processors.format_exc_info] if json_lines else []),
            structlog.processors.JSONRenderer()
            if json_lines
            else structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                exception_formatter=structlog.dev.plain_traceback,  # the rich one shows jobs, with their tokens
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _state_directory() -> Path:
    """systemd's for a service, else the user's (XDG base directories)."""
    given = os.environ.get("STATE_DIRECTORY") or os.environ.get("XDG_STATE_HOME")
    return Path(given) if given else Path.home() / ".local" / "state"
