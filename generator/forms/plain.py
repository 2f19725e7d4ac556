"""A manifest and its records as dictionaries, lists and texts: what YAML and JSON hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ..manifest import Manifest, TableRecord
from ..records import Disclosure, KPIRecord

Plain = dict[str, Any]


def plain_manifest(manifest: Manifest, table: Callable[[TableRecord], Plain]) -> Plain:
    """Return a manifest without what it need not say. ``table`` says where the records of a table stand."""
    content: Plain = manifest.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for section, plain in zip(manifest.sections, content["sections"], strict=True):
        plain["tables"] = [
            table(record) | {key: value for key, value in one.items() if key not in ("file", "name", "records")}
            for record, one in zip(section.tables, plain["tables"], strict=True)
        ]
    return content


def records_of(disclosure: Disclosure, table: TableRecord) -> list[KPIRecord]:
    """Return the records of a table, in order."""
    return [record for record in disclosure.records if record.table == table.name]


def own_footnotes(record: KPIRecord, table: TableRecord) -> tuple[str, ...]:
    """Return the footnotes of a record that are not those of its whole table."""
    return tuple(key for key in record.footnotes if key not in table.footnotes)


def own_assurance(record: KPIRecord, table: TableRecord) -> tuple[str, ...]:
    """Return the engagements that assured a record but not its whole table."""
    return tuple(key for key in record.assurance if key not in table.assurance)


def own_boundary(record: KPIRecord, table: TableRecord) -> str | None:
    """Return what a record covers if that is not what its whole table covers."""
    return record.boundary if record.boundary != table.boundary else None


def with_previous(records: Sequence[KPIRecord]) -> Iterator[tuple[KPIRecord, KPIRecord | None]]:
    """Yield each value with the one that it restates."""
    previous = {_figure(record): record for record in records if record.is_previous}
    for record in records:
        if not record.is_previous:
            yield record, previous.get(_figure(record))


def _figure(record: KPIRecord) -> tuple[object, ...]:
    return record.concept, record.members, record.period, record.language


def plain_records(disclosure: Disclosure, table: TableRecord) -> list[Plain]:
    """Return the records of a table as YAML and JSON hold them."""
    return [_plain(record, previous, table) for record, previous in with_previous(records_of(disclosure, table))]


def _plain(record: KPIRecord, previous: KPIRecord | None, table: TableRecord) -> Plain:
    content: Plain = {
        "concept": record.concept,
        "members": dict(record.members),
        "unit": record.unit or None,
        "period": record.period,
        "language": record.language,
        "omission" if record.omission else "value": record.printed,
        "previous": previous.printed if previous else None,
        "restatement": record.restatement,
        "boundary": own_boundary(record, table),
        "assurance": list(own_assurance(record, table)),
        "footnotes": list(own_footnotes(record, table)),
    }
    return {key: value for key, value in content.items() if value or key == "value"}
