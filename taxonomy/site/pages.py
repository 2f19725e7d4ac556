"""The taxonomy as a documentation site: static pages in every language, which open from a folder without a server.

Nothing is loaded from elsewhere, and the same taxonomy gives the same bytes. The templates, the style sheet and the
script that searches are in ``templates/site/``; the words of the pages are in ``words.yaml`` there. The script finds
what :mod:`.search` finds, from the same index.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from ...findings import read_yaml, to_text
from ..model import (
    Arithmetic,
    Axis,
    Choices,
    Code,
    Concept,
    EntryPoint,
    Member,
    Operand,
    Relation,
    Standard,
    Table,
    Taxonomy,
    Text,
    Topic,
    UnitSpelling,
)
from ..rules import Rule, rules_of, statement
from ..search import HitKind, index_of
from .example import Example, example_of

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent.parent / "templates" / "site"
LANGUAGES = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}
"""The languages that the site has words for, as they call themselves."""

_SECTIONS = {
    "topics": "topics/index.html",
    "standards": "standards/index.html",
    "axes": "axes/index.html",
    "choices": "choices/index.html",
    "units": "units.html",
}
_FOUND = {"found": "found", "one": "found one", "best": "found best", "none": "found none", "all": "all results"}


def site(taxonomy: Taxonomy) -> dict[str, bytes]:
    """Return the files of the site by path: ``index.html``, a folder for each language, and ``assets``."""
    relations = _Relations(taxonomy)
    languages = [language for language in taxonomy.languages if language in LANGUAGES] or ["en"]
    editions = [_Edition(taxonomy, relations, language, languages) for language in languages]
    files = {
        "index.html": _render("index", editions=editions),
        "assets/index.js": f"globalThis.taxonomyIndex={index_of(taxonomy).as_json()};\n",
        **{f"assets/{name}": (TEMPLATES / name).read_text(encoding="utf-8") for name in ("site.css", "site.js")},
    }
    for edition in editions:
        files |= edition.pages()
    return {path: files[path].encode() for path in sorted(files)}


@dataclass(frozen=True, slots=True)
class _Node:
    """A concept in a tree; ``how`` says whether it is a ``part`` of the one above or is ``of which``."""

    name: str
    how: str
    below: tuple[_Node, ...] = ()


@dataclass(frozen=True, slots=True)
class _TopicView:
    name: str
    labels: Text
    tables: tuple[Table, ...]

    @property
    def size(self) -> int:
        return len({name for table in self.tables for name in table.concepts})


@dataclass(frozen=True, slots=True)
class _UnitView:
    label: str
    spellings: tuple[str, ...]
    measure: str
    power: str


@dataclass(frozen=True, slots=True)
class _Side:
    """The units above or below the line; ``multiples`` are spellings that show how the others are formed.

    ``folded`` are units that only their names are shown of at first.
    """

    heading: str
    units: tuple[_UnitView, ...]
    multiples: tuple[str, ...] = ()
    folded: bool = False


@dataclass(frozen=True, slots=True)
class _Glance:
    """A fact about a concept in a few words, with the page that says more, or a name that is no longer used."""

    term: str
    text: str
    href: str = ""
    link: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Cut:
    axis: Axis
    arithmetic: Arithmetic
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """Codes of a standard that belong together; one that is headed by its first code needs no heading."""

    name: str
    codes: tuple[Code, ...]
    heading: bool


_References = tuple[tuple[Standard, list[tuple[Code, Relation]]], ...]


@dataclass(frozen=True, slots=True)
class _ConceptView:
    """What a concept's page shows, in one language."""

    example: Example
    glance: tuple[_Glance, ...]
    in_short: tuple[tuple[str, list[str]], ...]
    unit: str
    sides: tuple[_Side, ...]
    choices: Choices | None
    cuts: tuple[_Cut, ...]
    qualifying: tuple[Axis, ...]
    tree: _Node | None
    ratio: tuple[tuple[str, list[str]], ...]
    used_in: tuple[str, ...]
    rules: tuple[str, ...]
    references: _References
    names: tuple[tuple[str, list[tuple[str, str]]], ...]
    technical: tuple[tuple[str, str, str], ...]
    entry_points: tuple[EntryPoint, ...]

    @property
    def rows(self) -> int:
        return self.example.rows


