"""From the model to a valid XBRL 2.1 taxonomy: schema, role types and linkbases.

Implements XBRL 2.1 (schema, label, reference, presentation), XBRL Dimensions 1.0 (definition) and
Calculations 1.1. Every function returns bytes; the same model always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from .model import NAMESPACES, Axis, Concept, ItemType, QName, Reference, Table, Taxonomy, Text

XS = "http://www.w3.org/2001/XMLSchema"
LINK = "http://www.xbrl.org/2003/linkbase"
XLINK = "http://www.w3.org/1999/xlink"
XBRLI = NAMESPACES["xbrli"]
XBRLDT = "http://xbrl.org/2005/xbrldt"
REF = "http://www.xbrl.org/2006/ref"
XML = "http://www.w3.org/XML/1998/namespace"

PARENT_CHILD = "http://www.xbrl.org/2003/arcrole/parent-child"
CONCEPT_LABEL = "http://www.xbrl.org/2003/arcrole/concept-label"
CONCEPT_REFERENCE = "http://www.xbrl.org/2003/arcrole/concept-reference"
SUMMATION_ITEM = "https://xbrl.org/2023/arcrole/summation-item"
DIMENSION = "http://xbrl.org/int/dim/arcrole/"
STANDARD_LINK = "http://www.xbrl.org/2003/role/link"
STANDARD_LABEL = "http://www.xbrl.org/2003/role/label"
DOCUMENTATION_LABEL = "http://www.xbrl.org/2003/role/documentation"
STANDARD_REFERENCE = "http://www.xbrl.org/2003/role/reference"

_LOCATIONS = {
    XBRLI: "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd",
    XBRLDT: "http://www.xbrl.org/2005/xbrldt-2005.xsd",
    REF: "http://www.xbrl.org/2006/ref-2006-02-27.xsd",
    NAMESPACES["dtr-types"]: "https://www.xbrl.org/dtr/type/2024-01-31/types.xsd",
}
_ARCROLE_SCHEMAS = {
    SUMMATION_ITEM: "https://www.xbrl.org/2023/calculation-1.1.xsd#summation-item",
    **{
        f"{DIMENSION}{name}": f"http://www.xbrl.org/2005/xbrldt-2005.xsd#{name}"
        for name in ("all", "dimension-default", "dimension-domain", "domain-member", "hypercube-dimension")
    },
}
_LINKBASE_ROLES = {
    "cal": "calculationLinkbaseRef",
    "def": "definitionLinkbaseRef",
    "lab": "labelLinkbaseRef",
    "pre": "presentationLinkbaseRef",
    "ref": "referenceLinkbaseRef",
}
_DEFAULTS = "DimensionDefaults"


@dataclass(frozen=True, slots=True)
class _Element:
    """A declaration in the core schema."""

    id: str
    name: str
    type: QName
    substitution: str
    period: str
    abstract: bool
    labels: Text
    documentation: Text = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    typed_domain: str | None = None
    balance: str | None = None


def compile_taxonomy(taxonomy: Taxonomy) -> dict[str, bytes]:
    """Return the taxonomy's files by name; ``esg.xsd`` is the entry point."""
    elements = _elements(taxonomy)
    labels = {f"esg-lab-{language}.xml": _labels(elements, language) for language in taxonomy.languages}
    linkbases = {
        "esg-pre.xml": _linkbase(taxonomy, "presentation", _presentation),
        "esg-def.xml": _linkbase(taxonomy, "definition", _definition),
        "esg-cal.xml": _linkbase(taxonomy, "calculation", _calculation),
        "esg-ref.xml": _references(elements),
        **labels,
    }
    return {
        "esg.xsd": _entry_point(taxonomy, sorted(linkbases)),
        "esg-cor.xsd": _core(taxonomy, elements),
        **dict(sorted(linkbases.items())),
    }


def _elements(taxonomy: Taxonomy) -> list[_Element]:
    """Return every element of the core schema: tables, axes, members, then concepts."""
    return [
        *(element for table in taxonomy.tables.values() for element in _table_elements(taxonomy, table)),
        *(element for axis in taxonomy.axes.values() for element in _axis_elements(taxonomy, axis)),
        *(_concept_element(taxonomy, concept) for concept in taxonomy.concepts.values()),
    ]


