"""The server with a disk whose flush takes five milliseconds, as an ordinary one's does."""

from __future__ import annotations

import time

from sqlalchemy import Connection, Engine, event

from queue_service.cli import main

FLUSH_S = 0.005


@event.listens_for(Engine, "commit")
def flush_slowly(connection: Connection) -> None:
    time.sleep(FLUSH_S)


if __name__ == "__main__":
    main()
