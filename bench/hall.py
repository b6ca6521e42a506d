"""A hall to measure: the shipped site on an empty database, served by a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path

import httpx
import psutil
from sqlalchemy import Engine

from bench.load import post
from queue_service.clock import utc_now
from queue_service.sites.loading import load
from queue_service.sites.site_file import load_site_file
from queue_service.store.devices import create_device
from queue_service.store.engine import writing_engine
from queue_service.store.migrate import migrate

SITE = "lam-dong"
API = f"/api/v1/sites/{SITE}"
READY_WITHIN_S = 60.0
PROGRAM = ("-c", "from queue_service.cli import main; main()")
KIOSKS = 16  # one alone may not take as many numbers as a server can give


@dataclass(frozen=True, slots=True)
class Served:
    port: int
    process: psutil.Process
    tokens: dict[str, str]
    key: str = "bench" * 8  # its secret

    def client(self, scope: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {self.tokens[scope]}"}
        return httpx.Client(base_url=f"http://127.0.0.1:{self.port}{API}", headers=headers, timeout=30)


def found(url: str) -> dict[str, str]:
    """The shipped site at any hour, a token a scope, and many kiosks, half of them with a printer nobody drives."""
    engine = writing_engine(url)
    migrate(engine)
    with as_file(files("queue_service.sites") / f"{SITE}.toml") as path:
        file = load_site_file(path)
    load(
        engine,
        replace(file, site=replace(file.site, hours=replace(file.site.hours, always=True))),
        now=utc_now(),
    )
    tokens = {scope: _token(engine, scope) for scope in ("printer", "kiosk", "counter", "supervisor")}
    for n in range(KIOSKS):
        tokens[f"kiosk-{n}"] = _token(engine, "kiosk", f"kiosk {n}")
        tokens[f"printing-{n}"] = _token(engine, "kiosk", f"kiosk {n} with a printer", printer="printer")
    engine.dispose()
    return tokens


def number(tokens: dict[str, str], n: int, kiosks: str = "kiosk", service: str = "dat-dai") -> bytes:
    """The nth request for a number, from one of the kiosks in turn."""
    return post(f"{API}/tickets", b'{"service":"%s"}' % service.encode(), tokens[f"{kiosks}-{n % KIOSKS}"])


@contextmanager
def served(url: str, tokens: dict[str, str], program: tuple[str, ...] = PROGRAM) -> Iterator[Served]:
    port = free_port()
    environment = os.environ | {
        "QUEUE_DATABASE_URL": url,
        "QUEUE_SECRET_KEY": "bench" * 8,
        "QUEUE_VOICE_CACHE": str(Path(url.removeprefix("sqlite:///")).parent / "voice"),
    }
    command = (*program, "serve", "--port", str(port))
    with running(command, f"http://127.0.0.1:{port}/readyz", environment) as process:
        yield Served(port, process, tokens)


@contextmanager
def running(
    command: tuple[str, ...], ready: str, environment: dict[str, str] | None = None
) -> Iterator[psutil.Process]:
    """A Python process, from the moment it answers until the block ends."""
    with subprocess.Popen([sys.executable, *command], env=environment) as process:
        try:
            deadline = time.monotonic() + READY_WITHIN_S
            while not _answers(ready):
                if time.monotonic() > deadline or process.poll() is not None:
                    raise RuntimeError(f"{command} does not answer at {ready}")
                time.sleep(0.05)
            yield psutil.Process(process.pid)
        finally:
            process.terminate()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code < 500
    except httpx.TransportError:
        return False


def _token(engine: Engine, scope: str, name: str | None = None, printer: str | None = None) -> str:
    _, token = create_device(
        engine, SITE, kind=scope, name=name or scope, counter=None, printer=printer, now=utc_now()
    )
    return token
