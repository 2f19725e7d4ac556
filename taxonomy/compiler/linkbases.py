"""The taxonomy's linkbases: presentation, definition, calculation, labels and references.

Implements XBRL 2.1, XBRL Dimensions 1.0, Calculations 1.1, Generic Links 1.0 and Generic Labels 1.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from ..model import ROLES, QName, Table, Taxonomy
from .schemas import (
    CORE,
    DEFAULTS,
    GEN,
    LINK,
    REF,
    XBRLDT,
    XLINK,
    XML,
    XSI,
    Element,
    Role,
    document_bytes,
    domain,
    element_id,
    group_of,
    parts_namespace,
    role_uri,
)

PARENT_CHILD = "http://www.xbrl.org/2003/arcrole/parent-child"
CONCEPT_LABEL = "http://www.xbrl.org/2003/arcrole/concept-label"
CONCEPT_REFERENCE = "http://www.xbrl.org/2003/arcrole/concept-reference"
ELEMENT_LABEL = "http://xbrl.org/arcrole/2008/element-label"
SUMMATION_ITEM = "https://xbrl.org/2023/arcrole/summation-item"
DIMENSION = "http://xbrl.org/int/dim/arcrole/"
STANDARD_LINK = "http://www.xbrl.org/2003/role/link"
GENERIC_LINK = "http://www.xbrl.org/2008/role/link"
GENERIC_LABEL = "http://www.xbrl.org/2008/role/label"
LABEL_2008 = "http://xbrl.org/2008/label"
DISCLOSURE_REFERENCE = "http://www.xbrl.org/2003/role/disclosureRef"
TOTAL_LABEL = "http://www.xbrl.org/2003/role/totalLabel"
NET_LABEL = "http://www.xbrl.org/2009/role/netLabel"
LABEL_ROLES = {
    "labels": "http://www.xbrl.org/2003/role/label",
    "terse": "http://www.xbrl.org/2003/role/terseLabel",
    "total": TOTAL_LABEL,
    "net": NET_LABEL,
    "documentation": "http://www.xbrl.org/2003/role/documentation",
}

_ARCROLE_SCHEMAS = {
    SUMMATION_ITEM: "https://www.xbrl.org/2023/calculation-1.1.xsd#summation-item",
    ELEMENT_LABEL: "http://www.xbrl.org/2008/generic-label.xsd#element-label",
    **{
        f"{DIMENSION}{name}": f"http://www.xbrl.org/2005/xbrldt-2005.xsd#{name}"
        for name in ("all", "dimension-default", "dimension-domain", "domain-member", "hypercube-dimension")
    },
}
_ROLE_SCHEMAS = {
    NET_LABEL: "http://www.xbrl.org/lrr/role/net-2009-12-16.xsd#netLabel",
    GENERIC_LINK: "http://www.xbrl.org/2008/generic-link.xsd#standard-link-role",
    GENERIC_LABEL: "http://www.xbrl.org/2008/generic-label.xsd#standard-label",
}
_NAMESPACES = {"link": LINK, "xlink": XLINK, "xbrldt": XBRLDT, "ref": REF, "gen": GEN, "label": LABEL_2008}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the linkbases of a specification draw on beyond the core of XBRL.

    ``namespaces`` are keyed by prefix, ``schemas`` by the namespace that they declare elements of; ``roles`` and
    ``arcroles`` say where each is declared.
    """

    namespaces: Mapping[str, str] = field(default_factory=dict)
    schemas: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    arcroles: Mapping[str, str] = field(default_factory=dict)


