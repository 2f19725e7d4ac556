"""What style sheets hide: as much of CSS as is needed to tell whether people can see a tagged text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from ...findings import Finding, codes
from .model import Document, Page
from .reading import local_of
from .settings import Settings

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_COMPOUND = re.compile(r"([.#]?)((?:[\w-]|\\.|[^\x00-\x7f])+)|\*")
_STEP = re.compile(r"\s*([>\s])\s*")
_DECLARATION = re.compile(r"([\w-]+)\s*:\s*([^;]+)")
_EVERYWHERE = re.compile(r"@media\s*(?:all|screen)?\s*", re.IGNORECASE)
_HIDING = {
    "display": re.compile(r"none"),
    "visibility": re.compile(r"hidden|collapse"),
    "opacity": re.compile(r"0*\.?0*%?"),
    "font-size": re.compile(r"0*\.?0*(?:px|pt|em|rem|%|ex|ch|mm|cm|in|pc|vw|vh)?"),
}
"""Values, by property, with which nothing is to be seen."""
_OVERRULED_WITHIN = frozenset({"visibility", "font-size"})
"""Properties that an element within may set back; the others hide all that is within."""

_Step = tuple[str, str, frozenset[str]]
"""An element's name, its id and its classes, as a selector asks for them; empty where it does not."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A declaration of a property that can hide, with the selector that it is for."""

    steps: tuple[tuple[str, _Step], ...]
    """From the element outwards, each with how it leads to the next: ``>`` or a space."""
    property: str
    value: str
    weight: tuple[bool, int, int, int, int]
    """Important, ids, classes, names, and its place in the sheets."""


def tagged_but_hidden(document: Document, settings: Settings) -> Iterator[Finding]:
    """No style hides a fact, or a piece of one, from people."""
    for page in document.pages:
        sight = Sight(page)
        for tag in page.tags:
            if not tag.is_hidden and tag.element is not None and (cause := sight.hidden_by(tag.element)):
                yield codes.TAGGED_BUT_HIDDEN.finding(
                    f"{tag.named} is tagged where people cannot see it: {cause}.",
                    hint="Show it, or tag it where it is shown.",
                    location=tag.place,
                    facts=tag.facts,
                )
        for part in page.continuations:
            if cause := sight.hidden_by(part.element):
                yield codes.TAGGED_BUT_HIDDEN.finding(
                    f"The continuation {part.id} stands where people cannot see it: {cause}.",
                    hint="Show it, or leave it out of the text.",
                    location=part.place,
                )


class Sight:
    """Who can be seen on a page; what is found out about an element is kept for those within it."""

    def __init__(self, page: Page) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        rules = [rule for sheet in page.sheets if _is_for_screens(sheet) for rule in _rules(sheet.text or "")]
        for number, rule in enumerate(rules):
            placed = _Rule(rule.steps, rule.property, rule.value, (*rule.weight[:4], number))
            name, key, classes = rule.steps[0][1]
            self._rules.setdefault(f"#{key}" if key else f".{min(classes)}" if classes else name, []).append(placed)
        self._known: dict[etree._Element, Mapping[str, str]] = {}

    def hidden_by(self, element: etree._Element) -> str:
        """Return the style that hides an element, its own or of one around it; empty if it can be seen."""
        hiding = self._hiding(element)
        return next(iter(hiding.values()), "")

    def _hiding(self, element: etree._Element) -> Mapping[str, str]:
        """Return what hides an element, by property."""
        outwards = []
        one: etree._Element | None = element
        while one is not None and one not in self._known:
            outwards.append(one)
            one = one.getparent()
        around: Mapping[str, str] = self._known[one] if one is not None else {}
        for one in reversed(outwards):
            own = self._own(one)
            if own:
                around = {
                    name: cause for name, cause in around.items() if not (name in own and name in _OVERRULED_WITHIN)
                }
                around |= {name: f"{name}: {value}" for name, value in own.items() if _hides(name, value)}
            self._known[one] = around
        return around

    def _own(self, element: etree._Element) -> dict[str, str]:
        """Return the properties that can hide, as the cascade sets them for an element itself."""
        found: dict[str, tuple[tuple[int, ...], str]] = {}
        classes = element.get("class", "").split()
        key = element.get("id", "")
        name = local_of(element)
        for place in (name, *(f".{one}" for one in classes), *((f"#{key}",) if key else ()), ""):
            for rule in self._rules.get(place, ()):
                weight: tuple[int, ...] = (rule.weight[0], 0, *rule.weight[1:])
                if _matches(element, rule.steps) and (rule.property not in found or found[rule.property][0] <= weight):
                    found[rule.property] = weight, rule.value
        for property_, value in _declared(element.get("style", "")):
            is_important = value.endswith("!important")
            weight = (is_important, 1, 0, 0, 0, 0)
            if property_ not in found or found[property_][0] <= weight:
                found[property_] = weight, value.removesuffix("!important").strip()
        if element.get("hidden") is not None and "display" not in found:
            found["display"] = (False,), "none"
        return {property_: value for property_, (_, value) in found.items()}


