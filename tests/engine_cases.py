"""A small taxonomy with a bit of everything, and reports about it, valid and broken in many ways.

The reports are for comparing two ways of validating them; what exactly is said of a fault is no matter here, only that
each is of another kind.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

BASE = "https://mini.example/2025"
ENTRY = f"{BASE}/mini.xsd"
NAMESPACES = (
    'xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xbrldi="http://xbrl.org/2006/xbrldi" '
    'xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:utr="http://www.xbrl.org/2009/utr" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    f'xmlns:mini="{BASE}"'
)

SCHEMA = """<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
  xmlns:xbrldt="http://xbrl.org/2005/xbrldt" xmlns:link="http://www.xbrl.org/2003/linkbase"
  xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dtr="http://www.xbrl.org/dtr/type/2022-03-31"
  xmlns:enum2="http://xbrl.org/2020/extensible-enumerations-2.0" xmlns:mini="https://mini.example/2025"
  targetNamespace="https://mini.example/2025" elementFormDefault="qualified">
  <xs:annotation><xs:appinfo>
    <link:roleType roleURI="https://mini.example/2025/role/all" id="all"><link:definition>All</link:definition>
      <link:usedOn>link:definitionLink</link:usedOn><link:usedOn>link:calculationLink</link:usedOn>
      <link:usedOn>link:presentationLink</link:usedOn></link:roleType>
    <link:linkbaseRef xlink:type="simple" xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase" xlink:href="links.xml"/>
    <link:linkbaseRef xlink:type="simple" xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase" xlink:href="formulas.xml"/>
  </xs:appinfo></xs:annotation>
  <xs:import namespace="http://www.xbrl.org/2003/instance" schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
  <xs:import namespace="http://xbrl.org/2005/xbrldt" schemaLocation="http://www.xbrl.org/2005/xbrldt-2005.xsd"/>
  <xs:import namespace="http://www.xbrl.org/dtr/type/2022-03-31" schemaLocation="https://www.xbrl.org/dtr/type/2022-03-31/types.xsd"/>
  <xs:import namespace="http://xbrl.org/2020/extensible-enumerations-2.0" schemaLocation="https://www.xbrl.org/2020/extensible-enumerations-2.0.xsd"/>
  <xs:complexType name="codeItemType"><xs:simpleContent><xs:restriction base="xbrli:stringItemType">
    <xs:pattern value="(x+x+)+y"/></xs:restriction></xs:simpleContent></xs:complexType>
  <xs:element name="Lines" id="Lines" type="xbrli:stringItemType" substitutionGroup="xbrli:item" abstract="true" nillable="true" xbrli:periodType="duration"/>
  <xs:element name="Table" id="Table" type="xbrli:stringItemType" substitutionGroup="xbrldt:hypercubeItem" abstract="true" nillable="true" xbrli:periodType="duration"/>
  <xs:element name="PlaceAxis" id="PlaceAxis" type="xbrli:stringItemType" substitutionGroup="xbrldt:dimensionItem" abstract="true" nillable="true" xbrli:periodType="duration"/>
  <xs:element name="AllPlaces" id="AllPlaces" type="dtr:domainItemType" substitutionGroup="xbrli:item" abstract="true" nillable="true" xbrli:periodType="duration"/>
  <xs:element name="North" id="North" type="dtr:domainItemType" substitutionGroup="xbrli:item" abstract="true" nillable="true" xbrli:periodType="duration"/>
  <xs:element name="South" id="South" type="dtr:domainItemType" substitutionGroup="xbrli:item" abstract="true" nillable="true" xbrli:periodType="duration"/>
  <xs:element name="PlantAxis" id="PlantAxis" type="xbrli:stringItemType" substitutionGroup="xbrldt:dimensionItem" abstract="true" nillable="true" xbrli:periodType="duration" xbrldt:typedDomainRef="#Plant"/>
  <xs:element name="Plant" id="Plant"><xs:simpleType><xs:restriction base="xs:positiveInteger"><xs:maxInclusive value="99"/></xs:restriction></xs:simpleType></xs:element>
  <xs:element name="Total" id="Total" type="dtr:massItemType" substitutionGroup="xbrli:item" nillable="true" xbrli:periodType="duration"/>
  <xs:element name="PartA" id="PartA" type="dtr:massItemType" substitutionGroup="xbrli:item" nillable="true" xbrli:periodType="duration"/>
  <xs:element name="PartB" id="PartB" type="dtr:massItemType" substitutionGroup="xbrli:item" nillable="true" xbrli:periodType="duration"/>
  <xs:element name="Cost" id="Cost" type="xbrli:monetaryItemType" substitutionGroup="xbrli:item" nillable="true" xbrli:periodType="duration" xbrli:balance="debit"/>
  <xs:element name="People" id="People" type="xbrli:nonNegativeIntegerItemType" substitutionGroup="xbrli:item" nillable="true" xbrli:periodType="instant"/>
  <xs:element name="Note" id="Note" type="xbrli:stringItemType" substitutionGroup="xbrli:item" nillable="true" xbrli:periodType="duration"/>
  <xs:element name="Block" id="Block" type="dtr:textBlockItemType" substitutionGroup="xbrli:item" nillable="true" xbrli:periodType="duration"/>
  <xs:element name="Day" id="Day" type="xbrli:dateItemType" substitutionGroup="xbrli:item" nillable="true" xbrli:periodType="duration"/>
  <xs:element name="Where" id="Where" type="enum2:enumerationItemType" substitutionGroup="xbrli:item" nillable="true" xbrli:periodType="duration" enum2:domain="mini:AllPlaces" enum2:linkrole="https://mini.example/2025/role/all"/>
  <xs:element name="Code" id="Code" type="mini:codeItemType" substitutionGroup="xbrli:item" nillable="true" xbrli:periodType="duration"/>
  <xs:element name="Ratio" id="Ratio" type="xbrli:fractionItemType" substitutionGroup="xbrli:item" xbrli:periodType="duration"/>
  <xs:element name="Pair" id="Pair" substitutionGroup="xbrli:tuple" nillable="true"><xs:complexType><xs:complexContent>
    <xs:restriction base="xs:anyType"><xs:sequence><xs:element ref="mini:Note"/><xs:element ref="mini:Day"/></xs:sequence>
    <xs:attribute name="id" type="xs:ID"/></xs:restriction></xs:complexContent></xs:complexType></xs:element>
