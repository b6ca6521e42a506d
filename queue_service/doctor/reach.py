"""What is reached over the network: the bus, the server itself, the public address with its certificate."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

from queue_service.doctor.finding import Finding, ill, well

WITHIN_S = 3.0
LEAST_DAYS = 14  # Caddy renews a month before; who renews by hand needs a working week and a spare one
DAY_S = 86_400


def bus(url: str | None, *, several: bool) -> Iterator[Finding]:
    """Does NATS answer?"""
    if url is None:
        yield well(
            "bus", "none is set: one process needs none" + (", several hear a second late" if several else "")
        )
        return
    import nats  # weighs five megabytes that one process does not need

    async def connect() -> None:
        client = await nats.connect(
            url,
            connect_timeout=int(WITHIN_S),
            max_reconnect_attempts=1,
            reconnect_time_wait=0,
            error_cb=_silent,
        )
        await client.close()

    try:
        asyncio.run(connect())
    except (OSError, nats.errors.Error) as error:
        yield ill(
            "bus",
            f"NATS does not answer: {error or type(error).__name__}",
            "systemctl start nats-server, and check QUEUE_BUS_URL; until then processes hear a second late",
        )
    else:
        yield well("bus", "NATS answers")


async def _silent(error: Exception) -> None:
    """`connect` raises it too."""


def server(host: str, port: int, *, within_s: float = WITHIN_S) -> Iterator[Finding]:
    """A server that is down is no illness here: the doctor is called then, too."""
    at = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"  # noqa: S104 — compared with
    try:
        answer = httpx.get(f"{at}/readyz", timeout=within_s, trust_env=False)
    except httpx.ConnectError:
        yield well("server", f"does not run at {at}; systemctl start queue-service")
        return
    except httpx.HTTPError:
        yield ill(
            "server",
            f"hangs: it is at {at} and does not answer",
            "systemctl restart queue-service; under systemd with WatchdogSec it is restarted by itself",
        )
        return
    if answer.status_code == httpx.codes.OK:
        yield well("server", f"runs at {at} and is ready")
    else:
        yield ill(
            "server",
            f"runs at {at} and is not ready: {_reason(answer)}",
            "mend what is said of that part here",
        )


def _reason(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["data"]["reason"])
    except (ValueError, KeyError, TypeError):
        return f"HTTP {answer.status_code}, which is no answer of ours: another program has the port"


def certificate(origin: str) -> Iterator[Finding]:
    """Of the public address: do browsers trust it, and for how many days?"""
    address = urlsplit(origin)
    if address.scheme != "https" or address.hostname is None:
        yield well("certificate", f"none: {origin} is plain HTTP")
        return
    renew = "renew it; Caddy does so by itself: look at its log (journalctl -u caddy)"
    try:
        days = _days_left(address.hostname, address.port or 443)
    except ssl.SSLCertVerificationError as error:
        yield ill("certificate", f"of {origin}: {error.verify_message}", renew)
    except OSError as error:
        yield ill(
            "certificate", f"{origin} does not answer: {error}", "start the proxy: systemctl start caddy"
        )
    else:
        said = f"of {origin}: good for {days} days"
        yield ill("certificate", said, renew) if days < LEAST_DAYS else well("certificate", said)


def _days_left(host: str, port: int) -> int:
    """Raises SSLCertVerificationError for one that a browser would not take, OSError when nobody answers."""
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), WITHIN_S) as plain,
        context.wrap_socket(plain, server_hostname=host) as sealed,
    ):
        told = sealed.getpeercert()
    assert told is not None
    return int((ssl.cert_time_to_seconds(str(told["notAfter"])) - time.time()) // DAY_S)
