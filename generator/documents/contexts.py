"""Contexts and units of an XML instance: one of each kind, with readable ids, in order of first use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from lxml import etree

from ...instances import Dimension, Entity, Fact, Instance, Period, Unit
from ...taxonomy import NAMESPACES, QName

XBRLI = NAMESPACES["xbrli"]
XBRLDI = "http://xbrl.org/2006/xbrldi"
LINK = "http://www.xbrl.org/2003/linkbase"
XLINK = "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class Context:
    """The aspects that an XML instance keeps apart from the fact: entity, period and dimensions."""

    entity: Entity
    period: Period
    dimensions: tuple[Dimension, ...]

    @property
    def id(self) -> str:
        """An id that says what the context is: ``c.2023-12-31``, ``c.2023-01-01.2023-12-31.MaleMember``."""
        days = [self.period.start, self.period.end] if self.period.start else [self.period.end]
        members = [
            member.local if isinstance(member, QName) else f"{axis.local}-{member}" for axis, member in self.dimensions
        ]
        return ".".join(["c", *(day.isoformat() for day in days), *members])


def context_of(fact: Fact) -> Context:
    """Return the context of a fact."""
    return Context(fact.entity, fact.period, fact.dimensions)


def contexts_of(instance: Instance) -> list[Context]:
    """Return the contexts in use, once each, in order of first use."""
    return list(dict.fromkeys(context_of(fact) for fact in instance.facts))


def unit_id(unit: Unit) -> str:
    """Return an id that says what the unit is: ``u.MWh.per.CNY``."""
    sides = ["-".join(measure.local for measure in side) for side in (unit.numerators, unit.denominators) if side]
    return "u." + ".per.".join(sides)


def units_of(instance: Instance) -> list[Unit]:
    """Return the units in use, once each, in order of first use."""
    return list(dict.fromkeys(fact.unit for fact in instance.facts if fact.unit))


def namespace_map(instance: Instance) -> Mapping[str, str]:
    """Return the prefixes that contexts, units and names of an instance need."""
    return {
        "link": LINK,
        "xbrldi": XBRLDI,
        "xbrli": XBRLI,
        "xlink": XLINK,
        "xsi": XSI,
        **instance.namespaces(),
    }


def context_element(context: Context, instance: Instance) -> etree._Element:
    """Return the ``xbrli:context``; dimensions stand in the scenario, or in the segment where the taxonomy says so."""
    root = etree.Element(f"{{{XBRLI}}}context", id=context.id)
    entity = etree.SubElement(root, f"{{{XBRLI}}}entity")
    identifier = etree.SubElement(entity, f"{{{XBRLI}}}identifier", scheme=context.entity.scheme)
    identifier.text = context.entity.identifier
    period = etree.SubElement(root, f"{{{XBRLI}}}period")
    if context.period.start:
        etree.SubElement(period, f"{{{XBRLI}}}startDate").text = context.period.start.isoformat()
        etree.SubElement(period, f"{{{XBRLI}}}endDate").text = context.period.end.isoformat()
    else:
        etree.SubElement(period, f"{{{XBRLI}}}instant").text = context.period.end.isoformat()
    in_segment = [pair for pair in context.dimensions if pair[0] in instance.in_segment]
    in_scenario = [pair for pair in context.dimensions if pair[0] not in instance.in_segment]
    for parent, name, dimensions in ((entity, "segment", in_segment), (root, "scenario", in_scenario)):
        if dimensions:
            container = etree.SubElement(parent, f"{{{XBRLI}}}{name}")
            for axis, member in dimensions:
                _member_element(container, axis, member, instance)
    return root


def _member_element(container: etree._Element, axis: QName, member: QName | str, instance: Instance) -> None:
    if isinstance(member, QName):
        explicit = etree.SubElement(container, f"{{{XBRLDI}}}explicitMember", dimension=str(axis))
        explicit.text = str(member)
    else:
        typed = etree.SubElement(container, f"{{{XBRLDI}}}typedMember", dimension=str(axis))
        domain = instance.typed_domains[axis]
        etree.SubElement(typed, f"{{{domain.namespace}}}{domain.local}").text = member


def unit_element(unit: Unit) -> etree._Element:
    """Return the ``xbrli:unit``."""
    root = etree.Element(f"{{{XBRLI}}}unit", id=unit_id(unit))
    if not unit.denominators:
        _measures(root, unit.numerators)
        return root
    divide = etree.SubElement(root, f"{{{XBRLI}}}divide")
    _measures(etree.SubElement(divide, f"{{{XBRLI}}}unitNumerator"), unit.numerators)
    _measures(etree.SubElement(divide, f"{{{XBRLI}}}unitDenominator"), unit.denominators)
    return root


def _measures(parent: etree._Element, measures: tuple[QName, ...]) -> None:
    for measure in measures:
        etree.SubElement(parent, f"{{{XBRLI}}}measure").text = str(measure)


def schema_ref_element(instance: Instance) -> etree._Element:
    """Return the ``link:schemaRef`` to the entry point."""
    reference = etree.Element(f"{{{LINK}}}schemaRef")
    reference.set(f"{{{XLINK}}}type", "simple")
    reference.set(f"{{{XLINK}}}href", instance.entry_point)
    return reference


def arcrole_ref_elements(instance: Instance) -> Iterator[etree._Element]:
    """Yield the ``link:arcroleRef`` that each kind of link between facts needs."""
    for arcrole, _ in instance.linked():
        reference = etree.Element(f"{{{LINK}}}arcroleRef", arcroleURI=arcrole.uri)
        reference.set(f"{{{XLINK}}}type", "simple")
        reference.set(f"{{{XLINK}}}href", arcrole.href)
        yield reference


def midnights(period: Period) -> tuple[str | None, str]:
    """Return start and end as OIM writes them: the midnights at which the period begins and after which it is over."""
    after = (period.end + timedelta(days=1)).isoformat() + "T00:00:00"
    return (period.start.isoformat() + "T00:00:00" if period.start else None), after
