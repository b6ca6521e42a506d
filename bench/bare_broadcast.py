"""The limit of the fan-out: `websockets.broadcast` of the same bytes, and nothing else."""

from __future__ import annotations

import asyncio
import sys
from http import HTTPStatus

from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.http11 import Request, Response

FRAME = (
    '{"type":"event","seq":812,"event":"ticket.recalled","at":"2026-11-24T01:42:05.123Z",'
    '"data":{"label":"B001","service":"dat-dai","calls":2,"counter":6,"state":"called","waiting":{"dat-dai":14}}}'
)


async def main(port: int) -> None:
    crowd: set[ServerConnection] = set()

    async def stay(connection: ServerConnection) -> None:
        crowd.add(connection)
        await connection.send("welcome")
        await connection.wait_closed()
        crowd.discard(connection)

    def ask(connection: ServerConnection, request: Request) -> Response | None:
        if request.path == "/go":
            broadcast(crowd, FRAME)
        return None if "Upgrade" in request.headers else connection.respond(HTTPStatus.OK, "")

    async with serve(stay, "127.0.0.1", port, process_request=ask, compression=None):
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