class Linkbase:
    """A linkbase in the making. Its references to roles, arcroles and schemas follow from what it uses."""

    def __init__(self, taxonomy: Taxonomy, more: Vocabulary = Vocabulary()) -> None:
        self._taxonomy = taxonomy
        self._namespaces = {**_NAMESPACES, **more.namespaces}
        self._root = etree.Element(f"{{{LINK}}}linkbase", nsmap=self._namespaces)
        self._schemas = more.schemas
        self._role_schemas = {**_ROLE_SCHEMAS, **more.roles}
        self._arcrole_schemas = {**_ARCROLE_SCHEMAS, **more.arcroles}

    def link(self, kind: str, role: str = STANDARD_LINK) -> ExtendedLink:
        """Open an extended link; ``kind`` is ``presentation``, ``definition``, ``calculation``, ``label``, ..."""
        return ExtendedLink(etree.SubElement(self._root, f"{{{LINK}}}{kind}Link"), self._taxonomy, kind, role)

    def generic(self) -> GenericLink:
        """Open a generic link."""
        return GenericLink(etree.SubElement(self._root, f"{{{GEN}}}link"))

    def content(self) -> bytes | None:
        """Return the document; ``None`` if nothing was put into it."""
        if not len(self._root):
            return None
        document = etree.Element(f"{{{LINK}}}linkbase", nsmap=self._namespaces)
        used = sorted({etree.QName(element).namespace or "" for element in self._root.iter()} & self._schemas.keys())
        if used:
            document.set(f"{{{XSI}}}schemaLocation", " ".join(f"{one} {self._schemas[one]}" for one in used))
        roles = self._used(f"{{{XLINK}}}role", f"{{{XBRLDT}}}targetRole", "preferredLabel")
        arcroles = self._used(f"{{{XLINK}}}arcrole")
        own = f"{self._taxonomy.base}/role/"
        for role in roles:
            if role.startswith(own):
                _declared(document, "roleRef", "roleURI", role, f"../{ROLES}#role_{role.removeprefix(own)}")
            elif role in self._role_schemas:
                _declared(document, "roleRef", "roleURI", role, self._role_schemas[role])
        for arcrole in arcroles:
            if arcrole in self._arcrole_schemas:
                _declared(document, "arcroleRef", "arcroleURI", arcrole, self._arcrole_schemas[arcrole])
        document.extend(list(self._root))
        return document_bytes(document)

    def _used(self, *attributes: str) -> list[str]:
        found = {element.get(attribute) for element in self._root.iter() for attribute in attributes}
        return sorted(uri for uri in found if uri)


def _declared(root: etree._Element, element: str, attribute: str, uri: str, href: str) -> None:
    reference = etree.SubElement(root, f"{{{LINK}}}{element}")
    reference.set(attribute, uri)
    reference.set(f"{{{XLINK}}}type", "simple")
    reference.set(f"{{{XLINK}}}href", href)


class ExtendedLink:
    """One extended link: locators are made when a name is first used, arcs keep the order of their parent."""

    def __init__(self, link: etree._Element, taxonomy: Taxonomy, kind: str, role: str) -> None:
        self._taxonomy = taxonomy
        self._kind = kind
        self._link = link
        self._link.set(f"{{{XLINK}}}type", "extended")
        self._link.set(f"{{{XLINK}}}role", role)
        self._located: set[str] = set()
        self._orders: dict[str, int] = {}

    def arc(self, arcrole: str, source: str, target: str, **attributes: str) -> None:
        """Add an arc between two declared names, ordered after the source's earlier ones."""
        self._orders[source] = order = self._orders.get(source, 0) + 1
        arc = self._arc(arcrole, source, self._locator(target))
        arc.set("order", str(order))
        for name, value in attributes.items():
            is_dimensional = name in ("closed", "contextElement", "targetRole")
            arc.set(f"{{{XBRLDT}}}{name}" if is_dimensional else name, value)

    def resource(self, arcrole: str, name: str, role: str) -> etree._Element:
        """Add a resource of a declared name and return it. One arc leads to all resources of the name."""
        label = f"{name}.{self._kind}"
        if name not in self._located:
            self._arc(arcrole, name, label)
        resource = etree.SubElement(self._link, f"{{{LINK}}}{self._kind}")
        resource.set(f"{{{XLINK}}}type", "resource")
        resource.set(f"{{{XLINK}}}label", label)
        resource.set(f"{{{XLINK}}}role", role)
        return resource

    def _arc(self, arcrole: str, source: str, target: str) -> etree._Element:
        arc = etree.Element(f"{{{LINK}}}{self._kind}Arc")
        arc.set(f"{{{XLINK}}}type", "arc")
        arc.set(f"{{{XLINK}}}arcrole", arcrole)
        arc.set(f"{{{XLINK}}}from", self._locator(source))
        arc.set(f"{{{XLINK}}}to", target)
        self._link.append(arc)
        return arc

    def _locator(self, name: str) -> str:
        if name not in self._located:
            self._located.add(name)
            locate(self._link, f"../{CORE}#{element_id(self._taxonomy, name)}", name)
        return name


