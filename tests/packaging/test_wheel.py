"""The built wheel, installed alone and outside the checkout, is the whole product."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import httpx
import pytest

from tests.waiting import free_port, until

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an empty environment into which the built wheel was installed."""
    place = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", place, ROOT], check=True)
    (wheel,) = place.glob("*.whl")
    venv.create(place / "empty", with_pip=True)
    bin_folder = place / "empty" / "bin"
    subprocess.run([bin_folder / "python", *pip[1:], "install", wheel], check=True)
    return bin_folder


@pytest.fixture
def outside() -> dict[str, str]:
    """An environment that knows nothing of the checkout."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "QUEUE_", "VIRTUAL_ENV"))}


def test_the_wheel_alone_runs_the_demonstration_with_its_print_agent(
    installed: Path, outside: dict[str, str], tmp_path: Path
) -> None:
    port = free_port()
    data = tmp_path / "demo"
    command = [installed / "queue-service", "demo", "--json", "--port", str(port), "--data", str(data)]
    with subprocess.Popen(
        command, cwd=tmp_path, env=outside, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as demo:
        assert demo.stdout is not None
        try:
            told = json.loads(demo.stdout.readline())
            kiosk = {"Authorization": f"Bearer {told['tokens']['kiosk']}"}
            with httpx.Client(base_url=told["url"], timeout=10) as client:
                for page in ("/", "/kiosk/lam-dong", "/display/lam-dong", "/counter/lam-dong"):
                    assert client.get(page).status_code == 200, page
                assert client.get("/static/shared/plex.woff2").status_code == 200
                found = client.get("/api/v1/sites/lam-dong/procedures", params={"q": "so do"}).json()
                assert found["procedures"][0]["service"] == "dat-dai"
                speech = client.get("/api/v1/sites/lam-dong/speech?label=B007&counter=3")
                assert speech.content[:4] == b"RIFF"
                ticket = client.post(
                    "/api/v1/sites/lam-dong/tickets", json={"service": "dat-dai"}, headers=kiosk
                ).json()
                until(lambda: list((data / "slips").glob(f"{ticket['label']}-*.png")))
        finally:
            demo.terminate()
            demo.wait(20)


def test_the_print_agent_of_the_wheel_tells_its_options(installed: Path, outside: dict[str, str]) -> None:
    told = subprocess.run(
        [installed / "queue-print-agent", "--help"], env=outside, capture_output=True, text=True, check=True
    )
    assert "--printer" in told.stdout
