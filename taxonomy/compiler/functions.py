"""The functions that the rules call: figures, what their members add up to, averages and ratios, in XPath 2.0.

Implements Custom Function Implementation 1.0. An interval is a sequence of two numbers, the least and the greatest that
a figure can have been before rounding; that of an omitted figure is empty. Numbers are in base units of their quantity
times a scale by which every quotient of units is a finite decimal, so that nothing is lost in exact decimals.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from lxml import etree

from ..model import Taxonomy
from .linkbases import Linkbase, Vocabulary
from .schemas import XS

FUNCTIONS = "rules/functions.xml"
IS_REPORT = "rules:is-report"
_IS_REPORT = "empty(self::xs:schema)"
"""Whether it is a report that is validated: Arelle also runs the rules where it validates the taxonomy alone."""
IMPLEMENTATION = "http://xbrl.org/arcrole/2010/function-implementation"
NAMESPACES = {
    "cfi": "http://xbrl.org/2010/custom-function",
    "variable": "http://xbrl.org/2008/variable",
    "xfi": "http://www.xbrl.org/2008/function/instance",
    "xs": XS,
}
SCHEMAS = {
    NAMESPACES["cfi"]: "http://www.xbrl.org/2010/custom-function-implementation.xsd",
    NAMESPACES["variable"]: "http://www.xbrl.org/2008/variable.xsd",
}


def functions(taxonomy: Taxonomy) -> bytes | None:
    """Return the linkbase of the functions that the rules of all topics share."""
    vocabulary = Vocabulary(
        namespaces={**NAMESPACES, "rules": f"{taxonomy.base}/rules"},
        schemas=SCHEMAS,
        arcroles={IMPLEMENTATION: f"{SCHEMAS[NAMESPACES['cfi']]}#cfi-implementation"},
    )
    linkbase = Linkbase(taxonomy, vocabulary)
    link = linkbase.generic()
    variable, cfi = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("variable", "cfi"))
    link.resource(f"{variable}parameter", "is-report", name=IS_REPORT, select=_IS_REPORT, **{"as": "xs:boolean"})
    for number, function in enumerate(_functions(taxonomy), start=1):
        label, implementation = f"{function.name}.{number}", f"{function.name}.{number}.implementation"
        name = f"rules:{function.name}"
        signature = link.resource(f"{variable}function", label, name=name, output=function.output)
        for kind in function.inputs.values():
            etree.SubElement(signature, f"{variable}input", type=kind)
        body = link.resource(f"{cfi}implementation", implementation)
        for argument in function.inputs:
            etree.SubElement(body, f"{cfi}input", name=argument)
        for step, expression in function.steps.items():
            etree.SubElement(body, f"{cfi}step", name=step).text = expression
        etree.SubElement(body, f"{cfi}output").text = function.result
        link.arc(IMPLEMENTATION, label, implementation)
    return linkbase.content()


def scale(taxonomy: Taxonomy) -> int:
    """Return what base units are multiplied by: what the units' bases hold of primes other than 2 and 5."""
    common = 1
    for unit in taxonomy.units:
        factor = Fraction(unit.base).numerator
        for prime in (2, 5):
            while factor % prime == 0:
                factor //= prime
        common = math.lcm(common, factor)
    return common


@dataclass(frozen=True, slots=True)
class _Function:
    """A function: the types of its inputs by name, the type of its output, and the steps by name to its result."""

    name: str
    inputs: Mapping[str, str]
    output: str
    result: str
    steps: Mapping[str, str] = field(default_factory=dict)


_FACT, _FACTS, _NUMBERS = "item()", "item()*", "xs:decimal*"
_ZEROS = "0" * 60


def _lows(count: str, intervals: str) -> str:
    return f"(for $i in 1 to {count} return subsequence({intervals}, 2 * $i - 1, 1))"


def _highs(count: str, intervals: str) -> str:
    return f"(for $i in 1 to {count} return subsequence({intervals}, 2 * $i, 1))"


def _functions(taxonomy: Taxonomy) -> list[_Function]:
    return [
        _base(taxonomy),
        _factor(taxonomy),
        _HALF,
        _INTERVAL,
        *_FIGURES,
        _members(taxonomy),
        *_sums(taxonomy),
        _average(taxonomy),
        _ratio(taxonomy),
        *_for_messages(taxonomy),
    ]


