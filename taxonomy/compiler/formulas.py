"""The rules as formula linkbases: assertions that any XBRL processor evaluates, with the outcome of our own checks.

Implements Formula 1.0 (value and existence assertions), Validation Messages 1.0 and Assertion Severity 2.0; sums are
left to Calculations 1.1. A figure is what one fact, or several that repeat it, can have been before rounding (see
:mod:`.functions`); an assertion is unsatisfied where no choice within the intervals satisfies its rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction

from lxml import etree

from ...findings import Severity
from ..model import Arithmetic, Operand, Taxonomy
from ..rules import Rule, RuleKind, rules_of, statement, weights_of
from .functions import IS_REPORT, NAMESPACES, SCHEMAS, scale
from .linkbases import GenericLink, Linkbase, Vocabulary
from .schemas import XML, domain, group_of

_SPECIFICATIONS = {
    "acf": ("http://xbrl.org/2010/filter/aspect-cover", "http://www.xbrl.org/2010/aspect-cover-filter.xsd"),
    "bf": ("http://xbrl.org/2008/filter/boolean", "http://www.xbrl.org/2008/boolean-filter.xsd"),
    "cf": ("http://xbrl.org/2008/filter/concept", "http://www.xbrl.org/2008/concept-filter.xsd"),
    "df": ("http://xbrl.org/2008/filter/dimension", "http://www.xbrl.org/2008/dimension-filter.xsd"),
    "ea": ("http://xbrl.org/2008/assertion/existence", "http://www.xbrl.org/2008/existence-assertion.xsd"),
    "msg": ("http://xbrl.org/2010/message", "http://www.xbrl.org/2010/generic-message.xsd"),
    "pf": ("http://xbrl.org/2008/filter/period", "http://www.xbrl.org/2008/period-filter.xsd"),
    "uf": ("http://xbrl.org/2008/filter/unit", "http://www.xbrl.org/2008/unit-filter.xsd"),
    "va": ("http://xbrl.org/2008/assertion/value", "http://www.xbrl.org/2008/value-assertion.xsd"),
}
_NAMESPACES = {**NAMESPACES, **{prefix: namespace for prefix, (namespace, _) in _SPECIFICATIONS.items()}}
_MESSAGE = "http://www.xbrl.org/2010/role/message"
_VARIABLE = "http://xbrl.org/arcrole/2008/variable-set"
_FILTER = "http://xbrl.org/arcrole/2008/variable-filter"
_SET_FILTER = "http://xbrl.org/arcrole/2008/variable-set-filter"
_SUBFILTER = "http://xbrl.org/arcrole/2008/boolean-filter"
_UNSATISFIED_MESSAGE = "http://xbrl.org/arcrole/2010/assertion-unsatisfied-message"
_UNSATISFIED_SEVERITY = "http://xbrl.org/arcrole/2022/assertion-unsatisfied-severity"
_DECLARED_IN = {
    _VARIABLE: "http://www.xbrl.org/2008/variable.xsd#variable-set",
    _FILTER: "http://www.xbrl.org/2008/variable.xsd#variable-filter",
    _SET_FILTER: "http://www.xbrl.org/2008/variable.xsd#variable-set-filter",
    _SUBFILTER: "http://www.xbrl.org/2008/boolean-filter.xsd#boolean-filter",
    _UNSATISFIED_MESSAGE: "http://www.xbrl.org/2010/validation-message.xsd#assertion-unsatisfied-message",
    _UNSATISFIED_SEVERITY: "http://www.xbrl.org/2022/assertion-severity.xsd#assertion-unsatisfied-severity",
}
_SEVERITIES = "http://www.xbrl.org/2022/severities.xml"


MESSAGES = "rules/messages.xml"


def rules(taxonomy: Taxonomy, topic: str) -> bytes | None:
    """Return the formula linkbase of a topic, if it has rules that are not sums.

    An assertion has the id of its rule, except that rules that differ in nothing but their concept share one, which is
    quicker: those about one fact each by topic (``sign.workforce``), those along an axis by table
    (``breakdown.NewEmployees.Gender``). An id always begins with the kind of rule; the facts tell the concept. Shares
    have a second assertion, for those within another share (``shares.WorkforceComposition.Gender.within``).
    """
    linkbase = Linkbase(taxonomy, _vocabulary(taxonomy))
    chosen = [
        rule for rule in rules_of(taxonomy) if group_of(taxonomy.tables[taxonomy.concepts[rule.concept].table]) == topic
    ]
    if assertions := list(_assertions(taxonomy, chosen)):
        link = _FormulaLink(taxonomy, linkbase.generic())
        for assertion in assertions:
            link.add(assertion)
    return linkbase.content()


def messages(taxonomy: Taxonomy) -> bytes | None:
    """Return the linkbase of the messages in every language, which the rules of all topics and entry points share."""
    linkbase = Linkbase(taxonomy, _vocabulary(taxonomy))
    link = linkbase.generic()
    for label, assertion in {one.message: one for one in _assertions(taxonomy, rules_of(taxonomy))}.items():
        for language in taxonomy.languages:
            message = link.resource(_tag("msg:message"), label, _MESSAGE, id=f"{label}.{language}")
            message.set(f"{{{XML}}}lang", language)
            message.text = _message(taxonomy, assertion, language)
    return linkbase.content()


def _vocabulary(taxonomy: Taxonomy) -> Vocabulary:
    return Vocabulary(
        namespaces={**_NAMESPACES, taxonomy.prefix: taxonomy.namespace, "rules": f"{taxonomy.base}/rules"},
        schemas={**SCHEMAS, **dict(_SPECIFICATIONS.values())},
        roles={_MESSAGE: "http://www.xbrl.org/2010/generic-message.xsd#standard-message"},
        arcroles=_DECLARED_IN,
    )


def _assertions(taxonomy: Taxonomy, chosen: Iterable[Rule]) -> Iterator[_Assertion]:
    """Return what to assert for rules; those of one id differ in what they are about and are asserted as one."""
    by_id: dict[str, _Assertion] = {}
    for rule in chosen:
        for one in _ASSERTED[rule.kind](taxonomy, rule) if rule.kind in _ASSERTED else ():
            known = by_id.get(one.id)
            by_id[one.id] = replace(known, about=(*known.about, *one.about)) if known else one
    yield from by_id.values()


@dataclass(frozen=True, slots=True)
class _Filter:
    """A filter of facts. ``texts`` are those of the elements in it, by their path; ``any_of`` are subfilters.

    A filter ``covers`` its aspect unless other variables of the assertion have to match in it.
    """

    tag: str
    label: str
    texts: tuple[tuple[str, str], ...] = ()
    test: str | None = None
    any_of: tuple[_Filter, ...] = ()
    complement: bool = False
    covers: bool = True

    def __invert__(self) -> _Filter:
        return replace(self, complement=not self.complement)

    def __str__(self) -> str:
        return f"not.{self.label}" if self.complement else self.label


@dataclass(frozen=True, slots=True)
class _Facts:
    """A variable: each fact that the filters let through, or all that give one figure, omissions among them."""

    filters: tuple[_Filter, ...] = ()
    are_one_figure: bool = True
    may_be_missing: bool = False

    @property
    def label(self) -> str:
        """A name for what the variable holds."""
        kind = ("figure" if self.are_one_figure else "fact") + (".or-none" if self.may_be_missing else "")
        return ".".join([kind, *map(str, self.filters)])


@dataclass(frozen=True, slots=True)
class _Assertion:
    """A test of variables, or, of a rule that something is required, of how many facts there are.

    ``about`` are the concepts of its facts, where those of one evaluation are all of one concept. Assertions with the
    same ``message`` share it: ``said`` are the facts, in XPath, that it names and shows in the place of a concept.
    """

    id: str
    rule: Rule
    variables: Mapping[str, _Facts]
    test: str
    message: str
    said: Mapping[str, str]
    about: tuple[str, ...] = ()


def _required(taxonomy: Taxonomy, rule: Rule) -> Iterator[_Assertion]:
    yield _Assertion(rule.id, rule, {"fact": _FACT}, f". gt 0 or not(${IS_REPORT})", rule.id, {}, (rule.concept,))


def _sign(taxonomy: Taxonomy, rule: Rule) -> Iterator[_Assertion]:
    yield _of_one_fact(taxonomy, rule, "$fact ge 0 or rules:interval($fact)[2] ge 0")


def _limit(taxonomy: Taxonomy, rule: Rule) -> Iterator[_Assertion]:
    yield _of_one_fact(taxonomy, rule, f"$fact le 1 or rules:interval($fact)[1] le {scale(taxonomy)}")


def _range(taxonomy: Taxonomy, rule: Rule) -> Iterator[_Assertion]:
    plausible = taxonomy.concepts[rule.concept].plausible
    if plausible is None:
        return
    factor = Fraction(scale(taxonomy))
    for position, spelling in enumerate(plausible.unit.split("/")):
        unit = taxonomy.unit(spelling)
        held = Fraction(unit.base) * Fraction(10) ** unit.exponent if unit else Fraction(1)
        factor = factor / held if position else factor * held
    tests, words = [], []
    if plausible.low is not None:
        tests.append(f"rules:interval($fact)[2] ge {_decimal(Fraction(plausible.low) * factor)}")
        words.append(f".from-{plausible.low:f}")
    if plausible.high is not None:
        tests.append(f"rules:interval($fact)[1] le {_decimal(Fraction(plausible.high) * factor)}")
        words.append(f".to-{plausible.high:f}")
    bounds = re.sub(r"[^A-Za-z0-9.]+", "-", "".join([*words, f"-{plausible.unit}"]))
    yield _of_one_fact(taxonomy, rule, " and ".join(tests), bounds)


def _decimal(number: Fraction) -> str:
    with localcontext(prec=100):
        return format(Decimal(number.numerator) / number.denominator, "f")


def _of_one_fact(taxonomy: Taxonomy, rule: Rule, test: str, bounds: str = "") -> _Assertion:
    name = f"{rule.kind}.{group_of(taxonomy.tables[taxonomy.concepts[rule.concept].table])}{bounds}"
    said = {rule.concept: "$fact"}
    return _Assertion(name, rule, {"fact": _FACT}, test, f"{rule.kind}{bounds}", said, (rule.concept,))


def _part(taxonomy: Taxonomy, rule: Rule) -> Iterator[_Assertion]:
    whole = taxonomy.concepts[rule.concept].parent or ""
    variables = {"part": _figure(taxonomy, rule.concept), "whole": _figure(taxonomy, whole)}
    said = {rule.concept: "$part", whole: "$whole"}
    yield _Assertion(rule.id, rule, variables, "rules:part($part, $whole)", rule.kind, said)


def _ratio(taxonomy: Taxonomy, rule: Rule) -> Iterator[_Assertion]:
    ratio = taxonomy.concepts[rule.concept].ratio
    if ratio is None:
        return
    operands = {"numerator": ratio.numerator, "denominator": ratio.denominator}
    variables = {
        "ratio": _figure(taxonomy, rule.concept, *_fitting(taxonomy, rule.concept, operands.values())),
        **{name: _operand(taxonomy, rule.concept, operand, name) for name, operand in operands.items()},
    }
    test = "rules:ratio($ratio, $numerator, $denominator)"
    message = ".".join([rule.kind, *(member for operand in operands.values() for _, member in operand.members)])
    said = {rule.concept: "$ratio", **{operand.concept: f"${name}" for name, operand in operands.items()}}
    yield _Assertion(rule.id, rule, variables, test, message, said)


def _operand(taxonomy: Taxonomy, ratio: str, operand: Operand, side: str) -> _Facts:
    """The operand's figure: of a stock, at the end of the ratio's period; of money, in the ratio's currency if any."""
    filters = [_member(taxonomy, axis, member) for axis, member in operand.members]
    if (taxonomy.concepts[ratio].period, taxonomy.concepts[operand.concept].period) == ("duration", "instant"):
        filters.append(_at_end_of("ratio"))
    if _is_money(taxonomy, operand.concept) and _is_money(taxonomy, ratio):
        filters.append(_in_currency_of("ratio", side))
    return _figure(taxonomy, operand.concept, *filters)


