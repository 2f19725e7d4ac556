"""For every rule about filings an example that breaks it and one, the nearest right thing, that keeps it.

An example is a report as a file, or a disclosure before it is built, with what lies beside it. There are three kinds:
filings in a small taxonomy of somebody else, with it at hand or without; valid reports of our own, in which one thing
is wrong; disclosures. Those that need no built report are :data:`EXAMPLES`, all of them :func:`examples`.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import faults
import filed_examples as filed
import test_consistency
import test_foreign
import test_foreign_disclosure
import test_record_rules
from filed_examples import XML
from test_fact_rules import BEFORE, ENERGY, FILLER, NAMES, YEAR, Row
from test_record_rules import Given, given

from esgtag.building import review
from esgtag.findings import CODES, Severity, worst
from esgtag.findings.codes import Stage
from esgtag.generator import write_json

MANIFEST = "disclosure.yaml"
NAME = "example-2023-12-31-en"
TAXONOMY = "taxonomy.zip"
"""The package of somebody else's taxonomy."""


@dataclass(frozen=True)
class Example:
    """What breaks or keeps a rule at a stage.

    ``files`` are by name; the first is the report, or the manifest of the disclosure. ``packages`` are the names of
    those that are taxonomy packages to validate with. ``last_year`` is a report in xBRL-JSON. ``severity`` is how
    severe the finding is where it is not as severe as the rule.
    """

    rule: str
    is_failing: bool
    stage: Stage
    name: str
    files: Mapping[str, bytes]
    last_year: bytes | None = None
    is_ours: bool = True
    packages: Sequence[str] = ()
    severity: Severity | None = None

    @property
    def id(self) -> str:
        """A name of its own among all examples."""
        return f"{self.rule} {self.name}, {'wrong' if self.is_failing else 'right'}"

    @property
    def main(self) -> str:
        """The name of the report, or of the manifest."""
        return next(iter(self.files))

    @property
    def is_disclosure(self) -> bool:
        """Whether it is a disclosure, which is reviewed, and not a report, which is validated."""
        return self.main == MANIFEST


def _twins(wrong: Example, right: Mapping[str, bytes], **others: object) -> tuple[Example, Example]:
    """Return an example that breaks a rule and its twin, which has other files, or other things beside them."""
    return wrong, replace(wrong, is_failing=False, files=right, severity=None, **others)  # type: ignore[arg-type]


def _stage(rule: str) -> Stage:
    """Return the stage at which a rule judges files: the report if it does, or else the first of its stages."""
    stages = next(code.stages for code in CODES.values() if code.number == f"ESG.{rule}")
    return Stage.REPORT if Stage.REPORT in stages else stages[0]


# Filings of others, whose taxonomy is at hand

_OURS, _THEIRS = "https://taxonomy.example/esg/2026", "https://example.org/esg/2026"
_CONCEPTS = {
    "Energy": "decimal",
    "Headcount": "decimal instant",
    "Waste": "decimal",
    "More": "decimal",
    "H": "date",
    "F": "fraction",
    "KindOfBoundary": "anyURI",
    "Name": "string",
    "Target": "date",
    "PolicyTextBlock": "string",
    "LateTextBlock": "string",
}
_ELEMENT = (
    '<xs:element name="{0}" id="{0}" substitutionGroup="{1}" type="{2}" nillable="{3}" xbrli:periodType="{4}"{5}/>'
)
_SCHEMA = "\n".join(
    [
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance" '
        f'xmlns:xbrldt="http://xbrl.org/2005/xbrldt" targetNamespace="{_THEIRS}" elementFormDefault="qualified">',
        '<xs:import namespace="http://www.xbrl.org/2003/instance" '
        'schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>',
        '<xs:import namespace="http://xbrl.org/2005/xbrldt" schemaLocation="http://www.xbrl.org/2005/xbrldt-2005.xsd"/>',
        *(
            _ELEMENT.format(
                name,
                "xbrli:item",
                f"xbrli:{kind.split()[0]}ItemType",
                "false" if kind == "fraction" else "true",
                "instant" if "instant" in kind else "duration",
                "",
            )
            for name, kind in _CONCEPTS.items()
        ),
        _ELEMENT.format(
            "GenderAxis", "xbrldt:dimensionItem", "xbrli:stringItemType", "true", "duration", ' abstract="true"'
        ),
        _ELEMENT.format("WomenMember", "xbrli:item", "xbrli:stringItemType", "true", "duration", ' abstract="true"'),
        "</xs:schema>",
    ]
)
_THEIR_TAXONOMY = filed.packed(
    {
        "esg-2026/META-INF/taxonomyPackage.xml": '<tp:taxonomyPackage xml:lang="en" '
        'xmlns:tp="http://xbrl.org/2016/taxonomy-package"><tp:identifier>https://example.org/esg-2026</tp:identifier>'
        "<tp:name>ESG of others</tp:name><tp:entryPoints><tp:entryPoint><tp:name>All</tp:name>"
        f'<tp:entryPointDocument href="{_THEIRS}/esg.xsd"/></tp:entryPoint></tp:entryPoints></tp:taxonomyPackage>',
        "esg-2026/META-INF/catalog.xml": '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        f'<rewriteURI uriStartString="{_THEIRS}/" rewritePrefix="../"/></catalog>',
        "esg-2026/esg.xsd": _SCHEMA,
    }
)