</xs:schema>
"""


def _arc(kind: str, arcrole: str, pairs: list[tuple[str, str]], more: str = "") -> str:
    """The locators and arcs of a link; a locator's label is the concept's name, ``Name-2`` for the arc's target."""
    names = dict.fromkeys(name for pair in pairs for name in pair)
    locators = "".join(
        f'<link:loc xlink:type="locator" xlink:href="mini.xsd#{name.partition("-")[0]}" xlink:label="{name}"/>'
        for name in names
    )
    arcs = "".join(
        f'<link:{kind}Arc xlink:type="arc" xlink:arcrole="{arcrole}" xlink:from="{source}" xlink:to="{target}" order="{n}"{more}/>'
        for n, (source, target) in enumerate(pairs, 1)
    )
    return locators + arcs


_DIM = "http://xbrl.org/int/dim/arcrole"
_ROLE = f"{BASE}/role/all"
LINKS = (
    '<link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:xbrldt="http://xbrl.org/2005/xbrldt">'
    f'<link:roleRef roleURI="{_ROLE}" xlink:type="simple" xlink:href="mini.xsd#all"/>'
    '<link:arcroleRef arcroleURI="https://xbrl.org/2023/arcrole/summation-item" xlink:type="simple" '
    'xlink:href="https://www.xbrl.org/2023/calculation-1.1.xsd#summation-item"/>'
    + "".join(
        f'<link:arcroleRef arcroleURI="{_DIM}/{name}" xlink:type="simple" xlink:href="http://www.xbrl.org/2005/xbrldt-2005.xsd#{name}"/>'
        for name in ("all", "hypercube-dimension", "dimension-domain", "domain-member", "dimension-default")
    )
    + "".join(
        f'<link:{kind}Link xlink:type="extended" xlink:role="{_ROLE}">{_arc(kind, arcrole, pairs, more)}</link:{kind}Link>'
        for kind, arcrole, pairs, more in [
            (
                "definition",
                f"{_DIM}/all",
                [("Lines", "Table")],
                ' xbrldt:contextElement="scenario" xbrldt:closed="true"',
            ),
            ("definition", f"{_DIM}/hypercube-dimension", [("Table", "PlaceAxis"), ("Table", "PlantAxis")], ""),
            ("definition", f"{_DIM}/dimension-domain", [("PlaceAxis", "AllPlaces")], ""),
            ("definition", f"{_DIM}/dimension-default", [("PlaceAxis", "AllPlaces-2")], ""),
            (
                "definition",
                f"{_DIM}/domain-member",
                [
                    ("Lines", "Total"),
                    ("Lines", "PartA"),
                    ("Lines", "PartB"),
                    ("AllPlaces", "North"),
                    ("AllPlaces", "South"),
                ],
                "",
            ),
            (
                "calculation",
                "https://xbrl.org/2023/arcrole/summation-item",
                [("Total", "PartA"), ("Total", "PartB")],
                ' weight="1"',
            ),
        ]
    )
    + '<link:labelLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">'
    '<link:loc xlink:type="locator" xlink:href="mini.xsd#Total" xlink:label="Total"/>'
    '<link:label xlink:type="resource" xlink:label="label" xlink:role="http://www.xbrl.org/2003/role/label" xml:lang="en">Sum of all</link:label>'
    '<link:labelArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/concept-label" xlink:from="Total" xlink:to="label"/>'
    "</link:labelLink></link:linkbase>"
)