def _fitting(taxonomy: Taxonomy, ratio: str, operands: Iterable[Operand]) -> Iterator[_Filter]:
    """A ratio that is itself cut by the axis of an operand's member is computed for that member only."""
    for operand in operands:
        for axis, member in operand.members:
            if axis in taxonomy.axes_of(ratio):
                yield _member(taxonomy, axis, member, or_none=True)


def _breakdown(taxonomy: Taxonomy, rule: Rule) -> Iterator[_Assertion]:
    axis, variables = _axis(taxonomy, rule), _total_and_members(taxonomy, rule)
    if "elsewhere" in variables or taxonomy.concepts[rule.concept].may_be_negative:
        may_be_negative = f"{taxonomy.concepts[rule.concept].may_be_negative}()".lower()
        arguments = f"$parts, {_elsewhere(variables)}, '{axis}', {may_be_negative}"
        test = f"rules:adds-up(rules:figure($whole), {arguments})"
        yield replace(_along(taxonomy, rule, variables, test), id=rule.id)
    else:
        yield _along(taxonomy, rule, variables, f"rules:breakdown($whole, $parts, '{axis}')")


def _shares(taxonomy: Taxonomy, rule: Rule) -> Iterator[_Assertion]:
    """Shares add up to the whole, or, where another axis of shares cuts them too, to the share of its member."""
    axis, variables = _axis(taxonomy, rule), _total_and_members(taxonomy, rule)
    others = tuple(
        replace(_total(taxonomy, other), covers=False)
        for other, arithmetic in taxonomy.axes_of(rule.concept).items()
        if other != rule.axis and arithmetic is Arithmetic.SHARES
    )
    parts = replace(variables["parts"], filters=(*variables["parts"].filters, *others))
    yield _along(taxonomy, rule, {"parts": parts}, f"rules:shares($parts, '{axis}')")
    if others:
        label = ".or.".join(str(~other) for other in others)
        within = _Filter("bf:orFilter", label, any_of=tuple(~other for other in others), covers=False)
        whole = replace(variables["whole"], filters=(*variables["whole"].filters, within))
        test = f"rules:breakdown($whole, $parts, '{axis}')"
        yield _along(taxonomy, rule, {**variables, "whole": whole}, test, ".within")