def _theirs(content: bytes) -> bytes:
    """Return a document, or a package, in the taxonomy of somebody else."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.replace(_OURS.encode(), _THEIRS.encode())
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return filed.packed({name: _theirs(package.read(name)) for name in package.namelist()})


_FILED = {
    example.name: example
    for example in (*filed.BROKEN, *filed.MALFORMED, *filed.SOUND)
    if example.settings == filed.Settings()
}


def _of_others(rule: str, name: str, wrong: tuple[str, bytes], right: tuple[str, bytes]) -> tuple[Example, Example]:
    """Return twins that are documents, each with its name."""
    beside = {TAXONOMY: _THEIR_TAXONOMY}
    example = Example(
        rule, True, _stage(rule), name, {wrong[0]: _theirs(wrong[1])} | beside, is_ours=False, packages=(TAXONOMY,)
    )
    return _twins(example, {right[0]: _theirs(right[1])} | beside)


def _changed(rule: str, name: str, old: str, wrong: str, right: str) -> tuple[Example, Example]:
    """Return twins that are the document of xBRL-XML with one piece replaced."""
    assert old in XML, old
    documents = [(f"{NAME}.xml", XML.replace(old, new, 1).encode()) for new in (wrong, right)]
    return _of_others(rule, name, *documents)


def _continued(count: int) -> bytes:
    """Return a page with so many continuations."""
    pieces = "".join(
        f'<p><ix:continuation id="policy.{n}"{f" continuedAt={chr(34)}policy.{n + 1}{chr(34)}" if n <= count else ""}>'
        f"{n}</ix:continuation></p>\n"
        for n in range(2, count + 2)
    )
    return filed.INLINE.replace('<p><ix:continuation id="policy.2">Two.</ix:continuation></p>', pieces).encode()


_MORE = "<esg:More id='more' contextRef='{}' unitRef='{}' decimals='0'>1</esg:More>\n<esg:Energy id=\"energy\""
_UNIT = "<xbrli:unit id='u'><xbrli:measure>utr:{}</xbrli:measure></xbrli:unit>\n"
_MEMBER = '<xbrldi:explicitMember dimension="esg:GenderAxis">esg:WomenMember</xbrldi:explicitMember>'

_BY_NAME = {
    "1.03": ("several-entities", "same-entity-with-spaces"),
    "1.04": ("period-time", "base-xhtml"),
    "1.05": ("forever", "base-xml"),
    "1.07": ("scenario", "base-xhtml"),
    "1.08": ("duplicate-context", "other-year"),
    "1.09": ("unused-context", "other-year"),
    "2.01": ("registry-unit", "base-xml"),
    "4.02": ("precision", "base-xml"),
    "4.04": ("rounded-away", "rounded-to-a-step"),
    "4.09": ("not-escaped", "base-xhtml"),
    "4.10": ("block-not-well-formed", "block-by-entities"),
    "4.11": ("hidden-date", "base-xhtml"),
    "4.12": ("hidden-not-shown", "hidden-and-tied-as-in-esef"),
    "4.19": ("old-transformation", "registry-4"),
    "4.20": ("no-id", "base-xml"),
    "4.21": ("fraction", "base-xhtml"),
    "4.22": ("footnote-unused", "base-xhtml"),
    "5.06": ("relative-schema", "base-xml"),
    "6.01": ("script", "base-xhtml"),
    "6.02": ("link-in-disguise", "link-with-www"),
    "6.03": ("byte-order-mark", "base-xhtml"),
    "6.04": ("image-type", "drawing"),
    "6.05": ("base", "base-xhtml"),
    "6.06": ("hidden-by-selector", "overruled"),
    "6.07": ("target", "base-xhtml"),
    "6.08": ("viewer-class", "class-with-prefix"),
    "7.01": ("wrong-type", "package"),
    "7.02": ("file-name", "base-xhtml"),
    "7.04": ("leaves-archive", "package"),
    "7.05": ("junk", "package"),
}
"""Of :mod:`filed_examples`, those that break a rule, and their nearest likes."""


def _documents() -> Iterator[tuple[Example, Example]]:
    for rule, (wrong, right) in _BY_NAME.items():
        one, other = _FILED[wrong], _FILED[right]
        named = one.file or f"{NAME}.{one.suffix}", f"{NAME}.{other.suffix}"
        yield _of_others(rule, wrong, (named[0], one.content), (named[1], other.content))
    yield _changed(
        "1.06",
        "member",
        "</xbrli:entity><xbrli:period><xbrli:startDate>2023-01-01</xbrli:startDate>"
        "<xbrli:endDate>2023-12-31</xbrli:endDate></xbrli:period>",
        f"<xbrli:segment>{_MEMBER}</xbrli:segment></xbrli:entity><xbrli:period><xbrli:startDate>2023-01-01"
        "</xbrli:startDate><xbrli:endDate>2023-12-31</xbrli:endDate></xbrli:period>",
        "</xbrli:entity><xbrli:period><xbrli:startDate>2023-01-01</xbrli:startDate><xbrli:endDate>2023-12-31"
        f"</xbrli:endDate></xbrli:period><xbrli:scenario>{_MEMBER}</xbrli:scenario>",
    )
    fact = '<esg:Energy id="energy"'
    more = _MORE.format("year", "u")
    yield _changed("2.03", "megawatt hours", fact, _UNIT.format("MWh") + more, _UNIT.format("GJ") + more)
    yield _changed("2.04", "gigajoules", fact, _UNIT.format("GJ") + fact, _UNIT.format("GJ") + more)
    twice = '<esg:Energy id="again" contextRef="year" unitRef="MWh" decimals="{}">1200</esg:Energy>\n' + fact
    yield _changed("4.01", "energy twice", fact, twice.format("0"), twice.format("-2"))
    said = 'xml:lang="en">Example'
    page = filed.INLINE.encode()
    plain = page.replace(b' xml:lang="en">\n<head>', b">\n<head>")
    yield _changed("4.07", "name", said, ">Example", 'xml:lang="en-GB">Example')
    yield _of_others("4.07", "page", (f"{NAME}.xhtml", plain), (f"{NAME}.xhtml", page))
    yield _of_others(
        "6.09", "continuations", (f"{NAME}.xhtml", _continued(10_000)), (f"{NAME}.xhtml", _continued(9_998))
    )
    yield from _beside_a_manifest()


def _beside_a_manifest() -> Iterator[tuple[Example, Example]]:
    """A report that is not what the manifest of its folder lists."""
    _, right = _changed("7.05", "manifest", "Example", "Example", "Example")
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in right.files.items()}
    listed = {"manifest.json": json.dumps({"files": {name: {"sha256": sums[name]} for name in sums}}).encode()}
    changed = right.files[right.main].replace(b">1234<", b">1235<")
    wrong = replace(right, is_failing=True, files={**right.files, right.main: changed, **listed})
    yield _twins(wrong, {**right.files, **listed})


# Filings of others, whose taxonomy is not at hand

ENERGY_BEFORE = ("EnergyUsed", "4800", "utr:MWh", {"period": BEFORE})
_ROWS: dict[str, tuple[str, list[Row], list[Row]]] = {
    "2.06": ("gigajoules", [ENERGY, ("EnergyUsed", "40", "utr:GJ", {"period": BEFORE})], [ENERGY, ENERGY_BEFORE]),
    "2.07": (
        "megatonnes",
        [("TotalScope3Emissions", "180737", "utr:MtCO2e")],
        [("TotalScope3Emissions", "180737", "utr:tCO2e")],
    ),
    "4.03": (
        "exact energy",
        [("EnergyUsed", "5.5", "utr:MWh", {"decimals": None})],
        [("EnergyUsed", "5.5", "utr:MWh", {"decimals": 1})],
    ),
    "4.06": ("n/a", [("Policy", "n/a", None)], [("Policy", "We save energy.", None)]),
    "4.15": (
        "a thousand times",
        [("EnergySold", "5012000", "utr:MWh"), ("EnergySold", "5000", "utr:MWh", {"period": BEFORE})],
        [("EnergySold", "5012", "utr:MWh"), ("EnergySold", "5000", "utr:MWh", {"period": BEFORE})],
    ),
}
_AFTER_ROWS: dict[str, tuple[str, Row, Row]] = {
    "2.06": ("gigawatt hours", ("EnergyUsed", "5.0", "utr:GWh", {"decimals": 1}), ENERGY),
    "4.15": ("a thousand times last year", ("EnergyUsed", "5000000", "utr:MWh"), ENERGY),
    "4.16": ("another figure", ("EnergyUsed", "5200", "utr:MWh"), ENERGY),
}


def _without_taxonomy() -> Iterator[tuple[Example, Example]]:
    for rule, (name, wrong, right) in _ROWS.items():
        example = Example(
            rule, True, Stage.RECORDS, f"{name} of others", {f"{NAME}.json": _rows(*wrong)}, is_ours=False
        )
        yield _twins(example, {f"{NAME}.json": _rows(*right)})
    for rule, (name, now, then) in _AFTER_ROWS.items():
        files = {f"{NAME}.json": _rows(now)}
        example = Example(
            rule, True, Stage.LAST_YEAR, f"{name} of others", files, last_year=_rows(ENERGY), is_ours=False
        )
        yield _twins(example, {f"{NAME}.json": _rows(then)})
    _, whole = _changed("7.03", "taxonomy", "Example", "Example", "Example")
    yield replace(whole, is_failing=True, files={whole.main: whole.files[whole.main]}, packages=()), whole


def _rows(*rows: Row) -> bytes:
    """Return a filing as xBRL-JSON; see :func:`test_fact_rules.filing`."""
    facts = {}
    for number, (concept, value, unit, *others) in enumerate([*rows, *FILLER]):
        more = {"decimals": 0 if unit else None, "period": YEAR} | dict(*others)
        aspects = {"concept": f"x:{concept}", "entity": "lei:EXAMPLE0000000000087", "period": more.pop("period")}
        aspects |= {"unit": unit} if unit else {} if concept == "NumberOfPlants" else {"language": "en"}
        aspects |= {"x:Plant": f"plant-{'abcdefghijklmnopqrstuvwxyz'[number]}"} if concept == "NumberOfPlants" else {}
        fact = {"value": value, "dimensions": aspects} | more
        facts[f"f{number}"] = {key: one for key, one in fact.items() if one is not None}
    information = {
        "documentType": "https://xbrl.org/2021/xbrl-json",
        "namespaces": {**NAMES, "xbrl": "https://xbrl.org/2021"},
        "taxonomy": ["https://example.org/taxonomy/entry.xsd"],
    }
    return json.dumps({"documentInfo": information, "facts": facts}, indent=1).encode()


# Disclosures


def _manifests(rule: str, name: str, old: str, wrong: str, right: str) -> tuple[Example, Example]:
    """Return twins that are a disclosure in whose manifest one piece is replaced."""
    files = given("concept,unit,2023\nHazardousWaste,tonne,3\n").files
    first, second = (
        {**files, MANIFEST: files[MANIFEST].replace(old.encode(), new.encode(), 1)} for new in (wrong, right)
    )
    assert first != second
    return _twins(Example(rule, True, _stage(rule), name, first), second)


def _tables(rule: str, name: str, wrong: str, right: str, **others: str) -> tuple[Example, Example]:
    """Return twins that are disclosures with one table."""
    files = given(wrong, **others).files
    return _twins(Example(rule, True, Stage.RECORDS, name, files), given(right, **others).files)


_ENTITY = 'scheme: https://www.hkex.com.hk/stock-code, identifier: "1"'
_LEI = "scheme: http://standards.iso.org/iso/17442, identifier: EXAMPLE00000000000{}"
_WASTE = "concept,unit,2023\nHazardousWaste,{}\n"
_TEXT = "concept,EnvironmentalTopic,{}\nEnvironmentalTargetsInForce,EnergyTopic,{}\n"
_CUT = "concept,Gender,unit,2023\n{},Male,{}\n"
_RATE = "concept,Gender,unit,2023\n{},Male,%,11.2\n"
_MANDATORY = (
    "concept,unit,2023\nNumberOfExecutiveDirectors,person,-\nShareOfBoardMembers,%,-\nShareOfIndependentBoardMembers,%,-\n"
    "NumberOfEmployees,person,-\nAssessmentOfClimateResilience,,-\n"
)
_PAID = "ShareOfVariableRemunerationLinkedToSustainability,%,-\n"


def _disclosures() -> Iterator[tuple[Example, Example]]:
    yield _manifests("1.01", "register", _ENTITY, 'scheme: https://register.example/id, identifier: "1"', _ENTITY)
    yield _manifests("1.02", "check digits", _ENTITY, _LEI.format("88"), _LEI.format("87"))
    yield _tables("2.02", "volume of waste", _WASTE.format("m3,3"), _WASTE.format("tonne,3"))
    yield _tables("2.07", "waste", _WASTE.format("kt,20000000"), _WASTE.format("kg,20000000"))
    yield _tables("3.04", "2030", "concept,unit,2030\nHazardousWaste,tonne,3\n", _TEXT.format("2030", "Less energy."))
    yield _tables("4.13", "waste", _WASTE.format("tonne,-3"), _WASTE.format("tonne,3"))
    yield _tables(
        "4.14", "share", _CUT.format("ShareOfNewEmployees", "%,416"), _CUT.format("ShareOfNewEmployees", "%,41.6")
    )
    yield _tables(
        "5.02", "waste", _CUT.format("HazardousWaste", "tonne,3"), _CUT.format("NumberOfEmployees", "person,3")
    )
    yield _tables("5.05", "rate", _RATE.format("EmployeeTurnoverRate"), _RATE.format("FullTimeEmployeeTurnoverRate"))
    open_, answered = _tables("4.23", "remuneration", _MANDATORY, _MANDATORY + _PAID, standards="ESRS")
    yield replace(open_, severity=Severity.WARNING), answered
    note = "footnotes: {a: {en: Without the head office.}}"
    noted = "concept,unit,2023,footnotes\nHazardousWaste,tonne,3,{}\n"
    yield _tables("4.22", "note", noted.format(""), noted.format("a"), extra=note)
    yield from _twice()
    yield from _languages()
    yield _of_a_package()
    for name, (table, right, wrong, code) in test_consistency.CASES.items():
        if Stage.RECORDS in CODES[code].stages:
            yield _tables(code[4:8], name, table.format(*wrong), table.format(*right))
    for name, case in test_record_rules.CASES.items():
        if case.last is None:
            example = Example(case.code[4:8], True, Stage.RECORDS, name, case.bad.files)
            yield _twins(example, case.good.files)


def _twice() -> Iterator[tuple[Example, Example]]:
    """A figure that two tables give, the second time rounded, or something else."""
    wrong, right = (given(_WASTE.format("tonne,3.4"), _WASTE.format(f"tonne,{again}")).files for again in ("4", "3"))
    yield _twins(Example("4.01", True, Stage.RECORDS, "waste twice", wrong), right)


def _languages() -> Iterator[tuple[Example, Example]]:
    """A report in two languages with a text in one."""
    right = _TEXT.format("2023,2023@zh-Hans", "Less energy.,减少能源消耗。")
    wrong = _TEXT.format("2023", "Less energy.")
    first, second = (given(table).files for table in (wrong, right))
    for files in (first, second):
        manifest = files[MANIFEST].decode().replace("languages: [en]", "languages: [en, zh-Hans]")
        files[MANIFEST] = re.sub(r"\{en: (.+?)\}", r"{en: \1, zh-Hans: \1}", manifest).encode()
    yield _twins(Example("4.08", True, Stage.RECORDS, "text", first), second)


def _of_a_package() -> tuple[Example, Example]:
    """A disclosure in a taxonomy of somebody else, whose package says what it is, or does not."""
    tables = {"heat.csv": test_foreign_disclosure.HEAT.encode(), "other.csv": test_foreign_disclosure.OTHER.encode()}
    right = {MANIFEST: test_foreign_disclosure.MANIFEST.encode(), **tables}
    whole = test_foreign.files()
    partial = {name: content for name, content in whole.items() if name != "META-INF/taxonomyPackage.xml"}
    first, second = (right | {"stadtwerke.zip": test_foreign.zipped(files)} for files in (partial, whole))
    return _twins(Example("7.06", True, Stage.REPORT, "package", first, is_ours=False), second)


EXAMPLES: Sequence[Example] = [
    example for twins in (*_documents(), *_without_taxonomy(), *_disclosures()) for example in twins
]
"""Those that need nothing that is built."""


# Reports of our own


_FAULTS = {
    "1.02": "context: the check digits of the identifier",
    "1.03": "context: another identifier in one context",
    "1.06": "context: dimensions in the segment",
    "1.08": "context: the same context twice",
    "2.01": "unit: a currency that does not exist",
    "2.02": "unit: energy without a unit",
    "2.05": "unit: another currency for one amount",
    "2.06": "unit: another unit for the year before",
    "3.01": "period: no first day of the reporting period",
    "3.02": "period: a figure for a period that is not declared",
    "3.03": "period: a head count on the day after",
    "3.04": "period: a figure of next year",
    "3.05": "period: a year of eight months",
    "4.01": "duplicate: the same figure with another value",
    "4.03": "decimals: a measured figure that is exact",
    "4.05": "nil: a figure that is missing without a reason",
    "4.06": "text: a dash for a text",
    "4.13": "sign: a negative amount",
    "4.14": "scale: a percentage a hundred times too large",
    "4.15": "scale: a figure a thousand times too large",
    "4.17": "arithmetic: an intensity that does not follow",
    "4.18": "arithmetic: a total that does not add up",
    "5.01": "dimension: the default member written out",
    "5.02": "dimension: an axis that the concept does not have",
    "5.03": "dimension: a typed member that is a number",
    "5.04": "arithmetic: men and women who are not everybody",
}
"""Of :mod:`faults`, those that break a rule in a report of our own."""
_REGISTER = 'scheme="http://standards.iso.org/iso/17442">EXAMPLE0000000000087<'
_SAID = '<esg:NameOfReportingEntity id="NameOfReportingEntity.2023.en" contextRef="c.2023-01-01.2023-12-31" xml:lang="en">Example Company</esg:NameOfReportingEntity>'
_PRODUCT = "members: {{Product: {{{}: {{en: Phone Twelve}}}}}}"
_CHANGES = {
    "1.01": (_REGISTER, 'scheme="https://register.example/id">87<', 'scheme="https://www.hkex.com.hk/stock-code">87<'),
    "2.07": ("utr:tCO2e<", "utr:GtCO2e<", "utr:tCO2e<"),
    "4.23": (_SAID, "", _SAID),
}
"""What is replaced everywhere in a report of our own, by what breaks the rule and what keeps it."""


def examples(valid: Mapping[str, bytes]) -> list[Example]:
    """Return all examples; ``valid`` is a report of our own with nothing to find, as ``xml`` and as ``json``."""
    built = (*_reports(valid["xml"]), *_with_last_year(valid["xml"], valid["json"]))
    return [*EXAMPLES, *(example for twins in built for example in twins)]


def _reports(valid: bytes) -> Iterator[tuple[Example, Example]]:
    by_name = {str(fault): fault for fault in faults.FAULTS}
    for rule, name in _FAULTS.items():
        struck = faults.planted(by_name[name], valid, "xml", random.Random(1))  # noqa: S311
        yield _twins(Example(rule, True, _stage(rule), name, {f"{NAME}.xml": struck}), {f"{NAME}.xml": valid})
    misnamed = Example("7.02", True, Stage.REPORT, "our own", {"Annual report (final).xml": valid})
    yield _twins(misnamed, {f"{NAME}.xml": valid})
    for rule, (old, wrong, right) in _CHANGES.items():
        assert old.encode() in valid, old
        first, second = ({f"{NAME}.xml": valid.replace(old.encode(), new.encode())} for new in (wrong, right))
        yield _twins(Example(rule, True, _stage(rule), "our own", first), second)


def _with_last_year(valid: bytes, as_json: bytes) -> Iterator[tuple[Example, Example]]:
    """Reports, and disclosures, beside what was filed last year."""
    facts = json.loads(as_json)
    right = _filed(facts, {})
    for rule, name, changes in (
        ("2.06", "kilowatt hours last year", {"TotalEnergyConsumption.2022": ("4800000", "utr:kWh")}),
        ("4.16", "less energy last year", {"TotalEnergyConsumption.2022": ("4700", "utr:MWh")}),
    ):
        wrong = Example(rule, True, Stage.LAST_YEAR, name, {f"{NAME}.xml": valid}, last_year=_filed(facts, changes))
        yield _twins(wrong, wrong.files, last_year=right)
    for name, case in test_record_rules.CASES.items():
        if case.last is not None:
            last = _written(case.last)
            example = Example(case.code[4:8], True, Stage.LAST_YEAR, name, case.bad.files, last_year=last)
            yield _twins(example, case.good.files)
    yield from _renamed()
    water = "concept,unit,2023{0}\nWaterDischarge,tonne,5{1}\n"
    wrong, right = (
        {f"{NAME}.json": _written(given(test_record_rules.WATER, water.format(*more)))}
        for more in (("", ""), (",2022", ",4"))
    )
    yield _twins(Example("3.06", True, Stage.RECORDS, "water in a report", wrong), right)


def _renamed() -> Iterator[tuple[Example, Example]]:
    """A product that has another identifier than last year, as a figure of that year shows: records, and a report."""
    table = "concept,Product,unit,{},{}\nProductCarbonFootprint,{},kgCO2e,{},62.81\n"
    before = _PRODUCT.format("phone-twelve")
    last = _written(given(table.format(2021, 2022, "phone-twelve", "63.02"), extra=before, **test_record_rules.BEFORE))
    wrong, right = (
        given(table.format(2023, 2022, member, "61.40"), extra=_PRODUCT.format(member))
        for member in ("twelfth-phone", "phone-twelve")
    )
    example = Example("5.03", True, Stage.LAST_YEAR, "product", wrong.files, last_year=last)
    yield _twins(example, right.files)
    report = replace(example, name="product in a report", files={f"{NAME}.json": _written(wrong)})
    yield _twins(report, {f"{NAME}.json": _written(right)})


def _filed(report: Mapping[str, dict[str, dict[str, object]]], changes: Mapping[str, tuple[str, str]]) -> bytes:
    """Return what a report says of the year before as that year's report, with other values and units of some facts."""
    facts = {name: json.loads(json.dumps(fact)) for name, fact in report["facts"].items() if name.endswith(".2022")}
    for name, (value, unit) in changes.items():
        facts[name] |= {"value": value}
        facts[name]["dimensions"]["unit"] = unit
    for fact in facts.values():
        fact.pop("links", None)
    return json.dumps({"documentInfo": report["documentInfo"], "facts": facts}).encode()


def _written(what: Given) -> bytes:
    """Return a disclosure as a report in xBRL-JSON."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in what.files.items():
            (Path(folder) / name).write_bytes(content)
        reviewed = review(Path(folder))
    assert worst(reviewed.findings) is not Severity.ERROR
    return write_json(reviewed.reports[0].instance)
