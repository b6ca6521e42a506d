"""Tells the server how slips ended and what is wrong with the printer, as often as it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from printer.backoff import Backoff
from printer.journal import Journal, Outcome
from printer.outage import Outage
from printer.problems import Problem
from printer.server import Refused, Server

REQUEST_S = 4.0  # trouble is known in the hall within five seconds, or it is tried again
MOST_RETRY_AFTER_S = 30.0
LATER = (408, 425, 429)  # and 5xx; any other refusal would be the same the next time


class NotHeard(Exception):
    """The server did not take it this time; `after_s`: when it wants to be asked again, if it said so."""

    def __init__(self, why: str, after_s: float | None = None) -> None:
        super().__init__(why)
        self.after_s = after_s


class Reporter:
    """Two tasks that do not wait for each other: the journal's outcomes, and the printer's newest state."""

    def __init__(self, server: Server, journal: Journal, client: httpx.AsyncClient, log: Any) -> None:
        self._server = server
        self._journal = journal
        self._client = client
        self._log = log
        self._outcome_bell = asyncio.Event()
        self._status_bell = asyncio.Event()
        self._problem: Problem | None = None
        self._knows_problem = False

    def outcomes_changed(self) -> None:
        """The journal has something to tell."""
        self._outcome_bell.set()

    def problem_is(self, problem: Problem | None) -> None:
        """The printer's state now; told when it changes."""
        if not self._knows_problem or problem is not self._problem:
            self._problem, self._knows_problem = problem, True
            self._status_bell.set()

    def server_is_back(self) -> None:
        """Tell all again: while it was away it may have lost what it knew of the printer."""
        self._outcome_bell.set()
        if self._knows_problem:
            self._status_bell.set()

    async def tell_outcomes(self) -> None:
        """Never returns. In the order in which the slips ended. Raises Refused."""
        self._outcome_bell.set()  # what an earlier run of the agent left
        await _tell(self._outcome_bell, self._all_outcomes, Outage(self._log, "confirming"))

    async def tell_status(self) -> None:
        """Never returns. Raises Refused."""
        await _tell(self._status_bell, self._newest_problem, Outage(self._log, "status"))

    async def _all_outcomes(self) -> None:
        for outcome in self._journal.outcomes():
            await self._one_outcome(outcome)
            self._journal.settle(outcome.key)

    async def _one_outcome(self, outcome: Outcome) -> None:
        slip = outcome.key.slip
        if outcome.reason is None:
            await self._post(self._server.printed(slip), {"repeat": outcome.repeat}, outcome.request)
        else:
            await self._post(self._server.failed(slip), {"reason": outcome.reason}, outcome.request)

    async def _newest_problem(self) -> None:
        await self._post(self._server.status, {"problem": self._problem})

    async def _post(self, url: str, body: dict[str, Any], request: str = "") -> None:
        """Returns when the server took it, or refuses it for good. Raises NotHeard and Refused."""
        try:
            headers = {"X-Request-Id": request} if request else {}
            response = await self._client.post(url, json=body, headers=headers)
        except httpx.HTTPError as error:
            raise NotHeard(str(error) or type(error).__name__) from error
        status = response.status_code
        if status == httpx.codes.UNAUTHORIZED:
            raise Refused("the server does not know this token")
        if status >= 500 or status in LATER:
            raise NotHeard(f"HTTP {status}", _retry_after_s(response))
        if not response.is_success:  # it ended otherwise, or is not there any more: forgotten here too
            self._log.info("report.refused", status=status, path=response.url.path)


async def _tell(bell: asyncio.Event, telling: Callable[[], Awaitable[None]], outage: Outage) -> None:
    backoff = Backoff()
    while True:
        await bell.wait()
        bell.clear()
        try:
            await telling()
        except NotHeard as not_heard:
            outage.lost(str(not_heard))
            pause_s = backoff.pause_s() if not_heard.after_s is None else not_heard.after_s
            await _pause(bell, pause_s)
            bell.set()
        else:
            outage.back()
            backoff.reset()


async def _pause(bell: asyncio.Event, pause_s: float) -> None:
    """Until there is news or the pause is over."""
    try:
        async with asyncio.timeout(pause_s):
            await bell.wait()
    except TimeoutError:
        return


def _retry_after_s(response: httpx.Response) -> float | None:
    """The seconds of Retry-After, within reason; None for a date or nothing."""
    told = response.headers.get("Retry-After", "")
    return min(float(told), MOST_RETRY_AFTER_S) if told.isdigit() else None
