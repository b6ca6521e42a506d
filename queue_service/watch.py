"""The watch: systemd hears that the server is ready, then each second that it lives; who falls silent is restarted.

The protocol is a word on a datagram socket, and `sd_notify(3)` asks programs to speak it themselves. The libraries for
it are no better: sdnotify has had no release since 2017, cysystemd compiles against libsystemd for one call.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping

READY, ALIVE = b"READY=1", b"WATCHDOG=1"


class Watch:
    """`look` is to be called from the event loop, each second: a loop that hangs calls nobody.

    `works` tells whether the server does what it is there for; while it does not, systemd hears nothing.
    """

    def __init__(self, environment: Mapping[str, str], works: Callable[[], bool]) -> None:
        self._address = environment.get("NOTIFY_SOCKET", "").replace("@", "\0", 1)  # @: Linux' abstract names
        self._works = works
        self._word = READY

    async def look(self) -> None:
        if self._address and self._works():
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
                systemd.setblocking(False)
                try:
                    systemd.sendto(self._word, self._address)
                except OSError:
                    return  # systemd restarts itself, or has much to do: it hears the next one
            self._word = ALIVE
