from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.databases import SqliteFiles
from tests.verify.forgery import Forgery
from tests.verify.good_log import write_good_log


@pytest.fixture(scope="session")
def good_file(sqlite: SqliteFiles) -> Path:
    """The database of two good days. To be copied, not changed."""
    url = sqlite.migrated()
    write_good_log(url)
    return Path(make_url(url).database or "")


@pytest.fixture
def forgery(good_file: Path, tmp_path: Path) -> Forgery:
    copy = tmp_path / "queue.db"
    for part in good_file.parent.glob(f"{good_file.name}*"):  # with its write-ahead log
        shutil.copy(part, tmp_path / part.name.replace(good_file.name, copy.name))
    return Forgery(copy)