def _average(taxonomy: Taxonomy, rule: Rule) -> Iterator[_Assertion]:
    axis, variables = _axis(taxonomy, rule), _total_and_members(taxonomy, rule)
    count = len(taxonomy.axes[rule.axis or ""].members)
    weights = weights_of(taxonomy, rule)
    if weights is None:
        test = f"rules:average($whole, $parts, {_elsewhere(variables)}, (), '{axis}', {count})"
        shared = _along(taxonomy, rule, variables, test)
        yield replace(shared, id=rule.id) if "elsewhere" in variables else shared
        return
    test = f"rules:average($whole, $parts, {_elsewhere(variables)}, $weights, '{axis}', {count})"
    named = _named(taxonomy, (rule.concept,))
    periods = taxonomy.concepts[rule.concept].period, taxonomy.concepts[weights].period
    at_end = [_at_end_of("whole")] if periods == ("duration", "instant") else []
    variables = {name: replace(facts, filters=(named, *facts.filters)) for name, facts in variables.items()}
    shares = _figure(taxonomy, weights, ~_total(taxonomy, rule.axis or ""), *at_end)
    variables["weights"] = replace(shares, may_be_missing=True)
    yield replace(_along(taxonomy, rule, variables, test), id=rule.id, about=())


def _along(taxonomy: Taxonomy, rule: Rule, variables: Mapping[str, _Facts], test: str, within: str = "") -> _Assertion:
    """What holds along an axis of a table, for each of its concepts."""
    name = f"{rule.kind}.{taxonomy.concepts[rule.concept].table}.{rule.axis}{within}"
    said = {rule.concept: "$whole, $parts" if "whole" in variables else "$parts"}
    return _Assertion(name, rule, variables, test, f"{rule.kind}.{rule.axis}{within}", said, (rule.concept,))


