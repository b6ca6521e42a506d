from __future__ import annotations

import pytest

from tests.founding import found
from tests.halls import NOW, small_site


@pytest.fixture
def hall_url(database_url: str) -> str:
    """A database with the small site, on each kind in turn."""
    found(database_url, small_site(), now=NOW)
    return database_url
