"""What makes Arelle's formulas quicker: what has been found out once is not found out again for every formula.

Stand-ins for two of Arelle's functions, with the same results. They need nothing of Arelle but what they are given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from operator import itemgetter
from typing import Any

_LOCATION, _CONCEPT, _UNIT = 1, 2, 5
"""Arelle's numbers of the aspects that are a fact's own; the others are those of its context."""


class Aspects:
    """A quicker ``FormulaEvaluator.aspectsMatch`` and ``factsPartitions``: which facts agree in some aspects.

    Arelle compares two facts aspect by aspect, forty of them where a taxonomy has as many dimensions, and every fact
    with every other. But to agree in an aspect is an equivalence: here the facts' contexts and units are put into
    classes, aspect by aspect, once for all formulas of a report, and then it is only their classes that are compared.

    ``match`` and ``partition`` are Arelle's own, for all that are not items of one report and for taxonomies that
    define an equality of their own; ``of_one_aspect`` compares one aspect.
    """

    def __init__(
        self, match: Callable[..., bool], partition: Callable[..., list[Any]], of_one_aspect: Callable[..., bool]
    ) -> None:
        self._match = match
        self._partition = partition
        self._of_one_aspect = of_one_aspect

    def match(self, evaluation: Any, one: Any, other: Any, aspects: Collection[Any]) -> bool:
        """Return whether two facts have the same values of some aspects."""
        if one is other and one is not None:
            return True
        kinds, compared = self._kinds(evaluation), frozenset(aspects)
        kind = kinds.of(one, compared)
        other_kind = kinds.of(other, compared) if kind is not None else None
        return self._match(evaluation, one, other, aspects) if other_kind is None else kind == other_kind

    def partition(self, evaluation: Any, facts: Collection[Any], aspects: Collection[Any]) -> list[list[Any]]:
        """Return facts in lists of those that have the same values of some aspects, in the order of the first ones."""
        kinds, compared = self._kinds(evaluation), frozenset(aspects)
        found: dict[object, list[Any]] = {}
        for fact in facts:
            kind = kinds.of(fact, compared)
            if kind is None:
                return self._partition(evaluation, facts, aspects)
            found.setdefault(kind, []).append(fact)
        return list(found.values())

    def _kinds(self, evaluation: Any) -> _Kinds:
        try:
            return evaluation._kinds  # type: ignore[no-any-return]
        except AttributeError:
            evaluation._kinds = found = _Kinds(evaluation, self._of_one_aspect)
            return found


class _Kinds:
    """The classes of the contexts and units of one report: two have the same number if an aspect of them is equal."""

    def __init__(self, evaluation: Any, of_one_aspect: Callable[..., bool]) -> None:
        self._evaluation = evaluation
        self._of_one_aspect = of_one_aspect
        self._is_plain = bool(evaluation.modelXbrl.modelFormulaEqualityDefinitions)
        self._firsts: defaultdict[Any, list[Any]] = defaultdict(list)
        self._numbers: dict[Any, _Numbers] = {}
        self._getters: dict[frozenset[Any], Callable[[_Numbers], Any]] = {}
        self._known: dict[tuple[Any, frozenset[Any]], Any] = {}

    def of(self, fact: Any, aspects: frozenset[Any]) -> tuple[Any, ...] | None:
        """Return what is the same for two facts if, and only if, the aspects are; nothing if that cannot be told."""
        context = getattr(fact, "context", None)
        if context is None or self._is_plain or fact.modelXbrl is not self._evaluation.modelXbrl:
            return None
        known = self._known.get((context, aspects))
        if known is None:
            try:
                known = self._known[context, aspects] = self._getter(aspects)(self._numbers_of(context, fact))
            except Exception:  # of something that is wrong with the report: Arelle's own way may not come to it
                return None
        return (
            known,
            fact.parentElement if _LOCATION in aspects else None,
            fact.qname if _CONCEPT in aspects else None,
            self._numbers_of(fact.unit, fact)[_UNIT] if _UNIT in aspects else None,
        )

    def number(self, fact: Any, aspect: Any) -> int:
        """Return the number of a fact's class in an aspect."""
        firsts = self._firsts[aspect]
        for number, first in enumerate(firsts):
            if self._of_one_aspect(self._evaluation, fact, first, aspect):
                return number
        firsts.append(fact)
        return len(firsts) - 1

    def _numbers_of(self, holder: Any, fact: Any) -> _Numbers:
        if holder not in self._numbers:
            self._numbers[holder] = _Numbers(self, fact)
        return self._numbers[holder]

    def _getter(self, aspects: frozenset[Any]) -> Callable[[_Numbers], Any]:
        """Return what takes the numbers of those of some aspects that are a context's."""
        if aspects not in self._getters:
            order = [aspect for aspect in aspects if aspect not in (_LOCATION, _CONCEPT, _UNIT)]
            self._getters[aspects] = itemgetter(*order) if order else lambda numbers: ()
        return self._getters[aspects]


class _Numbers(dict[Any, int]):
    """The numbers of one context's or unit's classes, aspect by aspect, found when they are asked for."""

    def __init__(self, kinds: _Kinds, fact: Any) -> None:
        self._kinds = kinds
        self._fact = fact

    def __missing__(self, aspect: Any) -> int:
        number = self[aspect] = self._kinds.number(self._fact, aspect)
        return number


class Functions:
    """A quicker ``FunctionCustom.callCfi``, which calls a function that a taxonomy defines.

    What a function returns for the same arguments is the same, as long as it speaks of nothing else than its inputs and
    steps. ``plain`` is Arelle's own; ``variables_of`` tells the variables in an expression of an implementation.
    """

    def __init__(self, plain: Callable[..., Any], variables_of: Callable[[Any, Any], Iterable[Any]]) -> None:
        self._plain = plain
        self._variables_of = variables_of
        self._closed: dict[Any, bool] = {}

    def is_closed(self, implementation: Any) -> bool:
        """Return whether a function speaks of nothing else than its inputs and steps."""
        if implementation not in self._closed:
            names = {*implementation.inputNames, *(name for name, _ in implementation.stepExpressions)}
            expressions = (*implementation.stepProgs, implementation.outputProg)
            used = (self._variables_of(one, implementation) for one in expressions)
            self._closed[implementation] = all(names.issuperset(one) for one in used)
        return self._closed[implementation]

    def __call__(self, evaluation: Any, operation: Any, name: Any, signature: Any, item: Any, arguments: Any) -> Any:
        """Call a function, or return what it has returned for these arguments in this evaluation."""
        if not self.is_closed(signature.customFunctionImplementation):
            return self._plain(evaluation, operation, name, signature, item, arguments)
        returned = vars(evaluation).setdefault("_returned", {})
        key = (signature, _frozen(arguments))
        try:
            found = returned.get(key)
        except TypeError:  # something that cannot be a key
            return self._plain(evaluation, operation, name, signature, item, arguments)
        if found is None:
            found = returned[key] = [self._plain(evaluation, operation, name, signature, item, arguments)]
        return list(found[0]) if isinstance(found[0], list) else found[0]


def _frozen(value: Any) -> Any:
    """Return an argument as a key: numbers of different types are different."""
    if isinstance(value, list | tuple | range):
        return tuple(_frozen(one) for one in value)
    return type(value), value
