"""Checking a manifest beyond its shape: languages, identifiers, units, periods, footnotes and members."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...findings import Finding, LocatedYaml, Location, codes
from ...taxonomy import Taxonomy
from ..records import Manifest
from ..units import UnitProblem, listed, resolve_unit

MANIFEST = "disclosure.yaml"
LEI_SCHEME = "http://standards.iso.org/iso/17442"
"""The scheme of identifiers of ISO 17442, as the Legal Entity Identifier taxonomy has it."""


def check_manifest(document: LocatedYaml[Manifest], taxonomy: Taxonomy) -> Iterator[Finding]:
    """Yield what is wrong with a manifest that has the right shape."""
    manifest = document.model
    yield from _check_languages(document, taxonomy)
    yield from _check_entity(document)
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
        for footnote in table.footnotes:
            if footnote not in manifest.footnotes:
                yield unknown_footnote(footnote, manifest, _table_location(document, index))
    for axis in manifest.members:
        if axis not in taxonomy.axes or not taxonomy.axes[axis].typed:
            open_axes = [name for name, known in taxonomy.axes.items() if known.typed]
            yield codes.MEMBER_UNKNOWN.finding(
                f"{axis} is not an axis whose members are the filer's own.",
                hint=f"Members may be declared for: {', '.join(open_axes)}.",
                location=document.location("members", axis),
            )


def _table_location(document: LocatedYaml[Manifest], index: int) -> Location:
    places = [
        (section, table)
        for section, record in enumerate(document.model.sections)
        for table in range(len(record.tables))
    ]
    section, table = places[index]
    return document.location("sections", section, "tables", table, "footnotes")


def unknown_footnote(key: str, manifest: Manifest, location: Location) -> Finding:
    """Return the finding for a reference to a footnote that the manifest does not declare."""
    return codes.FOOTNOTE_UNKNOWN.finding(
        f"There is no footnote {key}.",
        hint=f"Declare it under `footnotes` in {MANIFEST}, or use one of: {listed(manifest.footnotes)}.",
        location=location,
    )


def _check_languages(document: LocatedYaml[Manifest], taxonomy: Taxonomy) -> Iterator[Finding]:
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
                    location=document.location(*path),
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
    for key, footnote in manifest.footnotes.items():
        yield ("footnotes", key), footnote
    for index, section in enumerate(manifest.sections):
        yield ("sections", index, "title"), section.title
        yield ("sections", index, "text"), section.text
        for position, table in enumerate(section.tables):
            yield ("sections", index, "tables", position, "title"), table.title


def _check_entity(document: LocatedYaml[Manifest]) -> Iterator[Finding]:
    entity = document.model.entity
    names_lei = re.search(r"17442|\b(G?LEI|lei)\b", entity.scheme)
    if names_lei and entity.scheme != LEI_SCHEME:
        yield codes.LEI_INVALID.finding(
            f"The scheme {entity.scheme} is not the one that legal entity identifiers are written with.",
            hint=f"Write `scheme: {LEI_SCHEME}`.",
            location=document.location("entity", "scheme"),
        )
    elif entity.scheme == LEI_SCHEME and not is_lei(entity.identifier):
        yield codes.LEI_INVALID.finding(
            f"{entity.identifier} is not a legal entity identifier: 20 letters and digits with matching check "
            "digits are expected.",
            hint="Copy the LEI from the register again; one wrong character is enough to break the check digits.",
            location=document.location("entity", "identifier"),
        )


def _check_units(document: LocatedYaml[Manifest], taxonomy: Taxonomy) -> Iterator[Finding]:
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


def _check_periods(document: LocatedYaml[Manifest]) -> Iterator[Finding]:
    """A period named by a year has days in it."""
    for period in document.model.periods.by_name.values():
        year = re.fullmatch(r"(?:FY)?(\d{4})", period.name)
        if year and not period.start.year <= int(year[1]) <= period.end.year:
            yield codes.PERIOD_NAME_MISLEADS.finding(
                f"The period {period.name} runs from {period.start} to {period.end}.",
                hint="Correct its dates or its name.",
                location=document.location("periods"),
            )


def is_lei(identifier: str) -> bool:
    """Whether the text is a legal entity identifier (ISO 17442: 18 characters and ISO 7064 mod 97-10 digits)."""
    if not re.fullmatch(r"[0-9A-Z]{18}[0-9]{2}", identifier):
        return False
    return int("".join(str(int(character, 36)) for character in identifier)) % 97 == 1
