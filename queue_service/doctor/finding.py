"""What a look has found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`mend` says what to do; empty when all is well."""

    subject: str
    says: str
    mend: str = ""

    def __str__(self) -> str:
        if not self.mend:
            return f"well  {self.subject:<12}{self.says}"
        return f"MEND  {self.subject:<12}{self.says}\n      {'':<12}→ {self.mend}"


def well(subject: str, says: str) -> Finding:
    return Finding(subject, says)


def ill(subject: str, says: str, mend: str) -> Finding:
    return Finding(subject, says, mend)