@dataclass(frozen=True)
class _Relations:
    """What the concepts, tables, axes and standards have to do with each other, read backwards."""

    taxonomy: Taxonomy

    @cached_property
    def topics(self) -> tuple[_TopicView, ...]:
        tables: dict[str, list[Table]] = defaultdict(list)
        topics: dict[str, Topic] = {}
        for table in self.taxonomy.tables.values():
            topics.setdefault(table.topic.name, table.topic)
            tables[table.topic.name].append(table)
        in_order = sorted(topics.values(), key=lambda topic: topic.order)
        return tuple(_TopicView(topic.name, topic.labels, tuple(tables[topic.name])) for topic in in_order)

    @cached_property
    def below(self) -> Mapping[str, list[str]]:
        """The concepts nested under a concept."""
        below: dict[str, list[str]] = defaultdict(list)
        for concept in self.taxonomy.concepts.values():
            if concept.parent:
                below[concept.parent].append(concept.name)
        return below

    def node(self, name: str) -> _Node:
        """Return a concept with all that is nested under it."""
        return _Node(name, self._how(name), tuple(self.node(below) for below in self.below.get(name, ())))

    def _how(self, name: str) -> str:
        parent = self.taxonomy.concepts[name].parent
        return "" if parent is None else "part" if name in self.taxonomy.concepts[parent].parts else "of which"

    @cached_property
    def trees(self) -> Mapping[str, tuple[_Node, ...]]:
        """The trees of a table's concepts."""
        concepts = self.taxonomy.concepts
        return {
            table.name: tuple(
                self.node(name) for name in table.concepts if concepts[name].parent not in set(table.concepts)
            )
            for table in self.taxonomy.tables.values()
        }

    def place(self, concept: Concept) -> _Node | None:
        """Return a concept with all that is nested under it, below what it is itself nested under."""
        node = self.node(concept.name)
        parent = concept.parent
        if parent is None and not node.below:
            return None
        while parent is not None:
            node = _Node(parent, self._how(parent), (node,))
            parent = self.taxonomy.concepts[parent].parent
        return node

    @cached_property
    def answers(self) -> Mapping[tuple[str, str], list[tuple[str, Relation]]]:
        """The concepts that answer a code, nearest first."""
        answers: dict[tuple[str, str], list[tuple[str, Relation]]] = defaultdict(list)
        for concept in self.taxonomy.concepts.values():
            for reference in concept.references:
                answers[reference.standard, reference.code].append((concept.name, reference.relation))
        nearness = list(Relation)
        return {code: sorted(found, key=lambda pair: nearness.index(pair[1])) for code, found in answers.items()}

    @cached_property
    def rules(self) -> Mapping[str, list[Rule]]:
        rules: dict[str, list[Rule]] = defaultdict(list)
        for rule in rules_of(self.taxonomy):
            rules[rule.concept].append(rule)
        return rules

    @cached_property
    def used_in(self) -> Mapping[str, list[str]]:
        """The ratios that a concept goes into."""
        used: dict[str, list[str]] = defaultdict(list)
        for concept in self.taxonomy.concepts.values():
            for name in sorted(concept.ratio.concepts) if concept.ratio else ():
                used[name].append(concept.name)
        return used

    @cached_property
    def former_names(self) -> Mapping[str, str]:
        return {new: old for old, new in self.taxonomy.renames.items()}

    @cached_property
    def entry_points(self) -> tuple[tuple[EntryPoint, frozenset[str]], ...]:
        """Each entry point with its concepts; of a taxonomy that is not ours, the one that was loaded."""
        shown = self.taxonomy.entry_points[:1] if self.taxonomy.is_foreign else self.taxonomy.entry_points
        views = ((one, self.taxonomy.at(one.href)) for one in shown)
        return tuple((one, frozenset(view.concepts)) for one, view in views if view)