FORMULAS = """<link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:generic="http://xbrl.org/2008/generic" xmlns:va="http://xbrl.org/2008/assertion/value" xmlns:ea="http://xbrl.org/2008/assertion/existence"
  xmlns:variable="http://xbrl.org/2008/variable" xmlns:cf="http://xbrl.org/2008/filter/concept" xmlns:msg="http://xbrl.org/2010/message"
  xmlns:sev="http://xbrl.org/2022/assertion-severity" xmlns:xfi="http://www.xbrl.org/2008/function/instance"
  xmlns:mini="https://mini.example/2025" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://xbrl.org/2008/generic http://www.xbrl.org/2008/generic-link.xsd http://xbrl.org/2008/assertion/value http://www.xbrl.org/2008/value-assertion.xsd http://xbrl.org/2008/assertion/existence http://www.xbrl.org/2008/existence-assertion.xsd http://xbrl.org/2008/variable http://www.xbrl.org/2008/variable.xsd http://xbrl.org/2008/filter/concept http://www.xbrl.org/2008/concept-filter.xsd http://xbrl.org/2010/message http://www.xbrl.org/2010/generic-message.xsd">
  <link:roleRef roleURI="http://www.xbrl.org/2008/role/link" xlink:type="simple" xlink:href="http://www.xbrl.org/2008/generic-link.xsd#standard-link-role"/>
  <link:roleRef roleURI="http://www.xbrl.org/2010/role/message" xlink:type="simple" xlink:href="http://www.xbrl.org/2010/generic-message.xsd#standard-message"/>
  <link:arcroleRef arcroleURI="http://xbrl.org/arcrole/2008/variable-set" xlink:type="simple" xlink:href="http://www.xbrl.org/2008/variable.xsd#variable-set"/>
  <link:arcroleRef arcroleURI="http://xbrl.org/arcrole/2008/variable-filter" xlink:type="simple" xlink:href="http://www.xbrl.org/2008/variable.xsd#variable-filter"/>
  <link:arcroleRef arcroleURI="http://xbrl.org/arcrole/2010/assertion-unsatisfied-message" xlink:type="simple" xlink:href="http://www.xbrl.org/2010/validation-message.xsd#assertion-unsatisfied-message"/>
  <generic:link xlink:type="extended" xlink:role="http://www.xbrl.org/2008/role/link">
    <va:valueAssertion xlink:type="resource" xlink:label="sign" id="sign" aspectModel="dimensional" implicitFiltering="true" test="$a ge 0"/>
    <msg:message xlink:type="resource" xlink:label="message" xlink:role="http://www.xbrl.org/2010/role/message" xml:lang="en">Part A is {$a}, below nothing.</msg:message>
    <generic:arc xlink:type="arc" xlink:arcrole="http://xbrl.org/arcrole/2010/assertion-unsatisfied-message" xlink:from="sign" xlink:to="message"/>
    <variable:factVariable xlink:type="resource" xlink:label="a" bindAsSequence="false"/>
    <variable:variableArc xlink:type="arc" xlink:arcrole="http://xbrl.org/arcrole/2008/variable-set" name="a" xlink:from="sign" xlink:to="a"/>
    <cf:conceptName xlink:type="resource" xlink:label="is-a"><cf:concept><cf:qname>mini:PartA</cf:qname></cf:concept></cf:conceptName>
    <variable:variableFilterArc xlink:type="arc" xlink:arcrole="http://xbrl.org/arcrole/2008/variable-filter" complement="false" cover="true" xlink:from="a" xlink:to="is-a"/>
    <ea:existenceAssertion xlink:type="resource" xlink:label="note" id="note" aspectModel="dimensional" implicitFiltering="true"/>
    <msg:message xlink:type="resource" xlink:label="no-note" xlink:role="http://www.xbrl.org/2010/role/message" xml:lang="en">There is no note.</msg:message>
    <generic:arc xlink:type="arc" xlink:arcrole="http://xbrl.org/arcrole/2010/assertion-unsatisfied-message" xlink:from="note" xlink:to="no-note"/>
    <variable:factVariable xlink:type="resource" xlink:label="n" bindAsSequence="false"/>
    <variable:variableArc xlink:type="arc" xlink:arcrole="http://xbrl.org/arcrole/2008/variable-set" name="n" xlink:from="note" xlink:to="n"/>
    <cf:conceptName xlink:type="resource" xlink:label="is-n"><cf:concept><cf:qname>mini:Note</cf:qname></cf:concept></cf:conceptName>
    <variable:variableFilterArc xlink:type="arc" xlink:arcrole="http://xbrl.org/arcrole/2008/variable-filter" complement="false" cover="true" xlink:from="n" xlink:to="is-n"/>
    <va:valueAssertion xlink:type="resource" xlink:label="parts" id="parts" aspectModel="dimensional" implicitFiltering="true" test="sum($p) le 1000 or (some $i in 1 to xs:integer(sum($p) idiv 1000) satisfies $i lt 0)"/>
    <msg:message xlink:type="resource" xlink:label="too-much" xlink:role="http://www.xbrl.org/2010/role/message" xml:lang="en">{sum($p)} is too much of {xfi:concept-label(xs:QName('mini:Total'), (), (), 'en')}.</msg:message>
    <generic:arc xlink:type="arc" xlink:arcrole="http://xbrl.org/arcrole/2010/assertion-unsatisfied-message" xlink:from="parts" xlink:to="too-much"/>
    <variable:factVariable xlink:type="resource" xlink:label="p" bindAsSequence="true"/>
    <variable:variableArc xlink:type="arc" xlink:arcrole="http://xbrl.org/arcrole/2008/variable-set" name="p" xlink:from="parts" xlink:to="p"/>
    <cf:conceptName xlink:type="resource" xlink:label="is-p"><cf:concept><cf:qname>mini:PartA</cf:qname></cf:concept><cf:concept><cf:qname>mini:PartB</cf:qname></cf:concept></cf:conceptName>
    <variable:variableFilterArc xlink:type="arc" xlink:arcrole="http://xbrl.org/arcrole/2008/variable-filter" complement="false" cover="true" xlink:from="p" xlink:to="is-p"/>
  </generic:link>
</link:linkbase>
""".replace("xmlns:mini=", 'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:mini=')

