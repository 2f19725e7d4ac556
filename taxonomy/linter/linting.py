"""What a taxonomy's source gets wrong though it reads without errors: the findings behind ``esgtag taxonomy check``.

A check is a function whose docstring is its rule; each of its findings points at the line of the source that is to be
changed. What has one cause is one finding: other places are related ones, and of what several checks say about one
place only the gravest is told.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from ...findings import Finding, Located, Location, codes, in_order
from ..compiler.schemas import elements_of, roles_of
from ..coverage import unanswered
from ..model import Arithmetic, Concept, Kind, Operand, Table, Taxonomy, Text, normalise_unit
from ..reading import Keys, Reading, texts_of
from ..rules import rules_of
from .wording import ENGLISH, slips


def lint(reading: Reading) -> list[Finding]:
    """Return what is questionable about a source that reads without errors, in the order of files and lines.

    A source with errors has nothing to lint: its reading says what is wrong with it.
    """
    if reading.taxonomy is None:
        return []
    source = _Source(reading, reading.taxonomy)
    gravest: dict[Location | None, Finding] = {}
    for finding in (finding for check in _CHECKS for finding in check(source)):
        known = gravest.setdefault(finding.location, finding)
        if finding.severity > known.severity:
            gravest[finding.location] = finding
    return in_order([*gravest.values(), *_wording(source)])


@dataclass(frozen=True)
class _Source:
    """A source that reads without errors, and the taxonomy that it makes."""

    reading: Reading
    taxonomy: Taxonomy

    @property
    def concepts(self) -> Iterable[Concept]:
        return self.taxonomy.concepts.values()

    @property
    def tables(self) -> Iterable[Table]:
        return self.taxonomy.tables.values()

    def at(self, kind: str, name: str, *path: str | int) -> Location:
        """Return where something is declared, or a key of its declaration."""
        return self.reading.places[kind, name].at(*path)

    def shape(self, kind: str, name: str) -> Any:
        """Return a declaration as it stands in the source."""
        place = self.reading.places[kind, name]
        node = place.document.model
        for key in place.path:
            node = getattr(node, str(key)) if isinstance(node, BaseModel) else node[key]
        return node

    @cached_property
    def texts(self) -> list[tuple[Located[Any], Keys, Text]]:
        """Every text of the source in all its languages: its document, where it stands in it, and itself."""
        return [
            (document, path, texts)
            for document in self.reading.documents.values()
            for path, texts in texts_of(document.model.model_dump())
        ]


Check = Callable[[_Source], Iterator[Finding]]


# Names ---------------------------------------------------------------------------------------------------------------

# What the compiler makes of a name: elements, and extended link roles, by what it appends.
_ELEMENTS: Mapping[str, tuple[str, ...]] = {
    "concept": ("",),
    "table": ("Abstract", "Table", "LineItems"),
    "axis": ("Axis", "Domain", "Identifier"),
    "member": ("Member",),
    "choices": ("Domain",),
}
_ROLES: Mapping[str, tuple[str, ...]] = {"table": ("",), "axis": ("Members",), "choices": ("Choices",)}
_RESERVED = tuple(suffix for suffixes in _ELEMENTS.values() for suffix in suffixes if suffix)


def _taken_names(source: _Source) -> Iterator[Finding]:
    """Every element and every extended link role that the source compiles to has a name of its own."""
    for what, name, origins in _collisions(source):
        *first, last = [source.at(*origin, "name") for origin in origins]
        yield codes.ELEMENT_NAME_TAKEN.finding(
            f"This compiles to the {what} {name}, which {', '.join(map(str, first)) or 'the compiler'} makes as well.",
            hint="Rename one of the two.",
            location=last,
            related=tuple(first),
        )


def _collisions(source: _Source) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Yield each name that is compiled twice, with the declarations that it comes from."""
    axes = source.taxonomy.axes.values()
    elements = [element.name for element in elements_of(source.taxonomy)]
    elements += [axis.typed_domain.local for axis in axes if axis.typed_domain]
    roles = [role.name for role in roles_of(source.taxonomy)]
    for what, names, suffixes in (("element", elements, _ELEMENTS), ("link role", roles, _ROLES)):
        for name in [name for name, number in Counter(names).items() if number > 1]:
            yield (
                what,
                name,
                [
                    (kind, declared)
                    for kind, declared in source.reading.places
                    if any(declared + suffix == name for suffix in suffixes.get(kind, ()))
                ],
            )


