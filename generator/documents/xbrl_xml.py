"""The instance as xBRL-XML (XBRL 2.1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lxml import etree

from ...instances import STANDARD_LINK, Fact, Instance
from ...taxonomy import QName
from .contexts import (
    LINK,
    XBRLI,
    XLINK,
    XML,
    XSI,
    arcrole_ref_elements,
    context_element,
    context_of,
    contexts_of,
    namespace_map,
    schema_ref_element,
    unit_element,
    unit_id,
    units_of,
)

FOOTNOTE_ROLE = "http://www.xbrl.org/2003/role/footnote"


def write_xml(instance: Instance) -> bytes:
    """Return the instance as an XBRL 2.1 document, UTF-8, one element a line."""
    root = etree.Element(f"{{{XBRLI}}}xbrl", nsmap=dict(namespace_map(instance)))
    root.append(schema_ref_element(instance))
    root.extend(arcrole_ref_elements(instance))
    root.extend(context_element(context, instance) for context in contexts_of(instance))
    root.extend(unit_element(unit) for unit in units_of(instance))
    root.extend(_fact_element(fact) for fact in instance.facts)
    if instance.footnotes or any(True for _ in instance.linked()):
        root.append(_footnote_link(instance))
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def lexical(value: Decimal | date | bool | str | tuple[QName, ...]) -> str:
    """Return a value in its XML Schema lexical form, without an exponent.

    Choices are URIs, a space between them (Extensible Enumerations 2.0).
    """
    if isinstance(value, tuple):
        return " ".join(f"{name.namespace}#{name.local}" for name in value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def _fact_element(fact: Fact) -> etree._Element:
    element = etree.Element(f"{{{fact.concept.namespace}}}{fact.concept.local}", id=fact.id)
    element.set("contextRef", context_of(fact).id)
    if fact.unit:
        element.set("unitRef", unit_id(fact.unit))
    if fact.language:
        element.set(f"{{{XML}}}lang", fact.language)
    if fact.value is None:
        element.set(f"{{{XSI}}}nil", "true")
        return element
    if fact.unit:
        element.set("decimals", "INF" if fact.decimals is None else str(fact.decimals))
    element.text = lexical(fact.value)
    return element


def _footnote_link(instance: Instance) -> etree._Element:
    """One extended link: a locator for each fact with notes, a resource for each note, an arc for each pair."""
    link = etree.Element(f"{{{LINK}}}footnoteLink")
    link.set(f"{{{XLINK}}}type", "extended")
    link.set(f"{{{XLINK}}}role", STANDARD_LINK)
    for footnote in instance.footnotes:
        resource = etree.SubElement(link, f"{{{LINK}}}footnote", id=footnote.id)
        resource.set(f"{{{XLINK}}}type", "resource")
        resource.set(f"{{{XLINK}}}label", footnote.id)
        resource.set(f"{{{XLINK}}}role", FOOTNOTE_ROLE)
        resource.set(f"{{{XML}}}lang", footnote.language)
        resource.text = footnote.text
    explaining = {fact_id for fact in instance.facts for fact_id in (*fact.explanations, *fact.remarks)}
    for fact in instance.facts:
        if fact.footnotes or fact.explanations or fact.remarks or fact.id in explaining:
            locator = etree.SubElement(link, f"{{{LINK}}}loc")
            locator.set(f"{{{XLINK}}}type", "locator")
            locator.set(f"{{{XLINK}}}href", f"#{fact.id}")
            locator.set(f"{{{XLINK}}}label", fact.id)
    for fact in instance.facts:
        for arcrole, targets in instance.links_of(fact):
            for target in targets:
                arc = etree.SubElement(link, f"{{{LINK}}}footnoteArc")
                arc.set(f"{{{XLINK}}}type", "arc")
                arc.set(f"{{{XLINK}}}arcrole", arcrole)
                arc.set(f"{{{XLINK}}}from", fact.id)
                arc.set(f"{{{XLINK}}}to", target)
    return link