TAXONOMY = {"mini.xsd": SCHEMA, "links.xml": LINKS, "formulas.xml": FORMULAS}
META = {
    "META-INF/catalog.xml": (
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        f'<rewriteURI uriStartString="{BASE}/" rewritePrefix="../taxonomy/"/></catalog>'
    ),
    "META-INF/taxonomyPackage.xml": (
        '<tp:taxonomyPackage xmlns:tp="http://xbrl.org/2016/taxonomy-package" xml:lang="en">'
        f"<tp:identifier>{BASE}</tp:identifier><tp:name>Mini</tp:name><tp:description>A small one.</tp:description>"
        "<tp:version>1</tp:version><tp:publisher>Nobody</tp:publisher><tp:publisherURL>https://mini.example</tp:publisherURL>"
        "<tp:publicationDate>2025-01-01</tp:publicationDate><tp:entryPoints><tp:entryPoint><tp:name>All</tp:name>"
        f'<tp:entryPointDocument href="{ENTRY}"/></tp:entryPoint></tp:entryPoints></tp:taxonomyPackage>'
    ),
}


def package(files: Mapping[str, str] = TAXONOMY, reports: Mapping[str, str] | None = None, **meta: str) -> bytes:
    """A taxonomy package, or a report package if there are reports or ``reportPackage`` says so."""
    content = {**META, **{f"taxonomy/{name}": text for name, text in files.items()}}
    if reports is not None:
        content["META-INF/reportPackage.json"] = meta.get("kind", kind_of("xbri"))
        content |= {f"reports/{name}": text for name, text in reports.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(content.items()):
            archive.writestr(zipfile.ZipInfo(f"{meta.get('top', 'mini')}/{name}"), text)
    return buffer.getvalue()


def kind_of(kind: str) -> str:
    return json.dumps({"documentInfo": {"documentType": f"https://xbrl.org/report-package/2023/{kind}"}})


def context(name: str, dimensions: str = "", period: str = "") -> str:
    period = period or "<xbrli:startDate>2025-01-01</xbrli:startDate><xbrli:endDate>2025-12-31</xbrli:endDate>"
    scenario = f"<xbrli:scenario>{dimensions}</xbrli:scenario>" if dimensions else ""
    return (
        f'<xbrli:context id="{name}"><xbrli:entity><xbrli:identifier scheme="http://mini.example">1</xbrli:identifier>'
        f"</xbrli:entity><xbrli:period>{period}</xbrli:period>{scenario}</xbrli:context>"
    )


def member(axis: str, name: str) -> str:
    return f'<xbrldi:explicitMember dimension="mini:{axis}">mini:{name}</xbrldi:explicitMember>'


def plant(number: str) -> str:
    return f'<xbrldi:typedMember dimension="mini:PlantAxis"><mini:Plant>{number}</mini:Plant></xbrldi:typedMember>'


CONTEXTS = (
    context("c", plant("7"))
    + context("d")
    + context("north", member("PlaceAxis", "North") + plant("7"))
    + context("i", period="<xbrli:instant>2025-12-31</xbrli:instant>")
)
UNITS = (
    '<xbrli:unit id="t"><xbrli:measure>utr:t</xbrli:measure></xbrli:unit>'
    '<xbrli:unit id="eur"><xbrli:measure>iso4217:EUR</xbrli:measure></xbrli:unit>'
    '<xbrli:unit id="pure"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit>'
)


def number(name: str, value: str, where: str = "c", unit: str = "t", more: str = 'decimals="0"', fact: str = "") -> str:
    identity = f' id="{fact or f"{name}.{where}"}"'
    return f'<mini:{name}{identity} contextRef="{where}" unitRef="{unit}" {more}>{value}</mini:{name}>\n'


def text(name: str, value: str, where: str = "d", more: str = "") -> str:
    return f'<mini:{name} id="{name}.{where}" contextRef="{where}"{more}>{value}</mini:{name}>\n'


TOTAL, PART_A, PART_B = number("Total", "30"), number("PartA", "10"), number("PartB", "20")
NOTE = text("Note", "Measured.")
REST = (
    NOTE
    + number("People", "5", "i", "pure")
    + number("Cost", "12", "d", "eur")
    + text("Day", "2025-05-05")
    + text("Where", f"{BASE}#North")
    + number("PartA", "4", "north")
)
FACTS = TOTAL + PART_A + PART_B + REST


def schema_ref(href: str = ENTRY) -> str:
    return f'<link:schemaRef xlink:type="simple" xlink:href="{href}"/>'


def xml(
    facts: str = FACTS,
    *,
    head: str = schema_ref(),
    contexts: str = CONTEXTS,
    units: str = UNITS,
    root: str = "xbrli:xbrl",
    more: str = "",
) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {NAMESPACES}{more}>{head}\n{contexts}\n{units}\n'
        f"{facts}</{root}>"
    )


def footnote(target: str = "#PartA.c", role: str = "http://www.xbrl.org/2003/role/footnote") -> str:
    return (
        '<link:footnoteLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">'
        f'<link:loc xlink:type="locator" xlink:href="{target}" xlink:label="fact"/>'
        f'<link:footnote xlink:type="resource" xlink:label="note" xlink:role="{role}" xml:lang="en">Estimated.</link:footnote>'
        '<link:footnoteArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/fact-footnote" xlink:from="fact" xlink:to="note"/>'
        "</link:footnoteLink>"
    )


