"""The instance as an inline XBRL 1.1 report: a page for people in which every figure is a fact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from lxml import etree
from markupsafe import Markup

from ...instances import Fact, Instance
from ..values import shown_date
from .contexts import (
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
from .layout import ReportView
from .xbrl_xml import lexical

TEMPLATES = Path(__file__).parent / "templates"
IX = "http://www.xbrl.org/2013/inlineXBRL"


def write_inline(report: ReportView, instance: Instance) -> bytes:
    """Return the report as an iXBRL 1.1 document, UTF-8, with transformations of registry 5.

    Every fact of ``instance`` must stand in ``report``; the tests hold the writer to it.
    """
    page = _environment().get_template("report.xhtml.j2")
    style = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    text = page.render(
        report=report,
        namespaces=namespace_map(instance),
        style=Markup(style),  # noqa: S704 - our own file, not a user's text
        context_id=lambda fact: context_of(fact).id,
        unit_id=unit_id,
        shown_date=lambda day: shown_date(day, report.language),
        value_format=lambda fact: _value_format(fact, report.language),
        lexical=lexical,
    )
    root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    _fill_header(root, instance)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


def _value_format(fact: Fact, language: str) -> str | None:
    """Return the transformation from what a reader sees to the value: of dates, and of yes and no."""
    if isinstance(fact.value, bool):
        return "ixt:fixed-true" if fact.value else "ixt:fixed-false"
    if not isinstance(fact.value, date):
        return None
    return "ixt:date-year-month-day" if language.startswith("zh") else "ixt:date-day-monthname-year-en"


def _fill_header(root: etree._Element, instance: Instance) -> None:
    header = root.find(f".//{{{IX}}}header")
    references = root.find(f".//{{{IX}}}references")
    resources = root.find(f".//{{{IX}}}resources")
    if header is None or references is None or resources is None:
        raise ValueError("the template has no ix:header with ix:references and ix:resources")
    references.append(schema_ref_element(instance))
    resources.extend(_relationships(instance))
    resources.extend(arcrole_ref_elements(instance))
    resources.extend(context_element(context, instance) for context in contexts_of(instance))
    resources.extend(unit_element(unit) for unit in units_of(instance))
    etree.indent(header)


def _relationships(instance: Instance) -> Iterator[etree._Element]:
    """One relationship a footnote, explanation or remark, from every fact that it is about."""
    for footnote in instance.footnotes:
        facts = [fact.id for fact in instance.facts if footnote.id in fact.footnotes]
        yield etree.Element(f"{{{IX}}}relationship", fromRefs=" ".join(facts), toRefs=footnote.id)
    for arcrole, linked in instance.linked():
        for target in dict.fromkeys(target for _, targets in linked for target in targets):
            facts = [fact_id for fact_id, targets in linked if target in targets]
            yield etree.Element(f"{{{IX}}}relationship", fromRefs=" ".join(facts), toRefs=target, arcrole=arcrole.uri)
