"""Rules on facts and footnotes, whatever they are written in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ...findings import Finding, Location, codes
from ...instances import FiledFact
from ...taxonomy import Kind
from .model import Document, Syntax, Tag, Types
from .reading import FACT_FOOTNOTE, FOOTNOTE_ROLE, STANDARD_LINK
from .settings import Settings
from .text import texts_of

_NO_TEXT = re.compile(
    r"""-?\d{4,}(?:-\d\d){0,2}(?:T[\d:.]+)?(?:Z|[+-]\d\d:\d\d)?   # a year, a month, a day, a moment
      | [+-]?(?:\d[\d\s,.]*)                                        # a number
      | true | false
      | -?P(?:\d+[YMD])*(?:T(?:\d+[HMS])*)?                         # a duration
      | (?:[a-z][a-z0-9+.-]*:\S+(?:\s+|\Z))+                        # addresses and qualified names
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LONGEST_NO_TEXT = 2000


def precision_used(document: Document, settings: Settings) -> Iterator[Finding]:
    """Accuracy is given by decimals."""
    for tag in document.tags:
        if tag.has_precision:
            yield codes.PRECISION_USED.finding(
                f"{tag.named} has a precision.",
                hint="Give its decimals instead: the places after the point that are right, -3 for whole thousands.",
                location=tag.place,
                facts=tag.facts,
            )


def rounded_away(document: Document, settings: Settings) -> Iterator[Finding]:
    """A figure that is 0 at its own accuracy is reported as 0, and is not reported elsewhere with another value."""
    if not any(tag.is_numeric for tag in document.tags):
        return
    for file, facts in document.facts.items():
        shown: dict[object, FiledFact] = {}
        others: list[FiledFact] = []
        for fact in facts:
            if not isinstance(fact.value, Decimal):
                continue
            if fact.value == 0:
                shown.setdefault(_aspects(fact), fact)
            else:
                others.append(fact)
        yield from _rounded_away(others, shown, file)


def _rounded_away(others: Iterable[FiledFact], shown: dict[object, FiledFact], file: str) -> Iterator[Finding]:
    for fact in others:
        zero = shown.get(_aspects(fact)) if fact.period else None
        if _is_nothing_at(fact, fact.decimals):
            what = f"with decimals {fact.decimals}, which makes it 0"
            hint = "Report 0, or the value with all the decimals that it has."
        elif zero is not None and _is_nothing_at(fact, zero.decimals):
            what = f"and as 0 with decimals {zero.decimals}" + (f" in line {zero.line}" if zero.line else "")
            hint = "Show the value, or say below the table what is too small to be shown; 0 means that there is none."
        else:
            continue
        yield codes.ROUNDED_AWAY.finding(
            f"{fact.concept.local} is reported as {fact.value:f} {what}.",
            hint=hint,
            location=Location(file, fact.line),
            facts=tuple(one.id for one in (fact, zero) if one is not None and not one.id.startswith("#")),
            related=(Location(file, zero.line),) if zero is not None else (),
        )


def _aspects(fact: FiledFact) -> object:
    return fact.concept, fact.entity, fact.period, fact.dimensions, fact.unit


def _is_nothing_at(fact: FiledFact, decimals: str) -> bool:
    """Whether a value that is not 0 rounds to 0 at an accuracy."""
    if not isinstance(fact.value, Decimal) or not re.fullmatch(r"-?\d{1,3}", decimals):
        return False
    return abs(fact.value) * 2 < Decimal(1).scaleb(-int(decimals))


def language_missing(document: Document, settings: Settings, types: Types) -> Iterator[Finding]:
    """Texts and footnotes say their language, or inherit one."""
    for tag in document.tags:
        if not (tag.language or tag.is_numeric or tag.is_nil) and _is_text(tag, document, types):
            yield codes.LANGUAGE_MISSING.finding(
                f"The text of {tag.named} does not say in which language it is.",
                hint=_language_hint(document),
                location=tag.place,
                facts=tag.facts,
            )
    for footnote in document.footnotes:
        if not footnote.language:
            yield codes.LANGUAGE_MISSING.finding(
                f"The footnote {footnote.key} does not say in which language it is.",
                hint=_language_hint(document),
                location=footnote.place,
            )


def _language_hint(document: Document) -> str:
    if document.syntax is Syntax.JSON:
        return 'Add "language" to its dimensions.'
    where = "the element html" if document.syntax is Syntax.INLINE else "its element"
    return f'Add xml:lang="en", or whichever it is, to {where}.'


def _is_text(tag: Tag, document: Document, types: Types) -> bool:
    """Whether a fact is a text: by its type, and where that is not known, by not being like anything else."""
    if (kind := types.get(tag.concept)) is not None:
        return kind in (Kind.TEXT, Kind.BLOCK)
    text = ""
    for piece in texts_of(tag, document):
        text += piece
        if len(text) > _LONGEST_NO_TEXT:
            return True
    return bool(text.strip()) and _NO_TEXT.fullmatch(text.strip()) is None and tag.format is None