XML = {
    "valid": xml(),
    "no facts": xml(""),
    "context undefined": xml(FACTS.replace('contextRef="d"', 'contextRef="x"', 1)),
    "context missing": xml(FACTS.replace(' contextRef="d"', "", 1)),
    "unit undefined": xml(FACTS.replace('unitRef="t"', 'unitRef="x"', 1)),
    "unit not allowed": xml(FACTS.replace('unitRef="t"', 'unitRef="eur"', 1)),
    "unit of two": xml(units=UNITS.replace("utr:t", "utr:t</xbrli:measure><xbrli:measure>utr:kg")),
    "currency unknown": xml(units=UNITS.replace("iso4217:EUR", "iso4217:EEUR")),
    "concept unknown": xml(FACTS + number("Waste", "3") + text("Wast", "3")),
    "not a number": xml(FACTS.replace(">10<", ">ten<")),
    "decimals bad": xml(FACTS.replace('decimals="0"', 'decimals="half"', 1)),
    "decimals missing": xml(FACTS.replace(' decimals="0"', "", 1)),
    "decimals and precision": xml(FACTS.replace('decimals="0"', 'decimals="0" precision="3"', 1)),
    "sign wrong": xml(FACTS.replace(">10<", ">-10<")),
    "duplicates inconsistent": xml(
        FACTS + number("PartA", "11", fact="again") + text("Note", "Other.").replace("id=", "id='n' x=")
    ),
    "duplicates": xml(FACTS + number("PartA", "10", fact="again")),
    "sum wrong": xml(FACTS.replace(">30<", ">31<")),
    "too much": xml(FACTS.replace(">30<", ">3000<").replace(">10<", ">2990<").replace(">10<", ">10<")),
    "formula without fact": xml(FACTS.replace(NOTE, "")),
    "nil": xml(FACTS.replace(PART_B, number("PartB", "", more='xsi:nil="true"'))),
    "nil with decimals": xml(FACTS.replace(PART_B, number("PartB", "", more='decimals="0" xsi:nil="true"'))),
    "nil with a value": xml(FACTS.replace(PART_B, number("PartB", "20", more='xsi:nil="true"'))),
    "nil sum": xml(FACTS.replace(TOTAL, number("Total", "", more='xsi:nil="true"'))),
    "member of no axis": xml(contexts=CONTEXTS.replace("mini:North", "mini:Total")),
    "member unknown": xml(contexts=CONTEXTS.replace("mini:North", "mini:West")),
    "default written": xml(contexts=CONTEXTS.replace("mini:North", "mini:AllPlaces")),
    "axis twice": xml(contexts=CONTEXTS.replace(plant("7"), plant("7") + plant("8"), 1)),
    "typed member bad": xml(contexts=CONTEXTS.replace(">7<", ">700<")),
    "typed member empty": xml(contexts=CONTEXTS.replace(">7<", "><")),
    "typed member missing": xml(
        contexts=CONTEXTS.replace(plant("7"), "", 1).replace("<xbrli:scenario></xbrli:scenario>", "")
    ),
    "dimension in the segment": xml(
        contexts=CONTEXTS.replace(
            "</xbrli:identifier>", f"</xbrli:identifier><xbrli:segment>{plant('7')}</xbrli:segment>", 1
        )
    ),
    "scenario of its own": xml(contexts=CONTEXTS.replace(plant("7"), plant("7") + "<mini:Note>x</mini:Note>", 1)),
    "period type": xml(FACTS.replace('contextRef="i"', 'contextRef="d"')),
    "period backwards": xml(contexts=CONTEXTS.replace("2025-01-01", "2026-01-01")),
    "period no date": xml(contexts=CONTEXTS.replace("2025-01-01", "2025-02-30")),
    "identifier twice": xml(contexts=CONTEXTS.replace('id="north"', 'id="c"')),
    "context of no use": xml(contexts=CONTEXTS + context("z")),
    "enumeration bad": xml(FACTS.replace("#North", "#West")),
    "day bad": xml(FACTS.replace("2025-05-05", "5 May")),
    "pattern": xml(FACTS + text("Code", "xxxy").replace("Code.d", "k") + text("Code", "zz", "d")),
    "tuple": xml(
        FACTS
        + '<mini:Pair id="p">'
        + NOTE.replace('id="Note.d"', 'id="pn"')
        + text("Day", "2025-05-06").replace("Day.d", "pd")
        + "</mini:Pair>"
    ),
    "tuple incomplete": xml(FACTS + '<mini:Pair id="p">' + NOTE.replace('id="Note.d"', 'id="pn"') + "</mini:Pair>"),
    "fraction": xml(
        FACTS
        + '<mini:Ratio id="r" contextRef="d" unitRef="pure"><xbrli:numerator>1</xbrli:numerator><xbrli:denominator>0</xbrli:denominator></mini:Ratio>'
    ),
    "cut off": xml()[:-200],
    "tag not closed": xml().replace("</mini:Note>", ""),
    "namespace of the root": xml().replace("http://www.xbrl.org/2003/instance", "http://www.xbrl.org/2001/instance"),
    "namespace of the facts": xml().replace(f'xmlns:mini="{BASE}"', 'xmlns:mini="https://mini.example/2024"'),
    "schema not named": xml(head=""),
    "schema without address": xml(head='<link:schemaRef xlink:type="simple"/>'),
    "schema not there": xml(head=schema_ref(f"{BASE}/other.xsd")),
    "schema and one not there": xml(head=schema_ref() + schema_ref("https://nowhere.example/x.xsd")),
    "schema twice": xml(head=schema_ref() + schema_ref()),
    "schema with an anchor": xml(head=schema_ref(f"{ENTRY}#Total")),
    "schema of the standard too": xml(head=schema_ref() + schema_ref("http://www.xbrl.org/2005/xbrldt-2005.xsd")),
    "linkbase as schema": xml(head=schema_ref(f"{BASE}/links.xml")),
    "linkbase named": xml(
        head=schema_ref()
        + f'<link:linkbaseRef xlink:type="simple" xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase" xlink:href="{BASE}/links.xml"/>'
    ),
    "linkbase of its own": xml(
        head=schema_ref()
        + '<link:linkbaseRef xlink:type="simple" xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase" xlink:href="own-links.xml"/>'
    ),
    "schema of its own": xml(head=schema_ref("own.xsd")),
    "schema by location": xml(more=' xsi:schemaLocation="https://own.example own.xsd"'),
    "footnote": xml(FACTS + footnote()),
    "footnote to nowhere": xml(FACTS + footnote("#nothing")),
    "footnote elsewhere": xml(FACTS + footnote("valid.xml#PartA.c")),
    "footnote role": xml(FACTS + footnote(role="https://mini.example/roles/own")),
    "footnote arcrole known": xml(
        FACTS.replace(TOTAL, TOTAL)
        + footnote().replace(
            "http://www.xbrl.org/2003/arcrole/fact-footnote", "http://www.xbrl.org/2009/arcrole/fact-explanatoryFact"
        ),
        head=schema_ref()
        + '<link:arcroleRef arcroleURI="http://www.xbrl.org/2009/arcrole/fact-explanatoryFact" xlink:type="simple" xlink:href="http://www.xbrl.org/lrr/arcrole/factExplanatory-2009-12-16.xsd#fact-explanatoryFact"/>',
    ),
    "role that is not defined": xml(
        head=schema_ref() + f'<link:roleRef roleURI="{BASE}/role/x" xlink:type="simple" xlink:href="{ENTRY}#x"/>'
    ),
    "links of a taxonomy": xml(
        FACTS
        + '<link:definitionLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">'
        + _arc("definition", f"{_DIM}/domain-member", [("North", "South"), ("South", "North")]).replace(
            "mini.xsd", ENTRY
        )
        + "</link:definitionLink>"
    ),
    "document type": xml().replace("?>", '?><!DOCTYPE xbrl [<!ENTITY a "b">]>', 1),
    "base elsewhere": xml(more=' xml:base="https://else.example/"', head=schema_ref("mini.xsd")),
    "order of elements": xml(head="", facts=FACTS + schema_ref()),
    "lang": xml(FACTS.replace('<mini:Note id="Note.d"', '<mini:Note id="Note.d" xml:lang="not a language!"')),
    "attribute unknown": xml(FACTS.replace('<mini:Note id="Note.d"', '<mini:Note id="Note.d" colour="red"')),
    "not a report": '<?xml version="1.0"?><a>schemaRef</a>',
    "a test case": f'<testcase xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink">{schema_ref()}</testcase>',
}