@dataclass(frozen=True)
class _Edition:
    """The site in one language. The templates call what is public here."""

    taxonomy: Taxonomy
    relations: _Relations
    language: str
    languages: Sequence[str]
    _labels: dict[str, str] = field(default_factory=dict)

    def pages(self) -> dict[str, str]:
        """Return the pages of this language by path."""
        return dict(
            (
                self._start(),
                *self._topic_pages(),
                *self._standard_pages(),
                *self._axis_pages(),
                *self._choice_pages(),
                self._unit_page(),
                *(self._concept_page(concept) for concept in self.taxonomy.concepts.values()),
            )
        )

    # Words

    def say(self, key: str, **values: object) -> str:
        """Return words of the site."""
        words = _words()[key]
        text = words.get(self.language, words["en"])
        return text.format(**values) if values else text

    def text(self, texts: Text) -> str:
        """Return a text of the taxonomy in this language, or in the first that it has."""
        return texts.get(self.language) or next(iter(texts.values()), "")

    def count(self, what: str, number: int) -> str:
        """Return how many there are of something: ``5 concepts``."""
        return self.say(f"count {what}") if number == 1 else self.say(f"count {what}s", count=number)

    def label(self, name: str) -> str:
        """Return the label of a concept, or its name where it has none."""
        if name not in self._labels:
            self._labels[name] = self.text(self.taxonomy.concepts[name].labels) or name
        return self._labels[name]

    def quantity(self, quantity: str) -> str:
        """Return a quantity in words: ``energy divided by money``."""
        above, _, below = quantity.partition("/")
        if below:
            return self.say("quotient", above=self.quantity(above), below=self.quantity(below))
        return self.say(f"quantity {above}") if f"quantity {above}" in _words() else above

    def short_kind(self, name: str) -> str:
        """Return what a concept's value is, in a word."""
        return self._kind(self.taxonomy.concepts[name])

    def _kind(self, concept: Concept) -> str:
        if not concept.type.is_numeric:
            return self.say(f"short {concept.type.kind}")
        is_percentage = concept.type.qname.local == "percentItemType"
        return self.quantity("percentage" if is_percentage else concept.type.quantity or "")

    def obligation(self, obligation: str) -> str:
        """Return an obligation in this language, or as the source has it."""
        key = f"obligation {obligation}"
        return self.say(key) if key in _words() else obligation

    def language_name(self, language: str) -> str:
        """Return what a language calls itself."""
        return LANGUAGES.get(language, language)

    @property
    def imprint(self) -> str:
        """Who published the taxonomy, and when."""
        taxonomy = self.taxonomy
        date = taxonomy.date.isoformat() if taxonomy.date else ""
        return self.say("imprint", version=taxonomy.version, date=date, publisher=taxonomy.publisher.get("name", ""))

    @cached_property
    def search_words(self) -> Mapping[str, str]:
        """The words that the script needs."""
        hits = {kind.value: self.say(f"hit {kind}") for kind in HitKind}
        return {"colon": self.say("colon"), **{key: self.say(words) for key, words in _FOUND.items()}, **hits}

    # Addresses

    @cached_property
    def sections(self) -> tuple[tuple[str, str], ...]:
        """The sections that have something to show, with their first pages."""
        taxonomy = self.taxonomy
        filled = {
            "standards": taxonomy.standards,
            "axes": taxonomy.axes,
            "choices": taxonomy.choices,
            "units": taxonomy.units,
        }
        return tuple((name, href) for name, href in _SECTIONS.items() if filled.get(name, True))

    def file(self, name: str) -> str:
        """Return the stem of the file that is about a name."""
        return name.replace(":", ".")

    def anchor(self, code: str) -> str:
        """Return the id of a code on its standard's page."""
        return re.sub(r"[^\w.-]+", "-", code)

    # What the taxonomy has

    @property
    def topics(self) -> tuple[_TopicView, ...]:
        """The topics in order."""
        return self.relations.topics

    @property
    def trees(self) -> Mapping[str, tuple[_Node, ...]]:
        """The concepts of each table as trees."""
        return self.relations.trees

    @property
    def standards(self) -> tuple[Standard, ...]:
        """The standards in order."""
        return tuple(self.taxonomy.standards.values())

    @property
    def entry_points(self) -> tuple[tuple[EntryPoint, int], ...]:
        """The entry points with the number of their concepts."""
        return tuple((entry_point, len(concepts)) for entry_point, concepts in self.relations.entry_points)

    @property
    def former_version(self) -> str:
        """The version before."""
        return (self.taxonomy.supersedes or "").rpartition("/")[2]

    @property
    def renames(self) -> list[tuple[str, str, str]]:
        """Old and new names, with the page about the new one."""
        return [(old, new, self._page_about(new)) for old, new in self.taxonomy.renames.items()]

    def _page_about(self, name: str) -> str:
        if name in self.taxonomy.concepts:
            return f"concepts/{self.file(name)}.html"
        axes = [name] if name in self.taxonomy.axes else self.taxonomy.axes_with_member(name)
        return f"axes/{self.file(axes[0])}.html" if axes else ""

    def concepts_of(self, standard: Standard, code: Code) -> list[tuple[str, Relation]]:
        """Return the concepts that answer a code, nearest first."""
        return self.relations.answers.get((standard.name, code.code), [])

    def answering(self, standard: Standard) -> int:
        """Return how many concepts answer a standard."""
        return len({name for code in standard.codes.values() for name, _ in self.concepts_of(standard, code)})

    # Pages

    def _page(
        self,
        template: str,
        path: str,
        title: str,
        description: str,
        crumbs: Iterable[tuple[str, str]] = (),
        **values: object,
    ) -> tuple[str, str]:
        """Render a page. ``path`` and the addresses of ``crumbs`` start at the language's folder."""
        home = "../" * path.count("/")
        return f"{self.language}/{path}", _render(
            template,
            e=self,
            path=path,
            within=path.partition("/")[0].replace("concepts", "topics"),
            home=home,
            title=title,
            description=description,
            crumbs=tuple(crumbs),
            languages=[
                {"language": other, "name": LANGUAGES[other], "href": f"{home}../{other}/{path}"}
                for other in self.languages
            ],
            **values,
        )

    def _list_page(self, template: str, section: str) -> tuple[str, str]:
        """Render the first page of a section."""
        return self._page(template, _SECTIONS[section], self.say(section), self.say(f"{section} about"))

    def _within(self, section: str) -> tuple[str, str]:
        return self.say(section), _SECTIONS[section]

    def _start(self) -> tuple[str, str]:
        taxonomy = self.taxonomy
        numbers = [
            ("concepts", len(taxonomy.concepts), "topics"),
            ("axes", len(taxonomy.axes), "axes"),
            ("rules", sum(map(len, self.relations.rules.values())), ""),
            ("topics", len(self.topics), "topics"),
            ("tables", len(taxonomy.tables), "topics"),
            ("choices", len(taxonomy.choices), "choices"),
            ("codes", sum(len(standard.codes) for standard in self.standards), "standards"),
        ]
        shown = [(key, f"{count:,}", _SECTIONS.get(section, "")) for key, count, section in numbers if count]
        title = self.text(taxonomy.labels)
        return self._page("start", "index.html", title, self.text(taxonomy.documentation), numbers=shown)

    def _topic_pages(self) -> Iterator[tuple[str, str]]:
        yield self._list_page("topics", "topics")
        for topic in self.topics:
            yield self._page(
                "topic",
                f"topics/{topic.name}.html",
                self.text(topic.labels),
                self.say("list").join(self.text(table.labels) for table in topic.tables),
                [self._within("topics")],
                topic=topic,
                nested=any(node.below for table in topic.tables for node in self.trees[table.name]),
            )

    def _standard_pages(self) -> Iterator[tuple[str, str]]:
        if self.standards:
            yield self._list_page("standards", "standards")
        for standard in self.standards:
            yield self._page(
                "standard",
                f"standards/{standard.name}.html",
                self.text(standard.labels),
                f"{standard.publisher}: {self.text(standard.labels)}",
                [self._within("standards")],
                standard=standard,
                groups=_groups(standard),
                standard_title=_title(standard),
            )

    def _axis_pages(self) -> Iterator[tuple[str, str]]:
        if self.taxonomy.axes:
            yield self._list_page("axes", "axes")
        for axis in self.taxonomy.axes.values():
            yield self._page(
                "axis",
                f"axes/{self.file(axis.name)}.html",
                self.text(axis.labels),
                self.text(axis.documentation),
                [self._within("axes")],
                axis=axis,
                tables=[table for table in self.taxonomy.tables.values() if axis.name in table.axes],
            )

    def _choice_pages(self) -> Iterator[tuple[str, str]]:
        if self.taxonomy.choices:
            yield self._list_page("choice-lists", "choices")
        for choices in self.taxonomy.choices.values():
            concepts = [one.name for one in self.taxonomy.concepts.values() if one.choices == choices.name]
            yield self._page(
                "choice-list",
                f"choices/{self.file(choices.name)}.html",
                self.text(choices.labels),
                self.text(choices.documentation),
                [self._within("choices")],
                choices=choices,
                concepts=concepts,
            )

    def _unit_page(self) -> tuple[str, str]:
        units = groupby(sorted(self.taxonomy.units, key=self._place_of_quantity), lambda unit: unit.quantity)
        sides = [(quantity, _Side("", tuple(map(self._unit, group)))) for quantity, group in units]
        return self._page("units", "units.html", self.say("units"), self.say("units about"), quantities=sides)

    def _place_of_quantity(self, unit: UnitSpelling) -> int:
        return next(at for at, one in enumerate(self.taxonomy.units) if one.quantity == unit.quantity)

    def _concept_page(self, concept: Concept) -> tuple[str, str]:
        table = self.taxonomy.tables[concept.table]
        topic = f"topics/{table.topic.name}.html"
        return self._page(
            "concept",
            f"concepts/{self.file(concept.name)}.html",
            self.label(concept.name),
            self.text(concept.documentation),
            [
                self._within("topics"),
                (self.text(table.topic.labels), topic),
                (self.text(table.labels), f"{topic}#{table.name}"),
            ],
            concept=concept,
            view=self._view(concept),
        )

    def _view(self, concept: Concept) -> _ConceptView:
        taxonomy = self.taxonomy
        references = _by_standard(taxonomy, concept)
        example = example_of(taxonomy, concept, self.language)
        operands = (concept.ratio.numerator, concept.ratio.denominator) if concept.ratio else ()
        return _ConceptView(
            example=example,
            glance=tuple(self._glance(concept)),
            in_short=tuple(self._in_short(references)),
            unit=example.unit,
            sides=tuple(self._sides(concept)),
            choices=taxonomy.choices.get(concept.choices or ""),
            cuts=tuple(
                _Cut(taxonomy.axes[axis], arithmetic, tuple(taxonomy.members_of(concept.name, axis).values()))
                for axis, arithmetic in taxonomy.axes_of(concept.name).items()
            ),
            qualifying=tuple(taxonomy.axes[axis] for axis in taxonomy.qualifying_of(concept.name)),
            tree=self.relations.place(concept),
            ratio=tuple((operand.concept, self._members(operand)) for operand in operands),
            used_in=tuple(self.relations.used_in.get(concept.name, ())),
            rules=tuple(
                statement(taxonomy, rule, self.language) for rule in self.relations.rules.get(concept.name, ())
            ),
            references=references,
            names=tuple(self._names(concept)),
            technical=tuple(self._technical(concept)),
            entry_points=tuple(one for one, concepts in self.relations.entry_points if concept.name in concepts),
        )

    def _in_short(self, references: _References) -> Iterator[tuple[str, list[str]]]:
        """Yield the codes that a concept answers, be it in part."""
        for standard, codes in references:
            if answered := [code.code for code, relation in codes if relation is not Relation.RELATED]:
                yield self.text(standard.labels), answered

    def _members(self, operand: Operand) -> list[str]:
        return [self.text(self.taxonomy.axes[axis].members[member].labels) for axis, member in operand.members]

    def _glance(self, concept: Concept) -> Iterator[_Glance]:
        """Yield what there is to know about a concept in a few words."""
        yield self._value(concept)
        yield _Glance("time", self.say(concept.period))
        if concept.type.is_numeric:
            yield _Glance("range", self.say("list").join(map(self.say, _range(concept))))
        yield _Glance("required", self.say("required yes" if concept.required else "required no"))
        yield _Glance("future", self.say("future yes" if concept.forward_looking else "future no"))
        if concept.balance:
            yield _Glance("balance", self.say(concept.balance))
        if former := self.relations.former_names.get(concept.name):
            until = self.say("former about", version=self.former_version)
            yield _Glance("former name", until, code=former)

    def _value(self, concept: Concept) -> _Glance:
        if concept.type.is_numeric:
            kind = "kind whole number" if concept.type.is_count else "kind number"
            return _Glance("value", self.say(kind, quantity=self._kind(concept)))
        choices = self.taxonomy.choices.get(concept.choices or "")
        href = f"choices/{self.file(choices.name)}.html" if choices else ""
        text = self.say(f"kind {concept.type.kind}")
        return _Glance("value", text, href, self.text(choices.labels) if choices else "")

    def _sides(self, concept: Concept) -> Iterator[_Side]:
        """Yield the units that fit; of a currency, its multiples stand for those of the others."""
        quantities = (concept.type.quantity or "").split("/") if concept.type.is_numeric else []
        headings = ("above the line", "below the line") if len(quantities) > 1 else ("",)
        for quantity, heading in zip(quantities, headings, strict=False):
            units = list(self.taxonomy.units_of(quantity))
            if quantity == "ratio" and concept.type.qname.local == "percentItemType":
                units = [unit for unit in units if unit.exponent]
            is_money = quantity == "money"
            shown = [unit for unit in units if not (is_money and unit.exponent)]
            multiples = [unit for unit in units if is_money and unit.exponent and unit.measure == units[0].measure]
            yield _Side(
                heading, tuple(map(self._unit, shown)), tuple(unit.spellings[0] for unit in multiples), is_money
            )

    def _unit(self, unit: UnitSpelling) -> _UnitView:
        return _UnitView(self.text(unit.labels), unit.spellings, str(unit.measure), _power(unit.exponent))

    def _names(self, concept: Concept) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield the labels by role and language, and the definition."""
        roles = {
            "standard label": concept.labels,
            "terse label": concept.terse,
            "total label": concept.total,
            "net label": concept.net,
            "definition": concept.documentation,
        }
        for role, texts in roles.items():
            if texts:
                yield role, [(language, texts[language]) for language in self.taxonomy.languages if language in texts]

    def _technical(self, concept: Concept) -> Iterator[tuple[str, str, str]]:
        derives = concept.type.derives
        yield "element", str(concept.qname), ""
        yield "namespace", concept.qname.namespace, ""
        yield "type", str(concept.type.qname), self.say("derived from", type=derives) if derives else ""
        yield "period type", concept.period, ""


def _range(concept: Concept) -> Iterator[str]:
    yield "may be negative" if concept.may_be_negative else "not negative"
    if concept.type.qname.local == "percentItemType":
        yield "may exceed one" if concept.may_exceed_one else "at most one"


def _by_standard(taxonomy: Taxonomy, concept: Concept) -> _References:
    """Return the references of a concept, standard by standard, each in the order of its codes."""
    found: dict[str, list[tuple[Code, Relation]]] = {}
    for reference in concept.references:
        found.setdefault(reference.standard, []).append((taxonomy.code(reference), reference.relation))
    return tuple(
        (standard, _in_order(found[name], standard)) for name, standard in taxonomy.standards.items() if name in found
    )


def _in_order(codes: list[tuple[Code, Relation]], standard: Standard) -> list[tuple[Code, Relation]]:
    order = list(standard.codes)
    return sorted(codes, key=lambda pair: order.index(pair[0].code))


def _title(standard: Standard) -> str:
    titles = {code.title for code in standard.codes.values()}
    return titles.pop() if len(titles) == 1 else ""


def _groups(standard: Standard) -> list[_Group]:
    """Return the codes of a standard in groups: by volume if it has several, or else by what is before the point."""
    has_volumes = len({code.title for code in standard.codes.values()}) > 1
    groups = []
    for name, codes in groupby(
        standard.codes.values(), lambda code: code.title if has_volumes else code.code.partition(".")[0]
    ):
        members = tuple(codes)
        groups.append(_Group(name, members, has_volumes or members[0].code != name))
    return groups


_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def _power(exponent: int) -> str:
    return f"× 10{str(exponent).translate(_SUPERSCRIPTS)}" if exponent else ""


class _Words(BaseModel):
    """``words.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    words: dict[str, dict[str, Annotated[str, StringConstraints(min_length=1)]]]


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    document, findings = read_yaml(TEMPLATES / "words.yaml", _Words)
    if document is None:
        raise ValueError(to_text(findings))
    return document.model.words


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # only who builds the site waits for it

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _render(template: str, **values: object) -> str:
    return _environment().get_template(f"{template}.html.j2").render(**values)
