"""The doctor finds each illness, says it in plain words and how to mend it; and is silent about what is well."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from queue_service.commands.devices import report_trouble
from queue_service.doctor import data, machine, reach
from queue_service.doctor.finding import Finding
from queue_service.store.engine import writing_engine
from tests.databases import Postgres, SqliteFiles
from tests.founding import found
from tests.halls import Rehearsal, small_site
from tests.running import Running
from tests.service.conftest import own_server  # noqa: F401 — a fixture
from tests.waiting import free_port

RANDOM = "kY3pV9-xQ7tB2mW8zL4nR6cJ1sD5fG0hT-aEuIoPbNvMqX"


def illnesses(findings: Iterable[Finding]) -> list[str]:
    """What needs mending; each must say how."""
    return [f"{f.subject}: {f.says}" for f in findings if f.mend]


def only(findings: Iterable[Finding]) -> str:
    (told,) = illnesses(findings)
    return told


# --- the machine


def test_a_disk_with_room_that_writes_quickly_is_well(tmp_path: Path) -> None:
    room, flushing = machine.disk(tmp_path)
    assert (room.subject, "GB free" in room.says) == ("disk", True)
    assert "keeps a page in" in flushing.says


def test_a_disk_that_fills_is_ill(tmp_path: Path) -> None:
    assert only([machine.room(tmp_path, 1_900_000_000)]) == f"disk: 1.9 GB free at {tmp_path}"
    assert illnesses([machine.room(tmp_path, 2_100_000_000)]) == []


def test_a_disk_that_is_slow_is_ill(tmp_path: Path) -> None:
    assert "keeps a page in 80.0 ms" in only([machine.flushing(tmp_path, 0.08)])


def test_a_folder_that_is_missing_or_cannot_be_written_is_ill(tmp_path: Path) -> None:
    assert only(machine.disk(tmp_path / "none")) == f"disk: there is no folder {tmp_path / 'none'}"
    assert "disk: /proc cannot be written" in illnesses(machine.disk(Path("/proc")))[-1]


def test_a_clock_that_no_time_server_sets_is_ill() -> None:
    assert "no time server" in only([machine.synchronised(machine.UNSYNCHRONISED | 1)])
    assert illnesses([machine.synchronised(1)]) == []


def test_the_kernel_tells_of_its_clock() -> None:
    (finding, *_) = machine.clock()
    assert finding.subject == "clock"


@pytest.mark.parametrize("key", ["0" * 64, "for-tests-only-" + "0" * 32, "abcabcabc" * 5])
def test_a_key_that_could_be_guessed_is_ill(key: str, tmp_path: Path) -> None:
    assert only(machine.secrets(key, tmp_path / ".env")) == "secrets: QUEUE_SECRET_KEY could be guessed"


def test_a_file_of_secrets_that_others_may_read_is_ill(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.touch(mode=0o600)
    assert illnesses(machine.secrets(RANDOM, file)) == []
    file.chmod(0o644)
    assert "may read" in only(machine.secrets(RANDOM, file))


def test_a_voice_that_does_not_speak_is_ill(tmp_path: Path) -> None:
    assert illnesses(machine.voice(tmp_path)) == []
    mute = (sys.executable, "-c", "raise SystemExit")
    assert only(machine.voice(tmp_path, mute)) == "voice: espeak-ng does not speak"


def test_the_fonts_of_an_installation_are_well() -> None:
    assert illnesses(machine.fonts()) == []


# --- what the hall remembers


def test_a_loaded_hall_is_well(database_url: str) -> None:
    found(database_url, small_site())
    findings = list(data.database(database_url))
    assert illnesses(findings) == []
    assert "small: 0 paired, none in trouble" in [f.says for f in findings]


def test_a_database_that_is_not_there_is_ill_and_not_made(tmp_path: Path) -> None:
    assert "there is no database" in only(data.database(f"sqlite:///{tmp_path / 'queue.db'}"))
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_does_not_answer_is_ill() -> None:
    assert "does not answer" in only(data.database(f"postgresql://nobody@127.0.0.1:{free_port()}/queue"))


def test_a_database_without_schema_is_ill(sqlite: SqliteFiles, postgres: Postgres) -> None:
    empty = sqlite.empty()
    writing_engine(empty).connect().close()
    for url in (empty, postgres.empty()):
        assert "has no schema yet" in only(data.database(url))


def test_a_database_without_a_hall_is_ill(database_url: str) -> None:
    assert only(data.database(database_url)) == "halls: no hall is loaded"


def test_a_damaged_database_is_ill(sqlite: SqliteFiles) -> None:
    url = sqlite.migrated()
    found(url, small_site())
    path = Path(url.removeprefix("sqlite:///"))
    with path.open("r+b") as file:
        for page in range(4, path.stat().st_size // 4096):  # the first tell of the schema
            file.seek(page * 4096)
            file.write(b"\x0d" + b"\xff" * 99)
    assert only(data.database(url)).startswith("database: is damaged: ")


def test_a_write_ahead_log_that_grows_for_ever_is_ill(tmp_path: Path) -> None:
    path = tmp_path / "queue.db"
    with (tmp_path / "queue.db-wal").open("wb") as log:
        log.truncate(data.MOST_WAL_BYTES)
        assert illnesses(data.write_ahead_log(path)) == []
        log.truncate(data.MOST_WAL_BYTES + 2**20)
    assert only(data.write_ahead_log(path)) == "database: its write-ahead log has grown to 257 MB"


def test_a_database_server_whose_clock_differs_is_ill() -> None:
    assert "-1.500 s from this one" in only([data.beside(timedelta(seconds=-1.5))])
    assert illnesses([data.beside(timedelta(seconds=0.2))]) == []


def test_a_lost_printer_is_ill_and_since_when() -> None:
    play = Rehearsal()
    play.do(report_trouble, device="printer-1", problem="disconnected")
    said = only(data.hall(play.events, {"printer-1": "Máy in 1"}, play.now))
    assert said == f"devices: small: Máy in 1: disconnected, since {play.now:%d.%m. %H:%M} UTC"
    play.do(report_trouble, device="printer-1", problem=None)
    assert illnesses(data.hall(play.events, {}, play.now)) == []


def test_slips_that_nobody_prints_are_ill() -> None:
    play = Rehearsal()
    play.issue("land", kiosk="kiosk-1", printer="printer-1")
    assert illnesses(data.hall(play.events, {}, play.now)) == []
    play.passes(minutes=10)
    assert only(data.hall(play.events, {}, play.now)) == "devices: small: 1 slips wait for a printer"


def test_a_log_that_is_ahead_of_the_clock_is_ill() -> None:
    play = Rehearsal()
    assert "still to come" in only(data.hall(play.events, {}, play.now - timedelta(hours=1)))


def test_copies_that_are_old_or_missing_are_ill(tmp_path: Path) -> None:
    assert illnesses(data.backups(None)) == []
    assert only(data.backups(tmp_path)) == f"backups: there is no copy in {tmp_path}"
    copy = tmp_path / "queue.copy"
    copy.touch()
    assert illnesses(data.backups(tmp_path)) == []
    two_days_ago = (datetime.now(UTC) - timedelta(hours=48)).timestamp()
    os.utime(copy, (two_days_ago, two_days_ago))
    assert "is 48 hours old" in only(data.backups(tmp_path))


# --- the network


def test_a_bus_that_does_not_answer_is_ill() -> None:
    assert illnesses(reach.bus(None, several=True)) == []
    assert "NATS does not answer" in only(reach.bus(f"nats://127.0.0.1:{free_port()}", several=True))


def test_a_bus_that_answers_is_well() -> None:
    program = shutil.which("nats-server", path=Path(sys.executable).parent)
    assert program is not None
    port = free_port()
    with subprocess.Popen([program, "-a", "127.0.0.1", "-p", str(port)], stderr=subprocess.PIPE) as bus:
        assert bus.stderr is not None
        while b"Server is ready" not in bus.stderr.readline():
            pass
        assert illnesses(reach.bus(f"nats://127.0.0.1:{port}", several=True)) == []
        bus.terminate()


def test_a_server_that_hangs_is_ill() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        assert "hangs" in only(reach.server("127.0.0.1", mute.getsockname()[1], within_s=0.3))


@contextmanager
def sealed_site(certificate: trustme.LeafCert) -> Iterator[str]:
    """The address of a proxy that shows a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def show() -> None:
            plain, _ = listening.accept()
            try:
                with context.wrap_socket(plain, server_side=True) as sealed:
                    sealed.recv(1)
            except OSError:  # who does not trust it hangs up
                plain.close()

        thread = threading.Thread(target=show)
        thread.start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"
        thread.join()


