"""The procedure catalogue of a site: a CSV file with a header, one procedure a row."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import fields
from pathlib import Path

from queue_service.sites.findings import Findings, suggestion
from queue_service.sites.procedure import SHORT_NAME_LIMIT, Procedure

COLUMNS = tuple(field.name for field in fields(Procedure))

_CODE = re.compile(r"[1-9]\.\d{6}")  # the form of the national procedure database


def read_procedures(file: Path, services: Collection[str]) -> tuple[tuple[Procedure, ...], Findings]:
    """The rows of the file in its order, and what is wrong with it. Raises OSError when it cannot be read."""
    findings = Findings(file, {(): 1})
    try:
        text = unicodedata.normalize("NFC", file.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        findings.add((), f"not UTF-8: {error.reason} at byte {error.start}")
        return (), findings
    rows = _rows(text, findings)
    line, header = next(rows, (1, []))
    if not _header_is_right(header, findings, line):
        return (), findings
    procedures = []
    lines_by_code: dict[str, int] = {}
    for line, row in rows:
        if len(row) != len(header):
            findings.add_at(line, f"the row has {len(row)} columns, the header {len(header)}")
            continue
        procedure = Procedure(**{column: value.strip() for column, value in zip(header, row, strict=True)})
        for reason in _wrong_with(procedure, services):
            findings.add_at(line, reason)
        first = lines_by_code.setdefault(procedure.code, line)
        if first != line:
            findings.add_at(line, f'the code "{procedure.code}" stands already in line {first}')
        procedures.append(procedure)
    return tuple(procedures), findings


def _rows(text: str, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """Each row with its first line: a quoted value may run over several."""
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    line = 1
    try:
        for row in reader:
            if row:
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        findings.add_at(line, f"not a CSV row: {error}")


def _header_is_right(header: list[str], findings: Findings, line: int) -> bool:
    reasons = [f'missing column "{column}"' for column in COLUMNS if column not in header]
    reasons += [
        f'unknown column "{column}"{suggestion(column, COLUMNS)}'
        for column in header
        if column not in COLUMNS
    ]
    reasons += [f'the column "{column}" stands twice' for column in COLUMNS if header.count(column) > 1]
    for reason in reasons:
        findings.add_at(line, reason)
    return not reasons


def _wrong_with(procedure: Procedure, services: Collection[str]) -> Iterator[str]:
    if not _CODE.fullmatch(procedure.code):
        yield f'"{procedure.code}" is not a national code such as 1.001193'
    for column in COLUMNS:
        if column != "code" and not getattr(procedure, column):
            yield f'"{column}" is empty'
    if len(procedure.short_name) > SHORT_NAME_LIMIT:
        yield f'"short_name" has {len(procedure.short_name)} characters, more than {SHORT_NAME_LIMIT}'
    if procedure.service and procedure.service not in services:
        yield f'no service has the id "{procedure.service}"{suggestion(procedure.service, services)}'
