"""What the files of `deploy/` name exists: programs, options, settings, services. Docker and systemd are not needed."""

from __future__ import annotations

import mmap
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import uvicorn
import yaml

from printer import agent
from queue_service.settings import Settings
from tests.docs import test_docs as docs
from tests.docs.test_docs import ROOT, commands  # noqa: F401 — a fixture
from tests.running import Running
from tests.service.conftest import sqlite_server  # noqa: F401 — a fixture

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
SETTINGS = {f"QUEUE_{name.upper()}" for name in Settings.model_fields}
AGENTS_SETTINGS = {"QUEUE_SERVER", "QUEUE_PRINTER_TOKEN", "QUEUE_LOG_FORMAT"}
OURS = ("queue-service", "queue-print-agent")
CHROMIUM = Path("/usr/lib/chromium/chromium")  # the program behind Debian's script of that name

Commands = dict[str, set[str]]


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return read


def servers(compose: dict[str, Any]) -> dict[str, Any]:
    return {name: s for name, s in compose["services"].items() if s["image"] == "queue-service"}


def require_command(words: list[str], commands: Commands) -> None:  # noqa: F811
    """A command of ours with options that it has."""
    told = [Path(words[0]).name, *words[1:]]
    name = next((found for n in (3, 2, 1) if (found := " ".join(told[:n])) in commands), None)
    assert name is not None, words
    assert {word for word in told if word.startswith("--")} <= commands[name], words


def test_what_the_page_tells_one_to_type_and_links_to_is_there(commands: Commands) -> None:  # noqa: F811
    docs.test_what_a_page_tells_one_to_type_exists(DEPLOY / "README.md", commands)
    docs.test_every_link_and_picture_of_a_page_is_there(DEPLOY / "README.md")
    named = re.findall(r"\]\(([\w.-]+)\)", (DEPLOY / "README.md").read_text())
    there = {path.name for path in DEPLOY.iterdir()} - {"README.md", "Dockerfile.dockerignore"}
    assert set(named) == there


# --- systemd


def unit(path: Path) -> list[tuple[str, str]]:
    """Its lines, in order; one that goes on is one."""
    text = path.read_text().replace("\\\n", " ")
    pairs = [line.partition("=") for line in text.splitlines() if line[:1].isalpha()]
    return [(name, value) for name, _, value in pairs]


def of(path: Path, name: str) -> list[str]:
    return [value for key, value in unit(path) if key == name]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_every_unit_starts_a_program_with_options_that_it_has(path: Path, commands: Commands) -> None:  # noqa: F811
    (line,) = of(path, "ExecStart")
    words = shlex.split(line)
    if Path(words[0]).name in OURS:
        require_command(words, commands)
        return
    assert words[:3] == ["/usr/bin/cage", "--", "/usr/bin/chromium"]
    flags = [
        word.removeprefix("--").partition("=")[0] for word in words if word.startswith("--") and word != "--"
    ]
    with CHROMIUM.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as program:
        assert [flag for flag in flags if program.find(b"\0" + flag.encode() + b"\0") < 0] == []


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_every_variable_of_a_unit_is_a_setting_or_explained_at_its_top(path: Path) -> None:
    for name in re.findall(r"\$\{(\w+)\}", path.read_text()):
        assert f"# {name}=" in path.read_text() or f"{name}=" in path.read_text().partition("[Unit]")[0]
    known = AGENTS_SETTINGS if "print-agent" in path.name else SETTINGS
    assert {value.partition("=")[0] for value in of(path, "Environment")} <= known


def test_the_agents_file_of_settings_names_all_that_it_needs() -> None:
    told = (DEPLOY / "queue-print-agent.service").read_text().partition("[Unit]")[0]
    needed = {name for name in AGENTS_SETTINGS if name != "QUEUE_LOG_FORMAT"}
    assert all(f"{name}=" in told for name in needed)
    source = Path(agent.__file__).read_text()
    assert all(f'envvar="{name}"' in source for name in AGENTS_SETTINGS)


def test_systemd_waits_for_the_servers_word_and_longer_than_for_the_next_one() -> None:
    path = DEPLOY / "queue-service.service"
    assert of(path, "Type") == ["notify"]
    assert int(of(path, "WatchdogSec")[0]) >= 10  # its word comes each second
    assert of(path, "Restart") == ["always"]