def _base(taxonomy: Taxonomy) -> _Function:
    """How many base units of its quantity a measure holds."""
    held = {f"{unit.measure.namespace}#{unit.measure.local}": unit.base for unit in taxonomy.units if unit.base != 1}
    table = " ".join(f"{measure}={base:f}" for measure, base in held.items())
    return _Function(
        "base",
        {"measure": "xs:QName"},
        "xs:decimal",
        steps={
            "name": "concat(' ', namespace-uri-from-QName($measure), '#', local-name-from-QName($measure), '=')",
            "held": f"substring-before(substring-after(' {table} ', $name), ' ')",
        },
        result="if ($held) then xs:decimal($held) else 1",
    )


def _factor(taxonomy: Taxonomy) -> _Function:
    """How many base units of its quantity a unit holds, scaled. A unit is divided by one measure at most."""
    return _Function(
        "factor",
        {"unit": _FACT},
        "xs:decimal",
        steps={
            "above": "for $measure in xfi:unit-numerator($unit) return rules:base(xfi:measure-name($measure))",
            "below": "for $measure in xfi:unit-denominator($unit) return rules:base(xfi:measure-name($measure))",
        },
        result=f"{scale(taxonomy)} * $above[1] div (if (empty($below)) then 1.0 else $below[1])",
    )


_HALF = _Function(
    # Half a unit of the last decimal. A count that is given to the unit is exact.
    "half",
    {"decimals": "xs:string", "is-count": "xs:boolean"},
    "xs:decimal",
    result="if ($decimals eq 'INF') then 0 else if (starts-with($decimals, '-')) "
    f"then xs:decimal(concat('5', substring('{_ZEROS}', 1, -xs:integer($decimals) - 1))) "
    "else if ($is-count) then 0 "
    f"else xs:decimal(concat('0.', substring('{_ZEROS}', 1, xs:integer($decimals)), '5'))",
)
_INTERVAL = _Function(
    # What one fact says: half a unit of its last decimal up or down.
    "interval",
    {"fact": _FACT},
    _NUMBERS,
    steps={
        "half": "rules:half(string(xfi:decimals($fact)), data($fact) instance of xs:integer)",
        "factor": "rules:factor(xfi:unit($fact))",
    },
    result="(($fact - $half) * $factor, ($fact + $half) * $factor)",
)


_FIGURES = [
    # What several facts that repeat each other have in common; where that is nothing, what the first one says.
    _Function(
        "common",
        {"facts": _FACTS},
        _NUMBERS,
        steps={
            "count": "count($facts)",
            "ends": "for $fact in $facts return rules:interval($fact)",
            "low": f"max({_lows('$count', '$ends')})",
            "high": f"min({_highs('$count', '$ends')})",
        },
        result="if ($low le $high) then ($low, $high) else rules:interval(($facts | ())[1])",
    ),
    _Function(
        "figure",
        {"facts": _FACTS},
        _NUMBERS,
        steps={"known": "$facts[not(nilled(.))]"},
        result="if (empty($known)) then () else if (count($known) eq 1) then rules:interval($known) "
        "else rules:common($known)",
    ),
    _Function(
        "part",
        {"part": _FACTS, "whole": _FACTS},
        "xs:boolean",
        result="not(rules:figure($part)[1] gt rules:figure($whole)[2])",
    ),
    _Function(
        "figures",
        {"facts": _FACTS, "members": "xs:string*", "names": "xs:string*"},
        _NUMBERS,
        result="for $name in $names return "
        "rules:figure(for $i in index-of($members, $name) return subsequence($facts, $i, 1))",
    ),
]


def _members(taxonomy: Taxonomy) -> _Function:
    """The members that facts have of one axis."""
    return _Function(
        "members",
        {"facts": _FACTS, "axis": "xs:string"},
        "xs:string*",
        steps={"dimension": f"QName('{taxonomy.namespace}', $axis)"},
        result="if (empty($facts)) then () else if (xfi:fact-has-explicit-dimension($facts[1], $dimension)) "
        "then (for $fact in $facts return string(xfi:fact-explicit-dimension-value($fact, $dimension))) "
        "else (for $fact in $facts return string(xfi:fact-typed-dimension-value($fact, $dimension)))",
    )


