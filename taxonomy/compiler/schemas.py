"""The taxonomy's schemas: the elements of the core schema, role types, reference parts and entry points.

Implements XBRL 2.1, XBRL Dimensions 1.0 and Extensible Enumerations 2.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from ..model import (
    NAMESPACES,
    ROLES,
    Axis,
    Choices,
    Concept,
    EntryPoint,
    ItemType,
    QName,
    Reference,
    Table,
    Taxonomy,
    Text,
)

XS = "http://www.w3.org/2001/XMLSchema"
LINK = "http://www.xbrl.org/2003/linkbase"
XLINK = "http://www.w3.org/1999/xlink"
XBRLI = NAMESPACES["xbrli"]
XBRLDT = "http://xbrl.org/2005/xbrldt"
ENUM2 = NAMESPACES["enum2"]
REF = "http://www.xbrl.org/2006/ref"
GEN = "http://xbrl.org/2008/generic"
XML = "http://www.w3.org/XML/1998/namespace"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

CORE = "schema/esg-cor.xsd"
PARTS = "schema/esg-parts.xsd"

_LOCATIONS = {
    XBRLI: "http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd",
    XBRLDT: "http://www.xbrl.org/2005/xbrldt-2005.xsd",
    NAMESPACES["dtr-types"]: "https://www.xbrl.org/dtr/type/2024-01-31/types.xsd",
    ENUM2: "https://www.xbrl.org/2020/extensible-enumerations-2.0.xsd",
    LINK: "http://www.xbrl.org/2003/xbrl-linkbase-2003-12-31.xsd",
    REF: "http://www.xbrl.org/2006/ref-2006-02-27.xsd",
    GEN: "http://www.xbrl.org/2008/generic-link.xsd",
}
_STRING = QName(XBRLI, "stringItemType", "xbrli")
_DOMAIN_ITEM = QName(NAMESPACES["dtr-types"], "domainItemType", "dtr-types")

GENERAL = "general"
"""The file stem of what belongs to no topic: axes, members and lists of choices."""


@dataclass(frozen=True, slots=True)
class Element:
    """A declaration in the core schema. ``group`` is the topic, in lower case, whose linkbases describe it."""

    name: str
    group: str
    type: QName
    labels: Text
    substitution: str = "xbrli:item"
    period: str = "duration"
    abstract: bool = True
    terse: Text = field(default_factory=dict)
    total: Text = field(default_factory=dict)
    net: Text = field(default_factory=dict)
    documentation: Text = field(default_factory=dict)
    references: tuple[Reference, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Role:
    """An extended link role: its URI's last part, a number that sorts it, and its definition in every language."""

    name: str
    number: int
    labels: Text
    used_on: tuple[str, ...]

    def definition(self, language: str) -> str:
        """Return the definition as readers of role types expect it: a number in brackets, then words."""
        return f"[{self.number:06}] {self.labels[language]}"


def elements_of(taxonomy: Taxonomy) -> list[Element]:
    """Return every element of the core schema: tables, axes, lists of choices, then concepts."""
    return [
        *(element for table in taxonomy.tables.values() for element in _table_elements(table)),
        *(element for axis in taxonomy.axes.values() for element in _axis_elements(taxonomy, axis)),
        *(element for choices in taxonomy.choices.values() for element in _choices_elements(choices)),
        *(_concept_element(taxonomy, concept) for concept in taxonomy.concepts.values()),
    ]


def _table_elements(table: Table) -> Iterator[Element]:
    group = group_of(table)
    yield Element(f"{table.name}Abstract", group, _STRING, _kind(table.labels, "abstract"))
    yield Element(f"{table.name}Table", group, _STRING, _kind(table.labels, "table"), "xbrldt:hypercubeItem")
    yield Element(f"{table.name}LineItems", group, _STRING, _kind(table.labels, "line items"))


