"""The rules as formulas: every rule has its assertion, and Arelle's verdict on any report is that of our own checks.

One report holds many cases: each period of each table is a case by itself.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from esgtag.generator import Mapped, Placed, map_disclosure, read_disclosure, taxonomy_package, write_xml
from esgtag.taxonomy import RuleKind, Taxonomy, esg_taxonomy, package_files, package_name, rules_of
from esgtag.validation import Figures, shared_engine
from esgtag.validation.consistency import contradictions

YEARS = range(1990, 2020)
Verdict = tuple[str, frozenset[str]]
Meaning = Callable[[Placed], dict[str, str]]
"""How a figure is meant: members of the axes that qualify figures."""


def manifest(entry_point: str, tables: list[str]) -> str:
    *earlier, last = YEARS
    period = '{{name: "{0}", start: {0}-01-01, end: {0}-12-31}}'
    listed = ", ".join(f"{{file: {name}, title: {{en: {name}}}}}" for name in tables)
    return (
        f"taxonomy: {entry_point}\n"
        'entity: {name: {en: Example}, scheme: https://www.hkex.com.hk/stock-code, identifier: "1"}\n'
        "report: {name: example, languages: [en], title: {en: Cases}}\n"
        f"periods: {{reporting: {period.format(last)}, comparatives: [{', '.join(map(period.format, earlier))}]}}\n"
        'omissions: [{mark: "-", reason: not available, shown: {en: "-"}, explanation: {en: Not measured.}}]\n'
        f"sections: [{{title: {{en: Cases}}, tables: [{listed}]}}]\n"
    )


def table(header: str, rows: list[tuple[str, list[str]]]) -> str:
    lines = [f"{header},{','.join(map(str, YEARS))}"]
    return "\n".join([*lines, *(",".join([key, *values]) for key, values in rows)]) + "\n"


class Cases:
    """Figures that follow their rules about as often as they do not, with roundings, units and gaps."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - cases, not secrets

    def tables(self) -> Iterator[str]:
        yield table("concept,EmploymentType,unit", self.breakdown())
        yield table("concept,Gender,unit", self.shares())
        yield table("concept,Gender,SeniorityLevel,unit", self.shares_within())
        yield table("concept,MainlandRegion,unit", self.average())
        yield table("concept,unit", [*self.energy(), *self.single()])

    def off(self, number: int, most: int = 2) -> int:
        return number + self.random.choice([0, 0, 0, 1, -1, most, -most])

    def gap(self, values: list[str]) -> list[str]:
        return ["-" if self.random.random() < 0.08 else value for value in values]

    def breakdown(self) -> list[tuple[str, list[str]]]:
        rows: dict[str, list[str]] = {"": [], "FullTime": [], "PartTime": []}
        for _ in YEARS:
            full, part = self.random.randint(0, 500), self.random.randint(0, 90)
            for member, number in (("", self.off(full + part)), ("FullTime", full), ("PartTime", part)):
                rows[member].append(str(max(number, 0)))
        return [(f"NumberOfEmployees,{member},person", self.gap(values)) for member, values in rows.items()]

    def shares(self) -> list[tuple[str, list[str]]]:
        men = [self.random.randint(0, 1000) for _ in YEARS]
        women = [max(self.off(1000 - number), 0) for number in men]
        return [
            (f"ShareOfNewEmployees,{member},%", self.gap([f"{number / 10:.1f}" for number in numbers]))
            for member, numbers in (("Male", men), ("Female", women))
        ]

    def shares_within(self) -> list[tuple[str, list[str]]]:
        rows = []
        for level in ("Senior", "Junior"):
            men = [self.random.randint(0, 100) for _ in YEARS]
            women = [max(self.off(100 - number), 0) for number in men]
            for member, numbers in (("Male", men), ("Female", women)):
                rows.append((f"ShareOfEmployeesWithinLevel,{member},{level},%", self.gap([*map(str, numbers)])))
        return rows

    def average(self) -> list[tuple[str, list[str]]]:
        rows: dict[str, list[str]] = {"share.home": [], "share.away": [], "total": [], "home": [], "away": []}
        for _ in YEARS:
            weight, home, away = (self.random.randint(0, 100) for _ in range(3))
            mean = round((weight * home + (100 - weight) * away) / 100)
            values = (weight, 100 - weight, max(self.off(mean, 15), 0), home, away)
            for key, value in zip(rows, values, strict=True):
                rows[key].append(str(value))
        members = {"home": "ChineseMainland", "away": "BeyondChineseMainland", "total": ""}
        return [
            *((f"ShareOfEmployees,{members[key]},%", rows[f"share.{key}"]) for key in ("home", "away")),
            *((f"FullTimeEmployeeTurnoverRate,{member},%", self.gap(rows[key])) for key, member in members.items()),
        ]

    def energy(self) -> list[tuple[str, list[str]]]:
        """A ratio across units, and a part that may exceed its whole."""
        rows: dict[str, list[str]] = {"total": [], "revenue": [], "ratio": [], "whole": [], "part": []}
        for _ in YEARS:
            energy, revenue = self.random.randint(1, 9000), self.random.randint(1, 400)
            whole = self.random.randint(0, 50)
            ratio = f"{energy / revenue + self.random.choice([0, 0, 0.004, 0.3]):.2f}"
            part = str(self.random.choice([whole, whole + 1, 0]))
            for key, value in zip(rows, (str(energy), str(revenue), ratio, str(whole), part), strict=True):
                rows[key].append(value)
        return [
            ("TotalEnergyConsumption,MWh", self.gap(rows["total"])),
            ("Revenue,RMB million", self.gap(rows["revenue"])),
            ("EnergyConsumptionPerRevenue,kWh/RMB thousand", rows["ratio"]),
            ("IndirectEnergyConsumption,GJ", rows["whole"]),
            (
                "IndirectEnergyConsumptionFromRenewableSources,MWh",
                self.gap([f"{int(v) / 4:.2f}" for v in rows["part"]]),
            ),
        ]

    def single(self) -> list[tuple[str, list[str]]]:
        """Signs, limits and bounds."""
        emitted = [self.random.choice(["-1", "0", "7", "99999999999", "10000000000"]) for _ in YEARS]
        trained = [self.random.choice(["-0.4", "99.9", "100", "100.4", "101"]) for _ in YEARS]
        return [("GrossScope3GreenhouseGasEmissions,tCO2e", emitted), ("PercentageOfEmployeesTrained,%", trained)]


