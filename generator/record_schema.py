"""The records of a disclosure as a JSON Schema (2020-12): what an editor completes and a system checks.

A record is one figure: concept, members, unit, period and value as printed. The schema has one branch a concept, with
its axes, their members and the units that fit, each described in words.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..taxonomy import Axis, Concept, Kind, Taxonomy
from .records import in_language

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_VALUES = {
    Kind.NUMBER: "The number as printed, as a text: its digits say how accurate it is.",
    Kind.TEXT: "A line of text.",
    Kind.BLOCK: "A text of several paragraphs, in Markdown.",
    Kind.DATE: "A date: 2023-12-31.",
    Kind.YEAR: "A year: 2030.",
    Kind.BOOLEAN: "yes or no.",
    Kind.CHOICE: "One member of the list.",
    Kind.CHOICES: "Members of the list, a comma between them.",
}
_PATTERNS = {Kind.DATE: r"^\d{4}-\d\d-\d\d$", Kind.YEAR: r"^[12]\d{3}$"}


def record_schema(taxonomy: Taxonomy, language: str = "en") -> dict[str, object]:
    """Return the JSON Schema of a list of records, described in one of the taxonomy's languages."""
    return {
        "$schema": DIALECT,
        "$id": f"{taxonomy.base}/records.schema.json",
        "title": in_language(taxonomy.labels, language),
        "description": taxonomy.documentation[language],
        "type": "array",
        "items": {
            "type": "object",
            "required": ["concept", "period"],
            "properties": {"concept": {"enum": list(taxonomy.concepts)}},
            "discriminator": {"propertyName": "concept"},
            "oneOf": [{"$ref": f"#/$defs/{name}"} for name in taxonomy.concepts],
        },
        "$defs": {name: _concept(taxonomy, concept, language) for name, concept in taxonomy.concepts.items()},
    }


def _concept(taxonomy: Taxonomy, concept: Concept, language: str) -> dict[str, object]:
    axes = {name: taxonomy.axes[name] for name in taxonomy.axes_of(concept.name)}
    typed = [name for name, axis in axes.items() if axis.typed]
    members: dict[str, object] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _axis(taxonomy, concept, axis, language) for name, axis in axes.items()},
    }
    properties: dict[str, object] = {
        "concept": {"const": concept.name},
        "period": {"type": "string", "description": "A period that the disclosure declares: 2023."},
        "value": _value(taxonomy, concept, language),
        "omission": {"type": "string", "description": "Instead of a value: an omission mark that is declared."},
        "footnotes": {"type": "array", "items": {"type": "string"}},
    }
    required = ["concept", "period"]
    if axes:
        properties["members"] = members | ({"required": typed} if typed else {})
        required += ["members"] if typed else []
    if concept.type.is_numeric:
        properties["unit"] = {"type": "string", "examples": list(_units(taxonomy, concept))}
        required.append("unit")
    if concept.type.is_text:
        properties["language"] = {"enum": list(taxonomy.languages)}
    return {
        "title": in_language(concept.labels, language),
        "description": concept.documentation.get(language, ""),
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "oneOf": [{"required": ["value"]}, {"required": ["omission"]}],
        "properties": properties,
    }


def _axis(taxonomy: Taxonomy, concept: Concept, axis: Axis, language: str) -> dict[str, object]:
    described = {"title": in_language(axis.labels, language), "description": axis.documentation.get(language, "")}
    if axis.typed:
        return {**described, "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
    return {**described, "enum": list(taxonomy.members_of(concept.name, axis.name))}


def _value(taxonomy: Taxonomy, concept: Concept, language: str) -> dict[str, object]:
    kind = concept.type.kind
    value: dict[str, object] = {"type": "string", "description": _VALUES.get(kind, "")}
    if kind in _PATTERNS:
        value["pattern"] = _PATTERNS[kind]
    if kind is Kind.BOOLEAN:
        value["enum"] = ["yes", "no"]
    if kind is Kind.CHOICE:
        value["enum"] = list(taxonomy.choices_of(concept.name))
    if kind is Kind.CHOICES:
        value["examples"] = list(taxonomy.choices_of(concept.name))
    return value


def _units(taxonomy: Taxonomy, concept: Concept) -> Iterator[str]:
    """Yield a spelling of each unit that fits, or of some quotients."""
    above, _, below = (concept.type.quantity or "").partition("/")
    tops = dict.fromkeys(unit.spellings[0] for unit in taxonomy.units_of(above))
    bottoms = dict.fromkeys(unit.spellings[0] for unit in taxonomy.units_of(below)) if below else {"": None}
    for top in tops:
        for bottom in bottoms:
            yield f"{top}/{bottom}" if bottom else top