def _axis_elements(taxonomy: Taxonomy, axis: Axis) -> Iterator[Element]:
    own = axis.typed_domain
    typed = {f"{{{XBRLDT}}}typedDomainRef": f"#{element_id(taxonomy, own.local)}"} if own else {}
    yield Element(
        axis.qname.local,
        GENERAL,
        _STRING,
        _kind(axis.labels, "axis"),
        "xbrldt:dimensionItem",
        documentation=axis.documentation,
        attributes=typed,
    )
    if not axis.typed:
        yield Element(domain(axis), GENERAL, _DOMAIN_ITEM, _kind(axis.domain, "domain"))
    for member in axis.members.values():
        yield Element(member.qname.local, GENERAL, _DOMAIN_ITEM, _kind(member.labels, "member"))


def _choices_elements(choices: Choices) -> Iterator[Element]:
    labels = _kind(choices.labels, "choices")
    yield Element(domain(choices), GENERAL, _DOMAIN_ITEM, labels, documentation=choices.documentation)
    for member in choices.members.values():
        yield Element(member.qname.local, GENERAL, _DOMAIN_ITEM, _kind(member.labels, "member"))


def _concept_element(taxonomy: Taxonomy, concept: Concept) -> Element:
    attributes = {f"{{{XBRLI}}}balance": concept.balance} if concept.balance else {}
    if concept.choices:
        attributes = {
            f"{{{ENUM2}}}domain": f"{taxonomy.prefix}:{domain(taxonomy.choices[concept.choices])}",
            f"{{{ENUM2}}}linkrole": role_uri(taxonomy, f"{concept.choices}Choices"),
        }
    return Element(
        concept.name,
        group_of(taxonomy.tables[concept.table]),
        concept.type.qname,
        concept.labels,
        period=concept.period,
        abstract=False,
        terse=concept.terse,
        total=concept.total,
        net=concept.net,
        documentation=concept.documentation,
        references=concept.references,
        attributes=attributes,
    )


KINDS: Mapping[str, Text] = {
    "abstract": {"en": "{} [abstract]", "zh-Hans": "{}［摘要］", "zh-Hant": "{}［摘要］"},
    "table": {"en": "{} [table]", "zh-Hans": "{}［表格］", "zh-Hant": "{}［表格］"},
    "line items": {"en": "{} [line items]", "zh-Hans": "{}［项目］", "zh-Hant": "{}［項目］"},
    "axis": {"en": "{} [axis]", "zh-Hans": "{}［维度］", "zh-Hant": "{}［維度］"},
    "domain": {"en": "{} [domain]", "zh-Hans": "{}［域］", "zh-Hant": "{}［域］"},
    "choices": {"en": "{} [choices]", "zh-Hans": "{}［选项］", "zh-Hant": "{}［選項］"},
    "member": {"en": "{} [member]", "zh-Hans": "{}［成员］", "zh-Hant": "{}［成員］"},
}
"""How labels say what kind of element they name."""


def _kind(labels: Text, kind: str) -> dict[str, str]:
    """Return labels with the kind of element they name, so that no two elements share a label."""
    return {language: KINDS[kind].get(language, "{}").format(text) for language, text in labels.items()}


def group_of(table: Table) -> str:
    """Return the file stem of a table's topic."""
    return table.topic.name.lower()


def domain(of: Axis | Choices) -> str:
    """Return the name of the element that heads an axis' members or a list of choices."""
    return f"{of.name}Domain"


def element_id(taxonomy: Taxonomy, name: str) -> str:
    """Return the id of an element of the core schema."""
    return f"{taxonomy.prefix}_{name}"


def role_uri(taxonomy: Taxonomy, name: str) -> str:
    """Return the URI of an extended link role."""
    return f"{taxonomy.base}/role/{name}"


DEFAULTS = "DimensionDefaults"
_DEFAULTS_LABELS = {"en": "Dimension defaults", "zh-Hans": "维度默认值", "zh-Hant": "維度預設值"}
_OF_AXIS = {"en": "Members | {}", "zh-Hans": "成员｜{}", "zh-Hant": "成員｜{}"}
_OF_CHOICES = {"en": "Choices | {}", "zh-Hans": "选项｜{}", "zh-Hant": "選項｜{}"}