def _total_and_members(taxonomy: Taxonomy, rule: Rule) -> dict[str, _Facts]:
    """The total and the members along a rule's axis; those of money also in other currencies than the total's."""
    total = _total(taxonomy, rule.axis or "")
    if _is_money(taxonomy, rule.concept):
        return {"whole": _Facts((total,)), "parts": _Facts((~total,)), "elsewhere": _Facts((~total, _ANY_UNIT))}
    return {"whole": _Facts((total, _ANY_UNIT)), "parts": _Facts((~total, _ANY_UNIT))}


def _elsewhere(variables: Mapping[str, _Facts]) -> str:
    return "$elsewhere" if "elsewhere" in variables else "()"


def _axis(taxonomy: Taxonomy, rule: Rule) -> str:
    return taxonomy.axes[rule.axis or ""].qname.local


_ASSERTED: Mapping[RuleKind, Callable[[Taxonomy, Rule], Iterator[_Assertion]]] = {
    RuleKind.REQUIRED: _required,
    RuleKind.SIGN: _sign,
    RuleKind.LIMIT: _limit,
    RuleKind.RANGE: _range,
    RuleKind.PART: _part,
    RuleKind.RATIO: _ratio,
    RuleKind.BREAKDOWN: _breakdown,
    RuleKind.SHARES: _shares,
    RuleKind.AVERAGE: _average,
}
_FACT = _Facts(are_one_figure=False)
_ANY_UNIT = _Filter("acf:aspectCover", "any-unit", (("acf:aspect", "unit"),))