IX = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2022-02-16"'
FIGURE = '<ix:nonFraction id="a" name="mini:PartA" contextRef="c" unitRef="t" decimals="0" format="ixt:num-dot-decimal">10</ix:nonFraction>'
SAID = '<ix:nonNumeric id="n" name="mini:Note" contextRef="d">Measured.</ix:nonNumeric>'


def page(
    body: str = f"<p>{FIGURE}</p><p>{SAID}</p>",
    *,
    header: str = f"<ix:references>{schema_ref()}</ix:references><ix:resources>{CONTEXTS}{UNITS}</ix:resources>",
    hidden: str = "",
) -> str:
    concealed = f"<ix:hidden>{hidden}</ix:hidden>" if hidden else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<html {IX} {NAMESPACES} xml:lang="en"><head><title>Mini</title></head><body>\n'
        f'<div style="display:none"><ix:header>{concealed}{header}</ix:header></div>\n{body}\n</body></html>'
    )


_TWO = "<p>{0}</p><p>{1}</p>"
_BLOCK = (
    '<ix:nonNumeric id="b" name="mini:Block" contextRef="d" escape="true" continuedAt="{0}"><p>One.</p></ix:nonNumeric>'
)
PAGES = {
    "page": page(),
    "page sign": page(_TWO.format(FIGURE.replace("<ix:nonFraction", '<ix:nonFraction sign="-"'), SAID)),
    "page sign bad": page(_TWO.format(FIGURE.replace("<ix:nonFraction", '<ix:nonFraction sign="+"'), SAID)),
    "page scale": page(_TWO.format(FIGURE.replace("<ix:nonFraction", '<ix:nonFraction scale="3"'), SAID)),
    "page scale bad": page(_TWO.format(FIGURE.replace("<ix:nonFraction", '<ix:nonFraction scale="k"'), SAID)),
    "page transformation unknown": page(_TWO.format(FIGURE.replace("num-dot-decimal", "num-dot"), SAID)),
    "page transformation fails": page(_TWO.format(FIGURE.replace(">10<", ">ten<"), SAID)),
    "page transformation old": page(_TWO.format(FIGURE, SAID)).replace("2022-02-16", "2010-04-20"),
    "page number without format": page(
        _TWO.format(FIGURE.replace(' format="ixt:num-dot-decimal"', "").replace(">10<", ">1,0<"), SAID)
    ),
    "page hidden": page(f"<p>{FIGURE}</p>", hidden=SAID),
    "page continued": page(
        _TWO.format(_BLOCK.format("x"), '<ix:continuation id="x">two</ix:continuation>') + SAID.join(("<p>", "</p>"))
    ),
    "page continued nowhere": page(_TWO.format(_BLOCK.format("x"), SAID)),
    "page continued in a circle": page(
        _TWO.format(_BLOCK.format("x"), '<ix:continuation id="x" continuedAt="x">two</ix:continuation>')
    ),
    "page continuation alone": page(_TWO.format(FIGURE, SAID) + '<p><ix:continuation id="y">two</ix:continuation></p>'),
    "page excluded": page(_TWO.format(FIGURE, SAID.replace("Measured.", "Measured<ix:exclude>, page 3</ix:exclude>."))),
    "page excluded alone": page(_TWO.format(FIGURE, SAID) + "<p><ix:exclude>x</ix:exclude></p>"),
    "page context undefined": page(_TWO.format(FIGURE.replace('contextRef="c"', 'contextRef="x"'), SAID)),
    "page unit undefined": page(_TWO.format(FIGURE.replace('unitRef="t"', 'unitRef="x"'), SAID)),
    "page concept unknown": page(_TWO.format(FIGURE.replace("mini:PartA", "mini:Waste"), SAID)),
    "page nested": page(
        f'<p><ix:nonNumeric id="o" name="mini:Block" contextRef="d" escape="true"><span>{FIGURE}</span></ix:nonNumeric></p><p>{SAID}</p>'
    ),
    "page number in number": page(
        _TWO.format(
            FIGURE.replace(">10<", f">{FIGURE.replace(chr(34) + 'a' + chr(34), chr(34) + 'aa' + chr(34))}<"), SAID
        )
    ),
    "page identifier twice": page(_TWO.format(FIGURE, SAID.replace('id="n"', 'id="a"'))),
    "page without header": page().replace("ix:header", "div"),
    "page without resources": page(header=f"<ix:references>{schema_ref()}</ix:references>"),
    "page without references": page(header=f"<ix:resources>{CONTEXTS}{UNITS}</ix:resources>"),
    "page target": page(_TWO.format(FIGURE.replace("<ix:nonFraction", '<ix:nonFraction target="other"'), SAID)),
    "page footnote": page(
        _TWO.format(FIGURE, SAID) + '<p><ix:footnote id="f" xml:lang="en">Estimated.</ix:footnote></p>',
        header=f'<ix:references>{schema_ref()}</ix:references><ix:resources><ix:relationship fromRefs="a" toRefs="f"/>{CONTEXTS}{UNITS}</ix:resources>',
    ),
    "page footnote nowhere": page(
        header=f'<ix:references>{schema_ref()}</ix:references><ix:resources><ix:relationship fromRefs="a" toRefs="f"/>{CONTEXTS}{UNITS}</ix:resources>',
    ),
    "page nil": page(
        _TWO.format('<ix:nonFraction id="a" name="mini:PartA" contextRef="c" unitRef="t" xsi:nil="true"/>', SAID)
    ),
    "page markup of no such": page(_TWO.format(FIGURE, SAID) + "<blink>x</blink>"),
    "page markup in the wrong place": page(f"<title>x</title><p>{FIGURE}</p>"),
    "page class empty": page(f'<p class="">{FIGURE}</p><p>{SAID}</p>'),
    "page not closed": page().replace("</p>", "", 1),
    "page other namespace": page().replace("2013/inlineXBRL", "2008/inlineXBRL"),
    "page without facts": page("<p>Nothing.</p>"),
    "page fraction": page(
        _TWO.format(
            '<ix:fraction id="r" name="mini:Ratio" contextRef="d" unitRef="pure"><ix:numerator>1</ix:numerator>/<ix:denominator>2</ix:denominator></ix:fraction>',
            SAID,
        )
    ),
    "page tuple": page(
        _TWO.format(
            FIGURE,
            '<ix:tuple id="t1" name="mini:Pair" tupleID="q"/><ix:nonNumeric id="q1" name="mini:Note" contextRef="d" tupleRef="q" order="1">x</ix:nonNumeric>',
        )
    ),
}