def as_printed(_: Placed) -> dict[str, str]:
    """Every figure is the figure itself, as it now stands."""
    return {}


def qualified(mapped: Mapped, taxonomy: Taxonomy, meaning: Meaning) -> Mapped:
    """The same report with some of its figures qualified."""

    def meant(placed: Placed) -> Placed:
        members = meaning(placed) if placed.fact.is_numeric else {}
        axes = taxonomy.axes
        dimensions = [(axes[axis].qname, axes[axis].members[member].qname) for axis, member in members.items()]
        return replace(
            placed,
            record=placed.record.model_copy(update={"members": (*placed.record.members, *members.items())}),
            fact=replace(placed.fact, dimensions=(*placed.fact.dimensions, *dimensions)),
        )

    placed = {name: meant(one) for name, one in mapped.placed.items()}
    facts = tuple(placed[fact.id].fact if fact.id in placed else fact for fact in mapped.instance.facts)
    return replace(mapped, placed=placed, instance=replace(mapped.instance, facts=facts))


def judged(
    folder: Path, taxonomy: Taxonomy, tables: list[str], meaning: Meaning = as_printed
) -> tuple[set[Verdict], set[Verdict]]:
    """Return what our checks and what Arelle's formulas find in the same report: kinds of rules with the facts.

    Apart from these, Arelle has nothing to say but that sums do not add up.
    """
    names = [f"table{number}.csv" for number in range(len(tables))]
    for name, content in zip(names, tables, strict=True):
        (folder / name).write_text(content, encoding="utf-8")
    (folder / "disclosure.yaml").write_text(manifest(taxonomy.entry_point, names), encoding="utf-8")
    disclosure, problems = read_disclosure(folder, taxonomy)
    assert disclosure is not None
    mapped, more = map_disclosure(disclosure, taxonomy, "en")
    assert [*problems, *more] == []
    mapped = qualified(mapped, taxonomy, meaning)
    ours = {
        (found.rule.kind.value, frozenset(found.facts))
        for found in contradictions(Figures(mapped, taxonomy))
        if found.rule and found.rule.kind is not RuleKind.SUM
    }
    report, package = folder / "report.xml", folder / f"{package_name(taxonomy)}.zip"
    report.write_bytes(write_xml(mapped.instance))
    package.write_bytes(taxonomy_package(taxonomy))
    facts = {fact.id for fact in mapped.instance.facts}
    messages = [
        one for one in shared_engine().run(report, [package], check_taxonomy=False).messages if one.level != "INFO"
    ]
    theirs = {
        (match[1], frozenset(facts.intersection(message.facts)))
        for message in messages
        if (match := re.match(r"message:(\w+)\b", message.code))
    }
    assert {one.code for one in messages if not one.code.startswith(("message:", "calc11e:"))} == set()
    return ours, theirs


def anyhow(seed: int) -> Meaning:
    """Figures of some years are restated, others are more or less than printed; in some years each by itself."""
    chance = random.Random(seed)  # noqa: S311 - cases, not secrets
    meanings = [{}, {}, {"Restatement": "PreviouslyReported"}, {"Qualifier": "AtLeast"}]
    of_year = {str(year): chance.choice([*meanings, None]) for year in YEARS}

    def meaning(placed: Placed) -> dict[str, str]:
        meant = of_year[placed.record.period]
        return chance.choice(meanings) if meant is None else meant

    return meaning


