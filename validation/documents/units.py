"""Rules on units: measures of a registry, none twice, none unused."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from ...findings import Finding, codes
from ...taxonomy import NAMESPACES, QName
from .model import Document, FiledUnit, ids
from .registry import CURRENCIES, ISO4217, UNITS, UTR
from .settings import Settings

_PLAIN = frozenset({"pure", "shares"})


def unit_is_not_in_a_registry(document: Document, settings: Settings) -> Iterator[Finding]:
    """Every measure is in a registry, or of a taxonomy and in none.

    A measure in a namespace of the report's concepts is taken for one that their taxonomy declares.
    """
    declaring = {tag.concept.namespace for tag in document.tags} | settings.unit_namespaces
    for unit in document.units:
        for measure in dict.fromkeys((*unit.numerators, *unit.denominators)):
            if problem := _problem(measure, declaring):
                what, hint = problem
                tags = document.measured.get(unit.id, ())
                yield codes.UNIT_NOT_IN_REGISTRY.finding(
                    f"The unit {unit.id} measures in {_written(measure)}: {what}.",
                    hint=hint,
                    location=unit.place,
                    facts=ids(tags),
                )


def _problem(measure: QName, declaring: set[str]) -> tuple[str, str] | None:
    """Return what is wrong with a measure, and what to do."""
    local = measure.local
    known = {
        ISO4217: (CURRENCIES, "ISO 4217 has no such currency"),
        NAMESPACES["xbrli"]: (_PLAIN, "XBRL itself has only pure and shares"),
        UTR: (UNITS, "the Unit Types Registry has no such unit"),
    }.get(measure.namespace)
    if known is not None:
        names, what = known
        return None if local in names else (what, _instead(local, names))
    if not measure.namespace:
        return "its prefix is not declared", f"Declare the prefix: utr is {UTR}, iso4217 is {ISO4217}."
    if local in UNITS:
        return "the Unit Types Registry has a unit of this name", f"Use that one: utr:{local}, {UTR}."
    if measure.namespace not in declaring:
        return (
            "it is in no registry, and in no namespace of the report's concepts",
            "Use a unit of the Unit Types Registry; a taxonomy may declare one that has none there.",
        )
    return None


_COMMONLY: Mapping[str, str] = {"RMB": "CNY", "CNH": "CNY", "NTD": "TWD", "EURO": "EUR", "UKP": "GBP", "STG": "GBP"}
"""Currencies by names that are no codes."""


def _instead(local: str, names: frozenset[str]) -> str:
    same = [name for name in sorted(names) if name.lower() == local.lower()]
    if not same and names is CURRENCIES:
        same = [_COMMONLY[local.upper()]] if local.upper() in _COMMONLY else []
    elif not same:
        same = difflib.get_close_matches(local, sorted(names), n=1)
    return f"Is {' or '.join(same)} meant?" if same else "Use one that is in it."


def _written(measure: QName) -> str:
    return str(measure) if measure.prefix else measure.local or "nothing"


def duplicate_unit(document: Document, settings: Settings) -> Iterator[Finding]:
    """No two units say the same."""
    first: dict[object, FiledUnit] = {}
    for unit in document.units:
        same = first.setdefault(unit.says, unit)
        if same is not unit:
            yield codes.DUPLICATE_UNIT.finding(
                f"The unit {unit.id} says the same as {same.id}: {_said(unit)}.",
                hint=f"Use {same.id} for its facts, and remove it.",
                location=unit.place,
                facts=ids(document.measured.get(unit.id, ())),
                related=(same.place,),
            )


def unused_unit(document: Document, settings: Settings) -> Iterator[Finding]:
    """Every unit is used."""
    if not document.is_whole:
        return
    for unit in document.units:
        if unit.id not in document.measured:
            yield codes.UNUSED_UNIT.finding(
                f"No fact is in the unit {unit.id}: {_said(unit)}.",
                hint="Remove it, or find out which facts have lost it.",
                location=unit.place,
            )


def _said(unit: FiledUnit) -> str:
    sides = ["*".join(measure.local for measure in side) for side in (unit.numerators, unit.denominators) if side]
    return "/".join(sides)