def _abstract(taxonomy: Taxonomy, name: str, labels: Text, substitution: str = "xbrli:item") -> _Element:
    string = QName(XBRLI, "stringItemType", "xbrli")
    return _Element(_id(taxonomy, name), name, string, substitution, "duration", True, labels)


def _domain_item(taxonomy: Taxonomy, name: str, labels: Text) -> _Element:
    domain_item = QName(NAMESPACES["dtr-types"], "domainItemType", "dtr-types")
    return replace(_abstract(taxonomy, name, labels), type=domain_item)


def _table_elements(taxonomy: Taxonomy, table: Table) -> list[_Element]:
    return [
        _abstract(taxonomy, f"{table.name}Abstract", _kind(table.labels, "abstract")),
        _abstract(taxonomy, f"{table.name}Table", _kind(table.labels, "table"), "xbrldt:hypercubeItem"),
        _abstract(taxonomy, f"{table.name}LineItems", _kind(table.labels, "line items")),
    ]


def _axis_elements(taxonomy: Taxonomy, axis: Axis) -> list[_Element]:
    dimension = replace(
        _abstract(taxonomy, f"{axis.name}Axis", _kind(axis.labels, "axis"), "xbrldt:dimensionItem"),
        documentation=axis.documentation,
        typed_domain=f"#{_id(taxonomy, _typed_domain(axis))}" if axis.typed else None,
    )
    domain = [] if axis.typed else [_domain_item(taxonomy, f"{axis.name}Domain", _kind(axis.domain, "domain"))]
    members = [
        _domain_item(taxonomy, f"{member.name}Member", _kind(member.labels, "member"))
        for member in axis.members.values()
    ]
    return [dimension, *domain, *members]


def _concept_element(taxonomy: Taxonomy, concept: Concept) -> _Element:
    return _Element(
        _id(taxonomy, concept.name),
        concept.name,
        concept.type.qname,
        "xbrli:item",
        concept.period,
        False,
        concept.labels,
        concept.documentation,
        concept.references,
        balance=concept.balance,
    )


_KINDS = {
    "abstract": {"en": "{} [abstract]", "zh-Hans": "{}［摘要］"},
    "table": {"en": "{} [table]", "zh-Hans": "{}［表格］"},
    "line items": {"en": "{} [line items]", "zh-Hans": "{}［项目］"},
    "axis": {"en": "{} [axis]", "zh-Hans": "{}［维度］"},
    "domain": {"en": "{} [domain]", "zh-Hans": "{}［域］"},
    "member": {"en": "{} [member]", "zh-Hans": "{}［成员］"},
}


def _kind(labels: Text, kind: str) -> dict[str, str]:
    """Return labels with the kind of element they name, so that no two elements share a label."""
    return {language: _KINDS[kind].get(language, "{}").format(text) for language, text in labels.items()}


def _typed_domain(axis: Axis) -> str:
    return f"{axis.name}Identifier"


def _id(taxonomy: Taxonomy, name: str) -> str:
    return f"{taxonomy.prefix}_{name}"


def _entry_point(taxonomy: Taxonomy, linkbases: Iterable[str]) -> bytes:
    schema = _schema(f"{taxonomy.base}/entry-point", taxonomy)
    info = etree.SubElement(etree.SubElement(schema, f"{{{XS}}}annotation"), f"{{{XS}}}appinfo")
    for table in taxonomy.tables.values():
        _role_type(info, taxonomy, table.name, f"[{table.number:04}] {table.topic['en']} | {table.labels['en']}")
    _role_type(info, taxonomy, _DEFAULTS, "[9990] Dimension defaults", used_on=("link:definitionLink",))
    for name in linkbases:
        reference = etree.SubElement(info, f"{{{LINK}}}linkbaseRef")
        reference.set(f"{{{XLINK}}}type", "simple")
        reference.set(f"{{{XLINK}}}href", name)
        reference.set(f"{{{XLINK}}}arcrole", "http://www.w3.org/1999/xlink/properties/linkbase")
        reference.set(f"{{{XLINK}}}role", f"http://www.xbrl.org/2003/role/{_LINKBASE_ROLES[name[4:7]]}")
    etree.SubElement(schema, f"{{{XS}}}import", namespace=taxonomy.namespace, schemaLocation="esg-cor.xsd")
    return document_bytes(schema)