@pytest.mark.parametrize(("seed", "meaning"), [(1, as_printed), (2, as_printed), (8, anyhow(8))])
def test_arelle_and_our_own_checks_agree_on_every_case(
    tmp_path: Path, taxonomy: Taxonomy, seed: int, meaning: Meaning
) -> None:
    ours, theirs = judged(tmp_path, taxonomy, list(Cases(seed).tables()), meaning)
    assert ours - theirs == set()
    assert theirs - ours == set()
    number = {kind: sum(found == kind.value for found, _ in ours) for kind in RuleKind}
    for kind in RuleKind:
        if kind not in (RuleKind.SUM, RuleKind.REQUIRED):
            assert number[kind] > 0, f"no case violates {kind}"
            assert number[kind] < len(YEARS) * 4, f"no case satisfies {kind}"


def test_figures_are_compared_only_as_they_are_meant(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """What is qualified is set against what is qualified alike; whatever it is, it keeps to its sign and limit."""
    figures = {
        "NumberOfEmployees,,person": "10",
        "NumberOfEmployees,FullTime,person": "16",
        "NumberOfEmployees,PartTime,person": "3",
        "TotalEnergyConsumption,,MWh": "100",
        "Revenue,,RMB million": "10",
        "EnergyConsumptionPerRevenue,,MWh/RMB million": "5.0",
        "PercentageOfEmployeesTrained,,%": "101",
    }
    rows = [(key, [value] * len(YEARS)) for key, value in figures.items()]
    apart = ("EnergyConsumptionPerRevenue", "PercentageOfEmployeesTrained")

    def meaning(placed: Placed) -> dict[str, str]:
        if placed.record.period in ("1990", "1991"):
            return {"Restatement": "PreviouslyReported"} if placed.record.period == "1991" else {}
        return {"Qualifier": "AtLeast"} if placed.record.members or placed.record.concept in apart else {}

    ours, theirs = judged(tmp_path, taxonomy, [table("concept,EmploymentType,unit", rows)], meaning)
    assert ours == theirs
    found = sorted((kind, fact.rpartition(".")[2]) for kind, (fact, *_) in theirs)
    compared = [(kind, year) for kind in ("breakdown", "ratio") for year in ("1990", "1991")]
    assert found == sorted([*compared, *(("limit", str(year)) for year in YEARS)])


def test_what_every_report_has_is_asserted(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """A report without its cover: three assertions fail, and nothing else."""
    _, complete = judged(tmp_path, taxonomy, [table("concept,unit", [("HazardousWaste,tonne", ["1"] * len(YEARS))])])
    assert complete == set()
    root = etree.parse(tmp_path / "report.xml").getroot()
    for name in ("NameOfReportingEntity", "ReportingPeriodStartDate", "ReportingPeriodEndDate"):
        for fact in root.findall(f"{{{taxonomy.namespace}}}{name}"):
            root.remove(fact)
    (tmp_path / "report.xml").write_bytes(etree.tostring(root))
    run = shared_engine().run(
        tmp_path / "report.xml", [tmp_path / f"{package_name(taxonomy)}.zip"], check_taxonomy=False
    )
    failed = {message.code for message in run.messages if message.level == "ERROR"}
    assert failed == {
        "message:required.NameOfReportingEntity",
        "message:required.ReportingPeriodStartDate",
        "message:required.ReportingPeriodEndDate",
    }


def assertions(folder: str) -> Iterator[etree._Element]:
    for path, content in package_files(esg_taxonomy()).items():
        if path.startswith(f"taxonomy/{folder}/") and path.endswith("-for.xml"):
            yield from etree.fromstring(content).iter("{*}valueAssertion", "{*}existenceAssertion")


def test_every_rule_has_its_assertion(taxonomy: Taxonomy) -> None:
    found = [str(element.get("id")) for element in assertions("all")]
    assert len(set(found)) == len(found)
    singly = (RuleKind.PART, RuleKind.RATIO, RuleKind.REQUIRED)
    wanted = {rule.id for rule in rules_of(taxonomy) if rule.kind in singly}
    assert wanted <= set(found)
    kinds = {name.partition(".")[0] for name in found}
    assert kinds == {kind.value for kind in RuleKind} - {RuleKind.SUM.value}


def test_every_message_is_there_in_every_language(taxonomy: Taxonomy) -> None:
    tags = [
        message.get("{http://www.w3.org/XML/1998/namespace}lang")
        for path, content in package_files(taxonomy).items()
        if path.startswith("taxonomy/all/") and path.endswith("-for.xml")
        for message in etree.fromstring(content).iter("{*}message")
    ]
    assert {language: tags.count(language) for language in taxonomy.languages} == dict.fromkeys(
        taxonomy.languages, len(tags) // len(taxonomy.languages)
    )
