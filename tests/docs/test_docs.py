"""The documentation says what the code does: each of these fails when one of the two drifts."""

from __future__ import annotations

import re
import shlex
from datetime import timedelta
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
import typer
from fastapi import FastAPI
from fastapi.routing import APIRoute

from printer import agent
from queue_service import app as service
from queue_service import cli
from queue_service.domain import errors
from queue_service.domain.ticket import MOVES, State
from queue_service.realtime import hub, stream
from queue_service.settings import Settings
from queue_service.sites.site_file import load_site_file
from queue_service.store import reads
from queue_service.store.writer import BATCH, QUEUE
from queue_service.verify.privacy import ALLOWED
from queue_service.web import gate, limits, parts, sockets
from queue_service.web.access import SCOPES
from queue_service.web.errors import STATUS, TITLES

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PREFIX = "/api/v1"
FRAMEWORK = {"method-not-allowed": 405, "internal": 500}  # these have no class of their own
ROOT_ERROR = errors.QueueError.code  # the root is never raised

ANYBODY = {"public", "holder", "anyone"}
SCRIPTS = re.compile(r"scripts/[a-z]+")
PICTURES_AT_MOST = 900_000  # bytes, all together: a README must open at once


def read(name: str) -> str:
    return (ROOT / name).read_text()