def _hides(name: str, value: str) -> bool:
    return bool(value) and _HIDING[name].fullmatch(value) is not None and value not in (".", "%")


def _is_for_screens(sheet: etree._Element) -> bool:
    media = (sheet.get("media") or "all").lower()
    return any(one.strip() in ("all", "screen") for one in media.split(","))


def _declared(text: str) -> Iterator[tuple[str, str]]:
    """Yield the declarations of properties that can hide."""
    for match in _DECLARATION.finditer(text):
        if (name := match[1].lower()) in _HIDING:
            yield name, re.sub(r"\s*!\s*important\s*$", "!important", match[2].strip().lower())


def _rules(sheet: str) -> Iterator[_Rule]:
    """Yield the rules of a style sheet that hold on every screen."""
    for selectors, body in _blocks(_COMMENT.sub(" ", sheet)):
        if selectors.startswith("@"):
            if _EVERYWHERE.fullmatch(selectors):
                yield from _rules(body)
            continue
        declared = list(_declared(body))
        for selector in selectors.split(",") if declared else ():
            if steps := _steps(selector):
                counted = [
                    sum(bool(key) for _, (_, key, _) in steps),
                    sum(len(classes) for _, (_, _, classes) in steps),
                    sum(bool(name) for _, (name, _, _) in steps),
                ]
                for name, value in declared:
                    is_important = value.endswith("!important")
                    plain = value.removesuffix("!important").strip()
                    yield _Rule(steps, name, plain, (is_important, counted[0], counted[1], counted[2], 0))


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each pair of outer braces, and within it."""
    depth, start, head = 0, 0, ""
    for match in re.finditer(r"[{};]", sheet):
        if match[0] == "{":
            depth += 1
            if depth == 1:
                head, start = sheet[start : match.start()].strip(), match.end()
        elif match[0] == "}" and depth:
            depth -= 1
            if depth == 0:
                yield head, sheet[start : match.start()]
                start = match.end()
        elif depth == 0:
            start = match.end()


def _steps(selector: str) -> tuple[tuple[str, _Step], ...]:
    """Return the steps of a selector, from the element outwards; nothing if it is of a kind that is not understood."""
    pieces = _STEP.split(selector.strip())
    steps: list[tuple[str, _Step]] = []
    for number, piece in enumerate(pieces[::2]):
        parts = list(_COMPOUND.finditer(piece))
        if not piece or "".join(match[0] for match in parts) != piece:
            return ()
        names = [match[2] for match in parts if match[2] and not match[1]]
        keys = [match[2] for match in parts if match[1] == "#"]
        classes = frozenset(match[2] for match in parts if match[1] == ".")
        leads = pieces[2 * number - 1].strip() if number else ""
        steps.append((leads or " ", (names[0] if names else "", keys[0] if keys else "", classes)))
    return tuple(reversed(steps))


def _fits(element: etree._Element, step: _Step) -> bool:
    name, key, classes = step
    return (
        (not name or name == local_of(element))
        and (not key or key == element.get("id"))
        and (not classes or classes <= frozenset(element.get("class", "").split()))
    )


def _matches(element: etree._Element, steps: tuple[tuple[str, _Step], ...]) -> bool:
    """Whether a selector fits an element; a step that may be any element around is taken at the nearest that fits."""
    one: etree._Element | None = element
    if not _fits(element, steps[0][1]):
        return False
    for (leads, _), (_, step) in pairwise(steps):
        one = one.getparent() if one is not None else None
        while leads != ">" and one is not None and not _fits(one, step):
            one = one.getparent()
        if one is None or not _fits(one, step):
            return False
    return True
