"""The page that shows a report with its findings: what it holds, and what a browser makes of it."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from found import ALL, PLACEHOLDER, PREFIX, members
from test_page import BROWSER, rendered

from esgtag.findings import Finding, Location, Severity, codes
from esgtag.findings.judgement import Judgement, judge
from esgtag.findings.reporters.page import to_page

REPORT = """\
<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL">
<head><title>Report</title><style>p { color: rgb(1, 2, 3) }</style></head>
<body>
<div style="display:none"><ix:header><ix:hidden><ix:nonNumeric id="h1" name="a:b">x</ix:nonNumeric>
<ix:nonNumeric id="h2" name="a:c">y</ix:nonNumeric></ix:hidden></ix:header></div>
<p>Water: <ix:nonFraction id="Water.2023" name="a:Water">1,200</ix:nonFraction> m3</p>
<p style="-ix-hidden: h1">Tied</p>
<p style="margin-top: 3000px">Energy: <ix:nonFraction id="Energy.2023" name="a:Energy">5</ix:nonFraction> MWh</p>
<p>&#8216;&lt;/script&gt;&#8217; <br/> after</p>
</body>
</html>
"""
NAME = "r.xhtml"


def about(*facts: str, line: int | None = None) -> Finding:
    return codes.NEGATIVE_VALUE.finding("It is negative.", location=Location(NAME, line), facts=facts)


def page(*findings: Finding, report: str = REPORT) -> str:
    return to_page(judge(findings), {NAME: report.encode()}, title="Example & Co")


def shown(page: str) -> str:
    """The report as it stands in the page."""
    found = re.search(r'<script type="application/json" id="documents">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    documents = json.loads(found[1])
    return str(documents[0]["xhtml"])


def marked(page: str) -> dict[str, str]:
    """The numbers of findings by the id, or else the text, of what is marked."""
    tags = re.findall(r'<[^<>]*data-esgtag="[^<>]*>[^<]*', shown(page))
    ids = {re.search(r' id="([^"]+)"', tag): tag for tag in tags}
    return {
        (named[1] if named else tag.rpartition(">")[2]): re.findall(r'data-esgtag="([^"]*)"', tag)[0]
        for named, tag in ids.items()
    }


def test_facts_are_marked_with_their_findings() -> None:
    both = replace(PREFIX, facts=("Energy.2023", "Water.2023"))
    text = page(about("Water.2023"), both)
    assert marked(text) == {"Water.2023": "0 1", "Energy.2023": "0"}
    assert 'id="Water.2023" name="a:Water" data-esgtag="0 1" data-esgtag-severity="error"' in shown(text).replace(
        ' data-esgtag-first="1"', ""
    )
    assert 'data-esgtag-first="0"' in shown(text).partition('id="Energy.2023"')[2]


def test_a_hidden_fact_is_marked_where_its_text_is() -> None:
    assert marked(page(about("h1"), about("h2"))) == {"Tied": "0", "h2": "1"}


def test_without_a_fact_the_line_is_marked() -> None:
    assert marked(page(about(line=7))) == {"Water.2023": "0"}
    assert marked(page(about("gone", line=9))) == {"Energy.2023": "0"}
    assert marked(page(replace(about(line=7), location=Location("other.csv", 7)))) == {}


def test_what_has_no_place_on_the_page_is_told_and_leads_nowhere() -> None:
    text = page(PLACEHOLDER)
    assert '<p class="go off">Policy on waste 2023 is &#34;-&#34;, which says nothing.</p>' in text
    assert '<button type="button" class="go"' not in text


def test_the_list_is_that_of_the_terminal() -> None:
    text = page(*ALL, *members(12))
    assert '<h1 class="unfit">Not fit to file: 15 errors, 1 warning, 1 note in 4 files</h1>' in text
    assert re.sub(r"\s+", " ", text).count('<span class="times">12 times</span>') == 1
    assert "<summary>8 more</summary>" in text
    for number in range(12):
        assert text.count(f"Part-time{number} is not a member") == 1
    assert text.index("ESG.2.07") < text.index("ESG.4.06") < text.index("ESG.0.18")


def test_texts_are_escaped() -> None:
    text = page(replace(PLACEHOLDER, message="<script>alert(1)</script>", hint='"><img src=x>'))
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "Example &amp; Co" in text


HOSTILE = REPORT.replace(
    "</body>",
    """
