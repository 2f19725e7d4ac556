"""From a unit as printed to its measures, its power of ten and the quantity it measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ..instances import Unit
from ..taxonomy import Taxonomy, UnitSpelling, normalise_unit


@dataclass(frozen=True, slots=True)
class PrintedUnit:
    """A simple unit or a quotient of two, as printed.

    The reported value is the printed value times ten to the power of ``exponent``, in ``unit``.
    """

    parts: tuple[UnitSpelling, ...]

    @property
    def unit(self) -> Unit:
        """The measures to report."""
        return Unit((self.parts[0].measure,), tuple(part.measure for part in self.parts[1:]))

    @property
    def exponent(self) -> int:
        """The power of ten between what is printed and what is reported."""
        return self.parts[0].exponent - sum(part.exponent for part in self.parts[1:])

    @property
    def quantity(self) -> str:
        """The quantity measured; a quotient is written ``a/b``, as item types write it."""
        return "/".join(part.quantity for part in self.parts)

    def label(self, language: str) -> str:
        """Return the unit as a reader of that language knows it."""
        return "/".join(part.label(language, below=index > 0) for index, part in enumerate(self.parts))


@dataclass(frozen=True, slots=True)
class UnitProblem:
    """Why a spelling has no single meaning, and what to do."""

    message: str
    hint: str


def resolve_unit(
    printed: str, taxonomy: Taxonomy, local: Mapping[str, str], quantity: str | None = None
) -> PrintedUnit | UnitProblem:
    """Resolve a unit as printed, such as ``tonne (Mt) of CO2e/RMB million``.

    ``local`` holds the disclosure's own meanings of spellings; they are looked up first, and once. Nothing is
    guessed: a spelling that is unknown or has several meanings gives a problem, with the units that measure
    ``quantity`` where that is known.
    """
    meanings = {normalise_unit(spelling): meaning for spelling, meaning in local.items()}
    whole = meanings.get(normalise_unit(printed))
    texts = [text.strip() for text in (whole or printed).split("/")]
    if whole is None:
        texts = [meanings.get(normalise_unit(text), text) for text in texts]
    if len(texts) > 2:
        return UnitProblem(f"The unit {printed} has more than one division.", "Write a unit as `a` or as `a/b`.")
    parts: list[UnitSpelling] = []
    for text in texts:
        if ambiguity := taxonomy.ambiguity(text):
            return UnitProblem(
                f"The unit {text} has more than one meaning. {ambiguity.reason}",
                f"Say once under `units` what it means, for example `units: {{{text}: {ambiguity.example}}}`.",
            )
        unit = taxonomy.unit(text)
        if unit is None:
            return UnitProblem(f"The unit {text or '(empty)'} is not known.", _guess(text, taxonomy, quantity))
        parts.append(unit)
    return PrintedUnit(tuple(parts))


def as_volume(unit: PrintedUnit | UnitProblem, taxonomy: Taxonomy) -> PrintedUnit | UnitProblem:
    """Return a unit of mass of water as the unit of its volume, under its own name: a tonne is a cubic metre."""
    if isinstance(unit, UnitProblem) or unit.parts[0].quantity != "mass":
        return unit
    mass = unit.parts[0]
    cubic_metres = mass.base / _KILOGRAMS_PER_CUBIC_METRE
    power = cubic_metres.adjusted()
    if cubic_metres != Decimal(1).scaleb(power):
        return unit
    (measure,) = {one.measure for one in taxonomy.units_of("volume") if one.measure.local == "m3"}
    volume = replace(mass, measure=measure, quantity="volume", base=Decimal(1), exponent=mass.exponent + power)
    return PrintedUnit((volume, *unit.parts[1:]))


_KILOGRAMS_PER_CUBIC_METRE = 1000


def _guess(text: str, taxonomy: Taxonomy, quantity: str | None) -> str:
    suggestion = taxonomy.similar_unit(text)
    if suggestion:
        return f"Did you mean {suggestion}?"
    if quantity:
        return f"Units that fit: {spellings_that_fit(quantity, taxonomy)}."
    return "Write a unit of the taxonomy, for example MWh, tonne, tCO2e, %, person or MWh/RMB million."


def spelling_of(quantity: str, taxonomy: Taxonomy) -> Iterator[str]:
    """Yield a spelling of each unit, simple or a quotient, that measures a quantity."""
    above, _, below = quantity.partition("/")
    tops = dict.fromkeys(unit.spellings[0] for unit in taxonomy.units_of(above))
    bottoms = dict.fromkeys(unit.spellings[0] for unit in taxonomy.units_of(below)) if below else {"": None}
    return (f"{top}/{bottom}" if bottom else top for top in tops for bottom in bottoms)


def spellings_that_fit(quantity: str, taxonomy: Taxonomy) -> str:
    """Return one spelling of each unit that measures a quantity, for a hint: ``MWh, kWh or GJ``."""
    sides = [list(dict.fromkeys(unit.spellings[0] for unit in taxonomy.units_of(side))) for side in quantity.split("/")]
    if len(sides) == 1:
        return listed(sides[0])
    return f"one of {listed(sides[0])}, divided by one of {listed(sides[1])}"


def listed(names: Iterable[str], most: int = 12) -> str:
    """Return names for a hint, cut off where they would fill the screen."""
    shown = list(names)
    more = f" and {len(shown) - most} more" if len(shown) > most else ""
    return ", ".join(shown[:most]) + more
