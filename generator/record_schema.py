"""A disclosure and its records as JSON Schemas (2020-12): what an editor completes and a system checks.

A record is one figure: concept, members, unit, period and value as printed. The schema has one branch a concept, with
its axes, their members and the units that fit, each described in words.
"""

from __future__ import annotations

from typing import Any

from ..taxonomy import Axis, Concept, Kind, Taxonomy
from .manifest import FigureRecord, Manifest, in_language
from .units import spelling_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_VALUES = {
    Kind.NUMBER: (
        "The number as printed, as a text: its digits say how accurate it is. It may be a bound or a range: "
        "at least 30, > 30, about 30, 30–40."
    ),
    Kind.TEXT: "A line of text.",
    Kind.BLOCK: "A text of several paragraphs, in Markdown.",
    Kind.DATE: "A date: 2023-12-31.",
    Kind.YEAR: "A year: 2030.",
    Kind.BOOLEAN: "yes or no.",
    Kind.CHOICE: "One member of the list.",
    Kind.CHOICES: "Members of the list, a comma between them.",
}
_UNQUOTED = ["string", "number"]
"""A number without quotes is read as the text that was typed."""
_PATTERNS = {Kind.DATE: r"^\d{4}-\d\d-\d\d$", Kind.YEAR: r"^[12]\d{3}$"}


def record_schema(taxonomy: Taxonomy, language: str = "en") -> dict[str, Any]:
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
            "allOf": [
                {"if": {"properties": {"concept": {"const": name}}}, "then": {"$ref": f"#/$defs/{name}"}}
                for name in taxonomy.concepts
            ],
        },
        "$defs": {name: _concept(taxonomy, concept, language) for name, concept in taxonomy.concepts.items()},
    }


def disclosure_schema(taxonomy: Taxonomy, language: str = "en") -> dict[str, object]:
    """Return the JSON Schema of a whole disclosure in one YAML or JSON file: the manifest with the records in it."""
    # Some of the taxonomy's concepts are named as parts of the manifest are.
    manifest = _unquoted(Manifest.model_json_schema(ref_template="#/$defs/manifest.{model}"))
    records = record_schema(taxonomy, language)
    definitions = {f"manifest.{name}": one for name, one in manifest.pop("$defs").items()} | records["$defs"]
    definitions[f"manifest.{FigureRecord.__name__}"] = records["items"]
    manifest["properties"]["$schema"] = {"type": "string", "description": "Where an editor finds this schema."}
    return {
        "$schema": DIALECT,
        "$id": f"{taxonomy.base}/disclosure.schema.json",
        **manifest,
        "title": in_language(taxonomy.labels, language),
        "$defs": definitions,
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
        "period": {"type": _UNQUOTED, "description": "A period that the disclosure declares: 2023."},
        "value": _value(taxonomy, concept, language),
        "omission": {"type": "string", "description": "Instead of a value: an omission mark that is declared."},
        "footnotes": _keys("Keys of footnotes."),
        "boundary": {"type": "string", "description": "The key of a boundary: what the value covers."},
        "assurance": _keys("Engagements that assured the value: members of AssuranceEngagement."),
    }
    required = ["concept", "period"]
    if axes:
        properties["members"] = members | ({"required": typed} if typed else {})
        required += ["members"] if typed else []
    if concept.type.is_numeric:
        properties["unit"] = {"type": "string", "examples": list(spelling_of(concept.type.quantity or "", taxonomy))}
        properties["previous"] = {"type": _UNQUOTED, "description": "What was reported before the value was restated."}
        properties["restatement"] = {"type": "string", "description": "The key of the reason for a restatement."}
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


def _keys(description: str) -> dict[str, object]:
    return {"type": "array", "items": {"type": _UNQUOTED}, "description": description}


def _unquoted(schema: Any) -> Any:
    """Let every text that has no form of its own be a number without quotes."""
    if isinstance(schema, list):
        return [_unquoted(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    is_free = schema.get("type") == "string" and not {"enum", "const", "format", "pattern"} & schema.keys()
    return {key: _unquoted(value) for key, value in schema.items()} | ({"type": _UNQUOTED} if is_free else {})


def _axis(taxonomy: Taxonomy, concept: Concept, axis: Axis, language: str) -> dict[str, object]:
    described = {"title": in_language(axis.labels, language), "description": axis.documentation.get(language, "")}
    if axis.typed:
        return {**described, "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
    return {**described, "enum": list(taxonomy.members_of(concept.name, axis.name))}


def _value(taxonomy: Taxonomy, concept: Concept, language: str) -> dict[str, object]:
    kind = concept.type.kind
    value: dict[str, object] = {
        "type": _UNQUOTED if kind in (Kind.NUMBER, Kind.YEAR) else "string",
        "description": _VALUES.get(kind, ""),
    }
    if kind in _PATTERNS:
        value["pattern"] = _PATTERNS[kind]
    if kind is Kind.BOOLEAN:
        value |= {"type": ["string", "boolean"], "enum": ["yes", "no", True, False]}
    if kind is Kind.CHOICE:
        value["enum"] = list(taxonomy.choices_of(concept.name))
    if kind is Kind.CHOICES:
        value["examples"] = list(taxonomy.choices_of(concept.name))
    return value