def _figure(taxonomy: Taxonomy, concept: str, *filters: _Filter) -> _Facts:
    """The facts that give one figure of a concept: in any unit, but an amount of money in one currency."""
    any_unit = () if _is_money(taxonomy, concept) else (_ANY_UNIT,)
    return _Facts((_named(taxonomy, (concept,)), *filters, *any_unit))


def _is_money(taxonomy: Taxonomy, concept: str) -> bool:
    """Whether the units of a concept name a currency."""
    return "money" in (taxonomy.concepts[concept].type.quantity or "").split("/")


def _named(taxonomy: Taxonomy, concepts: Sequence[str], label: str = "") -> _Filter:
    texts = tuple(("cf:concept/cf:qname", str(taxonomy.concepts[concept].qname)) for concept in concepts)
    return _Filter("cf:conceptName", label or concepts[0], texts)


def _total(taxonomy: Taxonomy, name: str) -> _Filter:
    """Facts without a member of an axis."""
    axis = taxonomy.axes[name]
    dimension = ("df:dimension/df:qname", str(axis.qname))
    if axis.typed:
        return ~_Filter("df:typedDimension", f"{name}.any", (dimension,))
    default = ("df:member/df:qname", str(replace(axis.qname, local=domain(axis))))
    return _Filter("df:explicitDimension", f"{name}.total", (dimension, default))


def _member(taxonomy: Taxonomy, name: str, member: str, *, or_none: bool = False) -> _Filter:
    """Facts with a member of an axis, or also those without any."""
    axis = taxonomy.axes[name]
    members = [str(axis.members[member].qname), *([str(replace(axis.qname, local=domain(axis)))] if or_none else [])]
    texts = (("df:dimension/df:qname", str(axis.qname)), *(("df:member/df:qname", text) for text in members))
    return _Filter("df:explicitDimension", f"{name}.{member}{'.or-none' if or_none else ''}", texts, covers=not or_none)


def _at_end_of(variable: str) -> _Filter:
    """Stocks at the end of the period of a variable."""
    test = f"xfi:period-instant(.) eq xfi:period-end(xfi:period(${variable}[1]))"
    return _Filter("pf:period", f"at-end-of-{variable}", test=test)


def _in_currency_of(variable: str, side: str) -> _Filter:
    """Amounts in the currency above or below the line of a variable's unit."""
    measure = f"xfi:measure-name(xfi:unit-{side}(xfi:unit(${variable}[1])))"
    return _Filter("uf:singleMeasure", f"in-{side}-of-{variable}", (("uf:measure/uf:qnameExpression", measure),))


