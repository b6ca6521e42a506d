"""A site's file: TOML that says everything about one hall, beside it the CSV of its procedures.

All or nothing: whatever is wrong in either file is gathered with its line, and then nothing of them loads.
The shipped `lam-dong.toml` shows every key.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from queue_service.domain.site import Site
from queue_service.sites.findings import Findings, Problem, SiteFileError
from queue_service.sites.procedure import Procedure
from queue_service.sites.procedure_file import read_procedures
from queue_service.sites.site_table import read_site
from queue_service.sites.table import Table
from queue_service.sites.toml_lines import lines_of

_SYNTAX_LINE = re.compile(r"\s*\((?:at line (\d+), column \d+|at end of document)\)$")


@dataclass(frozen=True, slots=True)
class SiteFile:
    site: Site
    procedures: tuple[Procedure, ...]  # in the order of their file


def load_site_file(path: Path) -> SiteFile:
    """Read a site and its procedures. Raises SiteFileError with every problem of both files."""
    text = _text_of(path)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SiteFileError([_syntax_problem(path, text, error)]) from error
    findings = Findings(path, lines_of(text))
    table = Table(content, (), findings)
    site = read_site(table)
    procedures, in_procedures = _procedures(table, path, site)
    table.done()
    if problems := findings.problems + in_procedures:
        raise SiteFileError(problems)
    return SiteFile(site, procedures)


def _text_of(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SiteFileError([Problem(path, 1, f"cannot be read: {error.strerror}")]) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SiteFileError([Problem(path, line, f"not UTF-8: {error.reason}")]) from error
    # Composed marks: "ộ" typed in two ways must be one word on screens, in speech and in search.
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def _syntax_problem(path: Path, text: str, error: tomllib.TOMLDecodeError) -> Problem:
    message = str(error)
    found = _SYNTAX_LINE.search(message)
    line = int(found[1]) if found and found[1] else text.rstrip("\n").count("\n") + 1
    return Problem(path, line, f"not TOML: {_SYNTAX_LINE.sub('', message)}")


def _procedures(table: Table, path: Path, site: Site) -> tuple[tuple[Procedure, ...], list[Problem]]:
    name = table.text("procedures", optional=True)
    if not name:
        return (), []
    file = path.parent / name
    try:
        procedures, findings = read_procedures(file, [s.id for s in site.services])
    except OSError as error:
        table.complain("procedures", f'"{name}" cannot be read: {error.strerror}')
        return (), []
    return procedures, findings.problems
