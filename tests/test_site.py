"""The documentation site: whole, self-contained, the same every time; and its search, in Python and in a browser."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from lxml import etree

from esgtag.generator import Mapped, map_disclosure, read_disclosure
from esgtag.generator.documents.xbrl_xml import write_xml
from esgtag.generator.mapping import COVER
from esgtag.taxonomy import SOURCE, RuleKind, Taxonomy, read_taxonomy
from esgtag.taxonomy.search import HitKind, index_of, search
from esgtag.taxonomy.site import site
from esgtag.taxonomy.site.example import ENTITY, Example, example_of
from esgtag.validation import Figures
from esgtag.validation.consistency import contradictions

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium browser on this computer")

Pages = dict[str, etree._Element]


@pytest.fixture(scope="module")
def files(taxonomy: Taxonomy) -> dict[str, bytes]:
    return site(taxonomy)


@pytest.fixture(scope="module")
def parsed(files: dict[str, bytes]) -> Pages:
    """The pages as trees. They are read as XML, so that no tag that is left open goes unnoticed."""
    return {path: etree.fromstring(content) for path, content in files.items() if path.endswith(".html")}


@pytest.fixture(scope="module")
def folder(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)
    return root


# Whole


def test_every_concept_axis_list_and_standard_has_its_page_in_each_language(
    taxonomy: Taxonomy, files: dict[str, bytes]
) -> None:
    for language in taxonomy.languages:
        for section, names in (
            ("concepts", taxonomy.concepts),
            ("axes", taxonomy.axes),
            ("choices", taxonomy.choices),
            ("standards", taxonomy.standards),
            ("topics", {table.topic.name for table in taxonomy.tables.values()}),
        ):
            missing = [name for name in names if f"{language}/{section}/{name}.html" not in files]
            assert missing == []


def test_no_two_pages_differ_in_letter_case_only(files: dict[str, bytes]) -> None:
    assert [path for path, count in Counter(map(str.lower, files)).items() if count > 1] == []


def leads_to(path: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))


def test_every_link_leads_somewhere(parsed: Pages, files: dict[str, bytes]) -> None:
    ids = {path: {one.get("id") for one in page.iter() if one.get("id")} for path, page in parsed.items()}
    broken = []
    for path, page in parsed.items():
        targets = {one.get("href") or one.get("src") or one.get("action") for one in page.iter()} - {None}
        for target in targets:
            parts = urlsplit(target)
            if parts.scheme:
                continue
            place = leads_to(path, unquote(parts.path)) if parts.path else path
            if place not in files or (parts.fragment and parts.fragment not in ids[place]):
                broken.append((path, target))
    assert broken == []


def test_every_page_is_there_in_the_other_languages_and_links_to_itself_there(
    taxonomy: Taxonomy, parsed: Pages
) -> None:
    for path, page in parsed.items():
        if path == "index.html":
            continue
        links = page.findall(".//nav[@class='languages']/a")
        targets = {link.get("hreflang"): leads_to(path, str(link.get("href"))) for link in links}
        rest = path.partition("/")[2]
        assert targets == {language: f"{language}/{rest}" for language in taxonomy.languages}


def test_the_top_leads_to_english(parsed: Pages) -> None:
    (refresh,) = parsed["index.html"].findall(".//meta[@http-equiv='refresh']")
    assert refresh.get("content") == "0; url=en/index.html"
    offered = {link.get("href") for link in parsed["index.html"].findall(".//a")}
    assert offered == {"en/index.html", "zh-Hans/index.html", "zh-Hant/index.html"}


def test_every_code_of_a_standard_shows_the_concepts_that_answer_it(taxonomy: Taxonomy, parsed: Pages) -> None:
    for standard in taxonomy.standards.values():
        rows = parsed[f"zh-Hans/standards/{standard.name}.html"].findall(".//tbody/tr[@id]")
        assert [row.findtext("th") for row in rows] == list(standard.codes)
        shown = {(row.findtext("th"), link.text) for row in rows for link in row.findall("td/div/a")}
        assert shown == {
            (reference.code, concept.labels["zh-Hans"])
            for concept in taxonomy.concepts.values()
            for reference in concept.references
            if reference.standard == standard.name
        }


def test_a_page_says_what_the_taxonomy_says(parsed: Pages) -> None:
    text = " ".join(" ".join(parsed["en/concepts/FullTimeEmployeeTurnoverRate.html"].itertext()).split())
    for words in (
        "Number: percentage",
        "Over the whole period",
        "Not negative, may exceed 100 %",
        "EmployeeTurnoverRate until 2025; deprecated",
        "The total is the average of the members, weighted by their shares.",
        "esg:FullTimeEmployeeTurnoverRate",
    ):
        assert words in text


def test_a_figure_says_that_it_may_be_qualified_and_the_axis_that_it_cuts_every_figure(parsed: Pages) -> None:
    def text(page: str) -> str:
        return " ".join(" ".join(parsed[f"en/{page}.html"].itertext()).split())

    assert "Like every figure, it may also be qualified: Restatement , Qualifier of the value" in text(
        "concepts/HazardousWaste"
    )
    assert "qualified" not in text("concepts/LocationOfHeadquarters")
    for axis, is_qualifying in (("Restatement", True), ("Qualifier", True), ("Gender", False)):
        assert ("It cuts every figure, whatever table the figure stands in." in text(f"axes/{axis}")) is is_qualifying


# Self-contained, accessible and repeatable


def test_nothing_is_loaded_from_elsewhere(parsed: Pages, files: dict[str, bytes]) -> None:
    for path, page in parsed.items():
        for element in page.iter():
            source = element.get("src") or (element.get("href") if element.tag == "link" else None)
            assert source is None or not urlsplit(source).netloc, path
            assert element.tag not in ("iframe", "img", "object", "embed", "style"), path
            assert element.tag != "script" or (element.get("src") and not element.text), path
            handlers = [name for name in element.attrib if str(name).startswith("on") or name == "style"]
            assert handlers == [], path
    assert not re.search(rb"url\(|@import|https?:", files["assets/site.css"])
    assert not re.search(rb"https?:|fetch\(|XMLHttpRequest|import\(|innerHTML|eval\(", files["assets/site.js"])


def test_every_page_can_be_read_by_everyone(parsed: Pages) -> None:
    for path, page in parsed.items():
        ids = [one.get("id") for one in page.iter() if one.get("id")]
        assert len(set(ids)) == len(ids), path
        assert page.get("lang") == (path.partition("/")[0] if "/" in path else "en")
        assert (page.findtext("head/title") or "").strip()
        assert len(page.findall(".//h1")) == len(page.findall(".//main")) == 1, path
        headings = [int(str(one.tag)[1]) for one in page.iter("h1", "h2", "h3", "h4")]
        assert all(after <= before + 1 for before, after in pairwise(headings)), path
        for field in page.iter("input"):
            assert page.findall(f".//label[@for='{field.get('id')}']"), path
        for landmark in (*page.iter("nav"), *page.iter("aside")):
            assert landmark.get("aria-label") or landmark.get("aria-labelledby") in ids, path


def test_texts_are_escaped(taxonomy: Taxonomy, files: dict[str, bytes]) -> None:
    assert any("&" in label.labels["en"] or "'" in label.documentation["en"] for label in taxonomy.concepts.values())
    assert b"&lt;xbrli:context" in files["en/concepts/NumberOfEmployees.html"]


def test_concept_pages_are_light(files: dict[str, bytes]) -> None:
    sizes = [len(content) for path, content in files.items() if "/concepts/" in path]
    assert sum(sizes) / len(sizes) < 12_000
    assert max(sizes) < 30_000


def test_two_builds_give_the_same_bytes(files: dict[str, bytes], tmp_path: Path) -> None:
    """The other one in another process, with other hashes."""
    program = (
        "import hashlib; from esgtag.taxonomy import esg_taxonomy; from esgtag.taxonomy.site import site\n"
        "print(hashlib.sha256(b''.join(p.encode() + c for p, c in site(esg_taxonomy()).items())).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4242"}
    other = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    mine = hashlib.sha256(b"".join(path.encode() + content for path, content in files.items())).hexdigest()
    assert other.stdout.strip() == mine


# Examples


@pytest.fixture(scope="module")
def examples(taxonomy: Taxonomy) -> dict[str, Example]:
    return {name: example_of(taxonomy, concept, "en") for name, concept in taxonomy.concepts.items()}


@pytest.fixture(scope="module")
def reported(taxonomy: Taxonomy, examples: dict[str, Example], tmp_path_factory: pytest.TempPathFactory) -> Mapped:
    """All examples as one disclosure, one table each, read and mapped by the generator."""
    root = tmp_path_factory.mktemp("examples")
    members: dict[str, dict[str, dict[str, str]]] = {}
    for name, example in examples.items():
        if example.table:
            (root / f"{name}.csv").write_text(example.table, encoding="utf-8")
        for axis, member in re.findall(r"^  (\w+):\n    ([\w-]+): ", example.manifest, re.MULTILINE):
            if example.table:
                members[axis] = {member: {"en": "…"}}
    texts = [example.manifest for example in examples.values() if not example.table]
    name, period = (next(text for text in texts if text.startswith(key)) for key in ("entity:", "periods:"))
    tables = [{"file": f"{name}.csv", "title": {"en": name}} for name, example in examples.items() if example.table]
    manifest = [
        f"taxonomy: {taxonomy.entry_point}",
        f"{name}  scheme: {ENTITY[0]}\n  identifier: {ENTITY[1]}",
        f"report: {json.dumps({'name': 'examples', 'languages': ['en'], 'title': {'en': 'Examples'}})}",
        period,
        f"members: {json.dumps(members)}",
        f"sections: {json.dumps([{'title': {'en': 'All'}, 'tables': tables}])}",
    ]
    (root / "disclosure.yaml").write_text("\n".join(manifest), encoding="utf-8")
    disclosure, findings = read_disclosure(root, taxonomy)
    assert findings == []
    assert disclosure is not None
    mapped, findings = map_disclosure(disclosure, taxonomy, "en")
    assert findings == []
    return mapped


def content(element: etree._Element) -> object:
    return element.tag, dict(element.attrib), (element.text or "").strip(), [content(below) for below in element]


def test_an_example_becomes_the_fact_that_is_shown(
    taxonomy: Taxonomy, examples: dict[str, Example], reported: Mapped
) -> None:
    written = etree.fromstring(write_xml(reported.instance))
    by_id = {element.get("id"): element for element in written.iter() if element.get("id")}
    namespaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in written.nsmap.items())
    for name, example in examples.items():
        shown = etree.fromstring(f"<all {namespaces}>{example.context}{example.fact}</all>")
        for element in shown:
            assert content(element) == content(by_id[element.get("id")]), name
        assert shown[-1].tag == f"{{{taxonomy.namespace}}}{name}"


def test_an_example_has_the_rows_that_it_counts(examples: dict[str, Example]) -> None:
    assert {name for name, example in examples.items() if not example.table} == set(COVER)
    for example in examples.values():
        assert len(list(csv.reader(example.table.splitlines()))) == (example.rows + 1 if example.table else 0)


def test_no_example_breaks_a_rule_about_one_figure(taxonomy: Taxonomy, reported: Mapped) -> None:
    kinds = (RuleKind.SIGN, RuleKind.LIMIT, RuleKind.RANGE, RuleKind.BREAKDOWN)
    broken = [one for one in contradictions(Figures(reported, taxonomy)) if one.rule and one.rule.kind in kinds]
    assert broken == []


# Search

FOUND = {
    "碳排放": ("GrossScope1AndScope2GreenhouseGasEmissions", "TotalGreenhouseGasEmissions"),
    "绿色电力": ("PercentageOfElectricityConsumptionFromRenewableSources",),
    "綠色電力": ("PercentageOfElectricityConsumptionFromRenewableSources",),
    "305-1": ("GrossScope1GreenhouseGasEmissions",),
    "A1.2": ("GrossScope1AndScope2GreenhouseGasEmissions", "GrossScope1GreenhouseGasEmissions"),
    "scope 2 market": ("GrossMarketBasedScope2GreenhouseGasEmissions",),
    "market-based scope 2": ("GrossMarketBasedScope2GreenhouseGasEmissions",),
    "employee turnover": ("FullTimeEmployeeTurnoverRate",),
    "EmployeeTurnoverRate": ("FullTimeEmployeeTurnoverRate",),
    "grossscope1green": ("GrossScope1GreenhouseGasEmissions",),
    "esg:Revenue": ("Revenue",),
    "离职率": ("FullTimeEmployeeTurnoverRate",),
    "溫室氣體排放總量": ("GrossScope1AndScope2GreenhouseGasEmissions", "TotalGreenhouseGasEmissions"),
    "sulfur oxides": ("SulphurOxidesEmissions",),
    "watter consumtion": ("WaterConsumption",),
    "R&D": ("ResearchAndDevelopmentExpenditure",),
    "energy": ("TotalEnergyConsumption",),
}


@pytest.mark.parametrize("query", FOUND)
def test_the_search_finds_what_people_look_for(taxonomy: Taxonomy, query: str) -> None:
    first = [hit.concept for hit in search(taxonomy, query, limit=5)]
    assert set(FOUND[query]) <= set(first)


def test_what_is_in_no_label_is_found_all_the_same(taxonomy: Taxonomy) -> None:
    """Or else the two queries above would show nothing about synonyms."""
    labels = [label for concept in taxonomy.concepts.values() for label in concept.labels.values()]
    assert not any("绿色电力" in label for label in labels)
    assert not any("碳排放" in label.replace("二氧化碳排放", "").replace("碳排放交易", "") for label in labels)


def test_a_synonym_that_leads_nowhere_is_answered_at_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "source"
    shutil.copytree(SOURCE, folder)
    synonyms = (folder / "synonyms.yaml").read_text(encoding="utf-8")
    (folder / "synonyms.yaml").write_text(f"{synonyms}  gravy: [greenhouse gravy]\n", encoding="utf-8")
    (finding,) = read_taxonomy(folder).findings
    assert "gravy" in finding.message
    assert finding.location is not None
    assert finding.location.line == synonyms.count("\n") + 1


@pytest.mark.parametrize("query", ["", " ", "?!", "zzzzqqq", "囍囍囍"])
def test_nothing_is_found_for_nothing(taxonomy: Taxonomy, query: str) -> None:
    assert search(taxonomy, query) == []


def test_codes_and_names_come_before_labels_and_these_before_definitions(taxonomy: Taxonomy) -> None:
    order = [HitKind.CODE, HitKind.NAME, HitKind.LABEL, HitKind.TITLE, HitKind.DEFINITION, HitKind.MEMBER]
    for query in ("water", "305-1", "renewable electricity", "碳信用"):
        places = [max(order.index(hit.kind), 1) for hit in search(taxonomy, query, 50) if hit.score >= 2000]
        assert places == sorted(places)


def test_a_hit_says_where_it_matched(taxonomy: Taxonomy) -> None:
    hit = search(taxonomy, "305-1")[0]
    assert (hit.kind, hit.text) == (HitKind.CODE, "GRI 305-1")
    assert search(taxonomy, "305-1", limit=3) == search(taxonomy, "305-1")[:3]


# In a browser


def rendered(page: Path, profile: Path, query: str = "") -> str:
    done = subprocess.run(
        [
            str(BROWSER),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--allow-file-access-from-files",
            "--virtual-time-budget=60000",
            f"--user-data-dir={profile}",
            "--dump-dom",
            f"{page.as_uri()}{query}",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


@browser
@pytest.mark.browser
@pytest.mark.parametrize(("language", "query"), [("en", "scope 2 market"), ("zh-Hant", "碳排放")])
def test_a_link_to_a_search_shows_its_results(
    taxonomy: Taxonomy, folder: Path, tmp_path: Path, language: str, query: str
) -> None:
    dom = rendered(folder / language / "index.html", tmp_path, f"?q={quote(query)}")
    results = dom[dom.index('id="results"') : dom.index('id="start"')]
    found = re.findall(r'href="concepts/(\w+)\.html"', results)
    assert found == [hit.concept for hit in search(taxonomy, query)]
    assert taxonomy.concepts[found[0]].labels[language] in results


TYPED = [
    *FOUND,
    *("zzzzqqq", "S1-6", "28.a", "para 28", "TC-HW-410a.1", "2-7", "E1-6.44a", "gri emissions", "esg:Gross", "ghg"),
    *("turnover women", "board women", "methane", "women", "emision", "labor", "CO2e", "scope one", "w", "wa", "wat"),
    *("NumberOfEmployees", "numberofemployees", "Share of", "MWh", "co2", "IFRS-S2 29", "iso 14001", "PM2.5", "%"),
    *(
        "女性员工比例",
        "僱員流失率",
        "員工流失率",
        "范围2",
        "範圍三",
        "用水量",
        "绿电",
        "碳",
        "排放",
        "培训时长",
        "董事",
    ),
    *("溫室氣體", "供应商 审核", "scope 2 溫室", "GRI 305-1", "hkex a1.2", "staff turnover", "data breaches", "垃圾"),
]

DRIVER = """<!DOCTYPE html><meta charset="utf-8"><iframe src="en/index.html"></iframe><pre></pre><script>
const queries = QUERIES;
addEventListener("load", async () => {
  const page = document.querySelector("iframe").contentDocument;
  const [input, status] = [page.getElementById("q"), page.querySelector("[role=status]")];
  const found = {};
  for (const query of queries) {
    status.textContent = "";
    input.value = query;
    input.dispatchEvent(new Event("input"));
    while (!status.textContent) await new Promise((resolve) => setTimeout(resolve, 5));
    found[query] = [...page.querySelectorAll("#results li a")].map((link) => link.getAttribute("href"));
  }
  document.querySelector("pre").textContent = JSON.stringify(found);
});
</script>"""


@browser
@pytest.mark.browser
def test_the_browser_finds_what_python_finds(taxonomy: Taxonomy, folder: Path, tmp_path: Path) -> None:
    driver = folder / "driver.html"
    driver.write_text(DRIVER.replace("QUERIES", json.dumps(TYPED)), encoding="utf-8")
    dom = rendered(driver, tmp_path)
    found = json.loads(dom[dom.index("<pre>") + 5 : dom.index("</pre>")].replace("&amp;", "&"))
    index = index_of(taxonomy)
    expected = {query: [f"concepts/{hit.concept}.html" for hit in index.search(query)] for query in TYPED}
    assert found == expected


MEASURE = """<!DOCTYPE html><meta charset="utf-8">FRAMES<pre></pre><script>
addEventListener("load", () => {
  const wide = [...document.querySelectorAll("iframe")].filter((frame) => {
    const root = frame.contentDocument.documentElement;
    return root.scrollWidth > root.clientWidth;
  });
  document.querySelector("pre").textContent = JSON.stringify(wide.map((frame) => frame.getAttribute("src")));
});
</script>"""


@browser
@pytest.mark.browser
def test_pages_fit_the_screen(folder: Path, tmp_path: Path) -> None:
    """Nothing but tables and examples scrolls sideways."""
    pages = [
        f"{language}/{page}.html"
        for language, page in (
            ("en", "index"),
            ("zh-Hant", "index"),
            ("zh-Hans", "units"),
            ("en", "topics/Climate"),
            ("en", "standards/GRI"),
            ("zh-Hant", "axes/Scope3Category"),
            ("en", "choices/ReportingFramework"),
            ("zh-Hant", "concepts/FullTimeEmployeeTurnoverRate"),
            ("en", "concepts/GreenhouseGasEmissionsPerRevenue"),
            ("en", "concepts/NumberOfNonComplianceIncidentsConcerningProductInformationAndLabelling"),
        )
    ]
    frames = "".join(
        f'<iframe src="{page}" width="{width}" height="600"></iframe>' for page in pages for width in (390, 1280)
    )
    measure = folder / "measure.html"
    measure.write_text(MEASURE.replace("FRAMES", frames), encoding="utf-8")
    assert "<pre>[]</pre>" in rendered(measure, tmp_path)