def facts_json(change: Mapping[str, object] = {}, **fact: object) -> str:
    """A report as xBRL-JSON with one figure and one text; ``fact`` changes the figure, ``change`` the document."""
    dimensions = {
        "concept": "mini:PartA",
        "entity": "s:1",
        "period": "2025-01-01T00:00:00/2026-01-01T00:00:00",
        "unit": "utr:t",
        "mini:PlantAxis": "7",
    }
    figure: dict[str, object] = {"value": "10", "decimals": 0, "dimensions": dimensions, **fact}
    note = {"value": "Measured.", "dimensions": {**dimensions, "concept": "mini:Note", "language": "en"}}
    for key in ("unit", "mini:PlantAxis"):
        del note["dimensions"][key]  # type: ignore[attr-defined]
    return json.dumps(
        {
            "documentInfo": {
                "documentType": "https://xbrl.org/2021/xbrl-json",
                "namespaces": {
                    "mini": BASE,
                    "s": "http://mini.example",
                    "utr": "http://www.xbrl.org/2009/utr",
                    "xbrl": "https://xbrl.org/2021",
                },
                "taxonomy": [ENTRY],
            },
            "facts": {"a": figure, "n": note},
            **change,
        },
        indent=1,
    )


_DIMENSIONS = json.loads(facts_json())["facts"]["a"]["dimensions"]
JSON = {
    "json": facts_json(),
    "json concept unknown": facts_json(dimensions={**_DIMENSIONS, "concept": "mini:Waste"}),
    "json decimals bad": facts_json(decimals="few"),
    "json unit bad": facts_json(dimensions={**_DIMENSIONS, "unit": "utr:t*"}),
    "json unit not allowed": facts_json(dimensions={**_DIMENSIONS, "unit": "utr:J"}),
    "json period bad": facts_json(dimensions={**_DIMENSIONS, "period": "2025"}),
    "json axis unknown": facts_json(dimensions={**_DIMENSIONS, "mini:OtherAxis": "7"}),
    "json typed member bad": facts_json(dimensions={**_DIMENSIONS, "mini:PlantAxis": "seven"}),
    "json negative": facts_json(value="-10"),
    "json number as number": facts_json(value=10),
    "json key twice": facts_json().replace('"decimals": 0', '"decimals": 0, "decimals": 1'),
    "json cut off": facts_json()[:-20],
    "json of another type": facts_json().replace("2021/xbrl-json", "2019/xbrl-json"),
    "json property unknown": facts_json({"colour": "red"}),
    "json taxonomy not there": facts_json().replace("mini.xsd", "other.xsd"),
    "json without taxonomy": facts_json().replace(f'"{ENTRY}"', ""),
}
PACKAGES = {
    "package": package(reports={"mini.xhtml": page()}),
    "package of another top": package(reports={"mini.xhtml": page()}, top="other"),
    "package with a fault": package(reports={"mini.xhtml": PAGES["page sign"]}),
    "package of json": package(reports={"mini.json": facts_json()}, kind=kind_of("xbr")),
    "package of the wrong type": package(reports={"mini.xhtml": page()}, kind=kind_of("xbr")),
    "package of no type": package(reports={"mini.xhtml": page()}, kind="{}"),
    "package broken type": package(reports={"mini.xhtml": page()}, kind="{"),
    "package without report": package(reports={}),
    "package of two": package(reports={"one.xhtml": page(), "two.xhtml": page()}),
    "package of two apart": package(reports={"one/a.xhtml": page(), "two/b.xhtml": PAGES["page sign"]}),
    "package relative": package(reports={"mini.xhtml": page().replace(ENTRY, "../taxonomy/mini.xsd")}),
    "package of another taxonomy": package(
        {**TAXONOMY, "formulas.xml": FORMULAS.replace("ge 0", "ge 11")}, reports={"mini.xhtml": page()}
    ),
    "package of a wrong taxonomy": package(
        {**TAXONOMY, "mini.xsd": SCHEMA.replace('id="Total"', 'id="Total" colour="red"')},
        reports={"mini.xhtml": page()},
    ),
    "package without its taxonomy": package({}, reports={"mini.xhtml": page()}),
}
BESIDE = ("valid", "sum wrong", "sign wrong", "cut off")
"""Reports that also stand beside the loose files of their taxonomy."""
OWN = {
    "own.xsd": '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:o="https://own.example" targetNamespace="https://own.example">'
    f'<xs:import namespace="{BASE}" schemaLocation="{ENTRY}"/><xs:element name="Own" id="Own" type="xbrli:stringItemType" substitutionGroup="xbrli:item" xbrli:periodType="duration"/></xs:schema>',
    "own-links.xml": '<link:linkbase xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"><link:calculationLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link"/></link:linkbase>',
}
"""Files beside the reports: what a report brings of its own."""


