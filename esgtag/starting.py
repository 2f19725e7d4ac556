"""Starting a disclosure: a manifest from a few answers, with tables or a workbook to fill in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .findings import Location, locate
from .generator import (
    LEI_SCHEME,
    REASON_LABELS,
    Disclosure,
    Form,
    KPIRecord,
    Manifest,
    OmissionReason,
    blank_form,
    check_manifest,
    disclosure_schema,
    in_language,
    spelling_of,
    write_disclosure,
)
from .taxonomy import Taxonomy

SCHEMA = "disclosure.schema.json"
_STARTER = (
    "TotalEnergyConsumption",
    "GrossScope1GreenhouseGasEmissions",
    "GrossScope2GreenhouseGasEmissions",
    "GrossScope3GreenhouseGasEmissions",
    "WaterWithdrawal",
    "NumberOfEmployees",
)
"""The figures that a new disclosure begins with: those that nearly every report has."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a disclosure is started from."""

    name: str
    identifier: str
    scheme: str
    year: int
    languages: tuple[str, ...]
    standards: tuple[str, ...] = ()


class UnfitAnswerError(ValueError):
    """An answer that no disclosure can be started from; the text says why and what to give."""


def start(answers: Answers, taxonomy: Taxonomy) -> dict[str, bytes]:
    """Return the files of a new disclosure: a manifest, tables with blank cells, the JSON Schema for editors.

    Raises :class:`UnfitAnswerError`.
    """
    if unknown := [one for one in answers.languages if one not in taxonomy.languages]:
        raise UnfitAnswerError(f"There is no {unknown[0]}: choose from {', '.join(taxonomy.languages)}.")
    starter = dict.fromkeys(taxonomy.concepts[name].table for name in _STARTER)
    content = _content(answers, taxonomy, starter)
    document, findings = locate(content, Manifest, lambda path: Location("disclosure.yaml"))
    if document is not None:
        findings += check_manifest(document, taxonomy)
    if document is None or findings:
        raise UnfitAnswerError("\n".join(f"{finding.message} {finding.hint}" for finding in findings))
    records = tuple(_blanks(document.model, taxonomy))
    files = write_disclosure(Disclosure(document, taxonomy, records), Form.WIDE, "disclosure.yaml")
    schema = f"# yaml-language-server: $schema={SCHEMA}\n".encode()
    files["disclosure.yaml"] = schema + files["disclosure.yaml"]
    files[SCHEMA] = (json.dumps(disclosure_schema(taxonomy), ensure_ascii=False, indent=1) + "\n").encode()
    return files


def blank_workbook(taxonomy: Taxonomy, entry: str, year: int | None, language: str) -> bytes:
    """Return a form with nothing filled in, of a year or of the one that ended last."""
    href = next(one.href for one in taxonomy.entry_points if one.name.lower() == entry)
    view = taxonomy.at(href) or taxonomy
    answers = Answers(
        name="to be filled in",
        identifier="to-be-filled-in",
        scheme=LEI_SCHEME,
        year=year or date.today().year - 1,
        languages=(language,) if language == "en" else (language, "en"),
        standards=view.entry_points[0].standards,
    )
    manifest = Manifest.model_validate(_content(answers, view, ()))
    blank = dict.fromkeys(answers.languages, "")
    cover = {
        "entity": manifest.entity.model_copy(update={"name": blank, "identifier": ""}),
        "report": manifest.report.model_copy(update={"name": "", "title": blank}),
    }
    return blank_form(manifest.model_copy(update=cover), view, language)


_MARKS = (
    (
        "-",
        OmissionReason.NOT_AVAILABLE,
        {
            "en": "The figure is not available for this period.",
            "zh-Hans": "本期间暂无该数据。",
            "zh-Hant": "本期間暫無該數據。",
        },
    ),
    (
        "n/a",
        OmissionReason.NOT_APPLICABLE,
        {
            "en": "The figure does not apply to the company.",
            "zh-Hans": "该指标不适用于本公司。",
            "zh-Hant": "該指標不適用於本公司。",
        },
    ),
)
"""The omission marks that a disclosure begins with."""


def _content(answers: Answers, taxonomy: Taxonomy, tables: Iterable[str]) -> dict[str, Any]:
    """Return the content of a manifest."""
    languages = list(answers.languages)
    sections: dict[str, dict[str, Any]] = {}
    for name in tables:
        table = taxonomy.tables[name]
        section = sections.setdefault(table.topic.name, {"title": _in(languages, table.topic.labels), "tables": []})
        section["tables"].append({"name": name, "records": [], "title": _in(languages, table.labels)})
    return {
        "taxonomy": taxonomy.entry_point,
        "entity": {
            "name": dict.fromkeys(languages, answers.name),
            "scheme": answers.scheme,
            "identifier": answers.identifier,
        },
        "report": {
            "name": re.sub(r"[^a-z0-9]+", "-", answers.name.lower()).strip("-") or "report",
            "languages": languages,
            "standards": list(answers.standards),
            "title": {language: _TITLES[language].format(year=answers.year) for language in languages},
        },
        "periods": {
            "reporting": _year(answers.year),
            "comparatives": [_year(answers.year - 1)],
        },
        "omissions": [
            {
                "mark": mark,
                "reason": reason.value,
                "shown": _in(languages, REASON_LABELS[reason]),
                "explanation": _in(languages, explanation),
            }
            for mark, reason, explanation in _MARKS
        ],
        "sections": list(sections.values()),
    }


_TITLES = {
    "en": "ESG report {year}",
    "zh-Hans": "{year}年环境、社会及管治报告",
    "zh-Hant": "{year}年環境、社會及管治報告",
}


def _in(languages: Iterable[str], text: Mapping[str, str]) -> dict[str, str]:
    return {language: in_language(text, language) for language in languages}


def _year(year: int) -> dict[str, str]:
    return {"name": str(year), "start": f"{year}-01-01", "end": f"{year}-12-31"}


def _blanks(manifest: Manifest, taxonomy: Taxonomy) -> Iterator[KPIRecord]:
    """Yield a record without a value for each starter figure and each year."""
    place = Location("disclosure.yaml")
    for row, name in enumerate(_STARTER):
        concept = taxonomy.concepts[name]
        for period in manifest.periods.by_name:
            yield KPIRecord(
                table=concept.table,
                row=row,
                concept=name,
                members=(),
                unit=next(spelling_of(concept.type.quantity or "", taxonomy), None),
                period=period,
                printed="",
                omission=None,
                footnotes=(),
                location=place,
            )
