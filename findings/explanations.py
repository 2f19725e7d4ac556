"""What each rule is for: why it exists, a wrong and a right example, what to do; and Arelle's codes in plain words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from .codes import CODES, Code
from .located import read_yaml
from .rendering import to_text

SOURCE = Path(__file__).with_name("explanations.yaml")
_NUMBER = re.compile(r"(?:ESG\.)?(\d)\.(\d{1,2})(?:\..*)?", re.IGNORECASE)


class Explanation(BaseModel):
    """What a rule is for, with examples in the syntax in which people meet it.

    ``do`` is what to do about a finding, ``precedent`` names rules of others with the same aim, ``plainly`` says what
    a finding means to somebody who does not know the rule; it is empty for rules that are not about filings.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    why: str
    wrong: str
    right: str
    do: str
    precedent: list[str] = []
    plainly: str = ""


class ForeignCode(BaseModel):
    """What codes of Arelle mean, by their patterns, and what to do about them."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    codes: list[str]
    what: str
    do: str


class _Source(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    rules: dict[str, Explanation]
    arelle: list[ForeignCode]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A code that is neither ours nor explained, with the codes that may have been meant."""

    code: str
    similar: tuple[str, ...]


@cache
def _source() -> _Source:
    read, findings = read_yaml(SOURCE, _Source)
    if read is None:
        raise ValueError(to_text(findings))
    return read.model


def explanations() -> Mapping[str, Explanation]:
    """Return the explanation of every code of our own."""
    return _source().rules


def explain(name: str) -> Code | ForeignCode | Unknown:
    """Return what a code stands for.

    ``name`` is a whole code, a code without its tail (``ESG.2.07``), the number alone (``2.07``), a tail alone, or a
    code of Arelle.
    """
    wanted = name.strip()
    code = code_of(wanted)
    if code is not None:
        return code
    foreign = next((one for one in _source().arelle if any(fnmatchcase(wanted, each) for each in one.codes)), None)
    return foreign or Unknown(wanted, tuple(similar_codes(wanted)))


def code_of(name: str) -> Code | None:
    """Return the code of our own that has this name, number or tail, or ``None``."""
    by_tail = {tail.lower(): code for code in CODES.values() if (tail := code.code.rpartition(".")[2])}
    if found := CODES.get(name) or by_tail.get(name.lower()):
        return found
    number = _NUMBER.fullmatch(name)
    tail = name.rpartition(".")[2]
    if number is None or (tail.isalpha() and tail.lower() not in by_tail):
        return None
    prefix = f"ESG.{number[1]}.{int(number[2]):02}"
    return next((code for code in CODES.values() if code.number == prefix), None)


def similar_codes(name: str) -> list[str]:
    """Return the codes of our own that a misspelt one may have meant, most similar first."""
    names = {form.lower(): code.code for code in CODES.values() for form in (code.code, code.code.rpartition(".")[2])}
    close: list[str] = []
    if number := _NUMBER.fullmatch(name):
        group = f"ESG.{number[1]}."
        numbers = {code.number: code.code for code in CODES.values() if code.number.startswith(group)}
        near = difflib.get_close_matches(f"{group}{number[2]}", numbers, n=3)
        close = [one for one in (f"{group}{number[2]}", f"{group}{number[2][::-1]}", *near) if one in numbers]
        names |= numbers
    close += difflib.get_close_matches(name.lower(), names, n=3)
    return list(dict.fromkeys(names[one] for one in close))[:3]


def anchor(code: str) -> str:
    """Return the anchor of a code of our own on its page, such as ``ESG.2.07``."""
    return CODES[code].number


def page_of(code: str, pages: str) -> str | None:
    """Return the address of a rule's section, ``pages`` being that of ``docs/findings.md``; ``None`` of other codes."""
    return f"{pages}#{anchor(code)}" if pages and code in CODES else None


_GROUPS = {
    "0": "Reading what was written",
    "1": "Contexts",
    "2": "Units",
    "3": "Periods",
    "4": "Facts",
    "5": "Dimensions and use of the taxonomy",
    "6": "Document",
    "7": "Package",
    "8": "Source of a taxonomy",
    "9": "The validation itself",
}


def codes_page() -> str:
    """Return a Markdown page with a table of all codes of our own and a section for each."""
    ordered = [code for _, code in sorted(CODES.items())]
    return "\n".join(
        [
            "# Findings",
            "",
            "Generated from `findings/codes.py` and `findings/explanations.yaml`. `esgtag explain 2.07` prints a rule.",
            "A code's number is stable, its tail is for people. Messages of Arelle that none of these rules covers",
            "keep Arelle's own code; [the last section](#codes-of-arelle) says what those mean.",
            "",
            "| code | severity | rule |",
            "| --- | --- | --- |",
            *(f"| [`{code.code}`](#{code.number}) | {code.severity.label} | {code.rule} |" for code in ordered),
            "",
            *(line for group, title in _GROUPS.items() for line in _group(group, title, ordered)),
            *_foreign_codes(),
        ]
    )


def _group(group: str, title: str, codes: list[Code]) -> list[str]:
    members = [code for code in codes if code.code.split(".")[1] == group]
    return [f"## {group} {title}", "", *(line for code in members for line in _section(code))]


def _section(code: Code) -> list[str]:
    told = explanations()[code.code]
    stages = ", ".join(stage.value for stage in code.stages)
    precedent = f" Rules of others with the same aim: {', '.join(told.precedent)}." if told.precedent else ""
    return [
        f'<a id="{code.number}"></a>',
        "",
        f"### {code.code}",
        "",
        f"**{code.rule}** ({code.severity.label}; decided on: {stages})",
        "",
        f"{_as_markdown(told.why)}{precedent}",
        "",
        "Wrong:",
        "",
        *_fenced(told.wrong),
        "",
        "Right:",
        "",
        *_fenced(told.right),
        "",
        f"What to do: {_as_markdown(told.do)}",
        "",
    ]


def _fenced(example: str) -> list[str]:
    return ["```text", *example.splitlines(), "```"]


def _as_markdown(text: str) -> str:
    """Return a sentence in which brackets outside of code are no markup."""
    parts = text.split("`")
    return "`".join(part if at % 2 else re.sub(r"([<>\[\]*_])", r"\\\1", part) for at, part in enumerate(parts))


def _foreign_codes() -> list[str]:
    rows = [
        f"| {', '.join(f'`{code}`' for code in one.codes)} | {_as_markdown(one.what)} | {_as_markdown(one.do)} |"
        for one in _source().arelle
    ]
    return ["## Codes of Arelle", "", "| code | what it says | what to do |", "| --- | --- | --- |", *rows, ""]
