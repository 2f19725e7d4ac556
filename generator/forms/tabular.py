"""Writing a disclosure as a manifest with CSV tables: a wide one for each of its tables, or a long one for all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ..manifest import TableRecord
from ..records import Disclosure, KPIRecord, as_members
from .plain import (
    Plain,
    own_assurance,
    own_boundary,
    own_footnotes,
    plain_manifest,
    records_of,
    with_previous,
)
from .structured import as_yaml

LONG_FILE = "records.csv"


def write_wide(disclosure: Disclosure) -> dict[str, bytes]:
    """Return ``disclosure.yaml`` and a CSV file for each table, with a column for each period."""

    def table(record: TableRecord) -> Plain:
        return {"file": f"{record.name}.csv"}

    files = {"disclosure.yaml": as_yaml(plain_manifest(disclosure.manifest, table))}
    for one in disclosure.manifest.tables:
        files[f"{one.name}.csv"] = _csv(_wide_rows(disclosure, one))
    return files


def write_long(disclosure: Disclosure) -> dict[str, bytes]:
    """Return ``disclosure.yaml`` and one CSV file with a row for each value."""

    def table(record: TableRecord) -> Plain:
        return {"name": record.name, "file": LONG_FILE}

    rows = [list(_LONG)]
    for one in disclosure.manifest.tables:
        rows += _long_rows(disclosure, one)
    used = [index for index, heading in enumerate(_LONG) if heading in _ALWAYS or any(row[index] for row in rows[1:])]
    return {
        "disclosure.yaml": as_yaml(plain_manifest(disclosure.manifest, table)),
        LONG_FILE: _csv([row[index] for index in used] for row in rows),
    }


_LONG = (
    "table",
    "concept",
    "members",
    "unit",
    "period",
    "language",
    "value",
    "previous",
    "footnotes",
    "restatement",
    "boundary",
    "assurance",
)
_ALWAYS = ("table", "concept", "unit", "period", "value")


def _long_rows(disclosure: Disclosure, table: TableRecord) -> Iterator[list[str]]:
    for record, previous in with_previous(records_of(disclosure, table)):
        yield [
            table.name,
            record.concept,
            as_members(record.members),
            record.unit or "",
            record.period,
            record.language or "",
            record.printed,
            previous.printed if previous else "",
            " ".join(own_footnotes(record, table)),
            record.restatement or "",
            own_boundary(record, table) or "",
            " ".join(own_assurance(record, table)),
        ]


def _wide_rows(disclosure: Disclosure, table: TableRecord) -> Iterator[list[str]]:
    records = records_of(disclosure, table)
    axes = [axis for axis in disclosure.taxonomy.axes if any(axis in dict(record.members) for record in records)]
    axes += sorted({axis for record in records for axis, _ in record.members} - set(axes))
    columns = period_columns(disclosure, records)
    rows = [
        (list(group), unit)
        for _, same in groupby(records, key=lambda record: record.row)
        for unit, group in by_unit(same)
    ]
    own = {heading: [references(group, table, heading) for group, _ in rows] for heading in REFERENCE_HEADINGS}
    used = [heading for heading, cells in own.items() if any(cells) or heading == "footnotes"]
    has_units = any(unit for _, unit in rows) or any(record.unit is not None for record in records)
    yield ["concept", *axes, *(["unit"] if has_units else []), *columns, *used]
    for index, (group, unit) in enumerate(rows):
        members = dict(group[0].members)
        cells = {column_of(record): record.printed for record in group}
        yield [
            group[0].concept,
            *(members.get(axis, "") for axis in axes),
            *([unit or ""] if has_units else []),
            *(cells.get(column, "") for column in columns),
            *(own[heading][index] for heading in used),
        ]


REFERENCE_HEADINGS = ("footnotes", "restatement", "boundary", "assurance")


def by_unit(row: Iterable[KPIRecord]) -> Iterator[tuple[str | None, list[KPIRecord]]]:
    """Yield the records of a row unit by unit: a row of a table has one."""
    groups: dict[str | None, list[KPIRecord]] = {}
    for record in row:
        groups.setdefault(record.unit, []).append(record)
    yield from groups.items()


def column_of(record: KPIRecord) -> str:
    """Return the heading of the column that a record stands in: ``2023``, ``2023@zh-Hans``, ``2022@previous``."""
    suffix = "previous" if record.is_previous else record.language
    return f"{record.period}@{suffix}" if suffix else record.period


def period_columns(disclosure: Disclosure, records: Sequence[KPIRecord]) -> list[str]:
    """Return the headings that a table needs, in the order of periods and languages."""
    suffixes = ["", *(f"@{language}" for language in disclosure.manifest.report.languages), "@previous"]
    used = {column_of(record) for record in records}
    return [
        f"{period}{suffix}"
        for period in disclosure.manifest.periods.by_name
        for suffix in suffixes
        if f"{period}{suffix}" in used
    ]


def references(row: Sequence[KPIRecord], table: TableRecord, heading: str) -> str:
    """Return the keys of a row as a cell: ``33``, or ``33@2022`` where only one period has it."""
    by_record = [_keys(record, table, heading) for record in row]
    found: list[str] = []
    for key in dict.fromkeys(key for keys in by_record for key in keys):
        if all(key in keys for keys in by_record):
            found.append(key)
        else:
            periods = dict.fromkeys(record.period for record, keys in zip(row, by_record, strict=True) if key in keys)
            found += [f"{key}@{period}" for period in periods]
    return " ".join(found)


def _keys(record: KPIRecord, table: TableRecord, heading: str) -> tuple[str, ...]:
    if heading == "footnotes":
        return own_footnotes(record, table)
    if heading == "assurance":
        return own_assurance(record, table)
    key = record.restatement if heading == "restatement" else own_boundary(record, table)
    return (key,) if key else ()


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()
