"""CUPS as its commands show it: a spool directory behind small scripts named like them."""

from __future__ import annotations

from pathlib import Path

SCRIPTS = {
    "lp": 'n=$(ls "$spool" | wc -l); cat > "$spool/job-$n"; echo "request id is $2-$n (1 file(s))"; '
    'if [ -s "$next" ]; then cp "$next" "$state"; echo "$2-$n kiosk 68000" > "$waiting"; fi',
    "lpoptions": 'echo "printer-info=Kiosk printer-state=3 printer-state-reasons=$(cat "$state")"',
    "lpstat": 'cat "$waiting"',
    "cancel": 'echo "$1" >> "$cancelled"; : > "$waiting"',
}


class CupsCommands:
    """Put `commands` on the PATH. `reasons` and `waiting` are what CUPS tells."""

    def __init__(self, directory: Path) -> None:
        self.commands = directory / "bin"
        self._spool = directory / "spool"
        self._state = directory / "state"
        self._waiting = directory / "waiting"
        self._cancelled = directory / "cancelled"
        self._next = directory / "next"
        for made in (self.commands, self._spool):
            made.mkdir()
        for file, said in (
            (self._state, "none"),
            (self._waiting, ""),
            (self._cancelled, ""),
            (self._next, ""),
        ):
            file.write_text(said)
        for name, body in SCRIPTS.items():
            script = self.commands / name
            script.write_text(
                f"#!/bin/sh\nspool={self._spool} state={self._state} waiting={self._waiting}"
                f" cancelled={self._cancelled} next={self._next}\n{body}\n"
            )
            script.chmod(0o755)

    def tells(self, reasons: str) -> None:
        self._state.write_text(reasons)

    def breaks_at_the_next_job(self, reasons: str) -> None:
        """It takes the job, keeps it in the queue and then tells these reasons."""
        self._next.write_text(reasons)

    @property
    def cancelled(self) -> list[str]:
        return self._cancelled.read_text().split()

    @property
    def jobs(self) -> list[bytes]:
        return [file.read_bytes() for file in sorted(self._spool.iterdir())]