def roles_of(taxonomy: Taxonomy) -> list[Role]:
    """Return the extended link roles, sorted by number: tables by topic, then axes, choices and defaults."""
    tables = [
        Role(
            table.name,
            table.number,
            {language: f"{table.topic.labels[language]} | {text}" for language, text in table.labels.items()},
            ("link:presentationLink", "link:definitionLink", "link:calculationLink"),
        )
        for table in sorted(taxonomy.tables.values(), key=lambda table: table.number)
    ]
    axes = [
        Role(f"{axis.name}Members", 900_000 + number * 10, _each(_OF_AXIS, axis.labels), ("link:definitionLink",))
        for number, axis in enumerate(taxonomy.axes.values(), start=1)
        if not axis.typed
    ]
    choices = [
        Role(f"{one.name}Choices", 950_000 + number * 10, _each(_OF_CHOICES, one.labels), ("link:definitionLink",))
        for number, one in enumerate(taxonomy.choices.values(), start=1)
    ]
    return [*tables, *axes, *choices, Role(DEFAULTS, 990_000, _DEFAULTS_LABELS, ("link:definitionLink",))]


def _each(patterns: Text, labels: Text) -> dict[str, str]:
    return {language: patterns.get(language, "{}").format(text) for language, text in labels.items()}


def core_schema(taxonomy: Taxonomy, elements: Iterable[Element]) -> bytes:
    """Return the schema that declares every element, the item types of our own and the typed domains."""
    schema = _schema(taxonomy, taxonomy.namespace)
    for namespace in (XBRLI, XBRLDT, NAMESPACES["dtr-types"], ENUM2):
        etree.SubElement(schema, f"{{{XS}}}import", namespace=namespace, schemaLocation=_LOCATIONS[namespace])
    own_types = {concept.type.name: concept.type for concept in taxonomy.concepts.values() if concept.type.derives}
    for name in sorted(own_types):
        _derived_type(schema, own_types[name])
    for axis in taxonomy.axes.values():
        if axis.typed_domain:
            _typed_domain_element(schema, taxonomy, axis.typed_domain.local)
    for element in elements:
        _declare(schema, taxonomy, element)
    return document_bytes(schema)


def _derived_type(schema: etree._Element, item_type: ItemType) -> None:
    complex_type = etree.SubElement(schema, f"{{{XS}}}complexType", name=item_type.qname.local)
    content = etree.SubElement(complex_type, f"{{{XS}}}simpleContent")
    etree.SubElement(content, f"{{{XS}}}restriction", base=str(item_type.derives))


def _typed_domain_element(schema: etree._Element, taxonomy: Taxonomy, name: str) -> None:
    """A stable identifier: lower-case letters, digits and hyphens."""
    element = etree.SubElement(schema, f"{{{XS}}}element", name=name, id=element_id(taxonomy, name))
    simple_type = etree.SubElement(element, f"{{{XS}}}simpleType")
    restriction = etree.SubElement(simple_type, f"{{{XS}}}restriction", base="xs:token")
    etree.SubElement(restriction, f"{{{XS}}}pattern", value="[a-z0-9]+(-[a-z0-9]+)*")


def _declare(schema: etree._Element, taxonomy: Taxonomy, element: Element) -> None:
    declared = etree.SubElement(
        schema,
        f"{{{XS}}}element",
        name=element.name,
        id=element_id(taxonomy, element.name),
        type=str(element.type),
        substitutionGroup=element.substitution,
        nillable="true",
    )
    if element.abstract:
        declared.set("abstract", "true")
    declared.set(f"{{{XBRLI}}}periodType", element.period)
    for name, value in element.attributes.items():
        declared.set(name, value)


