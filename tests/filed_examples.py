"""Reports as files, each with one fault, and what must be said of it; and their likes without a fault."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from esgtag.validation.documents import Settings

PIXEL = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00050001ff56c72f0d"
        "0000000049454e44ae426082"
    )
).decode()

INLINE = f"""<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" \
xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2022-02-16" xmlns:link="http://www.xbrl.org/2003/linkbase" \
xmlns:xbrldi="http://xbrl.org/2006/xbrldi" xmlns:xbrli="http://www.xbrl.org/2003/instance" \
xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xmlns:esg="https://taxonomy.example/esg/2026" xmlns:iso4217="http://www.xbrl.org/2003/iso4217" \
xmlns:utr="http://www.xbrl.org/2009/utr" xml:lang="en">
<head>
<title>Example</title>
<style type="text/css">
.quiet {{ color: #777 }}
.later {{ display: none }}
.block .later {{ display: block }}
@media print {{ .quiet {{ display: none }} }}
@media screen {{ .gone {{ display: none }} }}
</style>
</head>
<body>
<div style="display:none"><ix:header>
<ix:hidden>
<ix:nonNumeric id="kind" name="esg:KindOfBoundary" contextRef="year">https://taxonomy.example/esg/2026#Own</ix:nonNumeric>
</ix:hidden>
<ix:references>
<link:schemaRef xlink:type="simple" xlink:href="https://taxonomy.example/esg/2026/esg.xsd"/>
</ix:references>
<ix:resources>
<ix:relationship fromRefs="energy" toRefs="note"/>
<xbrli:context id="year"><xbrli:entity><xbrli:identifier scheme="https://example.com/register">77</xbrli:identifier>\
</xbrli:entity><xbrli:period><xbrli:startDate>2023-01-01</xbrli:startDate><xbrli:endDate>2023-12-31</xbrli:endDate>\
</xbrli:period></xbrli:context>
<xbrli:context id="end"><xbrli:entity><xbrli:identifier scheme="https://example.com/register">77</xbrli:identifier>\
</xbrli:entity><xbrli:period><xbrli:instant>2023-12-31</xbrli:instant></xbrli:period><xbrli:scenario>\
<xbrldi:explicitMember dimension="esg:GenderAxis">esg:WomenMember</xbrldi:explicitMember></xbrli:scenario></xbrli:context>
<xbrli:unit id="MWh"><xbrli:measure>utr:MWh</xbrli:measure></xbrli:unit>
<xbrli:unit id="per"><xbrli:divide><xbrli:unitNumerator><xbrli:measure>esg:person</xbrli:measure></xbrli:unitNumerator>\
<xbrli:unitDenominator><xbrli:measure>iso4217:CNY</xbrli:measure></xbrli:unitDenominator></xbrli:divide></xbrli:unit>
</ix:resources></ix:header></div>
<p class="quiet"><ix:nonFraction id="energy" name="esg:Energy" contextRef="year" unitRef="MWh" decimals="0" \
format="ixt:num-dot-decimal">1,234</ix:nonFraction> MWh</p>
<p><ix:nonFraction id="women" name="esg:Headcount" contextRef="end" unitRef="per" decimals="0">56</ix:nonFraction></p>
<p><ix:nonFraction id="none" name="esg:Waste" contextRef="year" unitRef="MWh" xsi:nil="true"/>not known</p>
<p><span style="-ix-hidden:kind">Own operations</span></p>
<div class="block"><p class="later"><ix:nonNumeric id="name" name="esg:Name" contextRef="year">Example</ix:nonNumeric></p></div>
<ix:nonNumeric id="policy" name="esg:PolicyTextBlock" contextRef="year" escape="true" continuedAt="policy.2"><p>One.</p>\
</ix:nonNumeric>
<p><ix:continuation id="policy.2">Two.</ix:continuation></p>
<p><ix:footnote id="note" xml:lang="en">Estimated.</ix:footnote></p>
<p><img alt="" src="data:image/png;base64,{PIXEL}"/></p>
<p><a href="https://www.example.com/report/">example.com/report</a> <a href="#note">1</a></p>
</body>
</html>
"""

XML = """<?xml version="1.0" encoding="UTF-8"?>
<xbrli:xbrl xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase" \
xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xbrldi="http://xbrl.org/2006/xbrldi" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:esg="https://taxonomy.example/esg/2026" \
xmlns:utr="http://www.xbrl.org/2009/utr">
<link:schemaRef xlink:type="simple" xlink:href="https://taxonomy.example/esg/2026/esg.xsd"/>
<xbrli:context id="year"><xbrli:entity><xbrli:identifier scheme="https://example.com/register">77</xbrli:identifier>\
</xbrli:entity><xbrli:period><xbrli:startDate>2023-01-01</xbrli:startDate><xbrli:endDate>2023-12-31</xbrli:endDate>\
</xbrli:period></xbrli:context>
<xbrli:unit id="MWh"><xbrli:measure>utr:MWh</xbrli:measure></xbrli:unit>
<esg:Energy id="energy" contextRef="year" unitRef="MWh" decimals="0">1234</esg:Energy>
<esg:Target id="target" contextRef="year">2030-12-31</esg:Target>
<esg:Name id="name" contextRef="year" xml:lang="en">Example</esg:Name>
<esg:PolicyTextBlock id="policy" contextRef="year" xml:lang="en">&lt;p&gt;Heat&amp;nbsp;and power&lt;/p&gt;</esg:PolicyTextBlock>
<link:footnoteLink xlink:type="extended" xlink:role="http://www.xbrl.org/2003/role/link">
<link:loc xlink:type="locator" xlink:href="#energy" xlink:label="energy"/>
<link:footnote id="note" xlink:type="resource" xlink:label="note" xlink:role="http://www.xbrl.org/2003/role/footnote" \
xml:lang="en">Estimated.</link:footnote>
<link:footnoteArc xlink:type="arc" xlink:arcrole="http://www.xbrl.org/2003/arcrole/fact-footnote" xlink:from="energy" \
xlink:to="note"/>
</link:footnoteLink>
</xbrli:xbrl>
"""

JSON = """{
  "documentInfo": {
    "documentType": "https://xbrl.org/2021/xbrl-json",
    "namespaces": {"esg": "https://taxonomy.example/esg/2026", "utr": "http://www.xbrl.org/2009/utr",
      "xbrl": "https://xbrl.org/2021", "r": "https://example.com/register"},
    "linkTypes": {"footnote": "http://www.xbrl.org/2003/arcrole/fact-footnote"},
    "linkGroups": {"_": "http://www.xbrl.org/2003/role/link"},
    "taxonomy": ["https://taxonomy.example/esg/2026/esg.xsd"]
  },
  "facts": {
    "energy": {
      "value": "1234", "decimals": 0,
      "dimensions": {"concept": "esg:Energy", "entity": "r:77", "unit": "utr:MWh",
        "period": "2023-01-01T00:00:00/2024-01-01T00:00:00"},
      "links": {"footnote": {"_": ["note"]}}
    },
    "name": {
      "value": "Example",
      "dimensions": {"concept": "esg:Name", "entity": "r:77", "language": "en",
        "period": "2023-01-01T00:00:00/2024-01-01T00:00:00"}
    },
    "note": {
      "value": "Estimated.",
      "dimensions": {"concept": "xbrl:note", "noteId": "note", "language": "en"}
    }
  }
}
"""

BASES = {"xhtml": INLINE, "xml": XML, "json": JSON}
META = '{"documentInfo": {"documentType": "https://xbrl.org/report-package/2023/xbri"}}'


@dataclass(frozen=True)
class Example:
    """A file, and the code and the line of each finding that it must have, no others."""

    name: str
    suffix: str
    content: bytes
    expected: tuple[tuple[str, int | None], ...] = ()
    settings: Settings = field(default_factory=Settings)
    file: str = ""

    @property
    def file_name(self) -> str:
        return self.file or f"{self.name}-2023-12-31-en.{self.suffix}"


def broken(
    name: str,
    suffix: str,
    code: str,
    old: str,
    new: str,
    at: str | None,
    *more: tuple[str, str],
    settings: Settings | None = None,
) -> Example:
    """The base with one piece replaced; the finding stands in the line of ``at``, once for each further pair too."""
    base = BASES[suffix]
    assert base.count(old) >= 1, (name, old)
    text = base.replace(old, new, 1)
    lines = [(code, line_of(text, at)), *((other, line_of(text, where)) for other, where in more)]
    return Example(name, suffix, text.encode(), tuple(lines), settings or Settings())


def line_of(text: str, at: str | None) -> int | None:
    if at is None:
        return None
    assert text.count(at) >= 1, at
    return text[: text.index(at)].count("\n") + 1


def sound(name: str, suffix: str, old: str, new: str, settings: Settings | None = None) -> Example:
    base = BASES[suffix]
    assert old in base, (name, old)
    return Example(name, suffix, base.replace(old, new, 1).encode(), (), settings or Settings())


def packed(files: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def package(
    name: str, files: Mapping[str, str | bytes], *expected: str, suffix: str = "xbri", file: str = ""
) -> Example:
    return Example(name, suffix, packed(files), tuple((code, None) for code in expected), file=file)


TOP = "example"
PACKAGE: Mapping[str, str | bytes] = {
    f"{TOP}/META-INF/reportPackage.json": META,
    f"{TOP}/reports/example-2023-12-31-en.xhtml": INLINE,
}
_YEAR = '<xbrli:context id="year">'
_END = "</xbrli:period></xbrli:context>"
_ENERGY = 'id="energy" name'
_UNIT = '<xbrli:unit id="MWh">'
_COPY = XML[XML.index(_YEAR) : XML.index(_END) + len(_END)].replace('id="year"', 'id="again"')
_FACT = '<esg:Energy id="energy"'
_SCRIPT_SVG = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>').decode()
_SVG = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg"/>').decode()
_ISO = "http://standards.iso.org/iso/17442"

BROKEN: tuple[Example, ...] = (
    # contexts
    broken(
        "several-entities",
        "xhtml",
        "ESG.1.03.severalEntities",
        'register">77</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:instant',
        'register">78</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:instant',
        'id="end"',
    ),
    broken(
        "several-schemes",
        "json",
        "ESG.1.03.severalEntities",
        '"entity": "r:77", "language"',
        '"entity": "esg:77", "language"',
        '"name": {',
    ),
    broken("period-time", "xhtml", "ESG.1.04.periodHasTime", ">2023-01-01<", ">2023-01-01T00:00:00<", _YEAR),
    broken("period-zone", "xml", "ESG.1.04.periodHasTime", ">2023-12-31<", ">2023-12-31Z<", _YEAR),
    broken(
        "period-noon", "json", "ESG.1.04.periodHasTime", "2024-01-01T00:00:00", "2024-01-01T12:00:00", '"energy": {'
    ),
    broken(
        "forever",
        "xml",
        "ESG.1.05.foreverPeriod",
        "<xbrli:startDate>2023-01-01</xbrli:startDate><xbrli:endDate>2023-12-31</xbrli:endDate>",
        "<xbrli:forever/>",
        _YEAR,
    ),
    broken(
        "segment",
        "xml",
        "ESG.1.06.segmentUsed",
        "</xbrli:entity>",
        '<xbrli:segment><xbrldi:explicitMember dimension="esg:A">esg:B</xbrldi:explicitMember></xbrli:segment></xbrli:entity>',
        _YEAR,
    ),
    broken(
        "scenario",
        "xhtml",
        "ESG.1.07.scenarioNotDimensional",
        "<xbrli:scenario>",
        "<xbrli:scenario><esg:Draft>yes</esg:Draft>",
        'id="end"',
    ),
    broken(
        "scenario-text",
        "xhtml",
        "ESG.1.07.scenarioNotDimensional",
        "<xbrli:scenario>",
        "<xbrli:scenario>draft",
        'id="end"',
    ),
    broken(
        "duplicate-context",
        "xml",
        "ESG.1.08.duplicateContext",
        _FACT,
        f"{_COPY}\n<esg:More id='more' contextRef='again' unitRef='MWh' decimals='0'>1</esg:More>\n{_FACT}",
        'id="again"',
    ),
    broken(
        "unused-context",
        "xml",
        "ESG.1.09.unusedContext",
        _FACT,
        f"{_COPY.replace('2023', '2021')}\n{_FACT}",
        'id="again"',
    ),
    # units
    broken("currency", "xhtml", "ESG.2.01.unitNotInRegistry", "iso4217:CNY", "iso4217:RMB", 'id="per"'),
    broken("registry-unit", "xml", "ESG.2.01.unitNotInRegistry", ">utr:MWh<", ">utr:mwh<", _UNIT),
    broken("plain-unit", "xml", "ESG.2.01.unitNotInRegistry", ">utr:MWh<", ">xbrli:percent<", _UNIT),
    broken("copied-unit", "xml", "ESG.2.01.unitNotInRegistry", ">utr:MWh<", ">esg:MWh<", _UNIT),
    broken("unit-elsewhere", "xml", "ESG.2.01.unitNotInRegistry", ">utr:MWh<", ">link:kl<", _UNIT),
    broken(
        "unit-without-prefix",
        "json",
        "ESG.2.01.unitNotInRegistry",
        '"unit": "utr:MWh"',
        '"unit": "x:MWh"',
        '"energy": {',
    ),
    broken(
        "duplicate-unit",
        "xml",
        "ESG.2.03.duplicateUnit",
        _FACT,
        f"<xbrli:unit id='u'><xbrli:measure>utr:MWh</xbrli:measure></xbrli:unit>\n<esg:More id='more' contextRef='year' unitRef='u' decimals='0'>1</esg:More>\n{_FACT}",
        "id='u'",
    ),
    broken(
        "unused-unit",
        "xml",
        "ESG.2.04.unusedUnit",
        _FACT,
        f"<xbrli:unit id='u'><xbrli:measure>utr:t</xbrli:measure></xbrli:unit>\n{_FACT}",
        "id='u'",
    ),
    # facts
    broken("precision", "xml", "ESG.4.02.precisionUsed", 'decimals="0"', 'precision="4"', _FACT),
    broken("rounded-away", "xml", "ESG.4.04.roundedAwayValue", 'decimals="0">1234<', 'decimals="-4">1234<', _FACT),
    broken(
        "shown-as-nothing",
        "xml",
        "ESG.4.04.roundedAwayValue",
        _FACT,
        f'<esg:Energy id="table" contextRef="year" unitRef="MWh" decimals="-6">0</esg:Energy>\n{_FACT}',
        _FACT,
    ),
    broken("language", "xml", "ESG.4.07.languageMissing", ' xml:lang="en">Example', ">Example", "<esg:Name"),
    broken(
        "language-of-page",
        "xhtml",
        "ESG.4.07.languageMissing",
        ' xml:lang="en">\n<head>',
        ">\n<head>",
        'id="name"',
        ("ESG.4.07.languageMissing", 'id="policy"'),
    ),
    broken(
        "language-of-footnote",
        "xml",
        "ESG.4.07.languageMissing",
        'role/footnote" xml:lang="en"',
        'role/footnote"',
        'id="note"',
    ),
    broken(
        "language-json",
        "json",
        "ESG.4.07.languageMissing",
        '"entity": "r:77", "language": "en"',
        '"entity": "r:77"',
        '"name": {',
    ),
    broken("not-escaped", "xhtml", "ESG.4.09.textBlockNotEscaped", ' escape="true"', "", 'id="policy"'),
    broken(
        "empty-block",
        "xhtml",
        "ESG.4.10.textBlockBroken",
        'contextRef="year" escape="true" continuedAt="policy.2"><p>One.</p></ix:nonNumeric>\n<p><ix:continuation id="policy.2">Two.</ix:continuation></p>',
        'contextRef="year" escape="true"><p> </p></ix:nonNumeric>',
        'id="policy"',
    ),
    broken(
        "block-backwards",
        "xhtml",
        "ESG.4.10.textBlockBroken",
        '<div class="block">',
        '<p><ix:continuation id="first">Zero.</ix:continuation></p>\n<p><ix:nonNumeric id="late" name="esg:LateTextBlock" contextRef="year" escape="true" continuedAt="first">x</ix:nonNumeric></p>\n<div class="block">',
        'id="late"',
    ),
    broken(
        "block-goes-nowhere",
        "xhtml",
        "ESG.4.10.textBlockBroken",
        '<ix:continuation id="policy.2"',
        '<ix:continuation id="policy.3"',
        'id="policy"',
    ),
    broken(
        "block-goes-round",
        "xhtml",
        "ESG.4.10.textBlockBroken",
        '<ix:continuation id="policy.2"',
        '<ix:continuation id="policy.2" continuedAt="policy.2"',
        'id="policy"',
    ),
    broken(
        "block-not-well-formed", "xml", "ESG.4.10.textBlockBroken", "&lt;/p&gt;", "&lt;/div&gt;", "<esg:PolicyTextBlock"
    ),
    broken(
        "hidden-number",
        "xhtml",
        "ESG.4.11.hiddenButTransformable",
        "</ix:hidden>",
        '<ix:nonFraction id="h" name="esg:H" contextRef="year" unitRef="MWh" decimals="0">5</ix:nonFraction>\n</ix:hidden>',
        'id="h"',
    ),
    broken(
        "hidden-date",
        "xhtml",
        "ESG.4.11.hiddenButTransformable",
        "</ix:hidden>",
        '<ix:nonNumeric id="h" name="esg:H" contextRef="year">2023-12-31</ix:nonNumeric>\n</ix:hidden>',
        'id="h"',
    ),
    broken("hidden-not-shown", "xhtml", "ESG.4.12.hiddenNotShown", ' style="-ix-hidden:kind"', "", 'id="kind"'),
    broken("hidden-tied-to-nothing", "xhtml", "ESG.4.12.hiddenNotShown", ">Own operations<", "><", 'id="kind"'),
    broken(
        "hidden-tied-out-of-sight",
        "xhtml",
        "ESG.4.12.hiddenNotShown",
        '<span style="-ix',
        '<span class="gone" style="-ix',
        'id="kind"',
    ),
    broken(
        "tied-to-no-fact",
        "xhtml",
        "ESG.4.12.hiddenNotShown",
        "<p><span style=",
        '<p style="-ix-hidden:gone">x</p>\n<p><span style=',
        'hidden:gone"',
    ),
    broken(
        "old-transformation",
        "xhtml",
        "ESG.4.19.oldTransformations",
        "transformation/2022-02-16",
        "transformation/2015-02-26",
        _ENERGY,
    ),
    broken(
        "no-registry",
        "xhtml",
        "ESG.4.19.oldTransformations",
        "http://www.xbrl.org/inlineXBRL/transformation/2022-02-16",
        "http://www.sec.gov/inlineXBRL/transformation/2015-08-31",
        _ENERGY,
    ),
    broken("no-id", "xml", "ESG.4.20.factIdMissing", '<esg:Target id="target"', "<esg:Target", "<esg:Target"),
    broken("same-id", "xhtml", "ESG.4.20.factIdMissing", 'id="women"', 'id="name"', '<div class="block">'),
    broken(
        "same-id-as-paragraph", "xhtml", "ESG.4.20.factIdMissing", "<p><img", '<p id="women"><img', '<p id="women">'
    ),
    broken(
        "same-key",
        "json",
        "ESG.4.20.factIdMissing",
        '    "note": {',
        '    "name": {\n      "value": "Another",\n      "dimensions": {"concept": "esg:Other", "entity": "r:77", "language": "en",\n        "period": "2023-01-01T00:00:00/2024-01-01T00:00:00"}\n    },\n    "note": {',
        '"name": {\n      "value": "Another"',
    ),
    broken(
        "tuple",
        "xml",
        "ESG.4.21.tupleOrFraction",
        '<esg:Target id="target" contextRef="year">2030-12-31</esg:Target>',
        '<esg:Group><esg:Target id="target" contextRef="year">2030-12-31</esg:Target></esg:Group>',
        "<esg:Group>",
    ),
    broken(
        "fraction",
        "xhtml",
        "ESG.4.21.tupleOrFraction",
        "<p><img",
        '<p><ix:fraction id="half" name="esg:F" contextRef="year" unitRef="MWh"><ix:numerator>1</ix:numerator><ix:denominator>2</ix:denominator></ix:fraction></p>\n<p><img',
        'id="half"',
    ),
    broken(
        "inline-tuple",
        "xhtml",
        "ESG.4.21.tupleOrFraction",
        "<p><img",
        '<p><ix:tuple id="t" name="esg:T" tupleID="t"/></p>\n<p><img',
        "<ix:tuple",
    ),
    broken(
        "footnote-unused",
        "xhtml",
        "ESG.4.22.footnoteAdrift",
        '<ix:relationship fromRefs="energy" toRefs="note"/>\n',
        "",
        'id="note"',
    ),
    broken("footnote-role", "xml", "ESG.4.22.footnoteAdrift", "role/footnote", "role/aside", 'id="note"'),
    broken("footnote-arcrole", "xml", "ESG.4.22.footnoteAdrift", "arcrole/fact-footnote", "arcrole/about", 'id="note"'),
    broken(
        "footnote-language",
        "json",
        "ESG.4.22.footnoteAdrift",
        '"noteId": "note", "language": "en"',
        '"noteId": "note", "language": "fr"',
        '"note": {',
    ),
    # the taxonomy that is named
    broken(
        "relative-schema",
        "xml",
        "ESG.5.06.entryPointUnexpected",
        'href="https://taxonomy.example/esg/2026/esg.xsd"',
        'href="esg.xsd"',
        "<link:schemaRef",
    ),
    broken(
        "two-schemas",
        "xml",
        "ESG.5.06.entryPointUnexpected",
        "<xbrli:context",
        '<link:schemaRef xlink:type="simple" xlink:href="https://taxonomy.example/more.xsd"/>\n<xbrli:context',
        "more.xsd",
    ),
    broken(
        "linkbase",
        "xml",
        "ESG.5.06.entryPointUnexpected",
        "<xbrli:context",
        '<link:linkbaseRef xlink:type="simple" xlink:arcrole="http://www.w3.org/1999/xlink/properties/linkbase" xlink:href="https://taxonomy.example/l.xml"/>\n<xbrli:context',
        "l.xml",
    ),
    broken(
        "no-schema",
        "json",
        "ESG.5.06.entryPointUnexpected",
        '["https://taxonomy.example/esg/2026/esg.xsd"]',
        "[]",
        None,
    ),
    # the page
    broken(
        "script",
        "xhtml",
        "ESG.6.01.executableCode",
        "</head>",
        '<script type="text/javascript">1</script>\n</head>',
        "<script",
    ),
    broken("handler", "xhtml", "ESG.6.01.executableCode", "<p><img", '<p onclick="x()"><img', "onclick"),
    broken("javascript", "xhtml", "ESG.6.01.executableCode", 'href="#note"', 'href=" JavaScript:x()"', "JavaScript"),
    broken("mailto", "xhtml", "ESG.6.01.executableCode", 'href="#note"', 'href="mailto:a@example.com"', "mailto"),
    broken(
        "drawing-with-script",
        "xhtml",
        "ESG.6.01.executableCode",
        f"image/png;base64,{PIXEL}",
        f"image/svg+xml;base64,{_SCRIPT_SVG}",
        "<img",
    ),
    broken("code-in-style", "xhtml", "ESG.6.01.executableCode", "color: #777", "behavior: run", "<style"),
    broken(
        "remote-image",
        "xhtml",
        "ESG.6.02.externalReference",
        f"data:image/png;base64,{PIXEL}",
        "https://example.com/i.png",
        "<img",
    ),
    broken(
        "style-sheet",
        "xhtml",
        "ESG.6.02.externalReference",
        "</head>",
        '<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>',
        "style.css",
    ),
    broken(
        "style-import",
        "xhtml",
        "ESG.6.02.externalReference",
        ".quiet { color",
        '@import "https://example.com/s.css";\n.quiet { color',
        "<style",
    ),
    broken(
        "style-url",
        "xhtml",
        "ESG.6.02.externalReference",
        "<p><img",
        '<p style="background:url(//example.com/b.png)"><img',
        "b.png",
    ),
    broken("link-in-disguise", "xhtml", "ESG.6.02.externalReference", ">example.com/report<", ">our site<", "our site"),
    broken("image-file", "xhtml", "ESG.6.04.image", f"data:image/png;base64,{PIXEL}", "i.png", "<img"),
    broken("image-type", "xhtml", "ESG.6.04.image", "data:image/png", "data:image/jpeg", "<img"),
    broken("image-kind", "xhtml", "ESG.6.04.image", "data:image/png", "data:image/tiff", "<img"),
    broken("image-bytes", "xhtml", "ESG.6.04.image", "base64,iVBOR", "base64,!VBOR", "<img"),
    broken("image-without-text", "xhtml", "ESG.6.04.image", 'alt="" ', "", "<img"),
    broken("base", "xhtml", "ESG.6.05.baseUsed", "<title>", '<base href="#"/>\n<title>', "<base"),
    broken(
        "xml-base", "xml", "ESG.6.05.baseUsed", '<esg:Name id="name"', '<esg:Name xml:base="x/" id="name"', "<esg:Name"
    ),
    broken("doctype", "xhtml", "ESG.6.05.baseUsed", "<html", "<!DOCTYPE html>\n<html", "<!DOCTYPE"),
    broken(
        "hidden-by-style",
        "xhtml",
        "ESG.6.06.taggedButHidden",
        '<p class="quiet">',
        '<p class="quiet" style="visibility: hidden">',
        _ENERGY,
    ),
    broken("hidden-by-sheet", "xhtml", "ESG.6.06.taggedButHidden", '<p class="quiet">', '<p class="gone">', _ENERGY),
    broken(
        "hidden-by-attribute", "xhtml", "ESG.6.06.taggedButHidden", '<p class="quiet">', '<p hidden="hidden">', _ENERGY
    ),
    broken("hidden-by-selector", "xhtml", "ESG.6.06.taggedButHidden", '<div class="block"><p', "<div><p", 'id="name"'),
    broken(
        "hidden-continuation",
        "xhtml",
        "ESG.6.06.taggedButHidden",
        "<p><ix:continuation",
        '<p style="font-size:0"><ix:continuation',
        "<ix:continuation",
    ),
    broken("target", "xhtml", "ESG.6.07.targetUsed", _ENERGY, 'target="other" id="energy" name', _ENERGY),
    broken(
        "viewer-class", "xhtml", "ESG.6.08.reservedClass", '<p class="quiet">', '<p class="quiet -ixv-x">', "-ixv-x"
    ),
    broken("hint-class", "xhtml", "ESG.6.08.reservedClass", '<p class="quiet">', '<p class="-ixh-x">', "-ixh-x"),
    Example("file-name", "xhtml", INLINE.encode(), (("ESG.7.02.fileName", None),), file="Annual report (final).xhtml"),
    # packages
    package("two-tops", {**PACKAGE, "more/reports/readme.csv": ""}, "ESG.7.01.packageType"),
    package("loose-file", {**PACKAGE, "readme.csv": ""}, "ESG.7.01.packageType"),
    package(
        "no-metadata",
        {name: content for name, content in PACKAGE.items() if "META" not in name},
        "ESG.7.01.packageType",
    ),
    package(
        "wrong-type",
        {**PACKAGE, f"{TOP}/META-INF/reportPackage.json": META.replace("/xbri", "/xbr")},
        "ESG.7.01.packageType",
    ),
    package("type-unreadable", {**PACKAGE, f"{TOP}/META-INF/reportPackage.json": "{"}, "ESG.7.01.packageType"),
    package("no-report", {f"{TOP}/META-INF/reportPackage.json": META}, "ESG.7.01.packageType"),
    package("two-reports", {**PACKAGE, f"{TOP}/reports/other-2023-12-31-en.xhtml": INLINE}, "ESG.7.01.packageType"),
    package(
        "xml-in-xbri",
        {
            **{name: content for name, content in PACKAGE.items() if "META" in name},
            f"{TOP}/reports/example-2023-12-31-en.xml": XML,
        },
        "ESG.7.01.packageType",
    ),
    package("report-elsewhere", {**PACKAGE, f"{TOP}/draft.xhtml": INLINE}, "ESG.7.01.packageType"),
    package("junk", {**PACKAGE, f"{TOP}/reports/.DS_Store": ""}, "ESG.7.05.unexpectedFile"),
    package("office-file", {**PACKAGE, f"{TOP}/reports/draft.docx": ""}, "ESG.7.05.unexpectedFile"),
    package("taxonomy-without-package", {**PACKAGE, f"{TOP}/esg.xsd": ""}, "ESG.7.05.unexpectedFile"),
    package(
        "report-name-inside",
        {**{name: content for name, content in PACKAGE.items() if "META" in name}, f"{TOP}/reports/r.xhtml": INLINE},
        "ESG.7.02.fileName",
    ),
    package("leaves-archive", {**PACKAGE, "../x": ""}, "ESG.7.04.unsafeArchive"),
    Example("no-archive", "xbri", b"PK\x03\x04 cut off", (("ESG.7.04.unsafeArchive", None),)),
)
"""One fault each; those that need a profile are in :data:`BY_PROFILE`."""


def _encoded(name: str, content: bytes, at: bytes, suffix: str = "xhtml") -> Example:
    return Example(name, suffix, content, (("ESG.6.03.encoding", content[: content.index(at)].count(b"\n") + 1),))


_PAGE = INLINE.encode()
MALFORMED: tuple[Example, ...] = (
    Example("byte-order-mark", "xhtml", b"\xef\xbb\xbf" + _PAGE, (("ESG.6.03.encoding", 1),)),
    Example(
        "latin", "xhtml", _PAGE.replace(b'encoding="UTF-8"', b'encoding="ISO-8859-1"'), (("ESG.6.03.encoding", 1),)
    ),
    _encoded("control", _PAGE.replace(b"Estimated", b"up-to\x02date"), b"up-to"),
    _encoded("control-by-number", _PAGE.replace(b"Estimated", b"Caf&#146;s"), b"Caf"),
    _encoded("control-of-windows", _PAGE.replace(b"Estimated", b"Caf\xc2\x92s"), b"Caf"),
    _encoded("control-that-no-xml-has", _PAGE.replace(b"Estimated", b"Caf&#2;s"), b"Caf"),
    _encoded("not-utf8", _PAGE.replace(b"Estimated", b"Caf\x92s"), b"Caf"),
    _encoded("ampersand", _PAGE.replace(b"Estimated", b"R & D"), b"R & D"),
    _encoded("ampersand-in-word", _PAGE.replace(b"Estimated", b"R&D costs"), b"R&D"),
    _encoded("less-than", _PAGE.replace(b"Estimated", b"< 5 %"), b"< 5 %"),
    _encoded("entity", _PAGE.replace(b"Estimated", b"a&nbsp;b"), b"a&nbsp;b"),
    _encoded("mismatch", _PAGE.replace(b"Example</title>", b"<b>Example</title>"), b"<b>"),
    _encoded("no-quotes", _PAGE.replace(b'class="quiet"', b"class=quiet"), b"class=quiet"),
    _encoded("no-value", _PAGE.replace(b'class="quiet"', b"hidden"), b"<p hidden"),
    _encoded("twice", _PAGE.replace(b'class="quiet"', b'class="quiet" class="b"'), b"<p class"),
    _encoded("prefix", _PAGE.replace(b"<p><img", b"<x:p/><p><img"), b"<x:p/>"),
    _encoded("goes-on", _PAGE + b"<p/>", b"<p/>"),
    Example("cut-off", "xhtml", _PAGE[:-300], (("ESG.6.03.encoding", _PAGE[:-300].count(b"\n") + 1),)),
    Example("empty", "xhtml", b"", (("ESG.6.03.encoding", 1),)),
    Example("text", "xhtml", b"Annual report", (("ESG.6.03.encoding", 1),)),
    Example("pdf", "xhtml", b"%PDF-1.7", (("ESG.6.03.encoding", 1),)),
    Example(
        "json-comma", "json", JSON.replace('"decimals": 0,', '"decimals": 0').encode(), (("ESG.6.03.encoding", 13),)
    ),
)
"""Not well-formed, or not in UTF-8."""

BY_PROFILE: tuple[Example, ...] = (
    broken(
        "scheme-not-allowed",
        "xml",
        "ESG.1.01.entitySchemeNotAllowed",
        "esg",
        "esg",
        _YEAR,
        settings=Settings(entity_schemes=frozenset({_ISO})),
    ),
    broken(
        "entry-point-of-others",
        "xml",
        "ESG.5.06.entryPointUnexpected",
        "esg",
        "esg",
        "<link:schemaRef",
        settings=Settings(entry_points=frozenset({"https://taxonomy.example/esg/2025/esg.xsd"})),
    ),
    broken("heavy", "xhtml", "ESG.6.09.heavyDocument", "esg", "esg", "<html", settings=Settings(most_bytes=1000)),
    broken(
        "many-continuations",
        "xhtml",
        "ESG.6.09.heavyDocument",
        "esg",
        "esg",
        "<ix:continuation",
        settings=Settings(most_continuations=0),
    ),
    Example("name-of-a-team", "xhtml", _PAGE, (("ESG.7.02.fileName", None),), Settings(file_name=r"report-\d{4}")),
)

SOUND: tuple[Example, ...] = (
    *(Example(f"base-{suffix}", suffix, text.encode()) for suffix, text in BASES.items()),
    sound("same-entity-with-spaces", "xhtml", ">77<", "> 77 <"),
    sound(
        "other-year",
        "xml",
        _FACT,
        f"{_COPY.replace('2023', '2021')}\n<esg:Energy id='e' contextRef='again' unitRef='MWh' decimals='0'>1</esg:Energy>\n{_FACT}",
    ),
    sound("withdrawn-currency", "xhtml", "iso4217:CNY", "iso4217:HRK"),
    sound("shares", "xml", ">utr:MWh<", ">xbrli:shares<"),
    sound("rounded-to-a-step", "xml", 'decimals="0">1234<', 'decimals="-3">1234<'),
    sound(
        "nothing-and-nothing",
        "xml",
        _FACT,
        f'<esg:Energy id="table" contextRef="year" unitRef="MWh" decimals="0">1234</esg:Energy>\n{_FACT}',
    ),
    sound("language-inherited", "xml", "<xbrli:xbrl ", '<xbrli:xbrl xml:lang="en" '),
    sound("no-text-no-language", "xml", ">2030-12-31<", ">true<"),
    sound("image-as-block", "xhtml", "<p>One.</p>", f'<p><img alt="" src="data:image/png;base64,{PIXEL}"/></p>'),
    sound("block-by-entities", "xml", "and power", "&amp;amp; power &amp;#160;"),
    sound("hidden-and-tied-as-in-esef", "xhtml", "-ix-hidden:kind", "color:red; -esef-ix-hidden: kind"),
    sound(
        "hidden-nil-and-tied",
        "xhtml",
        'contextRef="year">https://taxonomy.example/esg/2026#Own<',
        'contextRef="year" xsi:nil="true"><',
    ),
    sound("registry-4", "xhtml", "transformation/2022-02-16", "transformation/2020-02-12"),
    sound(
        "two-notes", "xhtml", '<p><ix:footnote id="note" xml:lang="en">', '<p><ix:footnote id="note" xml:lang="en-GB">'
    ),
    sound("drawing", "xhtml", f"image/png;base64,{PIXEL}", f"image/svg+xml;base64,{_SVG}"),
    sound("link-with-www", "xhtml", ">example.com/report<", ">www.example.com/report/<"),
    sound("hidden-on-paper", "xhtml", "@media print { .quiet", "@media print { p, .quiet"),
    sound(
        "hidden-on-small-screens",
        "xhtml",
        "@media screen {",
        "@media (max-width: 640px) { p { display: none } }\n@media screen {",
    ),
    sound("overruled", "xhtml", '<p class="later">', '<p class="later" style="display: block">'),
    sound(
        "seen-within",
        "xhtml",
        '<p class="later"><ix:nonNumeric id="name" name="esg:Name" contextRef="year">Example</ix:nonNumeric></p>',
        '<p style="visibility:hidden"><span style="visibility:visible"><ix:nonNumeric id="name" name="esg:Name" '
        'contextRef="year">Example</ix:nonNumeric></span></p>',
    ),
    sound("class-with-prefix", "xhtml", 'class="quiet"', 'class="quiet ixv-x"'),
    sound("published-hint", "xhtml", 'class="quiet"', 'class="-ixh-x"', Settings(viewer_hints=frozenset({"-ixh-x"}))),
    sound(
        "target-of-profile", "xhtml", _ENERGY, 'target="other" id="energy" name', Settings(targets=frozenset({"other"}))
    ),
    sound(
        "unit-of-profile",
        "xml",
        ">utr:MWh<",
        ">link:kl<",
        Settings(unit_namespaces=frozenset({"http://www.xbrl.org/2003/linkbase"})),
    ),
    sound(
        "scheme-of-profile", "xml", "esg", "esg", Settings(entity_schemes=frozenset({"https://example.com/register"}))
    ),
    sound(
        "entry-point-of-profile",
        "xml",
        "esg",
        "esg",
        Settings(entry_points=frozenset({"https://taxonomy.example/esg/2026/esg.xsd"})),
    ),
    sound("any-name", "xhtml", "esg", "esg", Settings(file_name=None)),
    sound("declared-ascii", "xhtml", 'encoding="UTF-8"', 'encoding="us-ascii"'),
    package("package", PACKAGE),
    package(
        "package-with-image",
        {
            **PACKAGE,
            f"{TOP}/reports/example-2023-12-31-en.xhtml": INLINE.replace(f"data:image/png;base64,{PIXEL}", "i.png"),
            f"{TOP}/reports/i.png": base64.b64decode(PIXEL),
        },
    ),
    package(
        "package-with-style",
        {
            **PACKAGE,
            f"{TOP}/reports/example-2023-12-31-en.xhtml": INLINE.replace(
                "</head>", '<link rel="stylesheet" type="text/css" href="s.css"/></head>'
            ),
            f"{TOP}/reports/s.css": "p {}",
        },
    ),
    package(
        "package-of-xml",
        {
            f"{TOP}/META-INF/reportPackage.json": META.replace("/xbri", "/xbr"),
            f"{TOP}/reports/example-2023-12-31-en.xml": XML,
        },
        suffix="xbr",
    ),
    package(
        "package-of-two",
        {f"{TOP}/reports/a-2023-12-31-en.json": JSON, f"{TOP}/reports/b-2023-12-31-en.xhtml": INLINE},
        suffix="zip",
    ),
    package("taxonomy", {"t/META-INF/taxonomyPackage.xml": "<x/>", "t/t.xsd": "<x/>"}, suffix="zip", file="t.zip"),
    Example("list", "json", json.dumps([1, 2]).encode(), file="list.json"),
)
"""Nothing to be said."""