def write(folder: Path) -> dict[str, Path]:
    """Write all reports, the package, and the taxonomy as loose files; return the reports by kind."""
    (folder / "mini.zip").write_bytes(package())
    loose = folder / "loose"
    loose.mkdir()
    for name, content in {**TAXONOMY, **OWN}.items():
        (loose / name).write_text(content, encoding="utf-8")
        (folder / name).write_text(content, encoding="utf-8") if name in OWN else None
    found = {}
    for suffix, kinds in {"xml": XML, "xhtml": PAGES, "json": JSON}.items():
        for kind, content in kinds.items():
            found[kind] = folder / f"{kind.replace(' ', '-')}.{suffix}"
            found[kind].write_text(content, encoding="utf-8")
    for kind, data in PACKAGES.items():
        found[kind] = folder / f"{kind.replace(' ', '-')}.xbri"
        found[kind].write_bytes(data)
    for kind in BESIDE:
        found[f"beside its taxonomy: {kind}"] = loose / f"{kind.replace(' ', '-')}.xml"
        found[f"beside its taxonomy: {kind}"].write_text(XML[kind].replace(ENTRY, "mini.xsd"), encoding="utf-8")
    found["utf-16"] = folder / "utf-16.xml"
    found["utf-16"].write_bytes(xml().replace("UTF-8", "UTF-16").encode("utf-16"))
    return found