@pytest.mark.parametrize(
    ("days", "trusted", "told"),
    [
        (90.5, True, None),
        (5.5, True, "good for 5 days"),
        (-1, True, "certificate has expired"),
        (90, False, "unable to get local issuer certificate"),
    ],
)
def test_a_certificate_that_ends_soon_or_that_nobody_trusts_is_ill(
    days: float, trusted: bool, told: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, other = trustme.CA(), trustme.CA()
    (authority if trusted else other).cert_pem.write_to_path(str(tmp_path / "authorities.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authorities.pem"))
    ends = datetime.now(UTC) + timedelta(days=days)
    shown = authority.issue_cert("127.0.0.1", not_before=ends - timedelta(days=100), not_after=ends)
    with sealed_site(shown) as origin:
        said = illnesses(reach.certificate(origin))
    assert (said == []) if told is None else (told in said[0])


def test_an_address_where_no_proxy_answers_is_ill() -> None:
    assert "does not answer" in only(reach.certificate(f"https://127.0.0.1:{free_port()}"))
    assert illnesses(reach.certificate("http://192.168.1.10:8000")) == []


# --- the command


def test_the_doctor_works_while_the_server_runs_and_when_it_is_down(own_server: Running) -> None:  # noqa: F811
    found(own_server.database_url, small_site())
    own_server.start()
    code, words = own_server.command("doctor", QUEUE_SECRET_KEY=RANDOM)
    assert f"runs at {own_server.origin} and is ready" in words
    assert code == int("MEND" in words)
    own_server.stop()
    code, words = own_server.command("doctor")
    assert f"does not run at {own_server.origin}" in words
    assert (code, "QUEUE_SECRET_KEY could be guessed\n" in words) == (1, True)
    assert "cannot be looked at" not in words