def test_every_unit_of_ours_is_hardened() -> None:
    for path in UNITS:
        assert of(path, "ProtectSystem") == ["strict"]
    for name in ("queue-service", "queue-print-agent"):
        hardened = dict(unit(DEPLOY / f"{name}.service"))
        for option in (
            "NoNewPrivileges",
            "ProtectHome",
            "PrivateTmp",
            "RestrictNamespaces",
            "ProtectKernelModules",
        ):
            assert hardened[option] == "yes", (name, option)


# --- containers


def test_the_servers_are_given_settings_that_exist_and_commands_that_exist(
    compose: dict[str, Any],
    commands: Commands,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for service in servers(compose).values():
        given = dict(service["environment"])
        monkeypatch.setenv("FORWARDED_ALLOW_IPS", given.pop("FORWARDED_ALLOW_IPS"))
        assert uvicorn.Config("app:app").forwarded_allow_ips == "*"
        assert set(given) <= SETTINGS
        require_command(service["command"], commands)
    assert [name for name, s in servers(compose).items() if "serve" in s["command"]] == [
        *("server1", "server2", "server3")
    ]


def test_every_service_waits_for_services_that_are_there_and_keeps_its_data_in_a_volume(
    compose: dict[str, Any],
) -> None:
    services = compose["services"]
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
    kept = {v.partition(":")[0] for s in services.values() for v in s.get("volumes", ()) if v[0] not in "./"}
    assert kept == set(compose["volumes"])
    assert services["postgres"]["healthcheck"]["test"][1] == "pg_isready"
    for depends in (s["depends_on"] for s in servers(compose).values()):
        waited = [name for name, how in depends.items() if how["condition"] == "service_healthy"]
        assert all("test" in services[name]["healthcheck"] for name in waited)


def test_the_proxy_knows_the_servers_and_gets_the_variables_that_its_file_reads(
    compose: dict[str, Any],
) -> None:
    given = compose["services"]["proxy"]["environment"]
    port = servers(compose)["server1"]["environment"]["QUEUE_PORT"]
    running = [name for name, s in servers(compose).items() if "serve" in s["command"]]
    assert given["QUEUE_SERVERS"].split() == [f"{name}:{port}" for name in running]
    file = (DEPLOY / "Caddyfile").read_text()
    assert set(re.findall(r"\{\$(\w+)", file)) == set(given)
    assert "./Caddyfile:/etc/caddy/Caddyfile:ro" in compose["services"]["proxy"]["volumes"]
    assert "health_uri /readyz" in file


def test_what_the_compose_file_asks_of_its_environment_is_explained() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text()))
    told = (DEPLOY / "README.md").read_text()
    assert {name for name in asked if f'"{name}=' not in told} == set()


def test_the_bus_is_started_with_options_that_it_has(compose: dict[str, Any]) -> None:
    program = shutil.which("nats-server", path=Path(sys.executable).parent)
    assert program is not None
    said = subprocess.run([program, "--help"], capture_output=True, text=True, timeout=30, check=True)
    options = [word for word in compose["services"]["nats"]["command"] if word.startswith("--")]
    assert all(re.search(rf"{option}\b", said.stdout) for option in options)


def test_the_containers_own_health_check_works_as_written(
    compose: dict[str, Any],
    sqlite_server: Running,  # noqa: F811
) -> None:
    kind, program, *words = compose["services"]["server1"]["healthcheck"]["test"]
    assert (kind, program) == ("CMD", "python")
    here = [word.replace(":8000/", f":{sqlite_server.port}/") for word in words]
    away = [word.replace("/readyz", "/none") for word in here]
    quiet = os.environ | {"no_proxy": "*"}
    assert subprocess.run([sys.executable, *here], env=quiet, timeout=30).returncode == 0
    failed = subprocess.run([sys.executable, *away], env=quiet, timeout=30, stderr=subprocess.DEVNULL)
    assert failed.returncode != 0


def test_the_image_is_built_from_all_that_the_wheel_carries() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    carried = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    kept = {
        line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[0] == "!"
    }
    assert kept == carried | {"pyproject.toml", project["project"]["readme"]}
    assert all((ROOT / name).exists() for name in kept)