class GenericLink:
    """A generic link: arcs between resources of any kind, each named by its label."""

    def __init__(self, link: etree._Element) -> None:
        self._link = link
        self._link.set(f"{{{XLINK}}}type", "extended")
        self._link.set(f"{{{XLINK}}}role", GENERIC_LINK)

    def locate(self, href: str, label: str) -> None:
        """Add a locator."""
        locate(self._link, href, label)

    def resource(self, tag: str, label: str, role: str | None = None, **attributes: str) -> etree._Element:
        """Add a resource and return it; ``tag`` is its name with its namespace in braces."""
        resource = etree.SubElement(self._link, tag, attributes)
        resource.set(f"{{{XLINK}}}type", "resource")
        resource.set(f"{{{XLINK}}}label", label)
        if role:
            resource.set(f"{{{XLINK}}}role", role)
        return resource

    def arc(self, arcrole: str, source: str, target: str, tag: str = f"{{{GEN}}}arc", **attributes: str) -> None:
        """Add an arc between two labels; it leads to every resource of the target's label."""
        arc = etree.SubElement(self._link, tag, attributes)
        arc.set(f"{{{XLINK}}}type", "arc")
        arc.set(f"{{{XLINK}}}arcrole", arcrole)
        arc.set(f"{{{XLINK}}}from", source)
        arc.set(f"{{{XLINK}}}to", target)


def locate(link: etree._Element, href: str, label: str) -> None:
    """Add a locator."""
    locator = etree.SubElement(link, f"{{{LINK}}}loc")
    locator.set(f"{{{XLINK}}}type", "locator")
    locator.set(f"{{{XLINK}}}href", href)
    locator.set(f"{{{XLINK}}}label", label)


def presentation(taxonomy: Taxonomy, topic: str) -> bytes | None:
    """Return the presentation linkbase of a topic: each table as a tree of axes with their members, and line items."""
    linkbase = Linkbase(taxonomy)
    for table in _tables(taxonomy, topic):
        link = linkbase.link("presentation", role_uri(taxonomy, table.name))
        link.arc(PARENT_CHILD, f"{table.name}Abstract", f"{table.name}Table")
        for name in table.axes:
            axis = taxonomy.axes[name]
            link.arc(PARENT_CHILD, f"{table.name}Table", axis.qname.local)
            if not axis.typed:
                link.arc(PARENT_CHILD, axis.qname.local, domain(axis))
            for member in axis.members.values():
                link.arc(PARENT_CHILD, domain(axis), member.qname.local)
        link.arc(PARENT_CHILD, f"{table.name}Table", f"{table.name}LineItems")
        for name in table.concepts:
            concept = taxonomy.concepts[name]
            preferred = TOTAL_LABEL if concept.parts and concept.total else NET_LABEL if concept.net else None
            attributes = {"preferredLabel": preferred} if preferred else {}
            link.arc(PARENT_CHILD, concept.parent or f"{table.name}LineItems", name, **attributes)
    return linkbase.content()


def definition(taxonomy: Taxonomy, topic: str) -> bytes | None:
    """Return the definition linkbase of a topic: one closed hypercube a table.

    The members of an axis stand in a role of their own, to which the hypercube points. The hypercube of a table with a
    figure also has the axes that qualify figures. One without axes is empty, and rejects every dimension.
    """
    linkbase = Linkbase(taxonomy)
    for table in _tables(taxonomy, topic):
        link = linkbase.link("definition", role_uri(taxonomy, table.name))
        line_items, hypercube = f"{table.name}LineItems", f"{table.name}Table"
        link.arc(f"{DIMENSION}all", line_items, hypercube, closed="true", contextElement="scenario")
        qualifying = dict.fromkeys(axis for name in table.concepts for axis in taxonomy.qualifying_of(name))
        for name in (*table.axes, *qualifying):
            axis = taxonomy.axes[name]
            target = {} if axis.typed else {"targetRole": role_uri(taxonomy, f"{name}Members")}
            link.arc(f"{DIMENSION}hypercube-dimension", hypercube, axis.qname.local, **target)
        for concept in table.concepts:
            link.arc(f"{DIMENSION}domain-member", line_items, concept)
    return linkbase.content()