def _taken_files(source: _Source) -> Iterator[Finding]:
    """Every entry point and every topic is compiled to files of its own, and every topic has a number of its own."""
    entry_points = source.taxonomy.entry_points
    topics = {table.topic.name: table.topic for table in source.tables}
    selections = {one.name: one.name.lower() for one in entry_points if one.standards}
    for kind, key, code, values in (
        ("entry point", "file", codes.ELEMENT_NAME_TAKEN, {one.name: one.href for one in entry_points}),
        ("entry point", "name", codes.ELEMENT_NAME_TAKEN, {"": "all", **selections}),
        ("topic", "name", codes.ELEMENT_NAME_TAKEN, {"": "roles", **{name: name.lower() for name in topics}}),
        ("topic", "order", codes.TOPIC_ORDER_TAKEN, {name: str(topic.order) for name, topic in topics.items()}),
    ):
        first: dict[str, str] = {}
        for name, value in values.items():
            holder = first.setdefault(value, name)
            if holder != name:
                yield code.finding(
                    f"The {key} of this {kind} is taken by {holder or 'the compiler itself'}.",
                    hint=f"Give it another {key}.",
                    location=source.at(kind, name, key),
                    related=(source.at(kind, holder, key),) if holder else (),
                )


_LONGEST = 100
_EVERYDAY = (
    *("AA1000", "AA1000AS", "CASS", "CO2", "EPEAT", "ESG", "ESRS", "EU", "GRI", "HKEX", "HKSAE", "IFRS", "ILO"),
    *("IPCC", "ISAE", "ISO", "ISSA", "IUCN", "OECD", "PCAF", "SASB", "SBTi", "TCFD", "TNFD", "UK", "UN", "US"),
)
_SHORTENED = (
    *("Abs", "Acct", "Amt", "Approx", "Avg", "Calc", "Cert", "Corp", "Cum", "Dept", "Desc", "Elec", "Emp", "Env"),
    *("Est", "Excl", "Exec", "Exp", "Ghg", "Gov", "Govt", "Haz", "Incl", "Info", "Max", "Min", "Misc", "Num", "Org"),
    *("Perc", "Perf", "Prog", "Qual", "Ref", "Rev", "Std", "Tech", "Temp", "Tot", "Val", "Vol"),
)
_WORDS = re.compile(f"({'|'.join(sorted(_EVERYDAY, key=len, reverse=True))})(?![a-z])|[A-Z]+(?![a-z])|[A-Z][a-z]*")
_VOWELS = re.compile("[aeiouy]", re.IGNORECASE)


def _names(source: _Source) -> Iterator[Finding]:
    """A name is made of words in full, is not too long and ends in no word that the compiler appends."""
    taken = [origin for _, _, origins in _collisions(source) for origin in origins]
    for kind, name in source.reading.places:
        if kind not in _ELEMENTS or (kind, name) in taken:
            continue
        short = [match[0] for match in _WORDS.finditer(name) if not match[1] and _is_shortened(match[0])]
        suffix = next((suffix for suffix in _RESERVED if name.endswith(suffix)), None)
        for fails, code, message, hint in (
            (short, codes.NAME_NOT_IN_FULL, f"{name} abbreviates: {', '.join(short)}.", "Write the words in full."),
            (
                len(name) > _LONGEST,
                codes.NAME_NOT_IN_FULL,
                f"{name} has {len(name)} letters; at most {_LONGEST} are expected.",
                "Leave out what its table and its label say.",
            ),
            (
                suffix,
                codes.NAME_SUFFIX_RESERVED,
                f"{name} ends in {suffix}, which the compiler appends to the names of some elements.",
                "End the name in another word.",
            ),
        ):
            if fails:
                yield code.finding(message, hint=hint, location=source.at(kind, name, "name"))


