"""Rules on single values: accuracy that nobody has, texts that say nothing, percentages, identifiers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from ...findings import Finding, codes
from ...generator.sources.checking import LEI_SCHEME, is_lei
from ...instances import FiledFact
from ..intervals import Interval
from ..placeholders import is_placeholder
from .case import Case, Number, ids, label_of

_EXACT = "INF"
_COUNTED = re.compile(r"Number|Count(?!ry)|Headcount|Shares")
_PERCENTAGE = re.compile(r"Percent|Proportion(?!al)|ShareOf")
_CLEARLY_ABOVE = 2
_QUESTION = re.compile(r"(Has|Have|Is|Are|Do|Does|Did|Was|Were|Whether|If)[A-Z]")
"""Names of concepts that are answered by yes, no or not applicable."""
_MAY_EXCEED = re.compile(r"Change|Growth|Increase|Increment|Variance|Ratio|Times|Remuneration")


def accuracy_is_overclaimed(case: Case) -> Iterator[Finding]:
    """What is measured or divided is not known exactly: ``decimals="INF"`` is for counts; one finding a filing."""
    found = [one for one in case.numbers if one.fact.decimals == _EXACT and one.value and _is_measured(one)]
    if found:
        place, related = case.places(found)
        more = len(found) - 1
        yield codes.DECIMALS_OVERCLAIMED.finding(
            f"{found[0].named} is {found[0].shown} with decimals INF: exact to the last digit that there could be."
            + (f" So it is with {more} more figures that are measured or divided." if more else ""),
            hint="Give the decimals that are shown: 2 for 12.34, 0 for 1,234, -3 for figures in thousands.",
            location=place,
            facts=ids(found),
            related=related,
        )


def _is_measured(number: Number) -> bool:
    if _COUNTED.search(number.what[0]):
        return False
    return number.measured is not None or bool(number.unit.denominators) or number.value != int(number.value)


def text_is_a_placeholder(case: Case) -> Iterator[Finding]:
    """A text says something; one finding for each word that stands for no text."""
    found: defaultdict[str, list[FiledFact]] = defaultdict(list)
    for fact in case.facts:
        is_text = isinstance(fact.value, str) and not fact.is_numeric and not _QUESTION.match(fact.concept.local)
        if is_text and is_placeholder(str(fact.value)):
            found[" ".join(str(fact.value).casefold().split())].append(fact)
    for facts in found.values():
        more, text = len(facts) - 1, " ".join(str(facts[0].value).split())
        yield codes.PLACEHOLDER_TEXT.finding(
            f'{facts[0].concept.local} is "{text}"'
            + (f", and so {'is one more text' if more == 1 else f'are {more} more texts'}." if more else "."),
            hint="Say what the report has to say about it, or leave the fact out with a reason.",
            location=case.place(facts[0]),
            facts=ids(facts),
            related=tuple(case.place(fact) for fact in facts[1:]),
        )


def duplicates_contradict(case: Case) -> Iterator[Finding]:
    """Numbers with the same aspects can be roundings of one number; one finding for each set.

    Texts are left to Arelle, which knows their types: a date may be shown in several ways.
    """
    found: defaultdict[object, list[Number]] = defaultdict(list)
    for number in case.numbers:
        fact = number.fact
        found[fact.concept, fact.entity, fact.period, fact.dimensions, fact.unit].append(number)
    for same in found.values():
        if len(same) > 1 and Interval.common([one.as_filed for one in same]) is None:
            place, related = case.places(same)
            shown = list(dict.fromkeys(one.shown for one in same))
            yield codes.INCONSISTENT_DUPLICATE.finding(
                f"{same[0].named} for the period to {same[0].period.end} is reported as {' and as '.join(shown)}.",
                hint="Report one value, or values that are roundings of one number.",
                location=place,
                facts=ids(same),
                related=related,
            )


def percentage_exceeds_one(case: Case) -> Iterator[Finding]:
    """A percentage of a whole is at most 1; from 1 to 100 it was probably written without dividing by 100."""
    for number in case.numbers:
        name = number.what[0]
        if label_of(number.unit) or number.value <= 1 or not _PERCENTAGE.search(name) or _MAY_EXCEED.search(name):
            continue
        is_slip = _CLEARLY_ABOVE <= number.value <= Decimal(100)
        yield codes.PERCENT_ABOVE_ONE.finding(
            f"{number.named} is {number.value:f}, that is {number.value * 100:f} %.",
            hint=f"Percentages are filed as parts of one; is {number.value / 100:f} meant?"
            if is_slip
            else "Check the figure and what it is a percentage of.",
            location=case.place(number.fact),
            facts=ids([number]),
        )


def lei_is_invalid(case: Case) -> Iterator[Finding]:
    """An identifier in the scheme of the LEI is one; one finding an identifier."""
    told = set()
    for fact in case.facts:
        entity = fact.entity
        if entity and entity.scheme == LEI_SCHEME and entity not in told and not is_lei(entity.identifier):
            told.add(entity)
            yield codes.LEI_INVALID.finding(
                f"{entity.identifier} is not a legal entity identifier: 20 characters with check digits are expected.",
                hint="Copy it from the register of legal entity identifiers.",
                location=case.place(fact),
            )