def roles_schema(taxonomy: Taxonomy, roles: Iterable[Role]) -> bytes:
    """Return the schema of the extended link roles, defined in the taxonomy's first language, and of its arcrole."""
    schema = _schema(taxonomy, f"{taxonomy.base}/roles")
    info = _appinfo(schema)
    for role in roles:
        declared = etree.SubElement(
            info, f"{{{LINK}}}roleType", roleURI=role_uri(taxonomy, role.name), id=f"role_{role.name}"
        )
        etree.SubElement(declared, f"{{{LINK}}}definition").text = role.definition(taxonomy.languages[0])
        for link in role.used_on:
            etree.SubElement(declared, f"{{{LINK}}}usedOn").text = link
    if remark := taxonomy.remark:
        _, _, identifier = remark.href.partition("#")
        link_type = etree.SubElement(
            info, f"{{{LINK}}}arcroleType", arcroleURI=remark.uri, id=identifier, cyclesAllowed="any"
        )
        definition = "A figure, and a fact that says why it is restated, what it covers or who assured it."
        etree.SubElement(link_type, f"{{{LINK}}}definition").text = definition
        etree.SubElement(link_type, f"{{{LINK}}}usedOn").text = "link:footnoteArc"
    etree.SubElement(schema, f"{{{XS}}}import", namespace=LINK, schemaLocation=_LOCATIONS[LINK])
    return document_bytes(schema)


def parts_namespace(base: str) -> str:
    """Return the namespace of the reference parts of our own."""
    return f"{base}/parts"


def parts_schema(taxonomy: Taxonomy) -> bytes:
    """Return the schema of the reference parts of our own: how a concept relates to a code, and who must answer it."""
    schema = _schema(taxonomy, parts_namespace(taxonomy.base))
    for namespace in (LINK, REF):
        etree.SubElement(schema, f"{{{XS}}}import", namespace=namespace, schemaLocation=_LOCATIONS[namespace])
    for name in ("Relation", "Obligation"):
        etree.SubElement(
            schema,
            f"{{{XS}}}element",
            name=name,
            id=f"part_{name}",
            type="xs:string",
            substitutionGroup="link:part",
        )
    return document_bytes(schema)


def entry_point_schema(
    taxonomy: Taxonomy, entry_point: EntryPoint, linkbases: Iterable[tuple[str, str | None]]
) -> bytes:
    """Return an entry point's schema. ``linkbases`` are paths with the role of their kind, if it has a standard one."""
    schema = _schema(taxonomy, f"{taxonomy.base}/entry-point/{entry_point.name}")
    info = _appinfo(schema)
    for path, role in linkbases:
        reference = etree.SubElement(info, f"{{{LINK}}}linkbaseRef")
        reference.set(f"{{{XLINK}}}type", "simple")
        reference.set(f"{{{XLINK}}}href", path)
        reference.set(f"{{{XLINK}}}arcrole", "http://www.w3.org/1999/xlink/properties/linkbase")
        if role:
            reference.set(f"{{{XLINK}}}role", f"http://www.xbrl.org/2003/role/{role}")
    etree.SubElement(schema, f"{{{XS}}}import", namespace=taxonomy.namespace, schemaLocation=CORE)
    etree.SubElement(schema, f"{{{XS}}}import", namespace=f"{taxonomy.base}/roles", schemaLocation=ROLES)
    etree.SubElement(schema, f"{{{XS}}}import", namespace=parts_namespace(taxonomy.base), schemaLocation=PARTS)
    return document_bytes(schema)


def _schema(taxonomy: Taxonomy, namespace: str) -> etree._Element:
    prefixes = {
        "xs": XS,
        "link": LINK,
        "xlink": XLINK,
        "xbrli": XBRLI,
        "xbrldt": XBRLDT,
        "enum2": ENUM2,
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


def _appinfo(schema: etree._Element) -> etree._Element:
    return etree.SubElement(etree.SubElement(schema, f"{{{XS}}}annotation"), f"{{{XS}}}appinfo")


def document_bytes(root: etree._Element) -> bytes:
    """Return an XML document, UTF-8, one element a line."""
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