def _is_shortened(word: str) -> bool:
    is_initials = len(word) > 1 and word.isupper()
    return is_initials or word in _SHORTENED or (len(word) > 1 and not _VOWELS.search(word))


def _is_percent(concept: Concept) -> bool:
    return concept.type.qname.local == "percentItemType"


def _is_amount(concept: Concept) -> bool:
    """Whether figures can be added: they are neither ratios nor quotients."""
    quantity = concept.type.quantity
    return quantity is not None and quantity != "ratio" and "/" not in quantity


_NAMED_FOR: tuple[tuple[re.Pattern[str], str, Callable[[Concept], bool]], ...] = tuple(
    (re.compile(pattern), expected, holds)
    for pattern, expected, holds in (
        ("NumberOf", "a number of things or people, hours or days", _is_amount),
        ("(Percentage|Share)Of", "a percentage", _is_percent),
        (
            "(Total|Average|Cumulative|AmountOf|RateOf|RatioOf)|(?!.*Of).*(Rate|Ratio)$",
            "a figure",
            lambda one: one.type.is_numeric,
        ),
        ("(Description|Explanation|Name)Of|Polic(y|ies)On", "a text", lambda one: one.type.is_text),
        ("DateOf|(?!.*Of).*Date$", "a date", lambda one: one.type.kind is Kind.DATE),
        ("(Base|End|Start)?YearOf|(?!.*Of).*Year$", "a year", lambda one: one.type.kind is Kind.YEAR),
    )
)


def _names_against_types(source: _Source) -> Iterator[Finding]:
    """A name that says what kind of value it stands for has that type."""
    for concept in source.concepts:
        for pattern, expected, holds in _NAMED_FOR:
            if pattern.match(concept.name) and not holds(concept):
                yield codes.NAME_AGAINST_TYPE.finding(
                    f"{concept.name} is named like {expected}, but its type is {concept.type.name}.",
                    hint="Correct the type, or rename the concept.",
                    location=source.at("concept", concept.name, "type"),
                )
                break


# Texts ---------------------------------------------------------------------------------------------------------------


def _wording(source: _Source) -> Iterator[Finding]:
    """Texts are spelt, punctuated and written in the script of their language; standards spell their titles."""
    for document, path, texts in source.texts:
        is_quoted = "codes" in path
        for language, text in texts.items():
            for slip in slips(text, language, is_documentation=path[-1] == "documentation"):
                if not (is_quoted and slip.code is codes.SPELLING_NOT_BRITISH):
                    place = document.location(*path, language)
                    yield slip.code.finding(slip.message, hint=slip.hint, location=place)


_FEWEST = {ENGLISH: 4}
_FEWEST_CHARACTERS = 5


def _documentation(source: _Source) -> Iterator[Finding]:
    """A documentation says more than the label."""
    for kind, name in source.reading.places:
        if kind not in ("concept", "axis", "choices", "entry point"):
            continue
        shape = source.shape(kind, name)
        repeats = [tag for tag, text in shape.documentation.items() if _bare(text) == _bare(shape.labels[tag])]
        thin = [tag for tag, text in shape.documentation.items() if _is_thin(text, tag)]
        for tags, message in ((repeats, "only repeats the label"), (thin, "is too short to say what is meant")):
            if tags:
                yield codes.DOCUMENTATION_THIN.finding(
                    f"The documentation of {name} {message} ({', '.join(tags)}).",
                    hint="Say what is counted and what is not, and over what or at what time.",
                    location=source.at(kind, name, "documentation", tags[0]),
                )
                break


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _is_thin(text: str, language: str) -> bool:
    return len(text.split()) < _FEWEST[language] if language in _FEWEST else len(text) < _FEWEST_CHARACTERS


_LABEL_ROLES = ("labels", "terse", "total", "net")