def section(name: str, title: str) -> str:
    """A page's part under one heading."""
    _, _, after = read(name).partition(f"\n## {title}\n")
    assert after, f"{name} has no part {title!r}"
    return after.partition("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """The cells of all tables, without heads and rulers."""
    lines = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("|")
    ]
    rulers = {n for n, line in enumerate(lines) if set("".join(line)) == {"-"}}
    return [line for n, line in enumerate(lines) if n not in rulers and n + 1 not in rulers]


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return service.create_app(Settings(_env_file=None, secret_key="s" * 32))  # type: ignore[call-arg]


@pytest.fixture(scope="module")
def commands() -> dict[str, set[str]]:
    """Every command that can be typed, with its options and arguments (in capitals)."""
    found: dict[str, set[str]] = {"queue-print-agent": _options(typer.main.get_command(agent.cli))}
    _walk("queue-service", typer.main.get_command(cli.app), found)
    return found


def _walk(name: str, command: Any, found: dict[str, set[str]]) -> None:
    inner = getattr(command, "commands", None)
    if inner is None:
        found[name] = _options(command)
    for word, sub in (inner or {}).items():
        _walk(f"{name} {word}", sub, found)


def _options(command: Any) -> set[str]:
    long = {opt for p in command.params for opt in p.opts if opt.startswith("--")} - {"--help"}
    return long | {p.name.upper() for p in command.params if p.param_type_name == "argument"}


def test_every_route_stands_in_the_api_page_and_no_other(app: FastAPI) -> None:
    served = set()
    for route in app.router.routes:
        path = str(getattr(route, "path", ""))
        if isinstance(route, APIRoute):
            served |= {(method, path.removeprefix(PREFIX)) for method in route.methods or ()}
    served |= {("SOCKET", sockets.PATH.removeprefix(PREFIX)), ("GET", app.openapi_url or "")}
    told = re.findall(r"`(GET|POST|PUT|PATCH|DELETE|SOCKET) (/[^`\s?]*)", read("docs/api.md"))
    assert set(told) == served


def test_every_call_of_the_api_page_names_scopes_that_exist() -> None:
    for call, scope, *_ in rows(section("docs/api.md", "Calls")):
        assert set(scope.split(", ")) <= {*SCOPES, *ANYBODY}, call
    assert {scope for row in rows(section("docs/api.md", "Who asks")) for scope in codes(row[0])} == set(
        SCOPES
    )


def test_every_error_stands_in_the_api_page_with_its_status() -> None:
    told = {codes(code)[0]: int(status) for code, status, _ in rows(section("docs/api.md", "Errors"))}
    raised = {code: _status(errors.by_code(code)) for code in _error_codes(errors.QueueError) - {ROOT_ERROR}}
    assert told == raised | FRAMEWORK
    assert set(told) == set(TITLES)


def _error_codes(root: type[errors.QueueError]) -> set[str]:
    """Codes of the domain's tree; a subclass elsewhere keeps the code of its branch."""
    return {root.code}.union(*(_error_codes(branch) for branch in root.__subclasses__()))


def _status(kind: type[errors.QueueError]) -> int:
    return next(STATUS[base] for base in kind.__mro__ if base in STATUS)


def test_every_close_code_stands_in_the_api_page() -> None:
    given = {
        stream.RESTARTING,
        sockets.COME_BACK,
        sockets.BAD_REQUEST,
        sockets.NOT_KNOWN,
        sockets.NOT_ALLOWED,
    }
    given |= {sockets.NO_SUCH, sockets.TOO_SLOW, sockets.TOO_MANY, hub.TOO_SLOW, stream.REVOKED}
    told = [row[0] for row in rows(section("docs/api.md", "Live feed")) if row[0].isdigit()]
    assert set(map(int, told)) == given


def test_every_topic_stands_in_the_api_page() -> None:
    topics = {form.partition(":")[0] for form in sockets._TOPIC.pattern.split("|")}
    table = section("docs/api.md", "Live feed").partition("| close code |")[0]
    assert {codes(row[0])[0].partition(":")[0] for row in rows(table)} == topics


def test_the_numbers_of_the_pages_are_those_of_the_code() -> None:
    feed, writer = section("docs/api.md", "Live feed"), section("docs/architecture.md", "The one writer")
    assert f"at most {sockets.MOST_TOPICS} topics" in feed
    assert f"at most {stream.RESUMABLE:,} events behind" in feed
    assert f"Each {sockets.HEARTBEAT_S:.0f} s" in feed
    assert f"{hub.QUEUE} frames wait" in feed
    api = read("docs/api.md")
    assert f"at most {gate.BODY_LIMIT // 1024} kB" in api
    assert f"of 1 to {parts.KEY_LENGTH} characters" in api
    assert f"{reads.ANSWERS_KEPT // timedelta(hours=1)}\nhours" in api
    assert f"{limits.PUBLIC.amount} times a second" in api
    assert f"{limits.HOLDER.amount} times a minute" in api
    assert f"log in {limits.LOG_IN_NAME.amount} times a minute" in api
    assert f"{QUEUE:,} at most" in writer
    assert f"at most {BATCH}" in writer


def test_every_event_stands_in_its_page_with_its_fields() -> None:
    told = {
        codes(kind)[0]: set(codes(data))
        for kind, data, _ in rows(section("docs/events.md", "Types and their data"))
    }
    assert told == {str(kind): set(fields) for kind, fields in ALLOWED.items()}


def test_every_field_of_an_event_is_explained() -> None:
    explained = {name for row in rows(section("docs/events.md", "Fields")) for name in codes(row[0])}
    assert explained == {name for fields in ALLOWED.values() for name in fields}


def test_the_moves_of_the_events_page_are_those_of_the_one_table() -> None:
    told = {
        move: (set(sources.split(", ")), target, codes(event)[0])
        for move, sources, target, event in rows(section("docs/events.md", "A ticket's moves"))
    }
    assert told.pop("issue") == ({""}, State.WAITING, "ticket.issued")
    assert told == {str(m): (set(map(str, r.sources)), str(r.target), str(r.event)) for m, r in MOVES.items()}


def test_every_setting_stands_in_its_page_with_its_default() -> None:
    told = {codes(name)[0]: default for name, default, _ in rows(section("docs/settings.md", "The server"))}
    assert told == {f"QUEUE_{name.upper()}": _default(f) for name, f in Settings.model_fields.items()}


def _default(field: Any) -> str:
    if field.is_required():
        return "required"
    return "none" if field.default is None else f"`{field.default}`"


def test_the_print_agents_settings_stand_in_their_page() -> None:
    options = typer.main.get_command(agent.cli).params
    taken = {str(p.envvar): (p.opts[0], bool(p.required)) for p in options if getattr(p, "envvar", None)}
    table = rows(section("docs/settings.md", "The print agent"))
    told = {codes(name)[0]: (codes(opt)[0], default == "required") for name, default, opt in table}
    assert told == taken


def test_every_command_stands_in_its_page_with_its_options(commands: dict[str, set[str]]) -> None:
    table = rows(section("docs/settings.md", "Commands"))
    told = {
        codes(name)[0]: {*codes(options), *re.findall(r"\b[A-Z]+\b", options)} for name, options, _ in table
    }
    assert told == commands


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_tells_one_to_type_exists(page: Path, commands: dict[str, set[str]]) -> None:
    for line in _typed(page.read_text()):
        for script in SCRIPTS.findall(line):
            assert (ROOT / script).is_file(), line
        words = shlex.split(re.sub(r"\$\(.*?\)", "x", line))
        starts = [n for n, w in enumerate(words) if Path(w).name in ("queue-service", "queue-print-agent")]
        for start in starts:
            if words[0] in ("bin/pip", "cd"):
                continue
            told = [Path(words[start]).name, *words[start + 1 :]]
            name = next((c for n in (3, 2, 1) if (c := " ".join(told[:n])) in commands), None)
            assert name is not None, line
            assert {w for w in told if w.startswith("--")} <= commands[name], line


def _typed(text: str) -> list[str]:
    """The lines of all shell blocks; a line that goes on is one."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    inline = re.findall(r"`((?:scripts/|queue-service |queue-print-agent )[^`]*)`", text)
    return [line for block in blocks for line in block.replace("\\\n", " ").splitlines()] + inline


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_picture_of_a_page_is_there(page: Path) -> None:
    text = page.read_text()
    targets = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)
    for target in targets:
        if not target.startswith(("http:", "https:")):
            assert (page.parent / target.partition("#")[0]).exists(), target


def test_every_page_is_reached_from_the_readme() -> None:
    text = read("README.md")
    unlinked = [page.name for page in PAGES[1:] if f"(docs/{page.name})" not in text]
    assert not unlinked


def test_every_picture_has_words_and_all_are_small_together() -> None:
    shown = set(re.findall(r'src="(docs/pictures/[^"]+)"[^>]*alt="[^"]+"', read("README.md")))
    there = list((ROOT / "docs" / "pictures").glob("*.png"))
    assert shown == {str(picture.relative_to(ROOT)) for picture in there}
    assert sum(picture.stat().st_size for picture in there) <= PICTURES_AT_MOST


def test_the_readme_counts_the_shipped_hall() -> None:
    with as_file(files("queue_service.sites") / "lam-dong.toml") as path:
        shipped = load_site_file(path)
    told = f"{len(shipped.site.counters)} counters, {len(shipped.site.services)} services, "
    assert told + f"{len(shipped.procedures)} procedures" in read("README.md")


def test_the_pages_number_the_invariants_that_verify_names() -> None:
    numbers = re.findall(r"^(\d+)\. ", section("docs/api.md", "Invariants"), re.MULTILINE)
    assert numbers == [str(n) for n in range(1, 11)]
