"""The server, with two ailments on call: SIGUSR1 makes its event loop hang, SIGUSR2 ends its writer."""

from __future__ import annotations

import asyncio
import signal
import threading

from queue_service.cli import main


def _hang(*_: object) -> None:
    threading.Event().wait()


def _end_the_writer(*_: object) -> None:
    for task in asyncio.all_tasks():
        if task.get_name().startswith("writer-"):
            task.cancel()


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, _hang)
    signal.signal(signal.SIGUSR2, _end_the_writer)
    main()