<script>document.title = "run"; parent.document.title = "run"</script>
<script src="http://ADDRESS/script.js"/>
<link rel="stylesheet" href="http://ADDRESS/style.css"/>
<iframe src="http://ADDRESS/frame"/>
<object data="http://ADDRESS/object"/>
<img src="http://ADDRESS/image.png" onerror="parent.document.title = 'run'" alt=""/>
<p style="background: url(http://ADDRESS/background.png)" onclick="alert(1)">x</p>
<a href="http://ADDRESS/link">link</a> <a href="javascript:alert(1)">run</a> <a href="#Energy.2023">there</a>
</body>""",
).replace("<head>", '<head><base href="http://ADDRESS/"/><meta http-equiv="refresh" content="0; url=http://ADDRESS/"/>')


def test_what_would_run_or_load_is_left_out() -> None:
    kept = shown(page(report=HOSTILE))
    for word in (
        "<script",
        "<link",
        "<iframe",
        "<object",
        "<base",
        "http-equiv",
        "onclick",
        "onerror",
        'javascript:alert(1)" ',
    ):
        assert word not in kept, word
    assert 'href="#Energy.2023"' in kept
    assert 'href="http' not in kept
    assert "after" in kept


def test_a_document_that_is_not_well_formed_is_shown_as_far_as_it_goes() -> None:
    text = page(about("Water.2023"), report=REPORT.replace("Energy:", "Energy & water:"))
    assert "is not well-formed. This is what could be read of it." in text
    assert marked(text) == {"Water.2023": "0"}


def test_entities_become_characters() -> None:
    report = REPORT.replace("<html", '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "xhtml1.dtd">\n<html', 1)
    assert "Energy:\xa0" in shown(page(report=report.replace("Energy: ", "Energy:&nbsp;")))


def test_without_a_document_there_is_the_list_alone() -> None:
    for documents in ({}, {NAME: b""}, {NAME: b"\x00\x01"}):
        text = to_page(judge(ALL), documents, title="Example")
        assert "<iframe" not in text
        assert 'class="alone"' in text
        assert "ESG.2.07" in text


def test_two_documents_can_be_chosen_from() -> None:
    second = REPORT.replace("Water.2023", "Waste.2023")
    text = to_page(judge([about("Waste.2023")]), {"a.xhtml": REPORT.encode(), "b.xhtml": second.encode()}, title="x")
    assert '<option value="1">b.xhtml</option>' in text
    assert 'data-finding="0" data-document="1"' in text


def test_the_same_findings_give_the_same_page() -> None:
    assert page(*ALL) == page(*reversed(ALL))


# In a browser

browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium browser on this computer")
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


def probed(text: str, tmp_path: Path, script: str, *more: str, fragment: str = "") -> str:
    """Run a script in a copy of the page that allows it, once the report is shown; return what it gives."""
    probe = (
        "<script>addEventListener('load',function(){setTimeout(function(){"
        "var f=document.getElementById('report'),d=f&&f.contentDocument,out;"
        f"try{{out=(function(){{{script}}})()}}catch(e){{out='failed: '+e}}"
        "document.documentElement.setAttribute('data-result',JSON.stringify(out))},500)})</script></body>"
    )
    if fragment:
        text = text.replace(
            '<script>"use strict"', f"<script>location.hash='{fragment}'</script><script>\"use strict\""
        )
    copy = tmp_path / "copy.html"
    copy.write_text(_POLICY.sub("", text).replace("</body>", probe), encoding="utf-8")
    dom = rendered(copy, tmp_path / "profile", "--virtual-time-budget=6000", *more, "--dump-dom")
    found = re.search(r'data-result="([^"]*)"', dom)
    assert found is not None, dom[:2000]
    return str(json.loads(found[1].replace("&quot;", '"').replace("&amp;", "&")))


@browser
@pytest.mark.browser
def test_the_page_itself_runs_under_its_own_policy(tmp_path: Path) -> None:
    """The script's sum in the policy is right, and the frame is filled; both as the page is delivered."""
    path = tmp_path / "page.html"
    path.write_text(page(about("Water.2023")), encoding="utf-8")
    dom = rendered(path, tmp_path / "profile", "--virtual-time-budget=4000", "--dump-dom")
    assert 'data-ready="true"' in dom


@browser
@pytest.mark.browser
def test_the_report_is_shown_as_it_is(tmp_path: Path) -> None:
    script = (
        "var p=d.querySelector('p');return [d.documentElement.namespaceURI,getComputedStyle(p).color,"
        "d.querySelectorAll('br').length,d.body.textContent.includes('</scr'+'ipt>'),d.compatMode].join(' ')"
    )
    assert probed(page(about("Water.2023")), tmp_path, script) == (
        "http://www.w3.org/1999/xhtml rgb(1, 2, 3) 1 true CSS1Compat"
    )


@browser
@pytest.mark.browser
def test_a_click_on_a_finding_leads_to_its_fact(tmp_path: Path) -> None:
    text = page(about("Energy.2023"))
    script = (
        "document.querySelector('.go').click();var e=d.getElementById('Energy.2023'),r=e.getBoundingClientRect();"
        "return [e.classList.contains('esgtag-current'),r.top>0&&r.bottom<=f.clientHeight,"
        "document.querySelector('.go').getAttribute('aria-current'),document.getElementById('status').textContent,"
        "location.hash].join('|')"
    )
    assert probed(text, tmp_path, script) == "true|true|true|warning: It is negative.|#finding-0"


