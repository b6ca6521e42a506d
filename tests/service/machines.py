"""Two machines' PostgreSQL: the first works, the second follows it synchronously until it is promoted."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from psycopg import connect

from tests.waiting import until

STEP_WITHIN_S = 30.0
OWNER = (
    "pgserver"  # PostgreSQL does not run as root; the wheel has made this user for the tests' shared server
)
TRUST = ("--auth=trust", "--username=postgres", "--encoding=utf8", "--no-sync")


class Machine:
    """A PostgreSQL of its own, reached by a socket in its own folder. `programs` is where its commands are."""

    def __init__(self, programs: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="queue-machine-"))  # pytest's own are closed to others
        self._programs = programs
        self._user = OWNER if os.geteuid() == 0 else None
        if self._user is not None:
            shutil.chown(self.folder, self._user)
        self._data = self.folder / "data"

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def found(self) -> Machine:
        """Begin with an empty database."""
        self._run("initdb", [*TRUST, f"--pgdata={self._data}"])
        self._start()
        return self

    def follow(self, first: Machine) -> Machine:
        """A copy of a working machine that keeps up with it; from now on that one waits for this at each commit."""
        arguments = [f"--pgdata={self._data}", f"--host={first.folder}", "--username=postgres", "--no-sync"]
        self._run("pg_basebackup", [*arguments, "--write-recovery-conf", "--checkpoint=fast"])
        self._start()
        first.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
        first.sql("SELECT pg_reload_conf()")
        until(lambda: first.sql("SELECT sync_state FROM pg_stat_replication") == "sync")
        return self

    def promote(self) -> None:
        """What the person at the drill types."""
        self._run("pg_ctl", ["promote", "--wait", f"--pgdata={self._data}"])

    def lose_power(self) -> None:
        """All its PostgreSQL processes at once."""
        os.killpg(self.pid, signal.SIGKILL)
        until(lambda: not Path(f"/proc/{self.pid}").exists())

    def clear_away(self) -> None:
        if (self._data / "postmaster.pid").exists() and Path(f"/proc/{self.pid}").exists():
            self._run("pg_ctl", ["stop", "--mode=immediate", f"--pgdata={self._data}"])
        shutil.rmtree(self.folder)

    @property
    def pid(self) -> int:
        return int((self._data / "postmaster.pid").read_text().partition("\n")[0])

    def sql(self, statement: str) -> object:
        """The first value of its answer."""
        with connect(self.url, autocommit=True) as connection:
            answer = connection.execute(statement.encode())
            row = answer.fetchone() if answer.description else None
        return row[0] if row else None

    def _start(self) -> None:
        options = f"-h '' -k {self.folder}"
        log = self.folder / "log"
        self._run("pg_ctl", ["start", "--wait", f"--pgdata={self._data}", f"--log={log}", "-o", options])

    def _run(self, program: str, arguments: Sequence[str]) -> None:
        with (self.folder / "words").open("wb") as words:  # a pipe would be kept open by the server
            subprocess.run(
                [self._programs / program, *arguments],
                stdout=words,
                stderr=words,
                user=self._user,
                cwd=self.folder,
                check=True,
                timeout=STEP_WITHIN_S,
            )