def _sums(taxonomy: Taxonomy) -> list[_Function]:
    """Whether the members of an axis add up to the whole; where some are unknown, whether the others are not more.

    Amounts of money in another currency than the whole's are ``elsewhere``: a member only given there decides nothing.
    """
    whole = scale(taxonomy)
    return [
        _Function(
            "adds-up",
            {
                "whole": _NUMBERS,
                "parts": _FACTS,
                "elsewhere": _FACTS,
                "axis": "xs:string",
                "may-be-negative": "xs:boolean",
            },
            "xs:boolean",
            steps={
                "members": "rules:members($parts, $axis)",
                "names": "distinct-values(($members, rules:members($elsewhere, $axis)))",
                "figures": "rules:figures($parts, $members, $names)",
                "known": "count($figures) idiv 2",
                "given": "count(distinct-values(rules:members($elsewhere[not(nilled(.))], $axis)))",
                "low": f"sum({_lows('$known', '$figures')})",
                "high": f"sum({_highs('$known', '$figures')})",
            },
            result="if (empty($whole) or $known eq 0 or $known lt $given) then true() "
            "else if ($known gt 1 and $known eq count($names)) then $low le $whole[2] and $whole[1] le $high "
            "else $may-be-negative or $low le $whole[2]",
        ),
        _Function(
            "breakdown",
            {"whole": _FACTS, "parts": _FACTS, "axis": "xs:string"},
            "xs:boolean",
            result="rules:adds-up(rules:figure($whole), $parts, (), $axis, false())",
        ),
        _Function(
            "shares",
            {"parts": _FACTS, "axis": "xs:string"},
            "xs:boolean",
            result=f"rules:adds-up(({whole}, {whole}), $parts, (), $axis, false())",
        ),
    ]


def _average(taxonomy: Taxonomy) -> _Function:
    """Whether the whole is the mean of all members, weighted by their shares, or without shares lies between them."""
    unit = scale(taxonomy)
    products = (
        "for $x in subsequence($figures, 2 * $i - 1, 2), $y in subsequence($shares, 2 * $i - 1, 2) return $x * $y"
    )
    return _Function(
        "average",
        {
            "whole": _FACTS,
            "parts": _FACTS,
            "elsewhere": _FACTS,
            "weights": _FACTS,
            "axis": "xs:string",
            "all": "xs:integer",
        },
        "xs:boolean",
        steps={
            "interval": "rules:figure($whole)",
            "members": "rules:members($parts, $axis)",
            "names": "distinct-values(($members, rules:members($elsewhere, $axis)))",
            "count": "count($names)",
            "figures": "rules:figures($parts, $members, $names)",
            "is-closed": "$count gt 1 and count($figures) eq 2 * $count",
            "shares": "if ($is-closed) then rules:figures($weights, rules:members($weights, $axis), $names) else ()",
            "is-weighted": f"count($shares) eq 2 * $count and sum({_lows('$count', '$shares')}) le {unit} "
            f"and sum({_highs('$count', '$shares')}) ge {unit}",
            "low": f"if ($is-weighted) then sum(for $i in 1 to $count return min({products})) "
            f"else {unit} * min({_lows('$count', '$figures')})",
            "high": f"if ($is-weighted) then sum(for $i in 1 to $count return max({products})) "
            f"else {unit} * max({_highs('$count', '$figures')})",
        },
        result="empty($interval) or not($is-closed) or not($is-weighted or $count eq $all) "
        f"or ($low le {unit} * $interval[2] and {unit} * $interval[1] le $high)",
    )


def _ratio(taxonomy: Taxonomy) -> _Function:
    """Whether the ratio times what is below the line can be what is above it."""
    unit = scale(taxonomy)
    return _Function(
        "ratio",
        {"ratio": _FACTS, "numerator": _FACTS, "denominator": _FACTS},
        "xs:boolean",
        steps={
            "above": "rules:figure($numerator)",
            "below": "rules:figure($denominator)",
            "products": "for $x in rules:figure($ratio), $y in $below return $x * $y",
        },
        result="empty($products) or empty($above) or ($below[1] le 0 and $below[2] ge 0) "
        f"or (min($products) le {unit} * $above[2] and {unit} * $above[1] le max($products))",
    )


def _for_messages(taxonomy: Taxonomy) -> list[_Function]:
    """What facts say, behind the label of their concept: ``Hazardous waste (95.78 t; 96 t)``."""
    values = (
        "string-join(for $fact in ($facts | ())[not(nilled(.))] return concat($fact, ' ', string-join(for $measure in "
        "(xfi:unit-numerator(xfi:unit($fact)), xfi:unit-denominator(xfi:unit($fact))) "
        "return local-name-from-QName(xfi:measure-name($measure)), '/')), '; ')"
    )
    return [
        _Function("values", {"facts": _FACTS}, "xs:string", result=values),
        *(said for language in taxonomy.languages for said in _said(language)),
    ]


def _said(language: str) -> Iterator[_Function]:
    label = f"xfi:concept-label(node-name($facts[1]), (), (), '{language}')"
    both = "concat(rules:values($facts), '; ', rules:values($others))"
    for inputs, values in ({"facts": _FACTS}, "rules:values($facts)"), ({"facts": _FACTS, "others": _FACTS}, both):
        yield _Function(f"said-{language}", inputs, "xs:string", result=f"concat({label}, ' (', {values}, ')')")