def id_missing(document: Document, settings: Settings) -> Iterator[Finding]:
    """Every fact has an id of its own."""
    for tag in document.tags:
        if not tag.id:
            yield codes.FACT_ID_MISSING.finding(
                f"{tag.named} has no id.",
                hint="Give it one that stays the same when the report is produced again.",
                location=tag.place,
            )
    for repeated in document.repeated:
        yield codes.FACT_ID_MISSING.finding(
            f"The id {repeated.id} stands at more than one element"
            + (f"; first in line {repeated.first.line}." if repeated.first.line else "."),
            hint="Give each fact an id of its own.",
            location=repeated.place,
            facts=(repeated.id,),
            related=(repeated.first,),
        )


def tuple_or_fraction(document: Document, settings: Settings) -> Iterator[Finding]:
    """There are no tuples and no fractions."""
    for name, place in document.structures:
        yield codes.TUPLE_OR_FRACTION.finding(
            f"{name} is a tuple or a fraction.",
            hint="Use dimensions for what belongs together, and a decimal number for a fraction.",
            location=place,
        )


def footnote_adrift(document: Document, settings: Settings) -> Iterator[Finding]:
    """Footnotes are used by facts, in their language, in the standard role."""
    facts = {tag.id for tag in document.tags if tag.id}
    languages = {tag.language.partition("-")[0].lower() for tag in document.tags if tag.language}
    used: dict[str, list[str]] = {}
    arcroles: dict[str, str] = {}
    for relationship in document.relationships:
        sources = [source for source in relationship.sources if source in facts]
        for target in relationship.targets:
            used.setdefault(target, []).extend(sources)
            if (relationship.arcrole, relationship.link_role) != (FACT_FOOTNOTE, STANDARD_LINK):
                arcroles[target] = f"{relationship.arcrole} in {relationship.link_role}"
    for note in document.footnotes:
        problem = ""
        if document.is_whole and not used.get(note.key):
            problem, hint = "is about no fact", "Link it to the facts that it is about, or remove it."
        elif note.role != FOOTNOTE_ROLE:
            problem = f"has the role {note.role or 'of none'}"
            hint = f"Give it the standard role, {FOOTNOTE_ROLE}; software shows no others."
        elif note.key in arcroles:
            problem = f"is linked by {arcroles[note.key]}"
            hint = f"Link it by {FACT_FOOTNOTE} in {STANDARD_LINK}; software shows no others."
        elif note.language and languages and note.language.partition("-")[0].lower() not in languages:
            problem = f"is in {note.language}, in which there is no fact"
            hint = f"Write it in a language of the report: {', '.join(sorted(languages))}."
        if problem:
            yield codes.FOOTNOTE_ADRIFT.finding(
                f"The footnote {note.key} {problem}.",
                hint=hint,
                location=note.place,
                facts=tuple(used.get(note.key, ())),
            )


def entry_point_unexpected(document: Document, settings: Settings) -> Iterator[Finding]:
    """One schema, by its full address, published; no linkbase."""
    if document.syntax is Syntax.OTHER or not document.tags:
        return
    yield from _number_of_schemas(document)
    for reference in document.references:
        if reference.kind == "linkbaseRef":
            yield codes.ENTRY_POINT_UNEXPECTED.finding(
                f"The report names the linkbase {reference.href}.",
                hint="Name the entry point only (schemaRef); it brings its linkbases with it.",
                location=reference.place,
            )
        elif not re.match(r"https?://[^/]", reference.href):
            yield codes.ENTRY_POINT_UNEXPECTED.finding(
                f"The report names its schema as {reference.href or 'nothing'}, which is no full address.",
                hint="Name the address at which the entry point is published; software finds it in the package.",
                location=reference.place,
            )
        elif settings.entry_points is not None and reference.href not in settings.entry_points:
            yield codes.ENTRY_POINT_UNEXPECTED.finding(
                f"The report names the schema {reference.href}, which is not among the entry points expected.",
                hint=f"Name one of these: {', '.join(sorted(settings.entry_points))}.",
                location=reference.place,
            )


def _number_of_schemas(document: Document) -> Iterator[Finding]:
    schemas: dict[str, list[Location]] = {}
    for reference in document.references:
        if reference.kind == "schemaRef":
            schemas.setdefault(reference.target, []).append(reference.place)
    if not schemas and document.is_whole:
        yield codes.ENTRY_POINT_UNEXPECTED.finding(
            "The report names no schema.",
            hint="Name the entry point of the taxonomy that it uses (schemaRef).",
            location=Location(document.sources[0].file),
        )
    for target, places in schemas.items():
        if len(places) > 1:
            yield codes.ENTRY_POINT_UNEXPECTED.finding(
                f"The report names {len(places)} schemas" + (f" for the target {target}." if target else "."),
                hint="Name one: the entry point; it brings the others with it.",
                location=places[1],
                related=(places[0],),
            )
