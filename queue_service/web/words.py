"""Words that people type: trimmed, not empty, without signs that act instead of being read."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator


def _plain(words: str) -> str:
    """Refuses control characters and marks that turn the direction of what follows them on a screen."""
    words = words.strip()
    if not words:
        raise ValueError("must not be blank")
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in words if sign not in "\n\u200d"):
        raise ValueError("must not hold control characters")
    return words


Words = Annotated[str, AfterValidator(_plain)]
