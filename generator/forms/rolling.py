"""Rolling a disclosure forward: last year's figures become comparatives, and the new year is open."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from ...findings import Finding, codes
from ..manifest import Manifest, PeriodRecord, PeriodsRecord
from ..records import Disclosure, KPIRecord
from ..sources.instances import replace_year


def roll_forward(disclosure: Disclosure) -> tuple[Disclosure, list[Finding]]:
    """Return the disclosure of the year after, with what a person must look at.

    Every figure stays in its period; the reporting period becomes the first comparative. Whatever was reported for it
    is open in the new one, unless it was given already, as a target may be. Values that were restated are now what
    was reported, so that their previous values and reasons go.
    """
    before = disclosure.manifest
    reporting = _next(before.periods)
    periods = before.periods
    manifest = before.model_copy(
        update={
            "periods": PeriodsRecord(
                reporting=reporting,
                comparatives=[periods.reporting, *periods.comparatives],
                baselines=periods.baselines,
                targets=[period for period in periods.targets if period.end > reporting.end],
            ),
            "restatements": {},
        }
    )
    kept = [record.model_copy(update={"restatement": None}) for record in disclosure.records if not record.is_previous]
    given = {(*_row(record), record.language) for record in kept if record.period == reporting.name}
    rows: dict[tuple[object, ...], list[KPIRecord]] = defaultdict(list)
    for record in kept:
        rows[_row(record)].append(record)
    opened = [
        _open(record, rows[_row(record)], reporting)
        for record in kept
        if record.period == periods.reporting.name and (*_row(record), record.language) not in given
    ]
    document = replace(disclosure.document, model=manifest)
    rolled = replace(disclosure, document=document, records=_in_order([*opened, *kept], manifest), refused=())
    return rolled, _to_look_at(disclosure, reporting)


def _open(record: KPIRecord, row: list[KPIRecord], reporting: PeriodRecord) -> KPIRecord:
    """Return the record of the new period, without a value; it keeps the footnotes of the whole row."""
    footnotes = tuple(key for key in record.footnotes if all(key in other.footnotes for other in row))
    assurance = tuple(key for key in record.assurance if all(key in other.assurance for other in row))
    return record.model_copy(
        update={
            "period": reporting.name,
            "printed": "",
            "omission": None,
            "footnotes": footnotes,
            "assurance": assurance,
        }
    )


def _row(record: KPIRecord) -> tuple[object, ...]:
    return record.table, record.row, record.concept, record.members


def _in_order(records: list[KPIRecord], manifest: Manifest) -> tuple[KPIRecord, ...]:
    tables, periods = [table.name for table in manifest.tables], list(manifest.periods.by_name)
    languages = [None, *manifest.report.languages]
    return tuple(
        sorted(
            records,
            key=lambda record: (
                tables.index(record.table),
                record.row,
                periods.index(record.period),
                languages.index(record.language),
            ),
        )
    )


def _next(periods: PeriodsRecord) -> PeriodRecord:
    """Return the period after the reporting period; a target period with the same days keeps its name."""
    last = periods.reporting
    start = last.end + timedelta(days=1)
    after = replace_year(last.start, last.start.year + 1)
    end = replace_year(start, start.year + 1) - timedelta(days=1) if after == start else start + (last.end - last.start)
    declared = next((period for period in periods.targets if (period.start, period.end) == (start, end)), None)
    name = re.sub(r"\d{4}", lambda year: str(int(year[0]) + 1), last.name, count=1)
    return declared or PeriodRecord(name=name if name != last.name else str(end.year), start=start, end=end)


def _to_look_at(disclosure: Disclosure, reporting: PeriodRecord) -> list[Finding]:
    """Name the texts that speak of the year that is over, and the restatements that are."""
    manifest, over = disclosure.manifest, disclosure.manifest.periods.reporting.name
    findings = []
    texts = {
        "report.title": manifest.report.title,
        "report.introduction": manifest.report.introduction,
        **{f"sections.{number}.title": section.title for number, section in enumerate(manifest.sections, start=1)},
        **{f"sections.{number}.text": section.text for number, section in enumerate(manifest.sections, start=1)},
        **{f"omissions.{mark.mark}": mark.explanation for mark in manifest.omissions},
        **{f"footnotes.{key}": text for key, text in manifest.footnotes.items()},
    }
    dated = [name for name, text in texts.items() if any(over in one for one in text.values())]
    if dated:
        findings.append(
            codes.NOT_CARRIED.finding(
                f"{len(dated)} texts speak of {over}: {', '.join(dated[:8])}{' …' if len(dated) > 8 else ''}.",
                hint=f"Read them again for {reporting.name}.",
                location=disclosure.document.location("report"),
            )
        )
    if previous := [record for record in disclosure.records if record.is_previous]:
        findings.append(
            codes.NOT_CARRIED.finding(
                f"{len(previous)} figures were restated for {over}; they are carried over as restated.",
                hint="Nothing, unless they are restated again.",
                location=previous[0].location,
            )
        )
    return findings