@browser
@pytest.mark.browser
def test_a_click_on_a_fact_leads_to_its_findings_one_after_the_other(tmp_path: Path) -> None:
    text = page(about("Water.2023"), replace(PREFIX, facts=("Water.2023",)))
    script = (
        "var e=d.getElementById('Water.2023'),seen=[];for(var i=0;i<3;i++){"
        "e.dispatchEvent(new f.contentWindow.MouseEvent('click',{bubbles:true}));"
        "seen.push(document.querySelector('[aria-current]').dataset.finding)}return seen.join(' ')"
    )
    assert probed(text, tmp_path, script) == "0 1 0"


@browser
@pytest.mark.browser
def test_keys_lead_from_finding_to_finding(tmp_path: Path) -> None:
    text = page(about("Water.2023"), about("Energy.2023"))
    script = (
        "var seen=[];['n','n','n','p'].forEach(function(k){document.dispatchEvent(new KeyboardEvent('keydown',{key:k,bubbles:true}));"
        "seen.push(document.querySelector('[aria-current]').dataset.finding)});"
        "document.dispatchEvent(new KeyboardEvent('keydown',{key:'Escape'}));"
        "seen.push(document.activeElement.dataset.finding,document.body.dataset.view);return seen.join(' ')"
    )
    assert probed(text, tmp_path, script) == "0 1 0 1 1 list"


@browser
@pytest.mark.browser
def test_a_hidden_fact_is_said_to_be_invisible(tmp_path: Path) -> None:
    script = "document.querySelector('.go').click();return document.getElementById('status').textContent"
    assert probed(page(about("h2")), tmp_path, script).startswith("Not visible on the page: ")


@browser
@pytest.mark.browser
def test_severities_can_be_put_away(tmp_path: Path) -> None:
    script = (
        "var b=document.querySelector('[data-filter=error]');b.click();var hidden=document.querySelectorAll('.group[hidden]').length;"
        "b.click();return [hidden,document.querySelectorAll('.group[hidden]').length,b.getAttribute('aria-pressed')].join(' ')"
    )
    assert probed(page(*ALL), tmp_path, script) == "3 0 true"


@browser
@pytest.mark.browser
def test_the_address_names_a_finding(tmp_path: Path) -> None:
    text = page(about("Water.2023"), about("Energy.2023"))
    script = "return document.querySelector('[aria-current]').dataset.finding"
    assert probed(text, tmp_path, script, fragment="finding-1") == "1"


@browser
@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_scrolls_sideways(tmp_path: Path, width: int, built_judgement: Judgement, report: bytes) -> None:
    text = to_page(built_judgement, {"xiaomi-2023-12-31-en.xhtml": report}, title="Xiaomi Corporation")
    inner = tmp_path / "page.html"
    inner.write_text(_POLICY.sub("", text), encoding="utf-8")
    frame = tmp_path / "frame.html"
    frame.write_text(
        f"<!DOCTYPE html><iframe id='f' src='page.html' width='{width}' height='800' onload=\"setTimeout(function(){{"
        "var d=f.contentDocument.documentElement,a=f.contentDocument.querySelector('aside');"
        "document.title=(d.scrollWidth-d.clientWidth)+' '+(a.scrollWidth-a.clientWidth)},500)\"></iframe>"
    )
    dom = rendered(
        frame, tmp_path / "profile", "--allow-file-access-from-files", "--virtual-time-budget=6000", "--dump-dom"
    )
    assert "<title>0 0</title>" in dom


@pytest.fixture
def built_judgement() -> Judgement:
    facts = ("NumberOfEmployees.2021", "NumberOfEmployees.FullTime.2021")
    return judge([*ALL, *members(12), replace(PREFIX, facts=facts, message="An/unbroken/word/" * 20)])


@pytest.fixture
def report(out: Path) -> bytes:
    return (out / "xiaomi-2023-12-31-en.xhtml").read_bytes()


@browser
@pytest.mark.browser
def test_a_hostile_report_runs_nothing_and_asks_nobody(tmp_path: Path) -> None:
    asked: list[str] = []

    class Recorder(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"127.0.0.1:{server.server_port}"
    path = tmp_path / "page.html"
    control = tmp_path / "control.html"
    path.write_text(page(about("Water.2023"), report=HOSTILE.replace("ADDRESS", address)), encoding="utf-8")
    control.write_text(f'<img src="http://{address}/control">', encoding="utf-8")
    dom = rendered(path, tmp_path / "profile", "--virtual-time-budget=4000", "--dump-dom")
    assert asked == []
    assert "<title>run" not in dom
    assert 'data-ready="true"' in dom
    rendered(control, tmp_path / "profile", "--virtual-time-budget=4000", "--dump-dom")
    server.shutdown()
    assert asked == ["/control"]  # the browser would have asked


def test_severity_of_a_mark_is_that_of_the_worst_finding() -> None:
    text = page(about("Water.2023"), Finding("x", Severity.NOTE, "n", "", None, ("Water.2023",)))
    assert 'data-esgtag-severity="warning"' in shown(text)