def _repeated_labels(source: _Source) -> Iterator[Finding]:
    """No two elements of a kind have the same label in a role; short labels differ within a table."""
    holders: defaultdict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for kind, name in source.reading.places:
        for role in _LABEL_ROLES if kind in _ELEMENTS else ():
            for tag, text in getattr(source.shape(kind, name), role, {}).items():
                holders[_scope(source, kind, name, role), role, tag, text.casefold()].append(name)
    found: defaultdict[tuple[str, str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (scope, role, tag, _), names in holders.items():
        if len(names) > 1:
            found[scope.partition(" ")[0], role, tuple(names)].append(tag)
    for (kind, role, (first, *others)), tags in found.items():
        text = getattr(source.shape(kind, others[-1]), role)[tags[0]]
        yield codes.LABEL_REPEATED.finding(
            f"{' and '.join((first, *others))} have the same `{role}` in {', '.join(tags)}: {text}.",
            hint="Give each a label that can be understood without the others.",
            location=source.at(kind, others[-1], role, tags[0]),
            related=tuple(source.at(kind, name, role, tags[0]) for name in (first, *others[:-1])),
        )


def _scope(source: _Source, kind: str, name: str, role: str) -> str:
    """Return within what a label must be unique: a table for short labels, an axis or a list for members."""
    if kind == "member":
        place = source.reading.places[kind, name]
        return f"{kind} {place.document.location().file} {place.path[:2]}"
    return f"{kind} {source.taxonomy.concepts[name].table}" if role == "terse" else kind


def _total_labels(source: _Source) -> Iterator[Finding]:
    """What others add up to has a label for its use as a total: one finding a table."""
    for table in source.tables:
        misfits = {axis for name in table.concepts for axis in _misfits(source.taxonomy, table, name)}
        is_broken_down = any(
            arithmetic is Arithmetic.ADDS_UP and axis not in misfits for axis, arithmetic in table.axes.items()
        )
        members = [source.taxonomy.concepts[name] for name in table.concepts]
        lacking = [one.name for one in members if not one.total and (one.parts or (is_broken_down and _is_amount(one)))]
        if lacking:
            yield codes.TOTAL_LABEL_MISSING.finding(
                f"{', '.join(lacking)}: a figure that others add up to has no label for its use as a total.",
                hint="Add `total: {en: Total ..., ...}`.",
                location=source.at("concept", lacking[0]),
                related=tuple(source.at("concept", name) for name in lacking[1:]),
            )


def _terse_labels(source: _Source) -> Iterator[Finding]:
    """A short label is longer than the label in no language, and shorter in one."""
    for concept in source.concepts:
        excess = {tag: len(text) - len(concept.labels[tag]) for tag, text in concept.terse.items()}
        tags = [tag for tag, difference in excess.items() if difference > 0]
        if tags or (excess and not any(excess.values())):
            yield codes.TERSE_LABEL_LONG.finding(
                f"The short label of {concept.name} is not shorter than its label ({', '.join(tags or excess)}).",
                hint="Shorten it, or remove `terse`.",
                location=source.at("concept", concept.name, "terse", *tags[:1]),
            )


# References ----------------------------------------------------------------------------------------------------------


def _orphans(source: _Source) -> Iterator[Finding]:
    """A concept answers a code, or stands in a ratio, in weights or in a sum."""
    needed = {table.weights for table in source.tables}
    for concept in source.concepts:
        needed |= {*(concept.ratio.concepts if concept.ratio else ()), concept.parent}
    for concept in source.concepts:
        if not (concept.references or concept.ratio or concept.parent or concept.name in needed):
            yield codes.CONCEPT_ANSWERS_NOTHING.finding(
                f"{concept.name} refers to no code of a standard, and nothing is computed from it.",
                hint="Add the `references` that it answers, or leave it if it is reported for its own sake.",
                location=source.at("concept", concept.name),
            )


def _repeated_references(source: _Source) -> Iterator[Finding]:
    """A concept refers to a code once."""
    for concept in source.concepts:
        first: dict[str, Location] = {}
        for relation, texts in source.shape("concept", concept.name).references.items():
            for index, text in enumerate(texts):
                here = source.at("concept", concept.name, "references", relation.value, index)
                if first.setdefault(text, here) is not here:
                    yield codes.REFERENCE_REPEATED.finding(
                        f"{concept.name} refers to {text} twice.",
                        hint="Keep the relation that holds, and remove the other.",
                        location=here,
                        related=(first[text],),
                    )


def _unanswered_codes(source: _Source) -> Iterator[Finding]:
    """Every code is answered: one finding a code where an entry point claims the standard, else one a standard."""
    claimed = {standard for entry_point in source.taxonomy.entry_points for standard in entry_point.standards}
    for standard in source.taxonomy.standards.values():
        missing = unanswered(source.taxonomy, standard.name)
        if standard.name in claimed:
            for code in missing if len(missing) < len(standard.codes) else ():
                yield codes.CODE_UNANSWERED.finding(
                    f"No concept answers {standard.name} {code}, not even in part.",
                    hint="Refer to it from a concept with `same`, `narrower` or `wider`, or add a concept.",
                    location=source.at("code", f"{standard.name} {code}", "code"),
                )
        elif missing:
            yield codes.STANDARD_IN_PART.finding(
                f"{len(missing)} of the {len(standard.codes)} codes of {standard.name} are answered by no concept: "
                f"{_listed(missing)}.",
                hint="Answer them, or leave them out if the taxonomy is not meant to answer them.",
                location=source.at("standard", standard.name, "codes"),
            )


def _listed(names: list[str], most: int = 8) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


# Types, units and dimensions -----------------------------------------------------------------------------------------


def _unused(source: _Source) -> Iterator[Finding]:
    """Axes, lists of choices, types and units are used."""
    operands = [
        one
        for concept in source.concepts
        if concept.ratio
        for one in (concept.ratio.numerator, concept.ratio.denominator)
    ]
    axes = {axis for table in source.tables for axis in table.axes}
    axes |= {*source.taxonomy.qualifying, *(axis for one in operands for axis, _ in one.members)}
    choices = {concept.choices for concept in source.concepts}
    types = {concept.type.name for concept in source.concepts}
    for kind, what, used, code, hint in (
        ("axis", "No table is cut by the axis", axes, codes.DIMENSION_UNUSED, "Name it in a table, or remove it."),
        (
            "choices",
            "No concept is chosen from",
            choices,
            codes.DIMENSION_UNUSED,
            "Name it in a concept, or remove it.",
        ),
        ("type", "No concept has the type", types, codes.TYPE_UNUSED, "Remove it, unless it is kept for later."),
    ):
        for declared, name in source.reading.places:
            if declared == kind and name not in used:
                yield code.finding(f"{what} {name}.", hint=hint, location=source.at(kind, name))


def _units(source: _Source) -> Iterator[Finding]:
    """There is a unit for every quantity of a concept, and a type for every unit."""
    document = source.reading.documents["units"]
    quantities = {shape.quantity for shape in document.model.units}
    types: dict[str, Any] = source.reading.documents["types"].model.types
    used = {concept.type.name for concept in source.concepts}
    for name, shape in types.items():
        missing = set((shape.quantity or "").split("/")) - {""} - quantities
        if missing and name in used:
            yield codes.TYPE_WITHOUT_UNIT.finding(
                f"No unit measures {', '.join(sorted(missing))}: no figure of the type {name} can be reported.",
                hint="Declare a unit of this quantity in units.yaml, or correct the quantity.",
                location=source.at("type", name, "quantity"),
            )
    measured = {part for shape in types.values() for part in (shape.quantity or "").split("/")}
    for index, shape in enumerate(document.model.units):
        if shape.quantity not in measured:
            yield codes.TYPE_UNUSED.finding(
                f"The unit {shape.measure} measures {shape.quantity}, which no type does.",
                hint="Correct the quantity, or remove the unit.",
                location=document.location("units", index, "quantity"),
            )


def _spellings(source: _Source) -> Iterator[Finding]:
    """A spelling stands for one unit, or is declared ambiguous."""
    document = source.reading.documents["units"]
    holders: dict[str, tuple[str, int]] = {}
    for key in ("units", "ambiguous"):
        for index, shape in enumerate(getattr(document.model, key)):
            for position, spelling in enumerate(shape.spellings):
                holder = holders.setdefault(normalise_unit(spelling), (key, index))
                if holder != (key, index):
                    first = document.location(*holder, "spellings")
                    yield codes.SPELLING_TAKEN.finding(
                        f"The spelling {spelling} already stands in {first}.",
                        hint="Remove it from one; what has more than one meaning stands under `ambiguous` only.",
                        location=document.location(key, index, "spellings", position),
                        related=(first,),
                    )


def _plausible_bounds(source: _Source) -> Iterator[Finding]:
    """The least plausible figure is not above the greatest."""
    for kind, name in source.reading.places:
        bounds = source.shape(kind, name).plausible if kind in ("concept", "type") else None
        if bounds and bounds.low is not None and bounds.high is not None and bounds.low > bounds.high:
            yield codes.PLAUSIBLE_EMPTY.finding(
                f"No figure is both at least {bounds.low} and at most {bounds.high} {bounds.unit}.",
                hint="Correct `low` or `high`.",
                location=source.at(kind, name, "plausible", "low"),
            )


def _members(source: _Source) -> Iterator[Finding]:
    """An explicit axis has members and a label for all of them; a typed one has members of the filer's own."""
    for axis in source.taxonomy.axes.values():
        for fails, key, message, hint in (
            (not axis.typed and not axis.members, "name", "is explicit but has no members", "Add `members:`"),
            (not axis.typed and not axis.domain, "name", "has no label for all members together", "Add `domain:`"),
            (axis.typed and axis.members, "members", "is typed: its members are the filer's own", "Remove `members`"),
            (axis.typed and axis.domain, "domain", "is typed: nothing stands for all members", "Remove `domain`"),
        ):
            if fails:
                yield codes.AXIS_WITHOUT_MEMBERS.finding(
                    f"The axis {axis.name} {message}.",
                    hint=f"{hint}, or correct `typed`.",
                    location=source.at("axis", axis.name, key),
                )
                break


# Rules ---------------------------------------------------------------------------------------------------------------

_SUITS: Mapping[Arithmetic, tuple[str, Callable[[Concept], bool]]] = {
    Arithmetic.ADDS_UP: ("amounts and numbers", _is_amount),
    Arithmetic.SHARES: ("percentages", _is_percent),
    Arithmetic.AVERAGE: ("figures", lambda concept: concept.type.is_numeric),
}


def _arithmetic(source: _Source) -> Iterator[Finding]:
    """The arithmetic of a table's axes suits its concepts: where it suits none, the axis is wrong, else the concept."""
    for table in source.tables:
        misfits = {name: list(_misfits(source.taxonomy, table, name)) for name in table.concepts}
        wrong = [axis for axis in table.axes if all(axis in axes for axes in misfits.values())]
        if wrong:
            yield codes.ARITHMETIC_UNFIT.finding(
                f"In the table {table.name}, {_demands(source.taxonomy, table, wrong)}.",
                hint="Correct the arithmetic of the axis, or the types of the concepts.",
                location=source.at("table", table.name, "axes", wrong[0]),
            )
        for name, axes in misfits.items():
            if rest := [axis for axis in axes if axis not in wrong]:
                yield codes.ARITHMETIC_UNFIT.finding(
                    f"The type of {name} is {source.taxonomy.concepts[name].type.name}, but in its table "
                    f"{_demands(source.taxonomy, table, rest)}.",
                    hint="Correct the type, or put the concept into a table whose axes suit it.",
                    location=source.at("concept", name, "type"),
                )


def _misfits(taxonomy: Taxonomy, table: Table, name: str) -> Iterator[str]:
    for axis, arithmetic in table.axes.items():
        is_total_meant = arithmetic is not Arithmetic.SEPARATE
        _, suits = _SUITS.get(arithmetic, ("", None))
        if (taxonomy.axes[axis].typed and is_total_meant) or (suits and not suits(taxonomy.concepts[name])):
            yield axis


def _demands(taxonomy: Taxonomy, table: Table, axes: list[str]) -> str:
    return ", and ".join(
        f"{axis} is typed, so that its members are separate"
        if taxonomy.axes[axis].typed
        else f"{axis} ({table.axes[axis]}) is for {_SUITS[table.axes[axis]][0]}"
        for axis in axes
    )


def _rules_that_never_apply(source: _Source) -> Iterator[Finding]:
    """What a rule is computed from can be reported with the members that the rule needs: one finding a cause."""
    places: defaultdict[str, list[Location]] = defaultdict(list)
    for concept in source.concepts:
        for path, operand in _operands(concept):
            if obstacle := _obstacle(source.taxonomy, concept, operand):
                places[obstacle].append(source.at("concept", concept.name, *path))
    for table in source.tables:
        shares = source.taxonomy.axes_of(table.weights) if table.weights else {}
        for axis in _averaged(table) if table.weights else ():
            if shares.get(axis) is not Arithmetic.SHARES:
                obstacle = f"the weights {table.weights} are not cut into shares by {axis}"
                places[obstacle].append(source.at("table", table.name, "weights"))
    for obstacle, (first, *others) in places.items():
        yield codes.RULE_NEVER_APPLIES.finding(
            f"The rule can never be checked: {obstacle}.",
            hint="Give the table of that concept the axis, or compute the rule from another concept.",
            location=first,
            related=tuple(others),
        )


def _operands(concept: Concept) -> Iterator[tuple[Keys, Operand]]:
    """Yield what the rules about a concept compare it with, and where the source says so."""
    if concept.ratio:
        yield ("ratio", "numerator"), concept.ratio.numerator
        yield ("ratio", "denominator"), concept.ratio.denominator
    if concept.parent:
        yield (), Operand(concept.parent)


def _obstacle(taxonomy: Taxonomy, concept: Concept, operand: Operand) -> str | None:
    """Return why no figure of the operand goes with one of the concept. A typed axis is named by every figure."""
    mine, theirs = taxonomy.axes_of(concept.name), taxonomy.axes_of(operand.concept)
    for axis, member in operand.members:
        if axis not in theirs:
            return f"{operand.concept} is not cut by {axis}"
        if member not in taxonomy.members_of(operand.concept, axis):
            return f"{operand.concept} is not reported for {member}"
    for axis in sorted(mine.keys() ^ theirs.keys()):
        if taxonomy.axes[axis].typed:
            lacking, having = (operand.concept, concept.name) if axis in mine else (concept.name, operand.concept)
            return f"every figure of {having} is for a member of {axis}, which does not cut {lacking}"
    return None


def _averaged(table: Table) -> list[str]:
    return [axis for axis, arithmetic in table.axes.items() if arithmetic is Arithmetic.AVERAGE]


def _unweighted_averages(source: _Source) -> Iterator[Finding]:
    """An average has weights."""
    for table in source.tables:
        if not table.weights and (axes := _averaged(table)):
            yield codes.AVERAGE_UNWEIGHTED.finding(
                f"The averages of the table {table.name} have no weights: a total is only checked to lie between the "
                "figures of its members.",
                hint="Add `weights:` with a percentage that is cut by the same axis, if there is one.",
                location=source.at("table", table.name, "axes", axes[0]),
            )


def _ratio_periods(source: _Source) -> Iterator[Finding]:
    """A ratio with a flow in it is over a period, one of two stocks is at a point in time.

    A flow divided by a flow, by the stock at the period's end, or the other way round, is over the period.
    """
    for concept in source.concepts:
        if concept.ratio:
            periods = {source.taxonomy.concepts[name].period for name in concept.ratio.concepts}
            expected = "duration" if "duration" in periods else "instant"
            if concept.period != expected:
                figures = "one of its figures is" if expected == "duration" else "neither of its figures is"
                yield codes.RATIO_PERIOD_UNFIT.finding(
                    f"{concept.name} has the period {concept.period}, but {figures} over a period: {expected} is "
                    "expected.",
                    hint=f"Make it `period: {expected}`, or compute it from other concepts.",
                    location=source.at("concept", concept.name, "period"),
                )


def _balances(source: _Source) -> Iterator[Finding]:
    """Only monetary concepts have a balance; a total and its parts have the same."""
    for concept in source.concepts:
        total = source.taxonomy.concepts[concept.parent] if concept.parent else concept
        is_part = concept.name in total.parts and total.balance and concept.balance != total.balance
        for fails, message, hint in (
            (
                concept.type.qname.local != "monetaryItemType",
                f"{concept.name} has a balance, but its type is {concept.type.name}; only money has one.",
                "Remove `balance`, or correct the type.",
            ),
            (
                is_part,
                f"{concept.name} is {concept.balance}, but {total.name}, which it is a part of, is {total.balance}.",
                "Give both the same balance, or nest it under `of_which`.",
            ),
        ):
            if concept.balance and fails:
                yield codes.BALANCE_CLASH.finding(
                    message, hint=hint, location=source.at("concept", concept.name, "balance")
                )
                break


_NEEDED_FOR: Mapping[str, tuple[str, Callable[[Concept], bool]]] = {
    "may_exceed_one": ("a percentage", _is_percent),
    "may_be_negative": ("a figure that is no count", lambda one: one.type.is_numeric and not one.type.is_count),
    "water": ("a volume", lambda one: (one.type.quantity or "").split("/")[0] == "volume"),
}


def _properties(source: _Source) -> Iterator[Finding]:
    """A property means something for the type; weights are for averages."""
    for concept in source.concepts:
        for key, (expected, holds) in _NEEDED_FOR.items():
            if getattr(concept, key) and not holds(concept):
                yield codes.PROPERTY_WITHOUT_EFFECT.finding(
                    f"`{key}` is for {expected}, but the type of {concept.name} is {concept.type.name}.",
                    hint=f"Remove `{key}`, or correct the type.",
                    location=source.at("concept", concept.name, key),
                )
    for table in source.tables:
        if table.weights and not _averaged(table):
            yield codes.PROPERTY_WITHOUT_EFFECT.finding(
                f"The table {table.name} has weights, but no axis is an `average`.",
                hint="Remove `weights`, or correct the arithmetic of the axis.",
                location=source.at("table", table.name, "weights"),
            )


# Entry points --------------------------------------------------------------------------------------------------------


def _entry_points(source: _Source) -> Iterator[Finding]:
    """An entry point has the concepts that its rules need, and each of its standards is answered."""
    everywhere = rules_of(source.taxonomy)
    for entry_point in source.taxonomy.entry_points:
        view = source.taxonomy.at(entry_point.href) or source.taxonomy
        here = {rule.id for rule in rules_of(view)}
        lost = [rule.id for rule in everywhere if rule.concept in view.concepts and rule.id not in here]
        if lost and entry_point.with_rules:
            yield codes.RULES_LEFT_OUT.finding(
                f"The entry point {entry_point.name} leaves out {len(lost)} rules whose other concepts it does not "
                f"have: {_listed(lost)}.",
                hint="Refer to its standard from those concepts, or leave it so: their figures are then not compared.",
                location=source.at("entry point", entry_point.name, "standards"),
            )
        for index, standard in enumerate(entry_point.standards):
            if len(unanswered(view, standard)) == len(view.standards[standard].codes):
                yield codes.ENTRY_POINT_EMPTY.finding(
                    f"No concept answers {standard}: the entry point {entry_point.name} has nothing of it.",
                    hint="Refer to its codes from concepts, or remove the standard from the entry point.",
                    location=source.at("entry point", entry_point.name, "standards", index),
                )


_CHECKS: tuple[Check, ...] = (
    _taken_names,
    _taken_files,
    _names,
    _names_against_types,
    _documentation,
    _repeated_labels,
    _total_labels,
    _terse_labels,
    _orphans,
    _repeated_references,
    _unanswered_codes,
    _unused,
    _units,
    _spellings,
    _plausible_bounds,
    _members,
    _arithmetic,
    _rules_that_never_apply,
    _unweighted_averages,
    _ratio_periods,
    _balances,
    _properties,
    _entry_points,
)