def _role_type(
    parent: etree._Element,
    taxonomy: Taxonomy,
    name: str,
    definition: str,
    used_on: tuple[str, ...] = ("link:presentationLink", "link:definitionLink", "link:calculationLink"),
) -> None:
    role = etree.SubElement(parent, f"{{{LINK}}}roleType", roleURI=_role(taxonomy, name), id=f"role_{name}")
    etree.SubElement(role, f"{{{LINK}}}definition").text = definition
    for link in used_on:
        etree.SubElement(role, f"{{{LINK}}}usedOn").text = link


def _role(taxonomy: Taxonomy, name: str) -> str:
    return f"{taxonomy.base}/role/{name}"


def _core(taxonomy: Taxonomy, elements: Iterable[_Element]) -> bytes:
    schema = _schema(taxonomy.namespace, taxonomy)
    for namespace in (XBRLI, XBRLDT, NAMESPACES["dtr-types"], REF):
        etree.SubElement(schema, f"{{{XS}}}import", namespace=namespace, schemaLocation=_LOCATIONS[namespace])
    own_types = {concept.type.name: concept.type for concept in taxonomy.concepts.values() if concept.type.derives}
    for name in sorted(own_types):
        _derived_type(schema, own_types[name])
    for axis in taxonomy.axes.values():
        if axis.typed:
            _typed_domain_element(schema, taxonomy, axis)
    for element in elements:
        _declare(schema, element)
    return document_bytes(schema)


def _schema(namespace: str, taxonomy: Taxonomy) -> etree._Element:
    prefixes = {
        "xs": XS,
        "link": LINK,
        "xlink": XLINK,
        "xbrli": XBRLI,
        "xbrldt": XBRLDT,
        "dtr-types": NAMESPACES["dtr-types"],
        taxonomy.prefix: taxonomy.namespace,
    }
    return etree.Element(
        f"{{{XS}}}schema",
        nsmap=prefixes,
        targetNamespace=namespace,
        elementFormDefault="qualified",
        attributeFormDefault="unqualified",
    )


def _derived_type(schema: etree._Element, item_type: ItemType) -> None:
    complex_type = etree.SubElement(schema, f"{{{XS}}}complexType", name=item_type.qname.local)
    content = etree.SubElement(complex_type, f"{{{XS}}}simpleContent")
    etree.SubElement(content, f"{{{XS}}}restriction", base=str(item_type.derives))


def _typed_domain_element(schema: etree._Element, taxonomy: Taxonomy, axis: Axis) -> None:
    """A stable identifier: lower-case letters, digits and hyphens."""
    name = _typed_domain(axis)
    element = etree.SubElement(schema, f"{{{XS}}}element", name=name, id=_id(taxonomy, name))
    simple_type = etree.SubElement(element, f"{{{XS}}}simpleType")
    restriction = etree.SubElement(simple_type, f"{{{XS}}}restriction", base="xs:token")
    etree.SubElement(restriction, f"{{{XS}}}pattern", value="[a-z0-9]+(-[a-z0-9]+)*")


def _declare(schema: etree._Element, element: _Element) -> None:
    declared = etree.SubElement(
        schema,
        f"{{{XS}}}element",
        name=element.name,
        id=element.id,
        type=str(element.type),
        substitutionGroup=element.substitution,
        nillable="true",
    )
    if element.abstract:
        declared.set("abstract", "true")
    declared.set(f"{{{XBRLI}}}periodType", element.period)
    if element.balance:
        declared.set(f"{{{XBRLI}}}balance", element.balance)
    if element.typed_domain:
        declared.set(f"{{{XBRLDT}}}typedDomainRef", element.typed_domain)


