"""The demonstration: the shipped hall on an embedded database, a virtual printer, every link and log-in."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from queue_service import logs
from queue_service.app import create_app
from queue_service.clock import utc_now
from queue_service.serving import server
from queue_service.settings import Settings
from queue_service.sites.loading import load
from queue_service.sites.site_file import load_site_file
from queue_service.store.access import User, add_user, set_password
from queue_service.store.devices import create_device
from queue_service.store.engine import writing_engine
from queue_service.store.migrate import migrate
from queue_service.web.access import SCOPES, hash_password
from queue_service.web.demo_links import DemoLinks, DemoUser

SITE_FILE = "lam-dong.toml"
USERS = (
    ("lan", "Nguyễn Thị Lan", "officer", 7),
    ("minh", "Trần Văn Minh", "officer", 3),
    ("giamsat", "Lê Thu Hà", "supervisor", None),
    ("quantri", "Phạm Quốc Anh", "admin", None),
)
CHILD_STOPS_WITHIN_S = 5.0


def run(*, host: str, port: int, data: Path, speed: float | None, as_json: bool) -> None:
    """Serve until stopped. `speed` plays a morning that many times as fast; None leaves the hall to visitors."""
    data = data.absolute()
    data.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        host=host,
        port=port,
        database_url=f"sqlite:///{data / 'queue.db'}",
        bus_url=None,
        secret_key=_kept(data / "secret.key", lambda: secrets.token_urlsafe(48)),
        public_url=os.environ.get("QUEUE_PUBLIC_URL"),
        voice_cache=str(data / "voice"),
    )
    logs.configure("text", least=logging.WARNING)  # the links must stay on the screen
    links = _prepare(settings, data, simulated=speed is not None)
    asyncio.run(_serve(settings, links, data, speed, as_json))


def _prepare(settings: Settings, data: Path, *, simulated: bool) -> DemoLinks:
    """The newest schema, the shipped site at any hour, tokens and log-ins kept from the last start."""
    engine = writing_engine(settings.database_url)
    migrate(engine)
    with as_file(files("queue_service.sites") / SITE_FILE) as path:
        file = load_site_file(path)
    always = replace(file.site.hours, always=True)
    file = replace(file, site=replace(file.site, hours=always))
    site, _ = load(engine, file, now=utc_now())
    access = json.loads(_kept(data / "access.json", lambda: json.dumps(_new_access(engine, site))))
    engine.dispose()
    return DemoLinks(
        url=settings.origin,
        site=site,
        tokens=access["tokens"],
        users=tuple(DemoUser(**user) for user in access["users"]),
        simulated=simulated,
    )


def _new_access(engine: Any, site: str) -> Mapping[str, Any]:
    """A device for each scope, the kiosk with the virtual printer; officers with passwords of their own."""
    names = {
        "printer": "Máy in ảo",
        "kiosk": "Kiosk dùng thử",
        "display": "Màn hình sảnh",
        "counter": "Quầy dùng thử",
        "rating": "Bảng đánh giá",
        "supervisor": "Giám sát",
        "admin": "Quản trị",
    }
    tokens: dict[str, str] = {}
    made: dict[str, str] = {}  # device id by scope; a restored hall may have older ones of the same names
    for scope, name in names.items():
        printer = made["printer"] if scope == "kiosk" else None
        made[scope], tokens[scope] = create_device(
            engine, site, kind=scope, name=name, counter=None, printer=printer, now=utc_now()
        )
    users = []
    for username, name, role, counter in USERS:
        password = f"{secrets.token_hex(2)}-{secrets.token_hex(2)}-{secrets.token_hex(2)}"
        hashed = hash_password(password)
        with engine.begin() as connection:
            if not set_password(connection, site, username, hashed):
                add_user(connection, User(site, username, name, role, counter, hashed, 0))
        users.append(asdict(DemoUser(username, password, role, counter)))
    return {"tokens": {scope: tokens[scope] for scope in SCOPES}, "users": users}


async def _serve(
    settings: Settings, links: DemoLinks, data: Path, speed: float | None, as_json: bool
) -> None:
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(
            stop, lambda *_: None
        )  # uvicorn raises it once more when it has stopped; the children wait
    serving = server(create_app(settings, demo=links), settings)
    running = asyncio.create_task(serving.serve())
    while not serving.started and not running.done():
        await asyncio.wait({running}, timeout=0.05)
    if running.done():  # uvicorn has said why, such as a port that is taken
        await running
        raise SystemExit(1)
    children = await _start_children(settings, links, data, speed)
    print(json.dumps(links.as_json()) if as_json else _told(links), flush=True)
    try:
        await running
    finally:
        await asyncio.gather(*(_stop(child) for child in children))


async def _start_children(
    settings: Settings, links: DemoLinks, data: Path, speed: float | None
) -> list[asyncio.subprocess.Process]:
    """The print agent, and the play: programs of their own that know only the wire, as in a real hall."""
    here = f"http://{_reachable(settings.host)}:{settings.port}"
    slips = data / "slips"
    slips.mkdir(exist_ok=True)
    commands = [
        [
            *(
                "-c",
                "from printer.agent import main; main()",
                "--server",
                here,
                "--printer",
                f"png://{slips}",
            ),
            *("--journal", str(data / "print-agent.journal")),
        ]
    ]
    if speed is not None:
        tokens = data / "access.json"
        play = ("--server", here, "--site", links.site, "--tokens", str(tokens), "--speed", str(speed))
        commands.append(["-c", "from queue_service.cli import main; main()", "simulate", *play])
    environment = os.environ | {"QUEUE_PRINTER_TOKEN": links.tokens["printer"]}
    with (data / "programs.log").open("ab") as words:
        return [
            await asyncio.create_subprocess_exec(
                sys.executable, *command, env=environment, stdout=words, stderr=words
            )
            for command in commands
        ]


async def _stop(child: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        child.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(child.wait(), CHILD_STOPS_WITHIN_S)
    except TimeoutError:
        child.kill()
        await child.wait()


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 — a comparison, nothing is bound


def _kept(path: Path, make: Any) -> str:
    """The text of a private file, made at the first start."""
    if not path.exists():
        part = path.with_suffix(".part")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(make())
        os.replace(part, path)
    return path.read_text()


def _told(links: DemoLinks) -> str:
    url, site, tokens = links.url, links.site, links.tokens
    screens = [
        ("Start page (all links)", f"{url}/"),
        ("Kiosk", f"{url}/kiosk/{site}#token={tokens['kiosk']}"),
        ("Hall display", f"{url}/display/{site}"),
        ("Counter display", f"{url}/display/{site}/counters/7"),
        ("Officer's console", f"{url}/counter/{site}"),
        ("Rating pad", f"{url}/rate/{site}/counters/7#token={tokens['rating']}"),
    ]
    users = [(f"{u.role} {u.username}", u.password) for u in links.users]
    lines = [f"  {name:<24} {value}" for name, value in screens + users]
    return "\n".join(["The hall is open.", *lines, "Stop with Ctrl+C."])
