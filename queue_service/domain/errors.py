"""What can go wrong, as one tree; `web/errors.py` maps each branch to a status, once.

    QueueError
    ├── Refusal          the hall's rules say no, nothing changed          409
    │   ├── IllegalMove  the ticket's life does not allow this move
    │   ├── NoTicket     the counter has no ticket
    │   ├── NotPresent   it has another than the officer sees
    │   ├── CounterClosed · CounterPaused · CounterBusy
    │   ├── HallClosed · ServiceClosed
    │   ├── AlreadyRated · RatingClosed
    │   ├── NumberTaken  on paper: entered before, or lower than the last
    │   └── SlipEnded    printed or failed already
    ├── Invalid          the request makes no sense                        422
    │   └── IdempotencyMismatch  the key came before with another body
    ├── NotKnown         no valid token or session                         401
    ├── NotAllowed       known, but not for this                           403
    ├── NotFound         no such thing here                                404
    ├── Archived         it was, and has left the database                 410
    ├── TooLarge         the body is over the limit                        413
    ├── TooMany          slow down                                         429
    └── Unavailable      the database or the queue is not there            503

Each carries a stable `code` and `data` for programs; words for people are made at the edge, in their language.
"""

from __future__ import annotations

from typing import Any, ClassVar


class QueueError(Exception):
    """The root. `data` names what is wrong; it never holds a secret or personal data."""

    code: ClassVar[str] = "error"

    def __init__(self, **data: Any) -> None:
        super().__init__(self.code, data)
        self.data = data
        self.replayed = False  # True when an Idempotency-Key was answered with this before


class Refusal(QueueError):
    code = "refused"


class IllegalMove(Refusal):
    code = "illegal-move"


class NoTicket(Refusal):
    code = "no-ticket"


class NotPresent(Refusal):
    """The counter has another ticket than the officer sees."""

    code = "not-present"


class CounterClosed(Refusal):
    code = "counter-closed"


class CounterPaused(Refusal):
    code = "counter-paused"


class CounterBusy(Refusal):
    code = "counter-busy"


class HallClosed(Refusal):
    code = "hall-closed"


class ServiceClosed(Refusal):
    code = "service-closed"


class AlreadyRated(Refusal):
    code = "already-rated"


class RatingClosed(Refusal):
    code = "rating-closed"


class NumberTaken(Refusal):
    """A number on paper was entered before, or a higher one was."""

    code = "number-taken"


class SlipEnded(Refusal):
    code = "slip-ended"


class Invalid(QueueError):
    code = "invalid"


class IdempotencyMismatch(Invalid):
    code = "idempotency-mismatch"


class NotKnown(QueueError):
    code = "not-known"


class NotAllowed(QueueError):
    code = "not-allowed"


class NotFound(QueueError):
    code = "not-found"


class Archived(QueueError):
    """`first_seq` says from where the log is in the database."""

    code = "archived"


class TooLarge(QueueError):
    code = "too-large"


class TooMany(QueueError):
    """`retry_after_s` says when to come back."""

    code = "too-many"


class Unavailable(QueueError):
    code = "unavailable"


def by_code(code: str) -> type[QueueError]:
    """The class of a stable code. Raises KeyError."""
    return _CLASSES[code]


def _tree(root: type[QueueError]) -> dict[str, type[QueueError]]:
    classes = {root.code: root}
    for branch in root.__subclasses__():
        classes |= _tree(branch)
    return classes


_CLASSES = _tree(QueueError)
