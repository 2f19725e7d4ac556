"""From the text of a cell to the value of a fact, and to what a reader sees: everything but numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from ..instances import Value
from ..taxonomy import Concept, Kind, Taxonomy, similar
from .markdown import markup

XHTML = "http://www.w3.org/1999/xhtml"

_ANSWERS: Mapping[str, bool] = {
    "yes": True,
    "no": False,
    "true": True,
    "false": False,
    "是": True,
    "否": False,
}
_SHOWN_ANSWERS = {
    "en": {True: "Yes", False: "No"},
    "zh-Hans": {True: "是", False: "否"},
    "zh-Hant": {True: "是", False: "否"},
}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class UnreadableError(ValueError):
    """A text that is no value of its concept. ``hint`` says what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def read_value(printed: str, concept: Concept, taxonomy: Taxonomy) -> Value:
    """Return the value that a cell of a text, a date, a year, an answer or a choice stands for.

    Choices are sorted by namespace and name (Extensible Enumerations 2.0). A text block is written in
    Markdown and returned as the XHTML it holds. Raises :class:`UnreadableError`.
    """
    kind = concept.type.kind
    if kind is Kind.DATE:
        return _date(printed)
    if kind is Kind.YEAR:
        if not re.fullmatch(r"[12]\d{3}", printed):
            raise UnreadableError(f"{printed} is not a year.", "Write four digits: 2030.")
        return printed
    if kind is Kind.BOOLEAN:
        if printed.lower() not in _ANSWERS:
            raise UnreadableError(f"{printed} is neither yes nor no.", "Write yes or no.")
        return _ANSWERS[printed.lower()]
    if concept.type.is_choice:
        names = chosen(printed, concept, taxonomy)
        members = taxonomy.choices_of(concept.name)
        return tuple(sorted(members[name].qname for name in names))
    return markup(printed) if kind is Kind.BLOCK else printed


def show_value(printed: str, concept: Concept, taxonomy: Taxonomy, language: str) -> str:
    """Return what a reader of a language sees for a cell that :func:`read_value` can read."""
    if concept.type.kind is Kind.DATE:
        return shown_date(_date(printed), language)
    if concept.type.kind is Kind.BOOLEAN:
        return _SHOWN_ANSWERS.get(language, _SHOWN_ANSWERS["en"])[_ANSWERS[printed.lower()]]
    if concept.type.is_choice:
        members = taxonomy.choices_of(concept.name)
        labels = [members[name].labels[language] for name in chosen(printed, concept, taxonomy)]
        return ("、" if language.startswith("zh") else ", ").join(labels)
    return markup(printed) if concept.type.kind is Kind.BLOCK else printed


def shown_date(day: date, language: str) -> str:
    """Return a date as the language writes it: ``1 January 2023``, ``2023年1月1日``."""
    if language.startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def chosen(printed: str, concept: Concept, taxonomy: Taxonomy) -> list[str]:
    """Return the members that a cell names, by name, separated by commas or spaces. Raises :class:`UnreadableError`."""
    members = taxonomy.choices_of(concept.name)
    names = [name for name in re.split(r"[\s,;，；、]+", printed) if name]
    for name in names:
        if name not in members:
            guess = similar(name, list(members))
            choices = f"Choose from: {', '.join(members)}."
            raise UnreadableError(
                f"{name} is not one of the answers of {concept.name}.",
                f"Did you mean {guess}? {choices}" if guess else choices,
            )
    if concept.type.kind is Kind.CHOICE and len(names) > 1:
        raise UnreadableError(f"{concept.name} has one answer; found {len(names)}.", "Name one of them.")
    if len(set(names)) < len(names):
        raise UnreadableError(f"{printed} names an answer twice.", "Name each once.")
    return names


def _date(printed: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", printed):
            raise ValueError
        return date.fromisoformat(printed)
    except ValueError:
        raise UnreadableError(f"{printed} is not a date.", "Write the date as year-month-day: 2023-12-31.") from None
