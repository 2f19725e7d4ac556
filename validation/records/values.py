"""Rules on single values: accuracy that no figure has, texts and reasons that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ...findings import Finding, codes
from ..figures import shown
from ..placeholders import is_placeholder
from .accuracy import overclaimed
from .case import Case, ids


def accuracy_is_overclaimed(case: Case) -> Iterator[Finding]:
    """No figure has more digits than can be known; one finding a row."""
    for row in case.rows:
        found = [(placed, claimed) for placed in row if (claimed := overclaimed(case.figures, placed))]
        if found:
            placed, (claim, hint) = found[0]
            more = len(found) - 1
            also = f" So {'does' if more == 1 else 'do'} {more} more of the row." if more else ""
            yield codes.DECIMALS_OVERCLAIMED.finding(
                f"{case.figures.label(placed.record)} {placed.record.period} is {shown(placed)}: {claim}{also}",
                hint=hint,
                location=placed.record.location,
                facts=ids(one for one, _ in found),
                related=tuple(one.record.location for one, _ in found[1:]),
            )


def reason_is_no_reason(case: Case) -> Iterator[Finding]:
    """The explanation of an omission explains it."""
    used = {record.omission.mark for record in case.disclosure.records if record.omission}
    for index, mark in enumerate(case.disclosure.manifest.omissions):
        for language, text in mark.explanation.items():
            if mark.mark in used and is_placeholder(text):
                yield codes.NIL_WITHOUT_REASON.finding(
                    f'The omission "{mark.mark}" is explained by "{text}", which says nothing.',
                    hint="Say why the figures that are omitted so are not given; a reader of the report sees it.",
                    location=case.disclosure.document.location("omissions", index, "explanation", language),
                )


def text_is_placeholder(case: Case) -> Iterator[Finding]:
    """A text of the report says something, in every language."""
    for record in case.disclosure.records:
        concept = case.taxonomy.concepts.get(record.concept)
        is_text = concept is not None and concept.type.is_text and record.omission is None
        if is_text and record.printed and is_placeholder(record.printed):
            yield codes.PLACEHOLDER_TEXT.finding(
                f'{case.figures.label(record)} {record.period} is "{record.printed.strip()}", which says nothing.',
                hint="Write the text. If there is none, omit it with the reason.",
                location=record.location,
            )
    manifest = case.disclosure.manifest
    for name, declared in (
        ("footnotes", manifest.footnotes),
        ("boundaries", manifest.boundaries),
        ("restatements", manifest.restatements),
    ):
        for key, texts in declared.items():
            for language, text in texts.items():
                if is_placeholder(text):
                    yield codes.PLACEHOLDER_TEXT.finding(
                        f'{_MANIFEST_TEXTS[name]} {key} is "{text}", which says nothing.',
                        hint="Write the text, or remove it wherever it is named.",
                        location=case.disclosure.document.location(name, key, language),
                    )


_MANIFEST_TEXTS = {"footnotes": "The footnote", "boundaries": "The boundary", "restatements": "The restatement"}
