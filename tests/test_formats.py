"""One set of facts in every format, read by Arelle from each and compared aspect by aspect."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from esgtag.building import Build
from esgtag.validation import shared_engine

NAME = "xiaomi-2023-12-31"


def facts_of(document: dict[str, Any]) -> Counter[tuple[object, ...]]:
    """Return the facts of an xBRL-JSON document, comparable whatever prefixes and lexical forms it uses."""
    namespaces = document["documentInfo"]["namespaces"]
    notes = {
        fact_id: unescape(fact["value"])
        for fact_id, fact in document["facts"].items()
        if fact["dimensions"]["concept"] == "xbrl:note"
    }

    def expanded(name: str) -> str:
        prefix, colon, local = name.partition(":")
        return f"{{{namespaces[prefix]}}}{local}" if colon and prefix in namespaces else name

    def value(fact: dict[str, Any]) -> object:
        try:
            return Decimal(fact["value"]) if "decimals" in fact else fact["value"]
        except InvalidOperation:
            return fact["value"]

    found: Counter[tuple[object, ...]] = Counter()
    for fact_id, fact in document["facts"].items():
        if fact_id in notes:
            continue
        aspects = frozenset(
            (expanded(aspect), _canonical(aspect, text, expanded)) for aspect, text in fact["dimensions"].items()
        )
        links = fact.get("links", {})
        texts = frozenset(notes[note] for note in links.get("footnote", {}).get("_", []))
        reasons = frozenset(links.get("explanatoryFact", {}).get("_", []))
        found[fact_id, value(fact), fact.get("decimals"), aspects, texts, reasons] += 1
    return found


def _canonical(aspect: str, text: str, expanded: Callable[[str], str]) -> str:
    if aspect == "language":  # compared without regard to case (BCP 47); xBRL-JSON wants lower case
        return text.lower()
    return "/".join(expanded(part) for part in text.split("/")) if ":" in text else text


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("suffix", ["xbri", "xhtml", "xml", "json"])
def test_arelle_reads_the_same_facts_from_every_format(out: Path, tmp_path: Path, language: str, suffix: str) -> None:
    packages = [] if suffix == "xbri" else [out / "esg-2026.zip"]
    copy = tmp_path / "read.json"
    file = out / f"{NAME}-{language}.{suffix}"
    messages = shared_engine().run(file, packages, oim_copy=copy, check_taxonomy=False, run_formulas=False).messages
    assert [message.code for message in messages if message.level != "INFO"] == [
        "calc11e:inconsistentCalculationUsingRounding"
    ]
    read = facts_of(json.loads(copy.read_text(encoding="utf-8")))
    written = facts_of(json.loads((out / f"{NAME}-{language}.json").read_text(encoding="utf-8")))
    assert read == written
    assert sum(written.values()) == 387 + 3 + 3  # the cells, the cover, the reasons for omissions


def test_the_languages_differ_in_texts_only(built: Build) -> None:
    def numbers(language: str) -> dict[str, object]:
        facts = json.loads(built.files[f"{NAME}-{language}.json"])["facts"]
        return {key: fact for key, fact in facts.items() if "decimals" in fact}

    assert numbers("en") == numbers("zh")
