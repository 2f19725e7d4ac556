"""What is wrong with a text as a text: its spelling, its punctuation, its script. Nothing here knows a taxonomy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ...findings import Code, codes

ENGLISH, SIMPLIFIED, TRADITIONAL = "en", "zh-Hans", "zh-Hant"


@dataclass(frozen=True, slots=True)
class Slip:
    """Something wrong with a text, and what to do about it."""

    code: Code
    message: str
    hint: str


def slips(text: str, language: str, *, is_documentation: bool) -> Iterator[Slip]:
    """Yield what is wrong with a text in a language; a text in the wrong script is that and nothing else."""
    script = list(_script(text, language))
    yield from script
    if language == ENGLISH:
        yield from _spelling(text)
    if not script:
        yield from _punctuation(text, is_documentation=is_documentation)
        yield from _width(text, language)


# American forms and the British ones. An entry is the beginning of a word; one that ends in a space is the whole of it.
_AMERICAN: Mapping[str, str] = {
    "aluminum ": "aluminium",
    "analyz": "analys",
    "artifact": "artefact",
    "behavior": "behaviour",
    "canceled ": "cancelled",
    "canceling ": "cancelling",
    "catalog ": "catalogue",
    "catalyz": "catalys",
    "center ": "centre",
    "centers ": "centres",
    "color": "colour",
    "counseling ": "counselling",
    "counselor": "counsellor",
    "defense": "defence",
    "dialog ": "dialogue",
    "endeavor": "endeavour",
    "enrollment": "enrolment",
    "favor": "favour",
    "fiber": "fibre",
    "fueled ": "fuelled",
    "fulfill ": "fulfil",
    "fulfillment": "fulfilment",
    "gray ": "grey",
    "harbor": "harbour",
    "honor ": "honour",
    "installment": "instalment",
    "kilometer": "kilometre",
    "labeled ": "labelled",
    "labeling ": "labelling",
    "labor ": "labour",
    "laborer": "labourer",
    "liter ": "litre",
    "liters ": "litres",
    "modeled ": "modelled",
    "modeling ": "modelling",
    "neighbor": "neighbour",
    "offense": "offence",
    "paralyz": "paralys",
    "program ": "programme",
    "programs ": "programmes",
    "signaled ": "signalled",
    "skillful": "skilful",
    "sulfate": "sulphate",
    "sulfide": "sulphide",
    "sulfur": "sulphur",
    "traveled ": "travelled",
    "traveling ": "travelling",
    "vapor ": "vapour",
}
_IZE = re.compile(r"(?P<stem>\w{3,}?i)z(?P<ending>e|es|ed|ing|er|ers|ation|ations|ational|able)")
_NOT_IZE = re.compile("(re|up|down|over|under|cap|mid)siz")
_WORD = re.compile(r"[A-Za-z]+")


def _spelling(text: str) -> Iterator[Slip]:
    """British spelling; a word that is capitalised within a sentence belongs to a name and is left alone."""
    found = {
        word: british
        for match in _WORD.finditer(text)
        if (word := match[0]).islower() or _begins_sentence(text, match.start())
        if (british := _british(word.lower()))
    }
    if found:
        words = ", ".join(found)
        yield Slip(codes.SPELLING_NOT_BRITISH, f"American spelling: {words}.", f"Write {', '.join(found.values())}.")


def _begins_sentence(text: str, start: int) -> bool:
    return not (before := text[:start].rstrip(" \"'(“‘")) or before[-1] in ".:!?;"


@cache
def _british(word: str) -> str | None:
    """Return the British form of an American word, or ``None``."""
    if (match := _IZE.fullmatch(word)) and not _NOT_IZE.match(word):
        return f"{match['stem']}s{match['ending']}"
    for american, british in _AMERICAN.items():
        if f"{word} ".startswith(american):
            return british + f"{word} ".removeprefix(american).strip()
    return None


_PAIRS = {"(": ")", "[": "]", "（": "）", "［": "］", "“": "”", "「": "」", "『": "』", "《": "》"}
_MARKS = re.compile(r"""[()\[\]（）［］“”「」『』《》]""")
_STOPS = (".", "。")
_CLOSING = ' )）”」’"'
_ABBREVIATED = ("etc.", "Co.", "Inc.", "Ltd.")


def _punctuation(text: str, *, is_documentation: bool) -> Iterator[Slip]:
    """Single spaces, closed brackets, a stop where one belongs: the first of these that fails."""
    has_stop = text.rstrip(_CLOSING).endswith(_STOPS)
    is_label_with_stop = not is_documentation and has_stop and not text.endswith(_ABBREVIATED)
    for fails, message, hint in (
        (text != " ".join(text.split()), "Spaces are doubled, or stand at an end.", "Write one space between words."),
        (is_label_with_stop, "A label ends with a stop.", "Remove it."),
        (is_documentation and not has_stop, "A documentation does not end with a stop.", "Add it."),
        ((open_ := _unbalanced(text)) is not None, f"{open_} has no counterpart.", "Close it, or remove it."),
    ):
        if fails:
            yield Slip(codes.PUNCTUATION_ASKEW, message, hint)
            return


def _unbalanced(text: str) -> str | None:
    """Return the first bracket or quotation mark without counterpart, or ``None``."""
    awaited: list[tuple[str, str]] = []
    marks: list[str] = _MARKS.findall(text)
    for character in marks:
        if character in _PAIRS:
            awaited.append((character, _PAIRS[character]))
        elif not awaited or awaited.pop()[1] != character:
            return character
    return awaited[0][0] if awaited else '"' if text.count('"') % 2 else None


_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IS_HAN = re.compile(f"[{_HAN}]")
_FULL_WIDTH = re.compile("[\u3001-\u301f\uff00-\uffef]")
_HALF_WIDTH = re.compile(f"""[{_HAN}] ?([,;:?!()"'])|[{_HAN}](\\.)|([,;:?!()"']) ?[{_HAN}]""")
_FULL = dict(zip(",;:?!().", "，；：？！（）。", strict=True))
_ENGLISH_WORD = re.compile("[a-z]{3,}")
# Quotation marks of the other script.
_FOREIGN_QUOTES = {SIMPLIFIED: ("「」『』", "“”"), TRADITIONAL: ("“”‘", "「」")}
# Characters that are standard in Hong Kong though Big5 has another form of them.
_HONG_KONG = frozenset("温户着卧")


def _width(text: str, language: str) -> Iterator[Slip]:
    """Punctuation and quotation marks beside Chinese characters are full width, and those of the script."""
    if language not in _FOREIGN_QUOTES:
        return
    foreign, ours = _FOREIGN_QUOTES[language]
    if used := "".join(character for character in foreign if character in text):
        yield Slip(codes.SCRIPT_MIXED, f"{language} does not quote with {used}.", f"Write {'…'.join(ours)}.")
    if match := _HALF_WIDTH.search(text):
        mark = next(group for group in match.groups() if group)
        message = f"The half-width {mark} stands beside a Chinese character."
        yield Slip(codes.SCRIPT_MIXED, message, f"Write {_FULL.get(mark) or '…'.join(ours)}.")


def _script(text: str, language: str) -> Iterator[Slip]:
    """Only characters of the language."""
    if language == ENGLISH:
        if wrong := "".join(dict.fromkeys(_IS_HAN.findall(text) + _FULL_WIDTH.findall(text))):
            yield Slip(codes.SCRIPT_MIXED, f"The English text has {wrong}.", "Write it in English.")
    elif check := _WRONG.get(language):
        wrong = "".join(dict.fromkeys(character for character in text if check(character)))
        if wrong:
            name = {SIMPLIFIED: "Simplified", TRADITIONAL: "Traditional"}[language]
            yield Slip(codes.SCRIPT_MIXED, f"{wrong} is not {name} Chinese.", f"Write it in {name} Chinese.")
        elif not _IS_HAN.search(text) and (match := _ENGLISH_WORD.search(text)):
            message = f"The {language} text is not in Chinese: {match[0]}."
            yield Slip(codes.SCRIPT_MIXED, message, "Translate it.")


@cache
def _is_traditional_only(character: str) -> bool:
    return _encodes(character, "big5hkscs") and not _encodes(character, "gb2312") and bool(_IS_HAN.match(character))


@cache
def _is_simplified_only(character: str) -> bool:
    """HKSCS has simplified forms as well, so that plain Big5 is what decides."""
    is_foreign = _encodes(character, "gb2312") and not _encodes(character, "big5")
    return is_foreign and character not in _HONG_KONG and bool(_IS_HAN.match(character))


def _encodes(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


_WRONG: Mapping[str, Callable[[str], bool]] = {SIMPLIFIED: _is_traditional_only, TRADITIONAL: _is_simplified_only}
