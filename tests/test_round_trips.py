"""Whatever a disclosure says, it says the same after a journey through any of its forms, and through xBRL-JSON."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from generated import disclosures
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from esgtag.generator import (
    Disclosure,
    Form,
    disclosure_of,
    map_disclosure,
    read_disclosure,
    write_disclosure,
    write_json,
)
from esgtag.instances import Instance, read_json
from esgtag.saving import save
from esgtag.taxonomy import Taxonomy, esg_taxonomy

TAXONOMY = esg_taxonomy()
NAMES = {Form.YAML: "x.yaml", Form.JSON: "x.json", Form.WORKBOOK: "x.xlsx"}
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
FEWER = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


def survives(disclosure: Disclosure, form: Form) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        name = NAMES.get(form, "")
        save(write_disclosure(disclosure, form, name), Path(scratch))
        again, findings = read_disclosure(Path(scratch) / name, TAXONOMY)
    assert [finding for finding in findings if not finding.code.startswith("ESG.0.18")] == []
    assert again is not None
    assert [record.content for record in again.records] == [record.content for record in disclosure.records]


@pytest.mark.parametrize("form", [form for form in Form if form is not Form.WORKBOOK])
@FEW
@given(data=st.data())
def test_a_disclosure_survives_a_form_that_is_text(form: Form, data: st.DataObject) -> None:
    survives(data.draw(disclosures(TAXONOMY)), form)


@FEWER
@given(data=st.data())
def test_a_disclosure_survives_the_workbook(data: st.DataObject) -> None:
    survives(data.draw(disclosures(TAXONOMY)), Form.WORKBOOK)


def said(instance: Instance) -> set[tuple[object, ...]]:
    """What an instance says: every fact with its aspects, accuracy and notes, whatever the ids are."""
    notes = {footnote.id: footnote.text for footnote in instance.footnotes}
    facts = {fact.id: fact for fact in instance.facts}
    return {
        (
            *fact.aspects,
            fact.value,
            fact.decimals,
            tuple(notes[note] for note in fact.footnotes),
            tuple(facts[one].value for one in (*fact.explanations, *fact.remarks)),
        )
        for fact in instance.facts
    }


@FEW
@given(data=st.data())
def test_a_disclosure_survives_xbrl_json(data: st.DataObject) -> None:
    disclosure = data.draw(disclosures(TAXONOMY, ("en",)))
    mapped, problems = map_disclosure(disclosure, TAXONOMY, "en")
    assert problems == []
    instance, findings = read_json(write_json(mapped.instance), "x.json", TAXONOMY)
    assert findings == []
    assert instance is not None
    assert instance == mapped.instance
    again, findings = disclosure_of(instance, "x.json", TAXONOMY)
    assert findings == []
    assert again is not None
    mapped_again, problems = map_disclosure(again, TAXONOMY, "en")
    assert problems == []
    assert said(mapped_again.instance) == said(mapped.instance)


def test_the_example_survives_xbrl_json(disclosure: Disclosure, taxonomy: Taxonomy) -> None:
    for language in disclosure.manifest.report.languages:
        mapped, _ = map_disclosure(disclosure, taxonomy, language)
        instance, _ = read_json(write_json(mapped.instance), "x.json", taxonomy)
        assert instance is not None
        again, findings = disclosure_of(instance, "x.json", taxonomy)
        assert findings == []
        assert again is not None
        assert said(map_disclosure(again, taxonomy, language)[0].instance) == said(mapped.instance)
