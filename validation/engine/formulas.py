"""What makes Arelle's formulas quicker: what has been found out once is not found out again for every formula.

Stand-ins for two of Arelle's functions, with the same results. They need nothing of Arelle but what they are given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any

_Pair = tuple[Any, Any]


def aspects_match(
    plain: Callable[..., bool],
    of_one_aspect: Callable[..., bool],
    context_aspects: Collection[object],
    dimension: type[object],
) -> Callable[..., bool]:
    """Return a quicker ``FormulaEvaluator.aspectsMatch``: whether two facts have the same values of some aspects.

    Arelle keeps what it has found out about two facts, until the next formula. But period, entity and dimensions are
    those of the facts' contexts, and these do not change: here it is kept for two contexts, for all formulas. ``plain``
    is Arelle's own function, for all that are not two items; ``of_one_aspect`` compares one aspect, one of
    ``context_aspects`` or a name of the type ``dimension``.
    """
    known: defaultdict[_Pair, tuple[set[Any], set[Any]]] = defaultdict(lambda: (set(), set()))
    telling: set[Any] = set()

    def match(evaluation: Any, one: Any, other: Any, aspects: Collection[Any]) -> bool:
        if one is other and one is not None:
            return True
        contexts = (getattr(one, "context", None), getattr(other, "context", None))
        if None in contexts or evaluation.modelXbrl.modelFormulaEqualityDefinitions:
            return plain(evaluation, one, other, aspects)
        is_one = contexts[0] is contexts[1]
        same, different = known[contexts]
        if not is_one and not different.isdisjoint(aspects):
            return False
        left = set(aspects) - same
        for aspect in (*left & telling, *left - telling):
            is_of_context = isinstance(aspect, dimension) or aspect in context_aspects
            if is_of_context and is_one:
                continue
            if of_one_aspect(evaluation, one, other, aspect):
                if is_of_context:
                    same.add(aspect)
                continue
            telling.add(aspect)
            if is_of_context:
                different.add(aspect)
            return False
        return True

    return match


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