_SEVERITY = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING"}


class _FormulaLink:
    """A generic link of assertions. Messages, variables and filters that several need are made once."""

    def __init__(self, taxonomy: Taxonomy, link: GenericLink) -> None:
        self._taxonomy = taxonomy
        self._link = link
        self._made: set[str] = set()

    def add(self, assertion: _Assertion) -> None:
        """Add an assertion with its severity, its messages and its variables."""
        tag = "ea:existenceAssertion" if assertion.rule.kind is RuleKind.REQUIRED else "va:valueAssertion"
        element = self._link.resource(_tag(tag), assertion.id, id=assertion.id, test=assertion.test)
        element.set("aspectModel", "dimensional")
        element.set("implicitFiltering", "true")
        self._link.arc(_UNSATISFIED_SEVERITY, assertion.id, self._severity(assertion.rule))
        self._link.arc(_UNSATISFIED_MESSAGE, assertion.id, self._messages(assertion))
        if assertion.about:
            self._filter(_SET_FILTER, assertion.id, _named(self._taxonomy, assertion.about, assertion.id))
        for order, (name, facts) in enumerate(assertion.variables.items(), start=1):
            arc = _tag("variable:variableArc")
            self._link.arc(_VARIABLE, assertion.id, self._variable(facts), arc, name=name, order=str(order))

    def _is_new(self, label: str) -> bool:
        is_new = label not in self._made
        self._made.add(label)
        return is_new

    def _severity(self, rule: Rule) -> str:
        label = _SEVERITY[rule.kind.code.severity]
        if self._is_new(label):
            self._link.locate(f"{_SEVERITIES}#{label}", label)
        return label

    def _messages(self, assertion: _Assertion) -> str:
        label = f"message.{assertion.message}"
        if self._is_new(label):
            for language in self._taxonomy.languages:
                self._link.locate(f"../{MESSAGES}#{assertion.message}.{language}", label)
        return label

    def _variable(self, facts: _Facts) -> str:
        if self._is_new(facts.label):
            variable = self._link.resource(_tag("variable:factVariable"), facts.label)
            variable.set("bindAsSequence", str(facts.are_one_figure).lower())
            if facts.are_one_figure:
                variable.set("nils", "true")
                variable.set("matches", "true")
            if facts.may_be_missing:
                variable.set("fallbackValue", "()")
            for one in facts.filters:
                self._filter(_FILTER, facts.label, one)
        return facts.label

    def _filter(self, arcrole: str, source: str, one: _Filter) -> None:
        label = f"filter.{one.label}"
        if self._is_new(label):
            element = self._link.resource(_tag(one.tag), label, **({"test": one.test} if one.test else {}))
            for path, text in one.texts:
                parent = element
                for name in path.split("/"):
                    parent = etree.SubElement(parent, _tag(name))
                parent.text = text
            for subfilter in one.any_of:
                self._filter(_SUBFILTER, label, subfilter)
        if arcrole == _SET_FILTER:
            self._link.arc(arcrole, source, label, _tag("variable:variableSetFilterArc"), complement="false")
        else:
            flags = {"complement": str(one.complement).lower(), "cover": str(one.covers).lower()}
            self._link.arc(arcrole, source, label, _tag("variable:variableFilterArc"), **flags)


def _tag(name: str) -> str:
    """Return the tag of an element of one of the specifications: ``va:valueAssertion``."""
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def _message(taxonomy: Taxonomy, assertion: _Assertion, language: str) -> str:
    """Return what the rule demands, with what the facts say in the place of their concepts."""
    places = {concept: chr(_PRIVATE + index) for index, concept in enumerate(assertion.said)}
    text = statement(taxonomy, assertion.rule, language, places).replace("{", "{{").replace("}", "}}")
    for concept, facts in assertion.said.items():
        text = text.replace(places[concept], f"{{rules:said-{language}({facts})}}")
    return text


_PRIVATE = 0xE000
"""The first of the characters that no label has: they hold the places of concepts."""