class _ExtendedLink:
    """One extended link: locators are made when a name is first used, arcs keep the order of their parent."""

    def __init__(self, linkbase: etree._Element, taxonomy: Taxonomy, kind: str, role: str) -> None:
        self._taxonomy = taxonomy
        self._arc_name = f"{{{LINK}}}{kind}Arc"
        self._link = etree.SubElement(linkbase, f"{{{LINK}}}{kind}Link")
        self._link.set(f"{{{XLINK}}}type", "extended")
        self._link.set(f"{{{XLINK}}}role", role)
        self._located: set[str] = set()
        self._orders: dict[str, int] = {}

    def arc(self, arcrole: str, source: str, target: str, **attributes: str) -> None:
        """Add an arc between two declared names, ordered after the source's earlier ones."""
        self._orders[source] = order = self._orders.get(source, 0) + 1
        arc = etree.Element(self._arc_name)
        arc.set(f"{{{XLINK}}}type", "arc")
        arc.set(f"{{{XLINK}}}arcrole", arcrole)
        arc.set(f"{{{XLINK}}}from", self._locator(source))
        arc.set(f"{{{XLINK}}}to", self._locator(target))
        arc.set("order", str(order))
        for name, value in attributes.items():
            arc.set(f"{{{XBRLDT}}}{name}" if name in ("closed", "contextElement") else name, value)
        self._link.append(arc)

    def _locator(self, name: str) -> str:
        if name not in self._located:
            self._located.add(name)
            _locate(self._link, _id(self._taxonomy, name), name)
        return name


def _locate(link: etree._Element, element_id: str, name: str) -> None:
    locator = etree.SubElement(link, f"{{{LINK}}}loc")
    locator.set(f"{{{XLINK}}}type", "locator")
    locator.set(f"{{{XLINK}}}href", f"esg-cor.xsd#{element_id}")
    locator.set(f"{{{XLINK}}}label", name)


_Open = Callable[[str], _ExtendedLink]


def _linkbase(taxonomy: Taxonomy, kind: str, fill: Callable[[Taxonomy, _Open], None]) -> bytes:
    """Return a linkbase whose extended links ``fill`` opens by the name of their role."""
    root = _linkbase_root()
    body = etree.Element("body")
    roles: list[str] = []

    def open_link(role: str) -> _ExtendedLink:
        roles.append(role)
        return _ExtendedLink(body, taxonomy, kind, _role(taxonomy, role))

    fill(taxonomy, open_link)
    for role in roles:
        _reference(root, "roleRef", "roleURI", _role(taxonomy, role), f"esg.xsd#role_{role}")
    used = {arc.get(f"{{{XLINK}}}arcrole") for arc in body.iter() if arc.get(f"{{{XLINK}}}type") == "arc"}
    for arcrole in sorted(_ARCROLE_SCHEMAS.keys() & used):
        _reference(root, "arcroleRef", "arcroleURI", arcrole, _ARCROLE_SCHEMAS[arcrole])
    root.extend(list(body))
    return document_bytes(root)


def _linkbase_root() -> etree._Element:
    return etree.Element(f"{{{LINK}}}linkbase", nsmap={"link": LINK, "xlink": XLINK, "xbrldt": XBRLDT, "ref": REF})


def _reference(root: etree._Element, element: str, attribute: str, uri: str, href: str) -> None:
    reference = etree.SubElement(root, f"{{{LINK}}}{element}")
    reference.set(attribute, uri)
    reference.set(f"{{{XLINK}}}type", "simple")
    reference.set(f"{{{XLINK}}}href", href)


def _presentation(taxonomy: Taxonomy, open_link: _Open) -> None:
    for table in taxonomy.tables.values():
        link = open_link(table.name)
        link.arc(PARENT_CHILD, f"{table.name}Abstract", f"{table.name}Table")
        for axis in table.axes:
            link.arc(PARENT_CHILD, f"{table.name}Table", f"{axis}Axis")
            if not taxonomy.axes[axis].typed:
                link.arc(PARENT_CHILD, f"{axis}Axis", f"{axis}Domain")
            for member in taxonomy.axes[axis].members:
                link.arc(PARENT_CHILD, f"{axis}Domain", f"{member}Member")
        link.arc(PARENT_CHILD, f"{table.name}Table", f"{table.name}LineItems")
        for name in table.concepts:
            link.arc(PARENT_CHILD, taxonomy.concepts[name].parent or f"{table.name}LineItems", name)


