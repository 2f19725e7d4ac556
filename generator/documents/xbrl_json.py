"""The instance as xBRL-JSON (OIM 1.0)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from html import escape

from ...instances import DOCUMENT_TYPE, FACT_EXPLANATION, FACT_FOOTNOTE, STANDARD_LINK, Fact, Instance, Period, Unit
from ...taxonomy import NAMESPACES, QName
from .contexts import midnights
from .xbrl_xml import lexical

_PURE = Unit((QName(NAMESPACES["xbrli"], "pure"),))


def write_json(instance: Instance) -> bytes:
    """Return the instance as an xBRL-JSON document, UTF-8, indented, in the order of the facts."""
    schemes = dict.fromkeys(fact.entity.scheme for fact in instance.facts)
    prefixes = {scheme: f"scheme{number}" for number, scheme in enumerate(schemes, start=1)}
    types = {"explanatoryFact": FACT_EXPLANATION, "footnote": FACT_FOOTNOTE}
    if instance.remark and any(fact.remarks for fact in instance.facts):
        types["remark"] = instance.remark.uri
    kinds = {uri: name for name, uri in types.items()}
    document = {
        "documentInfo": {
            "documentType": DOCUMENT_TYPE,
            "namespaces": {
                **instance.namespaces(),
                "xbrl": "https://xbrl.org/2021",
                **{prefix: scheme for scheme, prefix in prefixes.items()},
            },
            "linkTypes": types,
            "linkGroups": {"_": STANDARD_LINK},
            "taxonomy": [instance.entry_point],
        },
        "facts": {
            **{fact.id: _fact(fact, instance, prefixes, kinds) for fact in instance.facts},
            **{
                footnote.id: {
                    "value": escape(footnote.text, quote=False),
                    "dimensions": {
                        "concept": "xbrl:note",
                        "noteId": footnote.id,
                        "language": _tag(footnote.language),
                    },
                }
                for footnote in instance.footnotes
            },
        },
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _fact(fact: Fact, instance: Instance, prefixes: Mapping[str, str], kinds: Mapping[str, str]) -> dict[str, object]:
    """Return a fact; ``kinds`` has the names of link types by arcrole."""
    content: dict[str, object] = {"value": None if fact.value is None else _value(fact.value)}
    if fact.decimals is not None:
        content["decimals"] = fact.decimals
    content["dimensions"] = _aspects(fact, prefixes)
    links = {kinds[arcrole]: {"_": list(targets)} for arcrole, targets in instance.links_of(fact) if targets}
    if links:
        content["links"] = links
    return content


def _value(value: Decimal | date | bool | str | tuple[QName, ...]) -> str:
    """OIM 1.0 writes choices as qualified names."""
    return " ".join(map(str, value)) if isinstance(value, tuple) else lexical(value)


def _aspects(fact: Fact, prefixes: Mapping[str, str]) -> dict[str, str]:
    aspects = {
        "concept": str(fact.concept),
        "entity": f"{prefixes[fact.entity.scheme]}:{fact.entity.identifier}",
        "period": _period(fact.period),
    }
    if fact.language:
        aspects["language"] = _tag(fact.language)
    if fact.unit and fact.unit != _PURE:
        aspects["unit"] = str(fact.unit)
    return aspects | {str(axis): str(member) for axis, member in fact.dimensions}


def _period(period: Period) -> str:
    start, end = midnights(period)
    return f"{start}/{end}" if start else end


def _tag(language: str) -> str:
    """OIM 1.0 writes language tags in lower case."""
    return language.lower()