def dimensions(taxonomy: Taxonomy) -> bytes | None:
    """Return the linkbase of what axes and lists of choices consist of, and of the axes' defaults."""
    linkbase = Linkbase(taxonomy)
    explicit = [axis for axis in taxonomy.axes.values() if not axis.typed]
    for axis in explicit:
        link = linkbase.link("definition", role_uri(taxonomy, f"{axis.name}Members"))
        link.arc(f"{DIMENSION}dimension-domain", axis.qname.local, domain(axis))
        for member in axis.members.values():
            link.arc(f"{DIMENSION}domain-member", domain(axis), member.qname.local)
    for choices in taxonomy.choices.values():
        link = linkbase.link("definition", role_uri(taxonomy, f"{choices.name}Choices"))
        for member in choices.members.values():
            link.arc(f"{DIMENSION}domain-member", domain(choices), member.qname.local)
    defaults = linkbase.link("definition", role_uri(taxonomy, DEFAULTS))
    for axis in explicit:
        defaults.arc(f"{DIMENSION}dimension-default", axis.qname.local, domain(axis))
    return linkbase.content()


def calculation(taxonomy: Taxonomy, topic: str) -> bytes | None:
    """Return the calculation linkbase of a topic, if anything in it adds up (Calculations 1.1)."""
    linkbase = Linkbase(taxonomy)
    for table in _tables(taxonomy, topic):
        totals = [taxonomy.concepts[name] for name in table.concepts if taxonomy.concepts[name].parts]
        if totals:
            link = linkbase.link("calculation", role_uri(taxonomy, table.name))
            for total in totals:
                for part in total.parts:
                    link.arc(SUMMATION_ITEM, total.name, part, weight="1")
    return linkbase.content()


def _tables(taxonomy: Taxonomy, topic: str) -> Iterator[Table]:
    return (table for table in taxonomy.tables.values() if group_of(table) == topic)


def labels(taxonomy: Taxonomy, elements: Iterable[Element], language: str) -> bytes | None:
    """Return the labels of elements in one language, in every role that they have."""
    linkbase = Linkbase(taxonomy)
    link = linkbase.link("label")
    for element in elements:
        for kind, role in LABEL_ROLES.items():
            if text := getattr(element, kind).get(language):
                label = link.resource(CONCEPT_LABEL, element.name, role)
                label.set(f"{{{XML}}}lang", language)
                label.text = text
    return linkbase.content()


def role_labels(taxonomy: Taxonomy, roles: Sequence[Role], language: str) -> bytes | None:
    """Return the names of the extended link roles in one language (generic labels)."""
    linkbase = Linkbase(taxonomy)
    link = linkbase.generic()
    for role in roles:
        link.locate(f"../{ROLES}#role_{role.name}", role.name)
        link.arc(ELEMENT_LABEL, role.name, f"{role.name}.label")
        label = link.resource(f"{{{LABEL_2008}}}label", f"{role.name}.label", GENERIC_LABEL)
        label.set(f"{{{XML}}}lang", language)
        label.text = role.definition(language)
    return linkbase.content()


def references(taxonomy: Taxonomy, elements: Iterable[Element]) -> bytes | None:
    """Return the references of elements to the standards, each with its relation and its obligation."""
    parts = parts_namespace(taxonomy.base)
    linkbase = Linkbase(taxonomy, Vocabulary({"part": parts}))
    link = linkbase.link("reference")
    is_empty = True
    for element in elements:
        for reference in element.references:
            is_empty = False
            standard, code = taxonomy.standards[reference.standard], taxonomy.code(reference)
            resource = link.resource(CONCEPT_REFERENCE, element.name, DISCLOSURE_REFERENCE)
            for name, text in (
                (QName(REF, "Publisher"), standard.publisher),
                (QName(REF, "Name"), code.title),
                (QName(REF, standard.part), code.code),
                (QName(parts, "Relation"), reference.relation.value),
                (QName(parts, "Obligation"), code.obligation),
            ):
                if text:
                    etree.SubElement(resource, f"{{{name.namespace}}}{name.local}").text = text
    return None if is_empty else linkbase.content()
