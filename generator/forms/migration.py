"""Carrying a disclosure from a version of the taxonomy to the one after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...findings import Finding, codes
from ...taxonomy import Taxonomy, compare
from ..records import Disclosure, KPIRecord

_HARMLESS = ("renamed", "relabelled", "redefined", "re-referenced", "moved", "added")
"""Changes that ask nothing of a person: names are carried over, words and places are the taxonomy's own affair."""


def migrate(disclosure: Disclosure, old: Taxonomy | None) -> tuple[Disclosure, list[Finding]]:
    """Return a disclosure that was read with the present taxonomy as one of it, with what a person must decide.

    Reading has carried the old names over. ``old`` is the version that the disclosure was made for; where it is at
    hand, each of its concepts that means something else now is named, with the first record that uses it.
    """
    manifest = disclosure.manifest.model_copy(update={"taxonomy": disclosure.taxonomy.entry_point})
    document = replace(disclosure.document, model=manifest)
    findings = list(_decisions(disclosure, old)) if old else []
    return replace(disclosure, document=document), findings


def _decisions(disclosure: Disclosure, old: Taxonomy) -> Iterator[Finding]:
    used: dict[str, KPIRecord] = {}
    for record in disclosure.records:
        used.setdefault(record.concept, record)
        for axis, member in record.members:
            used.setdefault(axis, record)
            used.setdefault(member, record)
    for change in compare(old, disclosure.taxonomy):
        first = used.get(change.name)
        if first is None or not change.is_breaking or change.kind.value in _HARMLESS:
            continue
        was = f" from {change.before}" if change.before else ""
        now = f" to {change.after}" if change.after else ""
        yield codes.NOT_CARRIED.finding(
            f"{change.name} is {change.kind.value}{was}{now}: {change.why.rstrip('.')}.",
            hint=change.hint or "Look at its records, and decide whether they still say what is meant.",
            location=first.at("concept"),
        )
