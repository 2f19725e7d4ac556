"""Writing a disclosure as one YAML or JSON file, manifest and records together."""

from __future__ import annotations

import json

import yaml

from ..manifest import TableRecord
from ..records import Disclosure
from .plain import Plain, plain_manifest, plain_records


def write_yaml(disclosure: Disclosure) -> bytes:
    """Return the disclosure as YAML, UTF-8; numbers and dates stay the texts that they are."""
    return as_yaml(_whole(disclosure))


def as_yaml(content: Plain) -> bytes:
    """Return plain content as YAML, UTF-8."""
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=118).encode()


def write_json_records(disclosure: Disclosure) -> bytes:
    """Return the disclosure as JSON, UTF-8, indented."""
    return (json.dumps(_whole(disclosure), ensure_ascii=False, indent=2) + "\n").encode()


def _whole(disclosure: Disclosure) -> Plain:
    def table(record: TableRecord) -> Plain:
        return {"name": record.name, "records": plain_records(disclosure, record)}

    return plain_manifest(disclosure.manifest, table)
