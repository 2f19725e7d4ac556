"""Checking a manifest beyond its shape: languages, identifiers, currency, units, periods, keys and members."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...findings import Finding, Located, Location, codes
from ...taxonomy import Taxonomy, similar
from ..manifest import Manifest
from ..remarks import ENGAGEMENT_AXIS
from ..units import UnitProblem, resolve_unit
from .reading import unknown_key

LEI_SCHEME = "http://standards.iso.org/iso/17442"
"""The scheme of identifiers of ISO 17442, as the Legal Entity Identifier taxonomy has it."""


@dataclass(frozen=True, slots=True)
class Register:
    """A register whose identifiers filers use: what one of them is called, and how it is written."""

    name: str
    pattern: str
    form: str


_CIN = Register("an Indian CIN", r"[LU]\d{5}[A-Z]{2}\d{4}[A-Z]{3}\d{6}", "21 letters and digits, L or U first, are")
REGISTERS: Mapping[str, Register] = {
    "https://www.hkex.com.hk/stock-code": Register(
        "a stock code of the Hong Kong exchange", r"\d{1,5}", "one to five digits are"
    ),
    "http://www.sec.gov/CIK": Register("a CIK of the SEC", r"\d{10}", "ten digits are"),
    "http://www.companieshouse.gov.uk/": Register(
        "a company number of Companies House", r"[A-Z0-9]{2}\d{6}", "eight characters, the last six digits, are"
    ),
    "http://www.cro.ie/": Register("an Irish company number", r"\d{5,6}", "five or six digits are"),
    "http://www.dcca.dk/cvr": Register("a Danish CVR number", r"\d{8}", "eight digits are"),
    "https://www.sebi.gov.in/in-capmkt/CorporateIdentityNumber": _CIN,
    "http://www.mca.gov.in/CIN": _CIN,
}
"""Registers by the URI of their scheme, beside that of the LEI."""


def check_manifest(document: Located[Manifest], taxonomy: Taxonomy) -> Iterator[Finding]:
    """Yield what is wrong with a manifest that has the right shape."""
    manifest = document.model
    yield from _check_languages(document, taxonomy)
    yield from _check_entity(document, taxonomy)
    yield from _check_currency(document, taxonomy)
    yield from _check_units(document, taxonomy)
    yield from _check_periods(document)
    for index, standard in enumerate(manifest.report.standards):
        if standard not in taxonomy.standards:
            yield codes.MANIFEST_INVALID.finding(
                f"The taxonomy refers to no standard named {standard}.",
                hint=f"Standards of the taxonomy: {', '.join(taxonomy.standards)}.",
                location=document.location("report", "standards", index),
            )
    seen: set[str] = set()
    for index, table in enumerate(manifest.tables):
        if table.name in seen:
            yield codes.RECORD_REPEATED.finding(
                f"Two tables are named {table.name}.",
                hint="Give each CSV file a name of its own, or remove one of the two entries.",
                location=document.location("sections"),
            )
        seen.add(table.name)
        for heading, keys, known in (
            ("footnotes", table.footnotes, manifest.footnotes),
            ("boundary", [table.boundary] if table.boundary else [], manifest.boundaries),
            ("assurance", table.assurance, manifest.members.get(ENGAGEMENT_AXIS, {})),
        ):
            for key in keys:
                if key not in known:
                    yield unknown_key(heading, key, known, _table_location(document, index, heading))
    for axis in manifest.members:
        if axis not in taxonomy.axes or not taxonomy.axes[axis].typed:
            open_axes = [name for name, known in taxonomy.axes.items() if known.typed]
            yield codes.MEMBER_UNKNOWN.finding(
                f"{axis} is not an axis whose members are the filer's own.",
                hint=f"Members may be declared for: {', '.join(open_axes)}.",
                location=document.location("members", axis),
            )


def _table_location(document: Located[Manifest], index: int, key: str) -> Location:
    places = [
        (section, table)
        for section, record in enumerate(document.model.sections)
        for table in range(len(record.tables))
    ]
    section, table = places[index]
    return document.location("sections", section, "tables", table, key)


def _check_languages(document: Located[Manifest], taxonomy: Taxonomy) -> Iterator[Finding]:
    """The taxonomy speaks every language of the report, and every text of the manifest exists in it."""
    languages = document.model.report.languages
    for index, language in enumerate(languages):
        place = document.location("report", "languages", index)
        if language not in taxonomy.languages:
            meant = next((known for known in taxonomy.languages if known.partition("-")[0] == language[:2]), None)
            yield codes.MANIFEST_INVALID.finding(
                f"The taxonomy has no labels in {language}.",
                hint=f"Write {meant}." if meant else f"Languages of the taxonomy: {', '.join(taxonomy.languages)}.",
                location=place,
            )
        if language in languages[:index]:
            yield codes.MANIFEST_INVALID.finding(
                f"The language {language} is named twice.", hint="Remove one of the two.", location=place
            )
    for path, texts in _texts(document.model):
        for language in languages:
            if texts and language in taxonomy.languages and language not in texts:
                yield codes.MANIFEST_INVALID.finding(
                    f"The text `{'.'.join(map(str, path))}` is missing in {language}.",
                    hint=f"Add a line `{language}: ...`, or remove {language} from `report.languages`.",
                    location=document.location(*path, language),
                )


def _texts(manifest: Manifest) -> Iterator[tuple[tuple[str | int, ...], dict[str, str]]]:
    yield ("entity", "name"), manifest.entity.name
    yield ("report", "title"), manifest.report.title
    yield ("report", "introduction"), manifest.report.introduction
    for index, mark in enumerate(manifest.omissions):
        yield ("omissions", index, "shown"), mark.shown
        yield ("omissions", index, "explanation"), mark.explanation
    for axis, members in manifest.members.items():
        for member, labels in members.items():
            yield ("members", axis, member), labels
    for name in ("footnotes", "restatements", "boundaries"):
        for key, text in getattr(manifest, name).items():
            yield (name, key), text
    yield ("periods", "reporting", "reason"), manifest.periods.reporting.reason
    for name in ("comparatives", "baselines", "targets"):
        for index, period in enumerate(getattr(manifest.periods, name)):
            yield ("periods", name, index, "reason"), period.reason
    for index, section in enumerate(manifest.sections):
        yield ("sections", index, "title"), section.title
        yield ("sections", index, "text"), section.text
        for position, table in enumerate(section.tables):
            yield ("sections", index, "tables", position, "title"), table.title


def _check_entity(document: Located[Manifest], taxonomy: Taxonomy) -> Iterator[Finding]:
    """The entity is identified in a known register, as the register writes its identifiers.

    An authority with a taxonomy of its own may have a register of its own.
    """
    entity = document.model.entity
    at_scheme, at_identifier = document.location("entity", "scheme"), document.location("entity", "identifier")
    names_lei = re.search(r"17442|\b(G?LEI|lei)\b", entity.scheme)
    if names_lei and entity.scheme != LEI_SCHEME:
        yield codes.LEI_INVALID.finding(
            f"The scheme {entity.scheme} is not the one that legal entity identifiers are written with.",
            hint=f"Write `scheme: {LEI_SCHEME}`.",
            location=at_scheme,
        )
    elif entity.scheme == LEI_SCHEME:
        if not is_lei(entity.identifier):
            yield codes.LEI_INVALID.finding(
                f"{entity.identifier} is not a legal entity identifier: 20 letters and digits with matching check "
                "digits are expected.",
                hint="Copy the LEI from the register again; one wrong character is enough to break the check digits.",
                location=at_identifier,
            )
    elif register := REGISTERS.get(entity.scheme):
        if not re.fullmatch(register.pattern, entity.identifier):
            yield codes.SCHEME_NOT_ALLOWED.finding(
                f"{entity.identifier} is not {register.name}: {register.form} expected.",
                hint="Copy the identifier from the register again, or correct the scheme.",
                location=at_identifier,
            )
    elif not taxonomy.is_foreign:
        guess = similar(entity.scheme, [LEI_SCHEME, *REGISTERS])
        yield codes.SCHEME_NOT_ALLOWED.finding(
            f"{entity.scheme} is not the scheme of a known register.",
            hint=f"Did you mean {guess}?"
            if guess
            else f"Identify the entity by its LEI ({LEI_SCHEME}) or in one of: {', '.join(REGISTERS)}.",
            location=at_scheme,
        )


def _check_units(document: Located[Manifest], taxonomy: Taxonomy) -> Iterator[Finding]:
    """What a disclosure means by a spelling is a unit with one meaning; a spelling that has one keeps it."""
    for spelling, meaning in document.model.units.items():
        if known := taxonomy.unit(spelling):
            yield codes.MANIFEST_INVALID.finding(
                f"{spelling} already means {known.label('en')} and cannot mean {meaning}.",
                hint="Remove this line, and write another unit in the table where another one is meant.",
                location=document.location("units", spelling),
            )
        problem = resolve_unit(meaning, taxonomy, {})
        if isinstance(problem, UnitProblem):
            place = document.location("units", spelling)
            yield codes.UNIT_UNKNOWN.finding(problem.message, hint=problem.hint, location=place)


def _check_currency(document: Located[Manifest], taxonomy: Taxonomy) -> Iterator[Finding]:
    currency = document.model.currency
    known = list(dict.fromkeys(unit.measure.local for unit in taxonomy.units_of("money")))
    if currency is not None and currency not in known:
        guess = similar(currency, known)
        yield codes.MANIFEST_INVALID.finding(
            f"The taxonomy has no currency {currency}.",
            hint=f"Did you mean {guess}?" if guess else f"Currencies are: {', '.join(known)}.",
            location=document.location("currency"),
        )


def _check_periods(document: Located[Manifest]) -> Iterator[Finding]:
    """A period stands on the right side of the reporting period; one that is named by a year has days in it."""
    periods = document.model.periods
    for name in ("comparatives", "baselines", "targets"):
        is_later = name == "targets"
        for index, period in enumerate(getattr(periods, name)):
            if period.end == periods.reporting.end or (period.end > periods.reporting.end) is not is_later:
                yield codes.MANIFEST_INVALID.finding(
                    f"The period {period.name}, {period.start} to {period.end}, stands among the {name}, which end "
                    f"{'after' if is_later else 'before'} the reporting period does, on {periods.reporting.end}.",
                    hint="Correct its dates, or move it to where it belongs.",
                    location=document.location("periods", name, index),
                )
    for period in document.model.periods.by_name.values():
        year = re.fullmatch(r"(?:FY)?(\d{4})", period.name)
        if year and not period.start.year <= int(year[1]) <= period.end.year:
            yield codes.PERIOD_NAME_MISLEADS.finding(
                f"The period {period.name} runs from {period.start} to {period.end}.",
                hint="Correct its dates or its name.",
                location=document.location("periods"),
            )


def is_lei(identifier: str) -> bool:
    """Whether the text is a legal entity identifier (ISO 17442: 18 characters and ISO 7064 mod 97-10 digits).

    Early ones were issued with the check digits 00 or 01 for 97 or 98; they leave the same remainder.
    """
    if not re.fullmatch(r"[0-9A-Z]{18}[0-9]{2}", identifier):
        return False
    return int("".join(str(int(character, 36)) for character in identifier)) % 97 == 1
