"""Single faults, planted into valid reports: what a slip of a person or of a program does to a filing.

A fault takes the tree of a document (or the members of a package) and a source of chance, which picks the fact or the
context that it strikes. It names the codes of which one must be found.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

XBRLI = "{http://www.xbrl.org/2003/instance}"
XBRLDI = "{http://xbrl.org/2006/xbrldi}"
IX = "{http://www.xbrl.org/2013/inlineXBRL}"
HTML = "{http://www.w3.org/1999/xhtml}"
LINK = "{http://www.xbrl.org/2003/linkbase}"
XLINK = "{http://www.w3.org/1999/xlink}"
XSI_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

Tree = etree._Element
Chance = random.Random


@dataclass(frozen=True)
class Fault:
    """A kind of fault: its group and name, the documents it can strike, and what has to be found."""

    group: str
    name: str
    on: tuple[str, ...]
    codes: tuple[str, ...]
    plant: Callable[..., object]

    def __str__(self) -> str:
        return f"{self.group}: {self.name}"


FAULTS: list[Fault] = []


def fault(
    group: str, name: str, *codes: str, on: tuple[str, ...] = ("xml", "xhtml")
) -> Callable[[Callable[..., object]], Callable[..., object]]:
    def declared(plant: Callable[..., object]) -> Callable[..., object]:
        FAULTS.append(Fault(group, name, on, codes, plant))
        return plant

    return declared


def planted(kind: Fault, content: bytes, suffix: str, chance: Chance) -> bytes:
    """Return a document with one fault in it."""
    if suffix == "xbri":
        return _packed(kind, content, chance)
    if suffix == "bytes" or kind.on == ("bytes",):
        result = kind.plant(content, chance)
        assert isinstance(result, bytes)
        return result
    root = etree.fromstring(content)
    kind.plant(root, chance)
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")


def _packed(kind: Fault, content: bytes, chance: Chance) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    kind.plant(members, chance)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, data in members.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return target.getvalue()


# Finding what to strike


def facts(root: Tree) -> list[Tree]:
    return [one for one in root.iter(etree.Element) if one.get("contextRef")]


def name_of(fact: Tree) -> str:
    return (fact.get("name") or etree.QName(fact).localname).rpartition(":")[2]


def numbers(root: Tree, *names: str) -> list[Tree]:
    found = [one for one in facts(root) if one.get("unitRef") and not one.get(XSI_NIL)]
    return [one for one in found if not names or name_of(one) in names]


def texts(root: Tree) -> list[Tree]:
    return [one for one in facts(root) if one.get(LANG)]


def named(root: Tree, fact_id: str) -> Tree:
    return next(one for one in facts(root) if one.get("id") == fact_id)


def contexts(root: Tree) -> list[Tree]:
    return list(root.iter(f"{XBRLI}context"))


def with_members(root: Tree) -> list[Tree]:
    return [one for one in contexts(root) if one.find(f".//{XBRLDI}explicitMember") is not None]


def spans(root: Tree) -> list[Tree]:
    return [one for one in contexts(root) if one.find(f".//{XBRLI}endDate") is not None]


def units(root: Tree) -> dict[str, Tree]:
    return {one.get("id", ""): one for one in root.iter(f"{XBRLI}unit")}


def measure(root: Tree, unit: str) -> Tree:
    found = units(root)[unit].find(f".//{XBRLI}measure")
    assert found is not None
    return found


def write(fact: Tree, value: str) -> None:
    """Write a value; in a page, the digits that show it."""
    for child in list(fact):
        fact.remove(child)
    fact.text = value


def number(fact: Tree) -> int:
    return round(float("".join(fact.itertext()).replace(",", "")))


def after(one: Tree, other: Tree) -> None:
    one.addnext(other)


def copied(one: Tree, **attributes: str) -> Tree:
    twin = deepcopy(one)
    twin.tail = None
    for name, value in attributes.items():
        twin.set(name, value)
    one.addnext(twin)
    return twin


def child(parent: Tree, tag: str, text: str | None = None, **attributes: str) -> Tree:
    one = etree.SubElement(parent, tag)
    one.text = text
    for name, value in attributes.items():
        one.set(name.rstrip("_"), value)
    return one


def body(root: Tree) -> Tree:
    found = root.find(f"{HTML}body")
    assert found is not None
    return found


def head(root: Tree) -> Tree:
    found = root.find(f"{HTML}head")
    assert found is not None
    return found


def _pick(found: list[Tree], chance: Chance) -> Tree:
    return chance.choice(found)


PAGE = ("xhtml",)
DATA = ("xml",)
BYTES = ("bytes",)
PACKAGE = ("xbri",)

# Contexts


@fault("context", "the check digits of the identifier", "ESG.1.02")
def _(root: Tree, chance: Chance) -> None:
    for one in root.iter(f"{XBRLI}identifier"):
        one.text = "EXAMPLE0000000000088"


@fault("context", "another identifier in one context", "ESG.1.03")
def _(root: Tree, chance: Chance) -> None:
    next(_pick(contexts(root), chance).iter(f"{XBRLI}identifier")).text = "EXAMPLE0000000000184"


@fault("context", "another scheme in one context", "ESG.1.03")
def _(root: Tree, chance: Chance) -> None:
    next(_pick(contexts(root), chance).iter(f"{XBRLI}identifier")).set("scheme", "http://www.sec.gov/CIK")


@fault("context", "an identifier without text", "ESG.1.03", "xmlSchema")
def _(root: Tree, chance: Chance) -> None:
    next(_pick(contexts(root), chance).iter(f"{XBRLI}identifier")).text = ""


@fault("context", "a time of day", "ESG.1.04")
def _(root: Tree, chance: Chance) -> None:
    end = _pick(spans(root), chance).find(f".//{XBRLI}endDate")
    end.text = "2024-01-01T00:00:00" if "2023" in end.text else "2023-01-01T00:00:00"


@fault("context", "a time zone", "ESG.1.04")
def _(root: Tree, chance: Chance) -> None:
    _pick(spans(root), chance).find(f".//{XBRLI}endDate").text += "Z"


@fault("context", "a period for ever", "ESG.1.05")
def _(root: Tree, chance: Chance) -> None:
    period = _pick(contexts(root), chance).find(f"{XBRLI}period")
    for one in list(period):
        period.remove(one)
    child(period, f"{XBRLI}forever")


@fault("context", "dimensions in the segment", "ESG.1.06")
def _(root: Tree, chance: Chance) -> None:
    context = _pick(with_members(root), chance)
    scenario = context.find(f"{XBRLI}scenario")
    context.remove(scenario)
    scenario.tag = f"{XBRLI}segment"
    context.find(f"{XBRLI}entity").append(scenario)


@fault("context", "something else in the scenario", "ESG.1.07")
def _(root: Tree, chance: Chance) -> None:
    child(_pick(with_members(root), chance).find(f"{XBRLI}scenario"), "{https://example.org}plan", "budget")


@fault("context", "the same context twice", "ESG.1.08")
def _(root: Tree, chance: Chance) -> None:
    one = _pick(contexts(root), chance)
    copied(one, id="twin")
    fact = next(fact for fact in facts(root) if fact.get("contextRef") == one.get("id"))
    fact.set("contextRef", "twin")


@fault("context", "a context that no fact uses", "ESG.1.09")
def _(root: Tree, chance: Chance) -> None:
    twin = copied(_pick(spans(root), chance), id="idle")
    twin.find(f".//{XBRLI}startDate").text = "2019-01-01"
    twin.find(f".//{XBRLI}endDate").text = "2019-12-31"


@fault("context", "a reference to no context", "ix11", "xbrl.4.6.1", "xmlSchema", "ESG.1")
def _(root: Tree, chance: Chance) -> None:
    _pick(numbers(root), chance).set("contextRef", "nowhere")


@fault("context", "an end before the start", "xbrl.4.7.2", "ESG.3")
def _(root: Tree, chance: Chance) -> None:
    _pick(spans(root), chance).find(f".//{XBRLI}endDate").text = "2020-12-31"


# Units


@fault("unit", "a measure that is in no registry", "ESG.2.01", "utre")
def _(root: Tree, chance: Chance) -> None:
    measure(root, "u.MWh").text = "utr:MegaWatt"


@fault("unit", "a currency that does not exist", "ESG.2.01", "utre")
def _(root: Tree, chance: Chance) -> None:
    measure(root, "u.CNY").text = "iso4217:RMB"


@fault("unit", "a unit of another quantity", "ESG.2.02", "utre")
def _(root: Tree, chance: Chance) -> None:
    _pick(numbers(root, "GrossScope1GreenhouseGasEmissions"), chance).set("unitRef", "u.MWh")


@fault("unit", "energy without a unit", "ESG.2.02", "utre")
def _(root: Tree, chance: Chance) -> None:
    _pick(numbers(root, "TotalEnergyConsumption"), chance).set("unitRef", "u.pure")


@fault("unit", "the same unit twice", "ESG.2.03")
def _(root: Tree, chance: Chance) -> None:
    copied(units(root)["u.MWh"], id="twin")
    _pick(numbers(root, "TotalEnergyConsumption"), chance).set("unitRef", "twin")


@fault("unit", "a unit that no fact uses", "ESG.2.04")
def _(root: Tree, chance: Chance) -> None:
    twin = copied(units(root)["u.MWh"], id="idle")
    twin.find(f".//{XBRLI}measure").text = "utr:GJ"


@fault("unit", "a reference to no unit", "ix11", "xbrl.4.6.2", "xmlSchema", "ESG.2")
def _(root: Tree, chance: Chance) -> None:
    _pick(numbers(root), chance).set("unitRef", "nowhere")


@fault("unit", "a number without a unit", "ix11", "xbrl.4.6.2", "xmlSchema", "ESG.2")
def _(root: Tree, chance: Chance) -> None:
    del _pick(numbers(root), chance).attrib["unitRef"]


@fault("unit", "another currency for one amount", "ESG.2.05")
def _(root: Tree, chance: Chance) -> None:
    twin = copied(units(root)["u.CNY"], id="dollars")
    twin.find(f".//{XBRLI}measure").text = "iso4217:USD"
    named(root, "Revenue.2022").set("unitRef", "dollars")


@fault("unit", "another unit for the year before", "ESG.2.06")
def _(root: Tree, chance: Chance) -> None:
    twin = copied(units(root)["u.t"], id="kilograms")
    twin.find(f".//{XBRLI}measure").text = "utr:kg"
    for fact in numbers(root, "HazardousWaste"):
        fact.set("unitRef", "kilograms")
    named(root, "HazardousWaste.2022").set("unitRef", "u.t")


@fault("unit", "a prefix of a thousand", "ESG.2.07", "ESG.4.17")
def _(root: Tree, chance: Chance) -> None:
    measure(root, "u.MWh").text = "utr:GWh"


@fault("unit", "a prefix of a thousand in one year", "ESG.2.06", "ESG.2.07")
def _(root: Tree, chance: Chance) -> None:
    twin = copied(units(root)["u.tCO2e"], id="mega")
    twin.find(f".//{XBRLI}measure").text = "utr:ktCO2e"
    named(root, "GrossScope1GreenhouseGasEmissions.2022").set("unitRef", "mega")


# Periods


@fault("period", "no first day of the reporting period", "ESG.3.01", "ESG.4.23")
def _(root: Tree, chance: Chance) -> None:
    fact = named(root, "ReportingPeriodStartDate.2023")
    if fact.tag.startswith(IX):
        fact.tag = f"{HTML}span"
        for name in ("id", "name", "contextRef", "format"):
            del fact.attrib[name]
    else:
        fact.getparent().remove(fact)


@fault("period", "a figure for a period that is not declared", "ESG.3.02")
def _(root: Tree, chance: Chance) -> None:
    twin = copied(spans(root)[0], id="odd")
    twin.find(f".//{XBRLI}startDate").text = "2021-07-01"
    twin.find(f".//{XBRLI}endDate").text = "2022-06-30"
    named(root, "GrossScope1GreenhouseGasEmissions.2022").set("contextRef", "odd")


@fault("period", "a head count on the day after", "ESG.3.03")
def _(root: Tree, chance: Chance) -> None:
    context = next(one for one in contexts(root) if one.get("id") == "c.2023-12-31")
    context.find(f".//{XBRLI}instant").text = "2024-01-01"


@fault("period", "a figure of next year", "ESG.3.04")
def _(root: Tree, chance: Chance) -> None:
    twin = copied(spans(root)[0], id="next")
    twin.find(f".//{XBRLI}startDate").text = "2024-01-01"
    twin.find(f".//{XBRLI}endDate").text = "2024-12-31"
    named(root, "GrossScope1GreenhouseGasEmissions.2023").set("contextRef", "next")


@fault("period", "a year of eight months", "ESG.3.05", "ESG.3.01", "ESG.3.02")
def _(root: Tree, chance: Chance) -> None:
    for one in root.iter(f"{XBRLI}startDate"):
        one.text = one.text.replace("2023-01-01", "2023-05-01")


@fault("period", "a flow at a point in time", "xbrl.4.7.2", "xbrldie", "ESG.3")
def _(root: Tree, chance: Chance) -> None:
    _pick(numbers(root, "TotalEnergyConsumption", "Revenue"), chance).set("contextRef", "c.2023-12-31")


# Values


@fault("duplicate", "the same figure with another value", "ESG.4.01")
def _(root: Tree, chance: Chance) -> None:
    fact = _pick(numbers(root, "GrossScope1GreenhouseGasEmissions", "Revenue"), chance)
    twin = copied(fact, id="twin")
    write(twin, str(number(fact) * 2))


@fault("decimals", "precision in the place of decimals", "ESG.4.02", "ix11", "xbrl", "oime")
def _(root: Tree, chance: Chance) -> None:
    fact = _pick(numbers(root), chance)
    del fact.attrib["decimals"]
    fact.set("precision", "4")


@fault("decimals", "neither decimals nor precision", "ix11", "xbrl.4.6.3", "xmlSchema", "ESG.4")
def _(root: Tree, chance: Chance) -> None:
    del _pick(numbers(root), chance).attrib["decimals"]


@fault("decimals", "a measured figure that is exact", "ESG.4.03")
def _(root: Tree, chance: Chance) -> None:
    _pick(numbers(root, "HazardousWaste", "EnergyConsumptionPerRevenue"), chance).set("decimals", "INF")


@fault("decimals", "a figure known to the last joule", "ESG.4.03")
def _(root: Tree, chance: Chance) -> None:
    _pick(numbers(root, "TotalEnergyConsumption", "DirectEnergyConsumption"), chance).set("decimals", "12")


@fault("nil", "a figure that is missing without a reason", "ESG.4.05")
def _(root: Tree, chance: Chance) -> None:
    fact = named(root, "GrossScope1GreenhouseGasEmissions.2022")
    write(fact, "")
    fact.text = None
    for name in ("decimals", "format", "scale"):
        fact.attrib.pop(name, None)
    fact.set(XSI_NIL, "true")


@fault("nil", "a missing figure with a value", "xbrl", "ix11", "xmlSchema", "ESG")
def _(root: Tree, chance: Chance) -> None:
    named(root, "HazardousWaste.2022").text = "5"


@fault("text", "a dash for a text", "ESG.4.06")
def _(root: Tree, chance: Chance) -> None:
    fact = named(root, "DescriptionOfReportingBoundary.2023.en")
    if fact.tag.startswith(IX):
        write(fact, "")
        child(fact, f"{HTML}p", "n/a")
    else:
        fact.text = "<p>n/a</p>"


@fault("language", "a text that does not say its language", "ESG.4.07")
def _(root: Tree, chance: Chance) -> None:
    del _pick(texts(root), chance).attrib[LANG]
    root.attrib.pop(LANG, None)
    root.attrib.pop("lang", None)


@fault("language", "a note that does not say its language", "ESG.4.07", "ix11", "xbrl")
def _(root: Tree, chance: Chance) -> None:
    tag = f"{IX}footnote" if root.tag == f"{HTML}html" else f"{LINK}footnote"
    del next(root.iter(tag)).attrib[LANG]
    root.attrib.pop(LANG, None)
    root.attrib.pop("lang", None)


@fault("escape", "a text block without its markup", "ESG.4.09", "ESG.4.10", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    del _pick([one for one in texts(root) if one.get("escape")], chance).attrib["escape"]


@fault("escape", "a name with markup", "ESG.4.09", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    named(root, "NameOfReportingEntity.2023.en").set("escape", "true")


@fault("escape", "markup that does not close", "ESG.4.10", on=DATA)
def _(root: Tree, chance: Chance) -> None:
    named(root, "PolicyOnUseOfResources.2023.en").text = "<p>We save energy.<b></p>"


@fault("escape", "a text block without text", "ESG.4.10")
def _(root: Tree, chance: Chance) -> None:
    fact = named(root, "PolicyOnUseOfResources.2023.en")
    write(fact, "")
    if fact.tag.startswith(IX):
        child(fact, f"{HTML}p", "")
    else:
        fact.text = "<p></p>"


@fault("escape", "a text that continues nowhere", "ESG.4.10", "ix11", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    named(root, "PolicyOnUseOfResources.2023.en").set("continuedAt", "nowhere")


@fault("hidden", "a figure that could be shown", "ESG.4.11", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    fact = _pick(numbers(root, "Revenue", "TotalEnergyConsumption"), chance)
    twin = copied(fact)
    fact.getparent().remove(twin)
    shown = etree.Element(f"{HTML}span", style=f"-ix-hidden:{fact.get('id')}")
    shown.text, shown.tail = fact.text, fact.tail
    fact.getparent().replace(fact, shown)
    next(root.iter(f"{IX}hidden")).append(twin)


@fault("hidden", "a hidden fact that nothing shows", "ESG.4.12", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    shown = [one for one in root.iter(etree.Element) if "-ix-hidden" in one.get("style", "")]
    del _pick(shown, chance).attrib["style"]


@fault("hidden", "a fact that a style hides", "ESG.6.06", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    _pick(numbers(root), chance).getparent().set("style", "display:none")


@fault("sign", "a negative amount", "ESG.4.13")
def _(root: Tree, chance: Chance) -> None:
    fact = named(root, "HazardousWaste.2023")
    if fact.tag.startswith(IX):
        fact.set("sign", "-")
    else:
        fact.text = f"-{fact.text}"


@fault("scale", "a percentage a hundred times too large", "ESG.4.14")
def _(root: Tree, chance: Chance) -> None:
    fact = _pick(numbers(root, "ShareOfEmployees"), chance)
    if fact.tag.startswith(IX):
        fact.set("scale", "0")
    else:
        fact.text = str(Decimal(fact.text or "0") * 100)


@fault("scale", "a figure a thousand times too large", "ESG.4.15")
def _(root: Tree, chance: Chance) -> None:
    fact = named(root, "GrossScope1GreenhouseGasEmissions.2023")
    if fact.tag.startswith(IX):
        fact.set("scale", "3")
    else:
        fact.text = "310000"


@fault("scale", "an amount in units instead of millions", "ESG.4.15", "ESG.4.17", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    fact = named(root, "Revenue.2023")
    del fact.attrib["scale"]
    fact.set("decimals", "0")


@fault("arithmetic", "an intensity that does not follow", "ESG.4.17")
def _(root: Tree, chance: Chance) -> None:
    fact = _pick(numbers(root, "EnergyConsumptionPerRevenue"), chance)
    write(fact, "3.50" if fact.tag.startswith(IX) else "0.00000350")


@fault("arithmetic", "a total that does not add up", "ESG.4.18")
def _(root: Tree, chance: Chance) -> None:
    fact = _pick(numbers(root, "DirectEnergyConsumption", "IndirectEnergyConsumption"), chance)
    write(fact, str(number(fact) + 100))


@fault("arithmetic", "digits that changed places", "ESG.4.18")
def _(root: Tree, chance: Chance) -> None:
    fact = named(root, "DirectEnergyConsumption.2023")
    write(fact, "5,100" if fact.tag.startswith(IX) else "5100")


@fault("arithmetic", "men and women who are not everybody", "ESG.5.04")
def _(root: Tree, chance: Chance) -> None:
    fact = _pick([one for one in numbers(root, "NumberOfEmployees") if "Male" in one.get("id", "")], chance)
    write(fact, str(number(fact) + 7))


@fault("arithmetic", "shares of more than a whole", "ESG.5.04")
def _(root: Tree, chance: Chance) -> None:
    fact = _pick(numbers(root, "ShareOfEmployees"), chance)
    write(fact, "71.3" if fact.tag.startswith(IX) else "0.713")


@fault("fact", "a transformation of the old registry", "ESG.4.19", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    fact = _pick([one for one in numbers(root) if one.get("format")], chance)
    twin = etree.Element(
        fact.tag, dict(fact.attrib), nsmap={"old": "http://www.xbrl.org/inlineXBRL/transformation/2015-02-26"}
    )
    twin.text, twin.tail = fact.text, fact.tail
    twin.set("format", "old:numdotdecimal")
    fact.getparent().replace(fact, twin)


@fault("fact", "a fact without an id", "ESG.4.20")
def _(root: Tree, chance: Chance) -> None:
    del named(root, "GrossScope1GreenhouseGasEmissions.2022").attrib["id"]


@fault("fact", "an id that is taken", "ESG.4.20", "xmlSchema", "ix11", "xmlDOM")
def _(root: Tree, chance: Chance) -> None:
    one, other = chance.sample(numbers(root), 2)
    one.set("id", other.get("id"))


@fault("fact", "a fraction", "ESG.4.21", "ix11", "xmlSchema", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    fact = _pick(numbers(root), chance)
    twin = copied(fact, id="twin")
    twin.tag = f"{IX}fraction"


@fault("fact", "a concept that does not exist", "ix11", "xbrl", "xmlSchema", "ESG")
def _(root: Tree, chance: Chance) -> None:
    fact = _pick(numbers(root), chance)
    if fact.tag.startswith(IX):
        fact.set("name", "esg:EnergyThatIsUsed")
    else:
        fact.tag = "{https://taxonomy.example/esg/2026}EnergyThatIsUsed"


@fault("fact", "letters for digits", "ix11", "xmlSchema", "xbrl", "ESG")
def _(root: Tree, chance: Chance) -> None:
    write(_pick(numbers(root), chance), "5OO")


@fault("fact", "a day that does not exist", "ix11", "ixt", "xmlSchema", "xbrl")
def _(root: Tree, chance: Chance) -> None:
    fact = named(root, "DateOfPublicationOfReport.2023")
    write(fact, "31 February 2024" if fact.tag.startswith(IX) else "2024-02-31")


@fault("fact", "an answer that is none", "xmlSchema", "xbrl", on=DATA)
def _(root: Tree, chance: Chance) -> None:
    named(root, "ReportIsExternallyAssured.2023").text = "maybe"


@fault("fact", "a choice that is not offered", "enum2ie", "enumie", "xmlSchema")
def _(root: Tree, chance: Chance) -> None:
    named(root, "ConsolidationApproach.2023").text = "https://taxonomy.example/esg/2026#MaleMember"


@fault("note", "a note that nothing refers to", "ESG.4.22")
def _(root: Tree, chance: Chance) -> None:
    if root.tag == f"{HTML}html":
        for one in list(root.iter(f"{IX}relationship")):
            if "meters" in one.get("toRefs", ""):
                one.getparent().remove(one)
    else:
        for arc in list(root.iter(f"{LINK}footnoteArc")):
            if arc.get(f"{XLINK}to") == "footnote.meters":
                arc.getparent().remove(arc)


@fault("note", "a note on a fact that is not there", "ix11", "xbrl", "xlink", "ESG")
def _(root: Tree, chance: Chance) -> None:
    if root.tag == f"{HTML}html":
        next(root.iter(f"{IX}relationship")).set("fromRefs", "nowhere")
    else:
        next(root.iter(f"{LINK}footnoteArc")).set(f"{XLINK}from", "nowhere")


# Dimensions and the taxonomy


@fault("dimension", "the default member written out", "ESG.5.01", "xbrldie")
def _(root: Tree, chance: Chance) -> None:
    context = next(one for one in contexts(root) if one.get("id") == "c.2023-12-31.MaleMember")
    context.find(f".//{XBRLDI}explicitMember").text = "esg:GenderDomain"


@fault("dimension", "an axis that the concept does not have", "ESG.5.02", "xbrldie")
def _(root: Tree, chance: Chance) -> None:
    twin = copied(spans(root)[0], id="cut")
    scenario = child(twin, f"{XBRLI}scenario")
    child(scenario, f"{XBRLDI}explicitMember", "esg:MaleMember", dimension="esg:GenderAxis")
    _pick(numbers(root, "Revenue", "TotalEnergyConsumption"), chance).set("contextRef", "cut")


@fault("dimension", "a member of another axis", "xbrldie", "ESG.5")
def _(root: Tree, chance: Chance) -> None:
    context = next(one for one in contexts(root) if one.get("id") == "c.2022-12-31.FemaleMember")
    context.find(f".//{XBRLDI}explicitMember").text = "esg:FullTimeMember"


@fault("dimension", "a typed member without text", "xbrldie", "xmlSchema", "ESG.5")
def _(root: Tree, chance: Chance) -> None:
    next(root.iter(f"{XBRLDI}typedMember"))[0].text = ""


@fault("dimension", "a typed member that is a number", "ESG.5.03")
def _(root: Tree, chance: Chance) -> None:
    for one in root.iter(f"{XBRLDI}typedMember"):
        if one[0].text == "phone-one":
            one[0].text = "product1"


@fault("taxonomy", "another entry point", "ESG.5.06", "ESG.7.03")
def _(root: Tree, chance: Chance) -> None:
    next(root.iter(f"{LINK}schemaRef")).set(f"{XLINK}href", "https://taxonomy.example/esg/2026/esg-corr.xsd")


@fault("taxonomy", "a linkbase of its own", "ESG.5.06")
def _(root: Tree, chance: Chance) -> None:
    schema = next(root.iter(f"{LINK}schemaRef"))
    reference = etree.Element(f"{LINK}linkbaseRef")
    reference.set(f"{XLINK}type", "simple")
    reference.set(f"{XLINK}href", "https://taxonomy.example/esg/2026/label-en.xml")
    reference.set(f"{XLINK}arcrole", "http://www.w3.org/1999/xlink/properties/linkbase")
    after(schema, reference)


# The document


@fault("document", "a script", "ESG.6.01", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    child(head(root), f"{HTML}script", "alert(1)", type_="text/javascript")


@fault("document", "an event handler", "ESG.6.01", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    body(root)[0].set("onclick", "alert(1)")


@fault("document", "an image from elsewhere", "ESG.6.02", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    child(child(body(root), f"{HTML}p"), f"{HTML}img", src="https://example.org/logo.png", alt="Logo")


@fault("document", "a style sheet from elsewhere", "ESG.6.02", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    child(head(root), f"{HTML}style", "@import url('https://example.org/style.css');", type_="text/css")


@fault("document", "a byte order mark", "ESG.6.03", on=BYTES)
def _(content: bytes, chance: Chance) -> bytes:
    return b"\xef\xbb\xbf" + content


@fault("document", "a control character", "ESG.6.03", "xmlSchema", "IOerror", "ESG.0.15", on=BYTES)
def _(content: bytes, chance: Chance) -> bytes:
    return content.replace(b"Example Company", b"Example\x02Company")


@fault("document", "a file that was cut off", "ESG.6.03", "ESG.0.15", on=BYTES)
def _(content: bytes, chance: Chance) -> bytes:
    return content[: int(len(content) * 0.8)]


@fault("document", "another encoding", "ESG.6.03", on=BYTES)
def _(content: bytes, chance: Chance) -> bytes:
    text = (
        content.decode()
        .replace("encoding='UTF-8'", "encoding='UTF-16'")
        .replace('encoding="UTF-8"', 'encoding="UTF-16"')
    )
    return text.encode("utf-16")


@fault("document", "an image without a text", "ESG.6.04", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    child(child(body(root), f"{HTML}p"), f"{HTML}img", src=PIXEL)


@fault("document", "an image that is of another type", "ESG.6.04", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    child(child(body(root), f"{HTML}p"), f"{HTML}img", src=PIXEL.replace("gif", "png"), alt="A dot")


@fault("document", "a base address", "ESG.6.05", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    head(root).insert(0, etree.Element(f"{HTML}base", href="https://example.org/"))


@fault("document", "a document type", "ESG.6.05", on=BYTES)
def _(content: bytes, chance: Chance) -> bytes:
    start = content.index(b"?>") + 2
    return content[:start] + b"\n<!DOCTYPE html>" + content[start:]


@fault("document", "facts for another target", "ESG.6.07", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    named(root, "GrossScope1GreenhouseGasEmissions.2022").set("target", "other")


@fault("document", "a class that viewers use", "ESG.6.08", on=PAGE)
def _(root: Tree, chance: Chance) -> None:
    _pick(list(body(root).iter(f"{HTML}td")), chance).set("class", "-ixv-hide")


# Packages


def top(members: dict[str, bytes]) -> str:
    return next(iter(members)).partition("/")[0]


def report(members: dict[str, bytes]) -> str:
    return next(name for name in members if "/reports/" in name)


def moved(members: dict[str, bytes], name: str, to: str) -> None:
    members[to] = members.pop(name)


@fault("package", "the type of another package", "ESG.7.01", on=PACKAGE)
def _(members: dict[str, bytes], chance: Chance) -> None:
    name = f"{top(members)}/META-INF/reportPackage.json"
    members[name] = members[name].replace(b"/xbri", b"/xbr")


@fault("package", "a second folder at the top", "ESG.7.01", "tpe", "rpe", on=PACKAGE)
def _(members: dict[str, bytes], chance: Chance) -> None:
    members["other/notes.txt"] = b"notes"


@fault("package", "reports in another folder", "ESG.7.01", "rpe", on=PACKAGE)
def _(members: dict[str, bytes], chance: Chance) -> None:
    name = report(members)
    moved(members, name, name.replace("/reports/", "/documents/"))


@fault("package", "a report without the date in its name", "ESG.7.02", on=PACKAGE)
def _(members: dict[str, bytes], chance: Chance) -> None:
    name = report(members)
    moved(members, name, f"{name.rpartition('/')[0]}/My report (final).xhtml")


@fault("package", "a part of the taxonomy is gone", "ESG.7.03", on=PACKAGE)
def _(members: dict[str, bytes], chance: Chance) -> None:
    del members[_pick_name([name for name in members if name.endswith(("-def.xml", "-pre.xml"))], chance)]


@fault("package", "a name that leaves the package", "ESG.7.04", on=PACKAGE)
def _(members: dict[str, bytes], chance: Chance) -> None:
    members["../outside.txt"] = b"outside"


@fault("package", "a file that nobody expects", "ESG.7.05", on=PACKAGE)
def _(members: dict[str, bytes], chance: Chance) -> None:
    members[f"{top(members)}/draft.docx"] = b"PK"


def _pick_name(names: list[str], chance: Chance) -> str:
    return chance.choice(names)


def cases() -> Iterator[tuple[Fault, str]]:
    """Yield each kind of fault with each kind of document that it can strike."""
    for one in FAULTS:
        for on in one.on:
            yield from ((one, suffix) for suffix in (("xml", "xhtml") if on == "bytes" else (on,)))
