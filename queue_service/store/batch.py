"""One transaction of the writer: the commands that wait for one site, decided in turn, written in bulk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, tuple_

from queue_service.commands.close_day import close_day_if_over
from queue_service.domain import errors
from queue_service.domain.errors import IdempotencyMismatch, NotFound, QueueError
from queue_service.domain.events import Event, Fact, rfc3339, seal
from queue_service.domain.hall import Hall
from queue_service.store import event_log, reads
from queue_service.store.act import Act, Answer, Key, SideRow
from queue_service.store.bulk import insert_many
from queue_service.store.rows import Touched
from queue_service.store.tables import answers, metadata

SYSTEM = "system"


@dataclass(slots=True)
class Decided:
    """What a batch came to: the events in order, and an outcome for each command."""

    events: list[Event] = field(default_factory=list)
    outcomes: list[Answer | QueueError] = field(default_factory=list)
    remembered: list[dict[str, Any]] = field(default_factory=list)  # rows of `answers`
    beside: list[SideRow] = field(default_factory=list)

    @property
    def leaves_traces(self) -> bool:
        return bool(self.events or self.remembered)


@dataclass(slots=True)
class _Known:
    """An answer already given to a key, in the log or earlier in this batch."""

    fingerprint: str
    outcome: Answer | QueueError


class Batch:
    """`open`, `decide`, `write`; the caller commits or throws connection and working image away."""

    def __init__(self, connection: Connection, site: str, working: Hall, acts: Sequence[Act]) -> None:
        self._connection = connection
        self._site = site
        self._hall = working
        self._acts = acts
        self._known: dict[tuple[str, str], _Known] = {}
        self._decided = Decided()
        self._touched = Touched(working)

    def open(self) -> list[Event]:
        """Lock the site, bring the working image up to date, look the keys up. Returns the events it had missed."""
        seq = reads.lock_site(self._connection, self._site)
        if seq is None:
            raise NotFound(what="site", id=self._site)
        missed = (
            list(event_log.all_after(self._connection, self._site, self._hall.seq))
            if seq != self._hall.seq
            else []
        )
        for event in missed:
            self._hall.apply(event)
        self._look_up([act.key for act in self._acts if act.key is not None])
        return missed

    def decide(self, now: datetime) -> Decided:
        """Decide each command on the working image, as if each came after the one before it."""
        self._apply(close_day_if_over(self._hall, now), SYSTEM, now)
        for act in self._acts:
            self._decided.outcomes.append(self._outcome(act, now))
        return self._decided

    def write(self) -> None:
        """Statements that return nothing, so that they may go in one go."""
        decided = self._decided
        if decided.events:
            event_log.append(self._connection, decided.events)
            self._touched.write(self._connection, self._site, self._hall)
        for row in decided.beside:
            insert_many(self._connection, metadata.tables[row.table], [row.values])
        if decided.remembered:
            insert_many(self._connection, answers, decided.remembered)

    def _outcome(self, act: Act, now: datetime) -> Answer | QueueError:
        known = self._known.get((act.key.caller, act.key.key)) if act.key else None
        if known is not None:
            assert act.key is not None
            return _again(known, act.key)
        outcome = self._fresh(act, now)
        if act.key is not None:
            self._known[act.key.caller, act.key.key] = _Known(act.key.fingerprint, outcome)
            self._decided.remembered.append(_row(self._site, act.key, outcome, now))
        return outcome

    def _fresh(self, act: Act, now: datetime) -> Answer | QueueError:
        try:
            facts = act.decide(self._hall, now)
        except QueueError as refusal:
            return refusal
        new = self._apply(facts, act.actor, now)
        self._decided.beside.extend(act.beside(self._hall, new))
        return act.answer(self._hall, new)

    def _apply(self, facts: Sequence[Fact], actor: str, now: datetime) -> list[Event]:
        new = []
        for fact in facts:
            hall = self._hall
            event = seal(fact, site=self._site, seq=hall.seq + 1, at=now, actor=actor, prev_hash=hall.head)
            hall.apply(event)
            self._touched.take(event, hall)
            new.append(event)
        self._decided.events.extend(new)
        return new

    def _look_up(self, keys: Sequence[Key]) -> None:
        if not keys:
            return
        rows = self._connection.execute(
            select(answers.c.caller, answers.c.key, answers.c.fingerprint, answers.c.answer).where(
                answers.c.site_id == self._site,
                tuple_(answers.c.caller, answers.c.key).in_([(k.caller, k.key) for k in keys]),
            )
        )
        for caller, key, fingerprint, answer in rows:
            self._known[caller, key] = _Known(fingerprint, _from_json(answer))


def _again(known: _Known, key: Key) -> Answer | QueueError:
    if known.fingerprint != key.fingerprint:
        return IdempotencyMismatch(key=key.key)
    if isinstance(known.outcome, Answer):
        return replace(known.outcome, replayed=True)
    again = type(known.outcome)(**known.outcome.data)
    again.replayed = True
    return again


def _row(site: str, key: Key, outcome: Answer | QueueError, now: datetime) -> dict[str, Any]:
    return {
        "site_id": site,
        "caller": key.caller,
        "key": key.key,
        "fingerprint": key.fingerprint,
        "answer": _to_json(outcome),
        "at": rfc3339(now),
    }


def _to_json(outcome: Answer | QueueError) -> str:
    if isinstance(outcome, Answer):
        told = {"status": outcome.status, "body": outcome.body}
    else:
        told = {"code": outcome.code, "data": outcome.data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _from_json(text: str) -> Answer | QueueError:
    told = json.loads(text)
    if "code" in told:
        return errors.by_code(told["code"])(**told["data"])
    return Answer(told["status"], told["body"])