def _definition(taxonomy: Taxonomy, open_link: _Open) -> None:
    """One closed hypercube a table; a table without axes has an empty one, which rejects every dimension."""
    for table in taxonomy.tables.values():
        link = open_link(table.name)
        line_items, hypercube = f"{table.name}LineItems", f"{table.name}Table"
        link.arc(f"{DIMENSION}all", line_items, hypercube, closed="true", contextElement="scenario")
        for axis in table.axes:
            link.arc(f"{DIMENSION}hypercube-dimension", hypercube, f"{axis}Axis")
            if not taxonomy.axes[axis].typed:
                link.arc(f"{DIMENSION}dimension-domain", f"{axis}Axis", f"{axis}Domain")
            for member in taxonomy.axes[axis].members:
                link.arc(f"{DIMENSION}domain-member", f"{axis}Domain", f"{member}Member")
        for concept in table.concepts:
            link.arc(f"{DIMENSION}domain-member", line_items, concept)
    link = open_link(_DEFAULTS)
    for axis_model in taxonomy.axes.values():
        if not axis_model.typed:
            link.arc(f"{DIMENSION}dimension-default", f"{axis_model.name}Axis", f"{axis_model.name}Domain")


def _calculation(taxonomy: Taxonomy, open_link: _Open) -> None:
    for table in taxonomy.tables.values():
        totals = [taxonomy.concepts[name] for name in table.concepts if taxonomy.concepts[name].parts]
        if totals:
            link = open_link(table.name)
            for total in totals:
                for part in total.parts:
                    link.arc(SUMMATION_ITEM, total.name, part, weight="1")


def _resource_link(root: etree._Element, kind: str) -> etree._Element:
    link = etree.SubElement(root, f"{{{LINK}}}{kind}Link")
    link.set(f"{{{XLINK}}}type", "extended")
    link.set(f"{{{XLINK}}}role", STANDARD_LINK)
    return link


def _attach(link: etree._Element, kind: str, arcrole: str, name: str, label: str, role: str) -> etree._Element:
    """Add an arc from a located name to a new resource and return the resource."""
    arc = etree.SubElement(link, f"{{{LINK}}}{kind}Arc")
    arc.set(f"{{{XLINK}}}type", "arc")
    arc.set(f"{{{XLINK}}}arcrole", arcrole)
    arc.set(f"{{{XLINK}}}from", name)
    arc.set(f"{{{XLINK}}}to", label)
    resource = etree.SubElement(link, f"{{{LINK}}}{kind}")
    resource.set(f"{{{XLINK}}}type", "resource")
    resource.set(f"{{{XLINK}}}label", label)
    resource.set(f"{{{XLINK}}}role", role)
    return resource


def _labels(elements: Iterable[_Element], language: str) -> bytes:
    root = _linkbase_root()
    link = _resource_link(root, "label")
    for element in elements:
        _locate(link, element.id, element.name)
        for kind, role, texts in (
            ("label", STANDARD_LABEL, element.labels),
            ("documentation", DOCUMENTATION_LABEL, element.documentation),
        ):
            if language in texts:
                label = _attach(link, "label", CONCEPT_LABEL, element.name, f"{element.name}.{kind}", role)
                label.set(f"{{{XML}}}lang", language)
                label.text = texts[language]
    return document_bytes(root)


def _references(elements: Iterable[_Element]) -> bytes:
    root = _linkbase_root()
    link = _resource_link(root, "reference")
    for element in elements:
        if element.references:
            _locate(link, element.id, element.name)
        for number, reference in enumerate(element.references, start=1):
            label = f"{element.name}.{number}"
            resource = _attach(link, "reference", CONCEPT_REFERENCE, element.name, label, STANDARD_REFERENCE)
            parts = {
                "Publisher": reference.publisher,
                "Name": reference.title,
                reference.part: reference.code,
                "Note": reference.obligation,
            }
            for part, text in parts.items():
                if text:
                    etree.SubElement(resource, f"{{{REF}}}{part}").text = text
    return document_bytes(root)


def document_bytes(root: etree._Element) -> bytes:
    """Return an XML document, UTF-8, one element a line."""
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
